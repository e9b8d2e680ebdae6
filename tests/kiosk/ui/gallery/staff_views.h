// Made-up views of a desk's tablet, by the name of their picture.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "kiosk/session/view.h"
#include "survey-defs/model/desk_settings.h"

namespace afterword::kiosk {

std::vector<std::pair<std::string, Screen>> staff_screens();

}  // namespace afterword::kiosk
