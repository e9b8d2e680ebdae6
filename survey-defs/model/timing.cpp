#include "survey-defs/model/timing.h"

#include <tuple>

namespace afterword {
namespace {

bool is_open(const OpenHours& hours, int minute) {
  if (hours.open_minute == hours.close_minute) return true;
  if (hours.open_minute < hours.close_minute)
    return minute >= hours.open_minute && minute < hours.close_minute;
  return minute >= hours.open_minute || minute < hours.close_minute;
}

}  // namespace

std::optional<NotOffered> why_not(const Survey& survey, const Moment& moment) {
  if (survey.use == Use::import) return NotOffered::import_only;
  if (!survey.touchpoint.empty() && !moment.touchpoint.empty() &&
      survey.touchpoint != moment.touchpoint)
    return NotOffered::wrong_touchpoint;
  if (survey.timing.open && !is_open(*survey.timing.open, moment.minute_of_day))
    return NotOffered::closed;
  return std::nullopt;
}

std::optional<std::size_t> choose(const std::vector<Survey>& surveys, const Moment& moment) {
  std::optional<std::size_t> best;
  const auto rank = [&surveys](std::size_t i) {
    return std::make_tuple(-surveys[i].priority, std::string_view(surveys[i].id),
                           -surveys[i].version);
  };
  for (std::size_t i = 0; i < surveys.size(); ++i) {
    if (why_not(surveys[i], moment)) continue;
    if (!best || rank(i) < rank(*best)) best = i;
  }
  return best;
}

}  // namespace afterword
