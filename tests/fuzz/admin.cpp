// Whatever an administrator's program, or anybody at the public doors, sends a collector: it answers, and never as if
// the mistake were its own. The first line is "METHOD TARGET", the rest the body; a target that begins with /v1/ is
// asked without a token, as by anybody.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "sync/base/core/bytes.h"
#include "tests/sync/collector/support/world.h"

namespace {

using namespace afterword;

constexpr int kInputsAWorld = 2'000;  // then a new collector, or its database grows without end

std::unique_ptr<test::World> a_world() {
  auto world = std::make_unique<test::World>();
  world->add_store("harbour");
  world->publish(test::survey_text());
  world->publish(test::import_survey_text());
  test::Kiosk kiosk(*world, "harbour");
  kiosk.record(test::response_to(test::survey_of(test::survey_text()), test::all_answered(), world->clock));
  kiosk.send_ok();
  return world;
}

collector::Reply ask(test::World& world, std::string_view method, std::string_view target,
                     std::string_view body) {
  if (!target.starts_with("/v1/"))
    return world.admin(std::string(method), std::string(target), std::string(body));
  collector::Request request;
  request.method = method;
  request.target = request.path = target;
  request.body = body;
  request.peer = "203.0.113.8";
  return world.ask(request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::unique_ptr<test::World> world = a_world();  // so it goes before what it needs, at the end
  static int inputs = 0;
  if (++inputs % kInputsAWorld == 0) world = a_world();
  const std::string_view text = as_text({data, size});
  const std::size_t space = text.find(' '), line = text.find('\n');
  if (space == std::string_view::npos || line == std::string_view::npos || space > line) return 0;
  const std::string_view target = text.substr(space + 1, line - space - 1);
  // Addresses come decoded: what cannot be is refused before anything here sees it.
  const std::size_t mark = target.find('?');
  if (mark != std::string_view::npos && !collector::decode_form(target.substr(mark + 1))) return 0;
  try {
    const collector::Reply reply = ask(*world, text.substr(0, space), target, text.substr(line + 1));
    if (reply.status < 200 || reply.status == 500 || reply.status > 599) {
      std::fprintf(stderr, "status %d: %s\n", reply.status, reply.body.c_str());
      std::abort();
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    std::abort();
  }
  return 0;
}
