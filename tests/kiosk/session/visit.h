// Somebody in front of a kiosk, told with a clock that stands still.
#pragma once
#include <doctest/doctest.h>

#include <map>

#include "kiosk/session/kiosk_flow.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace visit_test {

inline Survey survey(const std::string& id, const std::string& timing, int priority = 0) {
  return test::survey_of(R"({"format": 1, "id": ")" + id + R"(", "version": 1,
    "touchpoint": "exit", "languages": ["en", "ar"], "priority": )" +
                         std::to_string(priority) + R"(, "timing": )" + timing + R"(,
    "questions": [
      {"id": "rooms", "kind": "yes_no", "about": ["fitting-room"], "text": {"en": "Rooms?", "ar": "?"}},
      {"id": "till", "kind": "yes_no", "about": ["checkout"], "text": {"en": "Till?", "ar": "?"}},
      {"id": "more", "kind": "text", "text": {"en": "More?", "ar": "?"}}]})");
}

inline ReceiptScheme scheme() {
  return *read_receipt_scheme(
      *json::parse(R"({"pattern": "####!", "tags": {"F": "fitting-room", "C": "checkout"}})"), "");
}

struct Visit {
  explicit Visit(std::vector<Survey> surveys, bool hears_events = false)
      : random(5), flow(place(hears_events), "boot-1", clock, random) {
    flow.set_surveys(std::move(surveys));
  }
  Place place(bool hears_events) {
    return {.brand = "Kestrel",
            .store_name = "Harbour Street",
            .touchpoint = "exit",
            .practice = false,
            .minute_of_day = [this](WallTime) { return minute; },
            .timing = {.hears_events = hears_events,
                       .receipts = scheme(),
                       .receipt_mark = [](std::string_view number) {
                         return "mark of " + std::string(number);
                       }}};
  }

  void does(const Intent& intent) { note(flow.take(intent)); }
  void hears(HappeningKind kind, const std::string& receipt = "") {
    note(flow.happened({.kind = kind, .receipt = receipt, .at = {}}));
  }
  // As the loop would: each time something is due.
  void leaves_it_for(Ms time) {
    const MonoTime end = clock.mono() + time;
    for (;;) {
      const auto next = flow.next_change();
      if (!next || *next > end) break;
      if (*next > clock.mono()) clock.advance(*next - clock.mono());
      note(flow.tick());
    }
    clock.advance(end - clock.mono());
    note(flow.tick());
  }
  void finishes() {
    while (flow.in_session() && kept.empty()) does(Skip{});
    // Everything skipped is nothing to keep.
  }
  void note(Effects effects) {
    for (Effect& effect : effects) {
      if (auto* count = std::get_if<Count>(&effect)) ++counts[count->survey + " " + count->name];
      if (auto* keep = std::get_if<KeepResponse>(&effect)) {
        kept.push_back(keep->recording.response);
        flow.kept();
      }
      if (auto* keep = std::get_if<KeepHeard>(&effect)) heard.push_back(keep->at);
      if (auto* keep = std::get_if<SaveDraft>(&effect)) drafts.push_back(keep->recording.response);
    }
  }
  template <class Page>
  bool shows() const {
    return std::holds_alternative<Page>(flow.view().screen);
  }
  FarewellView::Kind farewell() const { return std::get<FarewellView>(flow.view().screen).kind; }
  OutOfServiceView::Reason resting() const {
    return std::get<OutOfServiceView>(flow.view().screen).reason;
  }
  std::string question() const {
    const View view = flow.view();
    if (const auto* page = std::get_if<QuestionView>(&view.screen)) return page->id;
    if (const auto* page = std::get_if<CommentView>(&view.screen)) return page->id;
    return "";
  }

  int minute = 12 * 60;
  test::FakeClock clock;
  SeededRandom random;
  Flow flow;
  std::map<std::string, int> counts;
  std::vector<Response> kept, drafts;
  std::vector<WallTime> heard;
};

using Counts = std::map<std::string, int>;

}  // namespace visit_test
}  // namespace afterword::kiosk
