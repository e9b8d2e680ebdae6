// The rules of the tree, as tables. Folders are matched by their longest prefix.
#pragma once
#include <string_view>
#include <vector>

namespace afterword::tree {

// A part of the tree and what it may include besides itself and sync/base/core.
struct Arrow {
  std::string_view from;
  std::vector<std::string_view> to;
};

inline const std::vector<Arrow>& arrows() {
  static const std::vector<Arrow> table = {
      {"sync/base/core", {}},
      {"sync/base/json", {}},
      {"sync/base/db", {}},
      {"sync/base/crypto", {}},
      {"sync/base/http", {}},
      {"sync/base/log", {}},
      {"sync/base/zones", {}},
      {"sync/base/pack", {}},
      {"sync/base/service", {}},
      {"survey-defs/model", {"sync/base/json"}},
      {"sync/redact", {}},
      {"sync/metrics", {}},
      {"sync/export", {"survey-defs/model", "sync/metrics", "sync/base/json"}},
      {"sync/import", {"survey-defs/model", "sync/redact", "sync/base/zones", "sync/base/json"}},
      {"sync/protocol",
       {"survey-defs/model", "sync/base/json", "sync/base/crypto", "sync/base/pack"}},
      {"sync/client",
       {"sync/protocol", "survey-defs/model", "sync/base/json", "sync/base/crypto",
        "sync/base/pack", "sync/base/http"}},
      {"sync/collector/http", {}},
      {"sync/collector/page", {"sync/metrics", "survey-defs/model"}},
      {"sync/collector",
       {"sync/collector", "sync/protocol", "survey-defs/model", "sync/metrics", "sync/redact",
        "sync/export", "sync/base"}},
      {"kiosk/appliance", {"sync/base/json", "sync/base/zones"}},
      {"kiosk/session", {"survey-defs/model", "sync/metrics", "sync/redact", "sync/base/zones"}},
      {"kiosk/storage",
       {"kiosk/session", "sync/client", "sync/protocol", "sync/metrics", "sync/redact",
        "survey-defs/model", "sync/base"}},
      {"kiosk/ui/glyphs", {"kiosk/ui/geometry.h", "kiosk/ui/color.h"}},
      {"kiosk/ui/keyboard", {}},
      {"kiosk/ui", {"kiosk/ui", "kiosk/session", "survey-defs/model", "sync/base/json"}},
      {"kiosk/speech", {"kiosk/session", "kiosk/ui", "survey-defs/model"}},
      {"kiosk/sound", {"kiosk/speech/speaker.h", "survey-defs/model", "sync/base/log"}},
      {"kiosk/platform", {"kiosk/ui", "kiosk/session"}},
      {"kiosk",
       {"kiosk", "sync/client", "sync/protocol", "survey-defs/model", "sync/metrics", "sync/redact",
        "sync/base"}},
      {"tools/admin", {"sync/protocol", "sync/base", "survey-defs/model"}},
      {"tools/robots",
       {"kiosk/session", "kiosk/storage", "sync/client", "sync/protocol", "survey-defs/model",
        "sync/base"}},
      {"tools",
       {"tools", "sync/import", "sync/export", "sync/metrics", "sync/protocol", "sync/redact",
        "survey-defs/model", "sync/base"}},
      {"tests", {"tests", "kiosk", "sync", "survey-defs", "tools"}},
  };
  return table;
}

// A foreign library's headers, by how their names begin, and the only folders that may include
// them.
struct Door {
  std::string_view library;
  std::vector<std::string_view> headers;
  std::vector<std::string_view> folders;
};

inline const std::vector<Door>& doors() {
  static const std::vector<Door> table = {
      {"nlohmann-json", {"nlohmann/"}, {"sync/base/json"}},
      {"SQLite", {"sqlite3"}, {"sync/base/db", "tests/faults/disk", "tests/faults/memory"}},
      {"libsodium", {"sodium"}, {"sync/base/crypto"}},
      {"libcurl", {"curl/"}, {"sync/base/http"}},
      {"spdlog", {"spdlog/"}, {"sync/base/log"}},
      {"date", {"date/"}, {"sync/base/zones"}},
      {"zstd", {"zstd"}, {"sync/base/pack"}},
      {"Asio, Beast", {"boost/"}, {"sync/collector/http"}},
      {"OpenSSL", {"openssl/"}, {"sync/collector/http"}},
      {"Pango, cairo, fontconfig",
       {"pango/", "cairo", "glib", "fontconfig/", "hb", "ft2build"},
       {"kiosk/ui/glyphs"}},
      {"xkbcommon", {"xkbcommon/"}, {"kiosk/ui/keyboard"}},
      {"librime", {"rime"}, {"kiosk/ui/keyboard"}},
      {"Dear ImGui", {"imgui"}, {"kiosk/ui", "kiosk/platform"}},
      {"GLFW", {"GLFW/"}, {"kiosk/platform"}},
      {"X11", {"X11/"}, {"kiosk/platform", "tests/faults"}},
      {"ALSA", {"alsa/"}, {"kiosk/sound"}},
      {"OpenGL", {"GL/", "GLES3/"}, {"kiosk/platform"}},
      {"CLI11", {"CLI/"}, {"tools/afterword", "kiosk", "sync/collector"}},
  };
  return table;
}

// Texts that must not stand in C++ sources outside tests, with the reason.
struct Forbidden {
  std::string_view text;
  std::string_view reason;
};

inline const std::vector<Forbidden>& forbidden() {
  static const std::vector<Forbidden> table = {
      {"std::views", "clang-14 with libstdc++ 12 cannot compile it"},
      {"std::ranges::views", "clang-14 with libstdc++ 12 cannot compile it"},
      {"std::source_location", "clang-14 with libstdc++ 12 cannot compile it"},
      {"std::regex", "slow, and long input overflows the stack"},
      {"co_await", "g++ 12.2 frees captured temporaries twice"},
      {"ImGui::InputText", "it cannot shape text; use ui/text_box"},
      {"ShowDemoWindow", "no debug windows on a kiosk"},
      {"ShowMetricsWindow", "no debug windows on a kiosk"},
      {"ShowStackToolWindow", "no debug windows on a kiosk"},
      {"ShowStyleEditor", "no debug windows on a kiosk"},
      {"PRAGMA synchronous=OFF", "loses what shoppers were thanked for"},
      {"CURLOPT_FOLLOWLOCATION, 1", "no redirects: the pin belongs to one server"},
  };
  return table;
}

}  // namespace afterword::tree
