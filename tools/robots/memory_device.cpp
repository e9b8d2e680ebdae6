#include <map>

#include "kiosk/storage/recorder.h"
#include "survey-defs/model/read.h"
#include "sync/base/core/day.h"
#include "tools/robots/device.h"

namespace afterword::robots {
namespace {

class KeepsInMemory final : public EnrolmentStore {
 public:
  Result<> save_trust(std::string_view, const TrustDocument&) override { return {}; }
  Result<> save_settings(const Settings&) override { return {}; }
};

class MemoryDevice final : public Device {
 public:
  MemoryDevice(const Enrolment& enrolment, const DeviceWorld& world)
      : enrolment_(enrolment),
        trust_(enrolment.trust),
        world_(world),
        outbox_(enrolment.device, enrolment.log),
        sealer_(enrolment.device, enrolment.log, enrolment.trust, 1, world.random) {}

  // A draft is for a power cut, and that would take this device's memory with it.
  Result<> save_draft(const kiosk::Recording&, Partial) override { return {}; }
  Result<> drop_draft() override { return {}; }

  Result<kiosk::Recording> keep(kiosk::Recording recording) override {
    kiosk::redact(recording);
    const Response& response = recording.response;
    AFTERWORD_ASSIGN(const OutboxState state, outbox_.state());
    AFTERWORD_ASSIGN(
        const Sealed sealed,
        sealer_.seal(state.next_sequence, response.survey, response.version, response.format,
                     json::dump(to_json(response)), world_.clock.mono()));
    AFTERWORD_TRY(outbox_.add(sealed.response, sealed.epoch));
    return recording;
  }
  Result<> count(const std::string& survey, const std::string& name) override {
    ++counts_[{survey, name}];
    return {};
  }

  Result<std::vector<Survey>> surveys() override {
    std::vector<Survey> surveys;
    AFTERWORD_ASSIGN(const auto held, definitions_.list());
    for (const HeldDefinition& each : held) {
      const auto text = definitions_.definition(each.id);
      if (!text) continue;
      Reading reading = read_survey(*text, Reader::kiosk);
      if (!reading.survey) return tl::unexpected<Error>(json::to_error(reading.problems, each.id));
      surveys.push_back(std::move(*reading.survey));
    }
    return surveys;
  }
  Health health() override {
    Health health;
    const std::string day = Day::of_utc(world_.clock.wall()).text();
    for (const auto& [key, count] : counts_)
      health.tallies.push_back({day, key.first, key.second, count, count});
    return health;
  }
  const Enrolment& enrolment() const override { return enrolment_; }
  SyncParts parts(const Clock& clock, Random& random) override {
    return {.url = enrolment_.url,
            .device = enrolment_.device,
            .key = enrolment_.key,
            .root = enrolment_.root,
            .trust = trust_,
            .counters = counters_,
            .outbox = outbox_,
            .definitions = definitions_,
            .enrolment = kept_,
            .clock = clock,
            .random = random,
            .boot = world_.boot,
            .app_version = world_.app_version};
  }

 private:
  Enrolment enrolment_;
  TrustHolder trust_;
  DeviceWorld world_;
  MemoryOutbox outbox_;
  MemoryCounter counters_;
  MemoryDefinitions definitions_;
  KeepsInMemory kept_;
  Sealer sealer_;
  std::map<std::pair<std::string, std::string>, std::int64_t> counts_;
};

}  // namespace

std::unique_ptr<Device> make_memory_device(const Enrolment& enrolment, const DeviceWorld& world) {
  return std::make_unique<MemoryDevice>(enrolment, world);
}

}  // namespace afterword::robots
