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
  for (const std::string& store : stores())
    decisions_.push_back({"PUT", "stores/" + store, store_body(store)});
  decisions_.push_back(
      {"PUT", "about",
       json::dump(json::object({{"withdraw_at", "shop.example/withdraw"}, {"withdraw_days", 365},
                               {"comments_kept_days", kCommentsKeptDays}}))});
  work();
  publish(1);
  for (int tries = 0; backups_.empty() && tries < kBackupTries; ++tries) back_up();
}

void Administrators::decide(Decision decision, std::string_view kind, int who,
                            const std::string& words) {
  trace_.event(schedule_.now(), kind, fmt::format("administrator {}: {}", who, words));
  decisions_.push_back(std::move(decision));
  work();
}

void Administrators::publish(int who) {
  const std::string survey = random_.below(3) == 0 ? "till" : "fitting-rooms";
  int& newest = versions_[survey];
  // Now and then one of them has not heard that the other was quicker.
  const bool late = newest > 0 && random_.below(5) == 0;
  const int version = late ? newest : ++newest;
  std::string text = test::survey_text(version, survey);
  if (late) text.replace(text.find("Your visit"), 10, "Your visit today");
  decide({"POST", "surveys", std::move(text)}, late ? "published too late" : "published", who,
         fmt::format("{} version {}", survey, version));
}

void Administrators::retire(int who) {
  const std::string survey = random_.below(3) == 0 ? "fitting-rooms" : "till";
  if (!versions_.contains(survey)) return;
  decide({"POST", "surveys/" + survey + "/retire", "{}"}, "retired", who, survey);
}

void Administrators::back_up() {
  const std::size_t decisions = next_;
  const auto reply = centre_.admin("POST", "backup");
  if (!reply || reply->status != 200) return;
  const auto told = must(json::parse(reply->body));
  const std::string file = told.find("file")->as_string();
  std::erase_if(backups_, [&file](const Backup& each) { return each.file == file; });
  backups_.push_back({file, told.find("sha256")->as_string(), decisions, schedule_.now()});
  trace_.event(schedule_.now(), "backup", fmt::format("with {} decisions", decisions));
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
  next_ = backup.decisions;
  work();
}

// Whether whoever asked has heard what came of it.
bool Administrators::carry_out(const Decision& decision) {
  const auto reply = centre_.admin(decision.method, decision.target, decision.body);
  if (!reply || reply->status >= 500) return false;
  if (reply->status != 200 && reply->status != 409)
    oracle_.violation(fmt::format("{} {}: {}", decision.method, decision.target, reply->body));
  return true;
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

void Administrators::work() {
  while (centre_.up() && next_ < decisions_.size() && carry_out(decisions_[next_])) ++next_;
  while (centre_.up() && !slips_.empty() && pass_on(slips_.front())) slips_.pop_front();
}

}  // namespace afterword::simulator
