// A kiosk's poll and what a collector offers, answered step by step.
#pragma once
#include "tests/sync/client/sync_world.h"

namespace afterword::test {

struct PollWorld : SyncWorld {
  PollMachine machine{parts};
  WaitReply offer = [] {
    WaitReply out;
    out.revision = 1;
    out.time_ms = 1'772'546'405'000;
    out.settings = {"harbour-street", "Harbour Street", "exit", "Europe/London"};
    return out;
  }();
  std::map<std::string, std::string> served;  // by path

  std::string add_live(std::string_view id, int version) {
    const Signer signer = keys.signer();
    return add(
        id, version, DefinitionState::live,
        sign_definition(fmt::format(R"({{"id":"{}","version":{}}})", id, version), {&signer, 1}));
  }
  std::string add_retired(const std::string& id, int version) {
    const Signer signer = keys.signer();
    return add(id, version, DefinitionState::retired, sign_retirement({id, version}, {&signer, 1}));
  }
  std::string add(std::string_view id, int version, DefinitionState state, std::string envelope) {
    std::erase_if(offer.definitions, [&](const auto& one) { return one.id == id; });
    offer.definitions.push_back({std::string(id), version, crypto::sha256(envelope),
                                 static_cast<std::int64_t>(envelope.size()), state});
    ++offer.revision;
    const std::string path =
        state == DefinitionState::live ? definition_path(id, version) : retired_path(id, version);
    served[path] = std::move(envelope);
    return path;
  }

  Result<HttpReply> answer(const HttpRequest& request) {
    const std::string target = target_of(request);
    if (target == kWaitPath) {
      const auto asked = read_wait_request(request.body);
      REQUIRE(asked);
      if (asked->revision == offer.revision) return receipted(request, 204, "");
      return receipted(request, 200, dump(offer));
    }
    if (served.contains(target)) return receipted(request, 200, served[target]);
    return refusal({ProblemCode::not_found, "", "", 0, {}, {}});
  }
  // Until the next wait that has nothing new.
  void settle() {
    for (int i = 0; i < 50; ++i) {
      const Outgoing out = asks(machine);
      const auto reply = answer(out.request);
      machine.reply(clock.mono(), reply);
      if (reply->status == 204) return;
    }
    FAIL("the poll never settles");
  }
  std::vector<HeldDefinition> held() { return *definitions.list(); }
};

}  // namespace afterword::test
