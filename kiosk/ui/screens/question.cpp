// One question with things to tap: the page around the answers.
#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

float draw_answers(Page& page, const QuestionView& view, bool draw) {
  switch (view.kind) {
    case QuestionKind::yes_no:
      return yes_no(page, view, draw);
    case QuestionKind::choice:
    case QuestionKind::choices:
    case QuestionKind::text:  // never a QuestionView: texts come as a CommentView
      return choices(page, view, draw);
    case QuestionKind::scale:
      break;
  }
  switch (view.scale) {
    case ScaleKind::zero_to_ten:
      return zero_to_ten(page, view, draw);
    case ScaleKind::agree7:
      return agree(page, view, draw);
    case ScaleKind::faces5:
    case ScaleKind::stars5:
      break;
  }
  return faces_and_stars(page, view, draw);
}

std::string hint_of(const Page& page, const QuestionView& view) {
  if (view.kind != QuestionKind::choices) return "";
  const int options = static_cast<int>(view.options.size());
  return view.max_choices >= options ? page.kit.words().get("choose_any")
                                     : page.kit.words().count("choose_up_to", view.max_choices);
}

}  // namespace

void draw_question(Page& page, const QuestionView& view) {
  const Colors& colors = page.kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  const float brand_end = draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  if (page.portrait()) {
    draw_progress(page, view.progress, {at.margin, page.du(255)}, true);
    draw_practice(page, {0, page.du(150), page.width() - at.margin, page.du(60)}, Align::end);
  } else {
    const float progress =
        draw_progress(page, view.progress, {page.width() / 2, page.du(48)}, false);
    const float room = progress - brand_end - page.du(24 + 32);
    draw_practice(page, {brand_end + page.du(24), page.du(12), room, page.du(72)}, Align::start);
    const float width = language_button_width(page);
    const Rect language{page.width() - at.margin - width, page.du(12), width, page.du(72)};
    if (!page.around().aids.low_reach) draw_language_button(page, language);
  }
  draw_asked(page, view.topic, view.text, hint_of(page, view), draw_answers(page, view, false));
  draw_answers(page, view, true);
  draw_bottom_bar(page, {view.can_go_back, true, view.needs_next});
}

}  // namespace afterword::kiosk
