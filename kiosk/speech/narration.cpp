#include "kiosk/speech/narration.h"

#include <algorithm>

#include "kiosk/speech/wording.h"

namespace afterword::kiosk {
namespace {

Utterance once(std::string text) { return {.text = std::move(text)}; }

void say(Utterances& out, std::string text) {
  if (!text.empty()) out.push_back(once(std::move(text)));
}

bool shows_numbers(const QuestionView& view) {
  return view.kind == QuestionKind::scale &&
         (view.scale == ScaleKind::zero_to_ten || view.scale == ScaleKind::stars5);
}

}  // namespace

bool ends_sentence(std::string_view text) {
  for (const std::string_view mark : {".", "?", ":", "…", "。", "？", "؟", "।"})
    if (text.ends_with(mark)) return true;
  return false;
}

// One sentence behind the other, with the pause of a full stop between.
void add_sentence(std::string& all, std::string_view text) {
  if (text.empty()) return;
  if (!all.empty()) all += " ";
  all += text;
  if (!ends_sentence(text)) all += ".";
}

std::string not_applicable_in_words(const QuestionView& view, const Strings& strings) {
  return view.not_applicable.empty() ? strings.get("not_applicable") : view.not_applicable;
}

// "3 stars"; "10, Extremely likely"; "Poor"; "Yes".
std::string answer_in_words(const QuestionView& view, const OptionView& option,
                            const Strings& strings) {
  if (shows_numbers(view)) {
    std::string words = strings.digits(option.words);
    if (view.scale == ScaleKind::stars5 && !option.id.empty())
      words = strings.count("say_stars", option.id.front() - '0');
    const bool low = &option == &view.options.front(), high = &option == &view.options.back();
    const std::string& end = low ? view.low_end : high ? view.high_end : std::string();
    return end.empty() ? words : words + ", " + end;
  }
  if (!option.words.empty()) return option.words;
  if (option.id == "yes") return strings.get("yes");
  if (option.id == "no") return strings.get("no");
  return option.id;
}

std::string chosen_in_words(const std::string& answer, const Strings& strings) {
  return strings.get("say_chosen", {{"answer", answer}});
}

namespace {

// "Good, 4 of 5", and whether it is chosen already.
std::string option_words(const QuestionView& view, const OptionView& option,
                         const Strings& strings) {
  std::string words = answer_in_words(view, option, strings);
  if (!shows_numbers(view) && view.kind != QuestionKind::yes_no) {
    const auto place = static_cast<std::int64_t>(&option - view.options.data()) + 1;
    words = strings.get("say_n_of_m",
                        {{"answer", words},
                         {"n", strings.number(place)},
                         {"m", strings.number(static_cast<std::int64_t>(view.options.size()))}});
  }
  return option.chosen ? chosen_in_words(words, strings) : words;
}

const LanguageChoice* language_of(const View& view, std::string_view tag) {
  for (const LanguageChoice& choice : view.around.languages)
    if (choice.tag == tag) return &choice;
  return nullptr;
}

std::string on_or_off(const std::string& name, bool on, const Strings& strings) {
  return strings.get(on ? "say_on" : "say_off", {{"name", name}});
}

struct AidWords {
  std::string_view name;  // of its target
  Aid aid;
  const char* words;
};
constexpr AidWords kAidWords[] = {
    {"aid:high_contrast", Aid::high_contrast, "aid_high_contrast"},
    {"aid:larger_text", Aid::larger_text, "aid_larger_text"},
    {"aid:read_aloud", Aid::read_aloud, "aid_read_aloud"},
    {"aid:low_reach", Aid::low_reach, "aid_low_reach"},
};

// A key of the touch keyboard, by the name of its target without "key:".
std::string key_words(std::string_view key, const Strings& strings) {
  static constexpr std::pair<std::string_view, const char*> kKeys[] = {
      {"space", "key_space"},           {"delete", "say_key_delete"}, {"shift", "say_key_shift"},
      {"return", "say_key_return"},     {"123", "say_key_digits"},    {"abc", "say_key_letters"},
      {"#+=", "say_key_symbols"},       {"left", "say_key_left"},     {"right", "say_key_right"},
      {"language", "say_key_language"}, {"erase", "say_key_delete"},
  };
  for (const auto& [name, words] : kKeys)
    if (key == name) return strings.get(words);
  return letter_words(key, strings);
}

// Names that mean the same on every screen; nothing if this is none of them.
std::optional<std::string> common_words(const View& view, const Strings& strings,
                                        const Spot& spot) {
  const std::string& name = spot.name;
  const auto button = [&](const std::string& words) {
    return strings.get("say_button", {{"name", words}});
  };
  if (name.starts_with("key:")) return key_words(std::string_view(name).substr(4), strings);
  if (name.starts_with("receipt:")) return key_words(std::string_view(name).substr(8), strings);
  if (name == "protect") return button(strings.get("how_we_protect"));
  if (name == "now") return button(strings.get("finished_now"));
  if (name == "later") return button(strings.get("finished_later"));
  if (name == "not_today") return button(strings.get("finished_not_today"));
  if (name.starts_with("more:")) return letter_words(std::string_view(name).substr(5), strings);
  if (name == "language" || name == "warning:language")
    return button(strings.get("say_language", {{"language", own_name(view.around.language)}}));
  if (name.starts_with("language:")) {
    const LanguageChoice* const choice = language_of(view, std::string_view(name).substr(9));
    if (choice == nullptr) return std::nullopt;
    return choice->tag == view.around.language ? chosen_in_words(choice->own_name, strings)
                                               : choice->own_name;
  }
  for (const AidWords& aid : kAidWords) {
    if (name != aid.name) continue;
    Aids aids = view.around.aids;
    return on_or_off(strings.get(aid.words), aids[aid.aid], strings);
  }
  return std::nullopt;
}

const OptionView* option_of(const QuestionView& view, std::string_view name) {
  for (const std::string_view prefix : {"answer:", "option:"})
    if (name.starts_with(prefix))
      for (const OptionView& option : view.options)
        if (option.id == name.substr(prefix.size())) return &option;
  return nullptr;
}

// A number on a receipt is somebody's own.
Utterances receipt_words(const View& before, const View& after, const Strings& strings) {
  const auto* was = std::get_if<ReceiptView>(&before.screen);
  const auto& is = std::get<ReceiptView>(after.screen);
  if (was == nullptr || was->typed == is.typed) return {};
  if (is.typed.size() > was->typed.size())
    return {
        {.text = spelled(std::string_view(is.typed).substr(was->typed.size())), .secret = true}};
  const std::string gone = spelled(std::string_view(was->typed).substr(is.typed.size()));
  return {{.text = strings.get("say_deleted", {{"letter", gone}}), .secret = true}};
}

// "Anna, Service desk", or the whole team.
std::optional<std::string> star_words(const StarsView& view, const Strings& strings,
                                      std::string_view id) {
  if (id == "team") return strings.get("star_team");
  for (const StarChoice& choice : view.choices)
    if (choice.id == id)
      return choice.role.empty() ? choice.first_name : choice.first_name + ", " + choice.role;
  return std::nullopt;
}

std::string text_field_words(const CommentView& view, const Strings& strings) {
  std::string words = strings.get("say_text_field");
  add_sentence(words, view.text);
  return words;
}

}  // namespace

Utterances introduction(const Strings& strings) { return {once(strings.get("say_introduction"))}; }

Utterances spot_words(const View& view, const Strings& strings, const Spot& spot) {
  if (const auto* question = std::get_if<QuestionView>(&view.screen)) {
    if (const OptionView* const option = option_of(*question, spot.name))
      return {once(option_words(*question, *option, strings))};
    if (spot.name == "not_applicable") {
      const std::string words = not_applicable_in_words(*question, strings);
      return {once(question->not_applicable_chosen ? chosen_in_words(words, strings) : words)};
    }
  }
  if (const auto* stars = std::get_if<StarsView>(&view.screen);
      stars && spot.name.starts_with("star:"))
    if (auto words = star_words(*stars, strings, std::string_view(spot.name).substr(5)))
      return {once(std::move(*words))};
  if (const auto* comment = std::get_if<CommentView>(&view.screen))
    if (spot.name == "text") return {once(text_field_words(*comment, strings))};
  if (auto words = common_words(view, strings, spot)) return {once(std::move(*words))};
  if (spot.words.empty()) return {};
  return {once(strings.get("say_button", {{"name", spot.words}}))};
}

Utterances warning_words(const IdleWarning& warning, const Strings& strings) {
  return {once(strings.get("still_there_title")),
          once(strings.count(warning.keeps_answers ? "still_there_kept" : "still_there_not_kept",
                             warning.seconds_left)),
          once(strings.get("say_ok_goes_on"))};
}

Utterances change_words(const View& before, const View& after, const Strings& strings) {
  Utterances out;
  if (std::holds_alternative<ReceiptView>(after.screen))
    return receipt_words(before, after, strings);
  const auto* was = std::get_if<QuestionView>(&before.screen);
  const auto* is = std::get_if<QuestionView>(&after.screen);
  if (was == nullptr || is == nullptr || was->id != is->id ||
      was->options.size() != is->options.size())
    return out;
  bool any = is->not_applicable_chosen && !was->not_applicable_chosen;
  if (any) say(out, chosen_in_words(not_applicable_in_words(*is, strings), strings));
  for (std::size_t i = 0; i < is->options.size(); ++i) {
    if (!is->options[i].chosen || was->options[i].chosen) continue;
    say(out, chosen_in_words(answer_in_words(*is, is->options[i], strings), strings));
    any = true;
  }
  if (any) return out;  // what went for it needs no words
  const auto back = [&](const std::string& answer) {
    say(out, strings.get("say_taken_back", {{"answer", answer}}));
  };
  if (was->not_applicable_chosen && !is->not_applicable_chosen)
    back(not_applicable_in_words(*is, strings));
  for (std::size_t i = 0; i < is->options.size(); ++i)
    if (was->options[i].chosen && !is->options[i].chosen)
      back(answer_in_words(*is, is->options[i], strings));
  return out;
}

Utterances refusal_words(const View& view, const Strings& strings, const Spot& spot) {
  const auto* question = std::get_if<QuestionView>(&view.screen);
  if (question == nullptr || question->kind != QuestionKind::choices) return {};
  const OptionView* const option = option_of(*question, spot.name);
  if (option == nullptr || option->chosen) return {};
  const auto count = std::count_if(question->options.begin(), question->options.end(),
                                   [](const OptionView& each) { return each.chosen; });
  if (count < question->max_choices) return {};
  return {once(strings.get("say_no_more"))};
}

}  // namespace afterword::kiosk
