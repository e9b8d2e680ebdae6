// Who asks, when it is a device: its signature over the request, its counter, and the receipt it
// gets back.
#pragma once
#include <functional>
#include <memory>
#include <variant>

#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"
#include "sync/protocol/problems.h"

namespace afterword::collector {

struct Asker {
  Device device;  // as it was when the request came
  std::int64_t counter = 0;
  std::string boot;  // the start of its machine that the request names; empty: it names none
};

// Signature and state are checked here, the counter is only read: it is taken in the writer's
// transaction, with what the request does.
std::variant<Asker, Problem> authenticate(const Context& context, const Request& request);

// Takes the counter and notes that the device was seen, and which start of its machine speaks. A problem
// when it was used before; then nothing else must be written, but what was noted is.
Result<std::optional<Problem>> take_counter(Writes& writes, const Asker& asker, WallTime now);

// Adds Afterword-Receipt to a 2xx reply. Any thread.
void sign_receipt(const Keyring& keys, std::string_view device, std::int64_t counter, Reply& reply);

// The most a request waits for its commit.
inline constexpr Ms kCommitMax{30'000};

// Runs `work` in a transaction in which the asker's counter was taken, and replies with what it
// gives, signed, once that is on disk.
std::shared_ptr<Pending> reply_after_commit(Context& context, Asker asker, int weight,
                                            std::function<Result<Reply>(Writes&)> work);

}  // namespace afterword::collector
