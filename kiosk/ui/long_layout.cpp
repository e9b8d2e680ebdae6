#include "kiosk/ui/long_layout.h"

#include <algorithm>

namespace afterword::kiosk {
namespace {

std::size_t cut(std::string_view text, std::size_t end) {
  if (end >= text.size()) return text.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

}  // namespace

LongLayout::LongLayout(Glyphs& glyphs, TextSpec style, std::string_view text,
                       const LongLayout* before)
    : text_(text) {
  std::size_t hint = 0;  // pieces keep their order
  for (std::size_t begin = 0;;) {
    const std::size_t end = cut(text, begin + kPieceBytes);
    const std::string_view words = text.substr(begin, end - begin);
    Piece piece;
    piece.begin = begin;
    piece.first_line = line_count();
    const std::size_t until = before == nullptr ? 0 : begin == 0 ? 1 : before->pieces_.size();
    for (std::size_t i = hint; i < until; ++i) {
      if (before->pieces_[i].layout->text() != words) continue;
      piece.layout = before->pieces_[i].layout;
      hint = i + 1;
      break;
    }
    if (!piece.layout) {
      style.text = words;
      piece.layout = glyphs.lay_out(style);
      ++made_;
    }
    const bool last = end == text.size() || piece.layout->line_count() < 2;
    piece.lines = piece.layout->line_count() - (last ? 0 : 1);
    const std::size_t next = last ? end : begin + piece.layout->line(piece.lines).first;
    pieces_.push_back(std::move(piece));
    if (next >= text.size()) return;
    begin = next;
    if (pieces_.size() > 1) continue;
    // The paragraph's direction is that of its beginning.
    style.reads_right_to_left = right_to_left();
    if (before != nullptr && before->right_to_left() != right_to_left()) before = nullptr;
    hint = std::max<std::size_t>(hint, 1);
  }
}

std::size_t LongLayout::piece_at(std::size_t byte) const {
  std::size_t at = pieces_.size() - 1;
  while (at > 0 && pieces_[at].begin > byte) --at;
  return at;
}

std::size_t LongLayout::piece_of_line(int line) const {
  std::size_t at = pieces_.size() - 1;
  while (at > 0 && pieces_[at].first_line > line) --at;
  return at;
}

std::pair<std::shared_ptr<const TextLayout>, int> LongLayout::drawn(int line) const {
  const Piece& piece = pieces_[piece_of_line(line)];
  return {piece.layout, line - piece.first_line};
}

int LongLayout::line_count() const {
  return pieces_.empty() ? 0 : pieces_.back().first_line + pieces_.back().lines;
}

float LongLayout::width() const {
  float width = 0;
  for (const Piece& piece : pieces_) width = std::max(width, piece.layout->width());
  return width;
}

bool LongLayout::overflows() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const Piece& piece) { return piece.layout->overflows(); });
}

CursorPlace LongLayout::cursor(std::size_t byte) const {
  const Piece& piece = pieces_[piece_at(byte)];
  CursorPlace place = piece.layout->cursor(byte - std::min(byte, piece.begin));
  place.line += piece.first_line;
  place.top += static_cast<float>(piece.first_line) * line_px();
  return place;
}

std::size_t LongLayout::index_at(Point point) const {
  const int line = std::clamp(static_cast<int>(point.y / line_px()), 0, line_count() - 1);
  const Piece& piece = pieces_[piece_of_line(line)];
  const float above = static_cast<float>(piece.first_line) * line_px();
  const float middle = (static_cast<float>(line) + 0.5F) * line_px();
  return piece.begin + piece.layout->index_at({point.x, middle - above});
}

// At the edge of a piece the one before it knows more: it reaches further than it shows.
std::size_t LongLayout::beside(std::size_t byte, int direction) const {
  const std::size_t at = piece_at(byte);
  const std::size_t begin = pieces_[at].begin;
  const std::size_t found = begin + pieces_[at].layout->beside(byte - begin, direction);
  if (found != byte || byte != begin || at == 0) return found;
  const std::size_t earlier = pieces_[at - 1].begin;
  return earlier + pieces_[at - 1].layout->beside(byte - earlier, direction);
}

std::size_t LongLayout::neighbour(std::size_t byte, int direction) const {
  std::size_t at = piece_at(byte);
  if (direction < 0 && at > 0 && pieces_[at].begin == byte) --at;
  const std::size_t begin = pieces_[at].begin;
  return begin + pieces_[at].layout->neighbour(byte - begin, direction);
}

std::pair<std::size_t, std::size_t> LongLayout::line(int index) const {
  const Piece& piece = pieces_[piece_of_line(index)];
  const auto [begin, end] = piece.layout->line(index - piece.first_line);
  return {piece.begin + begin, piece.begin + end};
}

int LongLayout::unknown_glyphs() const {
  int count = 0;
  for (const Piece& piece : pieces_) count += piece.layout->unknown_glyphs();
  return count;
}

}  // namespace afterword::kiosk
