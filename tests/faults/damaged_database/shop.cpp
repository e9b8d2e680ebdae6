#include "tests/faults/damaged_database/shop.h"

#include <chrono>
#include <filesystem>
#include <future>

#include "kiosk/storage/row_proof.h"
#include "kiosk/storage/store_core.h"
#include "sync/base/core/files.h"
#include "sync/client/enrol.h"
#include "sync/client/poll_machine.h"
#include "sync/client/upload_machine.h"
#include "tests/kiosk/enrolled.h"

namespace afterword::test {
namespace {

namespace fs = std::filesystem;

// "aaa", "aab", ...: no digits, which would be masked.
std::string word_of(std::size_t place) {
  std::string word = "xxx";
  for (std::size_t at = 3; at > 0; --at, place /= 26) word[at - 1] = static_cast<char>('a' + place % 26);
  return word;
}

std::size_t place_of(std::string_view word) {
  std::size_t place = 0;
  for (const char c : word.substr(0, 3)) place = place * 26 + static_cast<std::size_t>(c - 'a');
  return place;
}

// Every sixth is longer than a page.
std::string comment_of(std::size_t place) {
  std::string comment = word_of(place) + " and";
  if (place % 6 != 5) return comment;
  SeededRandom letters(place);
  for (int each = 0; each < 9'000; ++each)
    comment += each % 8 == 0 ? ' ' : static_cast<char>('a' + letters.below(26));
  return comment;
}

// The short survey, with what may not be missing when it is published.
std::string publishable() {
  std::string text = kShort;
  const auto put_before = [&text](std::string_view mark, std::string_view more) {
    text.insert(text.find(mark), more);
  };
  put_before("\"owner\"", "\"purpose\": {\"en\": \"We read it.\", \"ar\": \"نقرؤه.\"}, ");
  put_before("\"text\": {\"en\": \"How", "\"labels\": {\"en\": [\"a\", \"b\", \"c\", \"d\", \"e\"], "
                                     "\"ar\": [\"ا\", \"ب\", \"ج\", \"د\", \"ه\"]}, ");
  return text;
}

void keep(kiosk::Store& store, kiosk::Recording recording) {
  std::promise<Result<>> done;
  store.keep(std::move(recording), [&done](Result<> result) { done.set_value(std::move(result)); });
  must(done.get_future().get());
}

std::size_t folders_set_aside(const std::string& folder) {
  std::size_t count = 0;
  if (fs::exists(folder + "/damaged"))
    for (const auto& entry : fs::directory_iterator(folder + "/damaged")) count += entry.is_directory();
  return count;
}

std::vector<Bytes> pieces_of(const Given& given, const crypto::Hash256& proof) {
  constexpr std::size_t kPiece = 24, kStep = 256;
  const Bytes& data = given.sealed.data;
  std::vector<Bytes> pieces{Bytes(proof.begin(), proof.end()), given.epoch.sealed, given.epoch.recovery};
  for (std::size_t at = 0; at + kPiece <= data.size(); at += kStep)
    pieces.emplace_back(data.begin() + static_cast<std::ptrdiff_t>(at),
                        data.begin() + static_cast<std::ptrdiff_t>(at + kPiece));
  pieces.emplace_back(data.end() - kPiece, data.end());
  return pieces;
}

}  // namespace

Result<HttpReply> Wire::send(const HttpRequest& request, const HttpOptions&) {
  collector::Request out;
  out.method = request.method;
  out.target = request.url.substr(request.url.find('/', std::string_view("https://").size()));
  const std::size_t mark = out.target.find('?');
  out.path = out.target.substr(0, mark);
  if (mark != std::string::npos) out.query = *collector::decode_form(out.target.substr(mark + 1));
  for (auto [name, value] : request.headers) {
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    out.headers.emplace_back(std::move(name), std::move(value));
  }
  out.body = request.body;
  out.peer = "203.0.113.9";
  const collector::Reply reply = world_.ask(out);
  if (loses_replies) return fail(Failure::unavailable, "the reply is lost");
  HttpReply back;
  back.status = reply.status;
  for (const auto& [name, value] : reply.headers) back.headers.emplace_back(name, value);
  back.body = reply.body;
  return back;
}

Shop::Shop(bool with_copy) : with_copy_(with_copy) {
  world_.add_store("harbour");
  world_.publish(publishable());
  const auto made = world_.admin_ok(
      "POST", "enrol-codes", json::dump(json::object({{"store", "harbour"}, {"touchpoint", "exit"}})));
  const auto code = must(read_enrolment_code(made.find("code")->as_string()));
  enrolment_ = must(enrol(code, crypto::SigningKey::make(random_), "0.1.0", wire_));
  {
    const auto store = open();
    must(store->enrol(*enrolment_));
    heartbeat(*store);  // its definition comes
    give(*store, kKnown);
    send_all(*store);
    give(*store, kArrived);
    wire_.loses_replies = true;
    send_all(*store);
    wire_.loses_replies = false;
    give(*store, kArrived + 10);
  }
  {
    const auto store = open();
    give(*store, kArrived + 20);
    older_ = read_three(database());
    give(*store, kInMain);
  }
  const auto store = open();
  give(*store, kHeard);
  heartbeat(*store);
  give(*store, kAll);
  image_ = read_three(database());
  if (with_copy_) copy_image_ = must(read_file(scratch_.file("second-copy"), 1 << 25));
  find_homes();
  world_.close();
  fs::copy_file(world_.database_path(), scratch_.file("collector.db"));
  world_.open();
}

std::unique_ptr<kiosk::Store> Shop::open() {
  return must(kiosk::Store::open(folder_, world()));
}

kiosk::StoreWorld Shop::world() {
  kiosk::StoreWorld world{world_.clock, random_, log_};
  if (with_copy_) world.second_copy = {scratch_.file("second-copy"), kCopySlots};
  return world;
}

void Shop::give(kiosk::Store& store, std::size_t until) {
  while (given_.size() < until) {
    const std::size_t place = given_.size();
    world_.clock.advance(Ms{60'000});
    kiosk::Recording recording = recording_at(place);
    given_.push_back({recording.response.answers, {}, {}, {}});
    keep(store, std::move(recording));
  }
}

void Shop::find_homes() {
  const Scratch copy("/dev/shm");
  fs::copy_file(folder_ + "/device.key", copy.file("device.key"));
  write_three(copy.file("kiosk.db"), image_);
  const auto core = must(kiosk::StoreCore::open(copy.path(), {world_.clock, random_, log_}));
  must(core->records().each([&](const kiosk::KeptRecord& record) -> Result<> {
    Given& given = given_.at(static_cast<std::size_t>(record.response.sequence) - 1);
    given.sealed = record.response;
    given.homes.clear();
    const std::int64_t epoch = given.sealed.epoch;
    given.epoch = must(core->records().epochs_for({&epoch, 1})).front();
    for (const Bytes& piece : pieces_of(given, kiosk::proof_of(record.response, record.chain_before)))
      if (auto homes = homes_of(image_, piece); !homes.empty()) given.homes.push_back(std::move(homes));
    return {};
  }));
}

bool Shop::undamaged(std::size_t place, const ThreeFiles& after) const {
  for (const std::vector<Home>& homes : given_[place].homes)
    if (std::none_of(homes.begin(), homes.end(),
                     [&](const Home& home) { return is_undamaged(home, image_, after); }))
      return false;
  return true;
}

void Shop::begin_again(const ThreeFiles& files) {
  world_.close();
  fs::remove(world_.database_path() + "-wal");
  fs::remove(world_.database_path() + "-shm");
  fs::copy_file(scratch_.file("collector.db"), world_.database_path(), fs::copy_options::overwrite_existing);
  world_.open();
  fs::remove_all(folder_ + "/damaged");
  fs::remove(folder_ + "/kiosk.db.salvaged");
  write_three(database(), files);
  if (with_copy_) must(write_file(scratch_.file("second-copy"), copy_image_, 0600));
}

kiosk::Recording Shop::recording_at(std::size_t place) const {
  kiosk::Recording recording = test::recording(static_cast<int>(place % 5) + 1, comment_of(place));
  Response& response = recording.response;
  response.wall_start = response.wall_end = world_.clock.wall();
  response.mono_start = response.mono_end = world_.clock.mono();
  return recording;
}

SyncParts Shop::parts(kiosk::Store& store, TrustHolder& trust) {
  return {.url = enrolment_->url,
          .device = enrolment_->device,
          .key = enrolment_->key,
          .root = enrolment_->root,
          .trust = trust,
          .counters = store.counters(),
          .outbox = store.outbox(),
          .definitions = store.definitions(),
          .enrolment = store.enrolment_store(),
          .clock = world_.clock,
          .random = sync_random_,
          .boot = "b1",
          .app_version = "0.1.0"};
}

// Once whole: what is told, and what is fetched because of it.
void Shop::heartbeat(kiosk::Store& store) {
  TrustHolder trust(store.enrolment()->trust);
  PollMachine machine(parts(store, trust), [&store] { return store.health(); }, Ms{0});
  for (int turns = 0, sent = 0; turns < 40 && sent < 6; ++turns) {
    const SyncStep step = machine.step(world_.clock.mono());
    if (!step.send) {
      if (sent > 1 && !machine.trouble()) return;
      world_.clock.advance(step.wait);
      continue;
    }
    ++sent;
    machine.reply(world_.clock.mono(), wire_.send(step.send->request, step.send->options));
  }
}

// Until nothing waits. Gives whether a person was asked for meanwhile.
bool Shop::send_all(kiosk::Store& store) {
  TrustHolder trust(store.enrolment()->trust);
  UploadMachine machine(parts(store, trust));
  bool alarm = false;
  for (int turns = 0; turns < 300; ++turns) {
    const SyncStep step = machine.step(world_.clock.mono());
    if (!step.send) {
      if (must(store.outbox().state()).waiting == 0) break;
      world_.clock.advance(step.wait);
      continue;
    }
    machine.reply(world_.clock.mono(), wire_.send(step.send->request, step.send->options));
    if (wire_.loses_replies) break;
    alarm = alarm || (machine.trouble() && machine.trouble()->alarm);
  }
  return alarm;
}

void Shop::read_collector(Aftermath& out) {
  std::map<std::size_t, int> times;
  const auto view = world_.read();
  for (const collector::DeviceLog& log : must(view->logs()))
    must(view->scan_responses(log.device, log.log, [&](const collector::ResponseRow& row) -> Result<> {
      const Response response = must(read_response(must(json::parse(row.body))));
      const auto& why = response.answers.at("visit.why").value;
      const std::size_t place = place_of(std::get<std::string>(*why));
      if (place == given_.size()) out.goes_on = true;
      if (place >= given_.size()) return {};
      ++times[place];
      if (response.answers != given_[place].answers) ++out.altered;
      out.arrived.insert(place);
      return {};
    }));
  for (const auto& [place, count] : times) out.doubled += count - 1;
  out.quarantined = static_cast<int>(must(view->count_quarantined()));
}

Aftermath Shop::run(const ThreeFiles& files, bool heartbeat_first) {
  begin_again(files);
  Aftermath out;
  {
    const auto begin = std::chrono::steady_clock::now();
    auto opened = kiosk::Store::open(folder_, world());
    out.start_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    out.started = opened.has_value();
    if (!opened) {
      out.why = opened.error().text();
      return out;
    }
    kiosk::Store& store = **opened;
    out.damage = store.damage();
    keep(store, recording_at(given_.size()));
    if (heartbeat_first) heartbeat(store);
    out.alarm = send_all(store);
    heartbeat(store);
  }
  const std::size_t folders = folders_set_aside(folder_);
  const auto again = open();
  out.same_after_restart = again->damage() == out.damage && folders_set_aside(folder_) == folders &&
                           folders == (out.damage ? 1 : 0);
  read_collector(out);
  for (const collector::AuditEntry& entry : must(world_.read()->audit(10'000)))
    out.noted = out.noted || entry.action == "database_damaged";
  const json::Value proof = world_.admin_ok("GET", "verify?recount=1");
  out.equal = *proof.find("equal") == json::Value(true);
  if (!out.equal) out.differences = json::dump(*proof.find("differences"));
  return out;
}

}  // namespace afterword::test
