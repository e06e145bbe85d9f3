// See store_checks.h.
#include "simulation/store_checks.h"

#include "app/exact_replay.h"
#include "domain/engine/alarm_flow.h"
#include "domain/engine/keys.h"
#include "domain/engine/rows.h"
#include "domain/settings/zones_tz.h"
#include "domain/triage/episode.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace socbot::testing {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;

struct Counters {
    std::map<std::string, std::uint64_t> accounts;  // by row key
    std::uint64_t repeats{0};
};

Counters counters_of(MemoryStore& store) {
    Counters counters;
    for (const auto& row : rows_of(store, Table::account)) {
        Reader in{row.body};
        const auto count = AccountCount::decode(in);
        // After the customer and the hour stands the account's number.
        constexpr std::size_t kHourBytes = 8;
        const auto prefix = keys::account_prefix(keys::customer_in(row.key)).size();
        const auto account =
            keys::number_in(std::string_view{row.key.key}.substr(prefix + kHourBytes));
        if (account == kRepeatCounter)
            counters.repeats += count.alarms;
        else
            counters.accounts[row.key.key] = count.alarms;
    }
    return counters;
}

}  // namespace

std::vector<AlarmRecord> stored_alarms(MemoryStore& store) {
    std::vector<AlarmRecord> alarms;
    AlarmQuery query;
    query.newest_first = false;
    query.limit = SIZE_MAX;
    query.scan_limit = SIZE_MAX;
    auto reader = store.open();
    EXPECT_TRUE((*reader)->alarms(query, [&](const AlarmRecord& alarm) {
        alarms.push_back(alarm);
        return true;
    }));
    return alarms;
}

std::vector<Row> rows_of(MemoryStore& store, Table table) {
    auto reader = store.open();
    return *(*reader)->prefix(table, {}, SIZE_MAX);
}

std::uint64_t counted_repeats(MemoryStore& store) {
    return counters_of(store).repeats;
}

void expect_accounts_add_up(MemoryStore& store) {
    std::map<std::string, std::uint64_t> expected;
    for (const auto& alarm : stored_alarms(store)) {
        EXPECT_EQ(alarm.account == Account::hidden, !alarm.reason.empty()) << alarm.title;
        if (alarm.account != Account::hidden) {
            EXPECT_NE(alarm.episode, 0U) << alarm.title;
        }
        const auto hour = static_cast<std::uint64_t>(alarm.at.ms / kHourMs);
        const auto account = static_cast<std::uint8_t>(alarm.account);
        ++expected[keys::account(alarm.customer, hour, account, alarm.reason).key];
    }
    EXPECT_EQ(counters_of(store).accounts, expected);
}

void expect_counters_agree(MemoryStore& store) {
    struct Counts {
        std::uint64_t on_card{0}, hidden{0};
        bool operator==(const Counts&) const = default;
    };
    std::map<std::string, Counts> expected, found;
    std::map<std::string, std::uint64_t> by_source, sources;
    for (const auto& alarm : stored_alarms(store)) {
        ++by_source[keys::source(alarm.source).key];
        if (alarm.episode == 0) continue;
        auto& counts = expected[keys::episode({alarm.customer, alarm.episode}).key];
        ++(alarm.account == Account::hidden ? counts.hidden : counts.on_card);
    }
    for (const auto& row : rows_of(store, Table::episode)) {
        Reader in{row.body};
        const auto episode = Episode::decode(in);
        found[row.key.key] = {episode.alarms + episode.updates, episode.hidden};
    }
    for (const auto& row : rows_of(store, Table::source)) {
        Reader in{row.body};
        sources[row.key.key] = SourceRow::decode(in).alarms;
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(sources, by_source);
}

void expect_exact_replay(MemoryStore& store, const EngineLimits& limits) {
    auto reader = store.open();
    const auto zones = make_utc_zones();
    const auto report = replay_exact(**reader, *zones, limits);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->mismatches, std::vector<std::string>{});
    EXPECT_EQ(report->skipped_before, 0U);
    const auto last = store.last_journal_entry();
    ASSERT_TRUE(last && *last);
    EXPECT_EQ(report->last, (*last)->digest);
}

std::string dump_without_marks(const MemoryStore& store) {
    std::istringstream lines{store.dump()};
    const auto mark = "pulse " + to_hex("tail") + " ";
    std::string kept;
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with(mark)) kept.append(line).append("\n");
    return kept;
}

}  // namespace socbot::testing
