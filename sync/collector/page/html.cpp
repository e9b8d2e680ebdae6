#include "sync/collector/page/html.h"

#include <fmt/format.h>

#include "sync/collector/page/words.h"

namespace afterword::page {

Html& Html::text(std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out_ += "&amp;";
        break;
      case '<':
        out_ += "&lt;";
        break;
      case '>':
        out_ += "&gt;";
        break;
      case '"':
        out_ += "&quot;";
        break;
      case '\'':
        out_ += "&#39;";
        break;
      default:
        out_ += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
    }
  }
  return *this;
}

Html& Html::address(std::string_view address) {
  const bool ours =
      address.starts_with('?') || (address.starts_with('/') && !address.starts_with("//") &&
                                   address.find('\\') == std::string_view::npos);
  return text(ours ? address : "#");
}

Html& Html::count(std::uint64_t number) { return text(grouped(number)); }

Html& Html::coordinate(double number) { return text(fmt::format("{:.1f}", number)); }

}  // namespace afterword::page
