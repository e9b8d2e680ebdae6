// Interactions and stars: every record, and what they come to.
#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/desk.h"
#include "sync/collector/api/exported.h"
#include "sync/export/desk_records.h"
#include "sync/metrics/figures.h"
#include "sync/metrics/times.h"
#include "sync/metrics/wilson.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

constexpr int kDeskPageMax = 1000;

Result<DeskQuery> query_of(const AdminRequest& request) {
  DeskQuery query;
  query.store = parameter(request, "store");
  query.touchpoint = parameter(request, "touchpoint");
  for (const auto& [name, day] : {std::pair{"from", &query.from}, std::pair{"to", &query.to}}) {
    const std::string text = parameter(request, name);
    if (text.empty()) continue;
    *day = Day::parse(text);
    if (!*day)
      return fail(Failure::invalid, fmt::format("{} is no day: \"{}\"", name, text), "",
                  "write it as 2026-03-03");
  }
  const std::string after_text = parameter(request, "after");
  const std::string limit_text = parameter(request, "limit");
  const auto after = parse_number(after_text.empty() ? "0" : after_text);
  const auto limit = parse_number(limit_text.empty() ? "100" : limit_text);
  if (!after) return fail(Failure::invalid, "after is not what a page gave as next");
  if (!limit || *limit < 1 || *limit > kDeskPageMax)
    return fail(Failure::invalid, fmt::format("limit is no number from 1 to {}", kDeskPageMax));
  query.after = *after;
  query.limit = static_cast<int>(*limit);
  return query;
}

StoredDeskRecord exported_head(const DeskHead& head, std::string_view kind) {
  StoredDeskRecord out;
  out.id = desk_record_id(head, kind);
  out.device = head.device;
  out.log = head.log;
  out.sequence = head.sequence;
  out.store = head.store;
  out.touchpoint = head.touchpoint;
  out.day = head.day;
  out.started_at = head.started_at;
  out.time_quality = std::string(name(head.time_quality));
  return out;
}

json::Value exported_row(const InteractionRow& row) {
  StoredInteraction out{exported_head(row.head, kKindInteraction), row.category, row.solved,
                        row.handed_over, row.duration_ms};
  return to_json(out);
}

json::Value exported_row(const StarRow& row) {
  return to_json(StoredStar{exported_head(row.head, kKindStar), row.staff, row.by});
}

template <class Row>
json::Value page_reply(std::string_view list, const DeskPage<Row>& page) {
  json::Array rows;
  for (const Row& row : page.rows) rows.push_back(exported_row(row));
  return json::object({{std::string(list), std::move(rows)},
                       {"next", page.more ? std::to_string(page.last) : std::string()},
                       {"last", std::to_string(page.last)}});
}

// Every row that a query names, page by page.
template <class Row, class Visitor>
Result<> each_row(const Reads& reads, DeskQuery query,
                  Result<DeskPage<Row>> (Reads::*read)(const DeskQuery&) const,
                  const Visitor& visit) {
  query.limit = kDeskPageMax;
  for (;;) {
    AFTERWORD_ASSIGN(const auto page, (reads.*read)(query));
    for (const Row& row : page.rows) visit(row);
    if (!page.more) return {};
    query.after = page.last;
  }
}

struct Category {
  std::uint64_t solved = 0, unsolved = 0, too_early = 0, handed_over = 0;
  std::vector<double> seconds;  // of those solved
};

json::Value maybe(std::optional<double> value) {
  return value ? json::Value(*value) : json::Value(nullptr);
}

json::Value category_row(const std::string& id, const Category& counts) {
  const std::uint64_t closed = counts.solved + counts.unsolved;
  const auto interval = wilson(counts.solved, closed);
  const auto times = times_of(counts.seconds);
  const auto percent = [&interval](double Interval::*side) -> std::optional<double> {
    if (!interval) return std::nullopt;
    return 100 * (*interval).*side;
  };
  const auto bound = [&times](double Interval::*side) -> std::optional<double> {
    if (!times || !times->median_interval) return std::nullopt;
    return (*times->median_interval).*side;
  };
  const auto time = [&times](double Times::*which) -> std::optional<double> {
    return times ? std::optional((*times).*which) : std::nullopt;
  };
  return json::object(
      {{"category", id.empty() ? json::Value(nullptr) : json::Value(id)},
       {"interactions", closed + counts.too_early},
       {"handed_over", counts.handed_over},
       {"solved", counts.solved},
       {"not_solved", counts.unsolved},
       {"too_early", counts.too_early},
       {"fcr", maybe(closed > 0 ? std::optional(100.0 * static_cast<double>(counts.solved) /
                                                static_cast<double>(closed))
                                : std::nullopt)},
       {"fcr_low", maybe(percent(&Interval::low))},
       {"fcr_high", maybe(percent(&Interval::high))},
       {"mean_s", maybe(time(&Times::mean))},
       {"median_s", maybe(time(&Times::median))},
       {"median_low_s", maybe(bound(&Interval::low))},
       {"median_high_s", maybe(bound(&Interval::high))},
       {"p90_s", maybe(time(&Times::p90))},
       {"note", closed < kLowBase ? json::Value("low base") : json::Value(nullptr)}});
}

// The stars of one period.
struct StarCounts {
  std::uint64_t total = 0, by_customers = 0;
  std::map<std::string, std::uint64_t> named;  // by member
};

// Who may be shown with a number: members with ten stars or more who still agree. When exactly one
// with fewer is left, the next smallest is hidden too, or the one would be the difference.
json::Value star_row(const std::string& period, const StarCounts& counts,
                     const std::map<std::string, StarName>& agreed) {
  std::vector<std::pair<std::uint64_t, std::string>> shown;
  std::size_t hidden = 0;
  for (const auto& [id, stars] : counts.named) {
    if (!agreed.contains(id)) continue;  // left, or changed their mind: the team's
    if (stars >= kShowLeast)
      shown.emplace_back(stars, id);
    else
      ++hidden;
  }
  std::sort(shown.begin(), shown.end());
  if (hidden == 1 && !shown.empty()) shown.erase(shown.begin());
  json::Array rows;
  std::uint64_t named = 0;
  std::sort(shown.begin(), shown.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  for (const auto& [stars, id] : shown) {
    const StarName& member = agreed.at(id);
    rows.push_back(json::object(
        {{"id", id}, {"first_name", member.first_name}, {"role", member.role}, {"stars", stars}}));
    named += stars;
  }
  return json::object({{"period", period},
                       {"stars", counts.total},
                       {"by_customers", counts.by_customers},
                       {"named", std::move(rows)},
                       {"team_and_others", counts.total - named}});
}

Result<json::Value> star_figures(const Reads& reads, const DeskQuery& query, bool by_month) {
  std::map<std::string, StarName> agreed;
  AFTERWORD_ASSIGN(const auto staff, reads.staff(query.store));
  for (const StaffRow& row : staff)
    if (row.on_stars) agreed[row.id] = {row.id, row.first_name, row.role};
  std::map<std::string, StarCounts> periods;
  AFTERWORD_TRY(each_row<StarRow>(reads, query, &Reads::stars, [&](const StarRow& row) {
    StarCounts& counts = periods[by_month ? row.head.day.month() : std::string()];
    ++counts.total;
    if (row.by == StarBy::customer) ++counts.by_customers;
    if (!row.staff.empty()) ++counts.named[row.staff];
  }));
  json::Array rows;
  for (const auto& [period, counts] : periods) rows.push_back(star_row(period, counts, agreed));
  return json::object({{"store", query.store}, {"periods", std::move(rows)}});
}

Result<json::Value> interaction_figures(const Reads& reads, const DeskQuery& query) {
  std::map<std::string, Category> categories;
  AFTERWORD_TRY(each_row<InteractionRow>(
      reads, query, &Reads::interactions, [&categories](const InteractionRow& row) {
        for (Category* const counts : {&categories[""], &categories[row.category]}) {
          if (row.handed_over) ++counts->handed_over;
          if (row.solved == Solved::yes) {
            ++counts->solved;
            counts->seconds.push_back(static_cast<double>(row.duration_ms) / 1000);
          } else {
            ++(row.solved == Solved::no ? counts->unsolved : counts->too_early);
          }
        }
      }));
  json::Array rows;
  for (const auto& [id, counts] : categories) rows.push_back(category_row(id, counts));
  return json::object({{"figures", std::move(rows)}});
}

template <class Work>
Reply answer(Context& context, const AdminRequest& request, const Work& work) {
  const auto query = query_of(request);
  if (!query) return error_reply(query.error());
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const Result<json::Value> value = work(**view, *query);
  return value ? json_reply(*value) : admin_error(context, value.error());
}

}  // namespace

Reply get_interactions(Context& context, const AdminRequest& request) {
  return answer(context, request,
                [](const Reads& reads, const DeskQuery& query) -> Result<json::Value> {
                  AFTERWORD_ASSIGN(const auto page, reads.interactions(query));
                  return page_reply("interactions", page);
                });
}

Reply get_stars(Context& context, const AdminRequest& request) {
  return answer(context, request,
                [](const Reads& reads, const DeskQuery& query) -> Result<json::Value> {
                  AFTERWORD_ASSIGN(const auto page, reads.stars(query));
                  return page_reply("stars", page);
                });
}

Reply get_interaction_figures(Context& context, const AdminRequest& request) {
  return answer(context, request, [](const Reads& reads, const DeskQuery& query) {
    return interaction_figures(reads, query);
  });
}

Reply get_star_figures(Context& context, const AdminRequest& request) {
  const std::string by = parameter(request, "by");
  if (!by.empty() && by != "month") return malformed("by is not month");
  if (parameter(request, "store").empty()) return malformed("store is missing");
  return answer(context, request, [&by](const Reads& reads, const DeskQuery& query) {
    return star_figures(reads, query, by == "month");
  });
}

}  // namespace afterword::collector
