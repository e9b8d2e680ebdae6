// What is around a visit: "Have you finished?", receipts, events, help, and the words that go by
// themselves.
#include <algorithm>
#include <utility>

#include "kiosk/session/kiosk_flow.h"

namespace afterword::kiosk {
namespace {

constexpr Ms kKeepsHeard{3'600'000};  // beside a week, an hour is nothing

}  // namespace

void Flow::count(const std::vector<Counted>& counted, Effects& out) {
  if (place_.practice) return;
  for (const Counted& each : counted) out.push_back(Count{each.survey, each.name});
}

Effects Flow::happened(const Happening& happening) {
  Effects out;
  count(invitations_.happened(happening, clock_.wall()), out);
  const MonoTime now = clock_.mono();
  if (!place_.practice && (!heard_kept_at_ || now - *heard_kept_at_ >= kKeepsHeard)) {
    heard_kept_at_ = now;
    out.push_back(KeepHeard{clock_.wall()});
  }
  if (session_ != nullptr || broken_ || !resting_page()) return out;
  rest();
  tick_visit(now, out);
  return out;
}

void Flow::take_finished(const Intent& intent, Effects& out) {
  const Survey& survey = surveys_[*offered_];
  if (std::holds_alternative<FinishedNow>(intent)) {
    begin(out);
  } else if (std::holds_alternative<NotYet>(intent)) {
    count({{survey.id, "not_yet"}}, out);
    say_farewell(FarewellView::Kind::not_yet);
  } else if (std::holds_alternative<NotToday>(intent)) {
    count({{survey.id, "not_today"}}, out);
    invitations_.declined(survey);
    say_farewell(FarewellView::Kind::not_today);
  }
}

void Flow::take_typing(const Intent& intent, Effects& out) {
  if (std::holds_alternative<CloseReceipt>(intent)) {
    rest();
  } else if (std::holds_alternative<Next>(intent) && !typed_receipt_.empty()) {
    const std::string number = typed_receipt_;
    take_receipt(number, out);
  } else if (const auto* pressed = std::get_if<ReceiptKey>(&intent)) {
    if (pressed->key == "erase") {
      if (!typed_receipt_.empty()) typed_receipt_.pop_back();
    } else if (typed_receipt_.size() < invitations_.receipt_length()) {
      typed_receipt_ += plain_receipt(pressed->key);
    }
  }
}

// A scanner works at any time; while somebody answers, or types, it is nobody's receipt.
void Flow::take_receipt(const std::string& number, Effects& out) {
  const bool here = resting_page() || page_ == Page::farewell || page_ == Page::receipt;
  if (broken_ || !here || languages_open_ || protect_open_) return;
  if (!invitations_.takes_receipts()) return;
  std::vector<Counted> counted;
  const Invitations::Read read = invitations_.receipt(number, counted);
  count(counted, out);
  if (read == Invitations::Read::taken) {
    rest();
    turn_page();
  } else {
    say_farewell(read == Invitations::Read::not_read ? FarewellView::Kind::receipt_unread
                                                     : FarewellView::Kind::asked_before);
  }
}

void Flow::say_farewell(FarewellView::Kind kind) {
  farewell_ = kind;
  show(Page::farewell);
}

void Flow::leave_word() {
  // A word about a receipt is for somebody who may go on; the others have said goodbye.
  const bool stays = page_ == Page::farewell && farewell_ == FarewellView::Kind::receipt_unread;
  if (stays)
    rest();
  else
    forget_person();
}

void Flow::tick_visit(MonoTime now, Effects& out) {
  count(invitations_.expired(), out);
  if (page_ == Page::farewell && now >= page_since_ + slowed(kFarewellFor)) {
    leave_word();
  } else if (page_ == Page::help && now >= page_since_ + slowed(kHelpFor)) {
    leave_word();
  } else if (page_ == Page::out_of_service && visitor_ && now >= touched_at_ + kVisitOverAfter) {
    visitor_ = false;
    forget_person();
  } else if (behind_ && invitations_.help_wanted()) {
    invitations_.helped();
    count({{kNoSurvey, "help_missed"}}, out);
  } else if (resting_page() && !broken_ && invitations_.help_wanted()) {
    rest();
  } else if (resting_page() && visit_changes_at_ && now >= *visit_changes_at_) {
    rest();
  }
  if (std::exchange(help_uncounted_, false)) count({{kNoSurvey, "help_shown"}}, out);
}

std::optional<MonoTime> Flow::visit_change() const {
  if (page_ == Page::farewell) return page_since_ + slowed(kFarewellFor);
  if (page_ == Page::help) return page_since_ + slowed(kHelpFor);
  if (!resting_page()) return std::nullopt;
  std::optional<MonoTime> next = visit_changes_at_;
  if (page_ == Page::out_of_service && visitor_) {
    const MonoTime over = touched_at_ + kVisitOverAfter;
    next = next ? std::min(*next, over) : over;
  }
  return next;
}

}  // namespace afterword::kiosk
