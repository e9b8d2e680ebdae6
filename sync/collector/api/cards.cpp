// "You said, we did": the cards that kiosks show.
#include <fmt/format.h>
#include <algorithm>

#include "sync/base/core/day.h"
#include "sync/base/core/ids.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

json::Value row_of(const CardRow& row) {
  json::Value out = json::object({{"id", std::to_string(row.number)}});
  const json::Value card = to_json(row.card);
  for (const json::Member& member : card.as_object()) out.set(member.first, member.second);
  json::Array stores;
  for (const std::string& store : row.stores) stores.emplace_back(store);
  out.set("stores", std::move(stores));
  return out;
}

std::vector<std::string> stores_field(json::Fields& fields) {
  std::vector<std::string> out;
  const json::Array* const list = fields.list("stores", false, 10'000);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::Value& value = (*list)[i];
    if (value.is_string() && is_id(value.as_string()))
      out.push_back(value.as_string());
    else
      fields.problem("stores", "holds something that is no store's id", "write [\"harbour\"]");
  }
  return out;
}

// The day a card was decided is today's where none is given; the body is read as if it said so.
Result<CardRow> read_row(Context& context, const AdminRequest& request) {
  AFTERWORD_ASSIGN(json::Value document, json::parse(request.http.body));
  if (document.is_object() && document.find("day") == nullptr)
    document.set("day", Day::of_utc(context.clock.wall()).text());
  CardRow row;
  json::Problems problems;
  json::Fields fields(document, "", problems);
  row.card = read_card(fields, problems);
  row.stores = stores_field(fields);
  fields.finish();
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, ""));
  return row;
}

Result<> add(Context& context, const AdminRequest& request, CardRow& row, Writes& writes) {
  for (const std::string& store : row.stores) {
    AFTERWORD_ASSIGN(const auto known, writes.reads().store(store));
    if (!known)
      return fail(Failure::invalid, fmt::format("there is no store \"{}\"", store), "/stores",
                  "afterword store list names those there are");
  }
  AFTERWORD_ASSIGN(const auto there, writes.reads().cards());
  if (there.size() >= static_cast<std::size_t>(kCardsKeptMost))
    return fail(Failure::invalid, fmt::format("there are {} cards already", kCardsKeptMost), "",
                "remove old ones: afterword cards remove");
  AFTERWORD_ASSIGN(row.number, writes.add_card(row));
  AFTERWORD_TRY(writes.raise_revision());
  return append_audit(writes, context.clock.wall(), request.actor.name, "card_added",
                      fmt::format("{} {}", row.number, json::dump(to_json(row.card.did))));
}

}  // namespace

Result<std::vector<Card>> cards_for(const Reads& reads, std::string_view store) {
  AFTERWORD_ASSIGN(auto rows, reads.cards());
  std::vector<Card> out;
  for (CardRow& row : rows) {
    const bool here = row.stores.empty() ||
                      std::find(row.stores.begin(), row.stores.end(), store) != row.stores.end();
    if (here && out.size() < static_cast<std::size_t>(kCardsMost))
      out.push_back(std::move(row.card));
  }
  return out;
}

Reply list_cards(Context& context, const AdminRequest&) {
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto rows = (*view)->cards();
  if (!rows) return admin_error(context, rows.error());
  json::Array out;
  for (const CardRow& row : *rows) out.push_back(row_of(row));
  return json_reply(json::object({{"cards", std::move(out)}}));
}

Reply add_card(Context& context, const AdminRequest& request) {
  auto row = read_row(context, request);
  if (!row) return admin_error(context, row.error());
  const auto written = write_as(context, request.actor, [&](Writes& writes) {
    return add(context, request, *row, writes);
  });
  if (!written) return admin_error(context, written.error());
  context.waiters.wake(context);
  return json_reply(row_of(*row));
}

Reply remove_card(Context& context, const AdminRequest& request) {
  const auto number = parse_number(request.at[1]);
  if (!number) return malformed("a card's id is a number");
  bool removed = false;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(removed, writes.remove_card(*number));
    if (!removed) return {};
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(writes, context.clock.wall(), request.actor.name, "card_removed",
                        std::to_string(*number));
  });
  if (!written) return admin_error(context, written.error());
  if (!removed)
    return admin_error(context,
                       Error{Failure::not_found, fmt::format("there is no card {}", *number), "",
                             "afterword cards list names those there are"});
  context.waiters.wake(context);
  return json_reply(json::object({{"id", request.at[1]}, {"removed", true}}));
}

}  // namespace afterword::collector
