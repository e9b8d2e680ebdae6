// The desk's setting and a store's staff, as administrators change them.
#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"
#include "sync/base/crypto/codes.h"
#include "sync/base/crypto/password.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/desk.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kPinLeast = 4, kPinMost = 6;
constexpr std::size_t kStaffIdCharacters = 8;

struct Member {
  std::string first_name, role;
  bool on_stars = false;
};

Result<Member> read_member(const AdminRequest& request) {
  Member out;
  AFTERWORD_TRY(read_body(request, [&out](json::Fields& fields) {
    out.first_name =
        fields.text("first_name", {.required = true, .bytes_max = kStaffNameBytesMax}).value_or("");
    if (!out.first_name.empty() && !is_staff_name(out.first_name))
      fields.problem("first_name", "is not one word",
                     "give a first name, a nickname or a badge number; no surname is kept");
    out.role = fields.text("role", {.bytes_max = kRoleBytesMax, .may_be_empty = true}).value_or("");
    out.on_stars = fields.boolean("on_stars").value_or(false);
  }));
  return out;
}

// Why a PIN is no good, or nothing.
std::optional<std::string> bad_pin(std::string_view pin) {
  const bool digits =
      std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || pin.size() < kPinLeast || pin.size() > kPinMost)
    return fmt::format("has not {} to {} digits", kPinLeast, kPinMost);
  int same = 0, up = 0, down = 0;
  for (std::size_t i = 1; i < pin.size(); ++i) {
    same += pin[i] == pin[i - 1];
    up += pin[i] == pin[i - 1] + 1;
    down += pin[i] == pin[i - 1] - 1;
  }
  const int steps = static_cast<int>(pin.size()) - 1;
  if (same == steps || up == steps || down == steps) return "is among the first that are tried";
  return std::nullopt;
}

// Tells the store's tablets after the commit.
template <class Change>
Reply change_staff(Context& context, const AdminRequest& request, std::string_view action,
                   const std::string& id, const Change& change) {
  const std::string& store = request.at[1];
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto known, writes.reads().store(store));
    if (!known)
      return fail(Failure::not_found, fmt::format("there is no store \"{}\"", store), "",
                  "add it first: afterword store set");
    AFTERWORD_ASSIGN(const auto staff, writes.reads().staff(store));
    AFTERWORD_TRY(change(writes, staff));
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(writes, context.clock.wall(), request.actor.name, action,
                        fmt::format("{} {}", store, id));
  });
  if (!written) return admin_error(context, written.error());
  context.waiters.wake(context);
  return json_reply(json::object({{"store", store}, {"id", id}}));
}

Result<StaffRow> member_of(const std::vector<StaffRow>& staff, const std::string& id) {
  for (const StaffRow& row : staff)
    if (row.id == id) return row;
  return fail(Failure::not_found, fmt::format("there is no member of staff \"{}\"", id), "",
              "afterword staff list shows those there are");
}

// The store's salt, made when it has none.
Result<std::array<std::uint8_t, crypto::kSaltBytes>> salt_of(Context& context, Writes& writes, const std::string& store) {
  AFTERWORD_ASSIGN(const std::string stored, pin_salt(writes.reads(), store));
  const auto bytes = from_base64url(stored);
  if (const auto salt = bytes ? crypto::fixed<16>(*bytes) : std::nullopt) return *salt;
  std::array<std::uint8_t, crypto::kSaltBytes> salt{};
  context.random.fill(salt);
  AFTERWORD_TRY(put_pin_salt(writes, store, base64url(salt)));
  return salt;
}

}  // namespace

Reply get_desk(Context& context, const AdminRequest&) {
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto config = desk_config(**view);
  return config ? json_reply(to_json(*config)) : admin_error(context, config.error());
}

Reply put_desk(Context& context, const AdminRequest& request) {
  const auto document = json::parse(request.http.body);
  if (!document) return admin_error(context, document.error());
  json::Problems problems;
  json::Fields fields(*document, "", problems);
  const DeskConfig config = read_desk_config(fields, problems);
  fields.finish();
  if (!problems.empty()) return admin_error(context, json::to_error(problems, ""));
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(put_desk_config(writes, config));
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(writes, context.clock.wall(), request.actor.name, "desk_set",
                        fmt::format("{} touchpoints, {} categories", config.touchpoints.size(),
                                    config.categories.size()));
  });
  if (!written) return admin_error(context, written.error());
  context.waiters.wake(context);
  return json_reply(to_json(config));
}

Reply list_staff(Context& context, const AdminRequest& request) {
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto staff = (*view)->staff(request.at[1]);
  if (!staff) return admin_error(context, staff.error());
  json::Array rows;
  for (const StaffRow& row : *staff)
    rows.push_back(json::object({{"id", row.id},
                                 {"first_name", row.first_name},
                                 {"role", row.role},
                                 {"on_stars", row.on_stars},
                                 {"has_pin", !row.pin.empty()}}));
  return json_reply(json::object({{"staff", std::move(rows)}}));
}

Reply add_staff(Context& context, const AdminRequest& request) {
  const auto member = read_member(request);
  if (!member) return admin_error(context, member.error());
  // Random, and so never that of somebody who left: their stars stay theirs.
  std::string id = "s" + crypto::make_code(kStaffIdCharacters, context.random);
  std::transform(id.begin(), id.end(), id.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return change_staff(
      context, request, "staff_added", id,
      [&](Writes& writes, const std::vector<StaffRow>& staff) -> Result<> {
        if (staff.size() >= kDeskStaffMax)
          return fail(Failure::conflict,
                      fmt::format("a store has at most {} members of staff", kDeskStaffMax));
        return writes.put_staff(
            {request.at[1], id, member->first_name, member->role, member->on_stars, ""});
      });
}

Reply put_staff(Context& context, const AdminRequest& request) {
  const auto member = read_member(request);
  if (!member) return admin_error(context, member.error());
  return change_staff(context, request, "staff_changed", request.at[3],
                      [&](Writes& writes, const std::vector<StaffRow>& staff) -> Result<> {
                        AFTERWORD_ASSIGN(StaffRow row, member_of(staff, request.at[3]));
                        row.first_name = member->first_name;
                        row.role = member->role;
                        row.on_stars = member->on_stars;
                        return writes.put_staff(row);
                      });
}

Reply put_staff_pin(Context& context, const AdminRequest& request) {
  std::string pin;
  const auto read = read_body(request, [&pin](json::Fields& fields) {
    pin = fields.text("pin", {.required = true, .bytes_max = 64}).value_or("");
    if (const auto why = bad_pin(pin); why && !pin.empty())
      fields.problem("pin", *why, "take 4 to 6 digits, no run and not all alike; 6 are better");
  });
  if (!read) return admin_error(context, read.error());
  std::array<std::uint8_t, crypto::kSaltBytes> salt{};
  const auto salted = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto staff, writes.reads().staff(request.at[1]));
    AFTERWORD_TRY(member_of(staff, request.at[3]));
    AFTERWORD_ASSIGN(salt, salt_of(context, writes, request.at[1]));
    return {};
  });
  if (!salted) return admin_error(context, salted.error());
  const auto hash = crypto::slow_hash(pin, salt);  // slow, so not while writing
  if (!hash) return admin_error(context, hash.error());
  const std::string text = base64url(*hash);
  return change_staff(context, request, "staff_pin_set", request.at[3],
                      [&](Writes& writes, const std::vector<StaffRow>& staff) -> Result<> {
                        AFTERWORD_ASSIGN(StaffRow row, member_of(staff, request.at[3]));
                        for (const StaffRow& other : staff)
                          if (other.id != row.id && other.pin == text)
                            return fail(Failure::conflict,
                                        "another member of this store has that PIN", "",
                                        "a PIN belongs to one person: take another");
                        row.pin = text;
                        return writes.put_staff(row);
                      });
}

Reply remove_staff(Context& context, const AdminRequest& request) {
  return change_staff(context, request, "staff_removed", request.at[3],
                      [&](Writes& writes, const std::vector<StaffRow>& staff) -> Result<> {
                        AFTERWORD_ASSIGN(const StaffRow row, member_of(staff, request.at[3]));
                        AFTERWORD_TRY(writes.remove_staff(row.store, row.id));
                        return context.journal.note_staff_removed(row.store, row.id);
                      });
}

}  // namespace afterword::collector
