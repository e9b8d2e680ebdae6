#include "tests/faults/hostile_proxy/reader.h"

#include "tools/admin/admin_client.h"

namespace afterword::test {

Reader::Reader(std::string collector, std::string token_file, std::string survey)
    : collector_(std::move(collector)),
      token_file_(std::move(token_file)),
      survey_(std::move(survey)),
      thread_([this] { run(); }) {}

Reader::~Reader() { finish(); }

void Reader::finish() {
  finishing_ = true;
  if (thread_.joinable()) thread_.join();
}

bool Reader::read_page() {
  auto token = read_admin_token(token_file_);
  if (!token) return false;
  token->collector = collector_;
  CurlHttpClient http;
  auto admin = AdminClient::connect(*token, http, SystemClock().wall());
  if (!admin) return false;
  for (;;) {
    const auto page = admin->get("/v1/admin/responses?survey=" + survey_ + "&after=" + after_ +
                                 "&limit=1000");
    if (!page) return false;
    for (const json::Value& response : page->find("responses")->as_array())
      ++seen_[{response.find("device")->as_string(), response.find("sequence")->as_integer()}];
    after_ = page->find("last")->as_string();
    if (page->find("next")->as_string().empty()) return true;
  }
}

void Reader::run() {
  for (;;) {
    const bool last = finishing_;
    const bool whole = read_page();
    if (last && whole) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace afterword::test
