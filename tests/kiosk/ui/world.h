// What the real screens need beside a View: theme, words, fonts and Dear ImGui, all without a window.
#pragma once
#include <doctest/doctest.h>
#include <imgui.h>

#include "kiosk/ui/kit.h"
#include "tests/kiosk/ui/no_textures.h"

namespace afterword::kiosk::test {

template <class T>
T loaded(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().text()));
  return std::move(*result);
}

struct World {
  NoTextures textures;
  Theme theme;
  AllStrings strings;
  std::unique_ptr<Glyphs> glyphs;

  World() {
    const std::string assets = AFTERWORD_SOURCE_DIR "/assets/";
    theme = loaded(load_theme(assets + "themes/afterword.json"));
    strings = loaded(AllStrings::load(assets + "strings"));
    glyphs = loaded(Glyphs::open(assets + "fonts.conf", textures));
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

}  // namespace afterword::kiosk::test
