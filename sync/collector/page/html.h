// HTML that cannot be broken by what it shows: markup is known at compile time, all else is
// escaped.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace afterword::page {

// What a programmer wrote into the source. A string that is put together at run time does not
// become one: that is a compile error, and the reason for this type.
class Markup {
 public:
  consteval Markup(const char* text) : text_(text) {}
  std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

class Html {
 public:
  Html& operator<<(Markup markup) {
    out_ += markup.view();
    return *this;
  }
  Html& operator<<(const Html& other) {
    out_ += other.out_;
    return *this;
  }
  // Escaped, for content and for attribute values in double quotes. Control characters, which a
  // comment may hold, become spaces.
  Html& text(std::string_view text);
  // For href: only an address of our own ("/..." but not "//...", or "?..."). Any other becomes
  // "#".
  Html& address(std::string_view address);
  Html& count(std::uint64_t number);  // 1,204
  Html& coordinate(double number);    // one decimal, for drawings

  const std::string& str() const { return out_; }
  bool empty() const { return out_.empty(); }

 private:
  std::string out_;
};

}  // namespace afterword::page
