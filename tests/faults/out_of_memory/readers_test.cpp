// What reads bytes that came over the wire or from a file, without memory at any allocation: it ends the
// process, says so, or gives all that it gives otherwise; never a part of it.
#include <doctest/doctest.h>

#include <functional>

#include "sync/base/pack/pack.h"
#include "sync/client/definitions.h"
#include "sync/protocol/envelope.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/problems.h"
#include "tests/faults/out_of_memory/points.h"
#include "tests/kiosk/enrolled.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::test {
namespace out_of_memory_readers {

// What was read, written again; or an error.
using Reading = std::function<Result<std::string>()>;

enum Told : int { kReached = 1, kError = 2, kOther = 4, kOtherAfterwards = 8 };

struct Tally {
  std::size_t points = 0, errors = 0, ended = 0;
};

void look_at(const char* name, const Reading& read, Tally& tally) {
  const std::string whole = must(read());
  tally.points += each_point(sized<std::size_t>(19, 1), [&](const Point& point) {
    const Ended ended = in_child([&] {
      point.begin();
      const auto result = read();
      const bool reached = memory_is_back() > 0;
      return (reached ? kReached : 0) | (result ? 0 : kError) |
             (result && *result != whole ? kOther : 0) |
             (must(read()) != whole ? kOtherAfterwards : 0);
    });
    if (ended.how == Ended::How::told && (ended.told & kReached) == 0) return false;
    tally.ended += ended.how == Ended::How::out_of_memory ? 1 : 0;
    tally.errors += (ended.told & kError) != 0 ? 1 : 0;
    CHECK_MESSAGE(ended.how != Ended::How::otherwise,
                  name << ", " << point.text() << ": ended otherwise");
    CHECK_MESSAGE((ended.told & kOther) == 0,
                  name << ", " << point.text() << ": read, and not as it is");
    CHECK_MESSAGE((ended.told & kOtherAfterwards) == 0,
                  name << ", " << point.text() << ": afterwards");
    return true;
  });
}

template <class Message>
Reading reader(Result<Message> (*read)(std::string_view), std::string text) {
  return [read, text = std::move(text)]() -> Result<std::string> {
    AFTERWORD_ASSIGN(const Message message, read(text));
    return dump(message);
  };
}

}  // namespace out_of_memory_readers
using namespace out_of_memory_readers;

TEST_CASE("Control: memory is really refused, and its lack is told apart from other ends") {
  const auto ends = [](const std::function<int()>& does) { return in_child(does).how; };
  const Point first;
  CHECK(ends([] { return 7; }) == Ended::How::told);
  CHECK(ends([&] {
          first.begin();
          return static_cast<int>(std::string(100, 'x').size() % 2);
        }) == Ended::How::out_of_memory);
  CHECK(ends([]() -> int { throw std::runtime_error("another mistake"); }) ==
        Ended::How::otherwise);
  CHECK(ends([]() -> int { std::abort(); }) == Ended::How::otherwise);
}

TEST_CASE("Out of memory: at each allocation of every reader") {
  World world;
  world.add_store("harbour");
  world.publish(survey_text());
  Kiosk kiosk(world, "harbour");
  const Response response = response_to(survey_of(survey_text()), all_answered(), world.clock);
  for (int each = 0; each < 3; ++each) kiosk.record(response);
  const std::string batch = dump(kiosk.batch());
  const std::string heartbeat = dump(kiosk.heartbeat());
  const collector::Reply waited = kiosk.wait(kiosk.heartbeat());
  const collector::Reply reply = kiosk.send(kiosk.batch());
  const std::string told = json::dump(to_json(response));
  const CollectorKeys keys;
  const std::string envelope = sign_definition(survey_text(), keys.signers());
  const std::string trust = sign_trust(keys.trust(), keys.root);
  REQUIRE(reply.status == 200);
  REQUIRE(waited.status == 200);
  world.close();

  Tally tally;
  look_at("a batch", reader(read_batch, batch), tally);
  look_at("a receipt", reader(read_batch_reply, reply.body), tally);
  look_at("a heartbeat", reader(read_wait_request, heartbeat), tally);
  look_at("what is new", reader(read_wait_reply, waited.body), tally);
  look_at(
      "a response",
      [&]() -> Result<std::string> {
        AFTERWORD_ASSIGN(const auto value, json::parse(told));
        AFTERWORD_ASSIGN(const Response read, read_response(value));
        return json::dump(to_json(read));
      },
      tally);
  look_at(
      "what a kiosk packs",
      [&]() -> Result<std::string> {
        const Bytes packed = pack::compress(as_bytes(told));
        AFTERWORD_ASSIGN(const Bytes unpacked, pack::decompress(packed, 1 << 20));
        return std::string(as_text(unpacked));
      },
      tally);
  look_at(
      "an envelope",
      [&] {
        return open_envelope(envelope, kDefinitionType, {&keys.online.public_key, 1},
                             kEnvelopeBytesMax);
      },
      tally);
  look_at(
      "a trust document",
      [&]() -> Result<std::string> {
        AFTERWORD_ASSIGN(const auto read, open_trust(trust, root_hash(keys.root.public_key)));
        return sign_trust(read, keys.root);
      },
      tally);
  MESSAGE("readers: " << tally.points << " points, " << tally.errors << " told as an error, "
                      << tally.ended << " ended the process");
  CHECK(tally.points > 100);
}

}  // namespace afterword::test
