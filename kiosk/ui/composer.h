// What keys do to the text where a language is not written key by key: Chinese through an input
// method, Vietnamese through Telex. For every other language it is apply() of text_edit.h.
//
//   Composer composer(&methods);                    // one person's; null: none are there
//   composer.apply(action, keys.language(), box.edit());
//   if (!composer.composition().empty()) ...        // draw its candidates
//
// Threads: main only.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/ui/keyboard/input_method.h"
#include "kiosk/ui/text_edit.h"

namespace afterword::kiosk {

class Composer {
 public:
  // `methods` may be null and must outlive this.
  explicit Composer(InputMethods* methods) : methods_(methods) {}

  // `language` is the keyboard's. A text of several letters (a chip, a pasted word) comes in whole.
  void apply(const KeyAction& action, std::string_view language, TextEdit& edit);
  const Composition& composition() const;
  // A candidate that was touched.
  void choose(std::size_t candidate, TextEdit& edit);
  void turn_page(int direction);
  // Before anything else happens to the text: what is composed becomes the likeliest words.
  void finish(TextEdit& edit);

 private:
  bool compose(const KeyAction& action, TextEdit& edit);
  void follow(std::string_view language, TextEdit& edit);

  InputMethods* methods_;
  std::string language_;
  std::unique_ptr<InputMethod> method_;
};

}  // namespace afterword::kiosk
