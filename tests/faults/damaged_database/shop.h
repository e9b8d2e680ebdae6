// A kiosk with answers of every standing and the real collector it speaks to, both as they were when the
// kiosk's power went; and what becomes of them after its files were damaged.
#pragma once
#include <memory>
#include <set>

#include "kiosk/storage/store.h"
#include "sync/client/sync_machine.h"
#include "tests/faults/damaged_database/files.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::test {

// How the kiosk's requests come to the collector. Replies can be lost on the way back.
class Wire final : public HttpClient {
 public:
  explicit Wire(World& world) : world_(world) {}
  Result<HttpReply> send(const HttpRequest& request, const HttpOptions& options) override;
  void stop() override {}
  void resume() override {}
  bool loses_replies = false;

 private:
  World& world_;
};

// One finished answer, and what it was.
struct Given {
  Answers answers;
  SealedResponse sealed;
  SealedEpoch epoch;
  std::vector<std::vector<Home>> homes;  // of each piece of it that lies in one page
};

struct Aftermath {
  bool started = false;
  std::string why;      // not started
  double start_ms = 0;
  std::optional<Damage> damage;
  bool alarm = false;   // the kiosk told staff that a person is needed
  bool same_after_restart = false;
  bool goes_on = false;  // a new answer was kept and arrived
  bool noted = false;    // the collector's audit log has the event
  bool equal = false;    // its verify finds nothing wrong
  std::string differences;
  std::set<std::size_t> arrived;  // places in `given`
  int doubled = 0, altered = 0, quarantined = 0;
};

class Shop {
 public:
  // With a second copy of its answers: it stays as it was, whatever is damaged.
  explicit Shop(bool with_copy = false);
  const std::vector<Given>& given() const { return given_; }
  const ThreeFiles& image() const { return image_; }
  const ThreeFiles& older() const { return older_; }
  // By place in given(): the collector had them before.
  bool had_arrived(std::size_t place) const { return place < kArrived; }
  bool undamaged(std::size_t place, const ThreeFiles& after) const;
  const Enrolment& enrolment() const { return *enrolment_; }
  std::string database() const { return folder_ + "/kiosk.db"; }

  Aftermath run(const ThreeFiles& files, bool heartbeat_first);

 private:
  // Acknowledged; taken by the collector; in the main file of the database; told in a heartbeat; given.
  static constexpr std::size_t kKnown = 40, kArrived = 50, kInMain = 80, kHeard = 117, kAll = 120;

  static constexpr int kCopySlots = 140;

  std::unique_ptr<kiosk::Store> open();
  kiosk::StoreWorld world();
  kiosk::Recording recording_at(std::size_t place) const;
  SyncParts parts(kiosk::Store& store, TrustHolder& trust);
  void give(kiosk::Store& store, std::size_t until);
  void find_homes();
  void begin_again(const ThreeFiles& files);
  bool send_all(kiosk::Store& store);
  void heartbeat(kiosk::Store& store);
  void read_collector(Aftermath& out);

  const bool with_copy_;
  World world_;
  Wire wire_{world_};
  SilentLog log_;
  Scratch scratch_{"/dev/shm"};
  std::string folder_ = scratch_.file("kiosk");
  SeededRandom random_{11}, sync_random_{12};
  std::optional<Enrolment> enrolment_;
  ThreeFiles image_, older_;
  std::string copy_image_;
  std::vector<Given> given_;
};

}  // namespace afterword::test
