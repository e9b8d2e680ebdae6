// What an input method makes of the letters typed so far: a bar in place of the chips.
#include "kiosk/ui/screens/candidates.h"

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

constexpr float kGapDu = 8, kPadDu = 20, kArrowDu = 80, kLettersDu = 22, kWordsDu = 28;
constexpr float kCellLeastDu = 84;

}  // namespace

bool draw_candidates(Page& page, Writing& writing, Rect rect) {
  const Composition composition = writing.composer.composition();
  if (composition.empty()) return false;
  Kit& kit = page.kit;
  const float gap = gap_of(page, kGapDu);
  const std::string& language = writing.keys.language();
  // The letters first: what the candidates are for.
  TextSpec letters = kit.spec_in(composition.letters, Type::hint, "en", kLettersDu);
  letters.secret = true;
  const float width =
      std::min(kit.paint().glyphs().measure(letters).width, rect.width / 3) + page.du(kPadDu);
  kit.paint().text_in({rect.x, rect.y, width, rect.height}, letters, kit.colors().ink2);
  float end = rect.right();
  const float arrow = page.du(kArrowDu);
  const bool pages = composition.has_previous || composition.has_next;
  if (pages) {
    Button next{.name = "candidates:next", .after = Icon::right};
    next.enabled = composition.has_next;
    if (draw_button(kit, next, {end - arrow, rect.y, arrow, rect.height}, gap))
      writing.composer.turn_page(1);
    end -= arrow + gap;
    Button previous{.name = "candidates:previous", .before = Icon::left};
    previous.enabled = composition.has_previous;
    if (draw_button(kit, previous, {end - arrow, rect.y, arrow, rect.height}, gap))
      writing.composer.turn_page(-1);
    end -= arrow + gap;
  }
  float x = rect.x + width;
  for (std::size_t i = 0; i < composition.candidates.size(); ++i) {
    Button candidate{.name = "candidate:" + std::to_string(i), .words = composition.candidates[i]};
    candidate.language = language;
    candidate.size_du = kWordsDu;
    candidate.weight = 500;
    candidate.secret = true;
    TextSpec words = kit.spec_in(candidate.words, Type::button, language, kWordsDu);
    words.weight = 500;
    words.secret = true;
    const float cell = std::max(page.du(kCellLeastDu),
                                kit.paint().glyphs().measure(words).width + 2 * page.du(kPadDu));
    // What has no room is reached by typing on: longer words come first.
    if (x + cell > end) break;
    if (draw_button(kit, candidate, {x, rect.y, cell, rect.height}, gap))
      writing.composer.choose(i, writing.box.edit());
    x += cell + gap;
  }
  return true;
}

}  // namespace afterword::kiosk
