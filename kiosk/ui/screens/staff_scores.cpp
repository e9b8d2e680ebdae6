// The shop's day beside the interaction, and on a page of its own. Never one person's score, and no
// figure without its doubt and its count.
#include <cmath>

#include "kiosk/ui/screens/staff_parts.h"

namespace afterword::kiosk {
namespace {

// Between one figure's last line and the next one's first.
constexpr float kApart = 14, kApartLeast = 4;

struct ScoreName {
  DeskFigure figure;
  const char *title, *count;
};
constexpr ScoreName kScoreNames[] = {
    {DeskFigure::solved, "score_solved", "score_closed"},
    {DeskFigure::rating, "score_rating", "score_ratings"},
    {DeskFigure::time, "score_time", "score_solved_count"},
    {DeskFigure::not_applicable, "score_not_applicable", "score_asked"},
};

const ScoreName& score_name(DeskFigure figure) {
  for (const ScoreName& each : kScoreNames)
    if (each.figure == figure) return each;
  return kScoreNames[0];
}

std::string value_words(const Page& page, DeskFigure figure, double value) {
  const auto whole = static_cast<std::int64_t>(std::llround(value));
  if (figure == DeskFigure::time) return clock_words(page, whole);
  return page.kit.words().get("score_percent", {{"n", page.kit.words().number(whole)}});
}

// Without the sign, for the lower end of a range.
std::string low_words(const Page& page, DeskFigure figure, double value) {
  if (figure == DeskFigure::time) return value_words(page, figure, value);
  return page.kit.words().number(std::llround(value));
}

std::string count_words(const Page& page, const DeskLine& line) {
  const Strings& words = page.kit.words();
  const auto n = static_cast<std::int64_t>(line.n);
  if (line.figure == DeskFigure::not_applicable) {
    const std::string part = words.number(static_cast<std::int64_t>(line.part));
    return words.count("score_asked", n, {{"part", part}});
  }
  return words.count(score_name(line.figure).count, n);
}

std::string note_of(const Page& page, const ScoreView& score) {
  const Strings& words = page.kit.words();
  const DeskLine& line = score.line;
  if (!line.value || !line.low || !line.high)
    return words.count("score_too_few", static_cast<std::int64_t>(line.n));
  const std::string low = low_words(page, line.figure, *line.low);
  const std::string high = value_words(page, line.figure, *line.high);
  const std::string count = count_words(page, line);
  if (!score.aim)
    return words.get("score_likely", {{"low", low}, {"high", high}, {"count", count}});
  const std::string aim = value_words(page, line.figure, *score.aim);
  return words.get("score_likely_aim",
                   {{"low", low}, {"high", high}, {"count", count}, {"aim", aim}});
}

const char* standing_key(Standing standing) {
  switch (standing) {
    case Standing::reached:
      return "score_reached";
    case Standing::missed:
      return "score_missed";
    case Standing::too_close:
      return "score_too_close";
    case Standing::too_few:
    case Standing::no_aim:
      break;
  }
  return nullptr;
}

Color standing_color(const Colors& colors, Standing standing) {
  return standing == Standing::missed      ? colors.rust
         : standing == Standing::too_close ? colors.lagoon
                                           : colors.spruce;
}

// A disc with a tick, a triangle or half a disc: colour never speaks alone.
void draw_standing_sign(Page& page, Standing standing, Point center, Color ink) {
  Painter& paint = page.kit.paint();
  const float radius = page.du(9);
  if (standing == Standing::reached) {
    paint.disc(center, radius, ink);
    paint.icon(Icon::tick, center, radius * 1.3F, page.kit.colors().sheet, 3);
  } else if (standing == Standing::missed) {
    const float foot = center.y + radius * 0.75F, half = radius * 0.95F, width = page.du(2.2F);
    const Point top{center.x, center.y - radius * 0.85F};
    const Point left{center.x - half, foot}, right{center.x + half, foot};
    paint.line(top, left, width, ink);
    paint.line(left, right, width, ink);
    paint.line(right, top, width, ink);
  } else {
    paint.icon(Icon::contrast, center, radius * 2.4F, ink, 2);
  }
}

// Where a value lies on its line: 0..1. Times end at twice the aim, or well past the interval.
float share_of(const ScoreView& score, double value) {
  double most = 100;
  if (score.line.figure == DeskFigure::time)
    most = std::max({score.aim.value_or(0) * 2, score.line.high.value_or(0) * 1.2, 1.0});
  return static_cast<float>(std::clamp(value / most, 0.0, 1.0));
}

void draw_line(Page& page, const ScoreView& score, Rect rect) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const float middle = rect.center().y;
  paint.line({rect.x, middle}, {rect.right(), middle}, page.du(2), colors.line);
  const DeskLine& line = score.line;
  if (!line.value || !line.low || !line.high) return;
  const auto at = [&](double value) { return rect.x + share_of(score, value) * rect.width; };
  const float low = at(*line.low), high = at(*line.high);
  paint.rounded({low, middle - page.du(4), std::max(high - low, page.du(8)), page.du(8)},
                page.du(4), mix(colors.sheet, colors.spruce, 0.32F));
  paint.disc({at(*line.value), middle}, page.du(7.5F), colors.spruce);
  if (score.aim)
    paint.fill({at(*score.aim) - page.du(1.25F), middle - page.du(12), page.du(2.5F), page.du(24)},
               colors.ink);
}

// One figure as it is laid out at a width.
struct ScoreLayout {
  TextSpec value, title, note;
  float sign = 0;                // before the word
  std::optional<TextSpec> word;  // at the end of the note's line, or below it
  bool word_below = false;
  TextSize value_size;
  float head = 0, note_height = 0, word_height = 0, height = 0;
};

ScoreLayout lay_out(Page& page, const ScoreView& score, float width, bool with_standing) {
  Kit& kit = page.kit;
  Glyphs& glyphs = kit.paint().glyphs();
  ScoreLayout out;
  const std::string shown =
      score.line.value ? value_words(page, score.line.figure, *score.line.value) : "–";
  out.value = kit.spec(shown, Type::title, 38);
  out.value_size = glyphs.measure(out.value);
  out.title = fitted(page, kit.words().get(score_name(score.line.figure).title), Type::label,
                     {19, 18, 17}, width - out.value_size.width - page.du(12), 2);
  out.title.weight = 500;
  out.head = std::max(page.du(44), glyphs.measure(out.title).height);
  out.note = kit.spec(note_of(page, score), Type::note, kStaffNoteDu);
  out.note.width_px = width;
  out.note_height = glyphs.measure(out.note).height;
  const char* const key = with_standing ? standing_key(score.standing) : nullptr;
  if (key != nullptr) {
    out.word = kit.spec(kit.words().get(key), Type::label, 19);
    const TextSize word = glyphs.measure(*out.word), note = glyphs.measure(out.note);
    out.sign = page.du(26);
    out.word_below = note.lines > 1 || note.width + page.du(24) + out.sign + word.width > width;
    if (out.word_below) out.word_height = page.du(6) + word.height;
  }
  out.height = out.head + page.du(28) + out.note_height + out.word_height;
  return out;
}

void draw_score(Page& page, const ScoreView& score, const ScoreLayout& at, Rect rect) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const float value = at.value_size.width;
  paint.text_in({rect.right() - value, rect.y, value, at.head}, at.value, colors.ink);
  paint.text_in({rect.x, rect.y, at.title.width_px, at.head}, at.title, colors.ink);
  float y = rect.y + at.head + page.du(4);
  draw_line(page, score, {rect.x + page.du(6), y, rect.width - page.du(12), page.du(24)});
  y += page.du(28);
  paint.text_in({rect.x, y, rect.width, 0}, at.note, colors.ink2, Align::start, false);
  if (!at.word) return;
  const Color ink = standing_color(colors, score.standing);
  const TextSize word = paint.glyphs().measure(*at.word);
  const Rect line{at.word_below ? rect.x : rect.right() - word.width - at.sign,
                  at.word_below ? y + at.note_height + page.du(6) : y, at.sign + word.width,
                  at.word_below ? word.height : at.note_height};
  draw_standing_sign(page, score.standing, {line.x + page.du(9), line.center().y}, ink);
  paint.text_in({line.x + at.sign, line.y, word.width + 1, line.height}, *at.word, ink);
}

// Below each other from `rect`'s top, as far apart as there is room for, but no more than `most`;
// those that have none are left out.
void draw_column(Page& page, const std::vector<ScoreView>& scores, Rect rect, bool with_standing,
                 float most) {
  std::vector<ScoreLayout> all;
  float heights = 0;
  for (const ScoreView& score : scores) {
    const ScoreLayout at = lay_out(page, score, rect.width, with_standing);
    const float before = all.empty() ? 0 : page.du(kApartLeast);
    if (heights + before + at.height > rect.height) break;
    heights += before + at.height;
    all.push_back(at);
  }
  const auto count = static_cast<float>(std::max<std::size_t>(1, all.size()));
  const float spare = std::max(0.0F, rect.height - heights) / count;
  float y = rect.y;
  for (std::size_t i = 0; i < all.size(); ++i) {
    draw_score(page, scores[i], all[i], {rect.x, y, rect.width, all[i].height});
    y += all[i].height;
    const float apart = page.du(kApartLeast) + std::clamp(most - all[i].height, 0.0F, spare);
    if (const float rule = y + std::min(apart, page.du(kApart)) / 2; i + 1 < all.size())
      page.kit.paint().line({rect.x, rule}, {rect.right(), rule}, page.du(1),
                            page.kit.colors().line);
    y += apart;
  }
}

float heights_of(Page& page, const std::vector<ScoreView>& scores, float width,
                 bool with_standing) {
  float height = 0;
  for (const ScoreView& score : scores)
    height += lay_out(page, score, width, with_standing).height + page.du(kApart);
  return height - (scores.empty() ? 0 : page.du(kApart));
}

}  // namespace

void draw_scores(Page& page, const TodayView& today, Rect rect, bool whole) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const TextSpec title =
      fitted(page, kit.words().get(today.of_shop ? "staff_today_shop" : "staff_today_tablet"),
             Type::card_title, {30, 26, 24}, rect.width, 2);
  float y =
      rect.y +
      paint.text_in({rect.x, rect.y, rect.width, 0}, title, colors.ink, Align::start, false).height;
  if (today.of_shop) {
    const TextSpec as_of =
        kit.spec(kit.words().get("staff_as_of", {{"time", kit.words().digits(today.as_of)}}),
                 Type::note, kStaffNoteDu);
    y += paint.text_in({rect.x, y, rect.width, 0}, as_of, colors.ink2, Align::start, false).height;
  }
  y += page.du(8);
  TextSpec about = kit.spec(kit.words().get("staff_scores_note"), Type::note, kStaffNoteDu);
  about.width_px = rect.width;
  const float about_height = paint.glyphs().measure(about).height;
  const float above_about = rect.bottom() - about_height - page.du(20);
  // Two columns where one would not hold them; beside an interaction they go without the note,
  // which stands on their own page.
  const float one = heights_of(page, today.scores, rect.width, whole);
  const bool two = whole && one > above_about - y;
  const bool noted = whole || one <= above_about - y;
  const Rect room{rect.x, y, rect.width, (noted ? above_about : rect.bottom()) - y};
  const float most = page.du(whole ? 180 : 118);
  if (two) {
    const auto half = static_cast<std::ptrdiff_t>((today.scores.size() + 1) / 2);
    const auto middle = today.scores.begin() + half;
    const float gap = page.du(48), width = (rect.width - gap) / 2;
    draw_column(page, {today.scores.begin(), middle}, {room.x, y, width, room.height}, whole, most);
    draw_column(page, {middle, today.scores.end()}, {room.x + width + gap, y, width, room.height},
                whole, most);
  } else {
    draw_column(page, today.scores, room, whole, most);
  }
  if (!noted) return;
  const float top = rect.bottom() - about_height;
  paint.line({rect.x, top - page.du(12)}, {rect.right(), top - page.du(12)}, page.du(1),
             colors.line);
  paint.text_in({rect.x, top, rect.width, 0}, about, colors.ink2, Align::start, false);
}

void draw_staff_today(Page& page, const StaffView& view) {
  const Rect body = staff_frame(page, view);
  begin_sheet(page);
  const float width = page.small() ? body.width : std::min(body.width, page.du(760));
  const Rect sheet{body.x + (body.width - width) / 2, body.y, width, body.height};
  staff_sheet(page, sheet);
  draw_scores(page, view.today, sheet.grown(-page.du(32), -page.du(page.small() ? 14 : 24)), true);
}

}  // namespace afterword::kiosk
