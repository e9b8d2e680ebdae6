#include <future>

#include "kiosk/storage/recorder.h"
#include "kiosk/storage/store.h"
#include "tools/robots/device.h"

namespace afterword::robots {
namespace {

class StoredDevice final : public Device {
 public:
  StoredDevice(const Enrolment& enrolment, std::unique_ptr<kiosk::Store> store,
               const DeviceWorld& world)
      : enrolment_(enrolment), trust_(enrolment.trust), world_(world), store_(std::move(store)) {}

  Result<> save_draft(const kiosk::Recording& recording, Partial partial) override {
    return answer_of(
        [&](kiosk::Store::Done done) { store_->save_draft(recording, partial, std::move(done)); });
  }
  Result<kiosk::Recording> keep(kiosk::Recording recording) override {
    AFTERWORD_TRY(
        answer_of([&](kiosk::Store::Done done) { store_->keep(recording, std::move(done)); }));
    kiosk::redact(recording);  // the store has stored it so; redacting is the same each time
    return recording;
  }
  Result<> drop_draft() override {
    return answer_of([&](kiosk::Store::Done done) { store_->drop_draft(std::move(done)); });
  }
  Result<> count(const std::string& survey, const std::string& name) override {
    return answer_of(
        [&](kiosk::Store::Done done) { store_->count(survey, name, std::move(done)); });
  }

  Result<std::vector<Survey>> surveys() override { return store_->surveys(); }
  Health health() override { return store_->health(); }
  const Enrolment& enrolment() const override { return enrolment_; }
  SyncParts parts(const Clock& clock, Random& random) override {
    return {.url = enrolment_.url,
            .device = enrolment_.device,
            .key = enrolment_.key,
            .root = enrolment_.root,
            .trust = trust_,
            .counters = store_->counters(),
            .outbox = store_->outbox(),
            .definitions = store_->definitions(),
            .enrolment = store_->enrolment_store(),
            .clock = clock,
            .random = random,
            .boot = world_.boot,
            .app_version = world_.app_version};
  }

 private:
  // Waits for the store's thread, as thanks on a kiosk's screen do.
  template <class Ask>
  static Result<> answer_of(Ask ask) {
    auto told = std::make_shared<std::promise<Result<>>>();
    auto answer = told->get_future();
    ask([told](Result<> result) { told->set_value(std::move(result)); });
    return answer.get();
  }

  Enrolment enrolment_;
  TrustHolder trust_;
  DeviceWorld world_;
  std::unique_ptr<kiosk::Store> store_;
};

}  // namespace

Result<std::unique_ptr<Device>> make_stored_device(const Enrolment& enrolment,
                                                   const std::string& folder,
                                                   const DeviceWorld& world) {
  AFTERWORD_ASSIGN(auto store, kiosk::Store::open(folder, {world.clock, world.random, world.log}));
  AFTERWORD_TRY(store->enrol(enrolment));
  return std::unique_ptr<Device>(new StoredDevice(enrolment, std::move(store), world));
}

Result<std::unique_ptr<Device>> open_stored_device(const std::string& folder,
                                                   const DeviceWorld& world) {
  AFTERWORD_ASSIGN(auto store, kiosk::Store::open(folder, {world.clock, world.random, world.log}));
  const std::optional<Enrolment> enrolment = store->enrolment();
  if (!enrolment) return fail(Failure::not_found, "no kiosk was enrolled here", folder);
  return std::unique_ptr<Device>(new StoredDevice(*enrolment, std::move(store), world));
}

}  // namespace afterword::robots
