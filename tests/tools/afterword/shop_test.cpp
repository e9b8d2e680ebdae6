// What the command line says of the shop to a real collector: about, cards, withdraw.
#include <doctest/doctest.h>

#include <sstream>
#include <thread>

#include "sync/base/crypto/system_random.h"
#include "sync/base/crypto/types.h"
#include "sync/collector/collector.h"
#include "tests/support/scratch.h"
#include "tools/afterword/commands.h"

using namespace afterword;

namespace shop_test {

// A collector on loopback, and somebody at its command line.
struct Shop {
  Shop() {
    REQUIRE(crypto::crypto_init().has_value());
    collector::CollectorOptions options;
    options.data = scratch.file("data");
    options.port = 0;
    running = collector::Collector::open(options, clock, random, log).value();
    thread = std::thread([this] { running->run(); });
    access.collector = running->url();
    access.token_file = scratch.file("data/admin.token");
    REQUIRE(tools::set_store(access, {"harbour", "Harbour Street", "Europe/London"}, io()) == 0);
  }
  ~Shop() {
    running->stop();
    thread.join();
  }
  tools::Streams io() { return {out, err}; }
  // What was said since the last call.
  std::string said() { return take(out); }
  std::string complained() { return take(err); }
  static std::string take(std::ostringstream& stream) {
    std::string text = stream.str();
    stream.str("");
    return text;
  }
  int set(const tools::AboutOptions& options) { return tools::set_about(access, options, io()); }

  test::Scratch scratch;
  SystemClock clock;
  crypto::SystemRandom random;
  CollectedLog log;
  std::unique_ptr<collector::Collector> running;
  std::thread thread;
  tools::Access access;
  std::ostringstream out, err;
};

bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace shop_test
using shop_test::has;
using shop_test::Shop;

TEST_CASE("about: unset is said plainly; what is set stays until it is unset") {
  Shop shop;
  shop.said();
  CHECK(tools::show_about(shop.access, false, shop.io()) == 0);
  CHECK(has(shop.said(), "nothing is set, so kiosks claim nothing"));
  tools::AboutOptions everywhere, there;
  everywhere.owner = "Kestrel Ltd";
  everywhere.comments_kept_days = 30;
  there.store = "harbour";
  there.contact = "the desk";
  CHECK(shop.set(everywhere) == 0);
  CHECK(shop.set(there) == 0);
  shop.said();
  CHECK(tools::show_about(shop.access, false, shop.io()) == 0);
  const std::string shown = shop.said();
  CHECK(has(shown, "Kestrel Ltd"));
  CHECK(has(shown, "harbour\n  contact              the desk"));
  everywhere.owner = "none";
  everywhere.comments_kept_days = 0;
  CHECK(shop.set(everywhere) == 0);
  CHECK_FALSE(has(shop.said(), "Kestrel"));
}

TEST_CASE("about: nothing to set is a mistake; what cannot be is the collector's no") {
  Shop shop;
  CHECK(shop.set({}) == 2);
  CHECK(has(shop.complained(), "--owner"));
  tools::AboutOptions wrong;
  wrong.reading_day = "someday";
  CHECK(shop.set(wrong) == 1);
  CHECK(has(shop.complained(), "day of the week"));
  tools::AboutOptions nowhere;
  nowhere.store = "nowhere";
  nowhere.owner = "x";
  CHECK(shop.set(nowhere) == 1);
}

TEST_CASE("deletions: none is said in words; devices clear: a kiosk that is not there is a no") {
  Shop shop;
  shop.said();
  CHECK(tools::list_deletions(shop.access, false, shop.io()) == 0);
  CHECK(shop.said() == "the rule on comments has deleted nothing yet\n");
  CHECK(tools::clear_device_alarms(shop.access, "dev-9", shop.io()) == 1);
  CHECK(has(shop.complained(), "there is no device \"dev-9\""));
}

TEST_CASE("cards: added, listed in English with the stores they are for, removed") {
  Shop shop;
  shop.said();
  CHECK(tools::list_cards(shop.access, false, shop.io()) == 0);
  CHECK(shop.said() == "there are no cards\n");
  tools::CardOptions card;
  card.said = {"es=Está oscuro.", "en=It is dark."};
  card.did = {"en=Not this year."};
  card.refused = true;
  card.day = "2026-03-01";
  card.stores = {"harbour"};
  CHECK(tools::add_card(shop.access, card, shop.io()) == 0);
  const std::string added = shop.said();
  REQUIRE(has(added, "card "));
  const std::string id = added.substr(5, added.find(':') - 5);
  CHECK(tools::list_cards(shop.access, false, shop.io()) == 0);
  const std::string listed = shop.said();
  for (const char* part :
       {id.c_str(), "2026-03-01", "harbour", "It is dark.", "no: Not this year."})
    CHECK_MESSAGE(has(listed, part), listed);
  CHECK(tools::remove_card(shop.access, id, shop.io()) == 0);
  CHECK(tools::remove_card(shop.access, id, shop.io()) == 1);
  shop.said();
  CHECK(tools::list_cards(shop.access, false, shop.io()) == 0);
  CHECK(shop.said() == "there are no cards\n");
}

TEST_CASE("cards: words without their language are a mistake before anything is sent") {
  Shop shop;
  tools::CardOptions card;
  card.said = {"It is dark."};
  card.did = {"en=Lamps."};
  CHECK(tools::add_card(shop.access, card, shop.io()) == 2);
  CHECK(has(shop.complained(), "--said It is dark.: write LANGUAGE=TEXT"));
}

TEST_CASE("backup: what belongs to a copy is named, the keys to elsewhere, and those of offline never") {
  Shop shop;
  shop.said();
  shop.complained();
  CHECK(tools::backup(shop.access, false, shop.io()) == 0);
  const std::string made = shop.said(), advice = shop.complained();
  const std::string file = made.substr(0, made.find(" ("));
  CHECK_MESSAGE(has(advice, file + ".sha256"), advice);
  for (const char* part : {"DIR/journal, the newest each time", "DIR/keys, closed up"})
    CHECK_MESSAGE(has(advice, part), advice);
  CHECK_FALSE(has(advice, "offline"));
}

TEST_CASE("withdraw: a response that is not here is a no; a code that is none is refused") {
  Shop shop;
  shop.said();
  CHECK(tools::withdraw(shop.access, {"harbour", "2026-03-01", "7F3K-92QM"}, shop.io()) == 1);
  CHECK(has(shop.said(), "one that arrives later is erased then"));
  CHECK(tools::withdraw(shop.access, {"harbour", "2026-03-01", "!"}, shop.io()) == 1);
  CHECK(shop.said().empty());
  CHECK_FALSE(shop.complained().empty());
}
