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

using Cells = std::map<std::string, Histogram>;  // by store, week, ...
using Counts = std::map<std::string, Cells>;     // by question

// All, those with a sign of misuse, and what is to be shown of them.
struct Counted {
  Counts all, flagged, shown;
  bool left_out(const std::string& question) const {
    const auto found = shown.find(question);
    return found != shown.end() && found->second != all.at(question);
  }
};

bool tells(const Histogram& flagged) {
  return flagged.answered > 0 && flagged.answered < page::kFlaggedLeast;
}

// Leaves out what is flagged where that is asked for and tells nobody's answer: either in every
// cell of a question or in none, or the cells would tell by what is missing to their sum.
Result<Counted> counted(const Reads& reads, const std::string& survey, const PageScope& scope,
                        Group by) {
  Counted out;
  for (const bool clean : {false, true}) {
    AFTERWORD_ASSIGN(
        const auto sums,
        reads.sums(
            {.survey = survey, .from = scope.from, .to = {}, .clean_only = clean, .by = by}));
    for (const CubeSum& sum : sums) {
      const auto day = by == Group::day ? Day::parse(sum.group) : std::nullopt;
      (clean ? out.shown : out.all)[sum.question][day ? day->week() : sum.group] += sum.counts;
    }
  }
  for (const auto& [question, cells] : out.all) {
    bool safe = scope.clean_only;
    for (const auto& [group, counts] : cells) {
      const Histogram flagged = page::without(counts, out.shown[question][group]);
      safe = safe && !tells(flagged);
      out.flagged[question][group] = flagged;
    }
    if (!safe) out.shown[question] = cells;
  }
  return out;
}

Histogram total(const Counts& counts, const std::string& question) {
  Histogram out;
  if (const auto found = counts.find(question); found != counts.end())
    for (const auto& [group, cell] : found->second) out += cell;
  return out;
}

page::QuestionFigures question_of(const Item& item, const Survey& survey, const Counted& counts) {
  const Language language = survey.languages.front();
  page::QuestionFigures out;
  out.item = item;
  out.href = page::question_path(survey.id, item.question);
  out.counts = total(counts.shown, item.question);
  out.flagged = total(counts.flagged, item.question);
  out.without_flagged = counts.left_out(item.question);
  out.comments = item.kind == ItemKind::text ? out.counts.answered
                                             : total(counts.shown, item.question + ".why").answered;
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

std::uint64_t everybody(const Histogram& counts) {
  return counts.answered + counts.not_applicable + counts.skipped + counts.not_shown;
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
    if (question.without_flagged && row.flagged) continue;
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
  AFTERWORD_ASSIGN(const Counted whole, counted(reads, survey, scope, Group::none));
  AFTERWORD_ASSIGN(const Counted weeks, counted(reads, survey, scope, Group::day));
  AFTERWORD_ASSIGN(const auto completions, reads.completions(survey, scope.from));
  const Survey& newest_survey = known->survey;
  const Language language = newest_survey.languages.front();
  page::SurveyFigures out;
  out.id = survey;
  out.title = newest_survey.title.empty() ? survey : newest_survey.title.in(language, language);
  out.version = newest_survey.version;
  out.complete = completions.complete;
  out.partial = completions.partial;
  for (const Item& item : items) {
    page::QuestionFigures& question =
        out.questions.emplace_back(question_of(item, newest_survey, whole));
    // Every response of a version has an entry for each of its questions.
    out.flagged = std::max(out.flagged, everybody(question.flagged));
    out.without_flagged = out.without_flagged || question.without_flagged;
    if (const auto found = weeks.shown.find(item.question); found != weeks.shown.end())
      for (const auto& [week, counts] : found->second) question.series.push_back({week, counts});
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
  AFTERWORD_ASSIGN(Counted by_store, counted(reads, survey, scope, Group::store));
  for (const Store& store : stores)
    if (const auto& cells = by_store.shown[question]; cells.contains(store.id))
      out.by_store.push_back({store.name, cells.at(store.id)});
  std::sort(out.by_store.begin(), out.by_store.end(),
            [](const auto& a, const auto& b) { return a.store < b.store; });
  return out;
}

}  // namespace afterword::collector
