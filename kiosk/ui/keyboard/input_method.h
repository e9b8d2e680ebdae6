// The door to input methods: writing that has more characters than a keyboard has keys. Letters are
// composed, candidates offered, and one is chosen; only what is chosen becomes text.
//
// Chinese comes from librime (Pinyin), loaded when it is first wanted; a kiosk without it types
// Latin letters. Another language is another schema in `kSchemas` and in assets/input, or another
// class behind this interface.
//
// Nothing of what a person types is learned, logged or written to a file: the schema has no user
// dictionary, and the library gets no folder to write to. When an InputMethod ends, its composition
// is gone.
//
// Threads: one. Errors: unavailable, with the packages to install.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/core/result.h"

namespace afterword::kiosk {

struct Composition {
  std::string letters;                  // as typed, cut into syllables: "ni hao"; empty: nothing
  std::vector<std::string> candidates;  // one page of them, the likeliest first
  bool has_previous = false, has_next = false;
  bool empty() const { return letters.empty(); }
};

class InputMethod {
 public:
  virtual ~InputMethod() = default;
  virtual const Composition& composition() const = 0;
  // A letter of the keyboard. False: it is none that can be composed, and is text by itself.
  virtual bool type(std::string_view letter) = 0;
  // The last letter of the composition. False: there is none.
  virtual bool delete_back() = 0;
  virtual void turn_page(int direction) = 0;  // 1 next, -1 previous
  // The text that comes of it; empty while letters are left that need another choice.
  virtual std::string choose(std::size_t candidate) = 0;
  virtual std::string choose_first() = 0;
  // The letters themselves, as they were typed.
  virtual std::string take_letters() = 0;
  virtual void clear() = 0;
};

class InputMethods {
 public:
  using Missing = std::function<void(const Error&)>;

  // `folder`: assets/input, where our schemas are. Loads nothing yet. `missing` is told once, when
  // one is wanted that this machine does not have.
  explicit InputMethods(std::string folder, Missing missing = {},
                        std::string data_folder = "/usr/share/rime-data");
  ~InputMethods();
  InputMethods(const InputMethods&) = delete;
  InputMethods& operator=(const InputMethods&) = delete;

  // Whether the language is written with one at all.
  static bool wanted(std::string_view language);
  // One person's; must not outlive this. At most one InputMethods may have begun any in a program.
  Result<std::unique_ptr<InputMethod>> begin(std::string_view language);

 private:
  struct Engine;
  Result<std::unique_ptr<InputMethod>> load(std::string_view language);

  std::string folder_, data_folder_;
  Missing missing_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace afterword::kiosk
