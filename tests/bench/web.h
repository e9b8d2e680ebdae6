// An equal survey as a web page in Chromium's kiosk mode, for comparison: what a shop would use
// instead.
#pragma once
#include <string>

#include "tests/bench/program.h"

namespace afterword::bench {

// The first browser of that kind on this machine; "" if none.
std::string find_chromium();
// How it is started with a profile of its own in `folder`, showing `url`.
Command chromium_command(const std::string& program, const std::string& folder,
                         const std::string& url);

// Serves tests/bench/survey.html on loopback, and hears from it once its first question is painted.
class Page {
 public:
  Page();
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  std::string url() const;
  // Serves until the page says that it is painted; whether it did within the guard.
  bool wait_painted();

 private:
  int file_ = -1;
  int port_ = 0;
};

}  // namespace afterword::bench
