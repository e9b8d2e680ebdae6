#include "tests/sync/collector/support/world.h"

#include <fstream>
#include <future>
#include <stdexcept>

#include "sync/base/db/db.h"
#include "sync/protocol/enrolment.h"
#include "tests/support/must.h"

namespace afterword::test {
namespace {

constexpr const char* kToken = "a-token-of-the-test";

}  // namespace

collector::Keyring make_keyring(Random& random, WallTime now) {
  const auto root = crypto::SigningKey::make(random);
  collector::Keyring ring;
  ring.signing_id = "s1";
  ring.signing = crypto::SigningKey::make(random);
  ring.seal_keys["c1"] = crypto::SealKey::make(random);
  random.fill(ring.mac_key);
  ring.root = root_hash(root.public_key);
  TrustDocument& trust = ring.trust;
  trust.signed_at_ms = now.ms;
  trust.expires_at_ms = now.ms + 1'000'000;
  trust.tls_keys.emplace_back();
  random.fill(trust.tls_keys.back());
  trust.seal_keys.push_back({"c1", ring.seal_keys["c1"].public_key, SealState::current});
  trust.recovery_key = crypto::SealKey::make(random).public_key;
  trust.signing_keys.push_back({"s1", ring.signing.public_key, KeyRole::online, 0, 0});
  ring.trust_envelope = sign_trust(trust, root);
  return ring;
}

World::World() {
  must(crypto::crypto_init());
  keys = make_keyring(random, clock.wall());
  open();
  must(writes->run([this](collector::Writes& w) {
    const auto hash = crypto::hash256(std::string_view(kToken));
    return w.add_token({Bytes(hash.begin(), hash.end()), "tester", clock.wall()});
  }));
}

void World::open() {
  storage = must(collector::open_sqlite_storage(database_path()));
  writes = std::make_unique<collector::WriteQueue>(*storage);
  definitions = std::make_unique<collector::Definitions>();
  ingest = std::make_unique<collector::Ingest>(keys, *definitions);
  watch.emplace(clock, log);
  must(writes->run([this](collector::Writes& w) { return watch->begin(w); }));
  context.emplace(collector::Context{*storage, *writes, keys, *definitions, *ingest, waiters,
                                     events, guesses, withdrawals, withdrawals_in_all, clock,
                                     random, log, "https://collector.test:8443",
                                     backups, journal, *watch});
}

void World::close() {
  context.reset();
  ingest.reset();
  definitions.reset();
  writes.reset();
  storage.reset();
}

void World::alter(const std::string& sql) {
  close();
  must(must(db::Database::open(database_path()))->run(sql));
  open();
}

bool World::on_disk(const std::string& bytes) const {
  for (const char* const suffix : {"", "-wal"}) {
    std::ifstream file(database_path() + suffix, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

collector::Reply World::ask(const collector::Request& request) {
  collector::Outcome outcome = collector::handle_api(*context, request);
  if (auto* const reply = std::get_if<collector::Reply>(&outcome)) return std::move(*reply);
  std::promise<collector::Reply> promise;
  std::get<std::shared_ptr<collector::Pending>>(outcome)->attach(
      [&promise](collector::Reply reply) { promise.set_value(std::move(reply)); });
  auto future = promise.get_future();
  if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
    throw std::runtime_error("no reply after a minute");
  return future.get();
}

collector::Reply World::admin(const std::string& method, const std::string& target,
                              const std::string& body) {
  collector::Request request;
  request.method = method;
  request.target = "/v1/admin/" + target;
  const std::size_t mark = request.target.find('?');
  request.path = request.target.substr(0, mark);
  if (mark != std::string::npos)
    request.query = *collector::decode_form(request.target.substr(mark + 1));
  request.headers = {{"authorization", std::string("Bearer ") + kToken}};
  request.body = body;
  request.peer = "203.0.113.7";
  return ask(request);
}

json::Value World::admin_ok(const std::string& method, const std::string& target,
                            const std::string& body) {
  const collector::Reply reply = admin(method, target, body);
  if (reply.status != 200) throw std::runtime_error(target + ": " + reply.body);
  return must(json::parse(reply.body));
}

void World::add_store(const std::string& id, const std::string& zone) {
  admin_ok("PUT", "stores/" + id,
           json::dump(json::object({{"name", "Shop " + id}, {"zone", zone}})));
}

void World::publish(const std::string& text) { admin_ok("POST", "surveys", text); }

collector::Storage::View World::read() { return must(storage->read()); }

Kiosk::Kiosk(World& world, const std::string& store, const std::string& touchpoint)
    : world_(world) {
  key = crypto::SigningKey::make(world.random);
  world.random.fill(epoch_key_);
  seal_public = world.keys.seal_keys.at("c1").public_key;
  const auto made =
      world.admin_ok("POST", "enrol-codes",
                     json::dump(json::object({{"store", store}, {"touchpoint", touchpoint}})));
  EnrolRequest message;
  message.code = must(read_enrolment_code(made.find("code")->as_string())).code;
  message.public_key = key.public_key;
  message.app_version = "0.1.0";
  message.definition_formats = {1};
  message.response_formats = {1};
  collector::Request request;
  request.method = "POST";
  request.target = request.path = "/v1/enrol";
  request.body = dump(message);
  request.headers = {
      {"afterword-signature", sign_request(key, {"POST", "/v1/enrol", "", 0, request.body})}};
  const collector::Reply reply = world.ask(request);
  if (reply.status != 200) throw std::runtime_error("enrol: " + reply.body);
  id = must(read_enrol_reply(reply.body)).device;
  chain = chain_before = chain_start(id, log);
}

collector::Request Kiosk::request(const std::string& method, const std::string& target,
                                  const std::string& body) {
  collector::Request request;
  request.method = method;
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  request.body = body;
  ++counter;
  request.headers = {
      {"afterword-device", id},
      {"afterword-counter", std::to_string(counter)},
      {"afterword-signature", sign_request(key, {method, target, id, counter, body})}};
  return request;
}

void Kiosk::record_text(const std::string& survey, int version, const std::string& body,
                        const std::string& kind) {
  SealedResponse record;
  record.kind = kind;
  record.log = log;
  record.sequence = next++;
  record.epoch = epoch;
  record.survey = survey;
  record.version = version;
  record.data = must(seal_record(epoch_key_, record.name(id), body, world_.random));
  chain = chain_next(chain, record.sequence, record.hash());
  waiting.push_back(std::move(record));
}

void Kiosk::record(const Response& response) {
  record_text(response.survey, response.version, json::dump(to_json(response)));
}

void Kiosk::record(const Interaction& interaction) {
  record_text("interaction", 1, json::dump(to_json(interaction)), "interaction");
}

void Kiosk::record(const Star& star) { record_text("star", 1, json::dump(to_json(star)), "star"); }

Batch Kiosk::batch() const {
  Batch out;
  out.log = log;
  out.first_sequence = waiting.empty() ? next : waiting.front().sequence;
  out.chain_before = chain_before;
  out.boot = boot;
  out.mono_ms = world_.clock.mono().ms;
  out.wall_ms = world_.clock.wall().ms;
  out.epochs = {seal_epoch(epoch, epoch_key_, seal_key, seal_public, world_.keys.trust.recovery_key,
                           world_.random)};
  out.responses = waiting;
  out.chain_after = chain_before;
  for (const SealedResponse& record : waiting)
    out.chain_after = chain_next(out.chain_after, record.sequence, record.hash());
  return out;
}

collector::Reply Kiosk::send(const Batch& batch) {
  return world_.ask(request("POST", "/v1/responses", dump(batch)));
}

BatchReply Kiosk::send_ok() {
  const collector::Reply reply = send(batch());
  if (reply.status != 200) throw std::runtime_error("responses: " + reply.body);
  waiting.clear();
  chain_before = chain;
  return must(read_batch_reply(reply.body));
}

WaitRequest Kiosk::heartbeat() const {
  WaitRequest message;
  message.wait_ms = 0;
  message.log = log;
  message.next_sequence = next;
  message.chain = chain;
  message.waiting = static_cast<std::int64_t>(waiting.size());
  message.boot = boot;
  message.mono_ms = world_.clock.mono().ms;
  message.wall_ms = world_.clock.wall().ms;
  message.app_version = "0.1.0";
  message.disk_free_bytes = 1'000'000;
  return message;
}

collector::Reply Kiosk::wait(const WaitRequest& message) {
  return world_.ask(request("POST", "/v1/wait", dump(message)));
}

}  // namespace afterword::test
