#include "sync/collector/api/verify.h"

#include <fmt/format.h>
#include <algorithm>
#include <climits>

#include "sync/base/crypto/hash.h"
#include "sync/collector/api/deletions.h"
#include "sync/collector/api/verify_log.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/boots.h"
#include "sync/protocol/definition_message.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kCellsShown = 20;

std::string cell_name(const CubeKey& key) {
  return fmt::format("{} version {}, {}, {}, {}, {}, {}{}", key.survey, key.version, key.question,
                     key.day.text(), key.store, key.touchpoint, key.language,
                     key.flagged ? ", flagged" : "");
}

std::string counts_text(const Histogram& counts) {
  std::string values;
  for (const std::uint64_t count : counts.v)
    values += fmt::format("{}{}", values.empty() ? "" : " ", count);
  return fmt::format("answered {} ({}), not applicable {}, skipped {}, not shown {}",
                     counts.answered, values, counts.not_applicable, counts.skipped,
                     counts.not_shown);
}

// Cells that count nothing may or may not be there.
Histogram cell(const Cube& cube, const CubeKey& key) {
  const auto found = cube.find(key);
  return found == cube.end() ? Histogram{} : found->second;
}

void compare_cubes(const Cube& stored, const Cube& counted, Proof& proof) {
  std::size_t wrong = 0;
  const auto compare = [&](const CubeKey& key) {
    const Histogram a = cell(stored, key);
    const Histogram b = cell(counted, key);
    if (a == b || ++wrong > kCellsShown) return;
    proof.differences.push_back({"", 0, "",
                                 fmt::format("figures of {}: {}; counted again: {}", cell_name(key),
                                             counts_text(a), counts_text(b))});
  };
  for (const auto& [key, counts] : stored) compare(key);
  for (const auto& [key, counts] : counted)
    if (!stored.contains(key)) compare(key);
  if (wrong > kCellsShown)
    proof.differences.push_back(
        {"", 0, "", fmt::format("{} more counts are wrong", wrong - kCellsShown)});
}

// Without counting again: every response has an entry for every question of its version.
Result<> compare_totals(const Reads& reads, const Recount& recount, Proof& proof) {
  std::string survey;
  std::vector<CubeSum> sums;
  for (const auto& [name, responses] : recount.responses) {
    if (name.first != survey) {
      survey = name.first;
      AFTERWORD_ASSIGN(
          sums,
          reads.sums(
              {.survey = survey, .from = {}, .to = {}, .clean_only = false, .by = Group::version}));
    }
    for (const CubeSum& sum : sums) {
      if (sum.group != std::to_string(name.second)) continue;
      const Histogram& h = sum.counts;
      const std::uint64_t all = h.answered + h.not_applicable + h.skipped + h.not_shown;
      if (all != static_cast<std::uint64_t>(responses))
        proof.differences.push_back(
            {"", 0, "",
             fmt::format("figures of {} version {}, {} count {} responses, and there are {}",
                         survey, name.second, sum.question, all, responses)});
    }
  }
  return {};
}

Result<> check_definitions(const Reads& reads, const Keyring& keys, Proof& proof) {
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  for (const DefinitionHead& head : heads) {
    AFTERWORD_ASSIGN(const auto definition, reads.definition(head.survey, head.version));
    const auto opened = open_definition(definition->envelope, {head.survey, head.version},
                                        keys.trust.online_public_keys());
    if (!opened || *opened != definition->bytes)
      proof.differences.push_back(
          {"", 0, "",
           fmt::format("{} version {} is not what was signed", head.survey, head.version)});
  }
  return {};
}

Result<> check_audit(const Reads& reads, Proof& proof) {
  AFTERWORD_ASSIGN(auto entries, reads.audit(INT_MAX));
  std::reverse(entries.begin(), entries.end());
  Bytes before(32, 0);
  std::int64_t expected = 1;
  for (const AuditEntry& entry : entries) {
    if (entry.number != expected || audit_hash(before, entry) != entry.hash) {
      proof.differences.push_back(
          {"", 0, "", fmt::format("the audit log was altered at entry {}", expected)});
      return {};
    }
    before = entry.hash;
    ++expected;
  }
  return {};
}

// Not differences: what is here adds up. But people should know whose word it was.
Result<> note_alarms(const Reads& reads, Proof& proof) {
  AFTERWORD_ASSIGN(const auto devices, reads.devices());
  for (const Device& device : devices) {
    if (has_alarm(device, kCloned))
      proof.notes.push_back(fmt::format(
          "{}: two machines spoke under its name; its key was copied. KEYS.md says what to do", device.id));
    if (has_alarm(device, kNumbersAhead))
      proof.notes.push_back(fmt::format(
          "{}: it told of more than {} numbers beyond what had come, which was not believed", device.id, kLostMax));
  }
  return {};
}

json::Value to_json(const LogSum& sum) {
  return json::object({{"recorded", sum.recorded},
                       {"received", sum.received()},
                       {"stored", sum.stored},
                       {"quarantined", sum.quarantined},
                       {"withdrawn", sum.withdrawn},
                       {"expired", sum.expired},
                       {"lost", sum.lost},
                       {"waiting", sum.waiting}});
}

bool differs(const Proof& proof, const LogSum& sum) {
  return std::any_of(proof.differences.begin(), proof.differences.end(),
                     [&sum](const Difference& difference) {
                       return difference.device == sum.device && difference.log == sum.log;
                     });
}

}  // namespace

Result<Proof> verify(const Reads& reads, const Keyring& keys, Definitions& definitions,
                     bool recount_asked) {
  Proof proof;
  AFTERWORD_ASSIGN(const std::int64_t count, reads.count_responses());
  Recount recount{
      .wanted = recount_asked || count <= kAlwaysRecounted, .cube = {}, .responses = {}};
  AFTERWORD_ASSIGN(const auto names, reads.log_names());
  for (const Reads::LogName& name : names)
    AFTERWORD_TRY(verify_log(reads, keys, definitions, name, recount, proof));
  proof.recounted = recount.wanted;
  if (recount.wanted) {
    AFTERWORD_ASSIGN(const Cube stored, reads.cube());
    compare_cubes(stored, recount.cube, proof);
  } else {
    AFTERWORD_TRY(compare_totals(reads, recount, proof));
  }
  AFTERWORD_TRY(note_alarms(reads, proof));
  AFTERWORD_TRY(check_definitions(reads, keys, proof));
  AFTERWORD_TRY(check_audit(reads, proof));
  AFTERWORD_TRY(check_deletions(reads, keys, proof));
  return proof;
}

json::Value to_json(const Proof& proof) {
  json::Array logs, differences, notes;
  for (const LogSum& sum : proof.logs) {
    json::Value log = json::object({{"device", sum.device}, {"log", sum.log}});
    const json::Value sums = to_json(sum);
    for (const json::Member& member : sums.as_object()) log.set(member.first, member.second);
    log.set("equal", sum.adds_up() && !differs(proof, sum));
    logs.push_back(std::move(log));
  }
  for (const Difference& difference : proof.differences)
    differences.push_back(json::object({{"device", difference.device},
                                        {"log", difference.log},
                                        {"sequences", difference.sequences},
                                        {"what", difference.what}}));
  for (const std::string& note : proof.notes) notes.emplace_back(note);
  json::Value total = to_json(proof.total);
  total.set("equal", proof.total.adds_up());
  return json::object({{"equal", proof.equal()},
                       {"recounted", proof.recounted},
                       {"logs", std::move(logs)},
                       {"total", std::move(total)},
                       {"differences", std::move(differences)},
                       {"notes", std::move(notes)}});
}

std::string ranges_text(const std::vector<std::int64_t>& numbers, std::size_t ranges_max) {
  std::string out;
  std::size_t ranges = 0;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t end = i;
    while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1) ++end;
    if (!out.empty()) out += ", ";
    if (++ranges > ranges_max) return out + "and more";
    out +=
        end == i ? fmt::format("{}", numbers[i]) : fmt::format("{}-{}", numbers[i], numbers[end]);
    i = end + 1;
  }
  return out;
}

}  // namespace afterword::collector
