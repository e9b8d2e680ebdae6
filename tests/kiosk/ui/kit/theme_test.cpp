#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "kiosk/ui/theme.h"
#include "sync/base/core/files.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk::theme_test {

const std::string kThemes = AFTERWORD_SOURCE_DIR "/assets/themes";

std::string shipped_text() {
  const auto text = read_file(AFTERWORD_SOURCE_DIR "/assets/themes/afterword.json", 65'536);
  REQUIRE(text.has_value());
  return *text;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string problem_of(const std::string& text) {
  const auto theme = read_theme(text, "theme.json");
  REQUIRE_FALSE(theme.has_value());
  return theme.error().text();
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("The shipped theme is good, and every pair can be read") {
  const auto theme = read_theme(shipped_text(), "theme.json");
  REQUIRE_MESSAGE(theme.has_value(), (theme ? std::string() : theme.error().text()));
  const Colors& colors = theme->colors;
  CHECK(contrast(colors.ink, colors.paper) == doctest::Approx(12.69).epsilon(0.01));
  CHECK(contrast(colors.ink2, colors.sheet) == doctest::Approx(9.16).epsilon(0.01));
  CHECK(contrast(colors.cover_text, colors.cover) == doctest::Approx(13.2).epsilon(0.01));
  CHECK(contrast(colors.marigold, colors.cover) == doctest::Approx(7.2).epsilon(0.01));
}

TEST_CASE("A theme that cannot be read is refused, naming what is wrong") {
  const std::string good = shipped_text();
  SUBCASE("no JSON") { CHECK_FALSE(read_theme("{", "theme.json").has_value()); }
  SUBCASE("a colour that is none") {
    CHECK(says(problem_of(with(good, "#16302A", "green")), "/colors/ink"));
  }
  SUBCASE("a colour that is missing") {
    CHECK(says(problem_of(with(good, "\"ink2\"", "\"x_ink2\"")), "/colors/ink2"));
  }
  SUBCASE("a name nobody knows") {
    CHECK(says(problem_of(with(good, "\"brand\"", "\"colour\": 1, \"brand\"")), "colour"));
  }
  SUBCASE("text too pale for its ground") {
    const std::string problem = problem_of(with(good, "#394C45", "#9AA8A2"));
    CHECK(says(problem, "/colors/ink2"));
    CHECK(says(problem, "paper"));
  }
}

TEST_CASE("All wrong colours are named at once") {
  const std::string problem =
      problem_of(with(with(shipped_text(), "#16302A", "x"), "#F5F3EC", "#12"));
  CHECK(says(problem, "/colors/ink"));
  CHECK(says(problem, "/colors/paper"));
}

TEST_CASE("Every theme that is shipped can be read, drawn and told apart") {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kThemes)) {
    if (entry.path().extension() != ".json") continue;
    const auto theme = load_theme(entry.path());
    REQUIRE_MESSAGE(theme.has_value(), (theme ? std::string() : theme.error().text()));
    CHECK_MESSAGE(names.insert(theme->name).second, entry.path().string());
    const Colors high = high_contrast_colors(theme->high_contrast);
    CHECK(contrast(high.ink, high.paper) >= 15);
    CHECK(contrast(high.on_main, high.spruce) >= 7);
    CHECK(contrast(high.focus, high.paper) >= 7);
    for (const Colors& colors : {theme->colors, high}) {
      CHECK(contrast(colors.on_main, colors.spruce) >= 7);
      CHECK(contrast(colors.on_marigold, colors.marigold) >= 4.5);
      CHECK(contrast(colors.on_selected, colors.selected_fill) >= 7);
      CHECK(contrast(colors.focus, colors.paper) >= 3);
      CHECK(contrast(colors.focus_on_cover, colors.cover) >= 3);
      CHECK(contrast(colors.accent_text, colors.paper) >= 7);
      CHECK(contrast(colors.ink, colors.pressed_fill) >= 7);
    }
  }
  CHECK(names.size() >= 2);
}

TEST_CASE("A theme may bring a mark and fonts of its own") {
  const auto theme = load_theme_named(kThemes, "harbour");
  REQUIRE_MESSAGE(theme.has_value(), (theme ? std::string() : theme.error().text()));
  CHECK(theme->brand == "Harbour");
  CHECK(theme->fonts.serif == "Noto Serif");
  CHECK(theme->fonts.sans == "Noto Sans");
  CHECK(can_draw_path(theme->mark.path));
  CHECK(theme->mark.box.width > 0);
  const auto plain = load_theme_named(kThemes, "afterword");
  REQUIRE(plain.has_value());
  CHECK(plain->mark == BrandMark{});
  CHECK(plain->fonts.serif == "Vollkorn");
}

TEST_CASE("A path that leads nowhere cannot be drawn") {
  CHECK(can_draw_path("M0 0L1 1A3 4 0 1 0 8 9Z"));
  for (const char* const path :
       {"", "M0 0Lnan 1", "M0 0L1 inf", "M0 0L1e300 1", "M0 0Anan 4 0 1 0 8 9"})
    CHECK_FALSE_MESSAGE(can_draw_path(path), path);
}

TEST_CASE("A theme that is not there names those that are") {
  for (const char* const name : {"nobody", "../themes/afterword", ""}) {
    const auto theme = load_theme_named(kThemes, name);
    REQUIRE_FALSE(theme.has_value());
    CHECK(says(theme.error().text(), "afterword, harbour"));
  }
}

TEST_CASE("Everything wrong is named at once: colours, contrast, mark, fonts, unknown names") {
  std::string text = shipped_text();
  text = with(text, "\"brand\"", "\"colour\": 1, \"brand\"");
  text = with(text, "#D8D6CA", "grey");
  text = with(text, "#394C45", "#9AA8A2");
  text = with(text, "\"colors\"",
              "\"mark\": {\"path\": \"M0 0K\", \"box\": {\"x\": 0, \"y\": 0, \"width\": 0, "
              "\"height\": 1}, \"png\": \"none.png\"}, \"fonts\": {\"question\": \"A, B\"}, "
              "\"highContrast\": {\"text\": \"#333333\"}, \"colors\"");
  const std::string problem = problem_of(text);
  for (const char* const part :
       {"/colour", "/colors/line", "/colors/ink2", "/mark/path", "/mark/box/width", "/mark/png",
        "/fonts/question", "/highContrast/text"})
    CHECK_MESSAGE(says(problem, part), problem);
}

TEST_CASE("A mark may be a picture, which lies beside its theme") {
  test::Scratch folder;
  const std::string picture = folder.file("logo.png");
  REQUIRE(write_png(picture, 4, 2, std::vector<std::uint8_t>(32, 200)).has_value());
  const std::string text =
      with(shipped_text(), "\"colors\"", "\"mark\": {\"png\": \"logo.png\"}, \"colors\"");
  const auto theme = read_theme(text, folder.file("shop.json"));
  REQUIRE_MESSAGE(theme.has_value(), (theme ? std::string() : theme.error().text()));
  CHECK(theme->mark.png == picture);
  CHECK(says(problem_of(with(text, "logo.png", "../logo.png")), "elsewhere"));
}

TEST_CASE("Colours are written as #RRGGBB or #RRGGBBAA") {
  CHECK(parse_color("#F4b443") == Color{0xF4, 0xB4, 0x43, 255});
  CHECK(parse_color("#0C2820B8") == Color{0x0C, 0x28, 0x20, 0xB8});
  for (const char* const wrong : {"", "#", "F4B443", "#F4B44", "#F4B44G", "#F4B4430"})
    CHECK_FALSE(parse_color(wrong).has_value());
}

TEST_CASE("A design unit is a pixel on 1280x800, and grows with the screen") {
  CHECK(units_for({1280, 800}, 5.88F).du == doctest::Approx(1));
  CHECK(units_for({1920, 1080}, 4.03F).du == doctest::Approx(1.35));
  CHECK(units_for({1080, 1920}, 2.71F).du == doctest::Approx(1.35));
  CHECK(units_for({1080, 1920}, 2.71F).portrait);
}

TEST_CASE("On a dense panel the design unit grows until a button is 13.5 mm high") {
  const Units units = units_for({1280, 800}, 7.43F);  // 8 inches
  CHECK(units(80) == doctest::Approx(units.mm(13.5F)));
  const Units absurd = units_for({1280, 800}, 11.9F);
  CHECK(absurd.du == doctest::Approx(4.0 / 3));
}

TEST_CASE("A panel whose size is missing or absurd counts as one of 10.1 inches") {
  for (const float wrong : {0.0F, -1.0F, 1.9F, 12.1F, 500.0F}) {
    CHECK(units_for({1280, 800}, wrong).px_per_mm == doctest::Approx(5.88).epsilon(0.01));
    CHECK(units_for({1280, 800}, wrong).du == doctest::Approx(1));
  }
}

TEST_CASE("An H seen from 500 mm is 6.1 mm high, and the other way round") {
  // EN 301 549 5.1.4: 0.7 degrees; a capital of Inter is 0.727 of its size.
  const float px = type_px_for(500, 4.03F);
  CHECK(px * 0.727F / 4.03F == doctest::Approx(6.11).epsilon(0.002));
  CHECK(reading_mm_for(px, 4.03F) == doctest::Approx(500));
}

TEST_CASE("Larger text grows further where the panel is dense or far away, as far as pages allow") {
  const Aids larger{.larger_text = true};
  const Units near = units_for({1920, 1080}, 5.56F);  // 15.6 inches
  CHECK(type_scale_for({}, near) == TypeScale{});
  CHECK(type_scale_for(larger, near).control == doctest::Approx(1.442).epsilon(0.01));
  CHECK(type_scale_for(larger, near, 300).control == doctest::Approx(1.3));
  CHECK(type_scale_for(larger, near, 2000).control == doctest::Approx(kLargerControlMost));
  CHECK(type_scale_for({.high_contrast = true}, near).control == doctest::Approx(1));
  CHECK(type_scale_for({.high_contrast = true}, near).sans_only);
  CHECK(type_scale_for({.high_contrast = true}, near).question == doctest::Approx(1.5));
}

TEST_CASE("No type on a customer's page is smaller than 18 du") {
  for (int type = 0; type <= static_cast<int>(Type::note); ++type)
    CHECK(style_of(static_cast<Type>(type)).size_du >= kTypeLeastDu);
}

TEST_CASE("Lines of Arabic and Chinese stand further apart, and are not letter-spaced less") {
  const Units units = units_for({1280, 800}, 5.88F);
  const TextSpec english = styled("a", Type::answer, units, "en", false);
  CHECK(english.line_px == doctest::Approx(29));
  CHECK(styled("a", Type::answer, units, "zh-Hans", false).line_px >= 24 * 1.3F);
  CHECK(styled("a", Type::answer, units, "ar", true).line_px >= 24 * 1.15F * 1.35F - 0.5F);
}

TEST_CASE("A rectangle mirrors to the other side of the page, and back") {
  const Rect rect{48, 20, 100, 30};
  CHECK(rect.mirrored(1280) == Rect{1132, 20, 100, 30});
  CHECK(rect.mirrored(1280).mirrored(1280) == rect);
}

}  // namespace afterword::kiosk::theme_test
