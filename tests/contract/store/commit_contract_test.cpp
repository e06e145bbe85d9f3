// StoreContract, the writer's half: what a commit does, what it refuses, what reads give back.
#include "contract/store/store_under_test.h"

#include <gmock/gmock.h>

#include <limits>

namespace socbot::testing {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, ::testing::ValuesIn(all_stores()), store_kind_name);

std::vector<std::string> bodies(const Result<std::vector<Row>>& rows) {
    std::vector<std::string> out;
    if (!rows) return {"error: " + rows.error().message()};
    for (const auto& each : *rows)
        out.push_back(each.exists ? each.body : "(none)");
    return out;
}

TEST_P(StoreContract, StartsEmpty) {
    EXPECT_THAT(bodies(store().scan(Table::settings)), IsEmpty());
    EXPECT_EQ(*store().last_journal_entry(), std::nullopt);
    EXPECT_EQ((*store().last_audit()).has_value(), false);
    EXPECT_EQ(store().alarm(AlarmId{1}).error().code(), Errc::not_found);
}

TEST_P(StoreContract, ReadsRowsInTheOrderAskedAndSaysWhatIsMissing) {
    put(only_row(Table::episode, "b", "second"));
    put(only_row(Table::room, "a", "first"));
    const std::vector keys{
        key(Table::episode, "b"), key(Table::episode, "a"), key(Table::room, "a")};
    EXPECT_THAT(bodies(store().read(keys)), ElementsAre("second", "(none)", "first"));
}

TEST_P(StoreContract, KeepsAnEmptyBodyApartFromNoRow) {
    put(only_row(Table::outbox, "k", ""));
    const std::vector keys{key(Table::outbox, "k"), key(Table::outbox, "other")};
    EXPECT_THAT(bodies(store().read(keys)), ElementsAre("", "(none)"));
}

TEST_P(StoreContract, KeepsBytesOfAnyValueInKeysAndBodies) {
    std::string every;
    for (int c = 0; c < 256; ++c)
        every += static_cast<char>(c);
    put(only_row(Table::event, every, every));
    const auto rows = store().scan(Table::event);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().key.key, every);
    EXPECT_EQ(rows->front().body, every);
}

TEST_P(StoreContract, LaterChangesOfABatchWin) {
    Changes first = only_row(Table::job, "k", "one");
    first.rows.push_back(row(Table::job, "gone", "x"));
    Changes second = only_row(Table::job, "k", "two");
    second.rows.push_back(removal(Table::job, "gone"));
    second.rows.push_back(removal(Table::job, "never was"));
    ASSERT_EQ(
        store().commit(0, 0, {.changes = {&first, &second}, .journal = {}}).status, CommitStatus::ok
    );
    EXPECT_THAT(bodies(store().scan(Table::job)), ElementsAre("two"));
}

TEST_P(StoreContract, ScansInKeyOrder) {
    for (const char* each : {"b", "a", "c", "aa"})
        put(only_row(Table::customer, each, each));
    put(only_row(Table::source, "other", "other"));
    EXPECT_THAT(bodies(store().scan(Table::customer)), ElementsAre("a", "aa", "b", "c"));
}

TEST_P(StoreContract, WritesEveryTable) {
    for (const auto& info : kTables) {
        put(only_row(info.table, "k", std::string{info.name}));
        EXPECT_THAT(bodies(store().scan(info.table)), ElementsAre(info.name));
    }
}

TEST_P(StoreContract, GivesAnAlarmBackWholeButWithoutItsTexts) {
    const auto stored = alarm(7, 700);
    put(only_alarm(stored));
    const auto read = store().alarm(AlarmId{7});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->at, stored.at);
    EXPECT_EQ(read->customer, stored.customer);
    EXPECT_EQ(read->source, stored.source);
    EXPECT_EQ(read->uid, stored.uid);
    EXPECT_EQ(read->content, stored.content);
    EXPECT_EQ(read->update_of, stored.update_of);
    EXPECT_EQ(read->kind, stored.kind);
    EXPECT_EQ(read->severity, stored.severity);
    EXPECT_EQ(read->account, stored.account);
    EXPECT_EQ(read->reason, stored.reason);
    EXPECT_EQ(read->episode, stored.episode);
    EXPECT_EQ(read->entity, stored.entity);
    EXPECT_EQ(read->rule, stored.rule);
    EXPECT_EQ(read->title, stored.title);
    EXPECT_EQ(read->body, "");
    EXPECT_EQ(read->raw, nullptr);
}

TEST_P(StoreContract, RecountsAlarmsAfterAnIdWithoutTheirBodies) {
    for (std::uint64_t id = 1; id <= 5; ++id)
        put(only_alarm(alarm(id, static_cast<std::int64_t>(id))));
    const auto ids_after = [this](std::uint64_t after, std::size_t limit) {
        std::vector<std::uint64_t> ids;
        const auto found = store().alarms_after(AlarmId{after}, limit);
        EXPECT_TRUE(found);
        for (const auto& each : found ? *found : std::vector<AlarmRecord>{}) {
            ids.push_back(each.id.value());
            EXPECT_EQ(each.body, "");
            EXPECT_EQ(each.title, "Title " + std::to_string(each.id.value()));
        }
        return ids;
    };
    EXPECT_THAT(ids_after(2, 10), ElementsAre(3, 4, 5));
    EXPECT_THAT(ids_after(1, 2), ElementsAre(2, 3));
    EXPECT_THAT(ids_after(5, 10), ElementsAre());
}

TEST_P(StoreContract, GivesSeenIdsFromAnAlarmOn) {
    for (Step step = 1; step <= 9; step += 3) {
        Changes changes;
        for (Step n = step; n < step + 3; ++n)
            changes.seen.push_back({.hash = UINT64_MAX - n, .alarm = AlarmId{n}});
        // A repeat under a new message id points at the alarm it repeats.
        changes.seen.push_back({.hash = 100 + step, .alarm = AlarmId{1}});
        put(changes, {entry(step), entry(step + 1), entry(step + 2)});
    }
    std::vector<std::uint64_t> alarms;
    std::vector<std::uint64_t> hashes;
    ASSERT_TRUE(store().for_each_seen(AlarmId{5}, [&](const SeenId& each) {
        alarms.push_back(each.alarm.value());
        hashes.push_back(each.hash);
    }));
    EXPECT_THAT(alarms, ElementsAre(5, 6, 7, 8, 9));
    EXPECT_EQ(hashes.front(), UINT64_MAX - 5);
    std::size_t all = 0;
    ASSERT_TRUE(store().for_each_seen(AlarmId{0}, [&](const SeenId&) { ++all; }));
    EXPECT_EQ(all, 12U);
}

TEST_P(StoreContract, KeepsSeenIdsOfCommitsWithoutJournal) {
    Changes changes;
    changes.seen.push_back({.hash = 1, .alarm = AlarmId{1}});
    put(changes);
    put(changes);
    std::size_t all = 0;
    ASSERT_TRUE(store().for_each_seen(AlarmId{0}, [&](const SeenId&) { ++all; }));
    EXPECT_EQ(all, 2U);
}

TEST_P(StoreContract, KnowsTheNewestJournalEntryWithoutItsBody) {
    put({}, {entry(1), entry(2)});
    put({}, {entry(3)});
    const auto last = store().last_journal_entry();
    ASSERT_TRUE(last);
    ASSERT_TRUE(last->has_value());
    EXPECT_EQ((*last)->step, 3U);
    EXPECT_EQ((*last)->at, Instant{30});
    EXPECT_EQ((*last)->kind, 3);
    EXPECT_EQ((*last)->schema, 2);
    EXPECT_EQ((*last)->alarm, AlarmId{1});
    EXPECT_EQ((*last)->digest, entry(3).digest);
    EXPECT_EQ((*last)->body, "");
}

TEST_P(StoreContract, KnowsTheNewestAuditLink) {
    Changes changes;
    changes.audit = {audit(1), audit(2)};
    put(changes);
    const auto last = store().last_audit();
    ASSERT_TRUE(last);
    ASSERT_TRUE(last->has_value());
    EXPECT_EQ((*last)->number, 2U);
    EXPECT_EQ((*last)->link, audit(2).link);
}

struct Refusal {
    const char* name;
    Changes changes;
    std::vector<JournalEntry> journal;
};

std::vector<Refusal> refusals() {
    Changes audited;
    audited.audit = {audit(1)};
    Changes quarantined;
    quarantined.quarantine.push_back({.id = 1, .at = {}, .source = {}, .reason = {}, .raw = {}});
    return {
        {"an alarm id that is taken", only_alarm(alarm(1, 1)), {}},
        {"an audit number that is taken", audited, {}},
        {"a quarantine id that is taken", quarantined, {}},
        {"a step that is taken", {}, {entry(1)}},
        {"a step twice in a batch", {}, {entry(2), entry(2)}},
        {"an alarm id past 2^63", only_alarm(alarm(std::uint64_t{1} << 63U, 1)), {}},
        {"a table that does not exist", only_row(static_cast<Table>(99), "k", "v"), {}},
        {"a table without a number", only_row(static_cast<Table>(0), "k", "v"), {}}};
}

TEST_P(StoreContract, RefusesABrokenConstraintAndWritesNothingOfTheBatch) {
    Changes all = only_alarm(alarm(1, 1));
    all.audit = {audit(1)};
    all.quarantine.push_back({.id = 1, .at = {}, .source = {}, .reason = {}, .raw = {}});
    put(all, {entry(1)});
    for (const auto& refusal : refusals()) {
        SCOPED_TRACE(refusal.name);
        const auto innocent = only_row(Table::room, "r", "must not appear");
        const auto outcome = store().commit(
            0, 0, {.changes = {&innocent, &refusal.changes}, .journal = refusal.journal}
        );
        EXPECT_EQ(outcome.status, CommitStatus::logic_error);
        EXPECT_NE(outcome.message, "");
        EXPECT_THAT(bodies(store().scan(Table::room)), IsEmpty());
    }
    put(only_row(Table::room, "r", "the store goes on"));
    EXPECT_THAT(bodies(store().scan(Table::room)), ElementsAre("the store goes on"));
}

TEST_P(StoreContract, RefusesALowerEpochAsAStorageErrorUntilReopened) {
    const auto changes = only_row(Table::room, "r", "first");
    ASSERT_EQ(
        store().commit(0, 5, {.changes = {&changes}, .journal = {}}).status, CommitStatus::ok
    );
    EXPECT_EQ(store().commit(1, 1, {.changes = {}, .journal = {}}).status, CommitStatus::ok);
    const auto stale = only_row(Table::room, "r", "stale");
    EXPECT_EQ(
        store().commit(0, 4, {.changes = {&stale}, .journal = {}}).status,
        CommitStatus::storage_error
    );
    EXPECT_EQ(store().scan(Table::room).error().code(), Errc::unavailable);
    EXPECT_EQ(
        store().commit(0, 5, {.changes = {}, .journal = {}}).status, CommitStatus::storage_error
    );
    ASSERT_TRUE(store().reopen());
    EXPECT_THAT(bodies(store().scan(Table::room)), ElementsAre("first"));
    EXPECT_EQ(store().commit(0, 6, {.changes = {}, .journal = {}}).status, CommitStatus::ok);
}

TEST_P(StoreContract, KeepsEverythingAcrossReopenAndRestart) {
    Changes changes = only_alarm(alarm(1, 1));
    changes.rows.push_back(row(Table::episode, "e", "open"));
    changes.seen.push_back({.hash = 9, .alarm = AlarmId{1}});
    put(changes, {entry(1)});
    ASSERT_TRUE(store().reopen());
    EXPECT_TRUE(store().alarm(AlarmId{1}));
    under_test_->restart();
    EXPECT_TRUE(store().alarm(AlarmId{1}));
    EXPECT_THAT(bodies(store().scan(Table::episode)), ElementsAre("open"));
    EXPECT_EQ((*store().last_journal_entry())->step, 1U);
    put(only_row(Table::episode, "e", "closed"));
    EXPECT_THAT(bodies(store().scan(Table::episode)), ElementsAre("closed"));
}

}  // namespace

}  // namespace socbot::testing
