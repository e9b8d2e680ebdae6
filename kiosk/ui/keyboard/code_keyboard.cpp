#include "kiosk/ui/keyboard/code_keyboard.h"

#include "kiosk/ui/keyboard/letters.h"

namespace afterword::kiosk {
namespace {

TouchKey code_key(const std::string& text) {
  TouchKey key;
  key.name = key.label = key.output = text;
  key.shifted_label = key.shifted = upper(text);
  return key;
}

TouchKey code_function(KeyRole role, std::string name) {
  TouchKey key;
  key.role = role;
  key.name = std::move(name);
  return key;
}

KeyRow code_row(std::string_view text) {
  KeyRow row;
  for (const std::string& letter : characters(text)) row.push_back(code_key(letter));
  return row;
}

}  // namespace

KeyboardLayout code_keyboard() {
  KeyboardLayout layout;
  layout.language = "en";
  KeyPage page;
  page.rows = {code_row("1234567890"), code_row("qwertyuiop-"), code_row("asdfghjkl_#"),
               code_row("zxcvbnm.:/")};
  page.rows[0].push_back(code_function(KeyRole::delete_back, "delete"));
  page.rows[3].insert(page.rows[3].begin(), code_function(KeyRole::shift, "shift"));
  for (const KeyPageId id : {KeyPageId::letters, KeyPageId::digits, KeyPageId::symbols}) {
    page.id = id;
    layout.pages.push_back(page);
  }
  return layout;
}

}  // namespace afterword::kiosk
