// What was counted on the kiosks: how many began, how they ended, who was not asked and why.
#include <fmt/format.h>

#include "sync/base/core/ids.h"
#include "sync/collector/api/admin_input.h"

namespace afterword::collector {
namespace {

struct Wanted {
  std::string survey;
  std::optional<Day> from, to;
};

struct Counted {
  std::map<std::string, std::int64_t> dated, misdated;
};

Result<Counted> counts_of(Context& context, const Wanted& wanted) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  Counted out;
  AFTERWORD_ASSIGN(out.dated, view->tally_sums(wanted.survey, wanted.from, wanted.to));
  AFTERWORD_ASSIGN(out.misdated, view->misdated_sums(wanted.survey));
  return out;
}

}  // namespace

Reply get_funnel(Context& context, const AdminRequest& request) {
  Wanted wanted{.survey = parameter(request, "survey"), .from = {}, .to = {}};
  if (!is_id(wanted.survey)) return malformed("survey is missing, or no id");
  for (const auto& [name, day] : {std::pair{"from", &wanted.from}, std::pair{"to", &wanted.to}}) {
    const std::string text = parameter(request, name);
    if (text.empty()) continue;
    *day = Day::parse(text);
    if (!*day) return malformed(fmt::format("{} is no day", name), "write it like 2026-03-03");
  }
  const auto counted = counts_of(context, wanted);
  if (!counted) return admin_error(context, counted.error());
  const auto* const counts = &counted->dated;
  const auto count = [&](const char* name) {
    const auto found = counts->find(name);
    return found == counts->end() ? std::int64_t{0} : found->second;
  };
  json::Value named{json::Object{}}, refused{json::Object{}};
  for (const auto& [name, times] : *counts)
    if (name.starts_with(kTallyRefused))
      refused.set(name.substr(kTallyRefused.size()), times);
    else
      named.set(name, times);
  // Begun and not ended: under way, or lost to a power cut.
  const std::int64_t open =
      count("started") - count("finished") - count("left") - count("timed_out");
  json::Value misdated{json::Object{}};
  for (const auto& [name, times] : counted->misdated)
    if (times > 0) misdated.set(name, times);
  return json_reply(json::object({{"survey", wanted.survey},
                                  {"started", count("started")},
                                  {"finished", count("finished")},
                                  {"left", count("left")},
                                  {"timed_out", count("timed_out")},
                                  {"lost", open},
                                  {"refused", std::move(refused)},
                                  {"counts", std::move(named)},
                                  {"misdated", std::move(misdated)}}));
}

}  // namespace afterword::collector
