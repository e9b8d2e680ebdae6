// What the collector's command line says, and what the server is allowed by it.
#include <doctest/doctest.h>

#include "sync/collector/collector.h"
#include "sync/collector/options.h"

using namespace afterword;

TEST_CASE("however few or many connections an address may have, a permitted body fits its share") {
  const auto share_of = [](const char* count) {
    const char* const arguments[] = {"--data", "d", "--connections-per-address", count};
    const auto options = collector::parse_options(arguments);
    REQUIRE(options);
    const collector::ServerLimits limits = collector::limits_of(*options);
    CHECK(limits.connections_per_address_max == options->connections_per_address);
    return limits.buffered_per_address_max;
  };
  constexpr std::size_t kMiB = 1024 * 1024;
  CHECK(collector::limits_of({}).buffered_per_address_max == 32 * kMiB);
  CHECK(share_of("1") == kMiB);
  CHECK(share_of("7") == kMiB);
  CHECK(share_of("8") == kMiB);
  CHECK(share_of("9") == 9 * 128 * 1024);
  CHECK(share_of("256") == 32 * kMiB);
  CHECK(share_of("2000") == 250 * kMiB);
  CHECK(share_of("100000") == 256 * kMiB);
  CHECK(share_of("140737488355329") == 256 * kMiB);  // times 128 KiB it would be 128 KiB
}

TEST_CASE("the command line says what is wrong with it") {
  const auto error_of = [](std::vector<const char*> arguments) {
    const auto options = collector::parse_options(arguments);
    return options ? std::string() : options.error().text();
  };
  CHECK(error_of({"--data", "d"}).empty());
  CHECK(error_of({"--data=d", "--listen=[::1]:0", "--url", "https://feedback.example"}).empty());
  CHECK(error_of({}).find("--data DIR is missing") == 0);
  CHECK(error_of({"--data"}).find("a value is missing") != std::string::npos);
  CHECK(error_of({"--data", "d", "--listen", "8443"}).find("HOST:PORT") != std::string::npos);
  CHECK(error_of({"--data", "d", "--database", "postgresql://x"})
            .find("PostgreSQL is not in this version") != std::string::npos);
  CHECK(error_of({"--data", "d", "--tls-cert", "c"}).find("go together") != std::string::npos);
  CHECK(error_of({"--data", "d", "--next-tls-cert", "c"}).find("--renew-trust") !=
        std::string::npos);
  CHECK(error_of({"--data", "d", "--renew-trust", "r", "--next-tls-cert", "c", "--drop-old-tls"})
            .empty());
  CHECK(error_of({"--data", "d", "--renew-trust", "r", "--drop-old-tls"})
            .find("goes with --next-tls-cert") != std::string::npos);
  CHECK(error_of({"--data", "d", "--connections-per-address", "many"}).find("no number") !=
        std::string::npos);
  CHECK(error_of({"--data", "d", "--connections-per-address", "2000"}).empty());
  CHECK(error_of({"--dta", "d"}).find("no such option") != std::string::npos);
}
