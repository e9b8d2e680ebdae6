#include "sync/collector/api/about.h"

#include <fmt/format.h>
#include <algorithm>

#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/withdrawal.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kOrganisation = "about";

std::string setting_of(std::string_view store) {
  return store.empty() ? std::string(kOrganisation) : fmt::format("about:{}", store);
}

Result<About> stored(const Reads& reads, std::string_view store) {
  AFTERWORD_ASSIGN(const auto text, reads.setting(setting_of(store)));
  if (!text) return About{};
  AFTERWORD_ASSIGN(const json::Value value, json::parse(*text));
  json::Problems problems;
  json::Fields fields(value, "", problems);
  About about = read_about(fields);
  if (!problems.empty()) return fail(Failure::corrupt, "what is said of the shop cannot be read");
  return about;
}

// A field that is given replaces what was there; "" and 0 unset it.
void take_text(json::Fields& fields, std::string_view name, std::string& value) {
  if (auto given = fields.text(name, {.bytes_max = kAboutBytesMax, .may_be_empty = true}))
    value = std::move(*given);
}

void take_reading_day(json::Fields& fields, std::string& value) {
  const auto given = fields.text("reading_day", {.bytes_max = 16, .may_be_empty = true});
  if (!given) return;
  if (!given->empty() && !is_weekday(*given))
    fields.problem("reading_day", fmt::format("\"{}\" is no day of the week", *given),
                   "write one in English, like monday; or \"\" for none");
  value = *given;
}

void take_days(json::Fields& fields, std::string_view name, int most, int& value) {
  if (const auto given = fields.integer(name, {.least = 0, .most = most}))
    value = static_cast<int>(*given);
}

void take_withdraw_at(json::Fields& fields, std::string& value) {
  take_text(fields, "withdraw_at", value);
  const bool has_space = std::any_of(value.begin(), value.end(),
                                     [](char c) { return static_cast<unsigned char>(c) <= ' '; });
  if (!value.empty() && (has_space || value.find('.') == std::string::npos))
    fields.problem("withdraw_at", "is no address that somebody could type",
                   "write it as kiosks shall show it, like shop.example/withdraw");
}

void take(json::Fields& fields, bool of_store, About& about) {
  take_text(fields, "owner", about.owner);
  take_text(fields, "contact", about.contact);
  take_reading_day(fields, about.reading_day);
  if (of_store) return;  // the rest is the organisation's alone, and named as unknown here
  take_days(fields, "comments_kept_days", kAboutDaysMost, about.comments_kept_days);
  take_withdraw_at(fields, about.withdraw_at);
  take_days(fields, "withdraw_days", kWithdrawDaysMost, about.withdraw_days);
  if (about.withdraw_at.empty())
    about.withdraw_days = 0;
  else if (about.withdraw_days == 0)
    about.withdraw_days = kWithdrawDaysByDefault;
}

Result<json::Value> everything(const Reads& reads) {
  AFTERWORD_ASSIGN(const About organisation, about_organisation(reads));
  AFTERWORD_ASSIGN(const auto stores, reads.stores());
  json::Value by_store = json::object({});
  for (const Store& store : stores) {
    AFTERWORD_ASSIGN(const About own, about_store(reads, store.id));
    if (own != About{}) by_store.set(store.id, to_json(own));
  }
  return json::object({{"about", to_json(organisation)}, {"stores", std::move(by_store)}});
}

}  // namespace

Result<About> about_organisation(const Reads& reads) {
  AFTERWORD_ASSIGN(About about, stored(reads, ""));
  AFTERWORD_ASSIGN(auto last, reads.setting(kLastDeletion));
  if (about.comments_kept_days > 0) about.last_deletion = last.value_or("");
  return about;
}

Result<About> about_store(const Reads& reads, std::string_view store) {
  return stored(reads, store);
}

Result<About> about_for(const Reads& reads, std::string_view store, const Keyring& keys) {
  AFTERWORD_ASSIGN(About about, about_organisation(reads));
  AFTERWORD_ASSIGN(About own, about_store(reads, store));
  if (!own.owner.empty()) about.owner = std::move(own.owner);
  if (!own.contact.empty()) about.contact = std::move(own.contact);
  if (!own.reading_day.empty()) about.reading_day = std::move(own.reading_day);
  about.withdraw_key = about.withdraw_at.empty() ? "" : base64url(withdraw_key(keys.mac_key));
  return about;
}

Reply get_about(Context& context, const AdminRequest&) {
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto all = everything(**view);
  return all ? json_reply(*all) : admin_error(context, all.error());
}

Reply put_about(Context& context, const AdminRequest& request) {
  const std::string store = request.at.size() == 2 ? request.at[1] : "";
  About about;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    if (!store.empty()) {
      AFTERWORD_ASSIGN(const auto known, writes.reads().store(store));
      if (!known)
        return fail(Failure::not_found, fmt::format("there is no store \"{}\"", store), "",
                    "afterword store list names those there are");
    }
    AFTERWORD_ASSIGN(about, stored(writes.reads(), store));
    AFTERWORD_TRY(
        read_body(request, [&](json::Fields& fields) { take(fields, !store.empty(), about); }));
    AFTERWORD_TRY(writes.put_setting(setting_of(store), json::dump(to_json(about))));
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(
        writes, context.clock.wall(), request.actor.name, "about_set",
        (store.empty() ? std::string("everywhere ") : store + " ") + json::dump(to_json(about)));
  });
  if (!written) return admin_error(context, written.error());
  context.waiters.wake(context);
  return json_reply(json::object({{"about", to_json(about)}}));
}

}  // namespace afterword::collector
