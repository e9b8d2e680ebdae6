#include "tests/sync/client/upload_world.h"

TEST_CASE("what is recorded arrives, opens, and is acknowledged") {
  UploadWorld w;
  CHECK(w.asks_nothing(w.machine));
  w.record(3, "{\"answer\":4}");
  w.exchange();
  CHECK(w.waiting() == 0);
  CHECK(w.machine.acknowledged() == 3);
  CHECK(w.collector.opened.size() == 3);
  CHECK(w.collector.opened[2] == "{\"answer\":4}");
  CHECK(w.asks_nothing(w.machine));
}

TEST_CASE("a request is signed, counted, pinned and addressed") {
  UploadWorld w;
  w.record();
  const Outgoing out = w.asks(w.machine);
  CHECK(out.request.method == "POST");
  CHECK(out.request.url == "https://collector:1/v1/responses");
  CHECK(out.options.pins == std::vector<KeyPin>{w.keys.tls});
  CHECK_FALSE(out.options.unverified);
  CHECK(test::counter_of(out.request) == 1);
  CHECK(read_batch(out.request.body));
}

TEST_CASE("a full outbox goes in batches that fit the body's limit") {
  UploadWorld w;
  SeededRandom noise(3);
  std::string words(40'000, ' ');
  for (char& c : words) c = static_cast<char>('a' + noise.below(26));
  w.record(30, words);
  w.record(600);
  int requests = 0;
  while (w.waiting() > 0) {
    const Outgoing out = w.asks(w.machine);
    CHECK(out.request.body.size() <= kBodyBytesMax);
    w.machine.reply(w.clock.mono(), w.collector.answer(out.request));
    ++requests;
  }
  CHECK(requests >= 3);
  CHECK(w.collector.opened.size() == 630);
}

TEST_CASE("no connection is tried again for ever, ever more slowly") {
  UploadWorld w;
  w.record();
  const MonoTime began = w.clock.mono();
  for (int i = 0; i < 60; ++i) {
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(), fail(Failure::unreachable, "no route to host"));
  }
  CHECK(w.machine.trouble()->times == 60);
  CHECK(w.machine.trouble()->words.find("no route") != std::string::npos);
  // Fifty pauses of 0 to 5 minutes: their mean is near 2.5.
  const Ms took = w.clock.mono() - began;
  CHECK(took > std::chrono::hours(1));
  CHECK(took < std::chrono::hours(4));
  w.exchange();
  CHECK(w.waiting() == 0);
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("a pause because nobody was reached ends when somebody else is through, one that was asked for does not") {
  UploadWorld w;
  w.record();
  for (int tries = 0; tries < 6; ++tries) {
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(), fail(Failure::unreachable, "no route to host"));
  }
  if (w.machine.step(w.clock.mono()).send) FAIL("it does not pause");
  w.machine.network_is_back(w.clock.mono());
  const SyncStep step = w.machine.step(w.clock.mono());
  REQUIRE(step.send);
  w.machine.reply(w.clock.mono(), SyncWorld::refusal({ProblemCode::busy, "", "", 30'000, {}, {}}));
  w.machine.network_is_back(w.clock.mono());
  CHECK_FALSE(w.machine.step(w.clock.mono()).send);
}

TEST_CASE("a success without a receipt is none: a captive portal's page") {
  UploadWorld w;
  w.record();
  w.asks(w.machine);
  w.is_failure(HttpReply{200, {{"Content-Type", "text/html"}}, "<html>Welcome to the mall</html>"});
}

TEST_CASE("a success with the collector's words but without its receipt is none") {
  UploadWorld w;
  w.record();
  w.asks(w.machine);
  w.is_failure(HttpReply{200, {}, good_reply(1)});
}

TEST_CASE("a receipt for another counter, device, status or body is none") {
  UploadWorld w;
  w.record();
  const Outgoing out = w.asks(w.machine);
  const auto& online = w.keys.online;
  const std::string body = good_reply(1);
  HttpReply reply{200, {}, body};
  const auto with = [&](std::string receipt) {
    reply.headers = {{std::string(kReceiptHeader), std::move(receipt)}};
  };
  SUBCASE("counter") { with(sign_reply("o1", online, {"dev-7", 99, 200, body})); }
  SUBCASE("device") { with(sign_reply("o1", online, {"dev-8", 1, 200, body})); }
  SUBCASE("status") { with(sign_reply("o1", online, {"dev-7", 1, 204, body})); }
  SUBCASE("body") { with(sign_reply("o1", online, {"dev-7", 1, 200, good_reply(7)})); }
  SUBCASE("key") { with(sign_reply("o1", w.keys.root, {"dev-7", 1, 200, body})); }
  SUBCASE("key id") { with(sign_reply("o2", online, {"dev-7", 1, 200, body})); }
  SUBCASE("nonsense") { with("o1:nonsense"); }
  SUBCASE("empty") { with(""); }
  w.is_failure(reply);
}

TEST_CASE("a receipted reply that is no answer to a batch takes nothing away") {
  UploadWorld w;
  w.record();
  const Outgoing out = w.asks(w.machine);
  std::string body = good_reply(1);
  int status = 200;
  SUBCASE("cut off") { body.resize(body.size() / 2); }
  SUBCASE("not JSON") { body = "ok"; }
  SUBCASE("empty, 204") { body = "", status = 204; }
  SUBCASE("nothing taken") { body = good_reply(0); }
  SUBCASE("wrong types") { body = R"({"durable_to":"1","outcomes":{},"held":[],"missing":[]})"; }
  w.is_failure(w.receipted(out.request, status, body));
}

TEST_CASE("a status that is no success, with a page of something else, is a failure") {
  UploadWorld w;
  w.record();
  w.asks(w.machine);
  SUBCASE("502") { w.is_failure(HttpReply{502, {}, "<html>Bad gateway</html>"}); }
  SUBCASE("302") { w.is_failure(HttpReply{302, {{"Location", "https://portal/"}}, ""}); }
  SUBCASE("busy") { w.is_failure(SyncWorld::refusal({ProblemCode::busy, "", "", 0, {}, {}})); }
  SUBCASE("internal") {
    w.is_failure(SyncWorld::refusal({ProblemCode::internal, "", "", 0, {}, {}}));
  }
  SUBCASE("full") {
    w.is_failure(SyncWorld::refusal({ProblemCode::storage_full, "", "", 0, {}, {}}));
  }
}

TEST_CASE("the collector's wish to wait is kept") {
  UploadWorld w;
  w.record();
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::too_many, "", "", 120'000, {}, {}}));
  w.clock.advance(Ms{119'999});
  CHECK(w.asks_nothing(w.machine));
}

TEST_CASE("nobody can ask the kiosk to be silent for a day") {
  UploadWorld w;
  w.record();
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::busy, "", "", 86'000'000, {}, {}}));
  w.clock.advance(kSlowRetry + kRetryMost);
  CHECK_FALSE(w.asks_nothing(w.machine));
}

TEST_CASE("a reply cannot acknowledge more than was sent") {
  UploadWorld w;
  w.record(2);
  const Outgoing out = w.asks(w.machine);
  w.record(2);  // while it is under way
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, good_reply(4)));
  CHECK(w.waiting() == 2);
  CHECK(w.machine.acknowledged() == 2);
}

TEST_CASE("a part taken is a part acknowledged, and the rest goes next") {
  UploadWorld w;
  w.record(5);
  Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, good_reply(3)));
  CHECK(w.waiting() == 2);
  out = w.asks(w.machine);
  CHECK(read_batch(out.request.body)->first_sequence == 4);
}

TEST_CASE("too large is halved until it goes, and grows again") {
  UploadWorld w;
  w.record(100);
  w.collector.batch_max = 7;
  while (w.waiting() > 0) w.exchange();
  CHECK(w.collector.opened.size() == 100);
  w.collector.batch_max = 500;
  w.record(300);
  int requests = 0;
  for (; w.waiting() > 0; ++requests) w.exchange();
  CHECK(requests < 10);
}

TEST_CASE("a batch that breaks off goes on in halves; one that found nobody stays whole") {
  UploadWorld w;
  w.record(100);
  const auto sent = [&w] { return read_batch(w.asks(w.machine).request.body)->responses.size(); };
  CHECK(sent() == 100);
  w.machine.reply(w.clock.mono(), fail(Failure::unreachable, "connection refused"));
  CHECK(sent() == 100);
  w.machine.reply(w.clock.mono(), fail(Failure::unavailable, "connection reset"));
  CHECK(sent() == 50);
  // Somebody between, who takes less than the collector.
  w.machine.reply(w.clock.mono(), HttpReply{413, {}, "<html>Request Entity Too Large</html>"});
  CHECK(sent() == 25);
  w.machine.reply(w.clock.mono(), HttpReply{502, {}, "<html>Bad Gateway</html>"});
  w.exchange();
  CHECK(w.collector.opened.size() == 25);
  CHECK(sent() == 50);
}

TEST_CASE("what came too slowly goes on in halves, and a record alone only goes again") {
  UploadWorld w;
  w.record(4);
  HttpReply slow = SyncWorld::refusal({ProblemCode::busy, "too slow", "", 0, {}, {}});
  slow.status = 408;
  // A collector of before said so, and a proxy says nothing of ours.
  SUBCASE("busy") {}
  SUBCASE("malformed") { slow.body = dump(Problem{ProblemCode::malformed, "", "", 0, {}, {}}); }
  SUBCASE("too large") { slow.body = dump(Problem{ProblemCode::too_large, "", "", 0, {}, {}}); }
  SUBCASE("a page") { slow.body = "<html>Request Time-out</html>"; }
  const auto sent = [&w] { return read_batch(w.asks(w.machine).request.body)->responses; };
  for (const std::size_t count : {4u, 2u, 1u, 1u, 1u, 1u}) {
    const auto records = sent();
    CHECK(records.size() == count);
    CHECK_FALSE(records.front().withheld);
    w.machine.reply(w.clock.mono(), slow);
    CHECK(w.outbox.state()->held == 0);
    CHECK_FALSE(w.machine.trouble()->alarm);
  }
  while (w.waiting() > 0) w.exchange();
  CHECK(w.collector.opened.size() == 4);
}

TEST_CASE("busy halves what is large, and leaves alone what is small: more requests would not help") {
  UploadWorld w;
  std::size_t bytes = 0, second = 4;
  SUBCASE("small") {}
  SUBCASE("large") { bytes = 60'000, second = 2; }
  SeededRandom noise(4);
  for (int each = 0; each < 4; ++each) {
    std::string words(bytes, ' ');
    for (char& c : words) c = static_cast<char>('a' + noise.below(26));
    w.record(1, words);
  }
  const auto sent = [&w] { return read_batch(w.asks(w.machine).request.body)->responses.size(); };
  CHECK(sent() == 4);
  w.machine.reply(w.clock.mono(), SyncWorld::refusal({ProblemCode::busy, "full", "", 0, {}, {}}));
  CHECK(sent() == second);
  w.exchange();
  while (w.waiting() > 0) w.exchange();
  CHECK(w.collector.opened.size() == 4);
}

TEST_CASE("a large batch has as much time as the slowest line needs for it") {
  UploadWorld w;
  w.record();
  CHECK(w.asks(w.machine).options.total_max < std::chrono::seconds(43));
  w.machine.reply(w.clock.mono(), fail(Failure::unreachable, "connection refused"));
  std::string words(200'000, ' ');
  SeededRandom noise(3);
  for (char& c : words) c = static_cast<char>('a' + noise.below(26));
  w.record(1, words);
  const Outgoing out = w.asks(w.machine);
  const auto needs = std::chrono::seconds(out.request.body.size() / kSlowestBytesPerSecond);
  CHECK(needs > std::chrono::seconds(100));
  CHECK(out.options.total_max >= needs + kHandshakeMax + kBodyMax);
  CHECK(out.options.slow_max >= needs);
}

TEST_CASE("a line that never holds for more than a few records carries all of them") {
  UploadWorld w;
  w.record(100);
  int broke = 0;
  while (w.waiting() > 0 && broke < 500) {
    const Outgoing out = w.asks(w.machine);
    const auto size = read_batch(out.request.body)->responses.size();
    if (size > 3) ++broke;
    w.machine.reply(w.clock.mono(), size > 3 ? fail(Failure::unavailable, "connection reset")
                                             : Result<HttpReply>(w.collector.answer(out.request)));
  }
  CHECK(w.collector.opened.size() == 100);
}

TEST_CASE("one record that does not get through is set aside, and the others go on") {
  UploadWorld w;
  w.record(20);
  w.collector.malformed = {13};
  for (int i = 0; i < 60 && w.collector.opened.size() < 19; ++i) w.exchange();
  CHECK(w.collector.opened.size() == 19);
  CHECK_FALSE(w.collector.opened.contains(13));
  CHECK(w.waiting() == 1);
  CHECK(w.outbox.state()->held == 1);
  w.record(5);  // and the chain goes on
  while (w.outbox.state()->waiting > 1) w.exchange();
  CHECK(w.collector.opened.size() == 24);
}

TEST_CASE("the record that was set aside arrives when the collector can read it") {
  UploadWorld w;
  w.record(4);
  w.collector.malformed = {2};
  while (w.outbox.state()->held == 0 || w.waiting() > 1) w.exchange();
  w.collector.malformed.clear();
  while (w.waiting() > 0) w.exchange();  // asks() lets the clock run to the slow retry
  CHECK(w.collector.opened.size() == 4);
  CHECK(w.collector.stored_times[2] == 1);
}

TEST_CASE("a record alone that is refused, with others come after it, goes as its hash alone") {
  UploadWorld w;
  w.record(1);
  w.collector.malformed = {1};
  w.exchange();  // refused, alone
  w.record(3);
  w.exchange();  // its place is taken
  CHECK(w.outbox.state()->held == 1);
  w.exchange();
  while (w.waiting() > 1) w.exchange();
  CHECK(w.collector.opened.size() == 3);
}

TEST_CASE("when not even a place in the chain is accepted, people are told and nothing is lost") {
  UploadWorld w;
  w.record(1);
  for (int i = 0; i < 3; ++i) {
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(),
                    SyncWorld::refusal({ProblemCode::malformed, "no", "", 0, {}, {}}));
  }
  REQUIRE(w.machine.trouble());
  CHECK(w.waiting() == 1);
  CHECK(w.machine.trouble()->alarm);
}

TEST_CASE("held records stay and do not stand in the way; they arrive when they can be opened") {
  UploadWorld w;
  w.record(5);
  w.collector.cannot_open = {2, 4};
  w.exchange();
  CHECK(w.waiting() == 2);
  CHECK(w.machine.acknowledged() == 3);
  w.record(2);
  w.exchange();
  CHECK(w.waiting() == 2);
  CHECK(w.collector.opened.size() == 5);
  for (int i = 0; i < 8; ++i) w.exchange();  // tried again, still held
  CHECK(w.waiting() == 2);
  w.collector.cannot_open.clear();
  w.machine.try_held_now();
  w.exchange();
  w.exchange();
  CHECK(w.waiting() == 0);
  CHECK(w.collector.opened.size() == 7);
}

TEST_CASE("held records are tried again slowly, not all the time") {
  UploadWorld w;
  w.record(1);
  w.collector.cannot_open = {1};
  w.exchange();
  const MonoTime began = w.clock.mono();
  for (int i = 0; i < 6; ++i) w.exchange();
  CHECK(w.clock.mono() - began >= 5 * kHeldRetry);
}

TEST_CASE("a device that is unknown, revoked or too old keeps collecting and asks slowly") {
  for (const ProblemCode code : {ProblemCode::device_unknown, ProblemCode::device_revoked,
                                 ProblemCode::version_too_old, ProblemCode::signature_wrong}) {
    UploadWorld w;
    w.record(2);
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(), SyncWorld::refusal({code, "", "", 0, {}, {}}));
    CHECK(w.machine.trouble()->alarm);
    CHECK(w.machine.step(w.clock.mono()).wait >= kSlowRetry);
    w.record(1);
    w.exchange();
    CHECK(w.waiting() == 0);
  }
}

TEST_CASE("a counter that fell behind goes on from where the collector says; twice is an alarm") {
  UploadWorld w;
  w.record();
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::counter_behind, "", "", 0, 5000, {}}));
  CHECK_FALSE(w.machine.trouble()->alarm);
  const Outgoing again = w.asks(w.machine);
  CHECK(test::counter_of(again.request) >= 5000);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::counter_behind, "", "", 0, 6000, {}}));
  CHECK(w.machine.trouble()->alarm);
  w.exchange();
  CHECK(w.waiting() == 0);
}

TEST_CASE("a counter that nobody can have reached is not believed") {
  UploadWorld w;
  w.record();
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::counter_behind, "", "", 0, kNumberMax, {}}));
  CHECK(test::counter_of(w.asks(w.machine).request) < 100);
}

TEST_CASE("a reply that comes without a question changes nothing") {
  UploadWorld w;
  w.record();
  w.machine.reply(w.clock.mono(), HttpReply{200, {}, good_reply(1)});
  CHECK(w.waiting() == 1);
  CHECK_FALSE(w.machine.trouble());
}
