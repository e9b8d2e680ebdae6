// Figures for pages: the same cube and the same items as the API's.
#include <fmt/format.h>
#include <algorithm>

#include "sync/collector/api/figures.h"
#include "sync/collector/console_pages.h"

namespace afterword::collector {
namespace {

struct Period {
  int days;  // 0: all
  const char* words;
};
constexpr Period kPeriods[] = {{28, "4 weeks"}, {84, "12 weeks"}, {364, "A year"}, {0, "All"}};
constexpr int kDefaultDays = 84;
constexpr const char* kClean = "&quality=clean";
constexpr int kCommentsShown = 20;

// The newest version that counts, for its words.
Result<std::shared_ptr<const KnownSurvey>> newest(Context& context, const Reads& reads,
                                                  const std::string& survey) {
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  int version = 0;
  for (const DefinitionHead& head : heads)
    if (head.survey == survey) version = head.version;
  AFTERWORD_ASSIGN(auto known, context.definitions.find(reads, survey, version));
  if (!known) return fail(Failure::not_found, "there is no such survey", survey);
  return known;
}

std::vector<std::string> words_of(const Question& question, const Item& item,
                                  const Language& language) {
  if (question.kind == QuestionKind::scale) {
    const auto labels = question.labels.find(language);
    const auto steps = static_cast<std::size_t>(item.most - item.least + 1);
    if (labels == question.labels.end()) return {};
    if (labels->second.size() == steps) return labels->second;
    std::vector<std::string> ends(steps);  // two ends: the steps between stay numbers
    if (labels->second.size() == 2) {
      ends.front() = labels->second.front();
      ends.back() = labels->second.back();
    }
    return ends;
  }
  std::vector<std::string> words;
  for (const std::string& id : item.options) {
    const Option* const option = question.option(id);
    words.push_back(option != nullptr ? option->text.in(language, language) : id);
  }
  return words;
}

using Totals = std::map<std::string, Histogram>;  // by question

page::QuestionFigures question_of(const Item& item, const Survey& survey, const Totals& counts,
                                  const Totals& flagged) {
  const Language language = survey.languages.front();
  page::QuestionFigures out;
  out.item = item;
  out.href = page::question_path(survey.id, item.question);
  const auto found = counts.find(item.question);
  if (found != counts.end()) out.counts = found->second;
  if (const auto some = flagged.find(item.question); some != flagged.end())
    out.flagged = some->second;
  const auto why = counts.find(item.question + ".why");
  if (item.kind == ItemKind::text)
    out.comments = out.counts.answered;
  else if (why != counts.end())
    out.comments = why->second.answered;
  const Question* const question = survey.question(item.question);
  out.title = out.text = item.question;
  if (question == nullptr) return out;
  out.text = question->text.in(language, language);
  out.title = question->topic.empty() ? out.text : question->topic.in(language, language);
  out.words = words_of(*question, item, language);
  out.faces = question->kind == QuestionKind::scale && question->scale == ScaleKind::faces5;
  if (!question->not_applicable.empty())
    out.not_applicable = question->not_applicable.in(language, language);
  return out;
}

Result<Totals> totals(const Reads& reads, const std::string& survey, const PageScope& scope,
                      bool clean_only) {
  AFTERWORD_ASSIGN(const auto sums, reads.sums({.survey = survey,
                                                .from = scope.from,
                                                .to = {},
                                                .clean_only = clean_only,
                                                .by = Group::none}));
  Totals out;
  for (const CubeSum& sum : sums) out[sum.question] += sum.counts;
  return out;
}

// What is in `all` and not in `clean`.
Totals without(Totals all, const Totals& clean) {
  for (auto& [question, counts] : all) {
    const auto found = clean.find(question);
    if (found == clean.end()) continue;
    counts = page::without(counts, found->second);
  }
  return all;
}

std::uint64_t everybody(const Histogram& counts) {
  return counts.answered + counts.not_applicable + counts.skipped + counts.not_shown;
}

// By week, oldest first; the words are the Monday's.
Result<std::map<std::string, std::vector<page::Period>>> weeks(const Reads& reads,
                                                               const std::string& survey,
                                                               const PageScope& scope) {
  AFTERWORD_ASSIGN(const auto sums, reads.sums({.survey = survey,
                                                .from = scope.from,
                                                .to = {},
                                                .clean_only = scope.clean_only,
                                                .by = Group::day}));
  std::map<std::string, std::map<std::string, Histogram>> by_week;  // question, week
  for (const CubeSum& sum : sums)
    if (const auto day = Day::parse(sum.group)) by_week[sum.question][day->week()] += sum.counts;
  std::map<std::string, std::vector<page::Period>> out;
  for (const auto& [question, periods] : by_week)
    for (const auto& [week, counts] : periods) out[question].push_back({week, counts});
  return out;
}

std::string words_of_answer(const page::QuestionFigures& question, const Answer& answer) {
  const auto word = [&question](std::size_t index, std::string otherwise) {
    const bool known = index < question.words.size() && !question.words[index].empty();
    return known ? question.words[index] : std::move(otherwise);
  };
  if (!answer.value) return "";
  if (const auto* const step = std::get_if<std::int64_t>(&*answer.value))
    return word(static_cast<std::size_t>(*step - question.item.least), std::to_string(*step));
  const auto& options = question.item.options;
  std::string id;
  if (const auto* const yes = std::get_if<bool>(&*answer.value)) id = *yes ? "yes" : "no";
  if (const auto* const chosen = std::get_if<std::string>(&*answer.value)) id = *chosen;
  const auto found = std::find(options.begin(), options.end(), id);
  return word(static_cast<std::size_t>(found - options.begin()), id);
}

// The newest, with the answers that they explain.
Result<std::vector<page::Comment>> comments(const Reads& reads, const std::string& survey,
                                            const page::QuestionFigures& question,
                                            const std::vector<Store>& stores,
                                            const PageScope& scope) {
  const bool is_text = question.item.kind == ItemKind::text;
  const std::string entry = question.item.question + (is_text ? "" : ".why");
  AFTERWORD_ASSIGN(const auto rows,
                   reads.newest_answering(survey, entry, scope.from, kCommentsShown));
  std::vector<page::Comment> out;
  for (const ResponseRow& row : rows) {
    if (scope.clean_only && row.flagged) continue;
    AFTERWORD_ASSIGN(const json::Value body, json::parse(row.body));
    AFTERWORD_ASSIGN(const Response response, read_response(body));
    const auto given = response.answers.find(entry);
    const auto* const text = given != response.answers.end() && given->second.value
                                 ? std::get_if<std::string>(&*given->second.value)
                                 : nullptr;
    if (text == nullptr) continue;
    page::Comment comment{*text, row.language, "", row.store, row.day.text()};
    const auto rated = response.answers.find(question.item.question);
    if (!is_text && rated != response.answers.end())
      comment.answer = words_of_answer(question, rated->second);
    for (const Store& store : stores)
      if (store.id == row.store) comment.store = store.name;
    out.push_back(std::move(comment));
  }
  return out;
}

}  // namespace

PageScope scope_of(const Context& context, const Request& request) {
  PageScope scope;
  scope.clean_only = request.parameter("quality").value_or("") == "clean";
  int days = kDefaultDays;
  const std::string asked(request.parameter("days").value_or(""));
  for (const Period& period : kPeriods)
    if (asked == std::to_string(period.days)) days = period.days;
  for (const Period& period : kPeriods) {
    scope.periods.push_back(
        {period.words,
         fmt::format("{}?days={}{}", request.path, period.days, scope.clean_only ? kClean : ""),
         period.days == days});
    if (period.days == days) scope.period = period.words;
  }
  for (const bool clean : {false, true})
    scope.quality.push_back({clean ? "Without misuse" : "All answers",
                             fmt::format("{}?days={}{}", request.path, days, clean ? kClean : ""),
                             scope.clean_only == clean});
  if (days > 0) scope.from = Day::of_utc(context.clock.wall()) + -(days - 1);
  return scope;
}

Result<page::SurveyFigures> survey_figures(Context& context, const Reads& reads,
                                           const std::string& survey, const PageScope& scope) {
  AFTERWORD_ASSIGN(const auto known, newest(context, reads, survey));
  AFTERWORD_ASSIGN(const auto items, items_of(reads, context.definitions, survey));
  AFTERWORD_ASSIGN(const Totals all, totals(reads, survey, scope, false));
  AFTERWORD_ASSIGN(const Totals clean, totals(reads, survey, scope, true));
  const Totals flagged = without(all, clean);
  AFTERWORD_ASSIGN(auto series, weeks(reads, survey, scope));
  AFTERWORD_ASSIGN(const auto completions, reads.completions(survey, scope.from));
  const Survey& newest_survey = known->survey;
  const Language language = newest_survey.languages.front();
  page::SurveyFigures out;
  out.id = survey;
  out.title = newest_survey.title.empty() ? survey : newest_survey.title.in(language, language);
  out.version = newest_survey.version;
  out.complete = completions.complete;
  out.partial = completions.partial;
  out.without_flagged = scope.clean_only;
  for (const Item& item : items) {
    out.questions.push_back(
        question_of(item, newest_survey, scope.clean_only ? clean : all, flagged));
    out.questions.back().without_flagged = scope.clean_only;
    // Every response of a version has an entry for each of its questions.
    out.flagged = std::max(out.flagged, everybody(out.questions.back().flagged));
    out.questions.back().series = std::move(series[item.question]);
  }
  return out;
}

Result<page::QuestionPage> question_figures(Context& context, const Reads& reads,
                                            const std::string& survey, const std::string& question,
                                            const PageScope& scope) {
  AFTERWORD_ASSIGN(page::SurveyFigures whole, survey_figures(context, reads, survey, scope));
  const auto found = std::find_if(
      whole.questions.begin(), whole.questions.end(),
      [&question](const page::QuestionFigures& one) { return one.item.question == question; });
  if (found == whole.questions.end())
    return fail(Failure::not_found, "there is no such question", question);
  page::QuestionPage out;
  out.survey_id = survey;
  out.survey_title = whole.title;
  out.version = whole.version;
  out.question = std::move(*found);
  out.period = scope.period + ", all shops";
  out.periods = scope.periods;
  out.quality = scope.quality;
  AFTERWORD_ASSIGN(const auto stores, reads.stores());
  if (out.question.comments >= kShowLeast) {
    AFTERWORD_ASSIGN(out.comments, comments(reads, survey, out.question, stores, scope));
  }
  AFTERWORD_ASSIGN(const auto sums, reads.sums({.survey = survey,
                                                .from = scope.from,
                                                .to = {},
                                                .clean_only = scope.clean_only,
                                                .by = Group::store}));
  for (const Store& store : stores)
    for (const CubeSum& sum : sums)
      if (sum.question == question && sum.group == store.id)
        out.by_store.push_back({store.name, sum.counts});
  std::sort(out.by_store.begin(), out.by_store.end(),
            [](const auto& a, const auto& b) { return a.store < b.store; });
  return out;
}

}  // namespace afterword::collector
