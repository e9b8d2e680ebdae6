#include "kiosk/ui/text_box.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr float kPadAcrossDu = 28, kPadDownDu = 22, kRingDu = 3, kBoxRadiusDu = 28;
constexpr float kLinesLeast = 3;
constexpr float kCursorDu = 3, kCursorInsetDu = 3;
constexpr float kDragDu = 10;  // less is a tap with a shaky finger
constexpr float kBarDu = 6, kBarLeastDu = 24;
constexpr float kNoticeDu = 44, kNoticeRadiusDu = 12;
constexpr std::size_t kKeptMost = 64;

bool same_style(const TextSpec& a, const TextSpec& b) {
  return a.size_px == b.size_px && a.line_px == b.line_px && a.width_px == b.width_px &&
         a.language == b.language && a.right_to_left == b.right_to_left && a.weight == b.weight;
}

// The padding shrinks before the lines do.
Rect inside(const Kit& kit, Rect box) {
  const float lines = kLinesLeast * kit.spec("", Type::typed).line_px;
  const float down = std::clamp((box.height - lines) / 2, kit.du(kRingDu), kit.du(kPadDownDu));
  return box.grown(-kit.du(kPadAcrossDu), -down).snapped();
}

}  // namespace

void TextBox::begin(std::string_view text) {
  wipe();
  edit_.set_text(text);
}

void TextBox::wipe() {
  edit_.wipe();
  kept_.clear();
  last_long_.reset();
  top_ = past_end_ = {};
  drag_.reset();
}

float TextBox::height_for_lines(const Kit& kit, int lines) {
  return kit.spec("", Type::typed).line_px * static_cast<float>(lines) + 2 * kit.du(kPadDownDu);
}

bool TextBox::draw(Kit& kit, Rect rect) {
  ++frame_;
  Painter& paint = kit.paint();
  kit.target("text", rect);
  const Rect box = paint.placed(rect).snapped();
  const bool mirrored = paint.set_mirrored(false);
  Rect text_rect = inside(kit, box);
  const bool notice = edit_.full();
  if (notice) text_rect.height -= kit.du(kNoticeDu);
  set_style(kit, text_rect);
  take_keys(kit);
  take_finger(kit, text_rect);
  if (edit_.full() != notice) kit.again_now();  // it comes or goes
  const bool changed = edit_.changes() != seen_changes_;
  if (changed) {
    seen_changes_ = edit_.changes();
    still_since_ = kit.now();
    scroll_to_cursor();
  }
  fill_to_end();

  paint.rounded(box, kit.du(kBoxRadiusDu), kit.colors().sheet);
  paint.clip(box.grown(-kit.du(kRingDu)));
  draw_lines(kit, text_rect);
  draw_cursor(kit, text_rect);
  paint.unclip();
  draw_bar(kit, box, text_rect);
  if (notice) draw_notice(kit, box);
  paint.ring(box, kit.du(kBoxRadiusDu), kit.du(kRingDu), kit.colors().ink);
  paint.set_mirrored(mirrored);
  forget_old_layouts();
  return changed;
}

void TextBox::set_style(const Kit& kit, Rect text_rect) {
  TextSpec style = kit.spec("", Type::typed);
  style.width_px = text_rect.width;
  style.break_words = true;
  if (!same_style(style, style_)) {
    kept_.clear();
    last_long_.reset();
    top_.line = 0;
    seen_changes_ = 0;  // the cursor may be elsewhere now
  }
  if (text_rect.height != height_px_) seen_changes_ = 0;
  line_px_ = style.line_px;
  height_px_ = text_rect.height;
  style_ = std::move(style);
  top_.paragraph = std::min(top_.paragraph, edit_.paragraphs().size() - 1);
}

std::shared_ptr<const LongLayout> TextBox::long_layout(const Paragraph& paragraph) {
  Kept& kept = kept_[paragraph.revision];
  kept.used = frame_;
  if (!kept.layout) {
    kept.layout = std::make_shared<LongLayout>(
        glyphs_, style_, std::string_view(paragraph.text.data(), paragraph.text.size()),
        last_long_.get());
    layouts_made_ += kept.layout->layouts_made();
    if (kept.layout->pieces() > 1) last_long_ = kept.layout;
  }
  return kept.layout;
}

std::shared_ptr<const LongLayout> TextBox::layout_of(std::size_t paragraph) {
  return long_layout(edit_.paragraphs()[paragraph]);
}

void TextBox::forget_old_layouts() {
  if (kept_.size() <= kKeptMost) return;
  for (auto at = kept_.begin(); at != kept_.end();) {
    at = at->second.used < frame_ ? kept_.erase(at) : std::next(at);
  }
}

void TextBox::take_keys(const Kit& kit) {
  if (!kit.frame().event) return;
  if (const auto* const typed = std::get_if<TextEvent>(&*kit.frame().event)) {
    apply_({KeyAction::Kind::insert, typed->text});
  } else if (const auto* const key = std::get_if<KeyEvent>(&*kit.frame().event)) {
    take_key(key->key);
  }
}

void TextBox::take_key(NamedKey key) {
  switch (key) {
    case NamedKey::backspace:
      return apply_({KeyAction::Kind::delete_back, {}});
    case NamedKey::remove:
      return edit_.delete_forward();
    case NamedKey::enter:
      return apply_({KeyAction::Kind::enter, {}});
    case NamedKey::left:
      return apply_({KeyAction::Kind::left, {}});
    case NamedKey::right:
      return apply_({KeyAction::Kind::right, {}});
    case NamedKey::up:
      return edit_.move_up();
    case NamedKey::down:
      return edit_.move_down();
    case NamedKey::home:
      return edit_.move_home();
    case NamedKey::end:
      return edit_.move_end();
    case NamedKey::tab:
    case NamedKey::back_tab:
    case NamedKey::escape:
      return;  // the page's
    case NamedKey::read_aloud:
    case NamedKey::repeat:
    case NamedKey::quieter:
    case NamedKey::louder:
    case NamedKey::headphones_in:
    case NamedKey::headphones_out:
      return;  // the voice's
  }
}

void TextBox::take_finger(Kit& kit, Rect text_rect) {
  using Kind = PointerEvent::Kind;
  const Hits& hits = kit.hits();
  const std::optional<PointerEvent>& pointer = hits.pointer();
  if (pointer && pointer->kind == Kind::down && hits.pressed_name() == "text") {
    drag_ = Drag{pointer->at, pointer->at, false};
  }
  if (drag_ && pointer && pointer->kind == Kind::move) {
    drag_->scrolling =
        drag_->scrolling || std::abs(pointer->at.y - drag_->from.y) > kit.du(kDragDu);
    if (drag_->scrolling) scroll_by(drag_->last.y - pointer->at.y);
    drag_->last = pointer->at;
  }
  if (drag_ && pointer && pointer->kind == Kind::up && !drag_->scrolling && hits.tapped("text")) {
    edit_.place(at({pointer->at.x - text_rect.x, pointer->at.y - text_rect.y}));
  }
  if (!hits.finger()) drag_.reset();
}

TextEdit::Cursor TextBox::at(Point in_text) {
  Anchor line = top_;
  float y = in_text.y + top_.offset_px;
  while (y >= line_px_ && step(line, +1)) y -= line_px_;
  const float middle = (static_cast<float>(line.line) + 0.5F) * line_px_;
  return {line.paragraph, layout_of(line.paragraph)->index_at({in_text.x, middle})};
}

bool TextBox::step(Anchor& anchor, int direction) {
  if (direction > 0) {
    if (anchor.line + 1 < lines_of(anchor.paragraph)) {
      ++anchor.line;
    } else if (anchor.paragraph + 1 < edit_.paragraphs().size()) {
      anchor = {anchor.paragraph + 1, 0, anchor.offset_px};
    } else {
      return false;
    }
  } else if (anchor.line > 0) {
    --anchor.line;
  } else if (anchor.paragraph > 0) {
    --anchor.paragraph;
    anchor.line = lines_of(anchor.paragraph) - 1;
  } else {
    return false;
  }
  return true;
}

void TextBox::scroll_by(float px) {
  top_.offset_px += px;
  while (top_.offset_px < 0) {
    if (!step(top_, -1)) {
      top_.offset_px = 0;
      return;
    }
    top_.offset_px += line_px_;
  }
  while (top_.offset_px >= line_px_ && step(top_, +1)) top_.offset_px -= line_px_;
  fill_to_end();
}

// No empty space below the last line while there is text above.
void TextBox::fill_to_end() {
  top_.line = std::min(top_.line, lines_of(top_.paragraph) - 1);
  Anchor line = top_;
  float bottom = line_px_ - top_.offset_px;
  while (bottom < height_px_ && step(line, +1)) bottom += line_px_;
  if (bottom >= height_px_ || top_ == Anchor{}) return;
  top_.offset_px -= height_px_ - bottom;
  while (top_.offset_px < 0) {
    if (!step(top_, -1)) {
      top_.offset_px = 0;
      return;
    }
    top_.offset_px += line_px_;
  }
}

void TextBox::scroll_to_cursor() {
  const TextEdit::Cursor cursor = edit_.cursor();
  const int line = layout_of(cursor.paragraph)->cursor(cursor.byte).line;
  const auto before = [&](const Anchor& anchor) {
    return cursor.paragraph != anchor.paragraph ? cursor.paragraph < anchor.paragraph
                                                : line < anchor.line;
  };
  const auto same = [&](const Anchor& anchor) {
    return cursor.paragraph == anchor.paragraph && line == anchor.line;
  };
  if (before(top_) || same(top_)) {
    top_ = {cursor.paragraph, line, 0};
    return;
  }
  // Is it among the lines that are seen?
  Anchor seen = top_;
  float bottom = line_px_ - top_.offset_px;
  while (bottom + line_px_ <= height_px_ + 0.5F && step(seen, +1)) {
    bottom += line_px_;
    if (same(seen)) return;
  }
  // Then it becomes the last one.
  top_ = {cursor.paragraph, line, 0};
  float above = height_px_ - line_px_;
  while (above > 0 && step(top_, -1)) above -= line_px_;
  top_.offset_px = std::max(0.0F, -above);
}

void TextBox::draw_lines(Kit& kit, Rect text_rect) {
  Anchor line = top_;
  float y = text_rect.y - top_.offset_px;
  bool more = true;
  for (; more && y < text_rect.bottom(); y += line_px_) {
    const auto [layout, line_of_it] = layout_of(line.paragraph)->drawn(line.line);
    const TextPicture picture = glyphs_.picture(layout, line_of_it, 1);
    const float corner = y - static_cast<float>(line_of_it) * line_px_;
    kit.paint().picture({text_rect.x, std::round(corner)}, picture, kit.colors().ink);
    more = step(line, +1);
  }
  past_end_ = more ? line : Anchor{edit_.paragraphs().size(), 0, 0};
}

void TextBox::draw_cursor(Kit& kit, Rect text_rect) {
  const std::int64_t blinks = (kit.now() - still_since_) / kCursorBlink;
  kit.again_at(still_since_ + kCursorBlink * (blinks + 1));
  if (blinks % 2 != 0) return;
  const TextEdit::Cursor cursor = edit_.cursor();
  const CursorPlace place = layout_of(cursor.paragraph)->cursor(cursor.byte);
  Anchor line = top_;
  float y = text_rect.y - top_.offset_px;
  while (line.paragraph != cursor.paragraph || line.line != place.line) {
    y += line_px_;
    if (y >= text_rect.bottom() || !step(line, +1)) return;  // scrolled out
  }
  const float inset = kit.du(kCursorInsetDu), width = std::max(2.0F, kit.du(kCursorDu));
  const float x =
      std::clamp(text_rect.x + place.x - width / 2, text_rect.x - width, text_rect.right());
  kit.paint().fill(Rect{x, y + inset, width, line_px_ - 2 * inset}.snapped(),
                   kit.colors().accent_text);
}

// One line that says why keys do nothing any more.
void TextBox::draw_notice(Kit& kit, Rect box) {
  const float inset = kit.du(kRingDu) * 3, height = kit.du(kNoticeDu) - inset / 2;
  const Rect rect{box.x + inset, box.bottom() - inset - height, box.width - 2 * inset, height};
  kit.paint().rounded(rect.snapped(), kit.du(kNoticeRadiusDu), kit.colors().marigold_soft);
  kit.paint().text_in(rect.grown(-kit.du(kPadAcrossDu) + inset, 0),
                      kit.spec(kit.words().get("keyboard_full"), Type::note), kit.colors().ink);
}

// How far one has scrolled, by bytes: lines that were never seen are not counted for it.
void TextBox::draw_bar(Kit& kit, Rect box, Rect text_rect) {
  const auto bytes_before = [&](const Anchor& anchor) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < anchor.paragraph && i < edit_.paragraphs().size(); ++i) {
      bytes += edit_.paragraphs()[i].text.size() + 1;
    }
    if (anchor.paragraph < edit_.paragraphs().size() && anchor.line > 0) {
      bytes += layout_of(anchor.paragraph)->line(anchor.line).first;
    }
    return static_cast<float>(bytes);
  };
  const auto all = static_cast<float>(edit_.bytes() + 1);
  const bool fits = top_ == Anchor{} && past_end_.paragraph == edit_.paragraphs().size();
  if (fits) return;
  const float begin = bytes_before(top_) / all;
  const float end = std::min(1.0F, bytes_before(past_end_) / all);
  const float height = std::max(kit.du(kBarLeastDu), (end - begin) * text_rect.height);
  const float y = text_rect.y + begin * text_rect.height;
  const float width = kit.du(kBarDu);
  const float x = style_.right_to_left ? box.x + kit.du(kPadAcrossDu) / 2 - width
                                       : box.right() - kit.du(kPadAcrossDu) / 2;
  kit.paint().rounded({x, std::min(y, text_rect.bottom() - height), width, height}, width / 2,
                      kit.colors().line2);
}

}  // namespace afterword::kiosk
