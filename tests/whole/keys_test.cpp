// Every key of the collector's is changed while a kiosk sleeps.
#include <doctest/doctest.h>
#include <signal.h>

#include <filesystem>

#include "tests/whole/world.h"

namespace afterword::test {
namespace keys {

const char* const kOneQuestion =
    R"({"format":1,"id":"short","version":1,"title":{"en":"Short"},"headline":{"en":"One question?"},)"
    R"("purpose":{"en":"To try."},"owner":"Tests","touchpoint":"exit","phase":"leave","languages":["en"],)"
    R"("timing":{"cool_down_s":0},"questions":[{"id":"first","kind":"scale","scale":"faces5","metric":"csat",)"
    R"("text":{"en":"How was it?"},"labels":{"en":["Very poor","Poor","Okay","Good","Very good"]},)"
    R"("why":{"en":"Why?"},"hypothesis":"x","decision":"y","review_by":"2030-01-01"}]})";

std::string one_answer(const std::string& choice) {
  // What the collector has to say at the start is heard first.
  return "wait welcome\npause 1500\ntap start\nwait question:first\ntap answer:" + choice +
         "\nwait comment:first.why\ntap skip\nwait thanks\ntap finish\nwait welcome\npause "
         "2500\nquit\n";
}

struct Shop : World {
  Finished renew(std::vector<std::string> how) {
    how.insert(how.begin(), {program("afterword-collector"), "--data", file("collector")});
    return run(how, folder());
  }
  void answers(const std::string& kiosk_name, const std::string& choice,
               std::vector<std::string> extra = {}) {
    const Finished done = kiosk(kiosk_name, one_answer(choice), std::move(extra));
    CHECK_MESSAGE(done.exit_code == 0, done.err << done.out);
  }
  std::string root(const std::string& name) {
    const Finished made =
        run({program("afterword-collector"), "--make-root", file(name)}, folder());
    REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    return file(name);
  }
};

}  // namespace keys

TEST_CASE(
    "All keys are changed while a kiosk sleeps: what it sealed before arrives, it asks on, and the "
    "old root signs nothing any more") {
  keys::Shop shop;
  shop.publish(shop.write("short.json", keys::kOneQuestion));
  shop.answers("kiosk", "2", {"--enrol", shop.enrol_code()});
  shop.stop_collector();
  shop.answers("kiosk", "3");  // sealed to the old key, and waiting
  const std::string copy = shop.file("copy.token");
  std::filesystem::copy_file(shop.file("collector/admin.token"), copy);

  const std::string old = shop.file("collector/offline/root.json");
  const std::string a = shop.root("a.json"), b = shop.root("b.json"), c = shop.root("c.json");
  CHECK(shop.renew({"--make-root", a}).exit_code == 2);  // never written over
  CHECK(shop.renew({"--next-keys"}).exit_code == 2);     // by whom?
  CHECK(shop.renew({"--renew-trust", old, "--threshold", "2"})
            .err.find("--threshold goes with --next-root") != std::string::npos);
  const Finished changed =
      shop.renew({"--renew-trust", old, "--next-keys", "--drop-old-keys", "--next-root", a,
                  "--next-root", b, "--next-root", c, "--threshold", "2"});
  REQUIRE_MESSAGE(changed.exit_code == 0, changed.err);
  CHECK(shop.renew({"--renew-trust", old}).err.find("another root key than kiosks know") !=
        std::string::npos);
  CHECK(shop.renew({"--renew-trust", a}).err.find("2 of 3 root keys must sign, and 1 did") !=
        std::string::npos);
  CHECK(shop.renew({"--renew-trust", a, "--renew-trust", a}).exit_code == 2);
  const Finished again =
      shop.renew({"--renew-trust", c, "--renew-trust", a, "--next-keys", "--drop-old-keys"});
  REQUIRE_MESSAGE(again.exit_code == 0, again.err);

  shop.start_collector();
  // A copy of its token file still names the first root.
  CHECK(shop.afterword({"store", "list", "--token-file", copy}).exit_code == 0);
  shop.answers("kiosk", "4");
  shop.answers("new", "5", {"--enrol", shop.enrol_code()});
  CHECK(shop.responses("short").size() == 4);
  const Finished proof = shop.afterword({"verify", "--recount"});
  CHECK_MESSAGE(proof.exit_code == 0, proof.out);
  CHECK(shop.collector().err().find("signed by s3 from now on") != std::string::npos);
  // What the kiosk holds is signed by the newest key: it asks on after a start without a network.
  shop.stop_collector();
  shop.answers("kiosk", "1");
}

TEST_CASE(
    "The keys of the collector's machine are stolen: all of them are others from the next start "
    "on, and a kiosk that knew no other finds back") {
  keys::Shop shop;
  shop.publish(shop.write("short.json", keys::kOneQuestion));
  shop.answers("kiosk", "2", {"--enrol", shop.enrol_code(), "--once"});
  shop.stop_collector();
  shop.answers("kiosk", "3");  // sealed to the stolen key, and waiting

  // A new TLS key, as any collector makes one at its first run.
  {
    Process maker(
        {program("afterword-collector"), "--data", shop.file("maker"), "--listen", "127.0.0.1:0"},
        shop.folder(), "maker");
    REQUIRE_FALSE(maker.wait_for_line("ready").empty());
    maker.signal(SIGTERM);
    REQUIRE(maker.wait().exit_code == 0);
  }
  const std::string root = shop.file("collector/offline/root.json"),
                    certificate = shop.file("maker/keys/tls-cert.pem"),
                    key = shop.file("maker/keys/tls-key.pem");
  const Finished changed = shop.renew({"--renew-trust", root, "--next-keys", "--drop-old-keys",
                                       "--next-tls-cert", certificate, "--drop-old-tls"});
  REQUIRE_MESSAGE(changed.exit_code == 0, changed.err);
  CHECK_MESSAGE(changed.out.find("with 1 TLS keys") != std::string::npos, changed.out);
  CHECK(shop.renew({"--new-token"}).exit_code == 2);  // with which TLS key?
  const Finished token = shop.renew({"--tls-cert", certificate, "--tls-key", key, "--new-token"});
  REQUIRE_MESSAGE(token.exit_code == 0, token.err);

  shop.start_collector({"--tls-cert", certificate, "--tls-key", key});
  CHECK(shop.afterword({"store", "list"}).exit_code == 0);
  // It meets a TLS key that it does not know. What waited arrives, and what is recorded now.
  const Finished back =
      shop.kiosk("kiosk", "wait welcome\npause 6000\n" + keys::one_answer("4"), {"--once"});
  CHECK_MESSAGE(back.exit_code == 0, back.err << back.out);
  CHECK(shop.responses("short").size() == 3);
  CHECK(shop.afterword({"verify", "--recount"}).exit_code == 0);
}

TEST_CASE(
    "The collector's keys are lost and made anew from the offline ones: what waits is opened by "
    "the "
    "recovery key, and nothing has to be enrolled again") {
  keys::Shop shop;
  shop.publish(shop.write("short.json", keys::kOneQuestion));
  shop.answers("kiosk", "2", {"--enrol", shop.enrol_code()});
  shop.stop_collector();
  shop.answers("kiosk", "3");
  std::filesystem::remove_all(shop.file("collector/keys"));

  const std::string root = shop.file("collector/offline/root.json"),
                    recovery = shop.file("collector/offline/recovery.json");
  const Finished lost =
      run({program("afterword-collector"), "--data", shop.file("collector")}, shop.folder());
  CHECK(lost.exit_code == 2);
  CHECK_MESSAGE(lost.err.find("--rebuild-keys") != std::string::npos, lost.err);
  CHECK(shop.renew({"--rebuild-keys", recovery}).exit_code == 2);
  CHECK(shop.renew({"--rebuild-keys", root, "--renew-trust", root}).exit_code == 2);
  CHECK(shop.renew({"--rebuild-keys", recovery, "--renew-trust", shop.root("other.json")})
            .exit_code == 2);
  const Finished made = shop.renew({"--rebuild-keys", recovery, "--renew-trust", root});
  REQUIRE_MESSAGE(made.exit_code == 0, made.err);
  CHECK(shop.renew({"--rebuild-keys", recovery, "--renew-trust", root}).exit_code == 2);

  // Without the recovery key it stays where it is, and is not lost.
  shop.start_collector();
  shop.answers("kiosk", "4");
  CHECK(shop.responses("short").size() == 2);
  CHECK(shop.afterword({"verify", "--recount"}).exit_code == 0);
  shop.stop_collector();
  shop.start_collector({"--recovery", recovery});
  shop.answers("kiosk", "5");
  CHECK(shop.responses("short").size() == 4);
  shop.stop_collector();
  shop.start_collector();
  shop.answers("new", "1", {"--enrol", shop.enrol_code()});
  CHECK(shop.responses("short").size() == 5);
  CHECK(shop.afterword({"verify", "--recount"}).exit_code == 0);
}

}  // namespace afterword::test
