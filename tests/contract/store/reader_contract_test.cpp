// StoreContract, the readers' half.
#include "contract/store/store_under_test.h"

#include <gmock/gmock.h>

namespace socbot::testing {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReaderContract : public StoreContract {
protected:
    // Alarms 10, 20, ... 100 at 1000, 2000, ... 10000 ms: ids with gaps, as steps have.
    void put_ten_alarms() {
        Changes changes;
        for (std::uint64_t n = 1; n <= 10; ++n) {
            auto each = alarm(n * 10, static_cast<std::int64_t>(n) * 1000);
            each.customer = CustomerCode{n % 2 == 0 ? "ACME" : "GLOBEX"};
            each.account = n > 5 ? Account::hidden : Account::shown;
            each.episode = n;
            changes.alarms.push_back(std::move(each));
        }
        put(changes);
    }

    std::vector<std::uint64_t> found(const AlarmQuery& query, bool* complete = nullptr) {
        std::vector<std::uint64_t> ids;
        const auto done = reader()->alarms(
            query,
            [&](const AlarmRecord& each) {
                ids.push_back(each.id.value());
                return true;
            },
            complete
        );
        EXPECT_TRUE(done);
        return ids;
    }
};

INSTANTIATE_TEST_SUITE_P(
    Stores,
    ReaderContract,
    ::testing::ValuesIn(all_stores()),
    store_kind_name
);

std::vector<std::string> keys(const Result<std::vector<Row>>& rows) {
    std::vector<std::string> out;
    if (!rows) return {"error: " + rows.error().message()};
    for (const auto& each : *rows)
        out.push_back(each.key.key);
    return out;
}

TEST_P(ReaderContract, SeesWhatIsCommittedAfterItWasOpened) {
    const auto early = reader();
    put(only_row(Table::room, "r", "new"));
    const std::vector asked{key(Table::room, "r"), key(Table::room, "s")};
    const auto rows = early->read(asked);
    ASSERT_TRUE(rows);
    EXPECT_EQ((*rows)[0].body, "new");
    EXPECT_FALSE((*rows)[1].exists);
}

TEST_P(ReaderContract, FindsRowsByPrefix) {
    for (const std::string each : {"a", "ab", "abc", "ac", "b", "\xFF", "\xFF\xFF", "\xFF\xFFz"})
        put(only_row(Table::account, each, each));
    const auto open = reader();
    EXPECT_THAT(keys(open->prefix(Table::account, "ab", 10)), ElementsAre("ab", "abc"));
    EXPECT_THAT(keys(open->prefix(Table::account, "a", 2)), ElementsAre("a", "ab"));
    EXPECT_THAT(keys(open->prefix(Table::account, "a", 2, true)), ElementsAre("ac", "abc"));
    EXPECT_THAT(
        keys(open->prefix(Table::account, "\xFF\xFF", 10)), ElementsAre("\xFF\xFF", "\xFF\xFFz")
    );
    EXPECT_THAT(keys(open->prefix(Table::account, "x", 10)), IsEmpty());
    EXPECT_THAT(keys(open->prefix(Table::account, "a", 0)), IsEmpty());
    EXPECT_EQ(open->prefix(Table::account, "", 100)->size(), 8U);
}

TEST_P(StoreContract, PrefixBeforeAKeyEndsBelowIt) {
    for (const std::string each : {"a", "ab", "abc", "ac", "b", "\xFF", "\xFF\xFF"})
        put(only_row(Table::account, each, each));
    const auto open = reader();
    const auto before = [&](std::string_view prefix, bool backwards, std::string_view end) {
        return keys(open->prefix(Table::account, prefix, 2, backwards, end));
    };
    EXPECT_THAT(before("a", true, "ac"), ElementsAre("abc", "ab"));
    EXPECT_THAT(before("a", false, "abc"), ElementsAre("a", "ab"));
    EXPECT_THAT(before("a", true, "zz"), ElementsAre("ac", "abc"));  // above all of them
    EXPECT_THAT(before("a", true, "abb"), ElementsAre("ab", "a"));   // not a key itself
    EXPECT_THAT(before("a", true, "a"), IsEmpty());
    EXPECT_THAT(before("b", true, "a"), IsEmpty());  // below the prefix
    EXPECT_THAT(before("\xFF", true, "\xFF\xFF"), ElementsAre("\xFF"));
}

struct QueryRow {
    const char* name;
    AlarmQuery query;
    std::vector<std::uint64_t> ids;
    bool complete{true};
};

std::vector<QueryRow> queries() {
    const auto span = [](std::int64_t from, std::int64_t to) {
        AlarmQuery query;
        query.from = {from};
        query.to = {to};
        query.newest_first = false;
        return query;
    };
    const auto with = [](AlarmQuery query, auto change) {
        change(query);
        return query;
    };
    const auto all = span(0, 0);
    return {
        {"everything, oldest first", all, {10, 20, 30, 40, 50, 60, 70, 80, 90, 100}},
        {"from is included, to is not", span(3000, 5000), {30, 40}},
        {"bounds between alarms", span(2500, 5500), {30, 40, 50}},
        {"open end", span(9000, 0), {90, 100}},
        {"open beginning", span(0, 2001), {10, 20}},
        {"before all", span(1, 1000), {}},
        {"after all", span(10001, 20000), {}},
        {"an empty span", span(4000, 4000), {}},
        {"a reversed span", span(5000, 3000), {}},
        {"newest first with a limit",
         with(all, [](auto& q) { q.newest_first = true, q.limit = 3; }),
         {100, 90, 80}},
        {"newest first within a span",
         with(span(3000, 5001), [](auto& q) { q.newest_first = true; }),
         {50, 40, 30}},
        {"of a customer",
         with(all, [](auto& q) { q.customer = CustomerCode{"ACME"}; }),
         {20, 40, 60, 80, 100}},
        {"of an account",
         with(all, [](auto& q) { q.account = Account::hidden; }),
         {60, 70, 80, 90, 100}},
        {"of an episode", with(all, [](auto& q) { q.episode = 4; }), {40}},
        {"limit counts matches",
         with(all, [](auto& q) { q.account = Account::hidden, q.limit = 2; }),
         {60, 70}},
        {"scan limit counts rows looked at",
         with(all, [](auto& q) { q.account = Account::hidden, q.scan_limit = 7; }),
         {60, 70},
         false},
        {"a scan limit just met",
         with(all, [](auto& q) { q.scan_limit = 10; }),
         {10, 20, 30, 40, 50, 60, 70, 80, 90, 100}},
        {"limit 0", with(all, [](auto& q) { q.limit = 0; }), {}}};
}

TEST_P(ReaderContract, FindsAlarmsByTimeAndWhatTheyAre) {
    put_ten_alarms();
    for (const auto& each : queries()) {
        SCOPED_TRACE(each.name);
        bool complete = !each.complete;
        EXPECT_EQ(found(each.query, &complete), each.ids);
        EXPECT_EQ(complete, each.complete);
    }
}

TEST_P(ReaderContract, FindsNoAlarmsInAnEmptyStore) {
    EXPECT_THAT(found({}), IsEmpty());
    AlarmQuery bounded;
    bounded.from = {1};
    bounded.to = {2};
    EXPECT_THAT(found(bounded), IsEmpty());
}

// Readers work in pieces; a search must not lose or repeat a row where two meet.
TEST_P(ReaderContract, FindsAlarmsAcrossManyPieces) {
    constexpr std::size_t kMany = 5000;
    const auto batch = alarm_batch(1, kMany, 10);
    ASSERT_EQ(store().commit(0, 0, batch.commit).status, CommitStatus::ok);
    for (const bool newest_first : {false, true}) {
        AlarmQuery query;
        query.limit = kMany * 2;
        query.newest_first = newest_first;
        const auto ids = found(query);
        ASSERT_EQ(ids.size(), kMany);
        EXPECT_EQ(ids.front(), newest_first ? kMany : 1);
        EXPECT_EQ(ids.back(), newest_first ? 1 : kMany);
        EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()) || newest_first);
    }
    Step next = 1;
    ASSERT_TRUE(reader()->journal(1, [&](const JournalEntry& each) {
        EXPECT_EQ(each.step, next);
        ++next;
        return true;
    }));
    EXPECT_EQ(next, kMany + 1);
    EXPECT_EQ(*reader()->count_alarms(), kMany);
}

TEST_P(ReaderContract, StopsWhenTheCallerSaysSo) {
    put_ten_alarms();
    Changes audited;
    audited.audit = {audit(1), audit(2)};
    put(audited, {entry(1), entry(2)});
    const auto open = reader();
    int calls = 0;
    const auto once = [&](const auto&) {
        ++calls;
        return false;
    };
    ASSERT_TRUE(open->alarms({}, once));
    ASSERT_TRUE(open->journal(0, once));
    ASSERT_TRUE(open->audit(0, once));
    EXPECT_EQ(calls, 3);
}

TEST_P(ReaderContract, GivesBodiesOnlyWhenAsked) {
    put_ten_alarms();
    for (const bool with_body : {false, true}) {
        AlarmQuery query;
        query.with_body = with_body;
        query.limit = 1;
        ASSERT_TRUE(reader()->alarms(query, [&](const AlarmRecord& each) {
            EXPECT_EQ(each.body, with_body ? alarm(100, 0).body : "");
            EXPECT_EQ(each.title, "Title 100");
            return true;
        }));
    }
}

TEST_P(ReaderContract, GivesTheRawPayloadOrSaysItIsNotKept) {
    auto kept = alarm(1, 1);
    kept.raw = std::make_shared<const std::string>(std::string{"\0\xFF raw", 6});
    auto without = alarm(2, 2);
    without.raw.reset();
    put(only_alarm(kept));
    put(only_alarm(without));
    EXPECT_EQ(*reader()->raw(AlarmId{1}), *kept.raw);
    EXPECT_EQ(reader()->raw(AlarmId{2}).error().code(), Errc::not_found);
}

TEST_P(ReaderContract, ReadsTheJournalWithBodies) {
    put({}, {entry(1, "one"), entry(2, ""), entry(3, "three")});
    std::vector<std::string> read;
    ASSERT_TRUE(reader()->journal(2, [&](const JournalEntry& each) {
        read.push_back(std::to_string(each.step) + each.body);
        EXPECT_EQ(each.digest, entry(each.step).digest);
        return true;
    }));
    EXPECT_THAT(read, ElementsAre("2", "3three"));
}

TEST_P(ReaderContract, ReadsLargeJournalEntries) {
    constexpr std::size_t kLarge = 600'000;
    for (Step step = 1; step <= 5; ++step)
        put({}, {entry(step, std::string(kLarge, 'j'))});
    std::vector<Step> steps;
    ASSERT_TRUE(reader()->journal(1, [&](const JournalEntry& each) {
        EXPECT_EQ(each.body.size(), kLarge);
        steps.push_back(each.step);
        return true;
    }));
    EXPECT_THAT(steps, ElementsAre(1, 2, 3, 4, 5));
}

TEST_P(ReaderContract, ReadsTheAuditChainWithPayloads) {
    Changes changes;
    changes.audit = {audit(1), audit(2), audit(3)};
    put(changes);
    std::vector<std::uint64_t> numbers;
    ASSERT_TRUE(reader()->audit(2, [&](const AuditRecord& each) {
        const auto expected = audit(each.number);
        numbers.push_back(each.number);
        EXPECT_EQ(each.at, expected.at);
        EXPECT_EQ(each.customer, expected.customer);
        EXPECT_EQ(each.salted, expected.salted);
        EXPECT_EQ(each.link, expected.link);
        EXPECT_EQ(each.salt, expected.salt);
        EXPECT_EQ(each.payload, expected.payload);
        return true;
    }));
    EXPECT_THAT(numbers, ElementsAre(2, 3));
}

TEST_P(ReaderContract, CountsAlarmsWhateverGapsTheirIdsHave) {
    EXPECT_EQ(*reader()->count_alarms(), 0U);
    put_ten_alarms();
    put(only_alarm(alarm(100'000, 20'000)));
    EXPECT_EQ(*reader()->count_alarms(), 11U);
}

TEST_P(ReaderContract, ShowsQuarantineNewestFirst) {
    Changes changes;
    for (Step id = 1; id <= 3; ++id)
        changes.quarantine.push_back(
            {.id = id,
             .at = {5},
             .source = SourceId{"usm"},
             .reason = "unknown tenant",
             .raw = std::make_shared<const std::string>("bytes " + std::to_string(id))}
        );
    put(changes);
    const auto records = reader()->quarantine(2);
    ASSERT_TRUE(records);
    ASSERT_EQ(records->size(), 2U);
    EXPECT_EQ((*records)[0].id, 3U);
    EXPECT_EQ(*(*records)[0].raw, "bytes 3");
    EXPECT_EQ((*records)[1].reason, "unknown tenant");
    EXPECT_EQ((*records)[1].source, SourceId{"usm"});
    const auto older = reader()->quarantine(10, 3);
    ASSERT_TRUE(older);
    ASSERT_EQ(older->size(), 2U);
    EXPECT_EQ((*older)[0].id, 2U);
    const auto one = reader()->quarantined(2);
    ASSERT_TRUE(one);
    EXPECT_EQ(*one->raw, "bytes 2");
    for (const Step unknown : {Step{0}, Step{4}, ~Step{0}}) {
        const auto none = reader()->quarantined(unknown);
        ASSERT_FALSE(none);
        EXPECT_EQ(none.error().code(), Errc::not_found);
    }
}

}  // namespace

}  // namespace socbot::testing
