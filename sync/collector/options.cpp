#include "sync/collector/options.h"

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <array>

#include "sync/protocol/enrolment.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

// "HOST:PORT" or "[::1]:PORT".
Result<> read_listen(std::string_view text, CollectorOptions& options) {
  const std::size_t colon = text.rfind(':');
  const auto port =
      colon == std::string_view::npos ? std::nullopt : parse_number(text.substr(colon + 1));
  std::string_view host = text.substr(0, std::min(colon, text.size()));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (!port || *port > 65535 || host.empty())
    return fail(Failure::invalid, fmt::format("--listen {}: write HOST:PORT", text), "",
                "like 127.0.0.1:8443, or 0.0.0.0:8443 for every address of this machine");
  options.host = host;
  options.port = static_cast<std::uint16_t>(*port);
  return {};
}

bool* flag_named(std::string_view name, CollectorOptions& options) {
  if (name == "--new-token") return &options.new_token;
  if (name == "--next-keys") return &options.next_keys;
  if (name == "--drop-old-keys") return &options.drop_old_keys;
  if (name == "--drop-old-tls") return &options.drop_old_tls;
  return nullptr;
}

bool is_option(std::string_view name) {
  constexpr std::array<std::string_view, 15> kNames = {
      "--data",        "--listen",        "--url",
      "--tls-cert",    "--tls-key",       "--database",
      "--renew-trust", "--next-tls-cert", "--connections-per-address",
      "--restore",     "--next-root",     "--threshold",
      "--make-root",   "--rebuild-keys",  "--recovery"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

Result<> take(std::string_view name, std::string value, CollectorOptions& options) {
  if (name == "--data")
    options.data = std::move(value);
  else if (name == "--listen")
    return read_listen(value, options);
  else if (name == "--url") {
    AFTERWORD_ASSIGN(options.url, read_collector_url(value));
  } else if (name == "--tls-cert")
    options.tls_cert = std::move(value);
  else if (name == "--tls-key")
    options.tls_key = std::move(value);
  else if (name == "--renew-trust")
    options.renew_trust.push_back(std::move(value));
  else if (name == "--next-root")
    options.next_roots.push_back(std::move(value));
  else if (name == "--rebuild-keys")
    options.rebuild_keys = std::move(value);
  else if (name == "--recovery")
    options.recovery = std::move(value);
  else if (name == "--make-root")
    options.make_root = std::move(value);
  else if (name == "--threshold") {
    const auto number = parse_number(value);
    if (!number || *number < 1 || *number > kRootKeysMax)
      return fail(Failure::invalid, fmt::format("--threshold {}: no such number", value), "",
                  "how many of the keys of --next-root must sign from then on");
    options.threshold = static_cast<std::size_t>(*number);
  } else if (name == "--next-tls-cert")
    options.next_tls_cert = std::move(value);
  else if (name == "--connections-per-address") {
    const auto number = parse_number(value);
    if (!number || *number < 1)
      return fail(Failure::invalid, fmt::format("--connections-per-address {}: no number", value),
                  "", "a kiosk has two; 256 without this option");
    options.connections_per_address = static_cast<std::size_t>(*number);
  } else if (name == "--restore")
    options.restore = std::move(value);
  else if (name == "--database")
    return fail(Failure::unsupported, "--database: PostgreSQL is not in this version", "",
                "leave it out: everything is kept in --data DIR, on SQLite");
  else
    return fail(Failure::invalid, fmt::format("{}: there is no such option", name), "",
                "afterword-collector --help lists them");
  return {};
}

// The name under which others reach what listens on every address.
std::string reachable(const std::string& host) {
  if (host != "0.0.0.0" && host != "::") return host;
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

}  // namespace

std::string url_of(const CollectorOptions& options, std::uint16_t port) {
  if (!options.url.empty()) return options.url;
  const std::string host = reachable(options.host);
  return host.find(':') == std::string::npos ? fmt::format("https://{}:{}", host, port)
                                             : fmt::format("https://[{}]:{}", host, port);
}

Result<CollectorOptions> parse_options(std::span<const char* const> arguments) {
  CollectorOptions options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view name = arguments[i];
    if (name == "--help" || name == "-h") {
      options.help = true;
      return options;
    }
    if (name == "--version") {
      options.version = true;
      return options;
    }
    if (bool* const given = flag_named(name, options)) {
      *given = true;
      continue;
    }
    const std::size_t equals = name.find('=');
    if (equals != std::string_view::npos) {
      AFTERWORD_TRY(take(name.substr(0, equals), std::string(name.substr(equals + 1)), options));
      continue;
    }
    if (i + 1 == arguments.size() && is_option(name))
      return fail(Failure::invalid, fmt::format("{}: a value is missing", name), "",
                  "afterword-collector --help shows how it is written");
    AFTERWORD_TRY(take(name, is_option(name) ? arguments[++i] : "", options));
  }
  if (options.data.empty() && options.make_root.empty())
    return fail(Failure::invalid, "--data DIR is missing", "",
                "name the folder in which everything is to be kept");
  const bool changes = !options.next_tls_cert.empty() || options.next_keys ||
                       options.drop_old_keys || !options.next_roots.empty();
  if (options.threshold > 0 && options.next_roots.empty())
    return fail(Failure::invalid, "--threshold goes with --next-root", "",
                "name the root keys of which so many are to sign");
  if (options.drop_old_tls && options.next_tls_cert.empty())
    return fail(Failure::invalid, "--drop-old-tls goes with --next-tls-cert", "",
                "name the certificate of the TLS key that kiosks are to know alone");
  if (!options.rebuild_keys.empty() && options.renew_trust.empty())
    return fail(Failure::invalid, "--rebuild-keys goes with --renew-trust", "",
                "name the root key's file: --renew-trust root.json");
  if (changes && !options.rebuild_keys.empty())
    return fail(Failure::invalid, "--rebuild-keys changes nothing else at the same time", "",
                "renew the trust document once more afterwards");
  if (changes && options.renew_trust.empty())
    return fail(Failure::invalid,
                "--next-tls-cert, --next-keys, --drop-old-keys and --next-root go with "
                "--renew-trust",
                "", "name the root key's file: --renew-trust root.json");
  if (options.tls_cert.empty() != options.tls_key.empty())
    return fail(Failure::invalid, "--tls-cert and --tls-key go together", "",
                "name both files, or neither for a certificate of the collector's own");
  return options;
}

std::string_view usage() {
  return "afterword-collector --data DIR [--listen HOST:PORT] [--url URL]\n"
         "                    [--tls-cert FILE --tls-key FILE] [--connections-per-address N]\n"
         "afterword-collector --data DIR [--tls-cert FILE --tls-key FILE] --renew-trust ROOT.json\n"
         "                    [--next-tls-cert FILE [--drop-old-tls]] [--next-keys]\n"
         "                    [--drop-old-keys] [--next-root FILE] [--threshold N]\n"
         "afterword-collector --data DIR --rebuild-keys RECOVERY.json --renew-trust ROOT.json\n"
         "afterword-collector --make-root FILE\n"
         "afterword-collector --data DIR --new-token\n"
         "afterword-collector --data DIR --restore FILE\n"
         "\n"
         "Takes in what kiosks send, and serves definitions, figures and the console.\n"
         "\n"
         "  --data DIR          where everything is kept: database, keys, backups. The first run\n"
         "                      makes it, its keys and DIR/admin.token for the command line\n"
         "  --listen HOST:PORT  default 127.0.0.1:8443; port 0 takes a free one\n"
         "  --url URL           how kiosks reach this collector, where that is not HOST:PORT\n"
         "  --tls-cert, --tls-key  PEM files; without them the collector's own key is used,\n"
         "                      which kiosks and command line know by its hash\n"
         "  --connections-per-address N  default 256; a kiosk has two, so a fleet behind one "
         "address\n"
         "                      needs more from 128 kiosks on\n"
         "  --renew-trust ROOT.json [--next-tls-cert FILE]\n"
         "                      signs the trust document anew with the root key, for a year, and\n"
         "                      ends. With the certificate of the TLS key that is to follow: "
         "start\n"
         "                      again, let every kiosk hear of it, and then use that key. From\n"
         "                      then on --tls-cert and --tls-key are given here, too: of several\n"
         "                      that kiosks know, the next document keeps the one in use\n"
         "  --drop-old-tls      ... with that certificate's TLS key alone, from the next start on:\n"
         "                      after a theft\n"
         "  --next-keys         ... with a new signing key and a new key that kiosks seal to\n"
         "  --drop-old-keys     ... so that only the newest signing key is good: after a theft\n"
         "  --next-root FILE    ... and this root key from then on, given once for each key;\n"
         "                      --threshold N: so many of them must sign. --renew-trust is then\n"
         "                      given once for each key that signs\n"
         "  --rebuild-keys RECOVERY.json  makes a lost DIR/keys anew, from the offline keys\n"
         "  --recovery RECOVERY.json  while it serves: opens what was sealed to lost keys\n"
         "  --make-root FILE    makes a root key, on any machine, and ends\n"
         "  --new-token         makes a new DIR/admin.token, takes every other token back, and "
         "ends;\n"
         "                      for when the file is lost. Neither while the collector runs\n"
         "\n"
         "Prints its address and, once it serves, `ready`. SIGTERM stops it cleanly.\n"
         "\n"
         "  --restore FILE      puts a backup (with FILE.sha256 beside it) where the\n"
         "                      database was, and ends. The old one must have been moved\n"
         "                      away, DIR/keys be there, and DIR/journal stay: it holds\n"
         "                      what was decided since. Where that is missing, or another\n"
         "                      collector's, it restores all the same, says what is not\n"
         "                      known, and ends with 1\n"
         "\n"
         "Started by root it works as the user whom DIR belongs to, who must be able to\n"
         "read the files that are named.\n"
         "\n"
         "Exit codes: 0 stopped as asked or restored, 1 restored and needs a look (the\n"
         "proof shows differences, or DIR/journal was missing or another's), 2 could not\n"
         "run.\n";
}

}  // namespace afterword::collector
