// The front cover: what it is about, how long it takes, in which language. Touching anywhere starts.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/covers.h"

namespace afterword::kiosk {
namespace {

constexpr float kPillGap = 8, kBandPad = 24, kPillLeast = 118;
constexpr float kCardWidth = 432, kCardGap = 40;

// The first comma of any script, in the mark's colour.
std::optional<TextSpan> comma_of(const std::string& text, Color color) {
  for (const std::string_view comma : {",", "\u060C", "\uFF0C", "\u3001"}) {
    const std::size_t at = text.find(comma);
    if (at != std::string::npos) return TextSpan{at, at + comma.size(), std::nullopt, color};
  }
  return std::nullopt;
}

// The comma is a pause: the line breaks behind it; where there is none, behind a first question.
std::string paused(std::string text) {
  std::size_t end = std::string::npos;
  if (const auto comma = comma_of(text, {})) end = comma->end;
  for (const std::string_view mark : {"?", "\u061F", "\uFF1F"}) {
    if (end != std::string::npos) break;
    if (const std::size_t at = text.find(mark); at != std::string::npos) end = at + mark.size();
    // Where words are apart a quotation or another sign may stand right behind it.
    if (end < text.size() && mark.size() < 3 && text[end] != ' ') end = std::string::npos;
  }
  if (end >= text.size()) return text;
  if (text[end] == ' ')
    text[end] = '\n';
  else
    text.insert(end, "\n");
  return text;
}

TextSpec headline(Page& page, const WelcomeView& view, float width, float height) {
  const std::string text = paused(view.headline);
  const bool upright = page.portrait();
  const int parts = 1 + static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  TextSpec spec =
      upright
          ? fitted(page, text, Type::display, {88, 78, 68, 60, 52, 44, 36}, width, 4, height)
          : fitted(page, text, Type::display, {78, 70, 62, 54, 46, 40, 34, 28}, width, 3, height);
  // Rather a little smaller than broken elsewhere than at the pause.
  const TextSpec whole = fitted(page, text, Type::display, {88, 78, 70, 62}, width, parts, height);
  if (!whole.break_words && whole.size_px < spec.size_px && whole.size_px >= 0.8F * spec.size_px)
    spec = whole;
  spec.balance = false;
  spec.base = page.kit.colors().cover_text;
  if (const auto comma = comma_of(spec.text, page.kit.colors().marigold)) spec.spans = {*comma};
  return spec;
}

// "3 questions, about 40 seconds, anonymous. The team reads every answer on Monday." Where no day
// is promised, why we ask.
TextSpec promise(Page& page, const WelcomeView& view, float width, float height) {
  const std::string length = length_words(page.kit.words(), view);
  const std::string then = reading_words(page.kit.words(), view);
  const bool own_space = length.ends_with("\u3002");  // the full stop of Chinese
  TextSpec spec = fitted(page, length + (own_space ? "" : " ") + then, Type::body,
                         {25, 23, 21, 19, 18}, width, 9, height);
  spec.balance = page.kit.units().type.control > 1;
  spec.base = page.kit.colors().cover_text2;
  spec.spans = {{0, length.size(), 600, page.kit.colors().cover_text}};
  return spec;
}

struct Pills {
  int columns = 1, rows = 1, shown = 0;
  bool more = false;
  float width = 0, height = 0;  // of a pill; of all rows
};

Pills pills_for(Page& page, float room) {
  Pills pills;
  const int count = static_cast<int>(page.around().languages.size());
  if (count < 2) return {};
  const float gap = gap_of(page, kPillGap), high = cover_pill_height(page);
  pills.rows = page.portrait() && count <= 4 ? 1 : 2;
  const float least = page.du(kPillLeast * page.kit.units().type.control);
  const int columns_most = std::clamp(static_cast<int>((room + gap) / (least + gap)), 2, 4);
  pills.columns = std::min(columns_most, (count + pills.rows - 1) / pills.rows);
  const int most = pills.columns * pills.rows;
  pills.more = count > most;
  pills.shown = pills.more ? most - 1 : count;
  const float columns = static_cast<float>(pills.columns), rows = static_cast<float>(pills.rows);
  pills.width =
      std::min(page.portrait() ? room : page.du(240), (room - (columns - 1) * gap) / columns);
  pills.height = rows * high + (rows - 1) * gap;
  return pills;
}

void draw_languages(Page& page, const Pills& pills, float top) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  const float gap = gap_of(page, kPillGap), high = cover_pill_height(page);
  const auto place = [&](int index) {
    const auto column = static_cast<float>(index % pills.columns);
    const auto row = static_cast<float>(index / pills.columns);
    return Rect{at.margin + column * (pills.width + gap), top + row * (high + gap), pills.width,
                high};
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

// Start, and what else it says where there is room beside it.
void draw_start(Page& page, const WelcomeView& view, Rect rect) {
  Kit& kit = page.kit;
  const Button start{.name = "start",
                     .words = kit.words().get("start"),
                     .look = ButtonLook::start,
                     .type = Type::start,
                     .after = Icon::next};
  const float width =
      std::min(std::max(page.du(300), button_width(kit, start) + page.du(48)), rect.width);
  const bool tapped = draw_button(kit, start, {rect.x, rect.y, width, rect.height}, page.du(24));
  if (tapped || kit.hits().tapped("anywhere")) page.say(Start{});
  const float left = rect.x + width + page.du(28);
  std::vector<std::string> hints{kit.words().get("touch_anywhere")};
  if (view.anonymous) hints.insert(hints.begin(), hints[0] + "\n" + kit.words().get("never_ask_who"));
  for (const std::string& words : hints) {
    if (rect.right() - left < page.du(120)) return;
    TextSpec hint = fitted(page, words, Type::label, {20, 19, 18}, rect.right() - left, 4,
                           rect.height);
    if (hint.break_words) continue;
    hint.weight = 400;
    hint.balance = false;
    kit.paint().text_in({left, rect.y, rect.right() - left, rect.height}, hint,
                        kit.colors().cover_text3);
    return;
  }
}

Button not_now(Page& page) {
  return {.name = "not_now",
          .words = page.kit.words().get("not_now"),
          .look = ButtonLook::cover,
          .type = Type::hint};
}

bool has_aside(const WelcomeView& view) { return view.handed_over || view.takes_receipts; }

// Handed over at a desk: whoever would rather not says so, and staff see no more than that. Else a
// receipt, where they are taken. At the end of `room`.
void draw_aside(Page& page, const WelcomeView& view, Rect room) {
  if (!view.handed_over) {
    if (view.takes_receipts) draw_receipt_word(page, view, room);
    return;
  }
  const Button button = not_now(page);
  const float width = std::min(button_width(page.kit, button), room.width);
  const Rect rect{room.right() - width, room.y, width, room.height};
  // The mark may lie behind it.
  page.kit.paint().rounded(rect, rect.height / 2, page.kit.colors().cover_band);
  if (draw_button(page.kit, button, rect, gap_of(page, 12))) page.say(Leave{});
}

// Where the top is out of reach, what stands there otherwise ends this row.
void draw_low_row(Page& page, const WelcomeView& view, Rect row) {
  const float gap = gap_of(page, 12);
  const float most = has_aside(view) ? (row.width - gap) / 2 : row.width;
  const float width = std::min(protect_pill_width(page), most);
  draw_protect_pill(page, {row.right() - width, row.y, width, row.height});
  draw_aside(page, view, {row.x, row.y, row.width - width - gap, row.height});
}

// The words of the cover and the button below them, and how much they need.
struct Invitation {
  TextSpec title, text;
  float title_height = 0, text_height = 0, height = 0, start = 0;
  float title_gap = 0, gap = 0;  // below the title, and above Start
};

// In `room` at most, as far as letters may shrink for it.
Invitation invitation(Page& page, const WelcomeView& view, float width, float room) {
  Glyphs& glyphs = page.kit.paint().glyphs();
  const TypeScale& type = page.kit.units().type;
  const bool larger = type.question > 1;
  Invitation out;
  out.start = page.du(page.small() ? 92 : larger ? 100 : 112);
  out.gap = page.du(larger ? 12 : page.small() ? 20 : 40);
  out.title_gap = page.du(larger ? 12 : 24);
  const float words = room - out.title_gap - out.gap - out.start;
  const float text_width = page.du(page.portrait() ? 704 : 640) * type.control;
  const auto fit = [&](float share) {
    out.text = promise(page, view, std::min(width, text_width), words * share);
    out.text_height = glyphs.measure(out.text).height;
    out.title = headline(page, view, width, words - out.text_height);
    out.title_height = glyphs.measure(out.title).height;
  };
  fit(0.56F);
  // Larger text is for the headline first: the words below it give way, but never below their
  // normal size.
  const float wanted = page.du((page.portrait() ? 88 : 78) * 1.1F);
  for (const float share : {0.5F, 0.44F, 0.38F, 0.32F}) {
    if (!larger || out.title.size_px >= wanted) break;
    const Invitation before = out;
    fit(share);
    if (out.text.break_words || out.text.size_px < page.du(25)) {
      out = before;
      break;
    }
  }
  out.height = out.title_height + out.title_gap + out.text_height + out.gap + out.start;
  return out;
}

// The comma, so that it lies behind the card at the most: above the words upright, beside them else.
// Nothing where it has no room.
std::optional<Mark> free_mark(Page& page, float words_right, float words_top, float bottom) {
  constexpr float kTall = 2.15F, kCut = 0.37F, kPad = 20;  // below its middle; above it, on screen
  const bool turned = page.kit.right_to_left();
  Mark mark = cover_mark(page);
  const float below = turned ? 1 : kTall;
  if (page.portrait()) {
    const float room = words_top - page.du(kPad);
    mark.radius = std::min(mark.radius, room / (kTall + kCut));
    if (mark.radius < page.du(120)) return std::nullopt;
    mark.center = {page.width() - 0.76F * mark.radius, room - below * mark.radius};
    return mark;
  }
  mark.center.y = std::min(mark.center.y, bottom - page.du(8) - below * mark.radius);
  mark.center.x = std::max(mark.center.x, words_right + page.du(kPad) + mark.radius);
  if (mark.center.x > page.width() - 0.3F * mark.radius) return std::nullopt;
  return mark;
}

// `beside`: how much of the row of Start is taken by others.
void draw_invitation(Page& page, const WelcomeView& view, const Invitation& words, Rect rect,
                     float beside) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  float y = rect.y;
  paint.text_in({rect.x, y, rect.width, 0}, words.title, colors.cover_text, Align::start, false);
  y += words.title_height + words.title_gap;
  paint.text_in({rect.x, y, words.text.width_px, 0}, words.text, colors.cover_text2, Align::start,
                false);
  y += words.text_height + words.gap;
  draw_start(page, view, {rect.x, y, rect.width - beside, words.start});
}

}  // namespace

void draw_welcome(Page& page, const WelcomeView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  const bool upright = page.portrait(), low = top_out_of_reach(page);
  const float pad = page.du(kBandPad), aids_height = page.du(upright ? 132 : 152);
  const float aids_width =
      upright ? at.inner_width : std::min(page.du(502), at.inner_width * 0.46F);
  const Pills pills =
      pills_for(page, upright ? at.inner_width : at.inner_width - aids_width - pad);
  const float band = upright ? pills.height + (pills.height > 0 ? pad / 2 : 0) + aids_height
                             : std::max(pills.height, aids_height);
  const float band_top = page.height() - band - 2 * pad;
  // Upright, what the top row has no room for stands below it.
  const bool second = upright && (page.around().practice || (!low && has_aside(view)));
  const float top_row = page.du(12) + cover_pill_height(page);
  const float top_end =
      std::max(page.du(96), second ? 2 * top_row : top_row) + page.du(upright ? 20 : 8);

  // A card that does not fit, because letters are larger, is not cut short: it stays away.
  const float row = low ? cover_pill_height(page) : 0;
  const bool larger = kit.units().type.question > 1;
  const float below = page.du(upright ? 48 : page.small() || larger ? 16 : 34);
  const float foot = band_top - below - (upright && low ? row + pad / 2 : 0);
  const float card_width = upright ? at.inner_width : page.du(kCardWidth);
  const float card_height = cards_height(page, view.cards, card_width);
  const float column =
      band_top - (low ? below : page.du(upright ? 48 : 16)) - top_end - (low && !upright ? row + pad : page.du(8));
  const bool carded = !view.cards.empty() && (upright || card_height <= column);
  const float alone = larger ? at.inner_width : page.du(page.small() ? 620 : 720);
  const float width = upright  ? at.inner_width
                      : carded ? at.inner_width - page.du(kCardWidth + kCardGap)
                               : std::min(alone, at.inner_width);
  const Invitation words = invitation(page, view, width, foot - (upright ? top_end : at.top));
  // Upright, and where controls are to be low, everything to touch lies below the middle.
  const float y = upright || low
                      ? foot - words.height
                      : at.top + std::max(0.0F, (foot - at.top - words.height) * 0.42F);

  draw_cover(page);
  const auto mark = free_mark(page, at.margin + width, y, band_top);
  if (mark) paint.comma(mark->center, mark->radius, colors.marigold);
  paint.fill({0, band_top, page.width(), page.height() - band_top}, colors.cover_band);
  begin_sheet(page);
  kit.target("anywhere", {0, 0, page.width(), page.height()});
  const Rect top = draw_cover_top(page);
  draw_practice(page, top, Align::end);
  if (!low) draw_aside(page, view, top);
  const float room = upright ? y - page.du(24) - top_end : column;
  if (carded && card_height <= room) {
    const float middle = upright ? (room - card_height) / 2 : (room - card_height) * 0.35F;
    draw_cards(page, view.cards,
               {page.width() - at.margin - card_width, top_end + middle, card_width, card_height});
  }
  float beside = 0;
  if (low && upright) {
    draw_low_row(page, view, {at.margin, foot + pad / 2, at.inner_width, row});
  } else if (low) {
    const float least = page.du(320 * kit.units().type.control);  // for Start
    const float taken = std::min(at.inner_width - least,
                                 page.du(has_aside(view) ? 560 : 300) * kit.units().type.control);
    draw_low_row(page, view,
                 {page.width() - at.margin - taken, foot - row, taken, row});
    beside = std::max(0.0F, at.margin + width - (page.width() - at.margin - taken) + pad);
  }
  draw_invitation(page, view, words, {at.margin, y, width, words.height}, beside);
  if (pills.height > 0) draw_languages(page, pills, band_top + pad);
  draw_aid_tiles(page, {page.width() - at.margin - aids_width, page.height() - pad - aids_height,
                        aids_width, aids_height});
}

}  // namespace afterword::kiosk
