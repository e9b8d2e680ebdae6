#include "tests/faults/simulator/oracle.h"

#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/response.h"
#include "sync/protocol/sealing.h"
#include "tests/faults/simulator/weakness.h"

namespace afterword::simulator {

namespace {

constexpr int kPage = 500;

// Without what is given up after 30 days, or when the row came under a clock that was ahead.
Result<std::string> untimed(std::string_view body) {
  AFTERWORD_ASSIGN(const auto value, json::parse(body));
  AFTERWORD_ASSIGN(Response response, read_response(value));
  response.mono_start = response.mono_end = MonoTime{0};
  response.wall_start = response.wall_end = WallTime{0};
  for (auto& [question, answer] : response.answers) answer.ms.reset();
  return json::dump(to_json(response));
}

// A machine of these worlds never says that it has run for no time.
bool is_rounded(std::string_view body) {
  const auto value = json::parse(body);
  const auto response =
      value ? read_response(*value) : Result<Response>(tl::unexpected(value.error()));
  return response && response->mono_end.ms == 0;
}

bool is_one_of(const std::string& body, const std::set<std::string>& bodies) {
  if (!is_rounded(body)) return bodies.contains(body);
  const auto is_it = [wanted = must(untimed(body))](const std::string& each) {
    return must(untimed(each)) == wanted;
  };
  return std::any_of(bodies.begin(), bodies.end(), is_it);
}

}  // namespace

std::string Place::text() const { return fmt::format("{} log {} number {}", device, log, sequence); }

Result<std::string> comparable(std::string_view body) {
  AFTERWORD_ASSIGN(const auto value, json::parse(body));
  AFTERWORD_ASSIGN(Response response, read_response(value));
  response.withdraw_hash.reset();
  return json::dump(to_json(response));
}

void Oracle::tried(const Place& place, std::string body) {
  Answer& answer = answers_[place];
  if (answer.durable)
    violation(place.text() + " was given to a second answer");
  else
    answer.bodies.insert(std::move(body));
}

void Oracle::thanked(const Place& place, const std::string& body) {
  Answer& answer = answers_[place];
  answer.bodies = {body};
  answer.durable = true;
  ++thanks_;
}

// ---- a kiosk ---------------------------------------------------------------------------------

void Oracle::look_at_record(const Place& place, Bytes hash) {
  const auto found = answers_.find(place);
  if (found == answers_.end())
    return violation(place.text() + " is on a kiosk, and nobody has written it");
  Answer& answer = found->second;
  answer.durable = true;  // also a draft that a restart has made a record of
  if (answer.hash.empty())
    answer.hash = std::move(hash);
  else if (answer.hash != hash)
    violation(place.text() + " is another record on its kiosk than it was");
}

void Oracle::look(kiosk::StoreCore& kiosk) {
  const auto head = must(kiosk.records().head());
  if (!head) return;
  if (head->log != 1) violation(head->device + " has begun another log");
  Numbers& numbers = on_kiosk_[head->device];
  numbers.clear();
  auto row = must(kiosk.database().prepare("SELECT log, sequence, data FROM record"));
  while (must(row.step())) {
    const Place place{head->device, row.integer(0), row.integer(1)};
    const auto hash = data_hash(row.bytes_view(2));
    look_at_record(place, Bytes(hash.begin(), hash.end()));
    numbers.insert(place);
  }
}

void Oracle::look_at_surveys(kiosk::StoreCore& kiosk) {
  if (!kiosk.enrolment()) return;
  const std::string device = kiosk.enrolment()->device;
  std::set<std::string> there;
  for (const HeldDefinition& held : must(kiosk.definitions().list())) {
    there.insert(held.id);
    Known& known = surveys_[{device, held.id}];
    const bool retired = held.state != DefinitionState::live;
    if (held.version < known.version)
      violation(fmt::format("{} went back to {} version {}", device, held.id, held.version));
    if (held.version == known.version && known.retired && !retired)
      violation(fmt::format("{} offers {} version {} again", device, held.id, held.version));
    known = {held.version, retired};
  }
  for (const auto& [key, known] : surveys_)
    if (key.first == device && !there.contains(key.second))
      violation(fmt::format("{} has forgotten {} version {}", device, key.second, known.version));
}

// ---- the collector -----------------------------------------------------------------------------

void Oracle::start_over() {
  arrivals_seen_ = 0;
  body_at_.clear();
}

void Oracle::arrived(const collector::ResponseRow& row) {
  const Place stored{row.device, row.log, row.sequence};
  const Place place{row.device, row.log % kLogsAside, row.sequence};
  const auto found = answers_.find(place);
  if (found == answers_.end()) return violation(place.text() + " arrived, and nobody has sent it");
  const auto body = comparable(row.body);
  if (!body || !is_one_of(*body, found->second.bodies))
    return violation(place.text() + " arrived with other bytes than were sealed: " + row.body);
  if (erased_.contains(place)) violation(place.text() + " was withdrawn, and is here again");
  if (is_rounded(*body)) return;  // two people may have answered alike
  const auto [at, fresh] = body_at_.emplace(*body, stored);
  if (!fresh && at->second != stored)
    violation(stored.text() + " is the same answer as " + at->second.text());
}

void Oracle::look_at_arrivals(const collector::Reads& reads) {
  for (;;) {
    const auto rows = must(reads.arrived(arrivals_seen_, kPage));
    for (const collector::ResponseRow& row : rows) {
      arrived(row);
      arrivals_seen_ = row.place;
    }
    if (rows.size() < static_cast<std::size_t>(kPage)) return;
  }
}

void Oracle::look_at_row(const collector::LedgerRow& row, Numbers& received) {
  const Place place{row.device, row.log, row.sequence};
  if (row.outcome == collector::LedgerOutcome::lost)
    return violation(place.text() + " was given up as lost");
  const auto found = answers_.find(place);
  if (found == answers_.end())
    return violation(place.text() + " is in the ledger, and nobody has sent it");
  if (!found->second.hash.empty() && found->second.hash != row.data_hash)
    violation(place.text() + " is another record in the ledger than on its kiosk");
  if (row.outcome != collector::LedgerOutcome::held) received.insert(place);
}

void Oracle::look_at_log(const collector::Reads& reads, const collector::DeviceLog& log,
                         Numbers& received) {
  if (log.forked) violation(log.device + ": its log has forked");
  must(reads.scan_ledger(log.device, log.log, [&](const collector::LedgerRow& row) -> Result<> {
    look_at_row(row, received);
    return {};
  }));
}

void Oracle::look(const collector::Reads& reads, const std::set<std::string>& seen) {
  look_at_arrivals(reads);
  Numbers received;
  for (const collector::DeviceLog& log : must(reads.logs())) look_at_log(reads, log, received);
  for (const collector::Device& device : must(reads.devices()))
    for (const std::string& alarm : device.alarms)
      violation(fmt::format("{}: a false alarm, {}", device.id, alarm));
  for (const Place& place : erased_)
    if (must(reads.response(place.device, place.log, place.sequence)))
      violation(place.text() + " was withdrawn, and is here");
  for (const auto& [place, answer] : answers_)
    if (answer.durable && seen.contains(place.device) && !received.contains(place) &&
        !on_kiosk_[place.device].contains(place))
      violation(place.text() + " was thanked for, and is nowhere");
}

}  // namespace afterword::simulator
