// What a desk's tablet shows to staff, and the page on which somebody is thanked. Values only.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "survey-defs/model/desk_records.h"
#include "sync/metrics/scoreboard.h"

namespace afterword::kiosk {

// How it stands with sending, in plain words: nothing that is kept is an alarm.
struct SyncView {
  enum class State {
    all_sent,
    waiting,       // on its way
    offline,       // no connection; all is kept here
    key_missing,   // sent and not opened there: the office has to restore a key
    needs_person,  // revoked, forked: somebody has to look
    damaged,       // not long ago; it goes on with what was saved, and somebody should know
    trust_over,    // surveying and sending go on; no new survey until the office renews the trust document
  } state = State::all_sent;
  int waiting = 0;
  std::string synced_at;  // "14:02"; empty: not yet since the start
};

struct PinView {
  int typed = 0;  // digits so far
  bool wrong = false;
  bool checking = false;
  int seconds_to_wait = 0;  // after wrong tries; nothing can be typed meanwhile
};

struct CategoryView {
  std::string id;
  std::string words;  // empty: the interface's own for that id
  bool chosen = false;
};

struct InteractionView {
  bool open = false;
  int seconds = 0;    // since it was opened
  std::string since;  // "14:07"
  std::vector<CategoryView> categories;
  std::optional<Solved> solved;
  bool complete = false;       // category and solved are chosen, so it can be closed
  bool can_hand_over = false;  // and there is a survey to hand over
  bool offers_star = false;    // while none is open: a colleague may be thanked, once a sign-in
  bool star_given = false;
};

struct ScoreView {
  DeskLine line;
  std::optional<double> aim;
  Standing standing = Standing::too_few;
};
struct TodayView {
  std::vector<ScoreView> scores;
  bool of_shop = false;  // from the collector; else of this tablet alone
  std::string as_of;     // of the shop: when it was heard, "14:02"
};

// One of the team to be thanked.
struct StarChoice {
  std::string id;  // empty: the team
  std::string first_name, role;
};
struct StarsView {
  std::vector<StarChoice> choices;  // the team last
};

struct StaffView {
  enum class Page { pin, interaction, today, help, stars, give_back } page = Page::pin;
  SyncView sync;
  PinView pin;
  InteractionView interaction;
  TodayView today;
  StarsView stars;
};

}  // namespace afterword::kiosk
