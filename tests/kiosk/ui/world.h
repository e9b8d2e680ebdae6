// What the real screens need beside a View: theme, words, fonts and Dear ImGui, all without a window.
#pragma once
#include <doctest/doctest.h>
#include <imgui.h>

#include "kiosk/ui/kit.h"
#include "tests/kiosk/ui/no_textures.h"

namespace afterword::test {

template <class T>
T loaded(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().text()));
  return std::move(*result);
}

struct World {
  NoTextures textures;
  kiosk::Theme theme;
  kiosk::AllStrings strings;
  std::unique_ptr<kiosk::Glyphs> glyphs;

  World() {
    const std::string assets = AFTERWORD_SOURCE_DIR "/assets/";
    theme = loaded(kiosk::load_theme(assets + "themes/afterword.json"));
    strings = loaded(kiosk::AllStrings::load(assets + "strings"));
    glyphs = kiosk::Glyphs::open(loaded(kiosk::Fonts::open(assets + "fonts.conf")), textures);
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1280, 800};
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  }
  ~World() { ImGui::DestroyContext(); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
};
// One for the whole program.
inline World& world() {
  static World made;
  return made;
}

}  // namespace afterword::test
