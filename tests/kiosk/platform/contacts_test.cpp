#include "kiosk/platform/contacts.h"

#include <doctest/doctest.h>

namespace afterword::kiosk {

TEST_CASE("The most fingers at once are counted since the last look, and never less than one") {
  ContactCount count;
  CHECK(count.take_most() == 1);
  count.began(7, 1);
  count.began(7, 2);
  count.ended(7, 1);
  count.began(7, 3);
  CHECK(count.take_most() == 2);
  count.began(8, 3);  // another panel's third touch is another finger
  CHECK(count.take_most() == 3);
  SUBCASE("those that are still down count on") { CHECK(count.take_most() == 3); }
  for (const unsigned touch : {2U, 3U}) count.ended(7, touch);
  count.ended(8, 3);
  count.ended(8, 99);  // never began
  CHECK(count.take_most() == 3);
  CHECK(count.take_most() == 1);
}

TEST_CASE("A panel that forgets to end touches does not grow the count for ever") {
  ContactCount count;
  for (unsigned touch = 0; touch < 100'000; ++touch) count.began(1, touch);
  CHECK(count.take_most() <= 64);
}

}  // namespace afterword::kiosk
