#include "tests/faults/disk/examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <unordered_map>

#include "tests/faults/disk/dump.h"
#include "tests/support/scratch.h"

namespace afterword::test {
namespace {

constexpr const char* kMemory = "/dev/shm";  // where states are looked at: files, but quick ones

std::uint64_t mark_of(const Files& files) {
  std::uint64_t mark = 0;
  const auto mix = [&mark](std::string_view text) {
    mark = (mark ^ std::hash<std::string_view>()(text)) * 0x9E3779B97F4A7C15ULL;
  };
  for (const auto& [name, bytes] : files) {
    mix(name);
    mix(as_text(bytes));
  }
  return mark;
}

// The states a database went through, in order, and where each was reached.
class Path {
 public:
  explicit Path(const Story& story) {
    const Scratch scratch(kMemory);
    Platter platter(story.before, {});
    see(scratch, story, platter, 0);
    for (std::size_t done = 1; done <= story.operations.size(); ++done) {
      const Operation& operation = story.operations[done - 1];
      platter.take(operation);
      if (operation.kind == Operation::Kind::sync) continue;
      see(scratch, story, platter, done);
    }
  }

  // The state that all who read see after so many operations.
  std::size_t at(std::size_t done) const {
    const auto after = std::upper_bound(reached_.begin(), reached_.end(), done);
    return static_cast<std::size_t>(after - reached_.begin()) - 1;
  }
  const std::string& dump(std::size_t state) const { return dumps_[state]; }
  // All places where the database was just so.
  const std::vector<std::size_t>& places_of(const std::string& dump) const {
    static const std::vector<std::size_t> kNone;
    const auto found = places_.find(dump);
    return found == places_.end() ? kNone : found->second;
  }

 private:
  void see(const Scratch& scratch, const Story& story, const Platter& platter, std::size_t done) {
    write_files(scratch.path(), platter.all());
    const auto read = test::dump(scratch.file(story.database));
    if (!read) {
      if (dumps_.size() <= 1 && (dumps_.empty() || dumps_[0].empty())) {  // no database yet
        reached_.assign(1, 0);
        dumps_.assign(1, "");
        return;
      }
      throw std::runtime_error(
          fmt::format("not readable after operation {}: {}", done, read.error().text()));
    }
    if (!dumps_.empty() && dumps_.back() == *read) return;
    reached_.push_back(done);
    dumps_.push_back(*read);
    places_[*read].push_back(dumps_.size() - 1);
  }

  std::vector<std::size_t> reached_;
  std::vector<std::string> dumps_;
  std::unordered_map<std::string, std::vector<std::size_t>> places_;
};

// What was said, as states of the path. Throws if the program's files did not hold what it said.
struct Promise {
  std::size_t from, state;
};
std::vector<Promise> promises_of(const Story& story, const Path& path) {
  std::vector<Promise> promises;
  for (const Story::Told& told : story.told) {
    const std::size_t state = path.at(told.at);
    if (path.dump(state) != told.dump)
      throw std::runtime_error(fmt::format(
          "what was told after operation {} is not what the files say", told.at));
    promises.push_back({told.from, state});
  }
  return promises;
}

class Examination {
 public:
  Examination(const Story& story, const Trial& trial, const CarryOn& carry_on)
      : story_(story),
        trial_(trial),
        carry_on_(carry_on),
        path_(story),
        promises_(promises_of(story, path_)) {}

  Findings run() {
    Platter platter(story_.before, trial_.storage);
    for (std::size_t done = 0; done <= story_.operations.size(); ++done) {
      if (done > 0) platter.take(story_.operations[done - 1]);
      for (int each = 0; each < trial_.seeds; ++each) {
        SeededRandom random(trial_.seed * 1'000'003 + static_cast<std::uint64_t>(each) * 7919 +
                            done);
        look(done, platter.after_cut(random));
      }
    }
    return findings_;
  }

 private:
  struct Seen {
    enum class What { read, corrupt, unusable } what = What::read;
    std::vector<std::size_t> places;
    std::string words;
  };

  void look(std::size_t done, const Files& files) {
    ++findings_.states;
    const auto [known, is_new] = seen_.try_emplace(mark_of(files));
    if (is_new) {
      ++findings_.different;
      known->second = open(files);
    }
    judge(done, known->second);
  }

  Seen open(const Files& files) {
    write_files(scratch_.path(), files);
    auto read = dump(scratch_.file(story_.database));
    if (!read) return {Seen::What::corrupt, {}, read.error().text()};
    Seen seen{Seen::What::read, path_.places_of(*read), {}};
    if (seen.places.empty()) seen.words = *read;
    const bool again = trial_.second_cut_every > 0 &&
                       findings_.different % static_cast<unsigned>(trial_.second_cut_every) == 0;
    try {
      ++findings_.opened;
      if (again)
        cut_again();
      else
        carry_on_(scratch_.path());
    } catch (const std::exception& error) {
      return {Seen::What::unusable, {}, error.what()};
    }
    return seen;
  }

  // The power goes a second time, at each operation of the recovery.
  void cut_again() {
    Telling telling(scratch_.path(), story_.database);
    telling.durable();
    carry_on_(scratch_.path());
    telling.durable();
    const Story recovery = telling.end();
    const Findings second =
        Examination(recovery, {trial_.storage, 1, trial_.seed + findings_.different, 0}, carry_on_)
            .run();
    findings_.second += second.states;
    Findings found = second;
    found.second = 0;
    findings_.add(found);
  }

  std::size_t promised(std::size_t done) const {
    std::size_t least = 0;
    for (const Promise& promise : promises_)
      if (promise.from <= done) least = promise.state;
    return least;
  }
  // Nothing was promised yet, and there was no database before.
  bool may_be_unborn(std::size_t done) const {
    return path_.dump(0).empty() && promised(done) == 0;
  }

  void judge(std::size_t done, const Seen& seen) {
    std::string what;
    if (seen.what != Seen::What::unusable && seen.places.empty() && may_be_unborn(done)) return;
    if (seen.what == Seen::What::corrupt) {
      ++findings_.corrupt;
      what = "cannot be read: " + seen.words;
    } else if (seen.what == Seen::What::unusable) {
      ++findings_.unusable;
      what = "the program cannot go on: " + seen.words;
    } else {
      const std::size_t least = promised(done);
      const std::size_t most = std::max(least, path_.at(done));
      const auto fits = [&](std::size_t place) { return place >= least && place <= most; };
      if (std::any_of(seen.places.begin(), seen.places.end(), fits)) return;
      if (seen.places.empty()) {
        ++findings_.mixed;
        what = "a state the database was never in: " + seen.words;
      } else if (seen.places.back() < least) {
        ++findings_.lost;
        what = fmt::format("state {} is back, {} was said to be durable", seen.places.back(), least);
      } else {
        ++findings_.phantom;
        what = fmt::format("state {} is there, only {} was written", seen.places.front(), most);
      }
    }
    if (findings_.first_wrong.empty())
      findings_.first_wrong = fmt::format("cut after operation {} of {}: {}", done,
                                          story_.operations.size(), what);
  }

  const Story& story_;
  const Trial trial_;
  const CarryOn& carry_on_;
  const Path path_;
  const std::vector<Promise> promises_;
  const Scratch scratch_{kMemory};
  std::unordered_map<std::uint64_t, Seen> seen_;
  Findings findings_;
};

}  // namespace

Telling::Telling(std::string folder, std::string database)
    : folder_(folder), story_{std::move(database), read_files(folder), {}, {}}, disk_(folder) {}

void Telling::durable_since(std::size_t early) {
  auto read = dump(folder_ + "/" + story_.database);
  if (!read) throw std::runtime_error("cannot be read: " + read.error().text());
  story_.told.push_back({early, disk_.count(), std::move(*read)});
}

Story Telling::end() {
  story_.operations = disk_.operations();
  return std::move(story_);
}

void Findings::add(const Findings& more) {
  states += more.states;
  different += more.different;
  opened += more.opened;
  second += more.second;
  lost += more.lost;
  mixed += more.mixed;
  phantom += more.phantom;
  corrupt += more.corrupt;
  unusable += more.unusable;
  if (first_wrong.empty()) first_wrong = more.first_wrong;
}

std::string Findings::text() const {
  return fmt::format(
      "{} states ({} different, {} of them after a second cut): {} lost, {} mixed, {} phantom, {} "
      "corrupt, {} unusable{}{}",
      states, different, second, lost, mixed, phantom, corrupt, unusable,
      first_wrong.empty() ? "" : "; the first: ", first_wrong);
}

Findings examine(const Story& story, const Trial& trial, const CarryOn& carry_on) {
  return Examination(story, trial, carry_on).run();
}

}  // namespace afterword::test
