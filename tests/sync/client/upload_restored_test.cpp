// A collector restored from an older state, and a log that forked.
#include "tests/sync/client/upload_world.h"

TEST_CASE("a collector restored from a backup gets again what it lost") {
  UploadWorld w;
  w.record(10);
  w.exchange();
  w.collector.lose_from(4);
  w.record(2);
  while (w.waiting() > 0) w.exchange();
  CHECK(w.collector.opened.size() == 12);
}

TEST_CASE("a restored collector gets held records again too") {
  UploadWorld w;
  w.record(6);
  w.collector.cannot_open = {5};
  w.exchange();
  w.collector.lose_from(4);
  w.record(1);
  w.collector.cannot_open.clear();
  while (w.waiting() > 0) w.exchange();
  CHECK(w.collector.opened.size() == 7);
}

TEST_CASE("ranges the collector misses are sent again") {
  UploadWorld w;
  w.record(6);
  w.exchange();
  w.record(1);
  const Outgoing out = w.asks(w.machine);
  BatchReply reply;
  reply.durable_to = 7;
  reply.missing = {{2, 3}, {5, 5}};
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, dump(reply)));
  CHECK(w.waiting() == 3);
  CHECK(read_batch(w.asks(w.machine).request.body)->first_sequence == 2);
}

TEST_CASE("what a restored collector wants and this kiosk no longer keeps is declared lost") {
  UploadWorld w;
  w.record(4);
  w.exchange();
  w.outbox.forget_acknowledged(4);
  w.collector.lose_from(2);
  w.record(2);
  w.exchange();
  REQUIRE(w.machine.trouble());
  CHECK(w.machine.trouble()->alarm);
  CHECK(w.machine.trouble()->words.find("lacks 3 numbers from 2 on") != std::string::npos);
  CHECK(w.waiting() == 2);
  const Outgoing out = w.asks(w.machine);
  const auto batch = read_batch(out.request.body);
  REQUIRE(batch);
  CHECK(batch->first_sequence == 5);
  CHECK(batch->lost == SequenceRange{2, 4});
  w.machine.reply(w.clock.mono(), w.collector.answer(out.request));
  CHECK(w.waiting() == 0);
  CHECK_FALSE(w.machine.trouble());
  CHECK(w.collector.lost == 3);
  // Said once, not with what comes later.
  w.record(1);
  CHECK_FALSE(read_batch(w.asks(w.machine).request.body)->lost);
}

TEST_CASE("only what is gone is declared lost, not what is kept behind it") {
  UploadWorld w;
  w.record(40);
  w.collector.cannot_open = {20};
  w.exchange();
  w.outbox.forget_acknowledged(19);
  w.collector.lose_from(5);
  w.exchange();  // the held one, which does not fit: 5 to 19 are wanted, and gone
  REQUIRE(w.machine.trouble());
  CHECK(w.machine.trouble()->words.find("lacks 15 numbers from 5 on") != std::string::npos);
  w.collector.cannot_open.clear();
  w.record(1);  // and before it is tried again, another one is the first to go
  for (int i = 0; i < 100 && w.waiting() > 0; ++i) w.exchange();
  CHECK(w.waiting() == 0);
  CHECK(w.collector.lost == 15);
  CHECK(w.collector.opened.size() == 26);
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("what is wanted of one log is not declared lost of another") {
  UploadWorld w;
  w.record(4);
  w.collector.cannot_open = {3};
  w.exchange();
  w.outbox.forget_acknowledged(2);
  w.record(4);
  REQUIRE(w.outbox.begin_new_log());
  Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, good_reply(4)));
  out = w.asks(w.machine);
  CHECK(read_batch(out.request.body)->log == 1);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::sequence_gap, "", "", 0, {}, 1}));
  REQUIRE(w.outbox.resend(2, 2, 4));
  const auto batch = read_batch(w.asks(w.machine).request.body);
  REQUIRE(batch);
  CHECK(batch->log == 2);
  CHECK(batch->first_sequence == 2);
  CHECK_FALSE(batch->lost);
}

TEST_CASE("a gap told again and again does not become a storm") {
  UploadWorld w;
  w.record(10);
  w.exchange();
  w.record(1);
  const MonoTime began = w.clock.mono();
  for (int i = 0; i < 30; ++i) {
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(),
                    SyncWorld::refusal({ProblemCode::sequence_gap, "", "", 0, {}, 1}));
  }
  CHECK(w.clock.mono() - began > std::chrono::minutes(10));
}

TEST_CASE("a forked log is halved to the record that does not fit, and goes on as a new one") {
  UploadWorld w;
  const HttpReply forked =
      SyncWorld::refusal({ProblemCode::log_forked, "number 3 is another", "", 0, {}, {}});
  w.record(4);
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(), forked);
  Outgoing out = w.asks(w.machine);
  CHECK(read_batch(out.request.body)->responses.size() == 2);
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, good_reply(2)));
  CHECK(w.waiting() == 2);
  for (int i = 0; i < 2; ++i) {
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(), forked);
  }
  REQUIRE(w.machine.trouble());
  CHECK(w.machine.trouble()->alarm);
  CHECK(w.machine.trouble()->code == ProblemCode::log_forked);
  CHECK(w.outbox.state()->log == 2);
  CHECK(w.waiting() == 2);
  out = w.asks(w.machine);
  const auto batch = read_batch(out.request.body);
  REQUIRE(batch);
  CHECK(batch->log == 2);
  CHECK(batch->first_sequence == 1);
  CHECK(batch->chain_before == chain_start("dev-7", 2));
  CHECK(batch->responses[0].sealed_as == SealedResponse::Place{1, 3});
  w.machine.reply(w.clock.mono(),
                  w.receipted(out.request, 200, good_reply(batch->responses.back().sequence)));
  while (w.waiting() > 0) {
    out = w.asks(w.machine);
    w.machine.reply(
        w.clock.mono(),
        w.receipted(out.request, 200,
                    good_reply(read_batch(out.request.body)->responses.back().sequence)));
  }
  CHECK_FALSE(w.machine.trouble());
}

TEST_CASE("who is told twice in a row that his log has forked asks slowly, and begins no third") {
  UploadWorld w;
  w.record(1);
  for (int i = 0; i < 4; ++i) {
    w.asks(w.machine);
    w.machine.reply(w.clock.mono(),
                    SyncWorld::refusal({ProblemCode::log_forked, "", "", 0, {}, {}}));
  }
  CHECK(w.outbox.state()->log == 2);
  CHECK(w.machine.step(w.clock.mono()).wait >= kSlowRetry);
  CHECK(w.waiting() == 1);
}

TEST_CASE("a log that is wanted from its first number brings the end of those before it") {
  UploadWorld w;
  w.record(5);
  w.collector.cannot_open = {5};
  w.exchange();
  w.record(2);
  REQUIRE(w.outbox.begin_new_log());
  Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, good_reply(2)));
  REQUIRE(w.outbox.resend(2, 2, 2));
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::sequence_gap, "", "", 0, {}, 1}));
  CHECK(w.waiting() == 7);
  const auto batch = read_batch(w.asks(w.machine).request.body);
  REQUIRE(batch);
  CHECK(batch->log == 1);
  CHECK(batch->responses.size() == 5);
}

TEST_CASE("a beginning that is gone is declared lost also where records of an earlier log go before") {
  UploadWorld w;
  w.record(3);
  w.exchange();
  w.record(2);
  REQUIRE(w.outbox.begin_new_log());
  Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, good_reply(2)));
  w.outbox.forget_acknowledged(1);
  REQUIRE(w.outbox.resend(2, 2, 2));
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::sequence_gap, "", "", 0, {}, 1}));
  out = w.asks(w.machine);
  const auto before = read_batch(out.request.body);
  REQUIRE(before);
  CHECK(before->log == 1);
  CHECK_FALSE(before->lost);
  w.machine.reply(w.clock.mono(),
                  w.receipted(out.request, 200, good_reply(before->responses.back().sequence)));
  const auto batch = read_batch(w.asks(w.machine).request.body);
  REQUIRE(batch);
  CHECK(batch->log == 2);
  CHECK(batch->first_sequence == 2);
  REQUIRE(batch->lost);
  CHECK(*batch->lost == SequenceRange{1, 1});
}

TEST_CASE("held ones of a later log have their turn behind higher numbers of an earlier one") {
  UploadWorld w;
  w.record(5);
  w.collector.cannot_open = {5};
  w.exchange();
  w.record(2);
  REQUIRE(w.outbox.begin_new_log());
  BatchReply held;
  held.durable_to = 2;
  held.held = {{2, HeldReason::key_missing}};
  Outgoing out = w.asks(w.machine);
  w.machine.reply(w.clock.mono(), w.receipted(out.request, 200, dump(held)));
  w.exchange();  // number 5 of log 1, still held
  const auto batch = read_batch(w.asks(w.machine).request.body);
  REQUIRE(batch);
  CHECK(batch->log == 2);
  CHECK(batch->first_sequence == 2);
}

TEST_CASE("a record that is to go as its hash is none of another log") {
  UploadWorld w;
  w.record(2);
  w.exchange();
  w.record(1);
  REQUIRE(w.outbox.begin_new_log());
  w.asks(w.machine);
  w.machine.reply(w.clock.mono(),
                  SyncWorld::refusal({ProblemCode::malformed, "no", "", 0, {}, {}}));
  REQUIRE(w.outbox.resend(1, 1, 1));
  const auto batch = read_batch(w.asks(w.machine).request.body);
  REQUIRE(batch);
  CHECK(batch->log == 1);
  CHECK_FALSE(batch->responses.at(0).withheld);
}
