// What the store thread works with: the open database, its tables, and the sealer once there is an
// enrolment. Store (store.h) puts it on its thread.
//
// Threads: one at a time; take_over() moves it.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "kiosk/storage/definition_table.h"
#include "kiosk/storage/record_table.h"
#include "kiosk/storage/recorder.h"
#include "kiosk/storage/score_table.h"
#include "kiosk/storage/second_copy.h"
#include "kiosk/storage/settings_table.h"
#include "kiosk/storage/store.h"
#include "kiosk/storage/tally_table.h"
#include "kiosk/storage/trust_time.h"
#include "sync/base/core/believed_time.h"
#include "sync/protocol/enrolment.h"

namespace afterword::kiosk {

class StoreCore {
 public:
  // Where the disk is full its reserve is given up, if that lets it start.
  static Result<std::unique_ptr<StoreCore>> open(const std::string& folder, StoreWorld world);

  void take_over() { database_->take_over(); }
  // Marks the end as clean.
  void close();

  const std::optional<Enrolment>& enrolment() const { return enrolment_; }
  bool clean_start() const { return clean_start_; }
  // The last time that the database was damaged and begun anew.
  const std::optional<Damage>& damage() const { return damage_; }

  Result<crypto::SigningKey> pending_key(const EnrolmentCode& code);
  Result<> enrol(const Enrolment& enrolment);
  Result<std::vector<Survey>> surveys();
  // What is installed or retired, and whose signer is trusted no longer.
  Result<std::vector<HeldDefinition>> held_definitions();
  // As those of DefinitionTable. Once the trust document has run out both are refused (denied), but for what is
  // offered already and only signed anew: nobody vouches any more for who signs.
  Result<> install(const SurveyVersion& survey, std::string_view envelope,
                   std::string_view definition);
  Result<> retire(const SurveyVersion& survey, std::string_view envelope);
  // Has it, for all that is known here: trust_time.h. Surveying goes on.
  bool trust_is_over() const;

  Result<> save_draft(Recording recording, Partial partial);
  // Each gives whether what the desk's scoreboard shows has changed. `given`: as for
  // RecordTable::finish().
  Result<bool> keep(Recording recording, RecordTable::Given given = 0);
  Result<bool> keep(const Interaction& interaction, RecordTable::Given given = 0);
  Result<> keep(const Star& star, RecordTable::Given given = 0);
  // Whole blocks of today.
  Result<DeskCounts> desk_counts();
  // Whether it is a PIN of this desk. How often it was not, in a row, is on disk when it returns.
  Result<PinAnswer> check_pin(const std::string& pin);
  int pin_failures();
  Result<> count(const std::string& survey, const std::string& name);
  // Whether answers can be recorded. What it found last is among the troubles of health().
  Result<> check();
  // Forgets records and counts only by the collector's clock: nothing before heard_time() in this run.
  void tidy_if_due();
  // Where the database is damaged: sets it aside and goes on with a new one, at most once a minute. Takes what a
  // second copy has that could not be read before. True: all that was read before may be another now.
  bool recover_if_due();
  // Stamps what is acknowledged with the collector's time, by which it is forgotten.
  Result<> settle(const Settlement& settlement);
  // The collector's clock now. Before the first in a run nothing is forgotten, and days are the machine's own;
  // with it what was counted in this run before goes to the days that it was. One that has jumped is doubted
  // until it has gone on like that for a day of this kiosk's running, over restarts: nothing is forgotten by
  // it meanwhile, and days go on as they were known before it jumped; in a run that knew none yet they are those
  // of one that is ahead, as who was off finds it, and the machine's own where it is behind.
  void heard_time(WallTime collectors);

  // The collector says that ours has forked.
  Result<> begin_new_log();
  Result<> save_trust(std::string_view envelope, const TrustDocument& trust);
  // What only keys of documents before it prove is offered no more. Whether there may have been any.
  Result<bool> definitions_complete();
  Result<> save_settings(const Settings& settings);
  Health health();

  RecordTable& records() { return records_; }
  DefinitionTable& definitions() { return definitions_; }
  SettingsTable& settings() { return settings_; }
  // Nothing: answers are kept once.
  const SecondCopy* second_copy() const { return second_copy_.get(); }
  db::Database& database() { return *database_; }
  const StoreWorld& world() const { return world_; }

 private:
  bool counted(const Result<bool>& shown);
  // By which acknowledged records go by age. Nothing: the collector's clock is not known, or doubted.
  std::optional<WallTime> forgetting_time() const;
  Ms kept_for() const;
  Result<> forget_acknowledged();
  void forget_damaged();
  Result<> load_collector_time();
  void save_collector_time();
  BelievedTime::Change believe(WallTime collectors, MonoTime now);
  Result<> forget_counts();
  Result<> date_counts();
  Result<> gather_misdated();
  void begin_trust_time(std::string_view kept);
  void keep_trust_time();
  std::vector<crypto::Key32> trusted_keys() const;
  // And those of documents before it, while what they prove is offered still.
  Result<std::vector<crypto::Key32>> offering_keys();
  static Result<std::unique_ptr<StoreCore>> open_once(const std::string& folder, const StoreWorld& world);
  StoreCore(std::string folder, std::unique_ptr<SecondCopy> second_copy,
            std::unique_ptr<db::Database> database, StoreWorld world);
  // A start's alone, as is settling the draft of the run before: load() comes again where a database is begun anew while
  // somebody answers.
  Result<> note_start();
  Result<> load(const CopiedRecords& copied);
  Result<> take_copied(const CopiedRecords& copied);
  Result<> take_owed(const CopiedRecords& copied);
  void take_late(const CopiedRecords& copied);
  void match_copies(Believed database);
  // Not: it is damaged, as far as is known, and was not begun anew yet.
  Believed believed() const;
  std::int64_t disk_free_bytes() const;  // 0: nobody knows
  bool disk_is_short() const;
  Result<> load_damage();
  Result<> prove_old_rows();
  Result<> load_newest(Enrolment& enrolment);
  Result<> begin_sealing();
  Result<> settle_left_draft();
  Result<Recorder> recorder();
  // Not while another database is about to take the place of this one, or has and was not read yet.
  Result<> stands() const;
  // The collector's time at a moment of this boot; nothing before heard_time().
  std::optional<WallTime> known_time(MonoTime at) const;
  Day today() const;
  Day counting_day() const;
  Day day_of(WallTime time) const;  // in the store
  bool is_desk() const { return enrolment_ && enrolment_->settings.desk; }

  std::string folder_;
  std::unique_ptr<SecondCopy> second_copy_;
  std::unique_ptr<db::Database> database_;
  StoreWorld world_;
  Reserve reserve_;
  RecordTable records_;
  DefinitionTable definitions_;
  SettingsTable settings_;
  TallyTable tallies_;
  ScoreTable score_;
  std::optional<Enrolment> enrolment_;
  RootHash first_root_{};  // the one that device.key names: what a later one took the place of is proved by it
  std::optional<Sealer> sealer_;
  bool clean_start_ = true;
  std::optional<Damage> damage_;
  std::int64_t not_copied_ = 0;  // of the answers that the second copy had no room for: those sent since
  std::optional<MonoTime> tidied_at_, looked_at_;
  bool late_ = false;        // the second copy has what the database was not looked at with
  bool damaged_ = false;     // it could not be set aside when that was due
  bool load_again_ = false;  // a new database is there, or is to be, and was not read yet, or not all of it
  bool records_nothing_ = false;
  BelievedTime collector_time_;
  std::optional<Ms> collector_ahead_;  // of our monotonic clock
  // The collector's clock as it was told last, and at the latest when it was last tidied.
  std::optional<WallTime> heard_, heard_before_;
  // What was counted in this run before the collector's time was known: under which day, and when.
  std::map<std::tuple<Day, std::string, std::string>, std::vector<MonoTime>> undated_;
  std::size_t undated_count_ = 0;
  std::optional<TrustTime> trust_time_;  // of the enrolment
  WallTime trust_time_kept_;             // what of it is on disk, or needs not to be
  bool over_told_ = false;
};

}  // namespace afterword::kiosk
