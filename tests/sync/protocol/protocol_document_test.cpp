// PROTOCOL.md promises bytes; this test reads them from there and holds the code to them.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "sync/base/json/fields.h"
#include "sync/protocol/deletion_proof.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/names.h"
#include "sync/protocol/problems.h"
#include "sync/protocol/withdrawal.h"

using namespace afterword;

namespace {
namespace document {

std::string all() {
  std::ifstream file(std::string(AFTERWORD_SOURCE_DIR) + "/sync/PROTOCOL.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The fenced blocks of that kind, in order.
std::vector<std::string> blocks(std::string_view kind) {
  const std::string text = all();
  const std::string fence = fmt::format("\n```{}\n", kind);
  std::vector<std::string> out;
  for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
    at += fence.size();
    out.push_back(text.substr(at, text.find("\n```", at) - at));
  }
  return out;
}

const json::Value& vector(std::string_view name) {
  static const std::vector<json::Value> vectors = [] {
    std::vector<json::Value> out;
    for (const std::string& block : blocks("json")) {
      std::istringstream lines(block);
      for (std::string line; std::getline(lines, line);) {
        auto value = json::parse(line);
        REQUIRE_MESSAGE(value, line);
        out.push_back(std::move(*value));
      }
    }
    return out;
  }();
  for (const json::Value& one : vectors)
    if (one.find("vector") != nullptr && one.find("vector")->as_string() == name) return one;
  FAIL("PROTOCOL.md has no vector ", std::string(name));
  return vectors.front();
}

std::string text(const json::Value& value, std::string_view name) {
  REQUIRE(value.find(name) != nullptr);
  return value.find(name)->as_string();
}
std::int64_t number(const json::Value& value, std::string_view name) {
  REQUIRE(value.find(name) != nullptr);
  return value.find(name)->as_integer();
}
crypto::Key32 key(const json::Value& value, std::string_view name) {
  const auto out = crypto::key_from_base64url(text(value, name));
  REQUIRE(out);
  return *out;
}
crypto::Key32 bytes32(std::uint8_t value) {
  crypto::Key32 out;
  out.fill(value);
  return out;
}
const crypto::SigningKey& root() {
  static const auto it = crypto::SigningKey::from_seed(bytes32(1));
  return it;
}
const crypto::SigningKey& online() {
  static const auto it = crypto::SigningKey::from_seed(bytes32(2));
  return it;
}
const crypto::SigningKey& device() {
  static const auto it = crypto::SigningKey::from_seed(bytes32(3));
  return it;
}
const crypto::SealKey& seal() {
  static const auto it = crypto::SealKey::from_secret(bytes32(4));
  return it;
}

RecordName record_name(const json::Value& v) {
  return {text(v, "device"),
          number(v, "log"),
          number(v, "sequence"),
          text(v, "survey"),
          static_cast<int>(number(v, "version")),
          static_cast<int>(number(v, "response_format"))};
}

// A request or a reply as the document prints it.
struct Message {
  std::string method, target;  // of a request
  int status = 0;              // of a reply
  std::map<std::string, std::string> headers;
  std::string body;
};
Message parse(const std::string& block) {
  Message out;
  std::istringstream lines(block);
  std::string line;
  std::getline(lines, line);
  std::istringstream first(line);
  if (line.starts_with("HTTP/1.1 ")) {
    std::string version;
    first >> version >> out.status;
  } else {
    first >> out.method >> out.target;
  }
  while (std::getline(lines, line) && !line.empty())
    out.headers[line.substr(0, line.find(':'))] = line.substr(line.find(':') + 2);
  std::getline(lines, out.body);
  return out;
}

struct Exchange {
  Message request, reply;
  std::string device;
  std::int64_t counter = 0;
};
// The exchange of the last chapter, each pair proved: signature, receipt, lengths.
std::vector<Exchange> exchange() {
  std::vector<Exchange> out;
  for (const std::string& block : blocks("http")) {
    const Message message = parse(block);
    if (message.headers.contains("Content-Length"))
      CHECK(message.headers.at("Content-Length") == std::to_string(message.body.size()));
    if (message.status == 0)
      out.push_back({message, {}, "", 0});
    else if (!out.empty())  // the problem shown alone comes before any request
      out.back().reply = message;
  }
  for (Exchange& one : out) {
    if (one.request.target.starts_with(kTrustPath)) continue;
    const auto& headers = one.request.headers;
    if (headers.contains("Afterword-Device")) {
      const auto read =
          read_device_headers(headers.at("Afterword-Device"), headers.at("Afterword-Counter"),
                              headers.at("Afterword-Signature"));
      REQUIRE(read);
      one.device = read->device;
      one.counter = read->counter;
    }
    CHECK(request_is_signed(
        device().public_key,
        {one.request.method, one.request.target, one.device, one.counter, one.request.body},
        headers.at("Afterword-Signature")));
    const NamedKey key{"o1", online().public_key};
    CHECK(receipt_is_good({&key, 1}, {one.device, one.counter, one.reply.status, one.reply.body},
                          one.reply.headers.at("Afterword-Receipt")));
  }
  REQUIRE(out.size() == 6);
  return out;
}

}  // namespace document
}  // namespace
namespace doc = document;

TEST_CASE("the protocol document: keys") {
  const auto& v = doc::vector("keys");
  CHECK(doc::key(v, "root") == doc::root().public_key);
  CHECK(doc::key(v, "online") == doc::online().public_key);
  CHECK(doc::key(v, "device") == doc::device().public_key);
  CHECK(doc::key(v, "seal") == doc::seal().public_key);
  CHECK(doc::key(v, "recovery") == crypto::SealKey::from_secret(doc::bytes32(5)).public_key);
  CHECK(doc::key(v, "root_hash") == root_hash(doc::root().public_key));
}

TEST_CASE("the protocol document: chain") {
  const auto& v = doc::vector("chain");
  const auto& chain = v.find("chain")->as_array();
  const auto& data = v.find("data")->as_array();
  Chain now = chain_start(doc::text(v, "device"), doc::number(v, "log"));
  CHECK(base64url(now) == chain.at(0).as_string());
  CHECK(base64url(data_hash(as_bytes(data.at(0).as_string()))) == doc::text(v, "hashes_of_first"));
  for (std::size_t i = 0; i < data.size(); ++i) {
    now =
        chain_next(now, static_cast<std::int64_t>(i) + 1, data_hash(as_bytes(data[i].as_string())));
    CHECK(base64url(now) == chain.at(i + 1).as_string());
  }
}

TEST_CASE("the protocol document: associated data and a sealed record") {
  const auto& v = doc::vector("associated_data");
  CHECK(hex(associated_data(doc::record_name(v))) == doc::text(v, "hex"));
  const auto& other = doc::vector("associated_data_of_kind");
  RecordName of_kind = doc::record_name(other);
  of_kind.kind = doc::text(other, "kind");
  CHECK(hex(associated_data(of_kind)) == doc::text(other, "hex"));
  const auto& record = doc::vector("record");
  const auto opened = open_record(doc::key(record, "epoch_key"), doc::record_name(record),
                                  *from_base64url(doc::text(record, "data")));
  REQUIRE(opened);
  CHECK(*opened == doc::text(record, "opens_to"));
}

TEST_CASE("the protocol document: an epoch's key for the collector and for the owner") {
  const auto& v = doc::vector("epoch");
  const auto sealed = *from_base64url(doc::text(v, "sealed"));
  const auto recovery = *from_base64url(doc::text(v, "recovery"));
  CHECK(sealed.size() == 80);
  CHECK(open_epoch(crypto::SealKey::from_secret(doc::key(v, "seal_secret")), sealed) ==
        doc::key(v, "epoch_key"));
  CHECK(open_epoch(crypto::SealKey::from_secret(doc::key(v, "recovery_secret")), recovery) ==
        doc::key(v, "epoch_key"));
}

TEST_CASE("the protocol document: request signature and receipt") {
  const auto& v = doc::vector("request");
  const std::string method = doc::text(v, "method"), target = doc::text(v, "target"),
                    device = doc::text(v, "device"), body = doc::text(v, "body");
  const RequestToSign request{method, target, device, doc::number(v, "counter"), body};
  CHECK(request_text(request) == doc::text(v, "text"));
  CHECK(sign_request(doc::device(), request) == doc::text(v, "signature"));

  const auto& r = doc::vector("reply");
  const std::string reply_device = doc::text(r, "device"), reply_body = doc::text(r, "body");
  const ReplyToSign reply{reply_device, doc::number(r, "counter"),
                          static_cast<int>(doc::number(r, "status")), reply_body};
  CHECK(reply_text(reply) == doc::text(r, "text"));
  CHECK(sign_reply("o1", doc::online(), reply) == doc::text(r, "receipt"));
}

TEST_CASE("the protocol document: the hash of a withdraw code") {
  const auto& v = doc::vector("withdrawal");
  const std::string key = doc::text(v, "key");
  CHECK(base64url(withdraw_key(doc::key(v, "row_key"))) == key);
  CHECK(withdraw_hash(doc::text(v, "code"), std::string_view(key)).value() == doc::text(v, "hash"));
}

TEST_CASE("the protocol document: envelopes") {
  const auto& v = doc::vector("pae");
  CHECK(pae(doc::text(v, "type"), doc::text(v, "payload")) == doc::text(v, "text"));
  const auto& r = doc::vector("retirement");
  const SurveyVersion survey{doc::text(r, "survey"), static_cast<int>(doc::number(r, "version"))};
  const Signer signer{"o1", doc::online()};
  CHECK(sign_retirement(survey, {&signer, 1}) == doc::text(r, "envelope"));
  const auto key = doc::online().public_key;
  CHECK(open_retirement(doc::text(r, "envelope"), survey, {&key, 1}) == survey);
}

TEST_CASE("the worked proof of deletion is what is signed, and reads back") {
  DeletionProof proof;
  proof.number = 3;
  proof.collector = doc::text(doc::vector("keys"), "root_hash");
  proof.kept_days = 30;
  proof.day = *Day::parse("2026-03-03");
  proof.before = *Day::parse("2026-02-01");
  proof.responses = 12;
  proof.comments = 7;
  proof.quarantined = 1;
  proof.previous = doc::text(doc::vector("keys"), "root");  // any hash
  const auto& v = doc::vector("deletion");
  const Signer signer{"o1", doc::online()};
  CHECK(sign_deletion(proof, {&signer, 1}) == doc::text(v, "envelope"));
  CHECK(envelope_payload(doc::text(v, "envelope")).value_or("") == doc::text(v, "payload"));
  const crypto::Key32 key = doc::online().public_key;
  CHECK(open_deletion(doc::text(v, "envelope"), {&key, 1}) == proof);
}

TEST_CASE("the protocol document: the whole exchange") {
  const auto steps = doc::exchange();
  // 1. the trust document proves itself against the code
  const std::string text = doc::all();
  const std::size_t at = text.find("https://collector.example:8443#");
  const auto code = read_enrolment_code(text.substr(at, text.find('\n', at) - at));
  REQUIRE(code);
  const auto trust = open_trust(steps[0].reply.body, code->root);
  REQUIRE(trust);
  CHECK(sign_trust(*trust, doc::root()) == steps[0].reply.body);
  // 2. enrolment
  const auto enrol = read_enrol_request(steps[1].request.body);
  REQUIRE(enrol);
  CHECK(dump(*enrol) == steps[1].request.body);
  CHECK(enrol->code == code->code);
  const auto enrolled = read_enrol_reply(steps[1].reply.body);
  REQUIRE(enrolled);
  CHECK(dump(*enrolled) == steps[1].reply.body);
  CHECK(enrolled->public_key == enrol->public_key);
  // 3. the first heartbeat
  const auto wait = read_wait_request(steps[2].request.body);
  REQUIRE(wait);
  CHECK(dump(*wait) == steps[2].request.body);
  CHECK(wait->chain == chain_start("dev-7", 1));
  const auto news = read_wait_reply(steps[2].reply.body);
  REQUIRE(news);
  CHECK(dump(*news) == steps[2].reply.body);
  // 4. the definition is what was offered
  REQUIRE(news->definitions.size() == 1);
  const OfferedDefinition& offered = news->definitions.front();
  CHECK(steps[3].request.target == definition_path(offered.id, offered.version));
  CHECK(crypto::sha256(steps[3].reply.body) == offered.sha256);
  CHECK(static_cast<std::int64_t>(steps[3].reply.body.size()) == offered.bytes);
  CHECK(open_definition(steps[3].reply.body, {offered.id, offered.version},
                        trust->online_public_keys()));
  // 5. the batch: chain, epoch and both records
  const auto batch = read_batch(steps[4].request.body);
  REQUIRE(batch);
  CHECK(dump(*batch) == steps[4].request.body);
  const auto key = open_epoch(doc::seal(), batch->epochs.front().sealed);
  REQUIRE(key);
  for (const SealedResponse& record : batch->responses) {
    const auto opened = open_record(*key, record.name("dev-7"), record.data);
    REQUIRE(opened);
    CHECK(json::parse(*opened)->find("survey")->as_string() == "store-exit");
  }
  const auto answer = read_batch_reply(steps[4].reply.body);
  REQUIRE(answer);
  CHECK(dump(*answer) == steps[4].reply.body);
  CHECK(answer->durable_to == 2);
  // 6. the next heartbeat carries the chain's head
  CHECK(read_wait_request(steps[5].request.body)->chain == batch->chain_after);
  CHECK(steps[5].reply.status == 204);
}

TEST_CASE("the protocol document: the table of problems is the code's") {
  const std::string text = doc::all();
  for (const ProblemRow& row : problem_table()) {
    // `forbidden` is listed under its own name, though it never travels under it.
    const std::string word =
        row.code == ProblemCode::forbidden ? "forbidden" : std::string(row.word);
    const std::string line = fmt::format("\n| {} | {} | {} | {} |", static_cast<int>(row.code),
                                         word, row.status, name(row.retry));
    CHECK_MESSAGE(text.find(line) != std::string::npos, line);
  }
  const auto example = doc::parse(doc::blocks("http").front());
  const auto problem = read_problem(example.body);
  REQUIRE(problem);
  CHECK(problem->status() == example.status);
  CHECK(dump(*problem) == example.body);
}

TEST_CASE("the protocol document: the limits are the code's") {
  const std::string text = doc::all();
  const auto says = [&](const std::string& row) {
    CHECK_MESSAGE(text.find("| " + row + " |") != std::string::npos, row);
  };
  says(fmt::format("header lines together | {} KiB", kHeaderBytesMax / 1024));
  says(fmt::format("body of a request or reply | {} MiB", kBodyBytesMax / 1024 / 1024));
  says(fmt::format("batch | 1 to {} records", kBatchResponsesMax));
  says(fmt::format("one sealed record | {} KiB (and {} MiB when opened); a comment of 64 KiB fits",
                   kRecordBytesMax / 1024, kRecordPlainBytesMax / 1024 / 1024));
  says("definition | 256 KiB; its envelope 357,717 bytes");
  CHECK(kDefinitionBytesMax == 256 * 1024);
  CHECK(kEnvelopeBytesMax == 357'717);
  says(fmt::format("wait | {} s", kWaitMax.count() / 1000));
  says(fmt::format("counter window | {}", kCounterWindow));
  says(fmt::format("ranges in `missing`, and in `held` of a heartbeat's reply | {}", kMissingRangesMax));
}
