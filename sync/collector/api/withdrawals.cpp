#include "sync/collector/api/withdrawals.h"

#include <fmt/format.h>

#include <algorithm>

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

Reply too_often(const WithdrawalWait& asked) {
  Problem problem =
      asked.a_day ? make_problem(ProblemCode::too_many, "too many withdrawals were asked for within a day",
                                 "try again tomorrow, or ask in the shop")
                  : make_problem(ProblemCode::too_many, "too many withdrawals were asked for",
                                 "wait, and try again");
  problem.retry_after_ms = asked.wait.count();
  return problem_reply(problem);
}

std::string words_of_refusals() {
  return fmt::format(
      "Somebody wanted to take answers back within the last 24 hours and was refused, and that wish is not kept: {} "
      "were asked for within a day, and no more are taken. Whoever asks in a shop is helped by afterword withdraw, "
      "which has no limit. If so many make no sense, a program floods the page /withdraw: keep it off.",
      kWithdrawalsInAll);
}

std::string words_of_a_networks_refusals() {
  return fmt::format(
      "Somebody in one network wanted to take answers back within the last 24 hours and was refused, and that wish is "
      "not kept: {} were asked for from that network (IPv6, 48 bits) within a day, and no more are taken from there. "
      "Others are served. Whoever asks in a shop is helped by afterword withdraw, which has no limit. It may be a "
      "mobile carrier that many shoppers share, or a program that floods the page /withdraw.",
      kWithdrawalsANetwork);
}

// Counts nothing. Tells the log of a day's limit.
WithdrawalWait wait_before(Context& context, const std::string& address, MonoTime now) {
  const Ms alone = context.withdrawals.wait_for(address, now);
  const Ms network = context.withdrawals.wait_for_network(address, now);
  const Ms together = context.withdrawals_in_all.wait_for(kEverybody, now);
  if (together > Ms{0} && context.withdrawals_in_all.note_refused(now))
    context.log.warn("withdraw", words_of_refusals());
  if (network > Ms{0} && context.withdrawals.note_refused(now))
    context.log.warn("withdraw", words_of_a_networks_refusals());
  return {std::max(alone, together), network > Ms{0} || together > Ms{0}};
}

void count_wish(Context& context, const std::string& address, MonoTime now) {
  context.withdrawals.failed(address, now);
  context.withdrawals_in_all.failed(kEverybody, now);
}

Result<int> take_wish(Context& context, const WithdrawAsked& asked, const Actor& actor) {
  const auto code = crypto::read_code(asked.code, kWithdrawCodeCharacters);
  if (!code) return fail(Failure::invalid, "this is no withdraw code");
  Withdrawal withdrawal;
  AFTERWORD_ASSIGN(withdrawal.hash,
                   withdraw_hash(*code, ByteView(withdraw_key(context.keys.mac_key))));
  withdrawal.store = asked.store;
  withdrawal.day = asked.day;
  const WallTime now = context.clock.wall();
  int erased = 0;
  AFTERWORD_TRY(write_as(context, actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const About about, about_organisation(writes.reads()));
    const int days = std::max(about.withdraw_days, kWishesKeptDays);
    withdrawal.expires_at = context.watch.look().stamp + Ms{std::chrono::hours(24 * days)};
    AFTERWORD_ASSIGN(erased, withdraw(writes, context.definitions, withdrawal, now, actor.name));
    return context.journal.note(withdrawal);
  }));
  return erased;
}

}  // namespace

WithdrawalWait note_withdrawal(Context& context, const std::string& address) {
  const MonoTime now = context.clock.mono();
  const WithdrawalWait asking = wait_before(context, address, now);
  if (asking.wait == Ms{0}) count_wish(context, address, now);
  return asking;
}

std::vector<std::string> withdrawals_warnings(Context& context) {
  const MonoTime now = context.clock.mono();
  std::vector<std::string> warnings;
  if (context.withdrawals_in_all.has_refused(now)) warnings.push_back(words_of_refusals());
  if (context.withdrawals.has_refused(now)) warnings.push_back(words_of_a_networks_refusals());
  return warnings;
}

Result<int> take_withdrawal(Context& context, const WithdrawAsked& asked, std::string_view actor) {
  return take_wish(context, asked, Actor{std::string(actor), {}});
}

Outcome withdraw_by_shopper(Context& context, const Request& request) {
  const MonoTime now = context.clock.mono();
  // Before anything is read: who sends without end what cannot be read is not read any more.
  if (const WithdrawalWait asking = wait_before(context, request.peer, now); asking.wait > Ms{0})
    return too_often(asking);
  const auto asked = read_asked(request.body);
  if (!asked) {
    context.withdrawals.failed_alone(request.peer, now);
    return error_reply(asked.error());
  }
  count_wish(context, request.peer, now);
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
  const auto erased = take_wish(context, asked, request.actor);
  if (!erased) return admin_error(context, erased.error());
  return json_reply(json::object({{"erased", *erased}}));
}

}  // namespace afterword::collector
