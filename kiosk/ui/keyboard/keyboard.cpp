#include "kiosk/ui/keyboard/keyboard.h"

#include <xkbcommon/xkbcommon.h>

#include "kiosk/ui/keyboard/compose.h"
#include "kiosk/ui/keyboard/tables.h"

namespace afterword::kiosk {
namespace {

using Context = std::unique_ptr<xkb_context, decltype(&xkb_context_unref)>;
using Keymap = std::unique_ptr<xkb_keymap, decltype(&xkb_keymap_unref)>;

// What the library has to say ends up in our error; a kiosk's screen has no terminal.
void say_nothing(xkb_context*, xkb_log_level, const char*, va_list) {}

tl::unexpected<Error> no_data(const std::string& layout, const std::string& folder) {
  return fail(Failure::unavailable, "the keyboard layout \"" + layout + "\" cannot be loaded",
              folder.empty() ? "keyboard layout data" : folder,
              "install the package xkb-data (the folder X11/xkb with rules and symbols)");
}

Context open_context(const std::string& folder) {
  Context context(xkb_context_new(static_cast<xkb_context_flags>(XKB_CONTEXT_NO_DEFAULT_INCLUDES |
                                                                 XKB_CONTEXT_NO_ENVIRONMENT_NAMES)),
                  &xkb_context_unref);
  if (!context) return context;
  xkb_context_set_log_fn(context.get(), &say_nothing);
  const int added = folder.empty() ? xkb_context_include_path_append_default(context.get())
                                   : xkb_context_include_path_append(context.get(), folder.c_str());
  if (added == 0) context.reset();
  return context;
}

// What the key gives at a level; 0 for nothing, several at once, and dead keys.
char32_t at_level(xkb_keymap* keymap, xkb_keycode_t code, xkb_level_index_t level) {
  const xkb_keysym_t* symbols = nullptr;
  const int count = xkb_keymap_key_get_syms_by_level(keymap, code, 0, level, &symbols);
  return count == 1 ? static_cast<char32_t>(xkb_keysym_to_utf32(symbols[0])) : char32_t{0};
}

LetterPair pair_of(xkb_keymap* keymap, const std::string& name) {
  const xkb_keycode_t code = xkb_keymap_key_by_name(keymap, name.c_str());
  if (code == XKB_KEYCODE_INVALID) return {};
  return {at_level(keymap, code, 0), at_level(keymap, code, 1)};
}

// "AD01" to "AD12": a row is named from the left.
std::vector<LetterPair> row_of(xkb_keymap* keymap, std::string_view row, int count) {
  std::vector<LetterPair> pairs;
  for (int i = 1; i <= count; ++i) pairs.push_back(pair_of(keymap, fmt::format("{}{:02}", row, i)));
  return pairs;
}

}  // namespace

std::vector<std::string> keyboard_languages() {
  std::vector<std::string> out;
  for (const LanguageTable& table : all_tables()) out.emplace_back(table.language);
  return out;
}

Result<KeyboardLayout> build_keyboard(std::string_view language, const KeyboardOptions& options) {
  const LanguageTable* own = find_table(language);
  const LanguageTable& table = own != nullptr ? *own : english_table();
  const std::string layout(table.xkb_layout);
  const Context context = open_context(options.xkb_folder);
  if (!context) return no_data(layout, options.xkb_folder);
  xkb_rule_names names{};
  names.rules = "evdev";
  names.model = "pc105";
  names.layout = layout.c_str();
  const Keymap keymap(xkb_keymap_new_from_names(context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS),
                      &xkb_keymap_unref);
  if (!keymap) return no_data(layout, options.xkb_folder);
  LetterRows rows;
  rows.digits = row_of(keymap.get(), "AE", 12);
  rows.upper = row_of(keymap.get(), "AD", 12);
  rows.home = row_of(keymap.get(), "AC", 11);
  rows.lower = row_of(keymap.get(), "AB", 10);
  rows.corner = pair_of(keymap.get(), "TLDE");
  return compose(table, language, rows, options.language_key);
}

KeyboardLayout latin_keyboard(std::string_view language, const KeyboardOptions& options) {
  const LanguageTable* own = find_table(language);
  // Another script's marks and direction would not suit Latin letters.
  const bool latin = own != nullptr && (own->letters_label == english_table().letters_label);
  return compose(latin ? *own : english_table(), language, latin_rows(), options.language_key);
}

}  // namespace afterword::kiosk
