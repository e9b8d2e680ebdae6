// How it is worded: short, translated, not leading, asking only what is our business.
#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/linting.h"

namespace afterword::linting {
namespace {

using Role = Passage::Role;

std::string in_language(const Passage& passage, const std::string& language) {
  return passage.where + "/" + language;
}

bool is_question(Role role) {
  return role == Role::question || role == Role::why || role == Role::why_of_band;
}

std::vector<std::string> missing_from(const std::vector<Language>& wanted,
                                      const std::vector<Language>& given) {
  std::vector<std::string> out;
  for (const Language& language : wanted)
    if (std::find(given.begin(), given.end(), language) == given.end()) out.push_back(language);
  return out;
}

template <class Map>
std::vector<Language> keys(const Map& map) {
  std::vector<Language> out;
  for (const auto& entry : map) out.push_back(entry.first);
  return out;
}

void report_missing(const std::vector<std::string>& missing, std::string where, Findings& out) {
  if (missing.empty()) return;
  add(out, "translation_missing", Severity::error, std::move(where),
      fmt::format("has no words in {}", quoted_list(missing)),
      "translate it, or take the language out of languages");
}

void translation_missing(const Survey& survey, const std::vector<Passage>& all, Findings& out) {
  for (const Passage& passage : all)
    report_missing(missing_from(survey.languages, keys(passage.text->by_language)), passage.where,
                   out);
  for (std::size_t i = 0; i < survey.questions.size(); ++i)
    if (!survey.questions[i].labels.empty())
      report_missing(missing_from(survey.languages, keys(survey.questions[i].labels)),
                     question_at(i, "labels"), out);
}

void sentence_long(std::string_view text, const std::string& language, std::string where,
                   Findings& out) {
  const SentenceLength length = longest_sentence(text, language);
  const auto [good, most] = sentence_limits(language);
  if (length.count <= good) return;
  add(out, "sentence_long", length.count > most ? Severity::error : Severity::warning,
      std::move(where),
      fmt::format("has a sentence of {} {}; {} are easy to read", length.count,
                  length.in_characters ? "characters" : "words", good),
      "make two sentences of it, or leave something out");
}

void sentences_long(const Survey& survey, const std::vector<Passage>& all, Findings& out) {
  for (const Passage& passage : all)
    for (const auto& entry : passage.text->by_language)
      sentence_long(entry.second, entry.first, in_language(passage, entry.first), out);
  for (std::size_t i = 0; i < survey.questions.size(); ++i)
    for (const auto& entry : survey.questions[i].labels)
      for (std::size_t step = 0; step < entry.second.size(); ++step)
        sentence_long(entry.second[step], entry.first,
                      fmt::format("{}/{}/{}", question_at(i, "labels"), entry.first, step), out);
}

void sensitive_question(const std::vector<Passage>& all, Findings& out) {
  for (const Passage& passage : all) {
    if (!is_question(passage.role) && passage.role != Role::option) continue;
    for (const auto& entry : passage.text->by_language) {
      const std::string_view phrase =
          first_phrase(entry.second, entry.first, sensitive_phrases(entry.first));
      if (phrase.empty()) continue;
      add(out, "sensitive_question", Severity::warning, in_language(passage, entry.first),
          fmt::format("\"{}\" may ask who somebody is, or what is private", phrase),
          "ask about the visit instead; if you must know, ask your data protection officer first");
    }
  }
}

void leading_wording(const std::vector<Passage>& all, Findings& out) {
  for (const Passage& passage : all) {
    // After a score, the why of its band may well speak of what was good.
    if (passage.role != Role::question && passage.role != Role::why) continue;
    for (const auto& entry : passage.text->by_language) {
      const std::string_view phrase =
          first_phrase(entry.second, entry.first, leading_phrases(entry.first));
      if (!phrase.empty()) {
        add(out, "leading_wording", Severity::warning, in_language(passage, entry.first),
            fmt::format("\"{}\" suggests what to answer", phrase),
            "ask so that a good and a bad answer are equally easy to give");
      } else if (has_exclamation(entry.second)) {
        add(out, "leading_wording", Severity::warning, in_language(passage, entry.first),
            "calls out with an exclamation mark", "ask plainly");
      }
    }
  }
}

void double_question(const std::vector<Passage>& all, Findings& out) {
  for (const Passage& passage : all) {
    if (!is_question(passage.role)) continue;
    for (const auto& entry : passage.text->by_language)
      if (count_question_marks(entry.second) > 1)
        add(out, "double_question", Severity::warning, in_language(passage, entry.first),
            "asks more than one thing", "ask one thing; nobody knows which of two was answered");
  }
}

}  // namespace

std::vector<Passage> passages(const Survey& survey) {
  std::vector<Passage> out;
  const auto put = [&out](std::string where, Role role, const LocalText& text) {
    if (!text.empty()) out.push_back({std::move(where), role, &text});
  };
  put("/title", Role::title, survey.title);
  put("/headline", Role::headline, survey.headline);
  put("/purpose", Role::purpose, survey.purpose);
  for (std::size_t i = 0; i < survey.questions.size(); ++i) {
    const Question& question = survey.questions[i];
    put(question_at(i, "topic"), Role::topic, question.topic);
    put(question_at(i, "text"), Role::question, question.text);
    for (std::size_t k = 0; k < question.options.size(); ++k)
      put(fmt::format("{}/{}/text", question_at(i, "options"), k), Role::option,
          question.options[k].text);
    put(question_at(i, "not_applicable"), Role::not_applicable, question.not_applicable);
    if (question.why) {
      put(question_at(i, "why"), Role::why, question.why->one);
      for (const auto& entry : question.why->by_band) {
        const char* band = entry.first == WhyBand::low   ? "/low"
                           : entry.first == WhyBand::mid ? "/mid"
                                                         : "/high";
        put(question_at(i, "why") + band, Role::why_of_band, entry.second);
      }
    }
    for (std::size_t k = 0; k < question.chips.size(); ++k)
      put(fmt::format("{}/{}", question_at(i, "chips"), k), Role::chip, question.chips[k]);
  }
  return out;
}

void check_words(const Survey& survey, Findings& out) {
  const std::vector<Passage> all = passages(survey);
  translation_missing(survey, all, out);
  sensitive_question(all, out);
  if (survey.use == Use::import) return;  // asked elsewhere: its wording is what it was
  sentences_long(survey, all, out);
  leading_wording(all, out);
  double_question(all, out);
}

}  // namespace afterword::linting

namespace afterword {

bool asks_who(const Survey& survey) {
  linting::Findings findings;
  linting::sensitive_question(linting::passages(survey), findings);
  return !findings.empty();
}

}  // namespace afterword
