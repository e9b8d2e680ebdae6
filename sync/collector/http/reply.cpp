#include "sync/collector/http/reply.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sync/base/core/day.h"

namespace afterword::collector {
namespace {

bool is_token(std::string_view text) {
  static constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

bool is_the_servers_own(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kOwn = {"content-length", "transfer-encoding",
                                                           "connection", "date"};
  return std::find(kOwn.begin(), kOwn.end(), lower(name)) != kOwn.end();
}

// "Tue, 03 Mar 2026 14:00:00 GMT": the one date format that HTTP still writes.
std::string http_date(WallTime time) {
  static constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                            "Mon", "Tue", "Wed"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Day day = Day::of_utc(time);
  const std::string text = day.text();  // YYYY-MM-DD
  const std::int64_t second = time.ms / 1000 - std::int64_t{86'400} * day.number;
  const int month = std::stoi(text.substr(5, 2));
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} GMT",
                     kDays[static_cast<std::size_t>((day.number % 7 + 7) % 7)], text.substr(8, 2),
                     kMonths[static_cast<std::size_t>(month - 1)], text.substr(0, 4), second / 3600,
                     second / 60 % 60, second % 60);
}

bool never_has_body(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

bool can_be_sent(const Reply& reply) {
  if (reply.status < 200 || reply.status > 599) return false;
  return std::all_of(reply.headers.begin(), reply.headers.end(), [](const auto& header) {
    return is_token(header.first) && !is_the_servers_own(header.first) &&
           std::all_of(header.second.begin(), header.second.end(), [](char c) {
             return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
           });
  });
}

bool has_body(const Reply& reply, Delivery delivery) {
  return !delivery.head && !never_has_body(reply.status) && !reply.content().empty();
}

std::string head_of(const Reply& reply, Delivery delivery, WallTime now) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", reply.status,
                                reason_phrase(reply.status), http_date(now));
  if (!never_has_body(reply.status))
    out += fmt::format("Content-Length: {}\r\n", reply.content().size());
  if (delivery.close) out += "Connection: close\r\n";
  for (const auto& [name, value] : reply.headers) out += name + ": " + value + "\r\n";
  out += "\r\n";
  return out;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Other";
  }
}

}  // namespace afterword::collector
