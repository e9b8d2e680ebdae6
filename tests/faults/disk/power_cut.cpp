#include "tests/faults/disk/power_cut.h"

#include <algorithm>

namespace afterword::test {
namespace {

void apply(const Operation& operation, Bytes& content) {
  const auto at = static_cast<std::size_t>(operation.at);
  if (operation.kind == Operation::Kind::truncate) content.resize(at);
  if (operation.kind != Operation::Kind::write) return;
  if (content.size() < at + operation.bytes.size()) content.resize(at + operation.bytes.size());
  std::copy(operation.bytes.begin(), operation.bytes.end(),
            content.begin() + static_cast<std::ptrdiff_t>(at));
}

void make_rubbish(Bytes& content, std::size_t from, std::size_t to, Random& random) {
  Bytes pattern(61);
  random.fill(pattern);
  for (std::size_t at = from; at < std::min(to, content.size()); ++at)
    content[at] = pattern[at % pattern.size()];
}

enum class Fate { kept, dropped, torn, rubbish };

// One write, sector by sector.
void apply_part(const Operation& write, std::size_t sector, bool rubbish, Bytes& content,
                Random& random) {
  const auto begin = static_cast<std::size_t>(write.at), end = begin + write.bytes.size();
  for (std::size_t at = begin; at < end;) {
    const std::size_t next = std::min(end, (at / sector + 1) * sector);
    const std::uint64_t lot = random.below(4);
    if (lot < 2) {
      const auto from = write.bytes.begin() + static_cast<std::ptrdiff_t>(at - begin);
      apply({Operation::Kind::write, "", static_cast<std::int64_t>(at),
             Bytes(from, from + static_cast<std::ptrdiff_t>(next - at))},
            content);
    } else if (lot == 2 && rubbish) {
      if (content.size() < next) content.resize(next);
      make_rubbish(content, at, next, random);
    }
    at = next;
  }
}

}  // namespace

Platter::Platter(Files before, const Storage& storage) : storage_(storage) {
  for (auto& [name, bytes] : before) files_[name] = {std::move(bytes), true};
}

void Platter::take(const Operation& operation) {
  if (operation.kind == Operation::Kind::remove) {
    const auto found = files_.find(operation.file);
    if (found == files_.end()) return;
    removed_.insert_or_assign(operation.file, std::move(found->second));
    files_.erase(found);
    return;
  }
  Content& content = files_[operation.file];
  if (operation.kind != Operation::Kind::sync) {
    content.since.push_back(operation);
    return;
  }
  if (storage_.ignores_sync) return;
  for (const Operation& each : content.since) apply(each, content.synced);
  content.since.clear();
  // SQLite syncs the folder too when it has made a journal or a log.
  if (!content.there && (operation.file.ends_with("-wal") || operation.file.ends_with("-journal")))
    removed_.clear();
  content.there = true;
  removed_.erase(operation.file);  // the name is the new file's now
}

Files Platter::all() const {
  Files files;
  for (const auto& [name, content] : files_) {
    Bytes bytes = content.synced;
    for (const Operation& each : content.since) apply(each, bytes);
    files[name] = std::move(bytes);
  }
  return files;
}

Bytes Platter::damaged(const Content& content, Random& random) const {
  Bytes bytes = content.synced;
  const std::uint64_t temper = random.below(8);  // some cuts are alike for all writes, most are not
  for (const Operation& each : content.since) {
    Fate fate = static_cast<Fate>(random.below(4));
    if (temper == 0) fate = Fate::kept;
    if (temper == 1) fate = Fate::dropped;
    if (temper == 2 && &each != &content.since.back()) fate = Fate::kept;
    if (each.kind == Operation::Kind::truncate && fate != Fate::kept) fate = Fate::dropped;
    if (fate == Fate::kept) apply(each, bytes);
    if (fate == Fate::torn || fate == Fate::rubbish)
      apply_part(each, storage_.sector_bytes, fate == Fate::rubbish, bytes, random);
  }
  if (storage_.collateral_bytes == 0) return bytes;
  for (const Operation& each : content.since) {
    if (each.kind != Operation::Kind::write || random.below(2) == 0) continue;
    const std::size_t page = storage_.collateral_bytes;
    const auto begin = static_cast<std::size_t>(each.at);
    const std::size_t end = begin + std::max<std::size_t>(1, each.bytes.size());
    make_rubbish(bytes, begin / page * page, (end + page - 1) / page * page, random);
  }
  return bytes;
}

Files Platter::after_cut(Random& random) const {
  Files files;
  for (const auto& [name, content] : files_) {
    if (!content.there && random.below(4) == 0) continue;  // its name was not written yet
    files[name] = damaged(content, random);
  }
  for (const auto& [name, content] : removed_)
    if (!files.contains(name) && random.below(2) == 0) files[name] = damaged(content, random);
  return files;
}

}  // namespace afterword::test
