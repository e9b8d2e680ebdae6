// What commands that talk to a collector share: getting in, and saying why it did not work.
#pragma once
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/http/http_client.h"
#include "tools/admin/admin_client.h"
#include "tools/afterword/commands.h"

namespace afterword::tools {

// An open door to the collector, or the error already printed. From 90 days before the trust document runs out `err`
// says so: nobody but a person renews it, and on that day every command is refused.
class Online {
 public:
  Online(const Access& access, Streams io);

  explicit operator bool() const { return client_.has_value(); }
  AdminClient& operator*() { return *client_; }
  AdminClient* operator->() { return &*client_; }
  HttpClient& http() { return http_; }

 private:
  CurlHttpClient http_;
  std::optional<AdminClient> client_;
};

// Prints the error and gives the exit code for it: kNo when the collector refused what was asked,
// kCouldNotRun when it could not be asked.
int report(const Error& error, Streams io);

// Members of a reply; "" or 0 where they are missing.
std::string text_of(const json::Value& object, std::string_view name);
std::int64_t integer_of(const json::Value& object, std::string_view name);
bool is_true(const json::Value& object, std::string_view name);
const json::Array& list_of(const json::Value& object, std::string_view name);

// Columns lined up, the first row underlined.
void print_table(const std::vector<std::vector<std::string>>& rows, std::ostream& out);

// 12345 -> "12,345".
std::string grouped(std::int64_t number);

}  // namespace afterword::tools
