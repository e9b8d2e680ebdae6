#include "kiosk/setting_up.h"

#include "kiosk/appliance/kiosk_settings.h"
#include "sync/client/enrol.h"
#include "sync/protocol/enrolment.h"

namespace afterword::kiosk {
namespace {

constexpr const char* kSetUp = "set-up";

CodeState state_of(const Error& error, std::optional<ProblemCode> said) {
  if (said == ProblemCode::code_wrong) return CodeState::wrong;
  if (said == ProblemCode::code_used) return CodeState::used;
  if (said == ProblemCode::code_expired) return CodeState::expired;
  switch (error.failure) {
    case Failure::unreachable:
    case Failure::unavailable:
    case Failure::busy:
      return CodeState::no_network;
    default:
      return CodeState::refused;
  }
}

}  // namespace

SettingUp::SettingUp(Setup& setup, Store& store, std::string settings_file, Log& log,
                     MainQueue& queue, SettingUpEvents events)
    : setup_(setup),
      store_(store),
      settings_file_(std::move(settings_file)),
      log_(log),
      queue_(queue),
      events_(std::move(events)) {}

SettingUp::~SettingUp() {
  http_.stop();
  if (asking_.joinable()) asking_.join();
}

void SettingUp::perform(SetupEffects effects) {
  for (SetupEffect& effect : effects) {
    if (const auto* const size = std::get_if<KeepSize>(&effect))
      keep_size(size->px_per_mm);
    else if (auto* const code = std::get_if<CheckCode>(&effect))
      check(std::move(code->text));
    else
      events_.begin_asking();
  }
}

void SettingUp::keep_size(float px_per_mm) {
  const auto kept = save_density(settings_file_, static_cast<double>(px_per_mm));
  if (!kept) log_.error(kSetUp, "the screen's size is not kept: " + kept.error().text());
  events_.measured(px_per_mm);
}

void SettingUp::check(std::string text) {
  const auto code = read_enrolment_code(text);
  if (!code) return answered(CodeState::malformed, code.error().text());
  if (asking_.joinable()) asking_.join();  // it has answered: Setup asks once at a time
  asking_ = std::thread([this, code = *code] {
    std::optional<ProblemCode> said;
    const auto key = store_.pending_key(code);
    auto enrolment = key ? enrol(code, *key, AFTERWORD_VERSION, http_, &said)
                         : Result<Enrolment>(tl::unexpected<Error>(key.error()));
    Result<> stored = enrolment ? store_.enrol(*enrolment) : Result<>();
    queue_.post([this, said, enrolment = std::move(enrolment), stored = std::move(stored)] {
      if (!enrolment)
        answered(state_of(enrolment.error(), said), enrolment.error().text());
      else if (!stored)
        answered(CodeState::refused, stored.error().text());
      else
        settled(*enrolment);
    });
  });
}

void SettingUp::answered(CodeState state, const std::string& words) {
  log_.warn(kSetUp, words);
  setup_.checked(state);
}

void SettingUp::settled(const Enrolment& enrolment) {
  const Settings& settings = enrolment.settings;
  log_.info(kSetUp, "enrolled as " + enrolment.device + " for " + settings.store + ", " +
                       settings.touchpoint);
  setup_.enrolled(settings.store_name.empty() ? settings.store : settings.store_name,
                  settings.touchpoint);
  events_.enrolled(enrolment);
}

}  // namespace afterword::kiosk
