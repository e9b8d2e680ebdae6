#include "tools/afterword/cli.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "tools/afterword/commands.h"

namespace afterword::tools {
namespace {

constexpr const char* kFooter =
    "\nExit codes: 0 done, 1 the answer is no, 2 could not run.\n"
    "Commands that talk to a collector take --collector and --token-file, or the environment "
    "variables\n"
    "AFTERWORD_COLLECTOR and AFTERWORD_TOKEN_FILE. The token file is admin.token of the "
    "collector's data folder.";

// One command's options live here until it runs; each command is one function below.
struct Grammar {
  Access access;
  bool json = false;
  LintOptions lint;
  PublishOptions publish;
  StoreOptions store;
  AboutOptions about;
  CardOptions card;
  WithdrawOptions withdraw;
  MetricsOptions metrics;
  ExportOptions exporting;
  ImportOptions importing;
  SimulateOptions simulate;
  VerifyOptions verify;
  StaffOptions staff;
  bool interactions = false, stars = false;
  EventOptions event;
  FunnelOptions funnel;
  std::string name, touchpoint, password_file;
  std::function<int(Streams)> command;
};

CLI::App* add(CLI::App& app, const std::string& name, const std::string& words,
              const std::string& codes) {
  CLI::App* sub = app.add_subcommand(name, words);
  sub->footer("\nExit codes: " + codes);
  return sub;
}

// A command that talks to a collector.
CLI::App* add_online(
    CLI::App& app, Grammar& g, const std::string& name, const std::string& words,
    const std::string& codes = "0 done, 1 the collector said no, 2 could not run") {
  CLI::App* sub = add(app, name, words, codes);
  sub->add_option("--collector", g.access.collector, "https://HOST:PORT");
  sub->add_option("--token-file", g.access.token_file,
                  "admin.token of the collector's data folder");
  return sub;
}

// What the command line left open. Not by CLI11's own way: that would let the environment win,
// since the commands that were not named share these two.
void complete_from_environment(Access& access) {
  const auto complete = [](std::string& value, const char* variable) {
    const char* const given = std::getenv(variable);
    if (value.empty() && given != nullptr) value = given;
  };
  complete(access.collector, "AFTERWORD_COLLECTOR");
  complete(access.token_file, "AFTERWORD_TOKEN_FILE");
}

template <class Command>
void runs(CLI::App* sub, Grammar& g, Command command) {
  sub->callback([&g, command] { g.command = command; });
}

void surveys(CLI::App& app, Grammar& g) {
  auto* lint = add(app, "lint", "Check definitions: well-formed, short, fair, answerable",
                   "0 clean (warnings allowed), 1 errors, 2 could not run");
  lint->add_option("FILE", g.lint.files, "definition files")->required();
  lint->add_flag("--json", g.lint.json, "findings as JSON");
  runs(lint, g, [&g](Streams io) { return lint_files(g.lint, io); });

  auto* publish_ =
      add_online(app, g, "publish", "Publish definitions; refused when lint finds errors");
  publish_->add_option("FILE", g.publish.files, "definition files")->required();
  publish_->add_option("--rollout", g.publish.rollout,
                       "stores=a,b or percent=N; without it everywhere at first, later as before");
  runs(publish_, g, [&g](Streams io) { return publish(g.access, g.publish, io); });

  auto* retire_ = add_online(app, g, "retire", "Stop asking a survey; its results stay");
  retire_->add_option("SURVEY", g.name, "the survey's id")->required();
  runs(retire_, g, [&g](Streams io) { return retire(g.access, g.name, io); });

  auto* list = add_online(app, g, "surveys", "List published surveys, versions and states");
  list->add_flag("--json", g.json, "as JSON");
  runs(list, g, [&g](Streams io) { return list_surveys(g.access, g.json, io); });
}

void right_moment(CLI::App& app, Grammar& g) {
  auto* event =
      add_online(app, g, "event", "Tell a kiosk what happened to the visitor in front of it",
                 "0 taken, 1 refused, 2 could not run");
  event
      ->add_option("EVENT", g.event.event,
                   "purchase_done, pickup_done, return_done, service_done, visit_failed, entered, "
                   "task_begun or task_ended")
      ->required();
  event->add_option("--store", g.event.store, "where the kiosk stands: the store's id");
  event->add_option("--touchpoint", g.event.touchpoint, "... and the touchpoint");
  event->add_option("--device", g.event.device, "or which kiosk: dev-7");
  event->add_option("--receipt", g.event.receipt, "the number on the receipt");
  event->add_option("--at", g.event.at, "when it happened, like 2026-03-03T14:00:00Z; else now");
  event->add_option("--socket", g.event.socket,
                    "the kiosk's own door (DATA/events.sock) on this machine; needs no collector");
  runs(event, g, [&g](Streams io) { return tell_event(g.access, g.event, io); });

  auto* receipts_ =
      add_online(app, g, "receipts", "Print how kiosks read receipts, or set it from a JSON file");
  receipts_->add_option("FILE", g.name, "the scheme; \"none\" takes it away");
  runs(receipts_, g, [&g](Streams io) { return receipts(g.access, g.name, io); });

  auto* funnel_ = add_online(app, g, "funnel",
                             "How many began, how they ended, and who was not asked, and why");
  funnel_->add_option("--survey", g.funnel.survey, "the survey's id")->required();
  funnel_->add_option("--from", g.funnel.from, "first day, like 2026-03-03");
  funnel_->add_option("--to", g.funnel.to, "last day");
  funnel_->add_flag("--json", g.funnel.json, "as JSON");
  runs(funnel_, g, [&g](Streams io) { return funnel(g.access, g.funnel, io); });
}

void stores(CLI::App& app, Grammar& g) {
  auto* store = app.add_subcommand("store", "Stores and their time zones");
  store->require_subcommand(1);
  auto* set = add_online(*store, g, "set", "Add a store or change its name or zone");
  set->add_option("ID", g.store.id, "lower-case letters, digits, - and _")->required();
  set->add_option("--name", g.store.name, "as people call it")->required();
  set->add_option("--zone", g.store.zone, "time zone, like Europe/London")->required();
  runs(set, g, [&g](Streams io) { return set_store(g.access, g.store, io); });
  auto* list = add_online(*store, g, "list", "List the stores");
  list->add_flag("--json", g.json, "as JSON");
  runs(list, g, [&g](Streams io) { return list_stores(g.access, g.json, io); });

  auto* code = add_online(app, g, "enrol-code",
                          "Print URL#CODE for a kiosk's --enrol; good once, for 10 minutes");
  code->add_option("--store", g.name, "the store's id")->required();
  code->add_option("--touchpoint", g.touchpoint, "where the kiosk stands: exit, service-desk, ...")
      ->required();
  runs(code, g, [&g](Streams io) { return enrol_code(g.access, g.name, g.touchpoint, io); });
}

void about(CLI::App& app, Grammar& g) {
  auto* group = app.add_subcommand("about", "What kiosks may say of this shop; unset, not said");
  group->require_subcommand(1);
  auto* show = add_online(*group, g, "show", "Show what is set, everywhere and by store");
  show->add_flag("--json", g.json, "as JSON");
  runs(show, g, [&g](Streams io) { return show_about(g.access, g.json, io); });
  auto* set = add_online(*group, g, "set", "Set or unset (with \"none\" or 0); the rest stays");
  set->add_option("--store", g.about.store, "this store's own owner, contact, reading day");
  set->add_option("--owner", g.about.owner, "who is responsible for the answers");
  set->add_option("--contact", g.about.contact, "where to ask: a desk, a number, an address");
  set->add_option("--reading-day", g.about.reading_day,
                  "the day on which every answer is read: monday to sunday, or none");
  set->add_option("--withdraw-at", g.about.withdraw_at,
                  "where people type a withdraw code, as kiosks show it: shop.example/withdraw");
  set->add_option("--withdraw-days", g.about.withdraw_days, "how long a code works; 30 without it");
  set->add_option("--comments-kept-days", g.about.comments_kept_days,
                  "comments older than this are erased every day; 0: never");
  runs(set, g, [&g](Streams io) { return set_about(g.access, g.about, io); });

  auto* cards = app.add_subcommand("cards", "\"You said, we did\", as kiosks show it");
  cards->require_subcommand(1);
  auto* added = add_online(*cards, g, "add", "Add a card");
  added->add_option("--said", g.card.said, "LANGUAGE=TEXT; once a language")->required();
  added->add_option("--did", g.card.did, "LANGUAGE=TEXT: what was done, or why not")->required();
  added->add_flag("--refused", g.card.refused, "we won't, because");
  added->add_option("--day", g.card.day, "when it was decided, YYYY-MM-DD; today without it");
  added->add_option("--answers", g.card.answers, "how many answers it came from");
  added->add_option("--store", g.card.stores, "only there; more than once for several");
  runs(added, g, [&g](Streams io) { return add_card(g.access, g.card, io); });
  auto* listed = add_online(*cards, g, "list", "List the cards, newest first");
  listed->add_flag("--json", g.json, "as JSON");
  runs(listed, g, [&g](Streams io) { return list_cards(g.access, g.json, io); });
  auto* removed = add_online(*cards, g, "remove", "Remove a card");
  removed->add_option("CARD", g.name, "its number")->required();
  runs(removed, g, [&g](Streams io) { return remove_card(g.access, g.name, io); });

  auto* taken = add_online(app, g, "withdraw", "Erase the response that a withdraw code names",
                           "0 erased, 1 there is no such response (one that arrives later is "
                           "erased then) or the collector said no, 2 could not run");
  taken->add_option("--store", g.withdraw.store, "the store's id")->required();
  taken->add_option("--day", g.withdraw.day, "when it was given, YYYY-MM-DD; up to four days off are fine")
      ->required();
  taken->add_option("--code", g.withdraw.code, "as the kiosk showed it: 7F3K-92QM")->required();
  runs(taken, g, [&g](Streams io) { return withdraw(g.access, g.withdraw, io); });
}

void devices(CLI::App& app, Grammar& g) {
  auto* group = app.add_subcommand("devices", "Enrolled kiosks");
  group->require_subcommand(1);
  auto* list =
      add_online(*group, g, "list", "List them, with what they recorded and what is waiting");
  list->add_flag("--json", g.json, "as JSON");
  runs(list, g, [&g](Streams io) { return list_devices(g.access, g.json, io); });
  auto* revoke = add_online(*group, g, "revoke", "Let a kiosk in no more");
  revoke->add_option("DEVICE", g.name, "the device's id")->required();
  runs(revoke, g, [&g](Streams io) { return revoke_device(g.access, g.name, io); });
  auto* gone = add_online(*group, g, "gone", "Say that a revoked kiosk never comes back");
  gone->add_option("DEVICE", g.name, "the device's id")->required();
  runs(gone, g, [&g](Streams io) { return declare_device_gone(g.access, g.name, io); });
  auto* clear = add_online(*group, g, "clear", "Say that a kiosk's alarms were looked into: they end until there is a new cause");
  clear->add_option("DEVICE", g.name, "the device's id")->required();
  runs(clear, g, [&g](Streams io) { return clear_device_alarms(g.access, g.name, io); });

  auto* audit = add_online(app, g, "audit", "Who changed what, newest first");
  audit->add_flag("--json", g.json, "as JSON");
  runs(audit, g, [&g](Streams io) { return list_audit(g.access, g.json, io); });

  auto* quarantine =
      app.add_subcommand("quarantine", "Responses that could not be counted, and why");
  quarantine->require_subcommand(1);
  auto* listed = add_online(*quarantine, g, "list", "List them with their reasons");
  listed->add_flag("--json", g.json, "as JSON");
  runs(listed, g, [&g](Streams io) { return list_quarantine(g.access, g.json, io); });
  auto* retry = add_online(*quarantine, g, "retry", "Try them all again");
  runs(retry, g, [&g](Streams io) { return retry_quarantine(g.access, io); });
}

void results(CLI::App& app, Grammar& g) {
  auto* figures = add_online(app, g, "metrics",
                             "The figures of a survey, each with count, interval and N/A rate");
  auto* of_survey = figures->add_option("--survey", g.metrics.survey, "the survey's id");
  auto* of_desk = figures->add_flag("--interactions", g.interactions,
                                    "time to resolve and solved first time, by category");
  auto* of_stars = figures->add_flag("--stars", g.stars, "stars of a store's team");
  of_desk->excludes(of_survey);
  of_stars->excludes(of_survey)->excludes(of_desk);
  figures->add_option("--store", g.metrics.store, "of interactions and stars: only this store");
  figures->add_option("--by", g.metrics.by, "one row for each")
      ->check(
          CLI::IsMember({"store", "day", "week", "month", "touchpoint", "language", "version"}));
  figures->add_option("--from", g.metrics.from, "first store day, YYYY-MM-DD");
  figures->add_option("--to", g.metrics.to, "last store day, YYYY-MM-DD");
  figures->add_option("--quality", g.metrics.quality, "clean: without flagged responses")
      ->check(CLI::IsMember({"all", "clean"}));
  figures->add_flag("--json", g.metrics.json, "as JSON, unrounded");
  runs(figures, g, [&g](Streams io) {
    if (g.interactions) return interaction_metrics(g.access, g.metrics, io);
    if (g.stars) return star_metrics(g.access, g.metrics, io);
    return metrics(g.access, g.metrics, io);
  });

  auto* exported = add_online(app, g, "export", "Every response of a survey, or of all desks");
  exported->add_option("--survey", g.exporting.survey, "the survey's id; responses only");
  exported->add_option("--kind", g.exporting.kind, "responses, interactions or stars")
      ->check(CLI::IsMember({"responses", "interactions", "stars"}));
  exported->add_option("--format", g.exporting.format, "csv or jsonl")
      ->required()
      ->check(CLI::IsMember({"csv", "jsonl"}));
  exported->add_option("--out", g.exporting.file, "the file to write; - for standard output")
      ->required();
  runs(exported, g, [&g](Streams io) { return export_responses(g.access, g.exporting, io); });

  auto* imported =
      add_online(app, g, "import", "Bring in results gathered elsewhere; twice changes nothing",
                 "0 done, 1 the file or the map has errors (nothing was sent), 2 could not run");
  imported->add_option("--survey", g.importing.survey, "the survey's id")->required();
  imported->add_option("--csv", g.importing.csv, "the CSV file")->required();
  imported->add_option("--map", g.importing.map, "which column is which question")->required();
  imported->add_option("--name", g.importing.name, "the source's name; the survey's id without it");
  imported->add_option("--create-stores", g.importing.create_stores,
                       "create unknown stores, in this time zone");
  runs(imported, g, [&g](Streams io) { return import_responses(g.access, g.importing, io); });

  auto* simulated = add_online(app, g, "simulate",
                               "Virtual kiosks answer through the real session, outbox and sync");
  simulated->add_option("--kiosks", g.simulate.kiosks, "how many")
      ->required()
      ->check(CLI::Range(1, 1000));
  simulated->add_option("--responses", g.simulate.responses, "from each kiosk")
      ->required()
      ->check(CLI::Range(1, 1'000'000));
  simulated->add_option("--seed", g.simulate.seed, "the same seed gives the same answers");
  simulated->add_option("--survey", g.simulate.survey, "only this survey");
  simulated->add_option("--misuse", g.simulate.misuse_percent, "percent who press on unread")
      ->check(CLI::Range(0, 100));
  simulated->add_flag("--json", g.simulate.json, "what was sent, as JSON");
  runs(simulated, g, [&g](Streams io) { return simulate(g.access, g.simulate, io); });
}

void desks(CLI::App& app, Grammar& g) {
  auto* desk = app.add_subcommand("desk", "Service desks: which touchpoints, categories, aims");
  desk->require_subcommand(1);
  auto* set = add_online(*desk, g, "set", "Set them from a file; kiosks hear of it at once");
  set->add_option("FILE", g.name, "JSON: touchpoints, categories, aims")->required();
  runs(set, g, [&g](Streams io) { return set_desk(g.access, g.name, io); });
  auto* show = add_online(*desk, g, "show", "Print them as JSON");
  runs(show, g, [&g](Streams io) { return show_desk(g.access, io); });

  auto* staff = app.add_subcommand("staff", "Who works at a store's desks");
  staff->require_subcommand(1);
  const auto of_store = [&g](CLI::App* sub) {
    sub->add_option("--store", g.staff.store, "the store's id")->required();
  };
  const auto of_member = [&g, &of_store](CLI::App* sub) {
    of_store(sub);
    sub->add_option("ID", g.staff.id, "as staff list shows it")->required();
  };
  const auto described = [&g](CLI::App* sub) {
    sub->add_option("--first-name", g.staff.first_name,
                    "one word: first name, nickname or badge number")
        ->required();
    sub->add_option("--role", g.staff.role, "as customers know it");
    sub->add_flag("--on-stars", g.staff.on_stars,
                  "they agree to be named where customers thank somebody");
  };
  auto* list = add_online(*staff, g, "list", "List them");
  of_store(list);
  list->add_flag("--json", g.json, "as JSON");
  runs(list, g, [&g](Streams io) { return list_staff(g.access, g.staff, g.json, io); });
  auto* added = add_online(*staff, g, "add", "Add somebody; prints their id");
  of_store(added);
  described(added);
  runs(added, g, [&g](Streams io) { return set_staff(g.access, g.staff, io); });
  auto* changed = add_online(*staff, g, "change", "Replace what is known of somebody");
  of_member(changed);
  described(changed);
  runs(changed, g, [&g](Streams io) { return set_staff(g.access, g.staff, io); });
  auto* pin = add_online(*staff, g, "pin", "Give somebody a PIN, or another one");
  of_member(pin);
  pin->add_option("--pin-file", g.staff.pin_file,
                  "a file whose first line is the PIN, 4 to 6 digits; - reads standard input")
      ->required();
  runs(pin, g, [&g](Streams io) { return set_staff_pin(g.access, g.staff, io); });
  auto* gone = add_online(*staff, g, "remove", "Take somebody out; their PIN stops at once");
  of_member(gone);
  runs(gone, g, [&g](Streams io) { return remove_staff(g.access, g.staff, io); });
}

void people(CLI::App& app, Grammar& g) {
  auto* group = app.add_subcommand("admin", "Who may log in to the console");
  group->require_subcommand(1);
  auto* link = add_online(*group, g, "link", "Print a link that logs in once, within a day");
  link->add_option("NAME", g.name, "who it is for; admin without it");
  runs(link, g,
       [&g](Streams io) { return login_link(g.access, g.name.empty() ? "admin" : g.name, io); });
  auto* user = add_online(*group, g, "add", "Add somebody, or change their password");
  user->add_option("NAME", g.name, "their name")->required();
  user->add_option("--password-file", g.password_file,
                   "a file whose first line is the password, 12 characters or more; - reads it "
                   "from standard input")
      ->required();
  runs(user, g, [&g](Streams io) { return add_user(g.access, g.name, g.password_file, io); });
  auto* remove = add_online(*group, g, "remove", "Let somebody in no more, and log them out");
  remove->add_option("NAME", g.name, "their name")->required();
  runs(remove, g, [&g](Streams io) { return remove_user(g.access, g.name, io); });
  auto* token = add_online(*group, g, "token",
                           "Put a new token into the token file; no other one lets in any more");
  runs(token, g, [&g](Streams io) { return renew_token(g.access, io); });
}

void safety(CLI::App& app, Grammar& g) {
  auto* proof =
      add_online(app, g, "verify", "Reconcile what devices recorded with what the collector holds",
                 "0 all equal, 1 any difference, 2 could not run");
  proof->add_flag("--recount", g.verify.recount,
                  "also rebuild every figure from the responses and compare");
  proof->add_flag("--json", g.verify.json, "as JSON");
  runs(proof, g, [&g](Streams io) { return verify(g.access, g.verify, io); });

  auto* saved = add_online(app, g, "backup",
                           "Have the collector write a whole, checked copy of its database");
  saved->add_flag("--json", g.json, "as JSON");
  runs(saved, g, [&g](Streams io) { return backup(g.access, g.json, io); });
  auto* gone = add_online(app, g, "deletions",
                          "What the rule on comments has deleted, day by day, signed");
  gone->add_flag("--json", g.json, "as JSON, with what was signed");
  runs(gone, g, [&g](Streams io) { return list_deletions(g.access, g.json, io); });
  auto* clock = app.add_subcommand("clock", "Whether the collector believes its machine's clock");
  clock->require_subcommand(1);
  auto* shown = add_online(*clock, g, "show", "Say whether, and what to do");
  runs(shown, g, [&g](Streams io) { return show_clock(g.access, io); });
  auto* right = add_online(*clock, g, "accept", "Say that it is right, so that what is old goes");
  runs(right, g, [&g](Streams io) { return accept_clock(g.access, io); });
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{"Afterword: surveys out, answers in, figures with their doubt.", "afterword"};
  app.footer(kFooter);
  app.set_version_flag("--version", "afterword " AFTERWORD_VERSION);
  app.require_subcommand(1);
  Grammar grammar;
  surveys(app, grammar);
  stores(app, grammar);
  about(app, grammar);
  right_moment(app, grammar);
  devices(app, grammar);
  results(app, grammar);
  desks(app, grammar);
  people(app, grammar);
  safety(app, grammar);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kCouldNotRun;
  }
  complete_from_environment(grammar.access);
  return grammar.command(Streams{std::cout, std::cerr});
}

}  // namespace afterword::tools
