// A text being typed on a page of 400 px, laid out by the real fonts.
#pragma once
#include <doctest/doctest.h>

#include <unordered_map>

#include "kiosk/ui/text_edit.h"
#include "tests/kiosk/ui/no_textures.h"

namespace afterword::kiosk::typing {

inline Glyphs& glyphs() {
  static test::NoTextures textures;
  static const std::unique_ptr<Glyphs> opened = [] {
    auto fonts = Fonts::open(AFTERWORD_SOURCE_DIR "/assets/fonts.conf");
    REQUIRE_MESSAGE(fonts.has_value(), (fonts ? std::string() : fonts.error().text()));
    return Glyphs::open(std::move(*fonts), textures);
  }();
  return *opened;
}

class Page final : public ParagraphLayouts {
 public:
  explicit Page(std::string language = "en", bool right_to_left = false)
      : language_(std::move(language)), right_to_left_(right_to_left), edit(*this) {}

  std::shared_ptr<const TextLayout> layout(const Paragraph& paragraph) override {
    std::shared_ptr<const TextLayout>& kept = kept_[paragraph.revision];
    if (kept) return kept;
    TextSpec spec;
    spec.text.assign(paragraph.text.data(), paragraph.text.size());
    spec.size_px = 31;
    spec.line_px = 42;
    spec.language = language_;
    spec.right_to_left = right_to_left_;
    spec.width_px = 400;
    spec.break_words = true;
    kept = glyphs().lay_out(spec);
    return kept;
  }
  bool right_to_left() const override { return right_to_left_; }

  // The text with a bar where the cursor stands.
  std::string seen() const {
    std::string out;
    for (std::size_t i = 0; i < edit.paragraphs().size(); ++i) {
      if (i > 0) out += '\n';
      std::string text(edit.paragraphs()[i].text.data(), edit.paragraphs()[i].text.size());
      if (i == edit.cursor().paragraph) text.insert(edit.cursor().byte, "|");
      out += text;
    }
    return out;
  }

 private:
  std::string language_;
  bool right_to_left_;
  std::unordered_map<std::uint64_t, std::shared_ptr<const TextLayout>> kept_;

 public:
  TextEdit edit;
};

}  // namespace afterword::kiosk::typing
