// From what the collector says of this installation to what the screens may say.
#pragma once
#include <vector>

#include "kiosk/session/promises.h"
#include "sync/protocol/messages.h"

namespace afterword::kiosk {

Promises promises_of(const About& about);
std::vector<kiosk::Card> cards_of(const std::vector<afterword::Card>& cards);

}  // namespace afterword::kiosk
