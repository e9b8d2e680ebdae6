// Changes of the root keys: which set follows which, and who must have signed that. As a row says
// it: the old set, who of it signed the way to the new one, the new set, who signed the document.
#include "sync/protocol/limits.h"
#include "tests/faults/envelopes/trust_kiosk.h"
#include "tests/faults/wire/sizes.h"

namespace afterword::test {
namespace {
namespace root_changes {

using Numbers = std::vector<int>;

struct Change {
  const char* name;
  Numbers old_keys;
  std::size_t old_threshold;
  Numbers link_by;
  Numbers new_keys;
  std::size_t new_threshold;
  Numbers signed_by;
  bool taken = true;
};

const std::vector<Change> kChanges = {
    {"1 of 1 to another", {1}, 1, {1}, {2}, 1, {2}},
    {"1 of 1 to another, with strangers' signatures", {1}, 1, {3, 1, 4}, {2}, 1, {3, 2, 1, 4}},
    {"3 of 5, signed by others of them", {0, 1, 2, 3, 4}, 3, {}, {0, 1, 2, 3, 4}, 3, {0, 4, 1}},
    {"3 of 5, and others again", {0, 1, 2, 3, 4}, 3, {}, {0, 1, 2, 3, 4}, 3, {1, 2, 3}},
    {"3 of 5, one of them another", {0, 1, 2, 3, 4}, 3, {0, 4, 1}, {0, 1, 3, 4, 5}, 3, {0, 4, 1}},
    {"3 of 5, by old and new", {0, 1, 2, 3, 4}, 3, {0, 2, 4}, {0, 1, 3, 4, 5}, 3, {0, 4, 5}},
    {"3 of 5, all others", {0, 1, 2, 3, 4}, 3, {0, 2, 4}, {5, 6, 7, 8, 9}, 3, {5, 6, 7}},
    {"from 1 of 3 to 2", {1, 2, 3}, 1, {1}, {1, 2, 3}, 2, {1, 2}},
    {"from 2 of 3 to 1", {1, 2, 3}, 2, {1, 2}, {1, 2, 3}, 1, {1}},
    {"from 1 of 1 to 2 of 2", {1}, 1, {1}, {1, 2}, 2, {1, 2}},
    {"1 of 1, not by the old key", {1}, 1, {2, 3, 4}, {2}, 1, {2}, false},
    {"1 of 1, not by the new key", {1}, 1, {1}, {2}, 1, {1, 3, 4}, false},
    {"3 of 5, by 2 of the new", {0, 1, 2, 3, 4}, 3, {0, 2, 4}, {0, 1, 3, 4, 5}, 3, {0, 2, 4}, false},
    {"3 of 5, by 2 of the old", {0, 1, 2, 3, 4}, 3, {0, 4, 5}, {0, 1, 3, 4, 5}, 3, {0, 4, 5}, false},
    {"from 1 of 3 to 2, by one", {1, 2, 3}, 1, {1}, {1, 2, 3}, 2, {2}, false},
    {"from 2 of 3 to 1, by one of the old", {1, 2, 3}, 2, {1}, {1, 2, 3}, 1, {1}, false},
    {"2 of 3, one that signs twice", {1, 2, 3}, 2, {}, {1, 2, 3}, 2, {2, 2}, false},
    {"2 of 3, one that signs the way twice", {1, 2, 3}, 2, {3, 3}, {4}, 1, {4}, false},
    {"2 of 3, one that was stolen", {1, 2, 3}, 2, {}, {1, 2, 3}, 2, {1, 8, 9}, false},
    {"1 of 3 stolen, to a thief's key", {1, 2, 3}, 2, {1, 9}, {9}, 1, {9}, false},
    {"2 of 3, no way at all", {1, 2, 3}, 2, {}, {4, 5, 6}, 2, {4, 5, 6}, false},
    {"2 of 3, nobody", {1, 2, 3}, 2, {}, {1, 2, 3}, 2, {}, false},
};

void set_out(TrustKiosk& kiosk, const Numbers& keys, std::size_t threshold) {
  Numbers enough = keys;
  enough.resize(threshold);
  kiosk.moves_to(root_set(keys, threshold), spare_keys(enough));
}

// The next document of a kiosk's collector, as if its root keys were these.
ForgedTrust by_set(const TrustKiosk& kiosk, const RootSet& set, const Numbers& signed_by,
                   const std::vector<RootLink>& links) {
  ForgedTrust out = kiosk.next();
  out.roots = set;
  out.signers = spare_keys(signed_by);
  out.links = links;
  return out;
}

void refuses(TrustKiosk& kiosk, const std::string& served, Failure failure) {
  const Trusted before = kiosk.trusted();
  const auto opened = open_trust(served, before.root);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().failure == failure);
  kiosk.serves(served);
  CHECK(kiosk.refusal() == opened.error().text());
  kiosk.still_goes_by(before);
}

TEST_CASE("A change of the root keys is followed where enough of the old and of the new signed it") {
  int taken = 0, refused = 0;
  for (const Change& one : kChanges) {
    INFO(one.name);
    TrustKiosk kiosk;
    set_out(kiosk, one.old_keys, one.old_threshold);
    const RootSet from = kiosk.roots, to = root_set(one.new_keys, one.new_threshold);
    std::vector<RootLink> links = kiosk.links;
    if (!one.link_by.empty())
      links.push_back(sign_link(from, root_hash(to), spare_keys(one.link_by)));
    const std::string served = by_set(kiosk, to, one.signed_by, links).text();
    if (!one.taken) {
      refuses(kiosk, served, Failure::denied);
      kiosk.takes_the_next();
      ++refused;
      continue;
    }
    kiosk.serves(served);
    CHECK(kiosk.trusted().envelope == served);
    CHECK(kiosk.trusted().root == root_hash(to));
    const Trusted after = kiosk.trusted();
    kiosk.still_goes_by(after);
    // The old set, all of it, signs on: nobody heeds it.
    if (root_hash(from) != root_hash(to))
      refuses(kiosk, by_set(kiosk, from, one.old_keys, kiosk.links).text(), Failure::denied);
    kiosk.links = links;
    kiosk.roots = to;
    kiosk.signers = spare_keys(one.signed_by);
    kiosk.takes_the_next();
    ++taken;
  }
  CHECK(taken == 10);
  CHECK(refused == 12);
  say(fmt::format("{} changes of the root keys taken, {} refused", taken, refused));
}

// A kiosk of 2 of {1, 2, 3}, whose collector went on to {4} and then to {5, 6}, both.
struct Sleeper : TrustKiosk {
  Sleeper() {
    set_out(*this, {1, 2, 3}, 2);
    first = sign_link(roots, root_hash(middle), spare_keys({1, 2}));
    second = sign_link(middle, root_hash(last), spare_keys({4}));
  }
  std::string document(const std::vector<RootLink>& ways) {
    return by_set(*this, last, {5, 6}, ways).text();
  }
  const RootSet middle = root_set({4}, 1), last = root_set({5, 6}, 2);
  RootLink first, second;
};

TEST_CASE("The way from a known set of root keys to the newest is whole, or it is none") {
  struct Way {
    const char* name;
    std::function<std::string(Sleeper&)> forge;
    std::optional<Failure> failure;
  };
  const std::vector<Way> cases = {
      {"both steps", [](Sleeper& kiosk) { return kiosk.document({kiosk.first, kiosk.second}); }, std::nullopt},
      {"in another order", [](Sleeper& kiosk) { return kiosk.document({kiosk.second, kiosk.first}); },
       std::nullopt},
      {"with steps that lead elsewhere",
       [](Sleeper& kiosk) {
         const RootLink away = sign_link(root_set({7}, 1), root_hash(root_set({8}, 1)), spare_keys({7}));
         return kiosk.document({away, kiosk.second, kiosk.first});
       },
       std::nullopt},
      {"without the first step", [](Sleeper& kiosk) { return kiosk.document({kiosk.second}); },
       Failure::denied},
      {"without the second step", [](Sleeper& kiosk) { return kiosk.document({kiosk.first}); },
       Failure::denied},
      {"a step that was signed for another set",
       [](Sleeper& kiosk) {
         RootLink bent = kiosk.first;
         bent.to = root_hash(kiosk.last);
         return kiosk.document({bent});
       },
       Failure::denied},
      {"a step from a set of which one signature is enough",
       [](Sleeper& kiosk) {
         RootLink bent = sign_link(root_set({1, 2, 3}, 1), root_hash(kiosk.last), spare_keys({1}));
         return kiosk.document({bent});
       },
       Failure::denied},
      {"a step from a set with a thief's key in it",
       [](Sleeper& kiosk) {
         RootLink bent =
             sign_link(root_set({1, 2, 3, 9}, 2), root_hash(kiosk.last), spare_keys({1, 9}));
         return kiosk.document({bent});
       },
       Failure::denied},
      {"a step that goes back to where it came from",
       [](Sleeper& kiosk) {
         const RootLink back = sign_link(kiosk.middle, root_hash(root_set({1, 2, 3}, 2)), spare_keys({4}));
         return kiosk.document({kiosk.first, back});
       },
       Failure::denied},
      {"more steps than may be",
       [](Sleeper& kiosk) { return kiosk.document(std::vector<RootLink>(kRootLinksMax + 1, kiosk.first)); },
       Failure::invalid},
      {"a threshold of none",
       [](Sleeper& kiosk) {
         return changed(kiosk.next().text(), [](json::Value& all) { member(all, "roots").set("threshold", 0); });
       },
       Failure::invalid},
      {"a lower threshold",
       [](Sleeper& kiosk) {
         return changed(kiosk.next().text(), [](json::Value& all) { member(all, "roots").set("threshold", 1); });
       },
       Failure::denied},
      {"a higher threshold than there are keys",
       [](Sleeper& kiosk) {
         return changed(kiosk.next().text(), [](json::Value& all) { member(all, "roots").set("threshold", 4); });
       },
       Failure::invalid},
      {"one key under two names, for two",
       [](Sleeper& kiosk) {
         return changed(kiosk.next().text(), [](json::Value& all) {
           json::Array& keys = member(member(all, "roots"), "keys").as_array();
           keys[1] = json::Value(keys[0]);
         });
       },
       Failure::invalid},
      {"no root keys named",
       [](Sleeper& kiosk) { return without(kiosk.next().text(), "roots"); }, Failure::invalid},
      {"one of the set, named alone beside it",
       [](Sleeper& kiosk) {
         ForgedTrust forged = kiosk.next();
         forged.signers = spare_keys({1});
         return with(forged.text(), "root_key", base64url(spare_key(1).public_key));
       },
       Failure::denied},
      {"one of the set, named alone",
       [](Sleeper& kiosk) { return by_set(kiosk, root_set({1}, 1), {1}, kiosk.links).text(); },
       Failure::denied},
  };
  for (const Way& one : cases) {
    INFO(one.name);
    Sleeper kiosk;
    const std::string served = one.forge(kiosk);
    if (one.failure) {
      refuses(kiosk, served, *one.failure);
      kiosk.takes_the_next();
    } else {
      kiosk.serves(served);
      CHECK(kiosk.trusted().envelope == served);
      CHECK(kiosk.trusted().root == root_hash(kiosk.last));
    }
  }
}

}  // namespace root_changes
}  // namespace
}  // namespace afterword::test
