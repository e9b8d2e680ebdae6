#include "tools/afterword/online.h"

#include "sync/base/core/day.h"
#include "sync/base/core/utf8.h"
#include "sync/protocol/trust.h"

namespace afterword::tools {

namespace {

void warn_of_age(WallTime trust_until, WallTime now, std::ostream& err) {
  if (now + kTrustWarnedBefore < trust_until) return;
  err << "afterword: the trust document runs out on " << Day::of_utc(trust_until).text()
      << ": renew it with afterword-collector --renew-trust ROOT.json\n";
}

}  // namespace

Online::Online(const Access& access, Streams io) {
  const WallTime now = SystemClock().wall();
  auto token = read_admin_token(access.token_file);
  if (token && !access.collector.empty()) token->collector = access.collector;
  auto client = token ? AdminClient::connect(std::move(*token), http_, now)
                      : Result<AdminClient>(tl::unexpected<Error>(token.error()));
  if (client) {
    client_ = std::move(*client);
    warn_of_age(client_->trust_until(), now, io.err);
  } else {
    io.err << "afterword: " << client.error().text() << "\n";
  }
}

int report(const Error& error, Streams io) {
  io.err << "afterword: " << error.text() << "\n";
  switch (error.failure) {
    case Failure::invalid:
    case Failure::not_found:
    case Failure::conflict:
      return kNo;
    default:
      return kCouldNotRun;
  }
}

std::string text_of(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value != nullptr && value->is_string() ? value->as_string() : "";
}
std::int64_t integer_of(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value != nullptr && value->is_integer() ? value->as_integer() : 0;
}
bool is_true(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value != nullptr && value->is_bool() && value->as_bool();
}
const json::Array& list_of(const json::Value& object, std::string_view name) {
  static const json::Array kNone;
  const json::Value* value = object.find(name);
  return value != nullptr && value->is_array() ? value->as_array() : kNone;
}

void print_table(const std::vector<std::vector<std::string>>& rows, std::ostream& out) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths.size() <= i) widths.push_back(0);
      widths[i] = std::max(widths[i], count_code_points(row[i]));
    }
  const auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - count_code_points(row[i]) + 2, ' ');
    }
    out << line << "\n";
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    print(rows[i]);
    if (i != 0) continue;
    std::vector<std::string> rule;
    for (const std::size_t width : widths) rule.emplace_back(width, '-');
    print(rule);
  }
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace afterword::tools
