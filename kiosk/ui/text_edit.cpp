#include "kiosk/ui/text_edit.h"

#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

std::string_view view(const WipedText& text) { return {text.data(), text.size()}; }

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

// One kind of line break, spaces for tabs, no control characters.
WipedText cleaned(std::string_view text) {
  WipedText out;
  if (!is_utf8(text)) return out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const char32_t c = point.value;
    const bool second_of_two = c == U'\n' && at > 0 && text[at - 1] == '\r';
    if (c == U'\n' || c == U'\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
      if (!second_of_two) out += '\n';
    } else if (c == U'\t') {
      out += ' ';
    } else if (!is_control(c)) {
      out += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return out;
}

// The character that ends at `at`, and where it begins. Precondition: at > 0.
struct Before {
  char32_t value = 0;
  std::size_t at = 0;
};
Before before(std::string_view text, std::size_t at) {
  do {
    --at;
  } while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  return {code_point_at(text, at).value, at};
}

bool is_space(char32_t c) { return c == U' ' || c == 0xA0 || c == 0x3000; }

// Written without spaces, so that a word has no visible end.
bool is_unspaced(char32_t c) {
  return (c >= 0x0E00 && c <= 0x0E7F) || (c >= 0x2E80 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
}

bool one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

// A letter, a digit or another sign that is neither a blank nor a mark between words.
bool begins_word(char32_t c) {
  constexpr std::u32string_view kMarks = U".,;:?!…)]}»”’'\"/-–—،؛؟。，、；：？！）】》";
  return !is_space(c) && !one_of(c, kMarks);
}

// By the first letter that tells, as the layout decides.
bool reads_right_to_left(std::string_view text, bool otherwise) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const char32_t c = point.value;
    const bool right_to_left = (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFEFC);
    const bool arabic_digit = c >= 0x0660 && c <= 0x0669;
    if (right_to_left && !arabic_digit && !one_of(c, U"،؛؟")) return true;
    if ((c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || (c >= 0xC0 && !right_to_left)) {
      if (c < 0x2000 || c > 0x2BFF) return false;
    }
    at += point.bytes;
  }
  return otherwise;
}

constexpr int kUnspacedWord = 2;

}  // namespace

TextEdit::TextEdit(ParagraphLayouts& layouts) : layouts_(layouts) { wipe(); }
TextEdit::~TextEdit() = default;

void TextEdit::wipe() {
  // A new vector, so that the old one's memory is given back and zeroed.
  std::vector<Paragraph, WipingAllocator<Paragraph>>(1).swap(paragraphs_);
  touch(paragraphs_.front());
  cursor_ = {};
  bytes_ = 0;
  full_ = false;
  changed();
}

void TextEdit::changed() {
  ++changes_;
  column_.reset();
  behind_noun_ = false;
}

void TextEdit::set_text(std::string_view text) {
  wipe();
  WipedText clean = cleaned(text);
  if (clean.size() > kTypedBytesMax) {
    std::size_t end = kTypedBytesMax;
    while (end > 0 && (static_cast<unsigned char>(clean[end]) & 0xC0U) == 0x80U) --end;
    clean.resize(end);
  }
  put(view(clean));
}

std::string TextEdit::text() const {
  std::string out;
  out.reserve(bytes_);
  for (const Paragraph& paragraph : paragraphs_) {
    if (&paragraph != &paragraphs_.front()) out += '\n';
    out += view(paragraph.text);
  }
  return out;
}

bool TextEdit::insert(std::string_view text) {
  WipedText clean = cleaned(text);
  if (behind_noun_ && !clean.empty() && blank_before(view(clean))) clean.insert(0, 1, ' ');
  return insert_clean(std::move(clean));
}

// Whether `text`, put at the cursor, begins a word that a blank keeps apart from what stands there.
bool TextEdit::blank_before(std::string_view text) const {
  if (cursor_.byte == 0) return false;
  const char32_t last = before(view(here().text), cursor_.byte).value;
  const char32_t first = code_point_at(text, 0).value;
  return begins_word(first) && !is_space(last) && !is_unspaced(last) && !is_unspaced(first);
}

bool TextEdit::insert_noun(std::string_view noun, std::string_view separator) {
  WipedText clean = cleaned(noun);
  if (clean.empty()) return true;
  const std::string_view line = view(here().text);
  if (cursor_.byte > 0) {
    const char32_t last = before(line, cursor_.byte).value;
    if (begins_word(last))
      clean.insert(0, separator.data(), separator.size());
    else if (blank_before(view(clean)))
      clean.insert(0, 1, ' ');
  }
  if (cursor_.byte < line.size()) {
    const char32_t next = code_point_at(line, cursor_.byte).value;
    const char32_t last = before(view(clean), clean.size()).value;
    if (begins_word(next) && !is_unspaced(next) && !is_unspaced(last)) clean += ' ';
  }
  if (!insert_clean(std::move(clean))) return false;
  behind_noun_ = true;
  return true;
}

bool TextEdit::insert_clean(WipedText clean) {
  if (bytes_ + clean.size() > kTypedBytesMax) {
    full_ = true;
    ++changes_;
    return false;
  }
  if (!clean.empty()) put(view(clean));
  return true;
}

void TextEdit::put(std::string_view cleaned_text) {
  bytes_ += cleaned_text.size();
  // What stands behind the cursor goes to the end of the last new paragraph.
  const WipedText behind = here().text.substr(cursor_.byte);
  here().text.resize(cursor_.byte);
  std::vector<Paragraph, WipingAllocator<Paragraph>> added;
  for (std::size_t at = 0;;) {
    const std::size_t end = std::min(cleaned_text.find('\n', at), cleaned_text.size());
    WipedText& target = added.empty() ? here().text : added.back().text;
    target += cleaned_text.substr(at, end - at);
    if (end == cleaned_text.size()) break;
    touch(added.emplace_back());
    at = end + 1;
  }
  touch(here());
  paragraphs_.insert(paragraphs_.begin() + static_cast<std::ptrdiff_t>(cursor_.paragraph) + 1,
                     std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
  cursor_.paragraph += added.size();
  cursor_.byte = here().text.size();
  here().text += behind;
  changed();
}

void TextEdit::erase(std::size_t begin, std::size_t end) {
  here().text.erase(begin, end - begin);
  bytes_ -= end - begin;
  cursor_.byte = begin;
  full_ = false;
  touch(here());
  changed();
}

void TextEdit::join_with_next(std::size_t paragraph) {
  Paragraph& first = paragraphs_[paragraph];
  cursor_ = {paragraph, first.text.size()};
  first.text += paragraphs_[paragraph + 1].text;
  paragraphs_.erase(paragraphs_.begin() + static_cast<std::ptrdiff_t>(paragraph) + 1);
  --bytes_;
  full_ = false;
  touch(paragraphs_[paragraph]);
  changed();
}

void TextEdit::delete_back() {
  if (cursor_.byte > 0) {
    erase(layout_here()->neighbour(cursor_.byte, -1), cursor_.byte);
  } else if (cursor_.paragraph > 0) {
    join_with_next(cursor_.paragraph - 1);
  }
}

void TextEdit::delete_word_back() {
  if (cursor_.byte == 0) return delete_back();
  const std::string_view text = view(here().text);
  std::size_t begin = cursor_.byte;
  while (begin > 0 && is_space(before(text, begin).value)) begin = before(text, begin).at;
  if (begin > 0 && is_unspaced(before(text, begin).value)) {
    const auto layout = layout_here();
    for (int i = 0; i < kUnspacedWord && begin > 0; ++i) begin = layout->neighbour(begin, -1);
  } else {
    while (begin > 0) {
      const Before previous = before(text, begin);
      if (is_space(previous.value) || is_unspaced(previous.value)) break;
      begin = previous.at;
    }
  }
  erase(begin, cursor_.byte);
}

void TextEdit::delete_forward() {
  if (cursor_.byte < here().text.size()) {
    erase(cursor_.byte, layout_here()->neighbour(cursor_.byte, +1));
  } else if (cursor_.paragraph + 1 < paragraphs_.size()) {
    join_with_next(cursor_.paragraph);
  }
}

void TextEdit::move_left() { move_by_sight(-1); }
void TextEdit::move_right() { move_by_sight(+1); }

void TextEdit::move_by_sight(int direction) {
  const std::size_t beside = layout_here()->beside(cursor_.byte, direction);
  if (beside != cursor_.byte) {
    cursor_.byte = beside;
  } else {
    const bool right_to_left = reads_right_to_left(view(here().text), layouts_.right_to_left());
    const bool onwards = (direction > 0) != right_to_left;
    if (onwards && cursor_.paragraph + 1 < paragraphs_.size()) {
      cursor_ = {cursor_.paragraph + 1, 0};
    } else if (!onwards && cursor_.paragraph > 0) {
      --cursor_.paragraph;
      cursor_.byte = here().text.size();
    }
  }
  changed();
}

void TextEdit::move_up() { move_line(-1); }
void TextEdit::move_down() { move_line(+1); }

void TextEdit::move_line(int direction) {
  auto layout = layout_here();
  const CursorPlace from = layout->cursor(cursor_.byte);
  const float column = column_.value_or(from.x);
  int line = from.line + direction;
  if (line < 0 || line >= layout->line_count()) {
    if (direction < 0 && cursor_.paragraph == 0) return move_home();
    if (direction > 0 && cursor_.paragraph + 1 == paragraphs_.size()) return move_end();
    cursor_ = {direction < 0 ? cursor_.paragraph - 1 : cursor_.paragraph + 1, 0};
    layout = layout_here();
    line = direction < 0 ? layout->line_count() - 1 : 0;
  }
  const float middle = (static_cast<float>(line) + 0.5F) * layout->line_px();
  cursor_.byte = layout->index_at({column, middle});
  changed();
  column_ = column;
}

void TextEdit::move_home() {
  const auto layout = layout_here();
  cursor_.byte = layout->line(layout->cursor(cursor_.byte).line).first;
  changed();
}

void TextEdit::move_end() {
  const auto layout = layout_here();
  const int line = layout->cursor(cursor_.byte).line;
  const auto [begin, end] = layout->line(line);
  // Where a line is broken at a space, the cursor behind it would already stand on the next line.
  cursor_.byte =
      layout->cursor(end).line == line || end == begin ? end : layout->neighbour(end, -1);
  changed();
}

void TextEdit::place(Cursor cursor) {
  cursor_.paragraph = std::min(cursor.paragraph, paragraphs_.size() - 1);
  const std::size_t byte = std::min(cursor.byte, here().text.size());
  const auto layout = layout_here();
  const std::size_t stop = byte == 0 ? 0 : layout->neighbour(byte, -1);
  cursor_.byte = byte == 0 || layout->neighbour(stop, +1) == byte ? byte : stop;
  changed();
}

bool TextEdit::sentence_start() const {
  constexpr std::u32string_view kOpening = U"¿¡“‘«(\"'", kClosing = U"”’»)\"'", kEnds = U".?!…؟।";
  const std::string_view text = view(here().text);
  std::size_t at = cursor_.byte;
  while (at > 0 && one_of(before(text, at).value, kOpening)) at = before(text, at).at;
  if (at == 0) return true;
  if (!is_space(before(text, at).value)) return false;
  while (at > 0 && is_space(before(text, at).value)) at = before(text, at).at;
  while (at > 0 && one_of(before(text, at).value, kClosing)) at = before(text, at).at;
  return at == 0 || one_of(before(text, at).value, kEnds);
}

void apply(const KeyAction& action, TextEdit& edit) {
  switch (action.kind) {
    case KeyAction::Kind::insert:
      edit.insert(action.text);
      return;
    case KeyAction::Kind::delete_back:
      return edit.delete_back();
    case KeyAction::Kind::delete_word:
      return edit.delete_word_back();
    case KeyAction::Kind::enter:
      edit.insert("\n");
      return;
    case KeyAction::Kind::left:
      return edit.move_left();
    case KeyAction::Kind::right:
      return edit.move_right();
    case KeyAction::Kind::next_language:
      return;
  }
}

}  // namespace afterword::kiosk
