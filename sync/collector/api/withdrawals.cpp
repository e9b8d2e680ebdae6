#include "sync/collector/api/withdrawals.h"

#include <fmt/format.h>

#include "sync/base/core/day.h"
#include "sync/base/core/ids.h"
#include "sync/base/crypto/codes.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/limiter.h"
#include "sync/collector/ingest/withdraw.h"
#include "sync/protocol/withdrawal.h"

namespace afterword::collector {
namespace {

constexpr const char* kEverybody = "everybody";
constexpr std::size_t kCodeBytesMax = 64;  // as typed, with hyphens and spaces

WithdrawAsked read_asked(json::Fields& fields) {
  WithdrawAsked asked;
  asked.store = fields.text("store", {.required = true, .bytes_max = kIdBytesMax}).value_or("");
  if (!asked.store.empty() && !is_id(asked.store))
    fields.problem("store", "is no store's id", "write it like harbour-street");
  const std::string day = fields.text("day", {.required = true, .bytes_max = 10}).value_or("");
  const auto parsed = Day::parse(day);
  if (!day.empty() && !parsed) fields.problem("day", "is no day", "write YYYY-MM-DD");
  asked.day = parsed.value_or(Day{});
  asked.code = fields.text("code", {.required = true, .bytes_max = kCodeBytesMax}).value_or("");
  if (!asked.code.empty() && !crypto::read_code(asked.code, kWithdrawCodeCharacters))
    fields.problem("code", "is no withdraw code", "it has eight letters and digits: 7F3K-92QM");
  return asked;
}

Result<WithdrawAsked> read_asked(std::string_view body) {
  AFTERWORD_ASSIGN(const json::Value document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  WithdrawAsked asked = read_asked(fields);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, ""));
  return asked;
}

Reply too_often(Ms wait) {
  Problem problem = make_problem(ProblemCode::too_many, "too many withdrawals were asked for",
                                 "wait, and try again");
  problem.retry_after_ms = wait.count();
  return problem_reply(problem);
}

}  // namespace

Ms note_withdrawal(Context& context, const std::string& address) {
  const MonoTime now = context.clock.mono();
  const Ms wait = std::max(context.withdrawals.wait_for(address, now),
                           context.withdrawals_in_all.wait_for(kEverybody, now));
  if (wait > Ms{0}) return wait;
  context.withdrawals.failed(address, now);
  context.withdrawals_in_all.failed(kEverybody, now);
  return Ms{0};
}

Result<int> take_withdrawal(Context& context, const WithdrawAsked& asked, std::string_view actor) {
  const auto code = crypto::read_code(asked.code, kWithdrawCodeCharacters);
  if (!code) return fail(Failure::invalid, "this is no withdraw code");
  Withdrawal withdrawal;
  AFTERWORD_ASSIGN(withdrawal.hash,
                   withdraw_hash(*code, ByteView(withdraw_key(context.keys.mac_key))));
  withdrawal.store = asked.store;
  withdrawal.day = asked.day;
  const WallTime now = context.clock.wall();
  int erased = 0;
  AFTERWORD_TRY(context.writes.run([&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const About about, about_organisation(writes.reads()));
    const int days = std::max(about.withdraw_days, kWishesKeptDays);
    withdrawal.expires_at = context.watch.look().stamp + Ms{std::chrono::hours(24 * days)};
    AFTERWORD_ASSIGN(erased, withdraw(writes, context.definitions, withdrawal, now, actor));
    return context.journal.note(withdrawal);
  }));
  return erased;
}

Outcome withdraw_by_shopper(Context& context, const Request& request) {
  const Ms wait = note_withdrawal(context, request.peer);
  if (wait > Ms{0}) return too_often(wait);
  const auto asked = read_asked(request.body);
  if (!asked) return error_reply(asked.error());
  const auto taken = take_withdrawal(context, *asked, kShopper);
  if (!taken) {
    context.log.error("withdraw", taken.error().text());
    return error_reply(taken.error());
  }
  return json_reply(
      json::object(
          {{"detail", "if there is such a response, it is erased now, or when it arrives"}}),
      202);
}

Reply withdraw_by_operator(Context& context, const AdminRequest& request) {
  WithdrawAsked asked;
  const auto read =
      read_body(request, [&asked](json::Fields& fields) { asked = read_asked(fields); });
  if (!read) return admin_error(context, read.error());
  const auto erased = take_withdrawal(context, asked, request.actor);
  if (!erased) return admin_error(context, erased.error());
  return json_reply(json::object({{"erased", *erased}}));
}

}  // namespace afterword::collector
