#include "tests/kiosk/desk/tablet.h"

#include "kiosk/storage/store_core.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/scratch.h"

namespace afterword::test {

struct Tablet::Impl {
  Scratch scratch;
  CollectorKeys keys;
  std::unique_ptr<kiosk::StoreCore> core;
};

Tablet::Tablet(const Clock& clock, Random& random, Log& log) : impl_(std::make_unique<Impl>()) {
  impl_->core = must(kiosk::StoreCore::open(impl_->scratch.file("kiosk"), {clock, random, log}));
  const Enrolment enrolment = impl_->keys.enrol();
  must(impl_->core->enrol(enrolment));
  Settings settings = enrolment.settings;
  settings.desk = DeskSettings{};
  must(impl_->core->save_settings(settings));
}

Tablet::~Tablet() = default;

void Tablet::keep(const Interaction& interaction) { must(impl_->core->keep(interaction)); }
void Tablet::keep(kiosk::Recording recording) { must(impl_->core->keep(std::move(recording))); }
DeskCounts Tablet::counts() { return must(impl_->core->desk_counts()); }

}  // namespace afterword::test
