// The box a person types into: draws a TextEdit, its cursor, and scrolls inside.
//
//   box.begin("", kit);                              // when its page is shown; with a draft if any
//   box.draw(kit, rect);                             // each frame
//   if (box.edit().text() != ...)
//
// Only paragraphs that are seen are laid out, and of a long one a key costs a piece (long_layout.h).
// When no more fits, one line at its foot says so. Tapping places the cursor, dragging scrolls, keys
// of a plugged-in keyboard type.
//
// Threads: main only.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kiosk/ui/kit.h"
#include "kiosk/ui/long_layout.h"
#include "kiosk/ui/text_edit.h"

namespace afterword::kiosk {

inline constexpr Ms kCursorBlink{530};

class TextBox final : private ParagraphLayouts {
 public:
  // The box's target is called "text".
  explicit TextBox(Glyphs& glyphs) : glyphs_(glyphs), edit_(*this) {}

  // Another text, scrolled to its end.
  void begin(std::string_view text);
  void wipe();
  TextEdit& edit() { return edit_; }
  const TextEdit& edit() const { return edit_; }

  // Takes in this frame's event and draws. `rect` as on a page that reads from left to right; it
  // should hold at least three lines. Returns whether text or cursor changed.
  bool draw(Kit& kit, Rect rect);
  // What letters of a plugged-in keyboard do; at first they are inserted.
  void on_keys(std::function<void(const KeyAction&)> apply) { apply_ = std::move(apply); }
  // What one line and the padding around all lines need.
  static float height_for_lines(const Kit& kit, int lines);

  // For tests and benchmarks: how many paragraphs, or pieces of long ones, were laid out so far.
  std::uint64_t layouts_made() const { return layouts_made_; }
  // The line at the top of the box.
  struct Anchor {
    std::size_t paragraph = 0;
    int line = 0;
    float offset_px = 0;  // how much of it is scrolled out, 0 <= offset < line height
    bool operator==(const Anchor&) const = default;
  };
  const Anchor& top() const { return top_; }

 private:
  struct Kept {
    std::shared_ptr<const LongLayout> layout;
    std::uint64_t used = 0;  // frame
  };
  struct Drag {
    Point from, last;
    bool scrolling = false;
  };

  std::shared_ptr<const TextLayout> layout(const Paragraph& paragraph) override {
    return long_layout(paragraph);
  }
  std::shared_ptr<const LongLayout> long_layout(const Paragraph& paragraph);
  bool right_to_left() const override { return style_.right_to_left; }
  std::shared_ptr<const LongLayout> layout_of(std::size_t paragraph);
  int lines_of(std::size_t paragraph) { return layout_of(paragraph)->line_count(); }
  void set_style(const Kit& kit, Rect text_rect);
  void take_keys(const Kit& kit);
  void take_key(NamedKey key);
  void take_finger(Kit& kit, Rect text_rect);
  TextEdit::Cursor at(Point in_text);
  bool step(Anchor& anchor, int direction);  // one line; false at the first or last
  void scroll_by(float px);
  void scroll_to_cursor();
  void fill_to_end();
  void draw_lines(Kit& kit, Rect text_rect);
  void draw_cursor(Kit& kit, Rect text_rect);
  void draw_notice(Kit& kit, Rect box);
  void draw_bar(Kit& kit, Rect box, Rect text_rect);
  void forget_old_layouts();

  Glyphs& glyphs_;
  TextEdit edit_;
  std::function<void(const KeyAction&)> apply_ = [this](const KeyAction& action) {
    apply(action, edit_);
  };
  TextSpec style_;
  float height_px_ = 0, line_px_ = 1;
  std::unordered_map<std::uint64_t, Kept> kept_;  // by revision
  std::shared_ptr<const LongLayout> last_long_;   // what the next one can take pieces from
  std::uint64_t layouts_made_ = 0, frame_ = 0, seen_changes_ = 0;
  Anchor top_, past_end_;  // past_end_: the line after the last one drawn
  std::optional<Drag> drag_;
  MonoTime still_since_;  // the cursor does not blink while typing
};

}  // namespace afterword::kiosk
