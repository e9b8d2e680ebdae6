// One question with things to tap: the page around the answers.
#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

float draw_answers(Page& page, const QuestionView& view, float most, bool draw) {
  switch (view.kind) {
    case QuestionKind::yes_no:
      return yes_no(page, view, most, draw);
    case QuestionKind::choice:
    case QuestionKind::choices:
    case QuestionKind::text:  // never a QuestionView: texts come as a CommentView
      return choices(page, view, most, draw);
    case QuestionKind::scale:
      break;
  }
  switch (view.scale) {
    case ScaleKind::zero_to_ten:
      return zero_to_ten(page, view, most, draw);
    case ScaleKind::agree7:
      return agree(page, view, most, draw);
    case ScaleKind::faces5:
    case ScaleKind::stars5:
      break;
  }
  return faces_and_stars(page, view, most, draw);
}

std::string hint_of(const Page& page, const QuestionView& view) {
  if (view.kind != QuestionKind::choices) return "";
  const int options = static_cast<int>(view.options.size());
  return view.max_choices >= options ? page.kit.words().get("choose_any")
                                     : page.kit.words().count("choose_up_to", view.max_choices);
}

// Answers give way to a long question, as far as fingers allow.
float answers_height(Page& page, const QuestionView& view, const Asked& asked) {
  const Measures at = measures(page);
  const float normal = at.tiles_bottom - draw_answers(page, view, at.answers_most, false);
  for (const float share : {1.0F, 0.92F, 0.84F, 0.76F, 0.68F, 0.6F, 0.5F}) {
    const float top = draw_answers(page, view, normal * share, false);
    if (asked_fits(page, asked, top)) return normal * share;
  }
  return normal * 0.5F;
}

// The question's number, practice, and the language where it can be reached.
void draw_top_bar(Page& page, const QuestionView& view) {
  const Colors& colors = page.kit.colors();
  const Measures at = measures(page);
  const float brand_end = draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  if (page.portrait()) {
    draw_progress(page, view.progress, {at.margin, page.du(255)}, true);
    draw_practice(page, {0, page.du(150), page.width() - at.margin, page.du(60)}, Align::end);
    return;
  }
  const float progress = draw_progress(page, view.progress, {page.width() / 2, page.du(48)}, false);
  const float room = progress - brand_end - page.du(24 + 32);
  draw_practice(page, {brand_end + page.du(24), page.du(12), room, page.du(72)}, Align::start);
}

}  // namespace

void draw_question(Page& page, const QuestionView& view) {
  draw_paper(page);
  begin_sheet(page);
  draw_top_bar(page, view);
  const Asked asked{view.topic, view.text, hint_of(page, view)};
  const float most = answers_height(page, view, asked);
  draw_asked(page, asked, draw_answers(page, view, most, false));
  // Keys lead in this order: answers, "doesn't apply", the bar, the language.
  draw_answers(page, view, most, true);
  draw_bottom_bar(page, {view.can_go_back, true, view.needs_next});
  if (!page.portrait()) draw_language_on_top(page);
}

}  // namespace afterword::kiosk
