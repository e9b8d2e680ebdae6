#include "tests/faults/simulator/administrators.h"

#include <fmt/format.h>

#include <filesystem>

#include "sync/base/core/files.h"
#include "tests/sync/collector/support/survey_text.h"

namespace afterword::simulator {

namespace {

constexpr int kBackupTries = 20;
// Longer than a world lasts: whatever loses its comments loses them to a wrong clock, and arrives with other
// bytes than were sealed.
constexpr int kCommentsKeptDays = 365;

std::string store_body(const std::string& id) {
  return json::dump(json::object({{"name", "Shop " + id}, {"zone", "Europe/London"}}));
}

// It is called otherwise from when on a clock that was ahead is right again.
std::string where_is(const Administrators::Backup& backup) {
  namespace fs = std::filesystem;
  const auto is_it = [&backup](const fs::path& path) {
    const auto print = read_file(path.string() + ".sha256", 4096);
    return fs::exists(path) && print && print->starts_with(backup.sha256);
  };
  if (is_it(backup.file)) return backup.file;
  for (const auto& entry : fs::directory_iterator(fs::path(backup.file).parent_path()))
    if (entry.path().extension() == ".db" && is_it(entry.path())) return entry.path().string();
  return "";
}

}  // namespace

Administrators::Administrators(Schedule& schedule, Trace& trace, Oracle& oracle, Centre& centre,
                               std::uint64_t seed)
    : schedule_(schedule), trace_(trace), oracle_(oracle), centre_(centre), random_(seed) {}

const std::vector<std::string>& Administrators::stores() const {
  static const std::vector<std::string> all = {"harbour", "market"};
  return all;
}

void Administrators::set_up() {
  for (const std::string& store : stores()) add(0, {"PUT", "stores/" + store, store_body(store)});
  add(0, {"PUT", "about",
          json::dump(json::object({{"withdraw_at", "shop.example/withdraw"},
                                   {"withdraw_days", 365},
                                   {"comments_kept_days", kCommentsKeptDays}}))});
  work(0);
  publish(0);
  for (int tries = 0; backups_.empty() && tries < kBackupTries; ++tries) back_up();
}

void Administrators::add(std::size_t who, Decision decision) {
  lists_[who].to_do.insert(lists_[who].decisions.size());
  lists_[who].decisions.push_back(std::move(decision));
}

void Administrators::decide(std::size_t who, Decision decision, std::string_view kind,
                            const std::string& words) {
  trace_.event(schedule_.now(), kind, fmt::format("administrator {}: {}", who + 1, words));
  add(who, std::move(decision));
  work(who);
}

void Administrators::publish(std::size_t who) {
  const std::string survey = random_.below(3) == 0 ? "till" : "fitting-rooms";
  int& newest = versions_[survey];
  // Now and then one of them has not heard that the other was quicker.
  const bool late = newest > 0 && random_.below(5) == 0;
  const int version = late ? newest : ++newest;
  std::string text = test::survey_text(version, survey);
  if (late) text.replace(text.find("Your visit"), 10, "Your visit today");
  decide(who, {"POST", "surveys", std::move(text)}, late ? "published too late" : "published",
         fmt::format("{} version {}", survey, version));
}

void Administrators::retire(std::size_t who) {
  const std::string survey = random_.below(3) == 0 ? "fitting-rooms" : "till";
  if (!versions_.contains(survey)) return;
  decide(who, {"POST", "surveys/" + survey + "/retire", "{}", true}, "retired", survey);
}

void Administrators::back_up() {
  Backup backup{"", "", lists_, schedule_.now()};
  const auto reply = centre_.admin("POST", "backup");
  if (!reply || reply->status != 200) return;
  const auto told = must(json::parse(reply->body));
  backup.file = told.find("file")->as_string();
  backup.sha256 = told.find("sha256")->as_string();
  std::erase_if(backups_, [&backup](const Backup& each) { return each.file == backup.file; });
  trace_.event(schedule_.now(), "backup",
               fmt::format("with all but {} and {} decisions", lists_[0].to_do.size(),
                           lists_[1].to_do.size()));
  backups_.push_back(std::move(backup));
}

std::vector<Administrators::Backup> Administrators::backups() {
  std::vector<Backup> out;
  for (auto each = backups_.rbegin(); each != backups_.rend(); ++each) {
    if (schedule_.now() - each->made > kBackupAgeMost) continue;
    each->file = where_is(*each);
    if (each->file.empty())
      oracle_.violation(fmt::format("a backup of {} s ago is gone",
                                    (schedule_.now() - each->made).count() / 1000));
    else
      out.push_back(*each);
  }
  return out;
}

void Administrators::restored(const Backup& backup) {
  for (std::size_t who = 0; who < lists_.size(); ++who) {
    List& list = lists_[who];
    const List& then = backup.lists[who];
    list.to_do = then.to_do;
    list.refused.clear();
    // What it had refused is asked for again where it came to be accepted after all.
    for (const std::size_t each : then.refused)
      (list.decisions[each].accepted ? list.to_do : list.refused).insert(each);
    for (std::size_t each = then.decisions.size(); each < list.decisions.size(); ++each)
      list.to_do.insert(each);
  }
  work(random_.below(2));  // the other one hears of it later
}

Administrators::Heard Administrators::carry_out(const Decision& decision) {
  const auto reply = centre_.admin(decision.method, decision.target, decision.body);
  if (!reply || reply->status >= 500) return Heard::nothing;
  if (reply->status == 200) return Heard::success;
  // Or has published a newer one meanwhile.
  const bool too_late =
      reply->status == 409 || reply->body.find("version_not_newer") != std::string::npos;
  // What is to be retired the other one has still to publish.
  const bool too_soon = decision.retires && reply->status == 404;
  if (!too_late && !too_soon)
    oracle_.violation(fmt::format("{} {}: {}", decision.method, decision.target, reply->body));
  return Heard::refusal;
}

bool Administrators::pass_on(const Slip& slip) {
  collector::Request request;
  request.method = "POST";
  request.target = request.path = "/v1/withdraw";
  request.body = json::dump(
      json::object({{"store", slip.store}, {"day", slip.day.text()}, {"code", slip.code}}));
  request.peer = fmt::format("192.0.2.{}", random_.below(250));
  const auto reply = centre_.ask(request);
  if (!reply || reply->status != 202) return false;
  oracle_.withdrawn(slip.place);
  trace_.event(schedule_.now(), "withdrawn", slip.place.text());
  return true;
}

void Administrators::work(std::size_t who) {
  List& list = lists_[who];
  while (centre_.up() && !list.to_do.empty()) {
    const std::size_t next = *list.to_do.begin();
    const Heard heard = carry_out(list.decisions[next]);
    if (heard == Heard::nothing) break;
    if (heard == Heard::success)
      list.decisions[next].accepted = true;
    else
      list.refused.insert(next);
    list.to_do.erase(next);
  }
  while (centre_.up() && !slips_.empty() && pass_on(slips_.front())) slips_.pop_front();
}

void Administrators::work() {
  const std::size_t first = random_.below(2);
  work(first);
  work(1 - first);
}

}  // namespace afterword::simulator
