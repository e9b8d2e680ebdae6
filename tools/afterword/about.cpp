// afterword about, cards, withdraw: what kiosks say of the shop, what came of answers, and taking
// one back.
#include "survey-defs/model/survey.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

// "en=Two people stay until closing" -> language, words.
bool add_words(const std::vector<std::string>& given, const char* option, json::Value& card,
               const char* name, Streams io) {
  json::Value texts = json::object({});
  for (const std::string& one : given) {
    const std::size_t at = one.find('=');
    if (at == std::string::npos || at == 0) {
      io.err << fmt::format("afterword: {} {}: write LANGUAGE=TEXT, like en=\"More light\"\n",
                            option, one);
      return false;
    }
    texts.set(one.substr(0, at), one.substr(at + 1));
  }
  card.set(name, std::move(texts));
  return true;
}

std::string value_text(const json::Value& value) {
  return value.is_string() ? value.as_string() : json::dump(value);
}

void print_about(const std::string& whose, const json::Value& about, std::ostream& out) {
  out << whose << "\n";
  if (about.as_object().empty()) out << "  nothing is set, so kiosks claim nothing\n";
  for (const json::Member& member : about.as_object())
    out << fmt::format("  {:<20} {}\n", member.first, value_text(member.second));
}

// One of the languages, to know a card by.
std::string first_words(const json::Value& card, const char* name) {
  const json::Value* const texts = card.find(name);
  if (texts == nullptr || !texts->is_object() || texts->as_object().empty()) return "";
  const json::Value* const english = texts->find("en");
  return value_text(english != nullptr ? *english : texts->as_object().front().second);
}

}  // namespace

int show_about(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/about");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  const json::Value* const about = reply->find("about");
  const json::Value* const stores = reply->find("stores");
  if (about != nullptr) print_about("everywhere", *about, io.out);
  if (stores != nullptr)
    for (const json::Member& store : stores->as_object())
      print_about(store.first, store.second, io.out);
  return kDone;
}

int set_about(const Access& access, const AboutOptions& options, Streams io) {
  json::Value body = json::object({});
  const auto text = [&body](const char* name, const std::optional<std::string>& value) {
    if (value) body.set(name, *value == "none" ? "" : *value);
  };
  text("owner", options.owner);
  text("contact", options.contact);
  text("reading_day", options.reading_day);
  text("withdraw_at", options.withdraw_at);
  if (options.withdraw_days) body.set("withdraw_days", *options.withdraw_days);
  if (options.comments_kept_days) body.set("comments_kept_days", *options.comments_kept_days);
  if (body.as_object().empty()) {
    io.err << "afterword: say what to set: --owner, --contact, --reading-day, ...\n";
    return kCouldNotRun;
  }
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const std::string path =
      "/v1/admin/about" + (options.store.empty() ? "" : "/" + url_escape(options.store));
  const auto reply = collector->put(path, json::dump(body));
  if (!reply) return report(reply.error(), io);
  if (const json::Value* const about = reply->find("about"))
    print_about(options.store.empty() ? "everywhere" : options.store, *about, io.out);
  return kDone;
}

int add_card(const Access& access, const CardOptions& options, Streams io) {
  json::Value card = json::object({});
  if (!add_words(options.said, "--said", card, "said", io) ||
      !add_words(options.did, "--did", card, "did", io))
    return kCouldNotRun;
  card.set("refused", options.refused);
  if (!options.day.empty()) card.set("day", options.day);
  if (options.answers > 0) card.set("answers", options.answers);
  json::Array stores;
  for (const std::string& store : options.stores) stores.emplace_back(store);
  card.set("stores", std::move(stores));
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/cards", json::dump(card));
  if (!reply) return report(reply.error(), io);
  io.out << fmt::format("card {}: kiosks show it from now on\n", text_of(*reply, "id"));
  return kDone;
}

int list_cards(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/cards");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  const json::Array& cards = list_of(*reply, "cards");
  if (cards.empty()) {
    io.out << "there are no cards\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"card", "day", "stores", "said", "did"}};
  for (const json::Value& card : cards) {
    std::string stores;
    for (const json::Value& store : list_of(card, "stores"))
      stores += (stores.empty() ? "" : ",") + value_text(store);
    rows.push_back({text_of(card, "id"), text_of(card, "day"), stores.empty() ? "all" : stores,
                    first_words(card, "said"),
                    (is_true(card, "refused") ? "no: " : "") + first_words(card, "did")});
  }
  print_table(rows, io.out);
  return kDone;
}

int remove_card(const Access& access, const std::string& card, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/cards/" + url_escape(card) + "/remove", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << fmt::format("card {}: removed\n", card);
  return kDone;
}

int withdraw(const Access& access, const WithdrawOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto body =
      json::object({{"store", options.store}, {"day", options.day}, {"code", options.code}});
  const auto reply = collector->post("/v1/admin/withdrawals", json::dump(body));
  if (!reply) return report(reply.error(), io);
  const std::int64_t erased = integer_of(*reply, "erased");
  io.out << (erased > 0 ? fmt::format("{} erased, with its comments and its counts\n",
                                      erased == 1 ? "one response" : grouped(erased))
                        : "no such response is here; one that arrives later is erased then\n");
  return erased > 0 ? kDone : kNo;
}

}  // namespace afterword::tools
