// Made-up views of every screen, with words in four languages.
#pragma once
#include <string>
#include <vector>

#include "kiosk/session/view.h"

namespace afterword::kiosk {

struct Shown {
  std::string name;  // of the picture
  View view;
  std::string tap;   // a target to touch before the picture is taken; may be empty
  std::string type;  // text to type
};
std::vector<Shown> gallery_views(const std::string& language);

}  // namespace afterword::kiosk
