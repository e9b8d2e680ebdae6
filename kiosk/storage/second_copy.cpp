#include "kiosk/storage/second_copy.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "kiosk/storage/row_proof.h"

namespace afterword::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBesideData = 1024;  // names, proof and the epoch's key, roughly
constexpr std::int64_t kBytes = kSlotBytes;
constexpr std::string_view kCopyName = "second copy";

// Whether both lie on one disk; where that cannot be asked, they may.
bool on_one_disk(const fs::path& one, const fs::path& other) {
  struct stat of_one = {}, of_other = {};
  return ::stat(one.c_str(), &of_one) != 0 || ::stat(other.c_str(), &of_other) != 0 ||
         of_one.st_dev == of_other.st_dev;
}

tl::unexpected<Error> not_ours(std::string what, const std::string& path) {
  return fail(Failure::conflict, std::move(what), path,
              "name another file, or remove this one if nobody needs what is in it");
}

}  // namespace

// Notes where everything is. What is not in held_ afterwards is of no use.
Result<CopiedRecords> SecondCopy::look(RingFile& file, const std::string& device,
                                       Keep keep) {
  held_.clear();
  labelled_ = false;
  next_slot_ = 1;
  last_stamp_ = 0;
  CopiedRecords copied;
  AFTERWORD_TRY(file.each([&](const RingEntry& entry) -> Result<> {
    auto read = decode_copied(entry.body);
    if (!read) return {};
    if (read->device != device)
      return not_ours("it belongs to the device " + read->device, place_.path);
    labelled_ = labelled_ || (entry.slot == 0 && !read->copied);
    if (!read->copied || entry.slot == 0) return {};
    const SealedResponse& response = read->copied->record.response;
    const Place place = place_of(response);
    const auto known = held_.find(place);
    if (known == held_.end() || known->second.stamp < entry.stamp) {
      held_[place] = {entry.slot, entry.slots, entry.stamp,
                      proof_of(response, read->copied->record.chain_before)};
      if (keep == Keep::all) copied.insert_or_assign(place, std::move(*read->copied));
    }
    if (entry.stamp <= last_stamp_) return {};
    last_stamp_ = entry.stamp;
    next_slot_ = entry.slot + entry.slots;
    return {};
  }));
  if (labelled_ || !held_.empty()) return copied;
  AFTERWORD_ASSIGN(const bool rest, file.has_rest());
  if (rest) return not_ours("this file is no second copy of ours", place_.path);
  for (int slot = 0; slot < file.slots(); ++slot)
    if (file.is_used(slot)) return not_ours("this file is no second copy of ours", place_.path);
  return copied;
}

CopiedRecords SecondCopy::read(const std::string& device) {
  file_.reset();
  read_.reset();
  auto found = [&]() -> Result<CopiedRecords> {
    AFTERWORD_ASSIGN(RingFile file, RingFile::open(place_.path));
    AFTERWORD_ASSIGN(CopiedRecords copied, look(file, device, Keep::all));
    read_.emplace(std::move(file));
    return copied;
  }();
  handed_ = found.has_value();
  refused_ = false;
  if (found) return std::move(*found);
  const Failure why = found.error().failure;
  if (why == Failure::not_found) return {};
  refused_ = why == Failure::conflict || why == Failure::unsupported;
  if (refused_)
    log_.error(kCopyName,
               "answers are kept once only until the next start: " + found.error().text());
  else
    heard(tl::unexpected<Error>(found.error()));
  return {};
}

Result<> SecondCopy::sync() {
  auto done = file_->sync();
  unsynced_ = unsynced_ || !done;
  if (!unsynced_) synced_ = last_stamp_;
  return done;
}

// After a failed sync the system may give what is not on the disk, and call it clean: it is written anew.
void SecondCopy::drop_unsynced() {
  if (unsynced_) std::erase_if(held_, [this](const auto& each) { return each.second.stamp > synced_; });
}

void SecondCopy::heard(const Result<>& done) {
  if (done) return;
  file_.reset();
  failed_at_ = clock_.mono();
  trouble_.failed(clock_.mono(), "answers are kept once only: " + done.error().text());
}

void SecondCopy::match(const std::string& device, RecordTable& records, Believed database) {
  if (refused_) return;
  const auto done = [&]() -> Result<> {
    AFTERWORD_TRY(begin(device));
    if (database == Believed::no) return {};
    drop_unsynced();
    AFTERWORD_TRY(clear_strays());
    AFTERWORD_TRY(clear_gone(records));
    AFTERWORD_TRY(add_missing(records));
    unsynced_ = false;
    return sync();
  }();
  heard(done);
  if (!done) return;
  failed_at_.reset();
  trouble_.recovered(clock_.mono());
}

Result<> SecondCopy::begin(const std::string& device) {
  if (file_ && device == device_) return {};  // nothing failed: it is as held_ says
  device_ = device;
  file_.reset();
  auto file = read_ ? Result<RingFile>(std::move(*read_)) : RingFile::open(place_.path);
  const bool looked = std::exchange(read_, std::nullopt).has_value();
  if (file && !handed_)
    return fail(Failure::io, "it is here now, and what is in it was not read yet", place_.path);
  if (!file && file.error().failure == Failure::not_found) {
    AFTERWORD_TRY(leave_room(place_.slots));
    AFTERWORD_TRY(db::preallocate(place_.path, place_.slots * kBytes));
    file = RingFile::open(place_.path);
    handed_ = file.has_value();
  }
  if (!file) return tl::unexpected<Error>(file.error());
  const auto look_at_it = [&]() -> Result<> {
    const auto seen = look(*file, device, Keep::places);
    return seen ? Result<>() : Result<>(tl::unexpected<Error>(seen.error()));
  };
  if (!looked) AFTERWORD_TRY(look_at_it());
  if (file->slots() != place_.slots) {
    auto resized = leave_room(place_.slots - file->slots());
    if (resized) resized = file->resize(place_.slots);
    if (!resized && file->slots() < kCopySlotsLeast) return resized;
    if (!resized) log_.warn(kCopyName, "it stays as short as it is: " + resized.error().text());
    AFTERWORD_TRY(look_at_it());
  }
  if (!labelled_) AFTERWORD_TRY(file->write(0, 0, encode_label(device)));
  file_.emplace(std::move(*file));
  if (!unsynced_) synced_ = last_stamp_;
  return {};
}

// The database's own disk is not to be full because of us.
Result<> SecondCopy::leave_room(int slots) const {
  const fs::path folder = fs::path(place_.path).parent_path();
  std::error_code error;
  const auto space = fs::space(folder, error);
  if (slots <= 0 || error || place_.leave_bytes == 0 || !on_one_disk(folder, place_.beside)) return {};
  const std::int64_t wanted = slots * kBytes + place_.leave_bytes;
  if (static_cast<std::int64_t>(space.available) >= wanted) return {};
  return fail(Failure::disk_full,
              fmt::format("{} bytes would have to be free on the disk of the database", wanted),
              place_.path, "free some space on this disk, or name a file on another");
}

// What was cut off while it was written, or stands there a second time. A slot that cannot be cleared is not used;
// that it can be is tried again each time.
Result<> SecondCopy::clear_strays() {
  std::vector<bool> known(static_cast<std::size_t>(file_->slots()));
  known[0] = true;
  for (const auto& [place, held] : held_) std::fill_n(known.begin() + held.slot, held.slots, true);
  for (int slot = 1; slot < file_->slots(); ++slot)
    if (!known[static_cast<std::size_t>(slot)]) AFTERWORD_TRY(clear_if_it_can_be(slot));
  return {};
}

Result<> SecondCopy::clear_if_it_can_be(int slot) {
  if (bad_.contains(slot)) file_->doubt(slot);
  const auto done = file_->clear(slot, 1);
  if (!done && done.error().failure != Failure::io) return done;
  if (done)
    bad_.erase(slot);
  else if (bad_.insert(slot).second)
    log_.warn(kCopyName, fmt::format("slot {} is not used: {}", slot, done.error().text()));
  return {};
}

Result<> SecondCopy::clear(const Place& place) {
  const auto found = held_.find(place);
  if (found == held_.end()) return {};
  AFTERWORD_TRY(file_->clear(found->second.slot, found->second.slots));
  held_.erase(found);
  return {};
}

// Another record stands there only if it proves itself: else it may be this one, damaged since it was written.
Result<> SecondCopy::clear_gone(RecordTable& records) {
  std::vector<Place> gone;
  for (const auto& [place, held] : held_) {
    const RecordPlace at{place.first, place.second};
    AFTERWORD_ASSIGN(const auto proof, records.proof_at(at));
    if (proof && *proof == held.proof) continue;
    if (proof) AFTERWORD_TRY(records.at(at));
    gone.push_back(place);
  }
  for (const Place& place : gone) {
    const Held held = held_[place];
    held_.erase(place);
    for (int slot = held.slot; slot < held.slot + held.slots; ++slot) AFTERWORD_TRY(clear_if_it_can_be(slot));
  }
  return {};
}

Result<> SecondCopy::add_missing(RecordTable& records) {
  AFTERWORD_ASSIGN(const auto waiting, records.newest_waiting(file_->slots()));
  int slots = 0;
  std::vector<Place> missing;
  for (const auto& [place, bytes] : waiting) {
    slots += RingFile::needed(bytes + kBesideData);
    if (slots > file_->slots() - 1) break;
    if (!held_.contains({place.log, place.sequence}))
      missing.emplace_back(place.log, place.sequence);
  }
  std::reverse(missing.begin(), missing.end());
  for (const Place& place : missing) {
    AFTERWORD_ASSIGN(const auto record, records.at({place.first, place.second}));
    if (!record) continue;
    const std::int64_t epoch = record->response.epoch;
    AFTERWORD_ASSIGN(const auto epochs, records.epochs_for({&epoch, 1}));
    AFTERWORD_TRY(write(*record, epochs.front()));
  }
  return {};
}

void SecondCopy::forget(const std::vector<Place>& places) {
  if (!file_ || places.empty()) return;
  heard([&]() -> Result<> {
    for (const Place& place : places) AFTERWORD_TRY(clear(place));
    return sync();
  }());
}

std::vector<Place> SecondCopy::put(const KeptRecord& record, const SealedEpoch& epoch) {
  if (!file_) return {};
  auto written = write(record, epoch);
  if (!written) return heard(tl::unexpected<Error>(written.error())), std::vector<Place>();
  heard(sync());
  return *written;
}

Result<int> SecondCopy::slot_for(int slots) const {
  const int end = file_->slots();
  std::vector<bool> taken(static_cast<std::size_t>(end));
  for (const int slot : bad_)
    if (slot < end) taken[static_cast<std::size_t>(slot)] = true;
  for (const auto& [place, held] : held_) std::fill_n(taken.begin() + held.slot, held.slots, true);
  const auto is_free = [&](int first) {
    return std::none_of(taken.begin() + first, taken.begin() + first + slots,
                        [](bool is) { return is; });
  };
  const auto is_bad = [&](int first) {
    const auto bad = bad_.lower_bound(first);
    return bad != bad_.end() && *bad < first + slots;
  };
  // Round and round, so that none is worn out before the others.
  for (int first = next_slot_; first + slots <= end; ++first)
    if (is_free(first)) return first;
  for (int first = 1; first < next_slot_ && first + slots <= end; ++first)
    if (is_free(first)) return first;
  for (const auto& [place, held] : held_)
    if (const int first = std::min(held.slot, end - slots); !is_bad(first)) return first;
  return fail(Failure::io, "too many of its slots cannot be written", place_.path,
              "check the disk, or name a file on another");
}

Result<std::vector<Place>> SecondCopy::write(const KeptRecord& record, const SealedEpoch& epoch) {
  const Bytes body = encode_copied(device_, record, epoch);
  const int slots = RingFile::needed(body.size());
  std::vector<Place> over;
  if (slots >= file_->slots()) {
    if (++too_long_ == 1) log_.warn(kCopyName, "an answer is too long for it; more of them are not told");
    return over;
  }
  const Place place = place_of(record.response);
  AFTERWORD_TRY(clear(place));
  AFTERWORD_ASSIGN(const int first, slot_for(slots));
  const int end = first + slots;
  for (const auto& [other, held] : held_)
    if (held.slot < end && held.slot + held.slots > first) over.push_back(other);
  for (const Place& other : over) {
    const Held held = held_[other];
    held_.erase(other);
    for (int slot = held.slot; slot < held.slot + held.slots; ++slot)
      if (slot < first || slot >= end) AFTERWORD_TRY(file_->clear(slot, 1));
  }
  if (auto written = file_->write(first, last_stamp_ + 1, body); !written) {
    if (written.error().failure == Failure::io)  // until match() could clear them
      for (int slot = first; slot < end; ++slot) bad_.insert(slot);
    return tl::unexpected<Error>(std::move(written.error()));
  }
  held_[place] = {first, slots, ++last_stamp_, proof_of(record.response, record.chain_before)};
  next_slot_ = end;
  return over;
}

void SecondCopy::take_back(const Place& place) {
  if (!file_) return;
  heard([&]() -> Result<> {
    AFTERWORD_TRY(clear(place));
    return sync();
  }());
}

void SecondCopy::fell_out(int count) {
  if (count == 0) return;
  if (fallen_out_ == 0)
    log_.warn(kCopyName,
              "it is full of answers that were not sent: from now on the oldest of them are kept "
              "once only");
  fallen_out_ += count;
}

}  // namespace afterword::kiosk
