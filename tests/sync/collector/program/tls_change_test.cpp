// One TLS key in another's place, in the ordinary way and after a theft.
#include "tests/sync/collector/program/running_collector.h"

using namespace afterword;
using collector::CollectorOptions;
using collector_test::check_refused;
using collector_test::Client;
using collector_test::Place;
using collector_test::Running;

namespace tls_change_test {

using Pins = std::vector<crypto::Hash256>;

// A collector that stands still between two commands, and the TLS key that is to follow.
struct Shop {
  Shop() {
    { const Running first(place); }
    const auto made = collector::make_self_signed({"localhost"}, place.clock.wall()).value();
    REQUIRE(write_file(place.scratch.file("next.pem"), made.certificate_pem).has_value());
    REQUIRE(write_file(place.scratch.file("next-key.pem"), made.key_pem, 0600).has_value());
    own = pin_in(file("keys/tls-cert.pem"));
    next = pin_in(place.scratch.file("next.pem"));
  }
  std::string file(const std::string& name) const { return place.scratch.file("data/") + name; }
  static crypto::Hash256 pin_in(const std::string& certificate) {
    const auto pin = collector::pin_of_certificate(read_file(certificate, 1 << 20).value());
    return crypto::fixed<32>(pin.value()).value();
  }
  // What is given for a change to the next key.
  CollectorOptions to_next() const {
    CollectorOptions out;
    out.next_tls_cert = place.scratch.file("next.pem");
    return out;
  }
  void use_next() {
    place.more.tls_cert = place.scratch.file("next.pem");
    place.more.tls_key = place.scratch.file("next-key.pem");
  }
  void put_next_in_place() {
    namespace fs = std::filesystem;
    const auto over = fs::copy_options::overwrite_existing;
    fs::copy_file(place.scratch.file("next.pem"), file("keys/tls-cert.pem"), over);
    fs::copy_file(place.scratch.file("next-key.pem"), file("keys/tls-key.pem"), over);
  }
  Result<TrustDocument> renew(CollectorOptions how) {
    how.data = place.options().data;
    how.renew_trust = {file("offline/root.json")};
    return collector::renew_trust_document(how, place.clock.wall(), place.random);
  }
  Pins listed_after(CollectorOptions how) { return renew(std::move(how)).value().tls_keys; }
  std::string document() const { return read_file(file("keys/trust.json"), 1 << 20).value(); }
  bool serves() {
    const Running server(place);
    return Client(server.running->url(), place).send("GET", "/v1/admin/stores").status == 200;
  }

  Place place;
  crypto::Hash256 own{}, next{};
};

}  // namespace tls_change_test
using TlsShop = tls_change_test::Shop;
using TlsPins = tls_change_test::Pins;

TEST_CASE("while two TLS keys are listed, no renewal guesses which of them is in use") {
  TlsShop shop;
  REQUIRE(shop.listed_after(shop.to_next()) == TlsPins{shop.own, shop.next});
  shop.use_next();
  REQUIRE(shop.serves());
  const std::string listed = shop.document();
  CollectorOptions yearly;
  yearly.next_keys = true;
  check_refused(shop.renew(yearly), Failure::conflict, "2 TLS keys");
  check_refused(shop.renew(yearly), Failure::conflict, "--tls-cert and --tls-key");
  check_refused(shop.renew(shop.to_next()), Failure::conflict, "2 TLS keys");
  CHECK(shop.document() == listed);

  SUBCASE("the new one is") {
    yearly.tls_cert = shop.place.more.tls_cert;
    yearly.tls_key = shop.place.more.tls_key;
    CHECK(shop.listed_after(yearly) == TlsPins{shop.next});
    CHECK(shop.serves());
    yearly = {};
    check_refused(shop.renew(yearly), Failure::conflict, "not in the trust document");
  }
  SUBCASE("the one of before still is") {
    yearly.tls_cert = shop.file("keys/tls-cert.pem");
    yearly.tls_key = shop.file("keys/tls-key.pem");
    CHECK(shop.listed_after(yearly) == TlsPins{shop.own});
    shop.place.more = {};
    CHECK(shop.serves());
  }
}

TEST_CASE("a stolen TLS key is listed no more from the first renewal on, or from the second") {
  TlsShop shop;
  CollectorOptions alone = shop.to_next();
  alone.drop_old_tls = true;
  bool in_its_place = false;
  SUBCASE("from the first, and the new one is given by options") {}
  SUBCASE("from the second, and the new one is put in the place of the old") {
    REQUIRE(shop.listed_after(shop.to_next()).size() == 2);
    in_its_place = true;
  }
  CHECK(shop.listed_after(alone) == TlsPins{shop.next});
  check_refused(shop.place.open(), Failure::conflict, "by --tls-cert and --tls-key");
  const auto new_token = [&shop] {
    return collector::renew_admin_token(shop.place.options(), shop.place.clock.wall(),
                                        shop.place.random);
  };
  check_refused(new_token(), Failure::conflict, "not in the trust document");
  if (in_its_place)
    shop.put_next_in_place();
  else
    shop.use_next();
  CHECK(new_token().has_value());
  CHECK(collector_test::token_file(shop.place).find("trust_version")->as_integer() >= 2);
  CHECK(shop.serves());
}

TEST_CASE("a wrong certificate that was listed alone is corrected by the same command with the right one") {
  TlsShop shop;
  CollectorOptions right = shop.to_next(), wrong = shop.to_next();
  right.drop_old_tls = wrong.drop_old_tls = true;
  wrong.next_tls_cert = shop.place.scratch.file("wrong.pem");
  const auto made =
      collector::make_self_signed({"localhost"}, shop.place.clock.wall()).value();  // its key is nobody's
  REQUIRE(write_file(wrong.next_tls_cert, made.certificate_pem).has_value());
  REQUIRE(shop.listed_after(wrong) == TlsPins{TlsShop::pin_in(wrong.next_tls_cert)});
  SUBCASE("the one in use is in DIR/keys") {}
  SUBCASE("the one in use is given") {
    right.tls_cert = shop.place.scratch.file("next.pem");
    right.tls_key = shop.place.scratch.file("next-key.pem");
  }
  check_refused(shop.place.open(), Failure::conflict, "--drop-old-tls once more");
  check_refused(shop.renew({}), Failure::conflict, "not in the trust document");
  CHECK(shop.listed_after(right) == TlsPins{shop.next});
  shop.use_next();
  CHECK(shop.serves());
}

TEST_CASE("a new certificate for the TLS key that is to be dropped drops nothing, and is refused") {
  TlsShop shop;
  const std::string listed = shop.document();
  CollectorOptions how;
  how.next_tls_cert = shop.file("keys/tls-cert.pem");
  how.drop_old_tls = true;
  check_refused(shop.renew(how), Failure::invalid, "the one key that kiosks know already");
  CHECK(shop.document() == listed);
}
