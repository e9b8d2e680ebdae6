#include "kiosk/ui/keyboard/input_method.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

namespace afterword::kiosk::input_method_test {

namespace fs = std::filesystem;

const std::string kShipped = AFTERWORD_SOURCE_DIR "/assets/input";

// One for the program: the library has its state in statics.
InputMethods& methods() {
  // Never ended: the library has statics of its own, which end in an order of their own.
  static auto* const made = new InputMethods(kShipped);
  return *made;
}

std::unique_ptr<InputMethod> pinyin() {
  auto method = methods().begin("zh-Hans");
  REQUIRE_MESSAGE(method.has_value(), (method ? std::string() : method.error().text()));
  return std::move(*method);
}

void type(InputMethod& method, std::string_view letters) {
  for (const char letter : letters) REQUIRE(method.type(std::string(1, letter)));
}

std::vector<std::string> files_under(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

TEST_CASE("Pinyin becomes Chinese: the first candidate is what most people mean") {
  const auto method = pinyin();
  CHECK(method->composition().empty());
  type(*method, "nihao");
  CHECK(method->composition().letters == "ni hao");
  REQUIRE(method->composition().candidates.size() > 3);
  CHECK(method->composition().candidates[0] == "你好");
  CHECK(method->choose_first() == "你好");
  CHECK(method->composition().empty());
  type(*method, "paidui");
  CHECK(method->choose_first() == "排队");
}

TEST_CASE("The first letters of syllables are enough, and an apostrophe cuts them") {
  const auto method = pinyin();
  type(*method, "nv");
  CHECK(method->composition().candidates[0] == "女");
  method->clear();
  CHECK(method->composition().empty());
  type(*method, "xi'an");
  CHECK(method->choose_first() == "西安");
}

TEST_CASE("Candidates come in pages, and any of them can be chosen") {
  const auto method = pinyin();
  type(*method, "shi");
  const Composition first = method->composition();
  CHECK_FALSE(first.has_previous);
  CHECK(first.has_next);
  method->turn_page(1);
  CHECK(method->composition().candidates != first.candidates);
  CHECK(method->composition().has_previous);
  method->turn_page(-1);
  CHECK(method->composition().candidates == first.candidates);
  CHECK(method->choose(1) == first.candidates[1]);
  CHECK(method->choose(0).empty());  // nothing is composed any more
}

TEST_CASE("A candidate for the first letters leaves the others to be chosen") {
  const auto method = pinyin();
  type(*method, "womendeyifu");
  const auto& candidates = method->composition().candidates;
  const auto we = std::find(candidates.begin(), candidates.end(), "我们");
  REQUIRE(we != candidates.end());
  CHECK(method->choose(static_cast<std::size_t>(we - candidates.begin())).empty());
  CHECK_FALSE(method->composition().empty());
  const std::string all = method->choose_first();
  CHECK(all.substr(0, 6) == "我们");
  CHECK(all.size() > 6);
}

TEST_CASE("Deleting takes letters of the composition one by one, and then is for the text") {
  const auto method = pinyin();
  type(*method, "hao");
  CHECK(method->delete_back());
  CHECK(method->composition().letters == "ha");
  CHECK(method->delete_back());
  CHECK(method->delete_back());
  CHECK(method->composition().empty());
  CHECK_FALSE(method->delete_back());
}

TEST_CASE("Return takes the letters as they were typed") {
  const auto method = pinyin();
  type(*method, "wifi");
  CHECK(method->take_letters() == "wifi");
  CHECK(method->take_letters().empty());
}

TEST_CASE("What is no letter is not for the input method") {
  const auto method = pinyin();
  for (const char* other : {" ", "A", "1", "，", "é", "", "'"}) CHECK_FALSE(method->type(other));
  CHECK(method->composition().empty());
}

TEST_CASE("Nothing that is typed is learned or written to a file") {
  const std::vector<std::string> shipped = files_under(kShipped);
  std::vector<std::string> offered;
  // Always the fourth candidate: an input method that learns would offer it first in the end.
  for (int person = 0; person < 5; ++person) {
    const auto method = pinyin();
    type(*method, "shiyi");
    if (offered.empty()) offered = method->composition().candidates;
    CHECK(method->composition().candidates == offered);
    CHECK_FALSE(method->choose(3).empty());
  }
  CHECK(files_under(kShipped) == shipped);
  CHECK_FALSE(fs::exists(kShipped + "/nothing-is-kept"));
}

TEST_CASE("A composition of one person does not meet the next") {
  {
    const auto method = pinyin();
    type(*method, "mimi");
  }
  CHECK(pinyin()->composition().empty());
}

TEST_CASE("Languages without an input method, and a machine without its data, are told") {
  CHECK(InputMethods::wanted("zh"));
  CHECK(InputMethods::wanted("zh-Hans-CN"));
  CHECK_FALSE(InputMethods::wanted("vi"));
  CHECK_FALSE(methods().begin("vi").has_value());
  std::vector<std::string> said;
  InputMethods without(
      kShipped, [&said](const Error& error) { said.push_back(error.text()); },
      "/nonexistent/rime-data");
  const auto method = without.begin("zh");
  REQUIRE_FALSE(method.has_value());
  CHECK(method.error().failure == Failure::unavailable);
  CHECK(method.error().hint.find("rime-data-pinyin-simp") != std::string::npos);
  CHECK_FALSE(without.begin("zh").has_value());
  REQUIRE(said.size() == 1);  // once is enough for a log
  CHECK(said[0].find("rime-data-pinyin-simp") != std::string::npos);
}

}  // namespace afterword::kiosk::input_method_test
