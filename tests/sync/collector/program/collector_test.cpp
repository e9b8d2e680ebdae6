// The whole collector: its data folder, its server with real TLS, and a real client.
#include "sync/collector/storage/sqlite/sqlite_storage.h"
#include "tests/sync/collector/program/running_collector.h"

using namespace afterword;
using collector::Collector;
using collector::CollectorOptions;
using collector_test::Client;
using collector_test::Place;
using collector_test::Running;

TEST_CASE(
    "the first run makes keys, token and database for their owner only, and warns of the offline "
    "keys") {
  Place place;
  const Running server(place);
  for (const char* const file :
       {"admin.token", "collector.db", "keys/online.json", "keys/trust.json", "keys/tls-key.pem",
        "offline/root.json", "offline/recovery.json"})
    CHECK_MESSAGE(collector_test::mode_of(place.scratch.file("data/") + file) == 0600, file);
  CHECK(collector_test::mode_of(place.scratch.file("data/keys")) == 0700);
  CHECK(place.log.count("offline") == 1);
  const std::string link = server.running->login_link();
  CHECK(link.find(server.running->url() + "/login?link=") == 0);
  CHECK(server.running->announcement(false).find(link) != std::string::npos);
  CHECK(server.running->announcement(true).find("login?link") == std::string::npos);
  CHECK(server.running->announcement(true).find("afterword admin link") != std::string::npos);
}

TEST_CASE("a lost token is replaced where the data are, and the lost one lets nobody in") {
  Place place;
  const auto renew = [&place] {
    return collector::renew_admin_token(place.options(), place.clock.wall(), place.random);
  };
  collector_test::check_refused(renew(), Failure::not_found, "no collector");
  std::string lost;
  {
    const Running server(place);
    lost = Client(server.running->url(), place).token;
    collector_test::check_refused(renew(), Failure::conflict, "another program");
  }
  CHECK(renew().value() == place.scratch.file("data/admin.token"));
  const Running server(place);
  Client client(server.running->url(), place);
  CHECK(client.token != lost);
  CHECK(client.send("GET", "/v1/admin/stores").status == 200);
  client.token = lost;
  CHECK(client.send("GET", "/v1/admin/stores").status == 401);
}

TEST_CASE("a token is replaced over the network without locking anybody out on the way") {
  Place place;
  const Running server(place);
  Client client(server.running->url(), place);
  const std::string old = client.token;
  const auto reply = json::parse(client.send("POST", "/v1/admin/tokens", "{}").body).value();
  CHECK(client.send("GET", "/v1/admin/stores").status == 200);
  client.token = reply.find("token")->as_string();
  CHECK(client.send("POST", "/v1/admin/tokens/remove-others", "{}").status == 200);
  CHECK(client.send("GET", "/v1/admin/stores").status == 200);
  client.token = old;
  CHECK(client.send("GET", "/v1/admin/stores").status == 401);
}

TEST_CASE("a first run that is cut off, here by a taken port, is a first run again") {
  Place place;
  Place other;
  const Running taken(other);
  CollectorOptions options = place.options();
  options.port = static_cast<std::uint16_t>(
      std::stoi(taken.running->url().substr(taken.running->url().rfind(':') + 1)));
  collector_test::check_refused(Collector::open(options, place.clock, place.random, place.log),
                                Failure::conflict, "cannot listen");
  const Running server(place);
  CHECK_FALSE(server.running->login_link().empty());
  Client client(server.running->url(), place);
  CHECK(client.send("GET", "/v1/admin/stores").status == 200);
}

TEST_CASE("a first run that is cut off before its database begins anew, with keys of its own") {
  Place place;
  { const Running server(place); }
  for (const char* const file : {"collector.db", "admin.token", "keys/online.json"})
    std::filesystem::remove(place.scratch.file("data/") + file);
  REQUIRE(write_file(place.scratch.file("data/first-run-unfinished"), "").has_value());
  {
    const Running server(place);
    CHECK_FALSE(server.running->login_link().empty());
    CHECK(Client(server.running->url(), place).send("GET", "/v1/admin/stores").status == 200);
  }
  CHECK(Running(place).running->login_link().empty());
}

TEST_CASE(
    "a program sets a store over pinned TLS, and finds it again after a restart at another port") {
  Place place;
  {
    const Running server(place);
    Client client(server.running->url(), place);
    CHECK(client.send("PUT", "/v1/admin/stores/harbour", R"({"name":"H","zone":"Europe/London"})")
              .status == 200);
    CHECK(client.send("GET", "/v1/nothing").status == 404);
    CHECK(client.send("POST", "/v1/enrol", std::string(100'000, 'x')).status == 413);
  }
  std::filesystem::remove_all(place.scratch.file("data/offline"));  // moved away, as it should be
  const Running again(place);
  CHECK(again.running->login_link().empty());
  CHECK(collector_test::token_file(place).find("collector")->as_string() == again.running->url());
  Client client(again.running->url(), place);
  CHECK(client.send("GET", "/v1/admin/stores").body.find("harbour") != std::string::npos);
  CHECK(place.log.count("offline") == 1);
}

TEST_CASE(
    "a log-in link opens the console once; forms need their token; the session ends with log-out") {
  Place place;
  const Running server(place);
  Client client(server.running->url(), place);
  const std::string link = server.running->login_link();
  const std::string token = link.substr(link.find('=') + 1);
  CHECK(client.send("GET", "/").status == 303);
  const HttpReply form = client.send("GET", "/login?link=" + token);
  CHECK(form.status == 200);
  CHECK(form.header("content-security-policy").has_value());
  const std::string csrf = collector_test::between(form.body, "name=\"csrf\" value=\"", "\"");
  const std::string cookie(form.header("set-cookie").value_or(""));
  const HttpHeaders with_cookie = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
  const std::string body = "csrf=" + csrf + "&link=" + token;
  CHECK(client.send("POST", "/login", body).status == 403);  // no cookie: another site's form
  const HttpReply in = client.send("POST", "/login", body, with_cookie);
  CHECK(in.status == 303);
  CHECK(client.send("POST", "/login", body, with_cookie).status == 403);  // used
  const std::string given(in.header("set-cookie").value_or(""));
  for (const char* const word : {"__Host-", "HttpOnly", "Secure", "SameSite=Strict"})
    CHECK_MESSAGE(given.find(word) != std::string::npos, given);
  const HttpHeaders session = {{"Cookie", given.substr(0, given.find(';'))}};
  for (const char* const path : {"/", "/asking", "/surveys", "/fleet", "/stores"})
    CHECK(client.send("GET", path, "", session).status == 200);
  const HttpReply page = client.send("GET", "/", "", session);
  const std::string out =
      "csrf=" + collector_test::between(page.body, "name=\"csrf\" value=\"", "\"");
  CHECK(client.send("POST", "/logout", "csrf=guessed", session).status == 403);
  CHECK(client.send("POST", "/logout", out, session).status == 303);
  CHECK(client.send("GET", "/", "", session).status == 303);
}

TEST_CASE("a person logs in with name and password, and a wrong one is refused") {
  Place place;
  const Running server(place);
  Client client(server.running->url(), place);
  CHECK(client.send("PUT", "/v1/admin/users/maria", R"({"password":"too short"})").status == 422);
  CHECK(client.send("PUT", "/v1/admin/users/maria", R"({"password":"a long enough one"})").status ==
        200);
  const HttpReply form = client.send("GET", "/login");
  const std::string csrf = collector_test::between(form.body, "name=\"csrf\" value=\"", "\"");
  const std::string cookie(form.header("set-cookie").value_or(""));
  const HttpHeaders with_cookie = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
  const auto log_in = [&](const std::string& name, const std::string& password) {
    return client
        .send("POST", "/login", "csrf=" + csrf + "&name=" + name + "&password=" + password,
              with_cookie)
        .status;
  };
  CHECK(log_in("maria", "wrong") == 403);
  CHECK(log_in("nobody", "a+long+enough+one") == 403);
  CHECK(log_in("admin", "nobody+has+this+password") == 403);  // has no password at all
  const auto in = [&] {
    const HttpReply reply = client.send(
        "POST", "/login", "csrf=" + csrf + "&name=maria&password=a+long+enough+one", with_cookie);
    CHECK(reply.status == 303);
    const std::string given(reply.header("set-cookie").value_or(""));
    return HttpHeaders{{"Cookie", given.substr(0, given.find(';'))}};
  };
  const auto sees = [&](const HttpHeaders& session) {
    return client.send("GET", "/", "", session).status == 200;
  };

  // Another password, and the end of the user, log out whoever is in.
  const HttpHeaders first = in();
  CHECK(sees(first));
  CHECK(client.send("PUT", "/v1/admin/users/maria", R"({"password":"a long enough one"})").status ==
        200);
  CHECK_FALSE(sees(first));
  const HttpHeaders second = in();
  CHECK(sees(second));
  CHECK(client.send("POST", "/v1/admin/users/maria/remove", "{}").status == 200);
  CHECK_FALSE(sees(second));
  CHECK(log_in("maria", "a+long+enough+one") == 403);
  CHECK(client.send("POST", "/v1/admin/users/maria/remove", "{}").status == 404);
}

TEST_CASE(
    "a second collector on the same folder, missing keys and a missing database are refused") {
  Place place;
  {
    const Running server(place);
    collector_test::check_refused(place.open(), Failure::conflict, "another program");
  }
  namespace fs = std::filesystem;
  const std::string data = place.scratch.file("data");
  fs::rename(data + "/keys/online.json", data + "/keys/away");
  collector_test::check_refused(place.open(), Failure::not_found, "online.json");
  fs::rename(data + "/keys/away", data + "/keys/online.json");
  REQUIRE(write_file(data + "/keys/trust.json", "{}").has_value());
  collector_test::check_refused(place.open(), Failure::invalid, "trust.json");
  fs::rename(data + "/keys", data + "/keys-away");
  collector_test::check_refused(place.open(), Failure::not_found, "the keys are missing");
  fs::rename(data + "/keys-away", data + "/keys");
  fs::rename(data + "/collector.db", data + "/db-away");
  collector_test::check_refused(place.open(), Failure::not_found, "the database is missing");
  CHECK_FALSE(fs::exists(data + "/collector.db"));
}

TEST_CASE("the trust document is signed anew with the root key, and one TLS key follows another") {
  Place place;
  { const Running server(place); }
  const std::string data = place.scratch.file("data");
  const auto trust_of = [&place](const Running& server) {
    CurlHttpClient http;
    HttpOptions unproven;
    unproven.unverified = true;
    const auto reply = http.send(
        {.method = "GET", .url = server.running->url() + "/v1/trust", .headers = {}, .body = {}},
        unproven);
    const auto root =
        crypto::key_from_base64url(collector_test::token_file(place).find("root")->as_string());
    return open_trust(reply.value().body, root.value()).value();
  };
  const auto next = collector::make_self_signed({"localhost"}, place.clock.wall()).value();
  REQUIRE(write_file(place.scratch.file("cert.pem"), next.certificate_pem).has_value());
  REQUIRE(write_file(place.scratch.file("key.pem"), next.key_pem).has_value());
  place.more.tls_cert = place.scratch.file("cert.pem");
  place.more.tls_key = place.scratch.file("key.pem");
  collector_test::check_refused(place.open(), Failure::conflict, "not in the trust document");

  place.more = {};
  CollectorOptions options = place.options();
  options.next_tls_cert = place.scratch.file("cert.pem");
  const auto renew = [&](const std::string& root) {
    options.renew_trust = {root};
    return collector::renew_trust_document(options, place.clock.wall(), place.random);
  };
  REQUIRE(write_file(place.scratch.file("other.json"),
                     R"({"secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})")
              .has_value());
  collector_test::check_refused(renew(place.scratch.file("other.json")), Failure::denied,
                                "another root key");
  CHECK(renew(data + "/offline/root.json").value().version == 2);
  crypto::Hash256 before{};
  {
    const Running server(place);
    const TrustDocument trust = trust_of(server);
    CHECK(trust.version == 2);
    REQUIRE(trust.tls_keys.size() == 2);
    before = trust.tls_keys[0];
  }
  place.more.tls_cert = place.scratch.file("cert.pem");
  place.more.tls_key = place.scratch.file("key.pem");
  {
    const Running server(place);
    CHECK(Client(server.running->url(), place).send("GET", "/v1/admin/stores").status == 200);
  }
  // Without them it would be the key of before, in DIR/keys.
  const std::string listed = read_file(data + "/keys/trust.json", 1 << 20).value();
  options = place.options();
  options.tls_cert = options.tls_key = "";
  collector_test::check_refused(renew(data + "/offline/root.json"), Failure::conflict,
                                "it is not said which of them is in use");
  CHECK(read_file(data + "/keys/trust.json", 1 << 20).value() == listed);
  options = place.options();
  CHECK(renew(data + "/offline/root.json").value().tls_keys.size() == 1);
  const Running server(place);
  CHECK(trust_of(server).version == 3);
  CHECK(trust_of(server).tls_keys[0] != before);
}

TEST_CASE("a trust document whose renewal lost its power before kiosks were to hear of it is told at the next start") {
  namespace fs = std::filesystem;
  Place place;
  const auto start = [&place] { const Running server(place); };
  const auto revision = [&place] {
    const auto storage = collector::open_sqlite_storage(place.scratch.file("data/collector.db")).value();
    return storage->read().value()->revision().value();
  };
  start();
  start();
  const std::int64_t before = revision();
  start();
  REQUIRE(revision() == before);
  const std::string data = place.options().data, copy = place.scratch.file("before");
  fs::copy(data, copy, fs::copy_options::recursive);
  CollectorOptions options = place.options();
  options.renew_trust = {data + "/offline/root.json"};
  REQUIRE(collector::renew_trust_document(options, place.clock.wall(), place.random).value().version == 2);
  fs::remove_all(copy + "/keys");
  fs::copy(data + "/keys", copy + "/keys", fs::copy_options::recursive);
  fs::remove_all(data);
  fs::rename(copy, data);
  REQUIRE(revision() == before);
  start();
  CHECK(revision() > before);
}

TEST_CASE("keys are lent, and made anew, only with the recovery key that kiosks seal to") {
  namespace fs = std::filesystem;
  Place place, other;
  { const Running server(place); }
  { const Running server(other); }
  const std::string data = place.scratch.file("data"), theirs = other.scratch.file("data");
  place.more.recovery = theirs + "/offline/recovery.json";
  collector_test::check_refused(place.open(), Failure::denied, "another recovery key");
  place.more.recovery = data + "/offline/recovery.json";
  CHECK(place.open().has_value());
  place.more = {};

  CollectorOptions options = place.options();
  const auto rebuild = [&](const std::string& recovery) {
    options.rebuild_keys = recovery + "/offline/recovery.json";
    options.renew_trust = {data + "/offline/root.json"};
    return collector::rebuild_lost_keys(options, place.clock.wall(), place.random);
  };
  collector_test::check_refused(rebuild(data), Failure::conflict, "there are keys");
  fs::rename(data + "/keys", data + "/keys-away");
  collector_test::check_refused(rebuild(theirs), Failure::denied, "another recovery key");
  CHECK_FALSE(fs::exists(data + "/keys"));
  SUBCASE("at once") {}
  SUBCASE("after a run that was cut off before it had signed what the lost keys had") {
    REQUIRE(make_folder(data + "/keys.unfinished/keys").has_value());
    REQUIRE(write_file(data + "/keys.unfinished/keys/online.json", "{").has_value());
  }
  const auto trust = rebuild(data);
  REQUIRE_MESSAGE(trust.has_value(), trust.error().text());
  CHECK(trust->version > 1);
  CHECK_FALSE(fs::exists(data + "/keys.unfinished"));
  const Running server(place);
  CHECK(Client(server.running->url(), place).send("GET", "/v1/admin/stores").status == 200);
}

TEST_CASE("people are warned three months before the trust document runs out, and after") {
  TrustDocument trust;
  trust.expires_at_ms = parse_rfc3339("2027-03-03T00:00:00Z")->ms;
  const auto warning = [&trust](std::string_view at) {
    return collector::trust_warning(trust, *parse_rfc3339(at));
  };
  CHECK(warning("2026-12-02T00:00:00Z") == "");
  CHECK(warning("2026-12-04T00:00:00Z").find("runs out on 2027-03-03. From then on kiosks") != std::string::npos);
  CHECK(warning("2027-02-02T00:00:00Z").find("no new survey") != std::string::npos);
  CHECK(warning("2027-04-01T00:00:00Z").find("ran out on 2027-03-03. Since then kiosks") != std::string::npos);
}
