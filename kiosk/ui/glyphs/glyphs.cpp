#include "kiosk/ui/glyphs/glyphs.h"

#include <unordered_map>

#include "kiosk/ui/glyphs/fonts.h"
#include "kiosk/ui/glyphs/layout.h"
#include "kiosk/ui/glyphs/png.h"
#include "kiosk/ui/glyphs/shapes.h"

namespace afterword::kiosk {
namespace {

constexpr std::uint64_t kFramesKept = 64;  // a page that fades out is still drawn this long
constexpr std::size_t kMeasuresKept = 8192;

void put(std::string& key, float number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}
void put(std::string& key, std::uint64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}
std::uint64_t packed(Color color) {
  return (static_cast<std::uint64_t>(color.red) << 24U) | (std::uint64_t{color.green} << 16U) |
         (std::uint64_t{color.blue} << 8U) | color.alpha;
}

// Everything a text's look depends on, as bytes.
std::string key_of(const TextSpec& spec) {
  std::string key;
  key.reserve(spec.text.size() + spec.language.size() + 64);
  put(key, spec.size_px);
  put(key, spec.line_px);
  put(key, spec.letter_spacing_em);
  put(key, spec.width_px);
  put(key, static_cast<std::uint64_t>(spec.weight));
  put(key,
      static_cast<std::uint64_t>(spec.face) | static_cast<std::uint64_t>(spec.align) << 4U |
          std::uint64_t{spec.right_to_left} << 8U | std::uint64_t{spec.break_words} << 9U |
          std::uint64_t{spec.balance} << 10U |
          std::uint64_t{spec.reads_right_to_left ? *spec.reads_right_to_left + 1U : 0U} << 11U);
  for (const TextSpan& span : spec.spans) {
    put(key, span.begin);
    put(key, span.end);
    put(key, static_cast<std::uint64_t>(span.weight.value_or(0)));
    put(key, span.color ? packed(*span.color) << 1U | 1U : 0U);
    put(key, packed(spec.base));
  }
  key += spec.language;
  key += '\0';
  key += spec.text;
  return key;
}

std::string key_of(const ShapeSpec& spec) {
  std::string key;
  put(key, spec.scale);
  put(key, spec.stroke);
  put(key, spec.dash_on);
  put(key, spec.dash_off);
  key += spec.flipped ? 'f' : 'n';
  key += spec.turned ? 't' : 'n';
  key += spec.path;
  return key;
}

class CachedGlyphs final : public Glyphs {
 public:
  CachedGlyphs(Fonts fonts, Textures& textures, std::size_t cache_bytes)
      : fonts_(std::move(fonts)), textures_(textures), cache_bytes_(cache_bytes) {}

  ~CachedGlyphs() override {
    for (const auto& entry : pictures_) destroy(entry.second);
    for (const auto& entry : lines_) destroy(entry.second);
    for (const auto& entry : secrets_) destroy(entry.second);
  }
  CachedGlyphs(const CachedGlyphs&) = delete;
  CachedGlyphs& operator=(const CachedGlyphs&) = delete;

  std::shared_ptr<const TextLayout> lay_out(const TextSpec& spec) override { return make(spec); }

  TextSize measure(const TextSpec& spec) override {
    if (spec.secret) return size_of(*make(spec));
    const std::string key = key_of(spec);
    if (const auto found = sizes_.find(key); found != sizes_.end()) return found->second;
    const auto layout = make(spec);
    return remember(key, *layout);
  }

  TextPicture picture(const TextSpec& spec) override {
    const std::string key = key_of(spec);
    if (spec.secret) return secret_picture(key, spec);
    if (const TextPicture* const found = look(key)) return *found;
    const auto layout = make(spec);
    remember(key, *layout);
    return paint(key, *layout, 0, layout->line_count());
  }

  TextPicture shape(const ShapeSpec& spec) override {
    const std::string key = key_of(spec);
    if (const TextPicture* const found = look(key)) return *found;
    Point offset;
    const Bitmap bitmap = paint_shape(spec, offset);
    return keep(key, bitmap, offset);
  }

  TextPicture image(const std::string& png_file, int height_px) override {
    const std::string key = "png\0" + std::to_string(height_px) + png_file;
    if (const TextPicture* const found = look(key)) return *found;
    return keep(key, paint_png(png_file, height_px), {});
  }

  TextPicture picture(const std::shared_ptr<const TextLayout>& layout, int first,
                      int count) override {
    // By the layout's number, not by its text: what somebody types is never shown to anyone else.
    const auto& text = dynamic_cast<const PangoText&>(*layout);
    const LinesKey key{text.number(), first, count};
    if (const auto found = lines_.find(key); found != lines_.end()) {
      found->second.used = frame_;
      return found->second.picture;
    }
    Point offset;
    const Bitmap bitmap = text.paint(first, count, offset);
    return lines_.emplace(key, made(bitmap, offset)).first->second.picture;
  }

  void warm(std::string_view language, std::string_view sample) override {
    for (const Face face : {Face::serif, Face::sans})
      for (const int weight : {400, 500, 600}) fonts_.warm(language, sample, face, weight);
  }

  void forget_typed() override {
    for (const auto& entry : lines_) destroy(entry.second);
    lines_.clear();
    forget_unused(secrets_, 0);  // what this frame shows is still to be drawn
  }

  void next_frame() override {
    ++frame_;
    forget_unused(lines_, kFramesKept);
    forget_unused(secrets_, kFramesKept);
    if (counts_.cached_bytes > cache_bytes_) make_room();
    if (sizes_.size() > kMeasuresKept) sizes_.clear();
  }

  GlyphCounts counts() const override { return counts_; }

 private:
  struct Entry {
    TextPicture picture;
    std::size_t bytes = 0;
    std::uint64_t used = 0;  // frame
  };
  struct LinesKey {
    std::uint64_t layout = 0;
    int first = 0, count = 0;
    auto operator<=>(const LinesKey&) const = default;
  };

  std::shared_ptr<const PangoText> make(const TextSpec& spec) {
    auto layout = std::make_shared<const PangoText>(fonts_.faces(), spec, ++counts_.laid_out);
    counts_.unknown_glyphs += static_cast<std::uint64_t>(layout->unknown_glyphs());
    return layout;
  }

  static TextSize size_of(const PangoText& layout) {
    return {layout.width(), layout.height(), layout.baseline(), layout.line_count(),
            layout.overflows()};
  }

  TextSize remember(const std::string& key, const PangoText& layout) {
    return sizes_[key] = size_of(layout);
  }

  TextPicture secret_picture(const std::string& key, const TextSpec& spec) {
    if (const auto found = secrets_.find(key); found != secrets_.end()) {
      found->second.used = frame_;
      return found->second.picture;
    }
    const auto layout = make(spec);
    Point offset;
    const Bitmap bitmap = layout->paint(0, layout->line_count(), offset);
    return secrets_.emplace(key, made(bitmap, offset)).first->second.picture;
  }

  const TextPicture* look(const std::string& key) {
    const auto found = pictures_.find(key);
    if (found == pictures_.end()) return nullptr;
    found->second.used = frame_;
    return &found->second.picture;
  }

  TextPicture paint(const std::string& key, const PangoText& layout, int first, int count) {
    Point offset;
    const Bitmap bitmap = layout.paint(first, count, offset);
    return keep(key, bitmap, offset);
  }

  TextPicture keep(const std::string& key, const Bitmap& bitmap, const Point& offset) {
    return pictures_.insert_or_assign(key, made(bitmap, offset)).first->second.picture;
  }

  Entry made(const Bitmap& bitmap, const Point& offset) {
    Entry entry;
    if (!bitmap.pixels.empty()) {
      entry.picture.offset = offset;
      entry.picture.texture = textures_.create(bitmap);
      entry.picture.size = {static_cast<float>(bitmap.width), static_cast<float>(bitmap.height)};
      entry.picture.colored = bitmap.format == Bitmap::Format::rgba;
      entry.bytes = bitmap.bytes();
    }
    entry.used = frame_;
    ++counts_.painted;
    counts_.cached_bytes += entry.bytes;
    return entry;
  }

  void destroy(const Entry& entry) {
    counts_.cached_bytes -= entry.bytes;
    if (entry.picture.texture != 0) textures_.destroy(entry.picture.texture);
  }

  // Typed text leaves nothing behind, however much room there is.
  template <class Entries>
  void forget_unused(Entries& entries, std::uint64_t frames) {
    for (auto at = entries.begin(); at != entries.end();) {
      const bool old = at->second.used + frames < frame_;
      if (old) destroy(at->second);
      at = old ? entries.erase(at) : std::next(at);
    }
  }

  void make_room() {
    std::vector<std::pair<std::uint64_t, const std::string*>> oldest;
    for (const auto& entry : pictures_)
      if (entry.second.used + kFramesKept < frame_)
        oldest.emplace_back(entry.second.used, &entry.first);
    std::sort(oldest.begin(), oldest.end());
    for (const auto& candidate : oldest) {
      if (counts_.cached_bytes <= cache_bytes_) return;
      const auto found = pictures_.find(*candidate.second);
      destroy(found->second);
      pictures_.erase(found);
    }
  }

  Fonts fonts_;
  Textures& textures_;
  std::size_t cache_bytes_;
  std::unordered_map<std::string, Entry> pictures_;
  std::map<LinesKey, Entry> lines_;
  std::map<std::string, Entry> secrets_;
  std::unordered_map<std::string, TextSize> sizes_;
  std::uint64_t frame_ = 0;
  GlyphCounts counts_;
};

}  // namespace

Fonts::Fonts(std::unique_ptr<Faces> faces) : faces_(std::move(faces)) {}
Fonts::Fonts(Fonts&&) noexcept = default;
Fonts& Fonts::operator=(Fonts&&) noexcept = default;
Fonts::~Fonts() = default;

Result<Fonts> Fonts::open(const std::string& fonts_conf, const FontFamilies& families) {
  AFTERWORD_ASSIGN(Faces faces, open_faces(fonts_conf, families));
  return Fonts(std::make_unique<Faces>(std::move(faces)));
}

void Fonts::warm(std::string_view language, std::string_view sample, Face face, int weight) {
  TextSpec spec;
  spec.text = sample;
  spec.face = face;
  spec.weight = weight;
  spec.language = language;
  const PangoText layout(*faces_, std::move(spec), 0);
  Point offset;
  static_cast<void>(layout.paint(0, layout.line_count(), offset));
}

std::unique_ptr<Glyphs> Glyphs::open(Fonts fonts, Textures& textures, std::size_t cache_bytes) {
  return std::make_unique<CachedGlyphs>(std::move(fonts), textures, cache_bytes);
}

}  // namespace afterword::kiosk
