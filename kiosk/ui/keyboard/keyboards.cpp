#include "kiosk/ui/keyboard/keyboards.h"

namespace afterword::kiosk {

const KeyboardLayout& Keyboards::get(const std::string& language, bool language_key) {
  const std::pair key{language, language_key};
  if (const auto known = kept_.find(key); known != kept_.end()) return known->second;
  const KeyboardOptions options{.language_key = language_key, .xkb_folder = xkb_folder_};
  Result<KeyboardLayout> built = build_keyboard(language, options);
  return kept_.emplace(key, built ? std::move(*built) : latin_keyboard(language, options))
      .first->second;
}

}  // namespace afterword::kiosk
