// Somebody who reads the export page by page while everything else goes on.
#pragma once
#include <atomic>
#include <map>
#include <string>
#include <thread>

#include "tests/faults/wire/kept.h"

namespace afterword::test {

class Reader {
 public:
  Reader(std::string collector, std::string token_file, std::string survey);
  ~Reader();

  // Reads to the end of what is there now, and stops.
  void finish();
  // How often each number was seen. After finish().
  const std::map<Number, int>& seen() const { return seen_; }

 private:
  void run();
  bool read_page();  // whether there was one

  const std::string collector_, token_file_, survey_;
  std::string after_;
  std::map<Number, int> seen_;
  std::atomic<bool> finishing_{false};
  std::thread thread_;
};

}  // namespace afterword::test
