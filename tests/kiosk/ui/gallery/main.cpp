// Draws every screen into pictures, for people to look at.
#include <cstdio>
#include <cstdlib>

#include "kiosk/platform/window.h"
#include "kiosk/ui/screens/screens.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/ui/gallery/views.h"

namespace {

using namespace afterword;
using namespace afterword::kiosk;

struct Options {
  std::string size = "1280x800", language = "en", out = ".", only;
  float px_per_mm = 0;
  std::string theme = "afterword";
  std::string aids;  // "high_contrast,larger_text,low_reach"
};

void draw_once(Window& window, Ui& ui, const View& view, MonoTime now,
               std::optional<InputEvent> event = std::nullopt) {
  window.begin();
  draw(view, ui, Frame{window.size(), window.px_per_mm(), now, std::move(event)});
  window.show(ui.lists());
}

Result<> picture(Window& window, Ui& ui, const Shown& shown, const std::string& file) {
  MonoTime now{1'000'000 + 10'000 * shown.view.page};
  for (int frame = 0; frame < 6; ++frame) draw_once(window, ui, shown.view, now = now + Ms{100});
  if (!shown.tap.empty()) {
    const Hit* const hit = ui.hits().find(shown.tap);
    if (hit == nullptr) return fail(Failure::not_found, "no target " + shown.tap, shown.name);
    const Point at = hit->rect.center();
    draw_once(window, ui, shown.view, now, PointerEvent{PointerEvent::Kind::down, at, now});
    draw_once(window, ui, shown.view, now, PointerEvent{PointerEvent::Kind::up, at, now});
    for (int frame = 0; frame < 4; ++frame) draw_once(window, ui, shown.view, now = now + Ms{80});
  }
  return window.screenshot(file);
}

// With an aid a choice waits for Next.
void slow_down(Shown& shown) {
  auto* const question = std::get_if<QuestionView>(&shown.view.screen);
  if (question == nullptr || !shown.view.around.aids.slow_down()) return;
  question->needs_next = true;
  for (OptionView& option : question->options)
    if (shown.tap == "answer:" + option.id || shown.tap == "option:" + option.id)
      option.chosen = true;
  question->not_applicable_chosen = shown.tap == "not_applicable";
  shown.tap.clear();
}

Result<> run(const Options& options) {
  const std::string root = AFTERWORD_SOURCE_DIR;
  const SystemClock clock;
  AFTERWORD_ASSIGN(const Size size, parse_window_size(options.size));
  AFTERWORD_ASSIGN(const auto window, Window::open({.title = "gallery", .windowed = size}, clock));
  if (options.px_per_mm > 0) window->set_px_per_mm(options.px_per_mm);
  AFTERWORD_ASSIGN(const auto theme, load_theme_named(root + "/assets/themes", options.theme));
  AFTERWORD_ASSIGN(const auto strings, AllStrings::load(root + "/assets/strings"));
  AFTERWORD_ASSIGN(Fonts fonts, Fonts::open(root + "/assets/fonts.conf", theme.fonts));
  const auto glyphs = Glyphs::open(std::move(fonts), window->textures());
  AFTERWORD_TRY(make_folder(options.out));
  Ui ui(theme, strings, *glyphs, window->textures());
  for (Shown& shown : gallery_views(options.language)) {
    Aids& aids = shown.view.around.aids;
    aids.high_contrast = options.aids.find("high_contrast") != std::string::npos;
    aids.larger_text = options.aids.find("larger_text") != std::string::npos;
    aids.low_reach = options.aids.find("low_reach") != std::string::npos;
    // Staff and those who set up have no aids.
    if (aids.any() && !shown.view.around.offers_aids) continue;
    slow_down(shown);
    if (!options.only.empty() && shown.name != options.only) continue;
    AFTERWORD_TRY(picture(*window, ui, shown, options.out + "/" + shown.name + ".png"));
  }
  const GlyphCounts counts = glyphs->counts();
  std::printf("%s %s: %llu texts laid out, %llu pictures, %zu KiB, %llu unknown glyphs\n",
              options.size.c_str(), options.language.c_str(),
              static_cast<unsigned long long>(counts.laid_out),
              static_cast<unsigned long long>(counts.painted), counts.cached_bytes / 1024,
              static_cast<unsigned long long>(counts.unknown_glyphs));
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--size") options.size = argv[i + 1];
    if (name == "--language") options.language = argv[i + 1];
    if (name == "--out") options.out = argv[i + 1];
    if (name == "--only") options.only = argv[i + 1];
    if (name == "--theme") options.theme = argv[i + 1];
    if (name == "--aids") options.aids = argv[i + 1];
    if (name == "--px-per-mm") options.px_per_mm = std::strtof(argv[i + 1], nullptr);
  }
  const auto done = run(options);
  if (!done) std::fprintf(stderr, "%s\n", done.error().text().c_str());
  return done ? 0 : 2;
}
