#include <doctest/doctest.h>

#include "kiosk/ui/hits.h"

namespace afterword::kiosk::hits_test {

using Kind = PointerEvent::Kind;

// A page with two targets side by side, 20 px apart, and a finger.
struct Table {
  Hits hits;
  MonoTime now{10'000};

  Table() { frame(std::nullopt); }

  void frame(std::optional<InputEvent> event) {
    hits.begin(Frame{{1280, 800}, 5, now, std::move(event)});
    hits.add("left", {100, 100, 100, 100}, {90, 90, 120, 120});
    hits.add("right", {220, 100, 100, 100}, {210, 90, 120, 120});
    hits.add("off", {400, 100, 100, 100}, {400, 100, 100, 100}, false);
    hits.end();
  }
  std::string finger(Kind kind, Point at, int after_ms = 200) {
    now = now + Ms{after_ms};
    frame(PointerEvent{kind, at, now});
    return hits.tapped();
  }
  std::string tap(Point at, int after_ms = 200) {
    finger(Kind::down, at, after_ms);
    return finger(Kind::up, at, 0);
  }
};

TEST_CASE("A touch counts when it is released inside the target it began in") {
  Table table;
  CHECK(table.finger(Kind::down, {150, 150}) == "");
  CHECK(table.hits.pressed("left"));
  CHECK(table.finger(Kind::up, {199, 101}) == "left");
  CHECK_FALSE(table.hits.pressed("left"));
  table.frame(std::nullopt);
  CHECK(table.hits.tapped() == "");
}

TEST_CASE("Sliding off cancels, and so does ending on a neighbour") {
  Table table;
  table.finger(Kind::down, {150, 150});
  table.finger(Kind::move, {150, 400});
  CHECK_FALSE(table.hits.pressed("left"));
  CHECK(table.finger(Kind::up, {150, 400}) == "");
  table.finger(Kind::down, {150, 150});
  CHECK(table.finger(Kind::up, {250, 150}) == "");
}

TEST_CASE("Sliding off and back again counts") {
  Table table;
  table.finger(Kind::down, {150, 150});
  table.finger(Kind::move, {150, 400});
  table.finger(Kind::move, {150, 150});
  CHECK(table.hits.pressed("left"));
  CHECK(table.finger(Kind::up, {150, 150}) == "left");
}

TEST_CASE("A touch that the system takes away counts for nothing") {
  Table table;
  table.finger(Kind::down, {150, 150});
  table.finger(Kind::cancel, {150, 150});
  CHECK(table.finger(Kind::up, {150, 150}) == "");
}

TEST_CASE("There is no dead strip between neighbours: the nearest wins") {
  Table table;
  CHECK(table.tap({208, 150}) == "left");
  CHECK(table.tap({212, 150}, 400) == "right");
}

TEST_CASE("Two strikes within 150 ms and 4 mm are one") {
  Table table;
  CHECK(table.tap({150, 150}) == "left");
  CHECK(table.tap({155, 150}, 100) == "");
  SUBCASE("but not after 150 ms") { CHECK(table.tap({155, 150}, 150) == "left"); }
  SUBCASE("nor further apart than 4 mm") { CHECK(table.tap({150, 175}, 10) == "left"); }
}

TEST_CASE("What is disabled cannot be tapped") {
  Table table;
  CHECK(table.tap({450, 150}) == "");
}

TEST_CASE("What lies under a dialog cannot be tapped") {
  Hits hits;
  const auto frame = [&](std::optional<InputEvent> event) {
    hits.begin(Frame{{1280, 800}, 5, {}, std::move(event)});
    hits.add("below", {0, 0, 100, 100});
    hits.cover();
    hits.add("dialog", {200, 200, 100, 100});
    hits.end();
  };
  frame(std::nullopt);
  CHECK(hits.find("below") == nullptr);
  frame(PointerEvent{Kind::down, {50, 50}, MonoTime{1000}});
  frame(PointerEvent{Kind::up, {50, 50}, MonoTime{1000}});
  CHECK(hits.tapped() == "");
}

TEST_CASE("An event is judged by the targets of the frame before, which the person saw") {
  Hits hits;
  hits.begin(Frame{{1280, 800}, 5, {}, std::nullopt});
  hits.add("old", {0, 0, 100, 100});
  hits.end();
  hits.begin(Frame{{1280, 800}, 5, {}, PointerEvent{Kind::down, {50, 50}, MonoTime{1000}}});
  hits.add("new", {0, 0, 100, 100});
  CHECK(hits.pressed("old"));
  CHECK_FALSE(hits.pressed("new"));
}

}  // namespace afterword::kiosk::hits_test
