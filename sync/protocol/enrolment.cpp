#include "sync/protocol/enrolment.h"

#include "sync/base/crypto/codes.h"
#include "sync/protocol/names.h"

namespace afterword {
namespace {

constexpr std::string_view kShape =
    "it looks like https://host:port#XXXXX-XXXXX-XXX.ROOT, as `afterword enrol-code` prints it";

auto wrong(std::string what, std::string_view where) {
  return fail(Failure::invalid, std::move(what), std::string(where), std::string(kShape));
}

bool is_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')  // an IPv6 address
    return std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
             c == ':' || c == '.';
    });
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == '_';
  });
}

}  // namespace

Result<std::string> read_collector_url(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  const auto no = [](std::string what) {
    return fail(Failure::invalid, std::move(what), "collector's address",
                "write https://host or https://host:port");
  };
  if (!text.starts_with(kScheme)) return no("does not begin with https://");
  std::string_view rest = text.substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const std::size_t colon = rest.ends_with(']') ? std::string_view::npos : rest.rfind(':');
  const std::string_view host = rest.substr(0, colon);
  if (!is_host(host)) return no("names no host, or holds more than a host and a port");
  if (colon != std::string_view::npos) {
    const auto port = parse_number(rest.substr(colon + 1));
    if (!port || *port < 1 || *port > 65'535) return no("has a port that is none");
  }
  return std::string(kScheme) + std::string(rest);
}

std::string dump(const EnrolmentCode& code) {
  return fmt::format("{}#{}.{}", code.url, crypto::show_code(code.code, 5), base64url(code.root));
}

Result<EnrolmentCode> read_enrolment_code(std::string_view text) {
  const std::size_t hash = text.find('#');
  if (hash == std::string_view::npos) return wrong("has no # between address and code", "code");
  EnrolmentCode out;
  AFTERWORD_ASSIGN(out.url, read_collector_url(text.substr(0, hash)));
  const std::string_view secret = text.substr(hash + 1);
  const std::size_t dot = secret.find('.');
  if (dot == std::string_view::npos)
    return wrong("has no dot between the code and the root key's hash", "code");
  auto code = crypto::read_code(secret.substr(0, dot), kCodeCharacters);
  if (!code)
    return wrong(fmt::format("the part before the dot is not {} letters and digits without I, L, O "
                             "and U",
                             kCodeCharacters),
                 "code");
  const auto root = crypto::key_from_base64url(secret.substr(dot + 1));
  if (!root) return wrong("the part after the dot is not the hash of a root key", "code");
  out.code = std::move(*code);
  out.root = *root;
  return out;
}

}  // namespace afterword
