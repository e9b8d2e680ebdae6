#include "tests/sync/client/outbox_suite.h"

using namespace afterword;

namespace {
namespace memory_outbox {

struct World {
  MemoryOutbox box{"dev-7", 1};

  Outbox& outbox() { return box; }
  void record(std::int64_t epoch, std::size_t bytes) {
    SealedResponse response;
    response.sequence = box.state()->next_sequence;
    response.epoch = epoch;
    response.survey = "store-exit";
    response.data = Bytes(bytes, static_cast<std::uint8_t>(response.sequence));
    REQUIRE(box.add(response, {epoch, "c1", Bytes(kSealedKeyBytes, 1), Bytes(kSealedKeyBytes, 2)}));
  }
  void forget_acknowledged() { box.forget_acknowledged(INT64_MAX); }
  void reopen() {}
};

}  // namespace memory_outbox
}  // namespace

TEST_CASE("the outbox in memory keeps the contract") { test::outbox_suite<memory_outbox::World>(); }

TEST_CASE("a number that is not the next one is refused") {
  MemoryOutbox box("dev-7", 1);
  SealedResponse response;
  response.sequence = 2;
  response.epoch = 1;
  CHECK_FALSE(box.add(response, {1, "c1", {}, {}}));
  CHECK(box.state()->next_sequence == 1);
}
