// What staff did on a desk's tablet, and a customer who thanks somebody.
#pragma once
#include <string>

namespace afterword::kiosk {

struct StaffIntent {
  enum class Do {
    digit,      // word: "0".."9"
    erase,      // the last digit
    sign_in,    // the PIN is typed
    lock,       // signs out
    show_desk,  // tabs
    show_today,
    show_help,
    show_stars,    // to thank a colleague
    star,          // word: a member's id; empty: the team
    open,          // an interaction begins
    cancel,        // it was opened by mistake
    category,      // word: its id
    solved,        // word: yes, no, too_early
    hand_over,     // closes it and gives the tablet to the customer
    close,         // closes it without asking
    back_at_desk,  // from the neutral page to the PIN
  } what = Do::digit;
  std::string word = {};
};

struct OpenStars {};  // from the thanks page
struct GiveStar {
  std::string staff;  // a member's id; empty: the team
};
struct CloseStars {};

}  // namespace afterword::kiosk
