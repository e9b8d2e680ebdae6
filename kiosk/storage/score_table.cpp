#include "kiosk/storage/score_table.h"

#include "sync/base/json/fields.h"

namespace afterword::kiosk {
namespace {

constexpr std::int64_t kCountMost = 1'000'000;  // more than any desk sees in a day
constexpr std::size_t kTimesMax = 100'000;

std::string dump_counts(const DeskCounts& counts) {
  json::Array seconds;
  for (const double each : counts.seconds) seconds.emplace_back(each);
  return json::dump(json::object({{"solved", counts.solved},
                                  {"closed", counts.closed},
                                  {"good", counts.good},
                                  {"rated", counts.rated},
                                  {"not_applicable", counts.not_applicable},
                                  {"asked", counts.asked},
                                  {"seconds", std::move(seconds)}}));
}

Result<DeskCounts> read_counts(std::string_view text, const std::string& where) {
  AFTERWORD_ASSIGN(const json::Value value, json::parse(text));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  const auto count = [&fields](std::string_view name) {
    return static_cast<std::uint64_t>(
        fields.integer(name, {.required = true, .least = 0, .most = kCountMost}).value_or(0));
  };
  DeskCounts out;
  out.solved = count("solved");
  out.closed = count("closed");
  out.good = count("good");
  out.rated = count("rated");
  out.not_applicable = count("not_applicable");
  out.asked = count("asked");
  const json::Array* const seconds = fields.list("seconds", true, kTimesMax);
  if (seconds != nullptr)
    for (const json::Value& each : *seconds)
      if (each.is_number()) out.seconds.push_back(each.as_number());
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, where));
  return out;
}

DeskCounts sum_of(DeskCounts a, const DeskCounts& b) {
  a.solved += b.solved;
  a.closed += b.closed;
  a.good += b.good;
  a.rated += b.rated;
  a.not_applicable += b.not_applicable;
  a.asked += b.asked;
  a.seconds.insert(a.seconds.end(), b.seconds.begin(), b.seconds.end());
  return a;
}

}  // namespace

Result<> ScoreTable::turn_to(Day day) {
  if (day_ == day) return {};
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT counts FROM score WHERE day = ?1"));
  AFTERWORD_ASSIGN(const bool found, row.bind_all(day.text()).step());
  DeskCounts counts;
  if (found) {
    AFTERWORD_ASSIGN(counts, read_counts(row.text(0), db_.path()));
  }
  book_ = DeskBook(std::move(counts));
  day_ = day;
  return {};
}

Result<> ScoreTable::save() {
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("INSERT OR REPLACE INTO score (day, counts) VALUES (?1, ?2)"));
  return row.bind_all(day_->text(), dump_counts(book_.shown())).run();
}

Result<bool> ScoreTable::add(Day day, const Interaction& interaction) {
  if (interaction.solved == Solved::too_early) return false;
  AFTERWORD_TRY(turn_to(day));
  const bool changed = book_.add_closed(interaction.solved == Solved::yes,
                                        static_cast<double>(interaction.duration_ms()) / 1000);
  if (changed) AFTERWORD_TRY(save());
  return changed;
}

Result<bool> ScoreTable::add(Day day, const DeskRating& rating) {
  if (rating.state == AnswerState::not_shown) return false;
  AFTERWORD_TRY(turn_to(day));
  bool changed = false;
  switch (rating.state) {
    case AnswerState::answered:
      changed = book_.add_rating(rating.value);
      break;
    case AnswerState::not_applicable:
      changed = book_.add_not_applicable();
      break;
    case AnswerState::skipped:
      changed = book_.add_skipped();
      break;
    case AnswerState::not_shown:
      break;
  }
  if (changed) AFTERWORD_TRY(save());
  return changed;
}

Result<DeskCounts> ScoreTable::shown(Day day) {
  AFTERWORD_TRY(turn_to(day));
  return book_.shown();
}

// Where `to` has counts of its own already, the block under way of `from` is lost with its one to four answers.
Result<> ScoreTable::move(Day from, Day to) {
  if (from == to) return {};
  const bool goes_on = day_ == from;
  AFTERWORD_ASSIGN(const DeskCounts more, shown(from));
  if (!goes_on && more == DeskCounts{}) return {};
  DeskBook book = book_;
  AFTERWORD_ASSIGN(const DeskCounts there, shown(to));
  if (!goes_on || there != DeskCounts{}) book = DeskBook(sum_of(there, more));
  book_ = std::move(book);
  AFTERWORD_TRY(save());
  AFTERWORD_ASSIGN(auto row, db_.prepare("DELETE FROM score WHERE day = ?1"));
  return row.bind_all(from.text()).run();
}

Result<> ScoreTable::forget_others(Day first, Day last) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("DELETE FROM score WHERE day < ?1 OR day > ?2"));
  return row.bind_all(first.text(), last.text()).run();
}

}  // namespace afterword::kiosk
