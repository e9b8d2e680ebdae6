#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "sync/collector/page/page.h"

namespace afterword::page::test {
namespace withdraw_page_test {

bool has(const std::string& page, std::string_view part) {
  return page.find(part) != std::string::npos;
}

WithdrawPage two_shops() {
  WithdrawPage page;
  page.shops = {{"harbour-street", "Harbour Street"}, {"hill", "Up & <Hill>"}};
  page.shop = "hill";
  page.day = "2026-03-03";
  return page;
}

}  // namespace withdraw_page_test
namespace withdraw_page_test {

TEST_CASE("The withdraw page asks for shop, day and code in every language, without script") {
  const char* folder = std::getenv("AFTERWORD_PAGE_SAMPLES");  // to look at them
  for (const std::string_view language : withdraw_languages()) {
    CAPTURE(std::string(language));
    WithdrawPage page = two_shops();
    page.language = language;
    const std::string html = withdraw_page(page);
    CHECK(has(html, "<html lang=\"" + std::string(language) + "\""));
    CHECK(has(html, "dir=\"rtl\"") == (language == "ar"));
    CHECK(has(html, R"(name="shop")"));
    CHECK(has(html, R"(<option value="hill" selected>Up &amp; &lt;Hill&gt;</option>)"));
    CHECK(has(html, R"(type="date" required value="2026-03-03")"));
    CHECK(has(html, R"(name="code")"));
    CHECK_FALSE(has(html, "<script"));
    CHECK_FALSE(has(html, "style="));
    if (folder != nullptr)
      std::ofstream(std::string(folder) + "/withdraw-" + std::string(language) + ".html") << html;
  }
}

TEST_CASE("With one shop it is named and not asked for") {
  WithdrawPage page = two_shops();
  page.shops.resize(1);
  const std::string html = withdraw_page(page);
  CHECK(has(html, R"(<input type="hidden" name="shop" value="harbour-street">)"));
  CHECK(has(html, "Harbour Street"));
  CHECK_FALSE(has(html, "<select"));
}

TEST_CASE("What was typed is shown again as text, never as markup") {
  WithdrawPage page = two_shops();
  page.state = WithdrawPage::State::code_wrong;
  page.code = "\"><script>";
  page.day = "\"><b>";
  const std::string html = withdraw_page(page);
  CHECK(has(html, "role=\"alert\""));
  CHECK_FALSE(has(html, "<script"));
  CHECK_FALSE(has(html, "<b>"));
}

TEST_CASE("That all together asked too often is said in words of its own in every language, with whom to ask") {
  for (const std::string_view language : withdraw_languages()) {
    CAPTURE(std::string(language));
    WithdrawPage page = two_shops();
    page.language = language;
    page.contact = "Desk <1>";
    page.state = WithdrawPage::State::too_often;
    const std::string alone = withdraw_page(page);
    CHECK_FALSE(has(alone, "Desk"));
    page.state = WithdrawPage::State::too_many;
    CHECK(has(withdraw_page(page), "<bdi>Desk &lt;1&gt;</bdi>"));
    page.contact.clear();
    CHECK(withdraw_page(page) != alone);
    CHECK_FALSE(has(withdraw_page(page), "in an hour"));
  }
}

TEST_CASE("Once taken, the page asks for nothing more and keeps no code") {
  WithdrawPage page = two_shops();
  page.state = WithdrawPage::State::taken;
  page.code = "7F3K92QM";
  const std::string html = withdraw_page(page);
  CHECK_FALSE(has(html, "<form"));
  CHECK_FALSE(has(html, "7F3K92QM"));
  CHECK(has(html, "role=\"status\""));
}

TEST_CASE("The browser's languages choose the page's") {
  CHECK(withdraw_language("de-AT,de;q=0.9,en;q=0.5") == "de");
  CHECK(withdraw_language("fr, zh-Hans;q=0.8, en") == "zh");
  CHECK(withdraw_language("fr") == "en");
  CHECK(withdraw_language("") == "en");
}

}  // namespace withdraw_page_test
}  // namespace afterword::page::test
