// A long paragraph laid out in pieces, so that a key costs one piece however long the paragraph is:
// the font engine's work grows faster than the text, to seconds for a word of 64 KiB.
//
// A piece is as much as kPieceBytes hold, without its last line, which begins the next piece; so
// lines break where they would in one layout. Pieces whose words stayed are taken over from the
// layout before.
//
// Threads: one. Immutable. Offsets are bytes of the paragraph.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/ui/glyphs/glyphs.h"

namespace afterword::kiosk {

inline constexpr std::size_t kPieceBytes = 1024;

class LongLayout final : public TextLayout {
 public:
  // `before`: what this paragraph or another was laid out as, in the same style; may be null.
  LongLayout(Glyphs& glyphs, TextSpec style, std::string_view text, const LongLayout* before);

  // How many pieces had to be laid out for this one.
  std::uint64_t layouts_made() const { return made_; }
  std::size_t pieces() const { return pieces_.size(); }
  // What to draw for line i: the piece's layout and the line in it.
  std::pair<std::shared_ptr<const TextLayout>, int> drawn(int line) const;

  const std::string& text() const override { return text_; }
  int line_count() const override;
  float line_px() const override { return pieces_.front().layout->line_px(); }
  float width() const override;
  bool overflows() const override;
  float baseline() const override { return pieces_.front().layout->baseline(); }
  CursorPlace cursor(std::size_t byte) const override;
  std::size_t index_at(Point point) const override;
  std::size_t beside(std::size_t byte, int direction) const override;
  std::size_t neighbour(std::size_t byte, int direction) const override;
  std::pair<std::size_t, std::size_t> line(int index) const override;
  bool right_to_left() const override { return pieces_.front().layout->right_to_left(); }
  int unknown_glyphs() const override;

 private:
  struct Piece {
    std::shared_ptr<const TextLayout> layout;  // ends with the line that begins the next piece
    std::size_t begin = 0;                     // bytes of the paragraph
    int first_line = 0;
    int lines = 0;  // of the layout's, those that are shown
  };
  std::size_t piece_at(std::size_t byte) const;
  std::size_t piece_of_line(int line) const;

  std::string text_;
  std::vector<Piece> pieces_;
  std::uint64_t made_ = 0;
};

}  // namespace afterword::kiosk
