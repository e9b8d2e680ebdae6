// How a new device comes to know and be known by its collector.
//
//   1. make a key pair, once for a code, and keep it
//   2. GET /v1/trust with any TLS key; prove it: root key against the code's hash, signature
//   3. POST /v1/enrol over a connection pinned to a TLS key of that document
//   4. check the receipt (by an online key of that document) and that the reply is for our key
//
// So the one-time code reaches nobody but the collector that made it. Where the reply is lost, the
// same key with the same code gets it again: no code is burnt, and no device is left behind that
// nobody has.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/client/identity.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/problems.h"

namespace afterword {

inline constexpr int kDefinitionFormat = 1;  // of definitions, as this program reads them

// How often step 3 is tried while nobody answers.
inline constexpr int kEnrolTries = 3;

// Talks to the collector; stores nothing: the caller does, the key before (it must be there when
// this is called again with the same code), the rest before it goes on.
// Errors: unavailable (not reached: try again), denied (the code is wrong, used or expired; another
// root key; another device's reply), invalid (no readable reply), unsupported (too old).
// `said`: the collector's own problem, if the error is one, for those who tell them apart.
Result<Enrolment> enrol(const EnrolmentCode& code, const crypto::SigningKey& key,
                        std::string_view app_version, HttpClient& http,
                        std::optional<ProblemCode>* said = nullptr);

}  // namespace afterword
