#include "sync/collector/page/frame.h"

#include <fmt/format.h>

#include <array>

#include "sync/base/core/utf8.h"
#include "sync/collector/page/draw.h"

namespace afterword::page {
namespace {

struct Entry {
  Tab tab;
  std::string_view words, href;
};
constexpr std::array<Entry, 5> kEntries = {{{Tab::overview, "Overview", kOverviewPath},
                                            {Tab::asking, "Asking", kAskingPath},
                                            {Tab::surveys, "Surveys", kSurveysPath},
                                            {Tab::fleet, "Fleet", kFleetPath},
                                            {Tab::stores, "Stores", kStoresPath}}};

// The first letters of the first two words of a name.
std::string initials(std::string_view name) {
  std::string out;
  int words = 0;
  bool between = true;
  for (std::size_t at = 0; at < name.size() && words < 2;) {
    const CodePoint point = code_point_at(name, at);
    if (point.value == ' ' || point.value == '.' || point.value == '-' || point.value == '_') {
      between = true;
    } else if (between) {
      const bool small = point.value >= 'a' && point.value <= 'z';
      append_utf8(out, small ? point.value - 'a' + 'A' : point.value);
      between = false;
      ++words;
    }
    at += point.bytes;
  }
  return out;
}

Html navigation(Tab tab) {
  Html out;
  out << R"(<nav aria-label="Pages"><ul>)";
  for (const Entry& entry : kEntries) {
    out << R"(<li><a href=")";
    out.address(entry.href);
    if (entry.tab == tab)
      out << R"(" aria-current="page">)";
    else
      out << R"(">)";
    out.text(entry.words) << "</a></li>";
  }
  return out << "</ul></nav>";
}

Html who(const Frame& frame) {
  Html out;
  out << R"(<div class="who">)";
  if (!frame.organisation.empty()) {
    out << R"(<span class="organisation"><bdi>)";
    out.text(frame.organisation) << "</bdi></span>";
  }
  if (!frame.user.empty()) {
    out << R"(<span class="avatar" title=")";
    out.text(frame.user) << R"(" aria-hidden="true">)";
    out.text(is_utf8(frame.user) ? initials(frame.user) : "") << "</span>";
    out << R"(<form method="post" action=")";
    out.address(kLogoutPath) << R"("><input type="hidden" name="csrf" value=")";
    out.text(frame.csrf) << R"("><button class="plain">Log out</button></form>)";
  }
  return out << "</div>";
}

}  // namespace

Html document_begin(std::string_view title, std::string_view language, bool right_to_left) {
  Html out;
  out << R"(<!doctype html><html lang=")";
  out.text(language) << R"(")";
  if (right_to_left) out << R"( dir="rtl")";
  out << R"(><head><meta charset="utf-8">)"
         R"(<meta name="viewport" content="width=device-width, initial-scale=1">)"
         R"(<meta name="robots" content="noindex"><title>)";
  out.text(title) << R"( · Afterword</title><link rel="stylesheet" href=")";
  // The version in the address lets browsers keep the file until the next one.
  out.address(fmt::format("{}console.css?v={}", kAssetsPath, AFTERWORD_VERSION));
  return out << R"("></head>)";
}

std::string framed(const Frame& frame, Tab tab, std::string_view title, const Html& content) {
  Html out = document_begin(title);
  out << R"(<body><a class="skip-link" href="#content">Skip to the page</a><header class="masthead">)"
         R"(<a class="brand" href=")";
  out.address(kOverviewPath) << R"(">)" << comma() << "<span>Afterword</span></a>";
  out << navigation(tab) << who(frame) << R"(</header><main id="content">)";
  for (const std::string& warning : frame.warnings) {
    out << R"(<p class="notice" role="note">)" << triangle() << "<span>";
    out.text(warning) << "</span></p>";
  }
  return (out << content << "</main></body></html>\n").str();
}

Html heading(std::string_view title, const Html& below, const Html& controls) {
  Html out;
  out << R"(<div class="heading"><div><h1><bdi>)";
  out.text(title) << R"(</bdi></h1><p class="below">)" << below << "</p></div>";
  if (!controls.empty()) out << R"(<div class="controls">)" << controls << "</div>";
  return out << "</div>";
}

Html segments(const std::vector<Choice>& choices, std::string_view label) {
  Html out;
  if (choices.size() < 2) return out;
  out << R"(<nav class="segments" aria-label=")";
  out.text(label) << R"(">)";
  for (const Choice& choice : choices) {
    out << R"(<a href=")";
    out.address(choice.href);
    if (choice.chosen)
      out << R"(" aria-current="true">)";
    else
      out << R"(">)";
    out.text(choice.words) << "</a>";
  }
  return out << "</nav>";
}

std::string message_page(const Frame& frame, std::string_view title, std::string_view text) {
  Html below;
  below.text(text);
  return framed(frame, Tab::none, title, heading(title, below));
}

}  // namespace afterword::page
