#include "tools/robots/person.h"

#include <algorithm>

#include "tools/robots/words.h"

namespace afterword::robots {
namespace {

using namespace kiosk;

constexpr int kStepsMost = 300;  // going back and forth must end some time
constexpr std::int64_t kReadsLeast = 1600, kReadsMore = 4000;  // ms before somebody presses
constexpr std::int64_t kHastyMs = 300;

class Person {
 public:
  Person(const Survey& survey, const Visit& visit, Random& random)
      : random_(random),
        now_(visit.start),
        hasty_(visit.hasty),
        mood_(random.unit()),
        patience_(0.9 + 0.1 * random.unit()),
        session_(survey,
                 {.language = survey.languages[random.below(survey.languages.size())],
                  .touchpoint = visit.touchpoint,
                  .boot = visit.boot},
                 random, now_) {}

  // True until the person leaves or is through.
  bool goes_on() {
    if (session_.finished() || ++steps_ > kStepsMost) return false;
    const auto reads = static_cast<std::int64_t>(random_.below(kReadsMore));
    passes(hasty_ ? kHastyMs : kReadsLeast + reads);
    if (hasty_) return press_on();
    if (chance(1 - patience_) && chance(0.3)) return false;
    if (chance(0.03)) {
      changed_ = session_.take(Back{}, now_).answers;
      return true;
    }
    const Screen screen = session_.screen();
    const Intent intent = std::holds_alternative<QuestionView>(screen)
                              ? tap(std::get<QuestionView>(screen))
                              : say(std::get<CommentView>(screen));
    changed_ = session_.take(intent, now_).answers;
    return true;
  }
  bool changed() const { return changed_; }
  bool has_anything() const { return session_.has_anything(); }
  bool finished() const { return session_.finished(); }
  Recording recording() const { return session_.recording(now_); }

 private:
  bool chance(double share) { return random_.unit() < share; }
  void passes(std::int64_t ms) {
    now_.mono = now_.mono + Ms{ms};
    now_.wall = now_.wall + Ms{ms};
  }

  bool press_on() {
    const Screen screen = session_.screen();
    const auto* const page = std::get_if<QuestionView>(&screen);
    changed_ = false;
    if (page == nullptr) {
      changed_ = session_.take(Skip{}, now_).answers;
      return true;
    }
    changed_ = session_.take(Choose{page->options.back().id}, now_).answers;
    if (page->needs_next) session_.take(Next{}, now_);
    return true;
  }

  Intent tap(const QuestionView& page) {
    const double what = random_.unit();
    if (page.needs_next) return tap_several(page, what);
    if (what < 0.09 && page.offers_not_applicable) return ChooseNotApplicable{};
    if (what < 0.15) return Skip{};
    return Choose{page.options[pick(page)].id};
  }

  // A scale follows the mood with some noise; anything else is drawn evenly.
  std::size_t pick(const QuestionView& page) {
    const std::size_t count = page.options.size();
    if (page.kind != QuestionKind::scale) return random_.below(count);
    const double place = 0.7 * mood_ + 0.3 * random_.unit();
    return std::min(count - 1, static_cast<std::size_t>(place * static_cast<double>(count)));
  }

  Intent tap_several(const QuestionView& page, double what) {
    const auto chosen = std::count_if(page.options.begin(), page.options.end(),
                                      [](const OptionView& option) { return option.chosen; });
    if (page.not_applicable_chosen || chosen >= page.max_choices) return Next{};
    if (chosen == 0) {
      if (what < 0.09 && page.offers_not_applicable) return ChooseNotApplicable{};
      if (what < 0.15) return Skip{};
    } else if (what < 0.5) {
      return Next{};
    }
    return Choose{page.options[random_.below(page.options.size())].id};
  }

  Intent say(const CommentView&) {
    if (chance(0.5)) return Skip{};
    passes(5000 + static_cast<std::int64_t>(random_.below(20'000)));
    const auto& words = comments_in(session_.language());
    std::size_t which = random_.below(words.size());
    if (which + 1 == words.size() && chance(0.7)) which = 0;  // few write what they should not
    return SubmitComment{words[which]};
  }

  Random& random_;
  Now now_;
  bool hasty_;
  double mood_;  // 0 bad .. 1 good
  double patience_;
  Session session_;
  int steps_ = 0;
  bool changed_ = false;
};

}  // namespace

Run answer(const Survey& survey, const Visit& visit, Random& random,
           const std::function<void(const Recording&)>& draft) {
  Person person(survey, visit, random);
  while (person.goes_on())
    if (person.changed() && person.has_anything() && !person.finished()) draft(person.recording());
  return {person.recording(), person.has_anything(), person.finished()};
}

}  // namespace afterword::robots
