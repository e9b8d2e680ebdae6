// The keyboards that were wanted so far: each is built when it is first asked for, and kept.
//
// Threads: one at a time.
#pragma once
#include <map>
#include <string>
#include <utility>

#include "kiosk/ui/keyboard/keyboard.h"

namespace afterword::kiosk {

class Keyboards {
 public:
  // `xkb_folder` empty: where the library looks by itself.
  explicit Keyboards(std::string xkb_folder = {}) : xkb_folder_(std::move(xkb_folder)) {}

  // That language's, or the Latin one where its layout is missing. It stays where it is.
  const KeyboardLayout& get(const std::string& language, bool language_key);
  // One that belongs to no language, under a name of its own; alone it has no language key.
  void keep(const std::string& name, KeyboardLayout layout) {
    kept_.insert_or_assign({name, false}, std::move(layout));
  }
  std::size_t count() const { return kept_.size(); }

 private:
  std::string xkb_folder_;
  std::map<std::pair<std::string, bool>, KeyboardLayout> kept_;
};

}  // namespace afterword::kiosk
