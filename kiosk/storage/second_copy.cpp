#include "kiosk/storage/second_copy.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/storage/row_proof.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kBesideData = 1024;  // names, proof and the epoch's key, roughly
constexpr std::string_view kCopyName = "second copy";

tl::unexpected<Error> not_ours(std::string what, const std::string& path) {
  return fail(Failure::conflict, std::move(what), path,
              "name another file, or remove this one if nobody needs what is in it");
}

}  // namespace

// Notes where everything is. What is not in held_ afterwards is of no use.
Result<CopiedRecords> SecondCopy::look(RingFile& file, const std::string& device) {
  held_.clear();
  labelled_ = false;
  next_slot_ = 1;
  last_stamp_ = 0;
  AFTERWORD_ASSIGN(const auto entries, file.read());
  CopiedRecords copied;
  for (const RingEntry& entry : entries) {
    auto read = decode_copied(entry.body);
    if (!read) continue;
    if (read->device != device)
      return not_ours("it belongs to the device " + read->device, place_.path);
    labelled_ = labelled_ || (entry.slot == 0 && !read->copied);
    if (!read->copied || entry.slot == 0) continue;
    const SealedResponse& response = read->copied->record.response;
    const Place place = place_of(response);
    const auto known = held_.find(place);
    if (known == held_.end() || known->second.stamp < entry.stamp) {
      held_[place] = {entry.slot, entry.slots, entry.stamp,
                      proof_of(response, read->copied->record.chain_before)};
      copied.insert_or_assign(place, std::move(*read->copied));
    }
    if (entry.stamp <= last_stamp_) continue;
    last_stamp_ = entry.stamp;
    next_slot_ = entry.slot + entry.slots;
  }
  if (labelled_ || !held_.empty()) return copied;
  for (int slot = 0; slot < file.slots(); ++slot)
    if (file.is_used(slot)) return not_ours("this file is no second copy of ours", place_.path);
  return copied;
}

CopiedRecords SecondCopy::read(const std::string& device) {
  file_.reset();
  read_.reset();
  auto found = [&]() -> Result<CopiedRecords> {
    AFTERWORD_ASSIGN(RingFile file, RingFile::open(place_.path));
    AFTERWORD_ASSIGN(CopiedRecords copied, look(file, device));
    read_.emplace(std::move(file));
    return copied;
  }();
  readable_ = found || found.error().failure == Failure::not_found;
  if (!readable_)
    log_.error(kCopyName,
               "answers are kept once only until the next start: " + found.error().text());
  return found ? std::move(*found) : CopiedRecords();
}

void SecondCopy::heard(const Result<>& done) {
  if (done) return;
  file_.reset();
  failed_at_ = clock_.mono();
  trouble_.failed(clock_.mono(), "answers are kept once only: " + done.error().text());
}

void SecondCopy::match(const std::string& device, RecordTable& records) {
  if (!readable_) return;
  const auto done = [&]() -> Result<> {
    AFTERWORD_TRY(begin(device));
    AFTERWORD_TRY(clear_strays());
    AFTERWORD_TRY(clear_gone(records));
    AFTERWORD_TRY(add_missing(records));
    return file_->sync();
  }();
  heard(done);
  if (!done) return;
  failed_at_.reset();
  trouble_.recovered(clock_.mono());
}

Result<> SecondCopy::begin(const std::string& device) {
  device_ = device;
  file_.reset();
  auto file = read_ ? Result<RingFile>(std::move(*read_)) : RingFile::open(place_.path);
  const bool looked = std::exchange(read_, std::nullopt).has_value();
  if (!file && file.error().failure == Failure::not_found) {
    AFTERWORD_TRY(
        db::preallocate(place_.path, place_.slots * static_cast<std::int64_t>(kSlotBytes)));
    file = RingFile::open(place_.path);
  }
  if (!file) return tl::unexpected<Error>(file.error());
  const auto look_at_it = [&]() -> Result<> {
    const auto seen = look(*file, device);
    return seen ? Result<>() : Result<>(tl::unexpected<Error>(seen.error()));
  };
  if (!looked) AFTERWORD_TRY(look_at_it());
  if (file->slots() != place_.slots) {
    AFTERWORD_TRY(file->resize(place_.slots));
    AFTERWORD_TRY(look_at_it());
  }
  if (!labelled_) AFTERWORD_TRY(file->write(0, 0, encode_label(device)));
  file_.emplace(std::move(*file));
  return {};
}

// What was cut off while it was written, or stands there a second time.
Result<> SecondCopy::clear_strays() {
  std::vector<bool> known(static_cast<std::size_t>(file_->slots()));
  known[0] = true;
  for (const auto& [place, held] : held_) std::fill_n(known.begin() + held.slot, held.slots, true);
  for (int slot = 1; slot < file_->slots(); ++slot)
    if (!known[static_cast<std::size_t>(slot)]) AFTERWORD_TRY(file_->clear(slot, 1));
  return {};
}

Result<> SecondCopy::clear(const Place& place) {
  const auto found = held_.find(place);
  if (found == held_.end()) return {};
  AFTERWORD_TRY(file_->clear(found->second.slot, found->second.slots));
  held_.erase(found);
  return {};
}

Result<> SecondCopy::clear_gone(RecordTable& records) {
  std::vector<Place> gone;
  for (const auto& [place, held] : held_) {
    AFTERWORD_ASSIGN(const auto proof, records.proof_at({place.first, place.second}));
    if (!proof || *proof != held.proof) gone.push_back(place);
  }
  for (const Place& place : gone) AFTERWORD_TRY(clear(place));
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

void SecondCopy::forget(RecordTable& records) {
  if (!file_) return;
  heard([&]() -> Result<> {
    AFTERWORD_TRY(clear_gone(records));
    return file_->sync();
  }());
}

std::vector<Place> SecondCopy::put(const KeptRecord& record, const SealedEpoch& epoch) {
  if (!file_) return {};
  auto written = write(record, epoch);
  if (!written) return heard(tl::unexpected<Error>(written.error())), std::vector<Place>();
  heard(file_->sync());
  return *written;
}

int SecondCopy::slot_for(int slots) const {
  const int end = file_->slots();
  std::vector<bool> taken(static_cast<std::size_t>(end));
  for (const auto& [place, held] : held_) std::fill_n(taken.begin() + held.slot, held.slots, true);
  const auto is_free = [&](int first) {
    return std::none_of(taken.begin() + first, taken.begin() + first + slots,
                        [](bool is) { return is; });
  };
  // Round and round, so that none is worn out before the others.
  for (int first = next_slot_; first + slots <= end; ++first)
    if (is_free(first)) return first;
  for (int first = 1; first < next_slot_ && first + slots <= end; ++first)
    if (is_free(first)) return first;
  return std::min(held_.begin()->second.slot, end - slots);
}

Result<std::vector<Place>> SecondCopy::write(const KeptRecord& record, const SealedEpoch& epoch) {
  const Bytes body = encode_copied(device_, record, epoch);
  const int slots = RingFile::needed(body.size());
  std::vector<Place> over;
  if (slots >= file_->slots()) {
    ++too_long_;
    log_.warn(kCopyName, fmt::format("{} answers were too long for it since the start", too_long_));
    return over;
  }
  const Place place = place_of(record.response);
  AFTERWORD_TRY(clear(place));
  const int first = slot_for(slots), end = first + slots;
  for (const auto& [other, held] : held_)
    if (held.slot < end && held.slot + held.slots > first) over.push_back(other);
  for (const Place& other : over) {
    const Held held = held_[other];
    held_.erase(other);
    for (int slot = held.slot; slot < held.slot + held.slots; ++slot)
      if (slot < first || slot >= end) AFTERWORD_TRY(file_->clear(slot, 1));
  }
  AFTERWORD_TRY(file_->write(first, last_stamp_ + 1, body));
  held_[place] = {first, slots, ++last_stamp_, proof_of(record.response, record.chain_before)};
  next_slot_ = end;
  return over;
}

void SecondCopy::take_back(const Place& place) {
  if (!file_) return;
  heard([&]() -> Result<> {
    AFTERWORD_TRY(clear(place));
    return file_->sync();
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
