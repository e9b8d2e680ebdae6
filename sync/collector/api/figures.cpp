#include "sync/collector/api/figures.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace afterword::collector {
namespace {

constexpr std::array<std::string_view, 8> kByWords = {"",      "store",      "day",      "week",
                                                      "month", "touchpoint", "language", "version"};

ItemKind kind_of(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::scale:
      return ItemKind::scale;
    case QuestionKind::yes_no:
      return ItemKind::yes_no;
    case QuestionKind::choice:
      return ItemKind::choice;
    case QuestionKind::choices:
      return ItemKind::choices;
    case QuestionKind::text:
      return ItemKind::text;
  }
  return ItemKind::text;
}

ItemMetric metric_of(Metric metric) {
  switch (metric) {
    case Metric::none:
      return ItemMetric::none;
    case Metric::csat:
      return ItemMetric::csat;
    case Metric::nps:
      return ItemMetric::nps;
    case Metric::ces:
      return ItemMetric::ces;
    case Metric::fcr:
      return ItemMetric::fcr;
  }
  return ItemMetric::none;
}

Item item_of(const Question& question, const KnownSurvey& known) {
  Item item;
  item.question = question.id;
  item.kind = kind_of(question.kind);
  item.metric = metric_of(question.metric);
  const ScaleRange range = range_of(question.scale);
  item.least = range.least;
  item.most = range.most;
  if (const auto places = known.places.find(question.id); places != known.places.end())
    item.options = places->second;
  return item;
}

Group group_of(By by) {
  switch (by) {
    case By::none:
      return Group::none;
    case By::store:
      return Group::store;
    case By::day:
    case By::week:
    case By::month:
      return Group::day;
    case By::touchpoint:
      return Group::touchpoint;
    case By::language:
      return Group::language;
    case By::version:
      return Group::version;
  }
  return Group::none;
}

std::string group_name(By by, const std::string& stored) {
  const auto day = by == By::week || by == By::month ? Day::parse(stored) : std::nullopt;
  if (!day) return stored;
  return by == By::week ? day->week() : day->month();
}

}  // namespace

std::optional<By> parse_by(std::string_view word) {
  for (std::size_t i = 0; i < kByWords.size(); ++i)
    if (kByWords[i] == word) return static_cast<By>(i);
  return std::nullopt;
}

std::string_view name(By by) { return kByWords.at(static_cast<std::size_t>(by)); }

Result<std::vector<Item>> items_of(const Reads& reads, Definitions& definitions,
                                   const std::string& survey) {
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  std::vector<Item> items;
  bool found = false;
  for (auto head = heads.rbegin(); head != heads.rend(); ++head) {  // newest first
    if (head->survey != survey) continue;
    found = true;
    AFTERWORD_ASSIGN(const auto known, definitions.find(reads, survey, head->version));
    for (const Question& question : known->survey.questions) {
      const bool there = std::any_of(items.begin(), items.end(), [&question](const Item& item) {
        return item.question == question.id;
      });
      if (!there) items.push_back(item_of(question, *known));
    }
  }
  if (!found)
    return fail(Failure::not_found, fmt::format("there is no survey \"{}\"", survey), "",
                "afterword surveys lists those there are");
  return items;
}

Result<std::vector<Figure>> figures(const Reads& reads, Definitions& definitions,
                                    const FiguresQuery& query) {
  AFTERWORD_ASSIGN(const auto items, items_of(reads, definitions, query.survey));
  AFTERWORD_ASSIGN(const auto sums, reads.sums({query.survey, query.from, query.to,
                                                query.clean_only, group_of(query.by)}));
  std::map<std::string, std::map<std::string, Histogram>> counts;  // group, question
  if (query.by == By::none) counts[""];  // one row a figure, also before the first answer
  for (const CubeSum& sum : sums)
    counts[group_name(query.by, sum.group)][sum.question] += sum.counts;

  std::vector<Figure> out;
  for (auto& [group, questions] : counts)
    for (const Item& item : items)
      for (Figure& figure : figures_of(item, questions[item.question])) {
        if (query.by != By::none) figure.group.emplace_back(name(query.by), group);
        out.push_back(std::move(figure));
      }
  return out;
}

}  // namespace afterword::collector
