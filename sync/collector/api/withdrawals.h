// Withdrawing a response by store, day and code: from a program, from the page a person opens on
// their phone, and by an operator.
//
// Whoever asks hears the same words whether or not there was such a response, and the work done is
// the same up to what erasing takes. Only whoever asks too often, or what cannot be read as store,
// day and code, gets another answer; neither tells anything about responses.
#pragma once
#include <string>
#include <string_view>

#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"

namespace afterword::collector {

inline constexpr std::size_t kWithdrawalsAnAddress = 5;
inline constexpr Ms kWithdrawalsAnAddressWithin = std::chrono::hours(1);
inline constexpr std::size_t kWithdrawalsInAll = 1'000;
inline constexpr Ms kWithdrawalsInAllWithin = std::chrono::hours(24);

// Longer than any backup is kept, and than a kiosk waits that was put away: until then what a wish was for
// may come, or come back.
inline constexpr int kWishesKeptDays = 400;

struct WithdrawAsked {
  std::string store;  // an id; one that nobody knows is taken like any other
  Day day;
  std::string code;  // as typed
};

// Notes that this address asks. More than zero: it has asked too often, and must wait so long.
Ms note_withdrawal(Context& context, const std::string& address);

// Takes the wish: durable when it returns. Gives how many responses were erased, which only an
// operator may hear. Slow (30 ms): on a worker. Errors: invalid, when the code is none.
Result<int> take_withdrawal(Context& context, const WithdrawAsked& asked, std::string_view actor);

// POST /v1/withdraw.
Outcome withdraw_by_shopper(Context& context, const Request& request);

}  // namespace afterword::collector
