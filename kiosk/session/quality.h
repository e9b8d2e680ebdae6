// Signs that a run may not be one person's considered answer. Signs only: what was answered is kept
// as it is, and figures can be had with and without such runs.
//
//   speeding        chosen faster than anybody reads
//   straight_line   the same step of the same scale everywhere
//   faces_in_order  every step of a scale pressed one after the other
//   play            touches beside everything, or three fingers at once
//
// The flags about several runs, repeat and burst, are traffic.h's. All of it is pure.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/answer.h"
#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"
#include "sync/base/core/clock.h"

namespace afterword::kiosk {

// --- speeding ---

// A fast reader takes 300 ms a word. Nobody decides within half a second of a page's appearing; and
// who comes every day knows the page by its looks, so more than 1.5 s is never asked for.
inline constexpr Ms kMsPerWord{300}, kFloorMost{1500}, kFloorLeast{500};
// How many words a text is to a reader: what stands between blanks; two ideographs, or five letters
// of a script that writes no blanks between words (Thai, Lao, Khmer, Burmese), are one.
int reading_words(std::string_view text);
Ms speed_floor(int words);

// How one question was decided: chosen, or declined as not applicable.
struct Pace {
  Ms took;  // from the page's appearing to the first press
  int words = 0;
};
// At least half of the questions under their floor, and two of them: one fast press is a habit or a
// slip, a pattern is not. Where only one was decided, only what nobody can do counts: under
// kFloorLeast. A majority would miss a run in which every second page is a familiar yes or no; a
// lower share would flag people who stopped to think about one question of three.
bool is_speeding(const std::vector<Pace>& paces);

// --- straight_line ---

inline constexpr std::size_t kSameScaleLeast = 3;
// `steps`: the answers to questions of one scale. Of three only together with speeding: three honest
// "very good" are common. Of more, all the same; nearly all (four in five) only with speeding.
bool is_straight_line(const std::vector<std::int64_t>& steps, bool speeding);

// --- faces_in_order ---

// Presses on one question's steps, as they come.
class Presses {
 public:
  void press(std::int64_t step);
  // Whether all of `steps` neighbours were pressed one after the other, up or down (languages that
  // are read from right to left show a scale mirrored).
  bool in_order(int steps) const { return longest_ >= steps; }

 private:
  std::int64_t last_ = 0;
  int direction_ = 0, run_ = 0, longest_ = 0;
};

// --- play ---

inline constexpr int kOutsideMost = 3, kContactsMost = 2;
bool is_play(int touches_outside, int contacts);

// What happened on the screen during one run. Holds no words and no answers but steps.
class RunWatch {
 public:
  void shown(MonoTime at) { shown_at_ = at; }
  // A press on an answer or on "doesn't apply"; only the first on a question says how long it took.
  void decided(const Question& question, std::string_view words, MonoTime at);
  void pressed(const Question& question, std::string_view option);
  void touched_outside() { ++outside_; }
  void contacts(int count) { contacts_ = std::max(contacts_, count); }

  // In the order of the closed list. `answers` are settled: what is off the path does not count.
  std::vector<Flag> flags(const Survey& survey, const Answers& answers) const;

 private:
  MonoTime shown_at_;
  std::map<std::string, Pace> paces_;       // by question
  std::map<std::string, Presses> presses_;  // by question
  int outside_ = 0, contacts_ = 0;
};

// Adds `flag` where it belongs in the list, unless it is there.
void add_flag(std::vector<Flag>& flags, Flag flag);

}  // namespace afterword::kiosk
