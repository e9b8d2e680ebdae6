#include "kiosk/ui/composer.h"

#include "kiosk/ui/keyboard/telex.h"
#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

const Composition kNothing;

std::string_view primary(std::string_view language) {
  return language.substr(0, language.find('-'));
}

std::string_view before_cursor(const TextEdit& edit) {
  const WipedText& text = edit.paragraphs()[edit.cursor().paragraph].text;
  return {text.data(), edit.cursor().byte};
}

// The word before the cursor becomes another; only what differs is typed again.
void replace_word(TextEdit& edit, std::string_view word, std::string_view made) {
  std::size_t same = 0;
  while (same < word.size() && same < made.size() && word[same] == made[same]) ++same;
  while (same > 0 && same < word.size() &&
         (static_cast<unsigned char>(word[same]) & 0xC0U) == 0x80U)
    --same;
  while (same > 0 && same < made.size() &&
         (static_cast<unsigned char>(made[same]) & 0xC0U) == 0x80U)
    --same;
  const std::string fresh(made.substr(same));
  std::size_t gone = 0;
  for (std::size_t at = same; at < word.size(); at += code_point_at(word, at).bytes) ++gone;
  for (; gone > 0; --gone) edit.delete_back();
  edit.insert(fresh);
}

// True: the key was worked into the word.
bool typed_telex(const KeyAction& action, TextEdit& edit) {
  const std::string_view text = before_cursor(edit);
  const std::string word(text.substr(text.size() - word_before(text)));
  const std::optional<std::string> made = telex(word, action.text);
  if (!made || edit.bytes() + made->size() > kTypedBytesMax + word.size()) return false;
  replace_word(edit, word, *made);
  return true;
}

}  // namespace

void Composer::follow(std::string_view language, TextEdit& edit) {
  if (language == language_) return;
  finish(edit);
  language_ = language;
  method_.reset();
  if (methods_ == nullptr || !InputMethods::wanted(language)) return;
  // Without it the letters are typed as they are.
  if (auto method = methods_->begin(language)) method_ = std::move(*method);
}

const Composition& Composer::composition() const {
  return method_ ? method_->composition() : kNothing;
}

void Composer::apply(const KeyAction& action, std::string_view language, TextEdit& edit) {
  follow(language, edit);
  if (method_ && compose(action, edit)) return;
  const bool letter = action.kind == KeyAction::Kind::insert;
  if (letter && primary(language_) == "vi" && typed_telex(action, edit)) return;
  kiosk::apply(action, edit);
}

// True: it was for the input method.
bool Composer::compose(const KeyAction& action, TextEdit& edit) {
  const bool composing = !method_->composition().empty();
  switch (action.kind) {
    case KeyAction::Kind::insert:
      if (!edit.full() && method_->type(action.text)) return true;
      if (!composing) return false;
      if (action.text == " ") {
        edit.insert(method_->choose_first());
        return true;
      }
      if (action.text.size() == 1 && action.text[0] >= '1' && action.text[0] <= '9') {
        choose(static_cast<std::size_t>(action.text[0] - '1'), edit);
        return true;
      }
      finish(edit);  // a mark ends it
      return false;
    case KeyAction::Kind::delete_back:
      return method_->delete_back();
    case KeyAction::Kind::delete_word:
      if (composing) method_->clear();
      return composing;
    case KeyAction::Kind::enter:
      if (composing) edit.insert(method_->take_letters());
      return composing;
    case KeyAction::Kind::left:
    case KeyAction::Kind::right:
    case KeyAction::Kind::next_language:
      finish(edit);
      return false;
  }
  return false;
}

void Composer::choose(std::size_t candidate, TextEdit& edit) {
  if (method_) edit.insert(method_->choose(candidate));
}

void Composer::turn_page(int direction) {
  if (method_) method_->turn_page(direction);
}

void Composer::finish(TextEdit& edit) {
  if (!method_ || method_->composition().empty()) return;
  edit.insert(method_->choose_first());
  edit.insert(method_->take_letters());  // what no word was found for
}

}  // namespace afterword::kiosk
