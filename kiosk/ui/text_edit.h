// What a person types: paragraphs of text and a cursor in them. Knows no screen.
//
// Where a cursor may stand and what lies left of it depends on how letters join (Arabic, accents,
// emoji); that comes from a layout of the paragraph, handed in. Nothing is undone and nothing is
// corrected: what is kept is what was written.
//
// Its memory is zeroed when it is given back, so a comment does not stay behind in a free block.
// (The font engine's own copies, made for drawing, are the program's heap's affair: kiosk/heap.)
//
// Threads: one. Offsets are bytes of UTF-8.
#pragma once
#include <string.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/glyphs/glyphs.h"
#include "kiosk/ui/keyboard/state.h"

namespace afterword::kiosk {

inline constexpr std::size_t kTypedBytesMax = 64 * 1024;

// Zeroes what it gives back.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) {}
  T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
  void deallocate(T* memory, std::size_t count) {
    ::explicit_bzero(memory, count * sizeof(T));
    std::allocator<T>{}.deallocate(memory, count);
  }
  template <class U>
  bool operator==(const WipingAllocator<U>&) const {
    return true;
  }
};
using WipedText = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

// Text between two returns.
struct Paragraph {
  WipedText text;
  std::uint64_t revision =
      0;  // another number after every change; never used twice in one TextEdit
};

// Lays paragraphs out. Asked often for the same revision: remember.
class ParagraphLayouts {
 public:
  virtual ~ParagraphLayouts() = default;
  virtual std::shared_ptr<const TextLayout> layout(const Paragraph& paragraph) = 0;
  // The direction of paragraphs that have no letters to tell.
  virtual bool right_to_left() const = 0;
};

class TextEdit {
 public:
  struct Cursor {
    std::size_t paragraph = 0, byte = 0;
    auto operator<=>(const Cursor&) const = default;
  };

  // `layouts` must outlive this.
  explicit TextEdit(ParagraphLayouts& layouts);
  ~TextEdit();
  TextEdit(const TextEdit&) = delete;
  TextEdit& operator=(const TextEdit&) = delete;

  // Replaces everything; the cursor stands at the end. What does not fit is left out, and so is
  // what is no text: invalid UTF-8 as a whole, control characters one by one.
  void set_text(std::string_view text);
  std::string text() const;  // paragraphs joined by "\n"
  std::size_t bytes() const { return bytes_; }
  bool empty() const { return bytes_ == 0; }
  // Forgets everything, and zeroes it.
  void wipe();

  // At the cursor; line breaks begin paragraphs. Whole or not at all: past kTypedBytesMax nothing
  // is inserted, full() becomes true until something is deleted, and false is returned.
  bool insert(std::string_view text);
  bool full() const { return full_; }
  // A noun put in by a tap, apart from the words beside it: `separator` (", ") goes between it and a
  // word, nothing or a blank after a mark. If a word is typed right behind it, that is a new word; the
  // blank comes with the word, so that none is left at the end. No blanks where a script has none.
  bool insert_noun(std::string_view noun, std::string_view separator);
  void delete_back();       // what the eye takes for one character
  void delete_word_back();  // a word and the spaces behind it; in Chinese two characters
  void delete_forward();

  void move_left();  // by sight, in every script
  void move_right();
  void move_up();
  void move_down();
  void move_home();  // of the line, as it is broken on the screen
  void move_end();
  // Puts the cursor there, or at the nearest place where one may stand.
  void place(Cursor cursor);
  Cursor cursor() const { return cursor_; }
  // The cursor stands where a sentence begins: at the start, or after a full stop, question or
  // exclamation mark and a space, or a return.
  bool sentence_start() const;

  const std::vector<Paragraph, WipingAllocator<Paragraph>>& paragraphs() const {
    return paragraphs_;
  }
  // Changes whenever the text or the cursor does.
  std::uint64_t changes() const { return changes_; }

 private:
  Paragraph& here() { return paragraphs_[cursor_.paragraph]; }
  const Paragraph& here() const { return paragraphs_[cursor_.paragraph]; }
  std::shared_ptr<const TextLayout> layout_here() const { return layouts_.layout(here()); }
  void touch(Paragraph& paragraph) { paragraph.revision = ++revision_; }
  void changed();
  void put(std::string_view cleaned);
  bool insert_clean(WipedText clean);
  bool blank_before(std::string_view text) const;
  void erase(std::size_t begin, std::size_t end);  // in the cursor's paragraph
  void join_with_next(std::size_t paragraph);
  void move_by_sight(int direction);
  void move_line(int direction);

  ParagraphLayouts& layouts_;
  std::vector<Paragraph, WipingAllocator<Paragraph>> paragraphs_;
  Cursor cursor_;
  std::size_t bytes_ = 0;
  bool full_ = false;
  bool behind_noun_ = false;     // a noun was put in, and nothing has happened since
  std::optional<float> column_;  // where up and down want to go
  std::uint64_t revision_ = 0, changes_ = 0;
};

// Does to the text what a touch keyboard's key asks for (next_language does nothing to it).
void apply(const KeyAction& action, TextEdit& edit);

}  // namespace afterword::kiosk
