#include "sync/collector/console_pages.h"

#include <fmt/format.h>
#include <algorithm>

#include "sync/collector/api/reconcile.h"
#include "sync/collector/api/withdrawals.h"
#include "sync/collector/ingest/boots.h"
#include "sync/collector/ingest/limits.h"
#include "sync/protocol/messages.h"

namespace afterword::collector {
namespace {

constexpr int kHolesNamed = 3;  // of a log, and as many of what is held

page::Reconciliation sum_for_page(const LogSum& sum) {
  const auto count = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  page::Reconciliation out;
  out.recorded = count(sum.recorded);
  out.stored = count(sum.stored);
  out.quarantined = count(sum.quarantined);
  out.withdrawn = count(sum.withdrawn);
  out.expired = count(sum.expired);
  out.lost = count(sum.lost);
  out.waiting = count(sum.waiting);
  return out;
}

// The chain that the device reported last, where it can be compared without reading the ledger. Where a log has
// forked, whoever reported last may be the one whose numbers did not hold: the fork is told by itself.
bool chain_agrees(const DeviceLog& log) {
  return log.forked || log.reported_next - 1 != log.received_to || log.reported_chain == log.chain;
}

std::optional<std::uint64_t> disk_free(const Device& device) {
  const auto heartbeat = read_wait_request(device.heartbeat);
  if (device.heartbeat.empty() || !heartbeat) return std::nullopt;
  return static_cast<std::uint64_t>(heartbeat->disk_free_bytes);
}

constexpr std::chrono::hours kDamageShown{24 * 30};

// A sentence while it is news: its disk may be about to fail.
std::string damage_words(const Damage& damage, WallTime now) {
  if (now - WallTime{damage.at_ms} > Ms{kDamageShown}) return {};
  return fmt::format("Its storage was damaged on {}. It saved {} answers and goes on; {} could not be read rightly "
                     "and lie only on its disk. Check that disk, or replace it.",
                     Day::of_utc(WallTime{damage.at_ms}).text(), damage.kept, damage.unproved);
}

std::string words_of(const std::string& trouble) {
  if (trouble == kDiskShort) return "Its disk is short of room, or full. Make room on it.";
  if (trouble == kRecordsNothing)
    return "It can record nothing, so it asks nothing: what it writes on its disk fails. Look at its disk, or replace it.";
  if (trouble == kSecondCopyFails)
    return "Its second copy of answers cannot be written. Check the disk that it lies on; answers are kept once meanwhile.";
  if (trouble == kSecondCopySmall)
    return "Its second copy is too small for the answers that wait. Give it more slots, or bring the kiosk online.";
  if (trouble == kTrustExpired)
    return "For it the trust document has run out: it goes on asking, and installs no new survey. Renew the document "
           "(afterword-collector --renew-trust).";
  return "It says: " + trouble + ".";  // a newer kiosk
}

// What it says in its newest heartbeat, and what the collector found out itself.
Result<std::string> trouble_words(const Reads& reads, const Device& device, WallTime now) {
  std::vector<std::string> sentences;
  const bool active = device.state == DeviceState::active;  // of the others nothing newer comes
  if (active && has_alarm(device, kCloned))
    sentences.emplace_back(
        "Two machines speak under its name: its disk and key were copied. Stop the copy; KEYS.md says what comes before revoking, after "
        "which nothing is taken that still waits on it.");
  if (active && has_alarm(device, kCountsMisdated))
    sentences.push_back(fmt::format(
        "Its clock was wrong: some of its counts of visits stand under days that cannot be right. Once its clock is right: "
        "afterword devices clear {}.", device.id));
  const auto heartbeat = read_wait_request(device.heartbeat);
  if (!heartbeat) return fmt::format("{}", fmt::join(sentences, " "));
  AFTERWORD_ASSIGN(const bool may_be, may_be_so(reads, device.id, *heartbeat));
  if (active && !may_be)
    sentences.emplace_back(
        "It tells of more answers than it can hold, which is not believed: nobody knows how many wait on it.");
  if (const auto& damage = heartbeat->damage) sentences.push_back(damage_words(*damage, now));
  if (active)
    for (const std::string& trouble : heartbeat->troubles) sentences.push_back(words_of(trouble));
  std::erase(sentences, "");
  return fmt::format("{}", fmt::join(sentences, " "));
}

std::string answers_were(std::int64_t count) {
  return count == 1 ? "1 answer was" : fmt::format("{} answers were", count);
}

// Of numbers that have no row: the kiosk declares them lost with what it sends next.
std::string never_came_words(std::int64_t count) {
  if (count == 0) return {};
  return answers_were(count) +
         " recorded there, and neither here nor waiting there, as after a restore from an older backup. What it still "
         "keeps it sends again within minutes. If this stays, it keeps them no more: look for a newer backup. Without "
         "one they count as lost once somebody answers there again.";
}

// Of numbers that have a row, as held: that stays, whatever the kiosk sends.
std::string stays_held_words(const std::string& device, std::int64_t count) {
  if (count == 0) return {};
  return fmt::format(
      "{0} received from there and held here unopened, and the kiosk does not wait to send them any more: as after a "
      "restore from an older backup, or damage to its disk. What it still keeps waits there again within minutes. If "
      "this stays, it keeps them no more, and they stay held until a newer backup is put back that has them. Without "
      "one they count as lost only once this kiosk is let in no more: when nothing else waits on it, afterword devices "
      "revoke {1}, then afterword devices gone {1}, and enrol it anew with an empty data folder.",
      answers_were(count), device);
}

// What it recorded, and has neither here nor to send. A kiosk that still keeps it is asked for it, and sends it again.
std::string missing_words(const Device& device, const LogSum& sum) {
  if (sum.missing == 0) return {};
  if (device.state != DeviceState::active)
    return fmt::format("{} recorded there, and neither here nor waiting there, as after a restore from an older "
                       "backup. Look for a newer backup. If there is none: afterword devices gone {} counts them as lost.",
                       answers_were(sum.missing), device.id);
  const std::string never_came = never_came_words(sum.missing - sum.missing_held);
  const std::string stays_held = stays_held_words(device.id, sum.missing_held);
  return never_came + (never_came.empty() || stays_held.empty() ? "" : " ") + stays_held;
}

// "14 to 16, 21": the numbers of the log that the ledger lacks, the first few; the first few that are held here and no
// longer kept there; and those that never come.
Result<> name_holes(const Reads& reads, const DeviceLog& log, std::string& numbers) {
  AFTERWORD_ASSIGN(auto holes, reads.holes(log.device, log.log, log.received_to, kHolesNamed));
  if (log.reported_waiting == 0) {  // where some wait, nobody here knows which
    AFTERWORD_ASSIGN(auto held, held_and_told(reads, log));
    if (held.size() > static_cast<std::size_t>(kHolesNamed)) held.resize(kHolesNamed);
    holes.insert(holes.end(), held.begin(), held.end());
    if (log.reported_next - 1 > log.received_to)
      holes.push_back({log.received_to + 1, log.reported_next - 1});
    std::sort(holes.begin(), holes.end(),
              [](const SequenceRange& a, const SequenceRange& b) { return a.first < b.first; });
  }
  for (const SequenceRange& hole : holes) {
    if (!numbers.empty()) numbers += ", ";
    numbers += hole.first == hole.last ? fmt::format("{}", hole.first)
                                       : fmt::format("{} to {}", hole.first, hole.last);
  }
  return {};
}

Result<page::Fleet> fleet_of(const Context& context, const Reads& reads) {
  AFTERWORD_ASSIGN(const auto devices, reads.devices());
  AFTERWORD_ASSIGN(const auto stores, reads.stores());
  AFTERWORD_ASSIGN(const auto logs, reads.logs());
  AFTERWORD_ASSIGN(const auto sums, quick_sums(reads));
  page::Fleet fleet;
  fleet.now = context.clock.wall();
  for (const Device& device : devices) {
    page::DeviceRow row;
    row.id = device.id;
    row.store = device.store;
    for (const Store& store : stores)
      if (store.id == device.store) row.store = store.name;
    row.touchpoint = device.touchpoint;
    row.app_version = device.app_version;
    row.last_seen = device.seen_at;
    row.disk_free_bytes = disk_free(device);
    row.revoked = device.state == DeviceState::revoked;
    row.imported = device.state == DeviceState::import;
    AFTERWORD_ASSIGN(row.trouble, trouble_words(reads, device, fleet.now));
    LogSum whole;
    for (const LogSum& sum : sums)
      if (sum.device == device.id) whole += sum;
    row.sum = sum_for_page(whole);
    if (const std::string words = missing_words(device, whole); !words.empty())
      row.trouble = words + (row.trouble.empty() ? "" : " " + row.trouble);
    for (const DeviceLog& log : logs) {
      if (log.device != device.id) continue;
      row.sum.chain_agrees = row.sum.chain_agrees && chain_agrees(log);
      if (!row.sum.holds()) {
        AFTERWORD_TRY(name_holes(reads, log, row.numbers));
      }
      if (log.forked && device.state == DeviceState::active)
        row.trouble = "Two different responses came under one number: its disk was cloned or restored. Enrol it again." +
                      (row.trouble.empty() ? "" : " " + row.trouble);
    }
    fleet.devices.push_back(std::move(row));
  }
  std::sort(fleet.devices.begin(), fleet.devices.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return fleet;
}

Result<std::string> overview(Context& context, const Request& request, const Reads& reads,
                             const page::Frame& frame) {
  const PageScope scope = scope_of(context, request);
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  AFTERWORD_ASSIGN(const page::Fleet fleet, fleet_of(context, reads));
  page::Overview out;
  out.title = scope.period + ", all shops";
  out.periods = scope.periods;
  out.quality = scope.quality;
  std::string survey;
  for (const DefinitionHead& head : heads) {
    if (head.survey == survey) continue;
    survey = head.survey;
    AFTERWORD_ASSIGN(auto figures, survey_figures(context, reads, survey, scope));
    out.surveys.push_back(std::move(figures));
  }
  for (const page::DeviceRow& device : fleet.devices) {
    out.recorded += device.sum.recorded;
    out.received += device.sum.received();
    if (!device.sum.holds()) ++out.kiosks_that_do_not_add_up;
  }
  return page::overview_page(frame, out);
}

Result<std::string> asking(Context& context, const Request& request, const Reads& reads,
                           const page::Frame& frame) {
  const PageScope scope = scope_of(context, request);
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  page::Asking out;
  out.title = "Who was asked, " + scope.period;
  out.periods = scope.periods;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (i + 1 < heads.size() && heads[i + 1].survey == heads[i].survey) continue;  // the newest
    if (heads[i].use == Use::import) continue;
    AFTERWORD_ASSIGN(const auto sums, reads.tally_sums(heads[i].survey, scope.from, {}));
    const auto count = [&sums](const char* name) {
      const auto found = sums.find(name);
      return found == sums.end() ? std::uint64_t{0} : static_cast<std::uint64_t>(found->second);
    };
    page::SurveyAsking survey;
    survey.title = heads[i].title.empty() ? heads[i].survey : heads[i].title;
    survey.started = count("started");
    survey.finished = count("finished");
    survey.left = count("left");
    survey.timed_out = count("timed_out");
    survey.not_yet = count("not_yet");
    survey.not_today = count("not_today");
    survey.not_said = count("not_said");
    survey.unanswered = count("unanswered");
    for (const auto& [name, number] : sums)
      if (name.starts_with(kTallyRefused) && number > 0)
        survey.refused.emplace_back(name.substr(kTallyRefused.size()),
                                    static_cast<std::uint64_t>(number));
    out.surveys.push_back(std::move(survey));
  }
  return page::asking_page(frame, out);
}

std::string rollout_words(const DefinitionHead& head) {
  std::string words;
  for (const std::string& store : head.rollout_stores) words += (words.empty() ? "" : ", ") + store;
  if (words.empty()) words = "all stores";
  if (head.rollout_percent < 100) words += fmt::format(", {} % of kiosks", head.rollout_percent);
  return words;
}

Result<std::string> surveys(Context& context, const Reads& reads, const page::Frame& frame) {
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  std::vector<page::SurveyRow> rows;
  for (auto head = heads.rbegin(); head != heads.rend(); ++head) {  // newest version first
    if (rows.empty() || rows.back().id != head->survey) {
      AFTERWORD_ASSIGN(const auto known,
                       context.definitions.find(reads, head->survey, head->version));
      rows.push_back({head->survey,
                      head->title.empty() ? head->survey : head->title,
                      known->survey.owner,
                      known->survey.touchpoint,
                      known->survey.languages,
                      {}});
    }
    page::SurveyVersion version;
    version.version = head->version;
    const bool partly = !head->rollout_stores.empty() || head->rollout_percent < 100;
    const bool covered = std::any_of(
        rows.back().versions.begin(), rows.back().versions.end(),
        [](const page::SurveyVersion& newer) { return newer.state == page::VersionState::live; });
    version.state = head->state == DefinitionState::retired ? page::VersionState::retired
                    : covered                               ? page::VersionState::superseded
                    : partly                                ? page::VersionState::partly
                                                            : page::VersionState::live;
    version.rollout = rollout_words(*head);
    version.published = Day::of_utc(head->published_at).text();
    AFTERWORD_ASSIGN(const auto counts,
                     reads.completions(head->survey, std::nullopt, head->version));
    version.responses = counts.complete + counts.partial;
    rows.back().versions.push_back(std::move(version));
  }
  std::reverse(rows.begin(), rows.end());
  return page::surveys_page(frame, rows);
}

Result<std::string> stores(const Reads& reads, const page::Frame& frame) {
  AFTERWORD_ASSIGN(const auto all, reads.stores());
  AFTERWORD_ASSIGN(const auto devices, reads.devices());
  AFTERWORD_ASSIGN(const auto counts, reads.responses_by_store());
  std::vector<page::StoreRow> rows;
  for (const Store& store : all) {
    page::StoreRow row{store.id, store.name, store.zone, 0, 0};
    for (const Device& device : devices)
      if (device.store == store.id && device.state == DeviceState::active) ++row.kiosks;
    if (const auto found = counts.find(store.id); found != counts.end())
      row.responses = found->second;
    rows.push_back(std::move(row));
  }
  return page::stores_page(frame, rows);
}

// "/surveys/fitting-rooms/questions/rooms" -> survey and question.
std::optional<std::pair<std::string, std::string>> question_in(std::string_view path) {
  const std::string prefix = std::string(page::kSurveysPath) + "/";
  constexpr std::string_view kMiddle = "/questions/";
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  const std::size_t middle = path.find(kMiddle);
  if (middle == std::string_view::npos) return std::nullopt;
  return std::pair{std::string(path.substr(0, middle)),
                   std::string(path.substr(middle + kMiddle.size()))};
}

}  // namespace

Result<std::string> console_page(Context& context, const Request& request,
                                 const page::Frame& given) {
  page::Frame frame = given;
  for (std::string& warning : withdrawals_warnings(context)) frame.warnings.push_back(std::move(warning));
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  if (request.path == page::kOverviewPath) return overview(context, request, *view, frame);
  if (request.path == page::kAskingPath) return asking(context, request, *view, frame);
  if (request.path == page::kSurveysPath) return surveys(context, *view, frame);
  if (request.path == page::kStoresPath) return stores(*view, frame);
  if (request.path == page::kFleetPath) {
    AFTERWORD_ASSIGN(const page::Fleet fleet, fleet_of(context, *view));
    return page::fleet_page(frame, fleet);
  }
  if (const auto at = question_in(request.path)) {
    AFTERWORD_ASSIGN(
        const page::QuestionPage page,
        question_figures(context, *view, at->first, at->second, scope_of(context, request)));
    return page::question_page(frame, page);
  }
  return fail(Failure::not_found, "there is no such page", request.path);
}

}  // namespace afterword::collector
