// Every script that ships is drawn right: its letters are there, lines break between words, and
// lines do not touch.
#include <doctest/doctest.h>

#include <filesystem>

#include "kiosk/ui/glyphs/glyphs.h"
#include "kiosk/ui/strings.h"
#include "kiosk/ui/theme.h"
#include "sync/base/core/files.h"
#include "sync/base/json/value.h"

namespace afterword::kiosk::scripts_test {

class LastBitmap final : public Textures {
 public:
  TextureId create(const Bitmap& bitmap) override {
    height = bitmap.height;
    return ++made_;
  }
  void destroy(TextureId) override {}
  int height = 0;

 private:
  TextureId made_ = 0;
};

struct Press {
  LastBitmap textures;
  std::unique_ptr<Glyphs> glyphs;
  Press() {
    auto fonts = Fonts::open(AFTERWORD_SOURCE_DIR "/assets/fonts.conf");
    REQUIRE_MESSAGE(fonts.has_value(), (fonts ? std::string() : fonts.error().text()));
    glyphs = Glyphs::open(std::move(*fonts), textures);
  }
};

TextSpec spec(std::string text, const std::string& language, Face face, float width = 0) {
  TextSpec out;
  out.text = std::move(text);
  out.language = language;
  out.right_to_left = is_right_to_left(language);
  out.face = face;
  out.width_px = width;
  return out;
}

const std::vector<std::string> kLanguages{"en", "es", "ar", "zh", "de",
                                          "he", "hi", "ru", "th", "vi"};

// Calls `each(language, text)` for every text of a definition that shoppers read.
template <class Each>
void for_texts(const json::Value& value, const Each& each) {
  if (value.is_array())
    for (const json::Value& item : value.as_array()) for_texts(item, each);
  if (!value.is_object()) return;
  for (const json::Member& member : value.as_object()) {
    const bool language =
        std::find(kLanguages.begin(), kLanguages.end(), member.first) != kLanguages.end();
    if (language && member.second.is_string()) each(member.first, member.second.as_string());
    if (language && member.second.is_array())
      for (const json::Value& label : member.second.as_array())
        each(member.first, label.as_string());
    if (!language) for_texts(member.second, each);
  }
}

TEST_CASE("Every word of the shipped surveys can be drawn") {
  Press press;
  int texts = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(AFTERWORD_SOURCE_DIR "/survey-defs")) {
    const std::string file = entry.path().string();
    if (!file.ends_with(".json") || file.ends_with(".schema.json")) continue;
    const Result<std::string> bytes = read_file(file, 1U << 20U);
    REQUIRE(bytes.has_value());
    const Result<json::Value> survey = json::parse(*bytes);
    REQUIRE(survey.has_value());
    for_texts(*survey, [&](const std::string& language, const std::string& text) {
      for (const Face face : {Face::serif, Face::sans}) {
        CHECK_MESSAGE(press.glyphs->lay_out(spec(text, language, face))->unknown_glyphs() == 0,
                      file << " " << language << ": " << text);
        ++texts;
      }
    });
  }
  CHECK(texts > 1000);
}

// Lays the words out side by side at many widths; a line may begin only where a word does.
void check_breaks(const std::string& language, const std::vector<std::string>& words) {
  Press press;
  std::string text;
  std::set<std::size_t> starts;
  for (const std::string& word : words) {
    starts.insert(text.size());
    text += word;
  }
  int lines = 0;
  for (float width = 120; width < 600; width += 20) {
    const auto layout = press.glyphs->lay_out(spec(text, language, Face::sans, width));
    for (int i = 0; i < layout->line_count(); ++i) {
      CHECK_MESSAGE(starts.count(layout->line(i).first) == 1,
                    language << " breaks in a word at " << text.substr(layout->line(i).first));
      ++lines;
    }
  }
  CHECK(lines > 30);
}

TEST_CASE("Thai lines break between words, though no spaces stand there") {
  check_breaks("th", {"คุณ", "มี", "แนวโน้ม", "จะ", "แนะนำ", "ร้าน", "นี้", "ให้", "คน", "รู้จัก", "มาก",
                      "น้อย", "เพียง", "ใด"});
}

TEST_CASE("Hindi lines break between words, and Chinese ones not before a mark") {
  check_breaks("hi", {"अपने ", "किसी ", "परिचित ", "को ", "यह ", "दुकान ", "सुझाने ", "की ", "कितनी ",
                      "संभावना ", "है?"});
  check_breaks("zh", {"您", "今", "天", "的", "到", "店", "体", "验", "怎", "么", "样？", "为",
                      "什", "么？"});
}

TEST_CASE("What stands above and below letters stays between its neighbours' lines") {
  struct Tall {
    const char* language;
    const char* text;  // the tallest and the deepest there is in shipped words
  };
  const Units units = units_for({1280, 800}, 5.88F);
  for (const Tall& tall : std::initializer_list<Tall>{{"th", "ที่นี้รู้ปู่ฐ์ญู"},
                                                      {"hi", "हूँ कृपया वर्षों में र्फ़ी ज़रूर"},
                                                      {"vi", "Ễ Ặ ộ ậ ỹ Ẫ"},
                                                      {"he", "ל ף ץ ק ן"},
                                                      {"ru", "ЙЁ ру щ"},
                                                      {"zh", "国酬，）"}}) {
    for (const Type type : {Type::question, Type::title, Type::body, Type::answer, Type::typed}) {
      TextSpec one = styled(tall.text, type, units, tall.language, is_right_to_left(tall.language));
      Press press;
      static_cast<void>(press.glyphs->picture(one));
      CAPTURE(tall.language);
      CAPTURE(static_cast<int>(type));
      // The picture has a pixel of air on each side.
      CHECK(static_cast<float>(press.textures.height - 2) <= one.line_px * 1.1F);
    }
  }
}

TEST_CASE("Only Latin letters are set closer together") {
  Press press;
  for (const auto& each :
       std::initializer_list<std::pair<std::string, std::string>>{{"ru", "Как прошло"},
                                                                  {"he", "איך היה"},
                                                                  {"hi", "आज कैसा"},
                                                                  {"th", "วันนี้"},
                                                                  {"ar", "كيف"},
                                                                  {"zh", "怎么样"}}) {
    const std::string& language = each.first;
    TextSpec plain = spec(each.second, language, Face::serif);
    TextSpec close = plain;
    close.letter_spacing_em = -0.1F;
    CHECK_MESSAGE(press.glyphs->lay_out(plain)->width() == press.glyphs->lay_out(close)->width(),
                  language);
  }
  TextSpec plain = spec("How", "en", Face::serif);
  TextSpec close = plain;
  close.letter_spacing_em = -0.1F;
  CHECK(press.glyphs->lay_out(close)->width() < press.glyphs->lay_out(plain)->width());
}

}  // namespace afterword::kiosk::scripts_test
