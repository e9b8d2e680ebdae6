// What the page on protection says: which sentences are true of this installation, in words. What
// is not set is not claimed; a plainer sentence stands there.
#pragma once
#include <string>
#include <vector>

#include "kiosk/ui/screens/covers.h"

namespace afterword::kiosk {

struct Passage {
  std::string heading, text;
};

// In the order to read them. In practice nothing is saved, and nothing is said of what is.
std::vector<Passage> protect_passages(const Strings& words, const ProtectView& view, bool practice);

}  // namespace afterword::kiosk
