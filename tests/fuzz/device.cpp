// Whatever somebody sends who has a kiosk's key: everything is signed, and sealed as it should be. The first line says
// what: "response SURVEY VERSION", "interaction" or "star" with a record behind it, which is sealed, numbered and sent;
// or "METHOD TARGET" with a body. The collector answers, and never as if the mistake were its own; a record that is
// sealed as it should be is acknowledged, whatever is in it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <sstream>

#include "sync/base/core/bytes.h"
#include "sync/base/core/ids.h"
#include "tests/sync/collector/support/world.h"

namespace {

using namespace afterword;

constexpr int kInputsAWorld = 500;  // then a new collector, or its database grows without end

struct Shop {
  Shop() {
    world.add_store("harbour");
    world.publish(test::survey_text());
    kiosk.emplace(world, "harbour");
  }
  test::World world;
  std::optional<test::Kiosk> kiosk;
};

void check(const collector::Reply& reply) {
  if (reply.status >= 200 && reply.status != 500 && reply.status <= 599) return;
  std::fprintf(stderr, "status %d: %s\n", reply.status, reply.body.c_str());
  std::abort();
}

void send_record(Shop& shop, const std::string& kind, const std::string& survey, int version,
                 std::string_view record) {
  test::Kiosk& kiosk = *shop.kiosk;
  if (record.empty() || record.size() > 64'000) return;  // no kiosk seals such a one
  kiosk.record_text(survey, version, std::string(record), kind);
  const BatchReply reply = kiosk.send_ok();
  if (reply.durable_to != kiosk.next - 1) std::abort();
}

void ask(Shop& shop, std::string_view head, std::string_view body) {
  std::istringstream words{std::string(head)};
  std::string what, of;
  int version = 0;
  words >> what >> of >> version;
  if (what == "interaction" || what == "star") return send_record(shop, what, what, 1, body);
  if (what == "response") {
    if (is_id(of) && version > 0) send_record(shop, what, of, version, body);
    return;
  }
  if (!of.starts_with("/v1/")) return;
  collector::Outcome outcome =
      collector::handle_api(*shop.world.context, shop.kiosk->request(what, of, std::string(body)));
  if (const auto* const reply = std::get_if<collector::Reply>(&outcome)) return check(*reply);
  std::get<std::shared_ptr<collector::Pending>>(outcome)->attach(
      [](const collector::Reply& reply) { check(reply); });
  const auto written = shop.world.writes->run([](collector::Writes&) -> Result<> { return {}; });
  if (!written) std::abort();
  shop.world.waiters.wake(*shop.world.context);  // who waits for news
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::unique_ptr<Shop> shop = std::make_unique<Shop>();
  static int inputs = 0;
  if (++inputs % kInputsAWorld == 0) shop = std::make_unique<Shop>();
  const std::string_view text = as_text({data, size});
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  try {
    ask(*shop, text.substr(0, line), text.substr(line + 1));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    std::abort();
  }
  return 0;
}
