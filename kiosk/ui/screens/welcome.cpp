// The front cover: what it is about, how long it takes, in which language. Touching anywhere starts.
#include <cmath>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

constexpr float kPill = 72, kPillGap = 8, kBandPad = 24;

// The first comma of any script, in the mark's colour.
std::optional<TextSpan> comma_of(const std::string& text, Color color) {
  for (const std::string_view comma : {",", "\u060C", "\uFF0C", "\u3001"}) {
    const std::size_t at = text.find(comma);
    if (at != std::string::npos) return TextSpan{at, at + comma.size(), std::nullopt, color};
  }
  return std::nullopt;
}

// The comma is a pause: the line breaks behind it.
std::string paused(std::string text) {
  const auto comma = comma_of(text, {});
  if (!comma || comma->end >= text.size()) return text;
  if (text[comma->end] == ' ')
    text[comma->end] = '\n';
  else
    text.insert(comma->end, "\n");
  return text;
}

TextSpec headline(Page& page, const WelcomeView& view, float width) {
  const std::string text = paused(view.headline);
  TextSpec spec = page.portrait()
                      ? fitted(page, text, Type::display, {88, 78, 68, 60, 52}, width, 4)
                      : fitted(page, text, Type::display, {78, 70, 62, 54}, width, 3);
  spec.balance = false;
  spec.base = page.kit.colors().cover_text;
  if (const auto comma = comma_of(spec.text, page.kit.colors().marigold)) spec.spans = {*comma};
  return spec;
}

// "Three questions, about 40 seconds, anonymous. Why we ask."
TextSpec promise(Page& page, const WelcomeView& view, float width) {
  const Strings& words = page.kit.words();
  const std::string questions = words.count("welcome_questions", view.questions);
  const std::string time = view.minutes > 0 ? words.count("welcome_minutes", view.minutes)
                                            : words.count("welcome_seconds", view.seconds);
  const std::string length =
      words.get("welcome_length", {{"questions", questions}, {"time", time}});
  TextSpec spec = page.kit.spec(length + " " + view.purpose, Type::body);
  spec.width_px = width;
  spec.base = page.kit.colors().cover_text2;
  spec.spans = {{0, length.size(), 600, page.kit.colors().cover_text}};
  return spec;
}

struct Pills {
  int columns = 1, rows = 1, shown = 0;
  bool more = false;
  float width = 0, height = 0;  // of a pill; of the whole band
};

Pills pills_for(Page& page) {
  const Measures at = measures(page);
  Pills pills;
  const int count = static_cast<int>(page.around().languages.size());
  if (count < 2) return {};
  const float gap = page.du(kPillGap);
  pills.columns = page.portrait() ? 4 : 7;
  pills.rows = count <= pills.columns ? 1 : 2;
  const int most = pills.columns * pills.rows;
  pills.more = count > most;
  pills.shown = pills.more ? most - 1 : count;
  const float columns = static_cast<float>(pills.columns), rows = static_cast<float>(pills.rows);
  pills.width = (at.inner_width - (columns - 1) * gap) / columns;
  pills.height = rows * page.du(kPill) + (rows - 1) * gap + 2 * page.du(kBandPad);
  return pills;
}

void draw_languages_band(Page& page, const Pills& pills) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  const float gap = page.du(kPillGap), top = page.height() - pills.height;
  const auto place = [&](int index) {
    const auto column = static_cast<float>(index % pills.columns);
    const auto row = static_cast<float>(index / pills.columns);
    return Rect{at.margin + column * (pills.width + gap),
                top + page.du(kBandPad) + row * (page.du(kPill) + gap), pills.width,
                page.du(kPill)};
  };
  for (int i = 0; i < pills.shown; ++i) {
    const LanguageChoice& choice = page.around().languages[static_cast<std::size_t>(i)];
    Button button{.name = "language:" + choice.tag,
                  .words = choice.own_name,
                  .look = ButtonLook::cover,
                  .type = Type::hint};
    button.language = choice.tag;
    button.weight = 500;
    button.on = choice.tag == page.around().language;
    if (button.on) button.before = Icon::tick;
    if (draw_button(kit, button, place(i), gap)) page.say(ChooseLanguage{choice.tag});
  }
  if (!pills.more) return;
  const Button more{.name = "language",
                    .words = kit.words().get("languages_more"),
                    .look = ButtonLook::cover,
                    .type = Type::hint,
                    .weight = 500,
                    .before = Icon::globe};
  if (draw_button(kit, more, place(pills.shown), gap)) page.say(OpenLanguages{});
}

void draw_start(Page& page, Rect rect) {
  Kit& kit = page.kit;
  const Button start{.name = "start",
                     .words = kit.words().get("start"),
                     .look = ButtonLook::start,
                     .type = Type::start,
                     .after = Icon::next};
  const float width = std::max(page.du(300), button_width(kit, start) + page.du(48));
  const bool tapped = draw_button(kit, start, {rect.x, rect.y, width, rect.height}, page.du(24));
  if (tapped || kit.hits().tapped("anywhere")) page.say(Start{});
  TextSpec hint = kit.spec(kit.words().get("touch_anywhere"), Type::label);
  hint.weight = 400;
  hint.line_px = std::max(hint.line_px, std::round(page.du(30)));
  hint.width_px = std::max(1.0F, rect.right() - rect.x - width - page.du(28));
  kit.paint().text_in({rect.x + width + page.du(28), rect.y, hint.width_px, rect.height}, hint,
                      kit.colors().cover_text3);
}

// Handed over at a desk: whoever would rather not says so, and staff see no more than that.
void draw_not_now(Page& page) {
  Kit& kit = page.kit;
  const Button button{
      .name = "not_now", .words = kit.words().get("not_now"), .look = ButtonLook::cover};
  const float width = button_width(kit, button), margin = page.du(48);
  if (draw_button(kit, button, {page.width() - margin - width, page.du(16), width, page.du(80)},
                  page.du(24)))
    page.say(Leave{});
}

}  // namespace

void draw_welcome(Page& page, const WelcomeView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  const Pills pills = pills_for(page);
  const bool upright = page.portrait();
  draw_cover(page);
  const Mark mark = cover_mark(page);
  paint.comma(mark.center, mark.radius, colors.marigold);
  const float band_top = page.height() - pills.height;
  if (pills.height > 0) paint.fill({0, band_top, page.width(), pills.height}, colors.cover_band);
  begin_sheet(page);
  kit.target("anywhere", {0, 0, page.width(), page.height()});
  draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);

  const float width = upright ? at.inner_width : std::min(page.du(720), at.inner_width);
  const TextSpec title = headline(page, view, width);
  const TextSpec text = promise(page, view, std::min(width, page.du(640)));
  const float title_height = paint.glyphs().measure(title).height;
  const float text_height = paint.glyphs().measure(text).height;
  const float start_height = page.du(112), gap = page.du(28), start_gap = page.du(44);
  const float all = title_height + gap + text_height + start_gap + start_height;
  const float free = band_top - at.top - all;
  // Upright, everything to touch lies below the middle.
  float y = upright ? band_top - page.du(96) - all : at.top + std::max(0.0F, free * 0.42F);
  paint.text_in({at.margin, y, width, 0}, title, colors.cover_text, Align::start, false);
  y += title_height + gap;
  paint.text_in({at.margin, y, text.width_px, 0}, text, colors.cover_text2, Align::start, false);
  y += text_height + start_gap;
  draw_start(page, {at.margin, y, width, start_height});
  if (view.handed_over) draw_not_now(page);
  draw_practice(page, {0, page.du(24), page.width() - at.margin, page.du(48)}, Align::end);
  if (pills.height > 0) draw_languages_band(page, pills);
}

}  // namespace afterword::kiosk
