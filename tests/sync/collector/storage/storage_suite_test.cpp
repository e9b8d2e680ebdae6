// What every implementation of Storage must do. Opened by name, so that another database runs the
// same cases.
#include "tests/sync/collector/storage/storage_suite.h"

TEST_CASE_TEMPLATE("stores, devices and logs come back as they were put", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  coll::Device device;
  device.public_key = Bytes(32, 7);
  device.store = "harbour";
  device.touchpoint = "exit";
  device.definition_formats = {1, 2};
  device.response_formats = {1};
  device.enrolled_at = {77};
  storage_suite::write(*storage, [&](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_store({"harbour", "Harbour", "Europe/London"}));
    AFTERWORD_TRY(writes.put_store({"harbour", "Harbour Street", "Europe/London"}));
    AFTERWORD_ASSIGN(device.id, writes.next_device_id());
    return writes.add_device(device);
  });
  CHECK(device.id == "dev-1");
  device.counters = {200, 0xF000'0000'0000'0001u};
  device.state = coll::DeviceState::revoked;
  device.seen_at = WallTime{88};
  device.heartbeat_counter = 199;
  device.boots = {{"boot-1", 1}, {"boot \"2\"", 150}};
  device.alarms = {"cloned"};
  storage_suite::write(*storage, [&](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.update_device(device));
    return writes.put_log({"dev-1", 2, 5, Bytes(32, 1), 9, Bytes(32, 2), 3, WallTime{4}, true});
  });
  const auto view = storage->read().value();
  CHECK(view->store("harbour").value()->name == "Harbour Street");
  CHECK_FALSE(view->store("hill").value().has_value());
  const auto back = view->device_by_key(Bytes(32, 7)).value();
  REQUIRE(back.has_value());
  CHECK(back->counters.seen == 0xF000'0000'0000'0001u);
  CHECK(back->state == coll::DeviceState::revoked);
  CHECK(back->seen_at == WallTime{88});
  CHECK(back->definition_formats == std::vector<int>{1, 2});
  CHECK(back->heartbeat_counter == 199);
  CHECK(back->boots == device.boots);
  CHECK(back->alarms == device.alarms);
  const auto log = view->log("dev-1", 2).value();
  REQUIRE(log.has_value());
  CHECK(log->forked);
  CHECK(log->reported_waiting == 3);
}

TEST_CASE_TEMPLATE("the ledger keeps what came and lets only its outcome change; holes are named",
                   Kind, storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  using coll::LedgerOutcome;
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    for (const int number : {2, 3, 6})
      AFTERWORD_TRY(writes.put_ledger(storage_suite::ledger(number, LedgerOutcome::held)));
    auto changed = storage_suite::ledger(3, LedgerOutcome::stored);
    changed.data_hash = Bytes(32, 99);
    changed.day = Day{100};
    return writes.put_ledger(changed);
  });
  const auto view = storage->read().value();
  const auto rows = view->ledger("dev-1", 1, 3, 6).value();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].outcome == LedgerOutcome::stored);
  CHECK(rows[0].data_hash == Bytes(32, 3));
  CHECK(rows[0].day == Day{100});
  const auto holes = view->holes("dev-1", 1, 8, 10).value();
  REQUIRE(holes.size() == 3);
  CHECK(holes[0] == SequenceRange{1, 1});
  CHECK(holes[1] == SequenceRange{4, 5});
  CHECK(holes[2] == SequenceRange{7, 8});
  CHECK(view->holes("dev-1", 1, 8, 1).value().size() == 1);
  CHECK(view->holes("dev-9", 1, 0, 10).value().empty());
  const auto unusual = view->unusual_outcomes().value();
  REQUIRE(unusual.size() == 1);
  CHECK(unusual[0].count == 2);
}

TEST_CASE_TEMPLATE("what is held is counted and named in ranges, log by log", Kind, storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  using coll::LedgerOutcome;
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    for (const int number : {2, 3, 4, 6})
      AFTERWORD_TRY(writes.put_ledger(storage_suite::ledger(number, LedgerOutcome::held)));
    AFTERWORD_TRY(writes.put_ledger(storage_suite::ledger(5, LedgerOutcome::quarantined)));
    auto row = storage_suite::ledger(7, LedgerOutcome::held);
    row.log = 2;
    AFTERWORD_TRY(writes.put_ledger(row));
    row.device = "dev-2";
    return writes.put_ledger(row);
  });
  const auto view = storage->read().value();
  CHECK(view->count_held("dev-1").value() == 5);
  using Ranges = std::vector<LogRange>;
  const Ranges all{{1, {2, 4}}, {1, {6, 6}}, {2, {7, 7}}};
  for (const int turn : {0, 1, 7}) CHECK(view->held("dev-1", 10, turn).value() == all);
  CHECK(view->held("dev-1", 3, 5).value() == all);
  CHECK(view->held("dev-1", 2, 4).value() == Ranges{all[0], all[1]});
  CHECK(view->held("dev-1", 2, 5).value() == Ranges{all[2]});
  CHECK(view->held("dev-2", 10, 1).value() == Ranges{{2, {7, 7}}});
  CHECK(view->held("dev-9", 10, 1).value().empty());
}

TEST_CASE_TEMPLATE("a number has one response, and pages follow the order of arrival", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    for (const int number : {3, 1, 2})
      AFTERWORD_TRY(writes.add_response(storage_suite::response(number)));
    return {};
  });
  const auto twice = storage->write(
      [](coll::Writes& writes) { return writes.add_response(storage_suite::response(2)); });
  REQUIRE_FALSE(twice.has_value());
  CHECK(twice.error().failure == Failure::conflict);
  const auto view = storage->read().value();
  const auto first = view->responses("fitting-rooms", 0, 2).value();
  REQUIRE(first.responses.size() == 2);
  CHECK(first.responses[0].sequence == 3);
  CHECK(first.more);
  const auto rest = view->responses("fitting-rooms", first.last, 2).value();
  REQUIRE(rest.responses.size() == 1);
  CHECK(rest.responses[0].sequence == 2);
  CHECK_FALSE(rest.more);
  CHECK(view->completions("fitting-rooms", std::nullopt).value().complete == 3);
  const auto newest = view->newest_answering("fitting-rooms", "rooms", std::nullopt, 2).value();
  REQUIRE(newest.size() == 2);
  CHECK(newest[0].sequence == 2);
  CHECK(newest[1].sequence == 1);
  CHECK(view->newest_answering("fitting-rooms", "rooms.why", std::nullopt, 2).value().empty());
  CHECK(view->responses_by_store().value().at("harbour") == 3);
}

TEST_CASE_TEMPLATE("counts add up in the cube, and sums are taken by any one column", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  using storage_suite::cell;
  using storage_suite::counts;
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.add_definition(storage_suite::definition(1), {"rooms", "rooms.why"}));
    AFTERWORD_TRY(writes.add_definition(storage_suite::definition(2), {"rooms"}));
    AFTERWORD_TRY(writes.add_to_cube({{cell(1, "2026-03-03", "harbour"), counts(2, 5)}}));
    AFTERWORD_TRY(writes.add_to_cube({{cell(1, "2026-03-03", "harbour"), counts(1, 11)},
                                      {cell(2, "2026-03-04", "hill"), counts(4, 0)},
                                      {cell(1, "2026-03-03", "hill", true), counts(8, 0)}}));
    return {};
  });
  const auto view = storage->read().value();
  const auto all = view->sums({.survey = "fitting-rooms", .from = {}, .to = {}}).value();
  REQUIRE(all.size() == 1);
  CHECK(all[0].counts.answered == 15);
  CHECK(all[0].counts.v[5] == 2);
  CHECK(all[0].counts.v[11] == 1);
  const auto clean =
      view->sums({.survey = "fitting-rooms", .from = {}, .to = {}, .clean_only = true}).value();
  CHECK(clean[0].counts.answered == 7);
  const auto by_store = view->sums({.survey = "fitting-rooms",
                                    .from = Day::parse("2026-03-04"),
                                    .to = Day::parse("2026-03-04"),
                                    .by = coll::Group::store})
                            .value();
  REQUIRE(by_store.size() == 1);
  CHECK(by_store[0].group == "hill");
  CHECK(view->cube().value().size() == 3);
  const auto unpublished = storage->write([](coll::Writes& writes) {
    return writes.add_to_cube({{cell(9, "2026-03-03", "harbour"), counts(1, 1)}});
  });
  CHECK_FALSE(unpublished.has_value());
}

TEST_CASE_TEMPLATE("a failed part is undone alone, a failed change altogether", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_store({"harbour", "H", "UTC"}));
    const auto part = writes.attempt([](coll::Writes& inner) -> Result<> {
      AFTERWORD_TRY(inner.put_store({"hill", "H", "UTC"}));
      return fail(Failure::invalid, "no");
    });
    CHECK_FALSE(part.has_value());
    return {};
  });
  const auto failed = storage->write([](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_store({"quay", "Q", "UTC"}));
    return fail(Failure::invalid, "no");
  });
  CHECK_FALSE(failed.has_value());
  const auto stores = storage->read().value()->stores().value();
  REQUIRE(stores.size() == 1);
  CHECK(stores[0].id == "harbour");
}

TEST_CASE_TEMPLATE(
    "a view does not change while others write, and what was written survives a start", Kind,
    storage_suite::Sqlite) {
  Kind kind;
  auto storage = kind.open();
  {
    const auto before = storage->read().value();
    CHECK(before->revision().value() == 1);
    storage_suite::write(*storage, [](coll::Writes& writes) { return writes.raise_revision(); });
    CHECK(before->revision().value() == 1);
  }
  storage.reset();
  storage = kind.open();
  CHECK(storage->read().value()->revision().value() == 2);
  CHECK(storage->check().has_value());
  CHECK(storage->tidy().has_value());
}

TEST_CASE_TEMPLATE("of a tally the highest revision holds", Kind, storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    coll::Tally tally{"dev-1", Day{100}, "fitting-rooms", "started", 3, 12};
    AFTERWORD_TRY(writes.put_tally(tally));
    tally.revision = 2;
    tally.count = 9;
    AFTERWORD_TRY(writes.put_tally(tally));
    tally.name = "refused";
    AFTERWORD_TRY(writes.put_tally(tally));
    tally.device = "dev-2";
    tally.day = Day{101};
    AFTERWORD_TRY(writes.put_tally(tally));
    tally.survey = "another";
    return writes.put_tally(tally);
  });
  const auto view = storage->read().value();
  const auto sums = view->tally_sums("fitting-rooms", {}, {}).value();
  REQUIRE(sums.size() == 2);
  CHECK(sums.at("started") == 12);
  CHECK(sums.at("refused") == 18);
  CHECK(view->tally_sums("fitting-rooms", Day{101}, Day{101}).value().at("refused") == 9);
}

TEST_CASE_TEMPLATE("a device counts so many things on a day, and no more", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    coll::Tally tally{"dev-1", Day{100}, "s", "", 1, 1};
    for (int i = 0; i < coll::kTalliesADay + 5; ++i) {
      tally.name = "name_" + std::to_string(i);
      AFTERWORD_TRY(writes.put_tally(tally));
    }
    tally.name = "name_7";
    tally.revision = tally.count = 2;
    AFTERWORD_TRY(writes.put_tally(tally));
    tally.device = "dev-2";
    return writes.put_tally(tally);
  });
  const auto sums = storage->read().value()->tally_sums("s", {}, {}).value();
  CHECK(sums.size() == coll::kTalliesADay);
  CHECK(sums.at("name_7") == 4);
}

TEST_CASE_TEMPLATE("a count that stands under a day and apart from it is placed once, the newer revision", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_tally({"dev-1", Day{100}, "s", "started", 1, 1}));
    AFTERWORD_TRY(writes.put_tally({"dev-1", Day{100} + coll::kMisdated, "s", "started", 2, 20}));
    AFTERWORD_TRY(writes.put_tally({"dev-1", Day{200}, "s", "started", 4, 400}));
    AFTERWORD_TRY(writes.put_tally({"dev-1", Day{200} + coll::kMisdated, "s", "started", 3, 3}));
    AFTERWORD_TRY(writes.put_tally({"dev-2", Day{300}, "s", "started", 1, 1000}));
    return writes.place_tallies("dev-1", Day{50}, Day{150});
  });
  const auto view = storage->read().value();
  CHECK(view->tally_sums("s", {}, {}).value().at("started") == 1020);
  CHECK(view->misdated_sums("s").value().at("started") == 400);
  CHECK(view->misdated_tallies("dev-1").value().rows == 1);
}

TEST_CASE_TEMPLATE("access is taken back: a user's, and every token but one", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_user({"ana", "hash", WallTime{1}}));
    AFTERWORD_TRY(writes.add_session({Bytes(32, 1), "ana", "csrf", WallTime{50}}));
    AFTERWORD_TRY(writes.add_session({Bytes(32, 2), "ben", "csrf", WallTime{50}}));
    AFTERWORD_TRY(writes.add_login_link({Bytes(32, 3), "ana", WallTime{50}}));
    AFTERWORD_TRY(writes.add_token({Bytes(32, 4), "t", WallTime{1}}));
    AFTERWORD_TRY(writes.add_token({Bytes(32, 5), "t", WallTime{1}}));
    AFTERWORD_TRY(writes.end_access("ana"));
    AFTERWORD_ASSIGN(const bool removed, writes.remove_user("ana"));
    CHECK(removed);
    AFTERWORD_ASSIGN(const bool again, writes.remove_user("ana"));
    CHECK_FALSE(again);
    AFTERWORD_ASSIGN(const auto link, writes.take_login_link(Bytes(32, 3)));
    CHECK_FALSE(link.has_value());
    return writes.remove_tokens_but(Bytes(32, 5));
  });
  const auto view = storage->read().value();
  CHECK_FALSE(view->user("ana").value().has_value());
  CHECK_FALSE(view->session(Bytes(32, 1)).value().has_value());
  CHECK(view->session(Bytes(32, 2)).value().has_value());
  CHECK_FALSE(view->token(Bytes(32, 4)).value().has_value());
  CHECK(view->token(Bytes(32, 5)).value().has_value());
}

TEST_CASE_TEMPLATE("a log-in link is taken once; what is over goes away", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.add_login_link({Bytes(32, 1), "admin", WallTime{100}}));
    AFTERWORD_TRY(writes.add_session({Bytes(32, 2), "admin", "csrf", WallTime{50}}));
    AFTERWORD_ASSIGN(const auto first, writes.take_login_link(Bytes(32, 1)));
    CHECK(first->user == "admin");
    AFTERWORD_ASSIGN(const auto second, writes.take_login_link(Bytes(32, 1)));
    CHECK_FALSE(second.has_value());
    return writes.remove_expired(WallTime{50});
  });
  CHECK_FALSE(storage->read().value()->session(Bytes(32, 2)).value().has_value());
}

TEST_CASE_TEMPLATE("a second program is refused while the first runs", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  const auto second = coll::open_sqlite_storage(kind.scratch.file("collector.db"));
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().failure == Failure::conflict);
}

TEST_CASE_TEMPLATE("a desk's records come back as they were put, by log, by page and by day", Kind,
                   storage_suite::Sqlite) {
  Kind kind;
  const auto storage = kind.open();
  const auto head = [](std::int64_t sequence, const std::string& store, std::string_view day) {
    coll::DeskHead out;
    out.device = "dev-1";
    out.sequence = sequence;
    out.store = store;
    out.touchpoint = "service-desk";
    out.day = Day::parse(day).value();
    out.started_at = {1000 * sequence};
    out.body = "{}";
    out.received_at = {2000};
    out.mac = Bytes(32, 3);
    return out;
  };
  storage_suite::write(*storage, [&](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.add_interaction(
        {head(1, "harbour", "2026-03-03"), "return", Solved::no, true, 90'000}));
    AFTERWORD_TRY(writes.add_interaction(
        {head(2, "hill", "2026-03-03"), "advice", Solved::too_early, false, 5}));
    AFTERWORD_TRY(writes.add_interaction(
        {head(3, "harbour", "2026-03-04"), "return", Solved::yes, false, 60'000}));
    AFTERWORD_TRY(writes.add_star({head(4, "harbour", "2026-03-03"), "s4", StarBy::staff}));
    AFTERWORD_TRY(writes.put_staff({"harbour", "s4", "Ana", "", false, "hash"}));
    AFTERWORD_TRY(writes.put_staff({"harbour", "s4", "Anna", "Desk", true, "hash"}));
    AFTERWORD_TRY(writes.put_staff({"harbour", "s5", "Ben", "", false, ""}));
    return writes.remove_staff("harbour", "s5");
  });
  const auto view = storage->read().value();
  const auto first = view->interaction("dev-1", 1, 1).value();
  REQUIRE(first.has_value());
  CHECK(first->category == "return");
  CHECK(first->solved == Solved::no);
  CHECK(first->handed_over);
  CHECK(first->duration_ms == 90'000);
  CHECK(first->head.started_at == WallTime{1000});
  CHECK_FALSE(view->interaction("dev-1", 1, 4).value().has_value());
  CHECK(view->star("dev-1", 1, 4).value()->by == StarBy::staff);
  std::vector<std::int64_t> numbers;
  REQUIRE(view->scan_interactions("dev-1", 1,
                                  [&](const coll::InteractionRow& row) -> Result<> {
                                    numbers.push_back(row.head.sequence);
                                    return {};
                                  })
              .has_value());
  CHECK(numbers == std::vector<std::int64_t>{1, 2, 3});
  const Day day = Day::parse("2026-03-03").value();
  CHECK(view->interactions({}).value().rows.size() == 3);
  CHECK(view->interactions({.store = "harbour"}).value().rows.size() == 2);
  CHECK(view->interactions({.store = "harbour", .from = day, .to = day}).value().rows.size() == 1);
  CHECK(view->interactions({.touchpoint = "exit"}).value().rows.empty());
  const auto page = view->interactions({.limit = 2}).value();
  CHECK(page.more);
  CHECK(view->interactions({.after = page.last}).value().rows.size() == 1);
  CHECK(view->stars({.store = "hill"}).value().rows.empty());
  const auto staff = view->staff("harbour").value();
  REQUIRE(staff.size() == 1);
  CHECK(staff[0].first_name == "Anna");
  CHECK(staff[0].on_stars);
  CHECK(view->log_names().value().size() == 1);

  storage_suite::write(*storage, [](coll::Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.add_response(storage_suite::response(5)));
    return writes.add_response(storage_suite::response(6));
  });
  int seen = 0;
  REQUIRE(storage->read()
              .value()
              ->scan_day("harbour", "exit", day,
                         [&](const coll::ResponseRow& row) -> Result<> {
                           CHECK(row.sequence == 5 + seen++);
                           return {};
                         })
              .has_value());
  CHECK(seen == 2);
}
