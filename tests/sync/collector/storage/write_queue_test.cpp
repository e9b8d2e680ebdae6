// The queue in front of every implementation of Storage.
#include "tests/sync/collector/storage/storage_suite.h"

TEST_CASE_TEMPLATE("writers in line are all told, each of its own outcome, once it is on disk",
                   Kind, storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  std::atomic<int> told{0}, refused{0};
  {
    coll::WriteQueue queue(*storage);
    for (int i = 1; i <= 200; ++i) {
      const bool pushed =
          queue.push({.write = [i](coll::Writes& writes) -> Result<> {
                        AFTERWORD_TRY(writes.add_response(storage_suite::response(i)));
                        if (i % 10 == 0) return fail(Failure::invalid, "every tenth is refused");
                        return {};
                      },
                      .done = [&](const Result<>& result) { ++(result ? told : refused); },
                      .weight = 7});
      CHECK(pushed);
    }
    CHECK(queue.run([](coll::Writes& writes) { return writes.raise_revision(); }).has_value());
    CHECK(told + refused == 200);
  }
  CHECK(told == 180);
  CHECK(refused == 20);
  CHECK(storage->read().value()->count_responses().value() == 180);
}

namespace storage_suite {

// Says after a commit, as a disk that fails while the log is cut makes it, that readers are refused.
class Doubting final : public coll::Storage {
 public:
  explicit Doubting(std::unique_ptr<coll::Storage> real) : real_(std::move(real)) {}
  Result<View> read() override { return real_->read(); }
  Result<> write(const std::function<Result<>(coll::Writes&)>& change) override {
    doubts_ = 2;
    return real_->write(change);
  }
  bool in_doubt() const override { return doubts_ > 0; }
  Result<> tidy() override {
    if (--doubts_ == 0) mended_.set_value();
    return real_->tidy();
  }
  void take_over_writing() override { real_->take_over_writing(); }
  Result<> backup(const std::string& target) override { return real_->backup(target); }
  Result<> check() override { return real_->check(); }
  std::future<void> mended() { return mended_.get_future(); }

 private:
  std::unique_ptr<coll::Storage> real_;
  std::atomic<int> doubts_{0};  // each tidying mends one
  std::promise<void> mended_;
};

}  // namespace storage_suite

TEST_CASE_TEMPLATE("while readers are refused the queue does not wait for an idle moment", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  storage_suite::Doubting storage(kind.open());
  auto mended = storage.mended();
  coll::WriteQueue queue(storage);
  REQUIRE(queue.run([](coll::Writes& writes) { return writes.raise_revision(); }).has_value());
  CHECK(mended.wait_for(coll::WriteQueue::kIdle / 2) == std::future_status::ready);
}

TEST_CASE_TEMPLATE("what waits to be written is bounded by its weight, not only by its number",
                   Kind, storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  coll::WriteQueue queue(*storage);
  std::promise<void> begun, go_on;
  const std::shared_future<void> released = go_on.get_future().share();
  const auto ignore = [](const Result<>&) {};
  REQUIRE(queue.push({.write = [&begun, released](coll::Writes&) -> Result<> {
                        begun.set_value();
                        released.wait();
                        return {};
                      },
                      .done = ignore}));
  begun.get_future().wait();
  const auto push = [&](int weight) {
    return queue.push(
        {.write = [](coll::Writes&) { return Result<>(); }, .done = ignore, .weight = weight});
  };
  CHECK(push(coll::WriteQueue::kWaitingWeightMax));
  CHECK_FALSE(push(1));
  go_on.set_value();
}

TEST_CASE_TEMPLATE("by hand nothing is written until it is asked for, and what waits at the end is lost",
                   Kind, storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  int told = 0;
  const auto add = [&told](coll::WriteQueue& queue, int number) {
    return queue.push({.write =
                           [number](coll::Writes& writes) {
                             return writes.add_response(storage_suite::response(number));
                           },
                       .done = [&told](const Result<>& result) { told += result ? 1 : 0; }});
  };
  {
    coll::WriteQueue queue(*storage, coll::WriteQueue::Runs::by_hand);
    CHECK(add(queue, 1));
    CHECK(told == 0);
    queue.write_waiting();
    CHECK(told == 1);
    CHECK(add(queue, 2));
    CHECK(queue.run([](coll::Writes& writes) { return writes.raise_revision(); }).has_value());
    CHECK(told == 2);
    CHECK(add(queue, 3));
  }
  CHECK(told == 2);
  CHECK(storage->read().value()->count_responses().value() == 2);
}
