// Desks: which touchpoints are one, what their tablets are told, and the shop's day in figures.
#pragma once
#include "survey-defs/model/desk_settings.h"
#include "sync/collector/ingest/definitions.h"
#include "sync/metrics/scoreboard.h"
#include "sync/protocol/messages.h"

namespace afterword::collector {

inline constexpr std::size_t kDeskTouchpointsMax = 20;

// What an administrator sets for all shops. Until then no touchpoint is a desk.
struct DeskConfig {
  std::vector<std::string> touchpoints;
  std::vector<DeskCategory> categories = default_desk_categories();
  DeskAims aims;
};
Result<DeskConfig> desk_config(const Reads& reads);
Result<> put_desk_config(Writes& writes, const DeskConfig& config);
json::Value to_json(const DeskConfig& config);
// The body of a request and what is stored have one shape. No categories: the usual list.
DeskConfig read_desk_config(json::Fields& fields, json::Problems& problems);

// Nothing where the device stands at no desk.
Result<std::optional<DeskSettings>> desk_settings_for(const Reads& reads, const Device& device);

// The salt that a store's PINs share; nothing before the first PIN.
Result<std::string> pin_salt(const Reads& reads, const std::string& store);
Result<> put_pin_salt(Writes& writes, const std::string& store, const std::string& salt);

// What one store's touchpoint recorded on a day, in whole blocks in the order of arrival. Reads that day's
// records.
Result<DeskCounts> desk_counts(const Reads& reads, Definitions& definitions,
                               const std::string& store, const std::string& touchpoint, Day day);
// Of today, as a waiting tablet hears them; nothing before the first block.
Result<std::optional<DeskFigures>> desk_figures_today(const Reads& reads, Definitions& definitions,
                                                      const Device& device, std::string_view zone,
                                                      WallTime now);

}  // namespace afterword::collector
