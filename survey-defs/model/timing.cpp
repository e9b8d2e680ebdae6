#include "survey-defs/model/timing.h"

#include <algorithm>
#include <tuple>

namespace afterword {
namespace {

bool is_open(const OpenHours& hours, int minute) {
  if (hours.open_minute == hours.close_minute) return true;
  if (hours.open_minute < hours.close_minute)
    return minute >= hours.open_minute && minute < hours.close_minute;
  return minute >= hours.open_minute || minute < hours.close_minute;
}

bool is_quiet(const Timing& timing, int minute) {
  return std::any_of(timing.quiet.begin(), timing.quiet.end(),
                     [minute](const OpenHours& hours) { return is_open(hours, minute); });
}

bool waits_for_event(const Survey& survey, const Moment& moment) {
  const After after = survey.timing.after;
  if (after == After::any || after == After::visit || !moment.hears_events) return false;
  return !moment.happened.contains(after);
}

// Somebody before us in the list of surveys.
auto rank(const Survey& survey) {
  return std::make_tuple(-survey.priority, std::string_view(survey.id), -survey.version);
}

}  // namespace

std::optional<After> fulfils(HappeningKind kind) {
  switch (kind) {
    case HappeningKind::purchase_done:
      return After::purchase;
    case HappeningKind::pickup_done:
      return After::pickup;
    case HappeningKind::return_done:
      return After::return_;
    case HappeningKind::service_done:
      return After::service;
    case HappeningKind::entered:
    case HappeningKind::task_begun:
    case HappeningKind::task_ended:
    case HappeningKind::visit_failed:
      break;
  }
  return std::nullopt;
}

const Experienced& experience_for(const Survey& survey, const Moment& moment) {
  const auto happened = moment.happened.find(survey.timing.after);
  if (happened != moment.happened.end() && happened->second) return happened->second;
  return moment.experienced;
}

std::optional<NotOffered> why_not(const Survey& survey, const Moment& moment) {
  const Timing& timing = survey.timing;
  if (survey.use == Use::import) return NotOffered::import_only;
  if (!survey.touchpoint.empty() && !moment.touchpoint.empty() &&
      survey.touchpoint != moment.touchpoint)
    return NotOffered::wrong_touchpoint;
  if (timing.open && !is_open(*timing.open, moment.minute_of_day)) return NotOffered::closed;
  if (is_quiet(timing, moment.minute_of_day)) return NotOffered::quiet;
  if (moment.busy) return NotOffered::busy;
  if (moment.dwelt_s && *moment.dwelt_s < timing.min_dwell_s) return NotOffered::too_soon;
  if (moment.since_asked_s && *moment.since_asked_s < timing.cool_down_s)
    return NotOffered::cooling_down;
  if (waits_for_event(survey, moment)) return NotOffered::before_event;
  const Experienced& experienced = experience_for(survey, moment);
  if (experienced && path(survey, {}, experienced).empty()) return NotOffered::not_experienced;
  if (moment.left_out.contains(survey.id)) return NotOffered::share;
  return std::nullopt;
}

std::optional<std::size_t> choose(const std::vector<Survey>& surveys, const Moment& moment) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < surveys.size(); ++i) {
    if (why_not(surveys[i], moment)) continue;
    if (!best || rank(surveys[i]) < rank(surveys[*best])) best = i;
  }
  return best;
}

std::vector<RefusedSurvey> refused_before(const std::vector<Survey>& surveys, const Moment& moment,
                                          std::optional<std::size_t> offered) {
  std::vector<RefusedSurvey> refused;
  for (std::size_t i = 0; i < surveys.size(); ++i) {
    if (offered && rank(surveys[*offered]) <= rank(surveys[i])) continue;
    const auto reason = why_not(surveys[i], moment);
    if (reason && *reason != NotOffered::import_only && *reason != NotOffered::wrong_touchpoint)
      refused.push_back({i, *reason});
  }
  std::sort(refused.begin(), refused.end(), [&](const RefusedSurvey& a, const RefusedSurvey& b) {
    return rank(surveys[a.index]) < rank(surveys[b.index]);
  });
  return refused;
}

}  // namespace afterword
