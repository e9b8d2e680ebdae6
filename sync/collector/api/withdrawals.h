// Withdrawing a response by store, day and code: from a program, from the page a person opens on
// their phone, and by an operator.
//
// Whoever asks hears the same words whether or not there was such a response, and the work done is
// the same up to what erasing takes. Only whoever asks too often, or what cannot be read as store,
// day and code, gets another answer; neither tells anything about responses.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"

namespace afterword::collector {

inline constexpr std::size_t kWithdrawalsAnAddress = 5;
inline constexpr Ms kWithdrawalsAnAddressWithin = std::chrono::hours(1);
// An IPv6 network of 48 bits. Somebody alone may have one: it takes five to ask for all that may be asked together.
// And a carrier may give each phone of a city a /64 out of one: so many shoppers who share it are not kept out.
inline constexpr std::size_t kWithdrawalsANetwork = 200;
inline constexpr Ms kWithdrawalsANetworkWithin = std::chrono::hours(24);
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

struct WithdrawalWait {
  Ms wait{0};          // zero: it may ask
  bool a_day = false;  // a day's limit is met, be it by others, of its network or all: an hour may not be enough
};

// Notes that this address asks for what can be read, unless it must wait: then nothing of its wish is kept. Where that
// is because its network, or all together, asked for a day's number, the log is told, of each once a day.
WithdrawalWait note_withdrawal(Context& context, const std::string& address);

// What people have to know while wishes are refused because of a day's limit, and for a day after: a sentence or more
// for each such limit.
std::vector<std::string> withdrawals_warnings(Context& context);

// Takes the wish: durable when it returns. Gives how many responses were erased, which only an
// operator may hear. Slow (30 ms): on a worker. Errors: invalid, when the code is none.
Result<int> take_withdrawal(Context& context, const WithdrawAsked& asked, std::string_view actor);

// POST /v1/withdraw. What cannot be read counts against its own address alone, so that it costs nobody else a wish.
Outcome withdraw_by_shopper(Context& context, const Request& request);

}  // namespace afterword::collector
