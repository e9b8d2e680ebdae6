// A View in, what is to be seen and what the person did out. One file a screen; none decides.
//
// Names that can be touched (and tapped by a script):
//   welcome         start, anywhere, language:TAG, language (all of them)
//   languages       language:TAG, back
//   question:ID     answer:STEP, answer:yes, answer:no, option:ID, not_applicable, back, skip,
//   next,
//                   language
//   comment:ID      chip:N, key:NAME, done, skip, back, text
//   thanks          finish, protect
//   protect         back
//   welcome at a desk  not_now;   thanks at a desk  star
//   stars           star:ID, star:team, back
//   staff:pin, staff:interaction, staff:today, staff:help, staff:stars, staff:give_back   see staff_parts.h
//   setup           setup_start, setup_next, language; bar, shorter, longer, mark:1 to mark:4; text,
//                   key:NAME, back, practise, clear; setup_test
//   practice        mark (held for five seconds it opens set-up)
//   finished        now, later, not_today, language
//   farewell, help  finish
//   receipt         receipt:A .. receipt:9, receipt:erase, next, back  (from the welcome: receipt)
//   everywhere      aid:high_contrast, aid:larger_text, aid:read_aloud, aid:low_reach; where they
//                   have no room, aids, which opens a sheet with them and aids:close
//   warning         stay, leave, warning:language (over any of them)
//
// A rating that moves on by itself shows what was chosen for 450 ms before its intent is returned;
// another tap in that time changes the choice.
//
// Threads: main only.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/session/intent.h"
#include "kiosk/session/view.h"
#include "kiosk/ui/kit.h"
#include "kiosk/ui/typing.h"

struct ImDrawList;

namespace afterword::kiosk {

class InputMethods;

// What the screens remember between frames: the page's transition, the choice on show, the comment
// being typed.
class Ui {
 public:
  // All must outlive it. Needs a Dear ImGui context (the window makes one).
  Ui(const Theme& theme, const AllStrings& strings, Glyphs& glyphs, Textures& textures);
  ~Ui();
  // For languages that are not written key by key; null (at first) or it must outlive this.
  void use(InputMethods* methods);
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  // From where people read, and how keys are taken; from the next frame on.
  void set_up(const Installation& here);

  // What to render after draw(), the first at the bottom. Valid until the next draw().
  std::vector<ImDrawList*> lists() const;
  // When it will look different by itself; nothing: only after an event or another View.
  std::optional<MonoTime> redraw_at() const;
  const Hits& hits() const;
  // For tests: every text of the next frames is told there, until nullptr.
  void tell_texts(std::vector<DrawnText>* told);
  void tell_marks(std::vector<Rect>* told);  // and the mark, wherever it is
  // "welcome", "languages", "question:ID", "comment:ID", "thanks", "out_of_service",
  // "setup:screen", "setup:code" (and "setup:code:wrong": what became of it), "setup:place",
  // "setup:test", "finished", "farewell", "help".
  const std::string& screen() const;
  bool moving() const;   // a transition is under way
  bool holding() const;  // a choice is on show and its intent not returned yet
  // The comment that is being typed, if one is; for reading it aloud.
  std::optional<Typing> typing() const;

  struct State;

 private:
  friend std::vector<Intent> draw(const View& view, Ui& ui, const Frame& frame);
  std::unique_ptr<State> state_;
};

// Draws one frame, takes its event in, and returns what the person did, in order.
std::vector<Intent> draw(const View& view, Ui& ui, const Frame& frame);

}  // namespace afterword::kiosk
