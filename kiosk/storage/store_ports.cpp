#include "kiosk/storage/store_ports.h"

#include <algorithm>

namespace afterword::kiosk {

Result<Run> StorePorts::oldest(int count_max, std::size_t bytes_max) {
  return thread_.ask([=, this] { return core_.records().oldest(count_max, bytes_max); });
}

Result<Run> StorePorts::held_after(const RecordPlace& after, int count_max, std::size_t bytes_max) {
  return thread_.ask([=, this] { return core_.records().held_after(after, count_max, bytes_max); });
}

Result<std::vector<SealedEpoch>> StorePorts::epochs_for(std::span<const std::int64_t> epochs) {
  return thread_.ask([=, this] { return core_.records().epochs_for(epochs); });
}

Result<> StorePorts::settle(const Settlement& settlement) {
  return thread_.ask([=, this] { return core_.settle(settlement); });
}

Result<std::int64_t> StorePorts::resend(std::int64_t log, std::int64_t first, std::int64_t last) {
  return thread_.ask([=, this] { return core_.records().resend(log, first, last); });
}

Result<> StorePorts::hold(std::int64_t log, std::int64_t first, std::int64_t last) {
  return thread_.ask([=, this] { return core_.records().hold(log, first, last); });
}

Result<> StorePorts::resend_logs_before(std::int64_t log) {
  return thread_.ask([=, this] { return core_.records().resend_logs_before(log); });
}

Result<> StorePorts::begin_new_log() {
  return thread_.ask([this] { return core_.begin_new_log(); });
}

Result<OutboxState> StorePorts::state() {
  return thread_.ask([this] { return core_.records().state(); });
}

Result<std::vector<PastLog>> StorePorts::past_logs() {
  return thread_.ask([this] { return core_.records().past_logs(); });
}

Result<> StorePorts::reserve(std::int64_t least) {
  AFTERWORD_ASSIGN(counter_next_, thread_.ask([=, this] {
    return core_.settings().reserve_counters(kCounterBlock, least);
  }));
  counter_end_ = counter_next_ + kCounterBlock;
  return {};
}

Result<std::int64_t> StorePorts::next() {
  const std::lock_guard lock(counter_mutex_);
  // Never behind those of this run, also where the database was begun anew meanwhile.
  if (counter_next_ == counter_end_) AFTERWORD_TRY(reserve(std::max<std::int64_t>(1, counter_end_)));
  return counter_next_++;
}

Result<> StorePorts::skip_to(std::int64_t least) {
  const std::lock_guard lock(counter_mutex_);
  if (least < counter_end_) {
    counter_next_ = std::max(counter_next_, least);
    return {};
  }
  return reserve(least);
}

Result<std::vector<HeldDefinition>> StorePorts::list() {
  return thread_.ask([this] { return core_.held_definitions(); });
}

Result<> StorePorts::install(const SurveyVersion& survey, std::string_view envelope,
                             std::string_view definition) {
  return thread_.ask([=, this]() -> Result<> {
    AFTERWORD_TRY(core_.install(survey, envelope, definition));
    changed_(Changed::surveys);
    return {};
  });
}

Result<> StorePorts::retire(const SurveyVersion& survey, std::string_view envelope) {
  return thread_.ask([=, this]() -> Result<> {
    AFTERWORD_TRY(core_.retire(survey, envelope));
    changed_(Changed::surveys);
    return {};
  });
}

Result<> StorePorts::complete() {
  return thread_.ask([this]() -> Result<> {
    AFTERWORD_ASSIGN(const bool gone, core_.definitions_complete());
    if (gone) changed_(Changed::surveys);
    return {};
  });
}

Result<> StorePorts::save_trust(std::string_view trust_envelope, const TrustDocument& trust) {
  return thread_.ask([=, this]() -> Result<> {
    AFTERWORD_TRY(core_.save_trust(trust_envelope, trust));
    changed_(Changed::trust);
    return {};
  });
}

void StorePorts::heard_time(WallTime collectors) {
  static_cast<void>(thread_.post([=, this] { core_.heard_time(collectors); }));
}

Result<> StorePorts::save_settings(const Settings& settings) {
  return thread_.ask([=, this]() -> Result<> {
    if (settings == core_.enrolment()->settings) return {};
    AFTERWORD_TRY(core_.save_settings(settings));
    changed_(Changed::settings);
    return {};
  });
}

}  // namespace afterword::kiosk
