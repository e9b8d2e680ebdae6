#include "sync/collector/withdraw_pages.h"

#include <algorithm>

#include "sync/base/core/day.h"
#include "sync/base/core/ids.h"
#include "sync/base/crypto/codes.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/withdrawals.h"
#include "sync/collector/ingest/withdraw.h"
#include "sync/protocol/withdrawal.h"

namespace afterword::collector {
namespace {

using page::WithdrawPage;

std::string value_of(const Pairs& form, std::string_view name) {
  for (const auto& [known, value] : form)
    if (known == name) return value;
  return "";
}

std::string language_of(const Request& request, const Pairs& form) {
  const auto known = page::withdraw_languages();
  const std::string posted = value_of(form, "lang");
  const std::string asked(request.parameter("lang").value_or(posted));
  if (std::find(known.begin(), known.end(), asked) != known.end()) return asked;
  return std::string(page::withdraw_language(request.header("accept-language").value_or("")));
}

WithdrawPage::State take(Context& context, const Request& request, const WithdrawPage& shown) {
  const auto day = Day::parse(shown.day);
  if (!day) return WithdrawPage::State::day_wrong;
  if (!crypto::read_code(shown.code, kWithdrawCodeCharacters))
    return WithdrawPage::State::code_wrong;
  if (const WithdrawalWait asking = note_withdrawal(context, request.peer); asking.wait > Ms{0})
    return asking.a_day ? WithdrawPage::State::too_many : WithdrawPage::State::too_often;
  // The form offers ids only; whatever else came is no shop, and is taken like one nobody knows.
  const std::string shop = is_id(shown.shop) ? shown.shop : "none";
  const auto taken = take_withdrawal(context, {shop, *day, shown.code}, kShopper);
  if (taken) return WithdrawPage::State::taken;
  context.log.error("withdraw", taken.error().text());
  return WithdrawPage::State::failed;
}

int status_of(WithdrawPage::State state) {
  switch (state) {
    case WithdrawPage::State::asking:
      return 200;
    case WithdrawPage::State::taken:
      return 202;
    case WithdrawPage::State::too_often:
    case WithdrawPage::State::too_many:
      return 429;
    case WithdrawPage::State::failed:
      return 503;
    case WithdrawPage::State::code_wrong:
    case WithdrawPage::State::day_wrong:
      break;
  }
  return 400;
}

// The shops to choose from, and whom to ask where the page cannot take the wish.
Result<> add_shops(Context& context, WithdrawPage& shown) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  AFTERWORD_ASSIGN(const auto stores, view->stores());
  for (const Store& store : stores) shown.shops.push_back({store.id, store.name});
  std::sort(shown.shops.begin(), shown.shops.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  if (shown.state != WithdrawPage::State::too_many) return {};
  const auto about = about_for(*view, is_id(shown.shop) ? shown.shop : std::string(), context.keys);
  if (about) shown.contact = about->contact;  // else the words alone have to do
  return {};
}

}  // namespace

bool is_withdraw_page(const Request& request) {
  return request.path == page::kWithdrawPagePath || request.path == page::kWithdrawShortPath;
}

WithdrawShown withdraw_pages(Context& context, const Request& request) {
  const bool post = request.method == "POST";
  const Pairs form = post ? decode_form(request.body).value_or(Pairs{}) : Pairs{};
  WithdrawPage shown;
  shown.language = language_of(request, form);
  shown.day = post ? value_of(form, "day") : Day::of_utc(context.clock.wall()).text();
  shown.shop = post ? value_of(form, "shop") : std::string(request.parameter("shop").value_or(""));
  shown.code = value_of(form, "code").substr(0, 32);
  if (post) shown.state = take(context, request, shown);
  if (const auto added = add_shops(context, shown); !added) {
    context.log.error("withdraw", added.error().text());
    shown.state = WithdrawPage::State::failed;
  }
  return {page::withdraw_page(shown), status_of(shown.state)};
}

}  // namespace afterword::collector
