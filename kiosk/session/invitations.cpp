#include "kiosk/session/invitations.h"

#include <algorithm>

namespace afterword::kiosk {
namespace {

OutOfServiceView::Reason reason_of(NotOffered refused) {
  using Reason = OutOfServiceView::Reason;
  switch (refused) {
    case NotOffered::closed:
      return Reason::closed;
    case NotOffered::busy:
    case NotOffered::too_soon:
    case NotOffered::before_event:
      return Reason::later;
    case NotOffered::quiet:
    case NotOffered::cooling_down:
    case NotOffered::not_experienced:
    case NotOffered::share:
    case NotOffered::asked_before:
    case NotOffered::too_late:
      return Reason::pause;
    case NotOffered::import_only:
    case NotOffered::wrong_touchpoint:
      break;
  }
  return Reason::no_survey;
}

std::string refused(NotOffered reason) { return "refused_" + std::string(name(reason)); }

}  // namespace

void Invitations::set_place(const TimingPlace& place) {
  if (place.hears_events && !place_.hears_events) visits_.hears_events();
  place_ = place;
}

bool Invitations::receipts_have_letters() const {
  if (!place_.receipts) return false;
  const std::string& pattern = place_.receipts->pattern;
  return std::any_of(pattern.begin(), pattern.end(), [](char sign) {
    return sign != '#' && sign != '=' && (sign < '0' || sign > '9');
  });
}

Moment Invitations::moment() {
  return visits_.moment(*surveys_, touchpoint_, minute_of_day_, clock_.mono());
}

Invitations::Offer Invitations::look(const std::vector<Survey>& surveys,
                                     const std::string& touchpoint, int minute_of_day) {
  surveys_ = &surveys;
  touchpoint_ = touchpoint;
  minute_of_day_ = minute_of_day;
  const Moment now = moment();
  Offer offer{.survey = choose(surveys, now), .experienced = {}};
  if (offer.survey) {
    offer.experienced = experience_for(surveys[*offer.survey], now);
    return offer;
  }
  // Something that passes by itself is said before what does not.
  for (const RefusedSurvey& each : refused_before(surveys, now, std::nullopt)) {
    const auto reason = reason_of(each.reason);
    if (offer.resting == OutOfServiceView::Reason::no_survey) offer.resting = reason;
    if (reason == OutOfServiceView::Reason::later) offer.resting = reason;
  }
  return offer;
}

const Survey* Invitations::survey_for(HappeningKind kind) const {
  const auto after = fulfils(kind);
  const Survey* found = nullptr;
  if (surveys_ == nullptr) return nullptr;
  for (const Survey& survey : *surveys_) {
    if (survey.use != Use::kiosk || (after && survey.timing.after != *after)) continue;
    if (!survey.touchpoint.empty() && survey.touchpoint != touchpoint_) continue;
    if (found == nullptr || survey.priority > found->priority ||
        (survey.priority == found->priority && survey.id < found->id))
      found = &survey;
  }
  return found;
}

std::optional<NotOffered> Invitations::note(const Happening& happening, WallTime wall) {
  std::string mark;
  Experienced experienced;
  if (!happening.receipt.empty()) {
    const std::string number = plain_receipt(happening.receipt);
    if (place_.receipt_mark && !number.empty()) mark = place_.receipt_mark(number);
    if (place_.receipts) experienced = read_receipt(*place_.receipts, happening.receipt);
  }
  const Ms age = happening.at ? wall - *happening.at : Ms{0};
  return visits_.take(happening.kind, mark, std::move(experienced), age, clock_.mono());
}

std::vector<Counted> Invitations::happened(const Happening& happening, WallTime wall) {
  const auto reason = note(happening, wall);
  if (!reason) return {};
  const Survey* const survey = survey_for(happening.kind);
  return {{survey == nullptr ? kNoSurvey : survey->id, refused(*reason)}};
}

Invitations::Read Invitations::receipt(const std::string& number, std::vector<Counted>& counted) {
  if (!takes_receipts()) return Read::not_read;
  auto experienced = read_receipt(*place_.receipts, number);
  const Survey* const survey = survey_for(HappeningKind::entered);
  const std::string about = survey == nullptr ? kNoSurvey : survey->id;
  if (!experienced) {
    counted.push_back({about, "receipt_unread"});
    return Read::not_read;
  }
  const auto reason = visits_.scan(place_.receipt_mark(plain_receipt(number)),
                                   std::move(experienced), clock_.mono());
  if (!reason) {
    counted.push_back({about, "receipt_read"});
    return Read::taken;
  }
  counted.push_back({about, refused(*reason)});
  return Read::asked_before;
}

std::vector<Counted> Invitations::count_refused() {
  if (counted_ || surveys_ == nullptr) return {};
  counted_ = true;
  const Moment now = moment();
  std::vector<Counted> out;
  for (const RefusedSurvey& each : refused_before(*surveys_, now, choose(*surveys_, now)))
    out.push_back({(*surveys_)[each.index].id, refused(each.reason)});
  return out;
}

std::vector<Counted> Invitations::turned_away() { return count_refused(); }

std::vector<Counted> Invitations::asked(const Survey& survey) {
  std::vector<Counted> out = count_refused();
  visits_.asked(survey, clock_.mono());
  return out;
}

void Invitations::woke() {
  counted_ = false;
  visits_.woke(clock_.mono());
}

void Invitations::visit_over() {
  counted_ = false;
  visits_.visit_over();
}

std::vector<Counted> Invitations::expired() {
  if (surveys_ == nullptr) return {};
  // As it was while it waited: afterwards "before the event" would be the reason of all.
  const Moment before = moment();
  std::vector<Counted> out;
  for (const HappeningKind kind : visits_.expire(clock_.mono())) {
    const Survey* const survey = survey_for(kind);
    if (survey == nullptr || kind == HappeningKind::visit_failed) {
      out.push_back(
          {kNoSurvey, kind == HappeningKind::visit_failed ? "help_missed" : "unanswered"});
      continue;
    }
    auto reason = why_not(*survey, before);
    if (reason == NotOffered::before_event) reason.reset();  // its own, that has just run out
    out.push_back({survey->id, reason ? refused(*reason) : "unanswered"});
  }
  return out;
}

}  // namespace afterword::kiosk
