#include <doctest/doctest.h>

#include "sync/base/json/value.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/problems.h"

using namespace afterword;

namespace {
namespace messages {

Batch batch(int count = 3) {
  Batch out;
  out.log = 2;
  out.first_sequence = 41;
  out.chain_before = chain_start("dev-7", 2);
  out.boot = "b7";
  out.mono_ms = 5;
  out.wall_ms = 6;
  out.epochs = {{8, "c1", Bytes(80, 1), Bytes(80, 2)}};
  out.chain_after = out.chain_before;
  for (int i = 0; i < count; ++i) {
    SealedResponse record;
    record.log = 2;
    record.sequence = 41 + i;
    record.epoch = 8;
    record.survey = "store-exit";
    record.version = 3;
    record.data = Bytes(50, static_cast<std::uint8_t>(i));
    out.chain_after = chain_next(out.chain_after, record.sequence, record.hash());
    out.responses.push_back(std::move(record));
  }
  return out;
}

// `batch` with one member of it, or of its first record, set to something else.
std::string with(std::string_view name, json::Value value, bool in_record = false) {
  auto document = json::parse(dump(batch()));
  if (in_record) {
    for (auto& member : document->as_object())
      if (member.first == "responses")
        member.second.as_array().front().set(std::string(name), std::move(value));
  } else {
    document->set(std::string(name), std::move(value));
  }
  return json::dump(*document);
}

void refused(const Result<Batch>& read, std::string_view where) {
  REQUIRE_FALSE(read);
  CHECK(read.error().failure == Failure::invalid);
  CHECK_MESSAGE(read.error().what.find(where) != std::string::npos, read.error().what);
}

}  // namespace messages
}  // namespace
using messages::batch;
using messages::refused;
using messages::with;

TEST_CASE("a batch comes back as it went") {
  const auto read = read_batch(dump(batch()));
  REQUIRE(read);
  CHECK(read->responses == batch().responses);
  CHECK(read->epochs == batch().epochs);
  CHECK(dump(*read) == dump(batch()));
}

TEST_CASE("a withheld record keeps its place in the chain") {
  Batch some = batch();
  some.responses[1].withheld = some.responses[1].hash();
  some.responses[1].data.clear();
  const auto read = read_batch(dump(some));
  REQUIRE(read);
  CHECK(read->responses[1].withheld == batch().responses[1].hash());
  CHECK(read->responses[1].hash() == batch().responses[1].hash());
  CHECK(read->chain_after == batch().chain_after);
}

TEST_CASE("unknown fields are ignored, so that either end may be newer") {
  CHECK(read_batch(with("colour", "blue")));
  CHECK(read_batch(with("colour", "blue", true)));
}

TEST_CASE("each wrong field of a batch is named with its place") {
  refused(read_batch(with("format", 2)), "/format");
  refused(read_batch(with("log", 0)), "/log");
  refused(read_batch(with("first_sequence", -1)), "/first_sequence");
  refused(read_batch(with("chain_before", "abc")), "/chain_before");
  refused(read_batch(with("boot", std::string(65, 'b'))), "/boot");
  refused(read_batch(with("epochs", json::Array{})), "epoch 8");
  refused(read_batch(with("responses", json::Array{})), "/responses");
  refused(read_batch(with("responses", "none")), "/responses");
  refused(read_batch(with("mono_ms", 1.5)), "/mono_ms");
  refused(read_batch(with("sequence", 9, true)), "sequence 9");
  refused(read_batch(with("epoch", 9, true)), "epoch 9");
  refused(read_batch(with("survey", "Store Exit", true)), "/responses/0/survey");
  refused(read_batch(with("version", 0, true)), "/responses/0/version");
  refused(read_batch(with("kind", "", true)), "/responses/0/kind");
  refused(read_batch(with("data", "", true)), "/responses/0/data");
  refused(read_batch(with("data", "a b", true)), "/responses/0/data");
  refused(read_batch(with("data", nullptr, true)), "/responses/0/data");
  refused(read_batch(with("withheld", "abc", true)), "/responses/0/withheld");
}

TEST_CASE("a chain that does not follow from the records is refused") {
  refused(read_batch(with("chain_after", base64url(Bytes(32, 1)))), "/chain_after");
  refused(read_batch(with("data", base64url(Bytes(50, 9)), true)), "/chain_after");
  refused(read_batch(with("first_sequence", 42)), "sequence 41");
}

TEST_CASE("a batch keeps its limits to the byte and to the record") {
  CHECK(read_batch(dump(batch(kBatchResponsesMax))));
  refused(read_batch(dump(batch(kBatchResponsesMax + 1))), "/responses");
  Batch large = batch(1);
  const auto with_data = [&](std::size_t bytes) {
    large.responses[0].data = Bytes(bytes, 3);
    large.chain_after = chain_next(large.chain_before, 41, large.responses[0].hash());
    return read_batch(dump(large));
  };
  CHECK(with_data(kRecordBytesMax));
  CHECK_FALSE(with_data(kRecordBytesMax + 4));
  Batch twice = batch();
  twice.epochs.push_back(twice.epochs.front());
  refused(read_batch(dump(twice)), "epoch 8 is there twice");
  Batch shortened = batch();
  shortened.epochs[0].sealed.pop_back();
  refused(read_batch(dump(shortened)), "/epochs/0/sealed");
}

TEST_CASE("a heartbeat's troubles are read as they were told; what is no word is refused") {
  WaitRequest told;
  told.boot = told.app_version = "1";
  told.troubles = {std::string(kDiskShort), "of_a_newer_kiosk"};
  CHECK(read_wait_request(dump(told))->troubles == told.troubles);
  for (const char* const wrong : {"", "Two words", "<b>"}) {
    told.troubles = {wrong};
    const auto read = read_wait_request(dump(told));
    REQUIRE_FALSE(read);
    CHECK(read.error().what.find("/troubles/0") != std::string::npos);
  }
}

TEST_CASE("every cut and many a damaged batch is refused or means the same, and nothing crashes") {
  const std::string good = dump(batch());
  for (std::size_t i = 0; i < good.size(); ++i) CHECK_FALSE(read_batch(good.substr(0, i)));
  SeededRandom random(2);
  for (int i = 0; i < 3000; ++i) {
    std::string bad = good;
    bad[random.below(bad.size())] = static_cast<char>(random.below(256));
    if (const auto read = read_batch(bad)) {
      // What the chain covers cannot have changed unseen.
      CHECK(read->chain_after == batch().chain_after);
    }
  }
}

TEST_CASE("a reply to a batch comes back as it went") {
  BatchReply reply;
  reply.durable_to = 43;
  reply.outcomes = {{41, Outcome::repeat, ""}, {43, Outcome::quarantined, "not_json"}};
  reply.held = {{42, HeldReason::definition_missing}};
  reply.missing = {{1, 7}};
  reply.time_ms = 9;
  reply.revision = 4;
  const auto read = read_batch_reply(dump(reply));
  REQUIRE(read);
  CHECK(dump(*read) == dump(reply));
  CHECK(read->missing == reply.missing);
  CHECK(read->held.front().reason == HeldReason::definition_missing);
}

TEST_CASE("words of a later collector are read on the safe side") {
  const auto read = read_batch_reply(
      R"({"durable_to":2,"outcomes":[{"sequence":1,"outcome":"archived"}],
          "held":[{"sequence":2,"problem":"moon_phase"}],"missing":[],"time_ms":1,"revision":1})");
  REQUIRE(read);
  CHECK(read->outcomes.front().outcome == Outcome::stored);  // answered for
  CHECK(read->held.size() == 1);                             // kept
}

TEST_CASE("a reply to a batch with impossible numbers is refused") {
  for (
      const char* bad :
      {R"({"durable_to":-1,"outcomes":[],"held":[],"missing":[],"time_ms":1,"revision":1})",
       R"({"durable_to":1,"outcomes":[],"held":[],"missing":[{"first":5,"last":4}],"time_ms":1,"revision":1})",
       R"({"durable_to":1,"outcomes":[{"sequence":0,"outcome":"repeat"}],"held":[],"missing":[],"time_ms":1,"revision":1})",
       R"({"durable_to":1})", "[]", ""})
    CHECK_FALSE(read_batch_reply(bad));
}

TEST_CASE("a heartbeat and its reply come back as they went") {
  WaitRequest request;
  request.revision = 4;
  request.boot = "b";
  request.app_version = "0.1.0";
  request.oldest_epoch_key = "c1";
  request.definitions = {{"store-exit", 3, DefinitionState::live},
                         {"returns", 1, DefinitionState::retired}};
  request.tallies = {{"2026-03-03", "store-exit", "started", 2, 14}};
  const auto read = read_wait_request(dump(request));
  REQUIRE(read);
  CHECK(dump(*read) == dump(request));
  CHECK(read->definitions == request.definitions);

  WaitReply reply;
  reply.revision = 5;
  reply.definitions = {{"store-exit", 4, crypto::sha256("x"), 700, DefinitionState::retired}};
  reply.settings = {"s1", "Süd", "exit", "Europe/Berlin"};
  reply.held = {{1, {4, 6}}, {2, {1, 1}}};
  const auto answered = read_wait_reply(dump(reply));
  REQUIRE(answered);
  CHECK(dump(*answered) == dump(reply));
  CHECK(answered->settings == reply.settings);
  CHECK(answered->held == reply.held);
  reply.held = {{1, {4, 3}}};
  CHECK_FALSE(read_wait_reply(dump(reply)));
}

TEST_CASE("what a desk is told comes back as it went, and other devices are told nothing of it") {
  WaitReply reply;
  reply.revision = 3;
  reply.settings = {"harbour-street", "Harbour Street", "service-desk", "Europe/London", {}};
  CHECK_FALSE(read_wait_reply(dump(reply))->settings.desk.has_value());
  CHECK_FALSE(read_wait_reply(dump(reply))->figures.has_value());
  DeskSettings desk;
  desk.categories = {{"return", {{{"en", "Return"}, {"es", "Devolución"}}}}, {"other", {}}};
  desk.aims.solved_percent = 80;
  desk.aims.time_s = 420;
  desk.stars = {{"s4", "Anna", "Service desk"}};
  desk.pins = {"qqqq", "rrrr"};
  desk.pin_salt = "AAAAAAAAAAAAAAAAAAAAAA";
  reply.settings.desk = desk;
  reply.figures = DeskFigures{
      "2026-03-03", {{"solved", 84.0, 72.5, 91.25, 60, 51}, {"rating", {}, {}, {}, 5, 0}}, "m1"};
  const auto back = read_wait_reply(dump(reply));
  REQUIRE_MESSAGE(back.has_value(), (back ? "" : back.error().text()));
  CHECK(back->settings == reply.settings);
  CHECK(back->figures == reply.figures);
}

TEST_CASE("a heartbeat with wrong fields names them; its wait is at most what is allowed") {
  const auto refuses = [](std::string_view name, json::Value value) {
    WaitRequest request;
    request.boot = "b";
    request.app_version = "1";
    auto document = json::parse(dump(request));
    document->set(std::string(name), std::move(value));
    const auto read = read_wait_request(json::dump(*document));
    REQUIRE_FALSE(read);
    CHECK_MESSAGE(read.error().what.find("/" + std::string(name)) != std::string::npos,
                  read.error().what);
  };
  refuses("wait_ms", kWaitMax.count() + 1);
  refuses("next_sequence", 0);
  refuses("chain", "");
  refuses("definitions",
          json::array({json::object({{"id", "a"}, {"version", 1}, {"state", "x"}})}));
  refuses("tallies", json::array({json::object({{"day", "yesterday"}})}));
  refuses("clean_start", 1);
}

TEST_CASE("enrolment's messages come back as they went") {
  EnrolRequest request{"7KD4MX2P9Q3TZ", crypto::sha256("key"), "0.1.0", {1}, {1, 2}};
  const auto read = read_enrol_request(dump(request));
  REQUIRE(read);
  CHECK(dump(*read) == dump(request));
  EnrolReply reply{"dev-7", 1, "s1", "exit", "Europe/Berlin", crypto::sha256("key"), 2};
  const auto answered = read_enrol_reply(dump(reply));
  REQUIRE(answered);
  CHECK(dump(*answered) == dump(reply));
  CHECK_FALSE(read_enrol_request("{}"));
  CHECK_FALSE(read_enrol_reply(R"({"device":"Dev 7"})"));
}

TEST_CASE("every problem has its own number and word, and comes back as it went") {
  std::set<std::string_view> words;
  int number = 0;
  for (const ProblemRow& row : problem_table()) {
    CHECK(static_cast<int>(row.code) == ++number);
    CHECK(&row_of(row.code) == &row);
    CHECK_FALSE(row.hint.empty());
    if (row.code == ProblemCode::forbidden) continue;
    CHECK(words.insert(row.word).second);
    Problem problem;
    problem.code = row.code;
    problem.detail = "this and that";
    problem.retry_after_ms = 50;
    const auto read = read_problem(dump(problem));
    REQUIRE(read);
    CHECK(read->code == row.code);
    CHECK(read->detail == "this and that");
    CHECK(read->retry_after_ms == 50);
    CHECK(read->hint == row.hint);
  }
}

TEST_CASE("forbidden tells no more than not_found does") {
  Problem problem;
  problem.code = ProblemCode::forbidden;
  problem.detail = "the store harbour-street is not yours";
  CHECK(problem.status() == 404);
  Problem nothing;
  nothing.code = ProblemCode::not_found;
  nothing.detail = "there is nothing here";
  CHECK(dump(problem) == dump(nothing));
}

TEST_CASE("a problem nobody knows is still one; a page of something else is none") {
  const auto never = read_problem(R"({"problem":"moon_phase","detail":"full","retry":"never"})");
  REQUIRE(never);
  CHECK(never->code == ProblemCode::malformed);
  CHECK(never->detail == "moon_phase: full");
  CHECK(read_problem(R"({"problem":"moon_phase"})")->code == ProblemCode::internal);
  CHECK_FALSE(read_problem("<html>"));
  CHECK_FALSE(read_problem("{}"));
  CHECK_FALSE(read_problem(R"({"problem":"busy","retry_after_ms":-5})"));
}

TEST_CASE("our machine's own troubles are not told to the other side") {
  const Problem problem =
      to_problem({Failure::io, "cannot write", "/var/lib/afterword/ledger.db", "disk?"});
  CHECK(problem.code == ProblemCode::internal);
  CHECK(dump(problem).find("/var/lib") == std::string::npos);
  CHECK(to_problem({Failure::invalid, "is missing", "/log", ""}).detail == "/log: is missing");
}

TEST_CASE("a long detail is cut between characters") {
  Problem problem;
  problem.code = ProblemCode::malformed;
  for (int i = 0; i < 1000; ++i) problem.detail += "ü";
  const auto read = read_problem(dump(problem));
  REQUIRE(read);
  CHECK(read->detail.size() < 1010);
  CHECK(read->detail.ends_with("ü ..."));
}
