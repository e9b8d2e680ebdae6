// The words of the made-up views.
#pragma once
#include <string>
#include <vector>

#include "kiosk/session/view.h"

namespace afterword::kiosk {

struct Words {
  std::string place, headline, purpose, rooms_topic, rooms, recommend, low, high, cannot_say, easy,
      easy_topic, brought, found, why, note, not_used;
  std::vector<std::string> faces, agree, options, chips;
  std::vector<CardView> cards = {};
};

// Those of the shipped surveys, for languages the made-up ones have no words in.
Words shipped_words(const std::string& language);

}  // namespace afterword::kiosk
