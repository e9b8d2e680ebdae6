#include "sync/collector/api/desk.h"

#include <algorithm>

#include "sync/base/core/ids.h"
#include "sync/base/crypto/hash.h"
#include "sync/base/json/value.h"
#include "sync/base/zones/zones.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kDeskSetting = "desk";
constexpr std::size_t kMarkBytes = 9;

std::string salt_setting(const std::string& store) { return "pin_salt:" + store; }

Result<> add_interactions(const Reads& reads, const DeskQuery& first, DeskBook& book) {
  DeskQuery query = first;
  for (;;) {
    AFTERWORD_ASSIGN(const auto page, reads.interactions(query));
    for (const InteractionRow& row : page.rows)
      if (row.solved != Solved::too_early)
        book.add_closed(row.solved == Solved::yes, static_cast<double>(row.duration_ms) / 1000);
    if (!page.more) return {};
    query.after = page.last;
  }
}

void add_rating(const DeskRating& rating, DeskBook& book) {
  switch (rating.state) {
    case AnswerState::answered:
      book.add_rating(rating.value);
      return;
    case AnswerState::not_applicable:
      book.add_not_applicable();
      return;
    case AnswerState::skipped:
      book.add_skipped();
      return;
    case AnswerState::not_shown:
      return;
  }
}

}  // namespace

json::Value to_json(const DeskConfig& config) {
  json::Array touchpoints;
  for (const std::string& touchpoint : config.touchpoints) touchpoints.emplace_back(touchpoint);
  return json::object({{"touchpoints", std::move(touchpoints)},
                       {"categories", afterword::to_json(config.categories)},
                       {"aims", afterword::to_json(config.aims)}});
}

DeskConfig read_desk_config(json::Fields& fields, json::Problems& problems) {
  DeskConfig out;
  const json::Array* touchpoints = fields.list("touchpoints", true, kDeskTouchpointsMax);
  for (std::size_t i = 0; touchpoints != nullptr && i < touchpoints->size(); ++i) {
    const json::Value& item = (*touchpoints)[i];
    if (item.is_string() && is_id(item.as_string()))
      out.touchpoints.push_back(item.as_string());
    else
      problems.push_back({json::pointer(fields.where("touchpoints"), i),
                          "cannot be a touchpoint's id", "write it like service-desk"});
  }
  auto categories = read_desk_categories(fields, problems);
  if (!categories.empty()) out.categories = std::move(categories);
  out.aims = read_desk_aims(fields, problems);
  return out;
}

Result<DeskConfig> desk_config(const Reads& reads) {
  AFTERWORD_ASSIGN(const auto stored, reads.setting(kDeskSetting));
  if (!stored) return DeskConfig{};
  AFTERWORD_ASSIGN(const json::Value value, json::parse(*stored));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  DeskConfig config = read_desk_config(fields, problems);
  if (!problems.empty())
    return tl::unexpected<Error>(json::to_error(problems, "the desk's setting"));
  return config;
}

Result<> put_desk_config(Writes& writes, const DeskConfig& config) {
  return writes.put_setting(kDeskSetting, json::dump(to_json(config)));
}

Result<std::string> pin_salt(const Reads& reads, const std::string& store) {
  AFTERWORD_ASSIGN(const auto salt, reads.setting(salt_setting(store)));
  return salt.value_or("");
}

Result<> put_pin_salt(Writes& writes, const std::string& store, const std::string& salt) {
  return writes.put_setting(salt_setting(store), salt);
}

Result<std::optional<DeskSettings>> desk_settings_for(const Reads& reads, const Device& device) {
  AFTERWORD_ASSIGN(const DeskConfig config, desk_config(reads));
  const auto& desks = config.touchpoints;
  if (std::find(desks.begin(), desks.end(), device.touchpoint) == desks.end()) return std::nullopt;
  DeskSettings out;
  out.categories = config.categories;
  out.aims = config.aims;
  AFTERWORD_ASSIGN(const auto staff, reads.staff(device.store));
  for (const StaffRow& member : staff) {
    if (member.on_stars) out.stars.push_back({member.id, member.first_name, member.role});
    if (!member.pin.empty()) out.pins.push_back(member.pin);
  }
  std::sort(out.pins.begin(), out.pins.end());  // not even their order says whose they are
  AFTERWORD_ASSIGN(out.pin_salt, pin_salt(reads, device.store));
  return std::optional<DeskSettings>(std::move(out));
}

Result<DeskCounts> desk_counts(const Reads& reads, Definitions& definitions,
                               const std::string& store, const std::string& touchpoint, Day day) {
  DeskBook book;
  AFTERWORD_TRY(add_interactions(
      reads, {.store = store, .touchpoint = touchpoint, .from = day, .to = day}, book));
  AFTERWORD_TRY(reads.scan_day(store, touchpoint, day, [&](const ResponseRow& row) -> Result<> {
    AFTERWORD_ASSIGN(const auto known, definitions.find(reads, row.survey, row.version));
    const auto value = json::parse(row.body);
    const auto response =
        value ? read_response(*value) : Result<Response>(tl::unexpected(value.error()));
    if (!known || !response) return {};  // verify names it
    if (const auto rating = desk_rating(known->survey, response->answers))
      add_rating(*rating, book);
    return {};
  }));
  return book.shown();
}

Result<std::optional<DeskFigures>> desk_figures_today(const Reads& reads, Definitions& definitions,
                                                      const Device& device, std::string_view zone,
                                                      WallTime now) {
  AFTERWORD_ASSIGN(const LocalTime local, local_time(now, zone));
  AFTERWORD_ASSIGN(const DeskCounts counts,
                   desk_counts(reads, definitions, device.store, device.touchpoint, local.day));
  if (counts == DeskCounts{}) return std::nullopt;
  DeskFigures out;
  out.day = local.day.text();
  for (const DeskLine& line : desk_lines(counts))
    out.lines.push_back({std::string(name(line.figure)), line.value, line.low, line.high,
                         static_cast<std::int64_t>(line.n), static_cast<std::int64_t>(line.part)});
  const auto hash = crypto::hash256(json::dump(to_json(out)));
  out.mark = base64url(ByteView(hash).first(kMarkBytes));
  return std::optional<DeskFigures>(std::move(out));
}

}  // namespace afterword::collector
