#include "sync/collector/http/http.h"

#include "sync/base/core/utf8.h"

namespace afterword::collector {
namespace {

std::optional<std::string_view> first(const Pairs& pairs, std::string_view name) {
  for (const auto& [known, value] : pairs)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  return first(headers, name);
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  return first(query, name);
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  // HTTP/1.1 clients send one Cookie header; more than one is read in order all the same.
  for (const auto& [header_name, header_value] : headers) {
    if (header_name != "cookie") continue;
    std::string_view rest = header_value;
    while (!rest.empty()) {
      const std::string_view piece = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
      const std::string_view pair = trim(piece);
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name)
        return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

}  // namespace afterword::collector
