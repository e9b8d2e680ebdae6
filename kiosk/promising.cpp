#include "kiosk/promising.h"

namespace afterword::kiosk {

Promises promises_of(const About& about) {
  return {.owner = about.owner,
          .contact = about.contact,
          .reading_day = about.reading_day,
          .withdraw_at = about.withdraw_at,
          .withdraw_days = about.withdraw_days,
          .withdraw_key = about.withdraw_key,
          .comments_kept_days = about.comments_kept_days,
          .last_deletion = about.last_deletion};
}

std::vector<kiosk::Card> cards_of(const std::vector<afterword::Card>& cards) {
  std::vector<kiosk::Card> out;
  for (const afterword::Card& card : cards)
    out.push_back({card.said, card.did, card.refused, card.day, card.answers});
  return out;
}

}  // namespace afterword::kiosk
