// What is said about each page as it appears.
#include <algorithm>

#include "kiosk/speech/wording.h"
#include "kiosk/ui/screens/words.h"

namespace afterword::kiosk {
namespace {

void tell(Utterances& out, std::string text) {
  if (!text.empty()) out.push_back({.text = std::move(text)});
}

std::string progress_words(const Progress& progress, const Strings& strings) {
  return strings.get("question_n_of_m", {{"n", strings.number(progress.current)},
                                         {"m", strings.number(progress.count)}});
}

// What there is to choose from, without naming each: the keys do that.
std::string choices_words(const QuestionView& view, const Strings& strings) {
  std::string all;
  if (view.kind == QuestionKind::scale && !view.options.empty())
    add_sentence(all, strings.get("say_from_to",
                                  {{"low", answer_in_words(view, view.options.front(), strings)},
                                   {"high", answer_in_words(view, view.options.back(), strings)}}));
  if (view.kind == QuestionKind::choices)
    add_sentence(all, view.max_choices >= static_cast<int>(view.options.size())
                          ? strings.get("choose_any")
                          : strings.count("choose_up_to", view.max_choices));
  if (view.offers_not_applicable)
    add_sentence(all, strings.get("say_or", {{"answer", not_applicable_in_words(view, strings)}}));
  return all;
}

// What was said and what came of it: the newest; the others are on the screen in turn.
void card_of(const std::vector<CardView>& cards, const Strings& strings, Utterances& out) {
  if (cards.empty()) return;
  std::string card = strings.get("you_said") + ": " + cards.front().said;
  if (!ends_sentence(card)) card += ".";
  add_sentence(
      card, strings.get(cards.front().refused ? "we_wont" : "we_did") + ": " + cards.front().did);
  tell(out, std::move(card));
}

void page_of(const WelcomeView& view, const View& all, const Strings& strings, Utterances& out) {
  std::string place;
  add_sentence(place, all.around.brand);
  add_sentence(place, all.around.place);
  if (all.around.practice) add_sentence(place, strings.get("practice"));
  tell(out, std::move(place));
  tell(out, view.headline);
  tell(out, length_words(strings, view));
  tell(out, reading_words(strings, view));
  if (view.receipt_read) tell(out, strings.get("receipt_read"));
  tell(out, strings.get("say_ok_starts"));
  card_of(view.cards, strings, out);
}

void page_of(const QuestionView& view, const View& all, const Strings& strings, Utterances& out) {
  std::string where = progress_words(view.progress, strings);
  if (!ends_sentence(where)) where += ".";
  if (all.around.practice) add_sentence(where, strings.get("practice"));
  add_sentence(where, view.topic);
  tell(out, std::move(where));
  tell(out, view.text);
  tell(out, choices_words(view, strings));
  for (const OptionView& option : view.options)
    if (option.chosen) tell(out, chosen_in_words(answer_in_words(view, option, strings), strings));
  if (view.not_applicable_chosen)
    tell(out, chosen_in_words(not_applicable_in_words(view, strings), strings));
}

void page_of(const CommentView& view, const View& all, const Strings& strings, Utterances& out) {
  std::string where = progress_words(view.progress, strings);
  if (!ends_sentence(where)) where += ".";
  if (all.around.practice) add_sentence(where, strings.get("practice"));
  if (view.about) {
    std::string answer = strings.digits(view.about->words);
    if (answer.empty()) answer = strings.get(view.about->id == "yes" ? "yes" : "no");
    add_sentence(where, view.about_topic.empty()
                            ? strings.get("you_chose", {{"answer", answer}})
                            : strings.get("you_chose_for",
                                          {{"topic", view.about_topic}, {"answer", answer}}));
  } else {
    add_sentence(where, view.about_topic);
  }
  tell(out, std::move(where));
  tell(out, view.text);
  tell(out, strings.get("leave_out_names"));
  tell(out, strings.get("say_text_private"));
  if (!view.draft.empty())
    out.push_back({.text = strings.get("say_you_wrote", {{"text", view.draft}}), .secret = true});
}

void page_of(const ThanksView& view, const View& all, const Strings& strings, Utterances& out) {
  tell(out, strings.get("thanks_title"));
  tell(out, kept_words(strings, view, all.around.practice));
  if (!view.withdraw_code.empty()) {
    tell(out, strings.get("say_code_private"));
    out.push_back({.text = strings.get("say_code", {{"code", spelled(view.withdraw_code)}}),
                   .slow = true,
                   .secret = true});
    tell(out, strings.count("withdraw_how", view.promises.withdraw_days,
                           {{"address", view.promises.withdraw_at}}));
  }
  if (view.give_back) {
    tell(out, strings.get("thanks_give_back"));
    if (view.star_given) tell(out, strings.get("star_given"));
    return;  // in the place of what changed
  }
  card_of(view.cards, strings, out);
}

void page_of(const ProtectView& view, const View& all, const Strings& strings, Utterances& out) {
  tell(out, strings.get("how_we_protect"));
  for (const Passage& passage : protect_passages(strings, view, all.around.practice)) {
    std::string words;
    add_sentence(words, passage.heading);
    add_sentence(words, passage.text);
    tell(out, std::move(words));
  }
}

void page_of(const LanguagesView&, const View&, const Strings& strings, Utterances& out) {
  tell(out, strings.get("languages_title"));
}

void page_of(const OutOfServiceView& view, const View&, const Strings& strings, Utterances& out) {
  const TitleAndText words = words_of(view.reason);
  tell(out, strings.get(words.title));
  tell(out, strings.get(words.text));
}

void page_of(const FinishedView&, const View&, const Strings& strings, Utterances& out) {
  tell(out, strings.get("finished_title"));
}

void page_of(const FarewellView& view, const View&, const Strings& strings, Utterances& out) {
  const TitleAndText words = words_of(view.kind);
  tell(out, strings.get(words.title));
  tell(out, strings.get(words.text));
}

void page_of(const HelpView&, const View&, const Strings& strings, Utterances& out) {
  tell(out, strings.get("help_title"));
  tell(out, strings.get("help_text"));
}

void page_of(const ReceiptView& view, const View&, const Strings& strings, Utterances& out) {
  tell(out, strings.get("receipt_type_title"));
  if (!view.typed.empty())
    out.push_back({.text = spelled(view.typed), .slow = true, .secret = true});
}

// Set-up is for who puts the screen up and measures what is on it: its titles only.
void page_of(const SetupView& view, const View&, const Strings& strings, Utterances& out) {
  static constexpr const char* kTitles[] = {"setup_screen_title", "setup_code_title",
                                            "setup_place_title", "setup_test"};
  tell(out, strings.get(kTitles[static_cast<std::size_t>(view.step)]));
}

// Staff pages are not read aloud to the shop; the one for customers is.
void page_of(const StaffView& page, const View&, const Strings& strings, Utterances& out) {
  if (page.page != StaffView::Page::give_back) return;
  tell(out, strings.get("give_back_title"));
  tell(out, strings.get("give_back_text"));
}

void page_of(const StarsView&, const View&, const Strings& strings, Utterances& out) {
  tell(out, strings.get("star_title"));
}

}  // namespace

Utterances page_words(const View& view, const Strings& strings) {
  Utterances out;
  std::visit([&](const auto& page) { page_of(page, view, strings, out); }, view.screen);
  return out;
}

}  // namespace afterword::kiosk
