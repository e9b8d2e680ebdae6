// What is around a visit: the invitation, "Have you finished?", events, receipts, and what is counted.
#include "tests/kiosk/session/visit.h"

namespace afterword::kiosk {
namespace visit_test {

TEST_CASE("Have you finished: now begins the questions with the second tap") {
  Visit visit({survey("a", R"({"ask_finished": true})")});
  visit.does(Start{});
  REQUIRE(visit.shows<FinishedView>());
  CHECK_FALSE(visit.flow.in_session());
  visit.does(FinishedNow{});
  CHECK(visit.question() == "rooms");
  CHECK(visit.counts == Counts{{"a started", 1}});
}

TEST_CASE("Have you finished: not yet asks nothing, stores nothing, and leaves the way back open") {
  Visit visit({survey("a", R"({"ask_finished": true})")});
  visit.does(Start{});
  visit.does(NotYet{});
  REQUIRE(visit.shows<FarewellView>());
  CHECK(visit.farewell() == FarewellView::Kind::not_yet);
  visit.leaves_it_for(kFarewellFor);
  CHECK(visit.shows<WelcomeView>());
  CHECK(visit.kept.empty());
  CHECK(visit.drafts.empty());
  CHECK(visit.counts == Counts{{"a not_yet", 1}});
}

TEST_CASE("Have you finished: not today is a counter, a friendly word, and a pause") {
  Visit visit({survey("a", R"({"ask_finished": true, "cool_down_s": 60})")});
  visit.does(Start{});
  visit.does(NotToday{});
  CHECK(visit.farewell() == FarewellView::Kind::not_today);
  visit.does(Finish{});
  CHECK(visit.resting() == OutOfServiceView::Reason::pause);
  visit.leaves_it_for(Ms{61'000});
  CHECK(visit.shows<WelcomeView>());
  CHECK(visit.kept.empty());
  CHECK(visit.counts == Counts{{"a not_today", 1}});
}

TEST_CASE("Have you finished, left without an answer, makes way for the next person") {
  Visit visit({survey("a", R"({"ask_finished": true})")});
  visit.does(Start{});
  visit.does(OpenLanguages{});
  visit.does(ChooseLanguage{"ar"});
  CHECK(visit.shows<FinishedView>());
  visit.leaves_it_for(kIdleLimit);
  CHECK(visit.shows<WelcomeView>());
  CHECK(visit.flow.view().around.language == "en");
  CHECK(visit.counts == Counts{{"a not_said", 1}});
}

TEST_CASE("A pick-up done brings exactly one ask, and none came before it") {
  Visit visit({survey("a", R"({"after": "pickup", "cool_down_s": 0})")}, true);
  CHECK(visit.resting() == OutOfServiceView::Reason::later);
  visit.does(Touched{});
  visit.does(Touched{});
  CHECK(visit.counts == Counts{{"a refused_before_event", 1}});
  visit.leaves_it_for(kVisitOverAfter);
  visit.hears(HappeningKind::pickup_done, "17");
  REQUIRE(visit.shows<WelcomeView>());
  visit.does(Start{});
  CHECK(visit.question() == "rooms");
  visit.finishes();
  visit.leaves_it_for(Ms{120'000});
  CHECK(visit.shows<OutOfServiceView>());
  // The same receipt again leads to no second one.
  visit.hears(HappeningKind::pickup_done, "17");
  CHECK(visit.shows<OutOfServiceView>());
  CHECK(visit.counts["a refused_asked_before"] == 1);
}

TEST_CASE("A kiosk that was never told of an event asks whoever comes") {
  Visit visit({survey("a", R"({"after": "pickup"})")});
  CHECK(visit.shows<WelcomeView>());
  visit.hears(HappeningKind::return_done);
  CHECK(visit.shows<OutOfServiceView>());  // from now on it can wait
}

TEST_CASE(
    "That events come is kept once an hour, and a kiosk that starts again still waits for them") {
  const Survey after_pickup = survey("a", R"({"after": "pickup"})");
  Visit visit({after_pickup});
  CHECK(visit.heard.empty());
  visit.hears(HappeningKind::pickup_done);
  visit.hears(HappeningKind::pickup_done);
  CHECK(visit.heard == std::vector<WallTime>{visit.clock.wall()});
  visit.leaves_it_for(Ms{3'600'000});
  visit.hears(HappeningKind::pickup_done);
  REQUIRE(visit.heard.size() == 2);

  Visit again({after_pickup});
  CHECK(again.shows<WelcomeView>());
  again.flow.set_heard(again.clock.wall() + -(kHearsEventsFor - Ms{60'000}));
  CHECK(again.resting() == OutOfServiceView::Reason::later);
  again.leaves_it_for(Ms{120'000});  // a week is over
  CHECK(again.shows<WelcomeView>());
}

TEST_CASE("An event whose ask nobody took is counted, and one that was refused with its reason") {
  Visit visit({survey("a", R"({"after": "pickup", "open": ["09:00", "21:00"]})")}, true);
  visit.hears(HappeningKind::pickup_done);
  visit.leaves_it_for(kAskHolds);
  CHECK(visit.shows<OutOfServiceView>());
  CHECK(visit.counts == Counts{{"a unanswered", 1}});
  visit.minute = 22 * 60;
  visit.leaves_it_for(Ms{10'000});
  visit.hears(HappeningKind::pickup_done);
  CHECK(visit.resting() == OutOfServiceView::Reason::closed);
  visit.leaves_it_for(kAskHolds);
  CHECK(visit.counts == Counts{{"a unanswered", 1}, {"a refused_closed", 1}});
  visit.note(visit.flow.happened(
      {.kind = HappeningKind::pickup_done, .receipt = {}, .at = visit.clock.wall() + -kAskHolds}));
  CHECK(visit.counts["a refused_too_late"] == 1);
}

TEST_CASE("After a visit that failed there is help and no rating") {
  Visit visit({survey("a", R"({"after": "pickup"})")}, true);
  visit.hears(HappeningKind::pickup_done, "17");
  visit.hears(HappeningKind::visit_failed, "17");
  REQUIRE(visit.shows<HelpView>());
  visit.does(Start{});
  CHECK(visit.shows<HelpView>());
  visit.leaves_it_for(kHelpFor);
  CHECK(visit.shows<OutOfServiceView>());
  CHECK(visit.counts == Counts{{"no-survey help_shown", 1}});
}

TEST_CASE("Help waits for the person who is answering, and not longer than two minutes") {
  Visit visit({survey("a", R"({"cool_down_s": 0})")});
  visit.does(Start{});
  visit.hears(HappeningKind::visit_failed);
  CHECK(visit.question() == "rooms");
  SUBCASE("they finish in time") {
    visit.finishes();
    visit.does(Finish{});
    CHECK(visit.shows<HelpView>());
    visit.leaves_it_for(Ms{0});
    CHECK(visit.counts["no-survey help_shown"] == 1);
  }
  SUBCASE("they take long") {
    for (int i = 0; i < 13; ++i) {
      visit.leaves_it_for(Ms{10'000});
      visit.does(Touched{});
    }
    CHECK(visit.question() == "rooms");
    visit.finishes();
    visit.does(Finish{});
    CHECK(visit.shows<WelcomeView>());
    CHECK(visit.counts["no-survey help_missed"] == 1);
  }
}

TEST_CASE("A scanned receipt leaves out what was not experienced, and its number is nowhere") {
  Visit visit({survey("a", "{}")});
  CHECK(std::get<WelcomeView>(visit.flow.view().screen).questions == 3);
  visit.does(ReceiptNumber{"1234C"});
  const View view = visit.flow.view();
  const auto& welcome = std::get<WelcomeView>(view.screen);
  CHECK(welcome.receipt_read);
  CHECK(welcome.questions == 2);
  visit.does(Start{});
  CHECK(visit.question() == "till");
  visit.does(Choose{"yes"});
  visit.does(Skip{});
  REQUIRE(visit.kept.size() == 1);
  const Response& response = visit.kept[0];
  CHECK(response.experienced == Tags{"checkout"});
  CHECK(response.answers.at("rooms").state == AnswerState::not_shown);
  CHECK_FALSE(check_response(survey("a", "{}"), response));
  CHECK(json::dump(to_json(response)).find("1234") == std::string::npos);
  CHECK(visit.counts["a receipt_read"] == 1);

  // Once is enough for one receipt; the next person is asked everything again.
  visit.does(Finish{});
  visit.leaves_it_for(Ms{10'000});
  CHECK_FALSE(std::get<WelcomeView>(visit.flow.view().screen).receipt_read);
  visit.does(ReceiptNumber{"1234C"});
  CHECK(visit.farewell() == FarewellView::Kind::asked_before);
  CHECK(visit.counts["a refused_asked_before"] == 1);
}

TEST_CASE("A number that cannot be read is said, and the survey is still there without it") {
  Visit visit({survey("a", "{}")});
  visit.does(ReceiptNumber{"98765432"});
  CHECK(visit.farewell() == FarewellView::Kind::receipt_unread);
  visit.does(Finish{});
  REQUIRE(visit.shows<WelcomeView>());
  CHECK_FALSE(std::get<WelcomeView>(visit.flow.view().screen).receipt_read);
  CHECK(visit.counts == Counts{{"a receipt_unread", 1}});
}

TEST_CASE("A receipt's number can be typed, taken back, and is forgotten with the page") {
  Visit visit({survey("a", "{}")});
  CHECK(std::get<WelcomeView>(visit.flow.view().screen).takes_receipts);
  visit.does(OpenReceipt{});
  REQUIRE(visit.shows<ReceiptView>());
  CHECK(std::get<ReceiptView>(visit.flow.view().screen).letters);
  visit.does(Next{});
  CHECK(visit.shows<ReceiptView>());
  for (const char* const key : {"1", "2", "9", "erase", "3", "4", "C", "7", "8"})
    visit.does(ReceiptKey{key});
  CHECK(std::get<ReceiptView>(visit.flow.view().screen).typed == "1234C");
  CHECK(std::get<ReceiptView>(visit.flow.view().screen).full);
  visit.does(CloseReceipt{});
  CHECK(visit.shows<WelcomeView>());
  visit.does(OpenReceipt{});
  CHECK(std::get<ReceiptView>(visit.flow.view().screen).typed.empty());
  for (const char* const key : {"1", "2", "3", "4", "C"}) visit.does(ReceiptKey{key});
  visit.does(Next{});
  CHECK(std::get<WelcomeView>(visit.flow.view().screen).receipt_read);
  visit.does(Start{});
  CHECK(visit.question() == "till");
}

TEST_CASE("Half a number that somebody left standing goes with them") {
  Visit visit({survey("a", "{}")});
  visit.does(OpenReceipt{});
  visit.does(ReceiptKey{"1"});
  visit.leaves_it_for(kIdleLimit);
  CHECK(visit.shows<WelcomeView>());
  CHECK(visit.counts.empty());
}

TEST_CASE("A receipt that somebody scanned and left does not meet the next person") {
  Visit visit({survey("a", "{}")});
  visit.does(ReceiptNumber{"1234C"});
  visit.leaves_it_for(kIdleLimit);
  CHECK_FALSE(std::get<WelcomeView>(visit.flow.view().screen).receipt_read);
  visit.does(ReceiptNumber{"1234C"});
  CHECK(std::get<WelcomeView>(visit.flow.view().screen).receipt_read);
}

TEST_CASE("While somebody answers, a scanner says nothing") {
  Visit visit({survey("a", "{}")});
  visit.does(Start{});
  visit.does(ReceiptNumber{"1234C"});
  CHECK(visit.question() == "rooms");
  CHECK_FALSE(visit.counts.contains("a receipt_read"));
}

TEST_CASE("Whom the draw leaves out of one survey is offered the next, and both are counted") {
  Visit visit({survey("most", R"({"cool_down_s": 0})"),
               survey("some", R"({"share_percent": 30, "cool_down_s": 0})", 9)});
  for (int person = 0; person < 300; ++person) {
    visit.does(Start{});
    REQUIRE(visit.flow.in_session());
    visit.finishes();
    visit.does(Finish{});
    visit.leaves_it_for(Ms{0});
  }
  CHECK(visit.counts["some started"] + visit.counts["most started"] == 300);
  CHECK(visit.counts["some started"] > 90 - 32);  // four times the spread of 300 draws
  CHECK(visit.counts["some started"] < 90 + 32);
  CHECK(visit.counts["some refused_share"] == visit.counts["most started"]);
}

TEST_CASE("The funnel adds up, however people end") {
  Visit visit({survey("a", R"({"cool_down_s": 0})")});
  for (int person = 0; person < 30; ++person) {
    visit.does(Start{});
    if (person % 2 == 0) visit.does(Choose{"yes"});
    if (person % 3 == 0) visit.does(Leave{});
    if (person % 3 == 1) visit.leaves_it_for(Ms{200'000});
    while (visit.flow.in_session()) visit.does(Skip{});
    visit.leaves_it_for(Ms{60'000});
  }
  CHECK(visit.counts["a started"] == 30);
  CHECK(visit.counts["a finished"] + visit.counts["a left"] + visit.counts["a timed_out"] == 30);
  CHECK(visit.counts["a left"] == 10);
  CHECK(visit.counts["a timed_out"] == 10);
}

TEST_CASE("A screen that woke gives people time to look round") {
  Visit visit({survey("a", R"({"min_dwell_s": 30})")});
  CHECK(visit.resting() == OutOfServiceView::Reason::later);
  visit.leaves_it_for(Ms{29'000});
  CHECK(visit.shows<OutOfServiceView>());
  visit.leaves_it_for(Ms{1'000});
  CHECK(visit.shows<WelcomeView>());
  visit.hears(HappeningKind::task_begun);
  CHECK(visit.shows<OutOfServiceView>());
  visit.hears(HappeningKind::task_ended);
  visit.leaves_it_for(Ms{30'000});
  CHECK(visit.shows<WelcomeView>());
}

}  // namespace visit_test
}  // namespace afterword::kiosk
