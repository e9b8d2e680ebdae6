// What the sync threads see of the store: each call is a message to the store thread and waits for
// its answer. Numbers of requests come from memory; a block of them is reserved on disk ahead.
//
// Threads: any but the store's.
#pragma once
#include <functional>
#include <mutex>

#include "kiosk/storage/message_thread.h"
#include "kiosk/storage/store_core.h"

namespace afterword::kiosk {

class StorePorts final : public Outbox,
                         public CounterSource,
                         public DefinitionStore,
                         public EnrolmentStore {
 public:
  enum class Changed { surveys, trust, settings };

  // `changed` is called on the store thread.
  StorePorts(MessageThread& thread, StoreCore& core, std::function<void(Changed)> changed)
      : thread_(thread), core_(core), changed_(std::move(changed)) {}

  Result<Run> oldest(int count_max, std::size_t bytes_max) override;
  Result<Run> held_after(const RecordPlace& after, int count_max, std::size_t bytes_max) override;
  Result<std::vector<SealedEpoch>> epochs_for(std::span<const std::int64_t> epochs) override;
  Result<> settle(const Settlement& settlement) override;
  Result<std::int64_t> resend(std::int64_t log, std::int64_t first, std::int64_t last) override;
  Result<> hold(std::int64_t log, std::int64_t first, std::int64_t last) override;
  Result<> resend_logs_before(std::int64_t log) override;
  Result<> begin_new_log() override;
  Result<OutboxState> state() override;
  Result<std::vector<PastLog>> past_logs() override;

  Result<std::int64_t> next() override;
  Result<> skip_to(std::int64_t least) override;

  Result<std::vector<HeldDefinition>> list() override;
  Result<> install(const SurveyVersion& survey, std::string_view envelope,
                   std::string_view definition) override;
  Result<> retire(const SurveyVersion& survey, std::string_view envelope) override;
  Result<> complete() override;

  Result<> save_trust(std::string_view trust_envelope, const TrustDocument& trust) override;
  Result<> save_settings(const Settings& settings) override;
  void heard_time(WallTime collectors) override;

 private:
  Result<> reserve(std::int64_t least);

  MessageThread& thread_;
  StoreCore& core_;
  std::function<void(Changed)> changed_;

  std::mutex counter_mutex_;
  std::int64_t counter_next_ = 0;  // 0: none reserved in this run
  std::int64_t counter_end_ = 0;   // the first that is not reserved
};

}  // namespace afterword::kiosk
