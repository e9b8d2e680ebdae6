// The front cover: what it is about, how long it takes, in which language. Touching anywhere starts.
#include <cmath>

#include "kiosk/ui/screens/covers.h"

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

TextSpec headline(Page& page, const WelcomeView& view, float width, float height) {
  const std::string text = paused(view.headline);
  TextSpec spec =
      page.portrait()
          ? fitted(page, text, Type::display, {88, 78, 68, 60, 52, 44}, width, 4, height)
          : fitted(page, text, Type::display, {78, 70, 62, 54, 46, 40}, width, 3, height);
  spec.balance = false;
  spec.base = page.kit.colors().cover_text;
  if (const auto comma = comma_of(spec.text, page.kit.colors().marigold)) spec.spans = {*comma};
  return spec;
}

// "3 questions, about 40 seconds, anonymous. The team reads every answer on Monday." Where no day
// is promised, why we ask.
TextSpec promise(Page& page, const WelcomeView& view, float width) {
  const Strings& words = page.kit.words();
  const std::string questions = words.count("welcome_questions", view.questions);
  const std::string time = view.minutes > 0 ? words.count("welcome_minutes", view.minutes)
                                            : words.count("welcome_seconds", view.seconds);
  const bool same = view.questions_least == view.questions;
  const char* const key = same ? (view.anonymous ? "welcome_length" : "welcome_length_plain")
                               : (view.anonymous ? "welcome_up_to" : "welcome_up_to_plain");
  const std::string length = words.get(key, {{"questions", questions}, {"time", time}});
  const std::string day = weekday_words(words, view.reading_day);
  const std::string then =
      day.empty() ? view.purpose
                  : words.get(view.cards.empty() ? "welcome_reads" : "welcome_reads_and_shows",
                              {{"day", day}});
  const bool own_space = length.ends_with("\u3002");  // the full stop of Chinese
  TextSpec spec = page.kit.spec(length + (own_space ? "" : " ") + then, Type::body);
  spec.width_px = width;
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
  const float gap = page.du(kPillGap);
  pills.rows = page.portrait() && count <= 4 ? 1 : 2;
  pills.columns = std::min(4, (count + pills.rows - 1) / pills.rows);
  const int most = pills.columns * pills.rows;
  pills.more = count > most;
  pills.shown = pills.more ? most - 1 : count;
  const float columns = static_cast<float>(pills.columns), rows = static_cast<float>(pills.rows);
  pills.width =
      std::min(page.portrait() ? room : page.du(240), (room - (columns - 1) * gap) / columns);
  pills.height = rows * page.du(kPill) + (rows - 1) * gap;
  return pills;
}

void draw_languages(Page& page, const Pills& pills, float top) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  const float gap = page.du(kPillGap);
  const auto place = [&](int index) {
    const auto column = static_cast<float>(index % pills.columns);
    const auto row = static_cast<float>(index / pills.columns);
    return Rect{at.margin + column * (pills.width + gap), top + row * (page.du(kPill) + gap),
                pills.width, page.du(kPill)};
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

void draw_start(Page& page, const WelcomeView& view, Rect rect) {
  Kit& kit = page.kit;
  const Button start{.name = "start",
                     .words = kit.words().get("start"),
                     .look = ButtonLook::start,
                     .type = Type::start,
                     .after = Icon::next};
  const float width = std::max(page.du(300), button_width(kit, start) + page.du(48));
  const bool tapped = draw_button(kit, start, {rect.x, rect.y, width, rect.height}, page.du(24));
  if (tapped || kit.hits().tapped("anywhere")) page.say(Start{});
  std::string words = kit.words().get("touch_anywhere");
  if (view.anonymous) words += "\n" + kit.words().get("never_ask_who");
  TextSpec hint = kit.spec(words, Type::label);
  hint.weight = 400;
  hint.line_px = std::max(hint.line_px, std::round(page.du(30)));
  hint.width_px = std::max(1.0F, rect.right() - rect.x - width - page.du(28));
  kit.paint().text_in({rect.x + width + page.du(28), rect.y, hint.width_px, rect.height}, hint,
                      kit.colors().cover_text3);
}

// Handed over at a desk: whoever would rather not says so, and staff see no more than that.
void draw_not_now(Page& page, float right) {
  Kit& kit = page.kit;
  const Button button{
      .name = "not_now", .words = kit.words().get("not_now"), .look = ButtonLook::cover};
  const float width = button_width(kit, button);
  const Rect rect{right - width, page.du(12), width, page.du(72)};
  // The mark may lie behind it.
  kit.paint().rounded(rect, rect.height / 2, kit.colors().cover_band);
  if (draw_button(kit, button, rect, page.du(12))) page.say(Leave{});
}

// The words of the cover and the button below them, and how much they need.
struct Invitation {
  TextSpec title, text;
  float title_height = 0, text_height = 0, height = 0;
};
constexpr float kStart = 112, kTitleGap = 24, kStartGap = 40;

// In `room` at most, as far as letters may shrink for it.
Invitation invitation(Page& page, const WelcomeView& view, float width, float room) {
  Glyphs& glyphs = page.kit.paint().glyphs();
  Invitation out;
  out.text = promise(page, view, std::min(width, page.du(page.portrait() ? 704 : 640)));
  out.text_height = glyphs.measure(out.text).height;
  out.title =
      headline(page, view, width, room - out.text_height - page.du(kTitleGap + kStartGap + kStart));
  out.title_height = glyphs.measure(out.title).height;
  out.height =
      out.title_height + page.du(kTitleGap) + out.text_height + page.du(kStartGap + kStart);
  return out;
}

void draw_invitation(Page& page, const WelcomeView& view, const Invitation& words, Rect rect) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  float y = rect.y;
  paint.text_in({rect.x, y, rect.width, 0}, words.title, colors.cover_text, Align::start, false);
  y += words.title_height + page.du(kTitleGap);
  paint.text_in({rect.x, y, words.text.width_px, 0}, words.text, colors.cover_text2, Align::start,
                false);
  y += words.text_height + page.du(kStartGap);
  draw_start(page, view, {rect.x, y, rect.width, page.du(kStart)});
}

}  // namespace

void draw_welcome(Page& page, const WelcomeView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  const bool upright = page.portrait();
  const float pad = page.du(kBandPad), aids_height = page.du(upright ? 132 : 152);
  const float aids_width = upright ? at.inner_width : page.du(502);
  const Pills pills = pills_for(page, upright ? at.inner_width : page.du(658));
  const float band = upright ? pills.height + (pills.height > 0 ? pad / 2 : 0) + aids_height
                             : std::max(pills.height, aids_height);
  const float band_top = page.height() - band - 2 * pad;
  draw_cover(page);
  const Mark mark = cover_mark(page);
  paint.comma(mark.center, mark.radius, colors.marigold);
  paint.fill({0, band_top, page.width(), page.height() - band_top}, colors.cover_band);
  begin_sheet(page);
  kit.target("anywhere", {0, 0, page.width(), page.height()});
  draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);
  draw_protect_pill(page, page.width() - at.margin, page.du(12));
  draw_practice(
      page,
      {0, page.du(24), page.width() - at.margin - protect_pill_width(page) - pad, page.du(48)},
      Align::end);

  const bool carded = !view.cards.empty();
  const float width = upright  ? at.inner_width
                      : carded ? page.width() - 2 * at.margin - page.du(432 + 40)
                               : std::min(page.du(720), at.inner_width);
  const Invitation words =
      invitation(page, view, width, band_top - at.top - page.du(upright ? 48 : 16));
  // Upright, everything to touch lies below the middle.
  if (view.handed_over) {
    draw_not_now(page, page.width() - at.margin - protect_pill_width(page) - pad);
  } else if (view.takes_receipts) {
    draw_receipt_word(
        page, view,
        {0, page.du(24), page.width() - at.margin - protect_pill_width(page) - pad, page.du(48)});
  }
  const float y = upright ? band_top - page.du(48) - words.height
                          : at.top + std::max(0.0F, (band_top - at.top - words.height) * 0.42F);
  // A card that does not fit, because letters are larger, is not cut short: it stays away.
  const float card_width = upright ? at.inner_width : page.du(432);
  const float card_top = page.du(upright ? 116 : 104);
  const float room = (upright ? y - page.du(24) : band_top - page.du(24)) - card_top;
  const float height = cards_height(page, view.cards, card_width);
  if (carded && height <= room) {
    const float middle = upright ? (room - height) / 2 : (room - height) * 0.35F;
    draw_cards(page, view.cards,
               {page.width() - at.margin - card_width, card_top + middle, card_width, height});
  }
  draw_invitation(page, view, words, {at.margin, y, width, words.height});
  if (pills.height > 0) draw_languages(page, pills, band_top + pad);
  draw_aid_tiles(page, {page.width() - at.margin - aids_width, page.height() - pad - aids_height,
                        aids_width, aids_height});
}

}  // namespace afterword::kiosk
