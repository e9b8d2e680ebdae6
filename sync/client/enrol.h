// How a new device comes to know and be known by its collector.
//
//   1. make a key pair
//   2. GET /v1/trust with any TLS key; prove it: root key against the code's hash, signature
//   3. POST /v1/enrol over a connection pinned to a TLS key of that document
//   4. check the receipt (by an online key of that document) and that the reply is for our key
//
// So the one-time code reaches nobody but the collector that made it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/client/identity.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/problems.h"

namespace afterword {

inline constexpr int kDefinitionFormat = 1;  // of definitions, as this program reads them

// Talks to the collector, at most two requests; stores nothing: the caller does, before it goes on.
// Errors: unavailable (not reached: try again), denied (the code is wrong, used or expired; another
// root key; another device's reply), invalid (no readable reply), unsupported (too old).
// A lost reply after the collector took the code needs a new code.
// `said`: the collector's own problem, if the error is one, for those who tell them apart.
Result<Enrolment> enrol(const EnrolmentCode& code, std::string_view app_version, HttpClient& http,
                        Random& random, std::optional<ProblemCode>* said = nullptr);

}  // namespace afterword
