#include "tests/faults/simulator/machine.h"

namespace afterword::simulator {

Machine::Machine(std::string folder, std::string database, const test::Storage& storage,
                 std::uint64_t seed)
    : folder_(std::move(folder)),
      database_(std::move(database)),
      storage_(storage),
      random_(seed),
      platter_({}, storage) {
  disk_.emplace(folder_);
  take_files();
}

void Machine::take(std::size_t count, std::vector<test::Operation> operations) {
  operations.resize(std::min(count, operations.size()));
  for (const test::Operation& each : operations) platter_.take(each);
}

Machine::Ended Machine::step(const std::function<void()>& work) {
  work();
  auto operations = disk_->take();
  const std::size_t all = operations.size();
  if (!armed_ || all == 0) {
    take(all, std::move(operations));
    return Ended::whole;
  }
  const auto done = static_cast<std::size_t>(random_.below(all + 1));
  take(done, std::move(operations));
  down_now();
  return done == all ? Ended::cut_after : Ended::cut_short;
}

void Machine::down_now() {
  const Down how = armed_.value_or(Down::power_cut);
  left_ = how == Down::killed ? platter_.all() : platter_.after_cut(random_);
  lost_power_ = how == Down::power_cut;
  if (lost_power_) platter_ = test::Platter(left_, storage_);
  armed_.reset();
}

void Machine::leave_files() {
  disk_->take();  // closing it is nothing that a machine without power does
  test::Files files = test::read_files(folder_);
  std::erase_if(files, [&](const auto& file) { return file.first.starts_with(database_); });
  files.insert(left_.begin(), left_.end());
  test::write_files(folder_, files);
}

void Machine::take_files() {
  disk_->take();
  test::Files files = test::read_files(folder_);
  std::erase_if(files, [&](const auto& file) { return !file.first.starts_with(database_); });
  platter_ = test::Platter(std::move(files), storage_);
}

}  // namespace afterword::simulator
