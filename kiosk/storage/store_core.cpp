#include "kiosk/storage/store_core.h"

#include <filesystem>

#include "kiosk/storage/desk_secrets.h"
#include "kiosk/storage/device_key.h"
#include "kiosk/storage/recovery.h"
#include "kiosk/storage/row_proof.h"
#include "kiosk/storage/schema.h"
#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"
#include "sync/base/zones/zones.h"
#include "sync/protocol/limits.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kName = "store";
constexpr std::int64_t kDiskShortBytes = 16 << 20;  // where no reserve tells that a disk is full
constexpr std::size_t kRoomBytes = 64 * 1024;  // as much as a long response takes

Result<Settings> parse_settings(std::string_view text, const std::string& where) {
  AFTERWORD_ASSIGN(const json::Value value, json::parse(text));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  Settings settings = read_settings(fields, problems);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, where));
  return settings;
}

// The folder's database, or the one that was begun in its place because it is damaged. `copied`: what the second
// copy holds.
Result<std::unique_ptr<db::Database>> open_sound(const std::string& folder, const StoreWorld& world,
                                                 SecondCopy* second_copy, CopiedRecords& copied) {
  const std::string path = folder + "/kiosk.db";
  const auto looked = db::while_locked(path, [&]() -> Result<> {
    AFTERWORD_ASSIGN(const auto enrolment, read_device_key(folder));
    if (second_copy != nullptr && enrolment) copied = second_copy->read(enrolment->device);
    bool begun_anew = false;  // what happened stands in the new one
    return recover_if_damaged(folder, enrolment, world, copied, begun_anew);
  });
  if (!looked) return tl::unexpected<Error>(looked.error());
  return db::Database::open(path);
}

}  // namespace

StoreCore::StoreCore(std::string folder, std::unique_ptr<SecondCopy> second_copy,
                     std::unique_ptr<db::Database> database, StoreWorld world)
    : folder_(std::move(folder)),
      second_copy_(std::move(second_copy)),
      database_(std::move(database)),
      world_(world),
      reserve_(folder_, world_.reserve_bytes, world_.clock, world_.log),
      records_(*database_, second_copy_.get()),
      definitions_(*database_),
      settings_(*database_),
      tallies_(*database_),
      score_(*database_) {}

Result<std::unique_ptr<StoreCore>> StoreCore::open(const std::string& folder, StoreWorld world) {
  AFTERWORD_TRY(make_folder(folder, 0700));
  auto core = open_once(folder, world);
  if (!core && core.error().failure == Failure::disk_full) {
    Reserve reserve(folder, world.reserve_bytes, world.clock, world.log);
    if (reserve.give_up(Reserve::Part::all)) core = open_once(folder, world);
  }
  if (core) (*core)->reserve_.make_if_due();
  return core;
}

Result<std::unique_ptr<StoreCore>> StoreCore::open_once(const std::string& folder, const StoreWorld& world) {
  std::unique_ptr<SecondCopy> second_copy;
  if (world.second_copy) {
    SecondCopyPlace place = *world.second_copy;
    place.beside = folder;
    place.leave_bytes = 2 * world.reserve_bytes;
    second_copy = std::make_unique<SecondCopy>(std::move(place), world.clock, world.log);
  }
  CopiedRecords copied;
  auto database = open_sound(folder, world, second_copy.get(), copied);
  if (!database && database.error().failure == Failure::conflict)
    return fail(Failure::conflict, "another kiosk is running on this folder", folder,
                "stop it, or give this one a --data folder of its own");
  if (!database) return tl::unexpected<Error>(database.error());
  AFTERWORD_TRY(db::migrate(**database, migrations()));
  std::unique_ptr<StoreCore> core(
      new StoreCore(folder, std::move(second_copy), std::move(*database), world));
  AFTERWORD_TRY(core->note_start());
  AFTERWORD_TRY(core->load(copied));
  if (core->enrolment_) AFTERWORD_TRY(core->settle_left_draft());
  return core;
}

Result<> StoreCore::load(const CopiedRecords& copied) {
  AFTERWORD_TRY(prove_old_rows());
  AFTERWORD_TRY(load_damage());
  AFTERWORD_TRY(settings_.set(kCleanEnd, "0"));
  AFTERWORD_ASSIGN(enrolment_, read_device_key(folder_));
  if (!enrolment_) return {};
  AFTERWORD_TRY(records_.begin_log(enrolment_->device, enrolment_->log));
  first_root_ = enrolment_->root;
  AFTERWORD_TRY(load_newest(*enrolment_));
  AFTERWORD_ASSIGN(const auto trust_time, settings_.get(kTrustTime));
  begin_trust_time(trust_time.value_or(""));
  undated_.clear();  // they were another database's
  undated_count_ = 0;
  AFTERWORD_TRY(take_copied(copied));
  AFTERWORD_TRY(load_collector_time());
  reserve_.make_if_due();  // before the second copy takes what is free
  match_copies(Believed::yes);
  return begin_sealing();
}

Result<> StoreCore::note_start() {
  AFTERWORD_ASSIGN(const auto ended, settings_.get(kCleanEnd));
  clean_start_ = !ended || *ended == "1";
  return {};
}

// Once, after the change of the schema. From then on a row without a proof is a damaged one.
Result<> StoreCore::prove_old_rows() {
  AFTERWORD_ASSIGN(const auto done, settings_.get(kRowsProved));
  if (done) return {};
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*database_));
  AFTERWORD_TRY(records_.prove_old_rows());
  AFTERWORD_TRY(settings_.set(kRowsProved, "1"));
  return transaction.commit();
}

Result<> StoreCore::load_damage() {
  AFTERWORD_ASSIGN(const auto text, settings_.get(kDamage));
  if (!text) return {};
  const auto value = json::parse(*text);
  if (!value) {
    world_.log.warn(kName, "what is noted of a damage before cannot be read: " + value.error().text());
    return {};
  }
  json::Problems problems;
  json::Fields fields(*value, "", problems);
  damage_ = read_damage(fields);
  return {};
}

// device.key is as old as the enrolment; trust and settings have moved on since. What of them cannot be read any more
// is told again by the collector: better an older word for a while than a kiosk that does not start.
Result<> StoreCore::load_newest(Enrolment& enrolment) {
  AFTERWORD_ASSIGN(const auto envelope, settings_.get(kTrustSetting));
  if (envelope) {
    auto trust = open_trust(*envelope, enrolment.root);
    if (!trust) {
      world_.log.warn(kName, "the newest trust document cannot be opened: " + trust.error().text());
    } else if (trust->version > enrolment.trust.version) {
      enrolment.root = *trust->signed_by;
      enrolment.trust = std::move(*trust);
      enrolment.trust_envelope = *envelope;
    }
  }
  AFTERWORD_ASSIGN(const auto settings, settings_.get(kStoreSettings));
  AFTERWORD_ASSIGN(const auto proof, settings_.get(kSettingsProof));
  if (settings) {
    auto parsed = parse_settings(*settings, database_->path());
    const bool proved = !proof || *proof == as_text(proof_of_setting(kStoreSettings, *settings));
    if (parsed && proved) {
      enrolment.settings = std::move(*parsed);
    } else {
      world_.log.warn(kName, "the store's settings are not as they were written" +
                                 (parsed ? std::string() : ": " + parsed.error().text()));
      AFTERWORD_TRY(settings_.remove(kStoreSettings));
    }
  }
  AFTERWORD_ASSIGN(const auto desk, settings_.get(kDeskSettings));
  if (desk) {
    auto opened = open_desk(as_bytes(*desk), enrolment);
    if (opened)
      enrolment.settings.desk = std::move(*opened);
    else
      world_.log.warn(kName, "the desk's settings cannot be opened: " + opened.error().text());
  }
  return {};
}

Result<> StoreCore::begin_sealing() {
  AFTERWORD_ASSIGN(const auto head, records_.head());
  sealer_.emplace(enrolment_->device, head->log, enrolment_->trust, head->last_epoch + 1,
                  world_.random);
  return {};
}

Result<> StoreCore::settle_left_draft() {
  AFTERWORD_ASSIGN(const RecordTable::Draft left, records_.settle_draft());
  if (left == RecordTable::Draft::kept)
    world_.log.info(kName, "a response that was under way is kept as partial");
  return {};
}

void StoreCore::close() {
  keep_trust_time();
  if (const auto marked = settings_.set(kCleanEnd, "1"); !marked)
    world_.log.warn(kName, marked.error().text());
  if (const auto moved = database_->checkpoint(); !moved)
    world_.log.warn(kName, moved.error().text());
}

Result<crypto::SigningKey> StoreCore::pending_key(const EnrolmentCode& code) {
  return kiosk::pending_key(folder_, code, world_.random);
}

Result<> StoreCore::enrol(const Enrolment& enrolment) {
  if (enrolment_)
    return fail(Failure::conflict, "this kiosk is already enrolled as " + enrolment_->device,
                folder_, "use an empty --data folder to enrol it anew");
  // Without device.key what is here is another device's, even under the same name.
  AFTERWORD_TRY(records_.expect_unused());
  AFTERWORD_TRY(definitions_.clear());
  AFTERWORD_TRY(settings_.remove(kTrustSetting));
  AFTERWORD_TRY(settings_.remove(kLeftTrust));
  AFTERWORD_TRY(settings_.remove(kStoreSettings));
  AFTERWORD_TRY(settings_.remove(kDeskSettings));
  AFTERWORD_TRY(settings_.remove(kTrustTime));
  AFTERWORD_TRY(settings_.remove(kCollectorTime));
  AFTERWORD_TRY(records_.begin_log(enrolment.device, enrolment.log));
  AFTERWORD_TRY(write_device_key(folder_, enrolment));
  enrolment_ = enrolment;
  first_root_ = enrolment.root;
  collector_time_ = BelievedTime();
  heard_.reset();
  begin_trust_time({});
  if (second_copy_) static_cast<void>(second_copy_->read(enrolment.device));  // another device's is left alone
  match_copies(Believed::yes);
  return begin_sealing();
}

Result<std::vector<Survey>> StoreCore::surveys() {
  if (!enrolment_) return std::vector<Survey>();
  std::vector<SetAside> aside;
  AFTERWORD_ASSIGN(const auto keys, offering_keys());
  auto surveys = definitions_.load(keys, aside);
  for (const SetAside& each : aside)
    world_.log.warn(kName, each.survey.survey + " version " + std::to_string(each.survey.version) +
                               " is not offered: " + each.why.text());
  return surveys;
}

Result<std::vector<HeldDefinition>> StoreCore::held_definitions() {
  return enrolment_ ? definitions_.list(trusted_keys()) : definitions_.list();
}

Result<Recorder> StoreCore::recorder() {
  AFTERWORD_TRY(stands());
  if (!sealer_) return fail(Failure::invalid, "this kiosk is not enrolled, so it records nothing");
  // A new log may be there although its beginning was told as failed.
  AFTERWORD_ASSIGN(const auto head, records_.head());
  if (head && head->log != sealer_->log()) {
    match_copies(believed());
    AFTERWORD_TRY(begin_sealing());
  }
  return Recorder(records_, *sealer_, reserve_);
}

Result<> StoreCore::save_draft(Recording recording, Partial partial) {
  AFTERWORD_ASSIGN(Recorder to, recorder());
  return to.save_draft(std::move(recording), partial, world_.clock.mono());
}

Result<bool> StoreCore::keep(Recording recording, RecordTable::Given given) {
  AFTERWORD_ASSIGN(Recorder to, recorder());
  const std::optional<DeskRating> rating = recording.rating;
  const Day day = day_of(
      known_time(recording.response.mono_start).value_or(recording.response.wall_start));
  AFTERWORD_TRY(to.keep(std::move(recording), world_.clock.mono(), given));
  if (!rating || !is_desk() || day != today()) return false;
  return counted(score_.add(day, *rating));
}

Result<bool> StoreCore::keep(const Interaction& interaction, RecordTable::Given given) {
  AFTERWORD_ASSIGN(Recorder to, recorder());
  AFTERWORD_TRY(to.keep(kKindInteraction, interaction.format, to_json(interaction),
                        world_.clock.mono(), given));
  const Day day =
      day_of(known_time(interaction.times.mono_start).value_or(interaction.times.wall_start));
  if (day != today()) return false;  // opened before midnight: it is yesterday's
  return counted(score_.add(day, interaction));
}

// The record is on disk by then: a scoreboard that cannot count it takes nothing back.
bool StoreCore::counted(const Result<bool>& shown) {
  if (!shown) world_.log.warn(kName, "the scoreboard lacks a record: " + shown.error().text());
  return shown.value_or(false);
}

Result<> StoreCore::keep(const Star& star, RecordTable::Given given) {
  AFTERWORD_ASSIGN(Recorder to, recorder());
  return to.keep(kKindStar, star.format, to_json(star), world_.clock.mono(), given);
}

Result<DeskCounts> StoreCore::desk_counts() { return score_.shown(today()); }

Result<PinAnswer> StoreCore::check_pin(const std::string& pin) {
  PinAnswer answer{.right = false, .failures = pin_failures()};
  if (is_desk()) {
    AFTERWORD_ASSIGN(answer.right, is_pin_of(*enrolment_->settings.desk, pin));
  }
  answer.failures = answer.right ? 0 : answer.failures + 1;
  AFTERWORD_TRY(stands());
  // Counted on disk before anybody hears: pulling the plug gives no new tries.
  AFTERWORD_TRY(settings_.set(kPinFailures, std::to_string(answer.failures)));
  return answer;
}

int StoreCore::pin_failures() {
  const auto failures = settings_.number(kPinFailures);
  return failures && *failures ? static_cast<int>(std::min<std::int64_t>(**failures, 1'000)) : 0;
}

Result<> StoreCore::stands() const {
  if (!load_again_) return {};
  return fail(Failure::io, "the damaged database is being replaced; nothing is recorded before the new one is read",
              database_->path());
}

Result<> StoreCore::check() {
  const auto records = [&]() -> Result<> {
    AFTERWORD_TRY(stands());
    // A full disk may take a small change still, and not the next response.
    AFTERWORD_TRY(settings_.set(kRoom, std::string(kRoomBytes, ' ')));
    AFTERWORD_TRY(settings_.remove(kRoom));
    return settle_left_draft();
  }();
  records_nothing_ = !records;
  return records;
}

Result<> StoreCore::settle(const Settlement& settlement) {
  heard_time(settlement.answered_at);
  // Too late rather than too soon: one that is too late is put right when the time is believed again.
  WallTime at = settlement.answered_at;
  if (collector_time_.doubtful()) at = std::max(at, collector_time_.at(world_.clock.mono()));
  return with_room(reserve_, [&] { return records_.settle(settlement, at); });
}

Result<> StoreCore::forget_acknowledged() {
  const auto now = forgetting_time();
  if (!now) return {};
  // Of a clock that was wrong; it would be kept for years.
  AFTERWORD_TRY(records_.acknowledged_at_most(*now + kTimeJumpMost, *now));
  return records_.forget(*now + -kept_for());
}

void StoreCore::tidy_if_due() {
  const MonoTime now = world_.clock.mono();
  reserve_.make_if_due();
  if (second_copy_ && second_copy_->due() && !second_copy_->is_late()) match_copies(believed());
  // In its log an answer takes many times the room that it takes once it is moved over.
  if (reserve_.is_given_up()) static_cast<void>(database_->checkpoint());
  if (tidied_at_ && now - *tidied_at_ < kTidyEvery) return;
  tidied_at_ = now;
  keep_trust_time();
  const auto forgotten = [&]() -> Result<> {
    if (heard_) save_collector_time();
    AFTERWORD_TRY(forget_acknowledged());
    AFTERWORD_TRY(forget_counts());
    // What went, drafts too, lies in the log until that is cut. Where the disk is short it would find no room again.
    return disk_is_short() ? database_->checkpoint() : database_->empty_log();
  }();
  if (!forgotten) world_.log.warn(kName, forgotten.error().text());
  forget_damaged();
  if (database_->damage()) world_.log.warn(kName, database_->damage()->text());
}

Result<> StoreCore::begin_new_log() {
  AFTERWORD_TRY(stands());
  AFTERWORD_TRY(records_.begin_new_log());
  match_copies(believed());
  AFTERWORD_TRY(begin_sealing());
  world_.log.warn(kName, "the log has forked; this kiosk writes log " +
                             std::to_string(sealer_->log()) + " from now on");
  return {};
}

Result<> StoreCore::save_settings(const Settings& settings) {
  if (!enrolment_) return fail(Failure::internal, "settings before enrolment");
  if (settings == enrolment_->settings) return {};
  AFTERWORD_TRY(stands());
  // What a desk knows lies closed: PINs' hashes are among it.
  Settings open = settings;
  open.desk.reset();
  const std::string text = json::dump(to_json(open));
  const crypto::Hash256 proof = proof_of_setting(kStoreSettings, text);
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*database_));
  AFTERWORD_TRY(settings_.set(kStoreSettings, text));
  AFTERWORD_TRY(settings_.set(kSettingsProof, as_text(proof)));
  if (settings.desk) {
    const Bytes closed = close_desk(*settings.desk, *enrolment_, world_.random);
    AFTERWORD_TRY(settings_.set(kDeskSettings, as_text(closed)));
  } else {
    AFTERWORD_TRY(settings_.remove(kDeskSettings));
  }
  AFTERWORD_TRY(transaction.commit());
  enrolment_->settings = settings;
  return {};
}

std::int64_t StoreCore::disk_free_bytes() const {
  std::error_code error;
  const auto space = std::filesystem::space(folder_, error);
  return error ? 0 : static_cast<std::int64_t>(space.available);
}

bool StoreCore::disk_is_short() const { return reserve_.is_given_up() || disk_free_bytes() < kDiskShortBytes; }

Health StoreCore::health() {
  Health health;
  health.disk_free_bytes = disk_free_bytes();
  health.clean_start = clean_start_;
  health.damage = damage_;
  if (reserve_.is_given_up() || (world_.reserve_bytes == 0 && health.disk_free_bytes < kDiskShortBytes))
    health.troubles.emplace_back(kDiskShort);
  if (records_nothing_) health.troubles.emplace_back(kRecordsNothing);
  if (trust_is_over()) health.troubles.emplace_back(kTrustExpired);
  if (second_copy_) {
    const std::int64_t lacking = second_copy_->fallen_out() + second_copy_->too_long();
    const auto outbox = records_.state();
    if (outbox && outbox->waiting == 0) not_copied_ = lacking;
    if (second_copy_->failing()) health.troubles.emplace_back(kSecondCopyFails);
    if (lacking > not_copied_) health.troubles.emplace_back(kSecondCopySmall);
  }
  auto tallies = tallies_.some(kTalliesMax, today() + 1);
  if (tallies)
    health.tallies = std::move(*tallies);
  else
    world_.log.warn(kName, tallies.error().text());
  return health;
}

}  // namespace afterword::kiosk
