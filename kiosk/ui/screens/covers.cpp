#include "kiosk/ui/screens/covers.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr Ms kCardHold{9'000}, kCardFade{600}, kCardsStop{60'000};
constexpr float kPillHeight = 72, kPillLeastMm = 12.05F, kCardPad = 36, kBoxInset = 24, kBoxPad = 20;
constexpr float kDotsWidth = 104;  // of four cards and their distance
constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};

// The numbers of "2026-03-01"; nothing if it is none.
struct Date {
  int year = 0, month = 0, day = 0;
};
std::optional<Date> read_date(const std::string& text) {
  if (text.size() != 10) return std::nullopt;
  const auto number = [&text](std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
  };
  const Date date{number(0, 4), number(5, 2), number(8, 2)};
  if (date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
  return date;
}

// A card as it is laid out at one width.
struct CardLayout {
  TextSpec you_said, said, we_did, did, from;
  float said_height = 0, did_height = 0, label_height = 0, from_height = 0;
  float box_height = 0, height = 0;
};

std::string from_words(const Strings& words, const CardView& card) {
  const std::string when = date_words(words, card.day, card.other_year);
  if (card.answers <= 0) return when;
  const std::string from = words.count("card_from", card.answers);
  return when.empty() ? from : words.get("card_from_when", {{"from", from}, {"when", when}});
}

CardLayout lay_out(Page& page, const CardView& card, float width) {
  Kit& kit = page.kit;
  const Strings& words = kit.words();
  Glyphs& glyphs = kit.paint().glyphs();
  CardLayout out;
  const float inner = width - 2 * page.du(kCardPad);
  const float boxed = width - 2 * page.du(kBoxInset + kBoxPad);
  out.you_said = kit.spec(words.get("you_said"), Type::note);
  out.you_said.weight = 600;
  out.said = fitted(page, words.get("said_quote", {{"words", card.said}}), Type::card_title,
                    {33, 30, 27, 24}, inner, 4);
  out.said.balance = false;
  out.we_did = kit.spec(words.get(card.refused ? "we_wont" : "we_did"), Type::note);
  out.we_did.weight = 600;
  out.did = fitted(page, card.did, Type::hint, {23, 22, 20}, boxed, 5);
  out.did.balance = false;
  out.from = kit.spec(from_words(words, card), Type::note);
  out.from.width_px = inner - page.du(kDotsWidth);
  out.label_height = glyphs.measure(out.we_did).height;
  out.said_height = glyphs.measure(out.said).height;
  out.did_height = glyphs.measure(out.did).height;
  out.from_height = glyphs.measure(out.from).height;
  out.box_height = 2 * page.du(16) + out.label_height + page.du(4) + out.did_height;
  out.height = page.du(30) + out.label_height + page.du(4) + out.said_height + page.du(22) +
               out.box_height + page.du(18) + out.from_height + page.du(26);
  return out;
}

void draw_one(Page& page, const CardView& card, Rect rect, float alpha) {
  if (alpha <= 0) return;
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const CardLayout at = lay_out(page, card, rect.width);
  const auto shade = [alpha](Color color) { return color.with_alpha(alpha); };
  const float x = rect.x + page.du(kCardPad), inner = rect.width - 2 * page.du(kCardPad);
  float y = rect.y + page.du(30);
  paint.text_in({x, y, inner, 0}, at.you_said, shade(colors.ink2), Align::start, false);
  y += at.label_height + page.du(4);
  paint.text_in({x, y, inner, 0}, at.said, shade(colors.ink), Align::start, false);
  // The answer and where it came from stand at the bottom, so that they do not jump from card to
  // card.
  const float from_y = rect.bottom() - page.du(26) - at.from_height;
  const Rect box{rect.x + page.du(kBoxInset), from_y - page.du(18) - at.box_height,
                 rect.width - 2 * page.du(kBoxInset), at.box_height};
  paint.rounded(box, page.du(20), shade(card.refused ? colors.marigold_soft : colors.spruce_soft));
  const float box_x = box.x + page.du(kBoxPad), box_width = box.width - 2 * page.du(kBoxPad);
  paint.text_in({box_x, box.y + page.du(16), box_width, 0}, at.we_did,
                shade(card.refused ? colors.ink : colors.spruce), Align::start, false);
  paint.text_in({box_x, box.y + page.du(20) + at.label_height, box_width, 0}, at.did,
                shade(colors.ink), Align::start, false);
  paint.text_in({x, from_y, inner, 0}, at.from, shade(colors.ink2), Align::start, false);
}

// Which of them is shown.
void draw_dots(Page& page, std::size_t count, std::size_t current, Rect rect) {
  if (count < 2) return;
  Painter& paint = page.kit.paint();
  const float dot = page.du(10), wide = page.du(28), gap = page.du(8);
  const float y = rect.bottom() - page.du(40);
  float x = rect.right() - page.du(kCardPad) - wide - static_cast<float>(count - 1) * (dot + gap);
  for (std::size_t i = 0; i < count; ++i) {
    const bool here = i == current;
    const Rect at{x, y - dot / 2, here ? wide : dot, dot};
    paint.rounded(at, dot / 2, here ? page.kit.colors().ink : page.kit.colors().line2);
    x += at.width + gap;
  }
}

// How far the next card has come in, 0..1; turns the page when it is there.
float turn_cards(Page& page, std::size_t count) {
  CardTurn& turn = page.state.cards;
  Kit& kit = page.kit;
  const MonoTime now = kit.now();
  if (turn.page != page.view.page) {
    // The next person begins with the next card.
    if (turn.page) ++turn.current;
    turn.page = page.view.page;
    turn.since = turn.touched = now;
  }
  turn.current %= count;
  if (kit.hits().touched()) turn.touched = now;
  if (count < 2 || page.around().reduced_motion) return 0;
  const Ms shown = now - turn.since;
  if (shown < kCardHold) {
    // One that came in before the minute was over stays.
    if (turn.since + kCardHold < turn.touched + kCardsStop) kit.again_at(turn.since + kCardHold);
    return 0;
  }
  if (turn.since + kCardHold >= turn.touched + kCardsStop) {
    // A touch after the rest: the hold begins again.
    if (now < turn.touched + kCardsStop) {
      turn.since = now;
      kit.again_at(now + kCardHold);
    }
    return 0;
  }
  const float share =
      static_cast<float>((shown - kCardHold).count()) / static_cast<float>(kCardFade.count());
  if (share >= 1) {
    turn.current = (turn.current + 1) % count;
    turn.since = now;
    if (now + kCardHold < turn.touched + kCardsStop) kit.again_at(now + kCardHold);
    return 0;
  }
  kit.again_now();
  return share;
}

}  // namespace

std::string one_of(const std::string& list, std::size_t index) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < index; ++i) {
    begin = list.find('|', begin);
    if (begin == std::string::npos) return "";
    ++begin;
  }
  return list.substr(begin, list.find('|', begin) - begin);
}

std::string date_words(const Strings& words, const std::string& day, bool with_year) {
  const auto date = read_date(day);
  if (!date) return "";
  const std::string number = words.number(date->day);
  const std::string month = one_of(words.get("months"), static_cast<std::size_t>(date->month - 1));
  const std::string year = words.number(date->year);
  return words.get(with_year ? "date_with_year" : "date",
                   {{"day", number}, {"month", month}, {"year", year}});
}

std::string weekday_words(const Strings& words, const std::string& weekday) {
  const auto* const found = std::find(std::begin(kWeekdays), std::end(kWeekdays), weekday);
  if (found == std::end(kWeekdays)) return "";
  return one_of(words.get("weekdays"), static_cast<std::size_t>(found - std::begin(kWeekdays)));
}

namespace {

Button protect_button(Page& page) {
  return {.name = "protect",
          .words = page.kit.words().get("how_we_protect"),
          .look = ButtonLook::cover_quiet,
          .type = Type::label,
          .weight = 500,
          .before = Icon::shield};
}

}  // namespace

float cover_pill_height(const Page& page) {
  return std::max(page.du(kPillHeight), page.kit.units().mm(kPillLeastMm));
}

float protect_pill_width(Page& page) { return button_width(page.kit, protect_button(page)); }

void draw_protect_pill(Page& page, Rect rect) {
  page.kit.paint().rounded(rect, rect.height / 2, page.kit.colors().cover_band);
  if (draw_button(page.kit, protect_button(page), rect, gap_of(page, 12))) page.say(OpenProtect{});
}

Rect draw_cover_top(Page& page) {
  const Colors& colors = page.kit.colors();
  const float height = cover_pill_height(page), margin = measures(page).margin, pad = page.du(24);
  float right = page.width() - margin;
  // Where the shop is goes before what is to be touched.
  const float others =
      protect_pill_width(page) + pad + (page.portrait() ? 0 : page.du(280));
  const float brand =
      draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2,
                    std::min(page.width() * 0.6F, right - others - pad));
  if (!top_out_of_reach(page)) {
    const float width = std::min(protect_pill_width(page), right - brand - pad);
    draw_protect_pill(page, {right - width, page.du(12), width, height});
    right -= width + pad;
  }
  const Rect beside{brand + pad, page.du(12), right - brand - pad, height};
  if (!page.portrait() || beside.width >= page.du(300)) return beside;
  return {margin, beside.bottom() + page.du(12), page.width() - 2 * margin, height};
}

float cards_height(Page& page, const std::vector<CardView>& cards, float width) {
  float height = 0;
  for (const CardView& card : cards) height = std::max(height, lay_out(page, card, width).height);
  return std::round(height);
}

void draw_cards(Page& page, const std::vector<CardView>& cards, Rect rect) {
  if (cards.empty()) return;
  const float coming = turn_cards(page, cards.size());
  const std::size_t current = page.state.cards.current;
  draw_card(page.kit, rect, 32, page.kit.colors().sheet);
  draw_one(page, cards[current], rect, 1 - coming);
  draw_one(page, cards[(current + 1) % cards.size()], rect, coming);
  draw_dots(page, cards.size(), coming < 0.5F ? current : (current + 1) % cards.size(), rect);
}

}  // namespace afterword::kiosk
