// Who is removed, or gets another password, while a log-in is under way.
#include <doctest/doctest.h>

#include <functional>
#include <utility>

#include "sync/base/crypto/password.h"
#include "tests/sync/collector/program/at_console.h"
#include "tests/sync/collector/support/by_hand.h"

using namespace afterword;

namespace log_in_test {

constexpr const char* kPassword = "a long enough one";

// Does `first` before it gives anything, once.
class Interrupted final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    if (const auto now = std::exchange(first, nullptr)) now();
    random_.fill(out);
  }
  std::function<void()> first;

 private:
  SeededRandom random_{9};
};

// Everything is written by hand, and maria may log in.
struct Office : test::World {
  Office() {
    set_password();
    test::write_by_hand(*this, interrupted);
  }
  void set_password() {
    admin_ok("PUT", "users/maria", json::dump(json::object({{"password", kPassword}})));
  }
  // What POST users/maria/remove and PUT users/maria write, each right before whatever is asked for next.
  void queue_removal() {
    test::queue(*this, [](collector::Writes& w) -> Result<> {
      AFTERWORD_TRY(w.remove_user("maria"));
      return w.end_access("maria");
    });
  }
  void queue_another_password() {
    const std::string hash = test::must(crypto::hash_password(kPassword));
    test::queue(*this, [this, hash](collector::Writes& w) -> Result<> {
      AFTERWORD_TRY(w.put_user({"maria", hash, clock.wall()}));
      return w.end_access("maria");
    });
  }
  // The form is there; `what` is the rest of it. Gives the cookie of who is let in; empty: 403.
  std::string log_in(const std::string& what, const std::function<void()>& meanwhile = {}) {
    const auto in = test::send_log_in(*this, what, [&] { interrupted.first = meanwhile; });
    CHECK((in.status == 303 || in.status == 403));
    return in.status == 303 ? test::cookie_of(in) : "";
  }
  std::string with_password(const std::function<void()>& meanwhile = {}) {
    return log_in("&name=maria&password=a+long+enough+one", meanwhile);
  }
  bool is_in(const std::string& cookie) {
    const int status = test::ask_console(*this, "GET", "/", cookie).status;
    CHECK((status == 200 || status == 303));
    return status == 200;
  }

  Interrupted interrupted;
};

}  // namespace log_in_test
using LogInOffice = log_in_test::Office;

TEST_CASE("a log-in lets nobody in who is removed, or gets another password, before it is written") {
  LogInOffice office;
  CHECK(office.is_in(office.with_password()));
  SUBCASE("removed") {
    office.queue_removal();
    CHECK(office.with_password().empty());
  }
  SUBCASE("removed, and added again with another password") {
    office.queue_removal();
    office.queue_another_password();
    CHECK(office.with_password().empty());
    CHECK(office.is_in(office.with_password()));
  }
  SUBCASE("another password, or the same set anew") {
    office.queue_another_password();
    CHECK(office.with_password().empty());
    CHECK(office.is_in(office.with_password()));
  }
}

TEST_CASE("a log-in link lets nobody in who is removed while it is used") {
  LogInOffice office;
  const auto link = [&office] {
    const std::string url =
        office.admin_ok("POST", "login-links", R"({"user":"maria"})").find("link")->as_string();
    return "&link=" + url.substr(url.find('=') + 1);
  };
  const std::string good = link();
  CHECK(office.is_in(office.log_in(good)));
  CHECK(office.log_in(good).empty());
  const std::string cookie = office.log_in(link(), [&office] { office.queue_removal(); });
  CHECK_FALSE(office.is_in(cookie));
  const auto view = office.read();
  CHECK_FALSE(view->user("maria").value().has_value());
}
