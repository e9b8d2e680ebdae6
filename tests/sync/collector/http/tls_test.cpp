#include "sync/collector/http/tls.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>

#include "sync/base/core/files.h"
#include "tests/support/scratch.h"
#include "tests/sync/collector/http/client.h"
#include "tests/sync/collector/http/running.h"

namespace afterword::collector::test {
namespace tls_test {

struct Ran {
  int status = -1;
  std::string out;
};

Ran run(const std::string& command) {
  Ran ran;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer;
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    ran.out.append(buffer.data(), n);
  ran.status = ::pclose(pipe);
  return ran;
}

}  // namespace tls_test

TEST_CASE("A certificate of our own making is what openssl takes it for") {
  using namespace tls_test;
  afterword::test::Scratch scratch;
  const WallTime now = SystemClock().wall();
  const auto made = make_self_signed({"collector.example", "192.0.2.7", "::1"}, now);
  REQUIRE(made);
  REQUIRE(write_file(scratch.file("cert.pem"), made->certificate_pem));
  REQUIRE(write_file(scratch.file("key.pem"), made->key_pem, 0600));
  const std::string text = run("openssl x509 -noout -text -in " + scratch.file("cert.pem")).out;
  for (const std::string_view part :
       {"CN = collector.example", "DNS:collector.example, IP Address:192.0.2.7",
        "IP Address:0:0:0:0:0:0:0:1", "prime256v1", "CA:FALSE", "TLS Web Server Authentication",
        "Version: 3"})
    CHECK_MESSAGE(text.find(part) != std::string::npos, part << " in " << text);
  CHECK(run("openssl verify -CAfile " + scratch.file("cert.pem") +
            " -purpose sslserver -verify_ip 192.0.2.7 " + scratch.file("cert.pem"))
            .status == 0);
  // Nearly ten years on it still holds.
  CHECK(run("openssl x509 -checkend 315000000 -in " + scratch.file("cert.pem")).status == 0);

  // The pin is the one that openssl computes, of key and certificate alike.
  const std::string pin =
      run("openssl x509 -pubkey -noout -in " + scratch.file("cert.pem") +
          " | openssl pkey -pubin -outform der | openssl dgst -sha256 -r | cut -d' ' -f1")
          .out;
  CHECK(hex(*pin_of_certificate(made->certificate_pem)) + "\n" == pin);
  CHECK(*pin_of_key(made->key_pem) == *pin_of_certificate(made->certificate_pem));
  CHECK(*pin_of_key(made->key_pem) != *pin_of_key(make_self_signed({"a"}, now)->key_pem));
}

TEST_CASE("Names that cannot stand in a certificate are refused") {
  const WallTime now{1'772'546'400'000};
  for (const char* bad : {"", "a b", "a,DNS:b", "-a", "é", "a/b", "300.1.1.1:80"})
    CHECK(make_self_signed({bad}, now).error().failure == Failure::invalid);
  CHECK(make_self_signed({}, now).error().failure == Failure::invalid);
  CHECK_FALSE(pin_of_certificate("no PEM"));
  CHECK_FALSE(pin_of_key(""));
}

TEST_CASE("curl, with the certificate and with the pin, is served; with another pin it is not") {
  using namespace tls_test;
  afterword::test::Scratch scratch;
  Running server;
  REQUIRE(write_file(scratch.file("cert.pem"), test_identity().certificate_pem));
  const auto curl = [&](const Bytes& pin, const std::string& more = "") {
    return run(
        fmt::format("curl -sS --noproxy '*' --max-time 30 --cacert {} --pinnedpubkey '{}' {} "
                    "-d hello https://localhost:{}/curl https://127.0.0.1:{}/again",
                    scratch.file("cert.pem"), pin_text(pin), more, server.port(), server.port()));
  };
  const Ran good = curl(*pin_of_key(test_identity().key_pem));
  CHECK_MESSAGE(good.status == 0, good.out);
  CHECK(good.out == "POST /curl\nhelloPOST /again\nhello");
  CHECK(curl(Bytes(32, 7)).status != 0);
  CHECK(curl(*pin_of_key(test_identity().key_pem), "--tls-max 1.2").status != 0);
}

}  // namespace afterword::collector::test
