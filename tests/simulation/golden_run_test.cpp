// A recorded run (tests/golden/engine/workday.txt) makes the same Changes in every build: another
// compiler, optimisation, sanitizer or library must not change a byte. Also: inputs recorded before
// can still be read.
//
// When the engine is meant to decide otherwise, record it anew, look at what changed, and put the
// new digest here:
//   simulation_test --gtest_also_run_disabled_tests --gtest_filter='*RecordAnew'
#include "app/row_world.h"
#include "domain/settings/zones_tz.h"
#include "simulation/store_checks.h"
#include "simulation/workday.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <unordered_map>

namespace socbot::testing {

namespace {

constexpr std::uint16_t kSchema = 2;  // of the recorded inputs
constexpr const char* kDigest = "5d96f6b43877b850d778c81fc59764d2c3abe5f3dd21161e1e049e461728ba1c";

std::string golden_path() {
    return std::string{SOCBOT_SOURCE_DIR} + "/tests/golden/engine/workday.txt";
}

struct Totals {
    std::size_t inputs{0}, steps{0}, rows{0}, jobs{0}, audit{0}, quarantined{0};
    std::map<Account, std::size_t> alarms;
    std::string digest;
};

void add(Totals& totals, const Changes& changes) {
    ++totals.steps;
    totals.rows += changes.rows.size();
    totals.jobs += changes.jobs.size();
    totals.audit += changes.audit.size();
    totals.quarantined += changes.quarantine.size();
    for (const auto& alarm : changes.alarms)
        ++totals.alarms[alarm.account];
}

// One line an input: time, kind, body in hex.
Totals replay(std::istream& lines) {
    const auto zones = make_utc_zones();
    Engine engine{{}, *zones};
    engine.restore({});
    engine.restored();
    RowWorld world;
    Totals totals;
    Sha256 digest;
    Instant at;
    unsigned kind = 0;
    std::string hex;
    while (lines >> at.ms >> kind >> hex) {
        const auto body = from_hex(hex);
        EXPECT_TRUE(body) << "input " << totals.inputs;
        if (!body) break;
        auto input = decode_input(static_cast<InputKind>(kind), kSchema, *body, nullptr);
        EXPECT_TRUE(input) << "input " << totals.inputs;
        if (!input) break;
        const Input* const one = &*input;
        EXPECT_TRUE(world.admit(engine, {&one, 1}, at));
        std::vector<Changes> changes;
        digest.update(as_bytes(engine.apply(*input, at, changes).digest));
        engine.committed();
        ++totals.inputs;
        for (auto& step : changes) {
            add(totals, step);
            world.take(step);
        }
    }
    totals.digest = to_hex(as_bytes(digest.finish()));
    return totals;
}

TEST(GoldenRun, MakesTheSameChangesInEveryBuild) {
    std::ifstream lines{golden_path()};
    ASSERT_TRUE(lines) << golden_path();
    const auto totals = replay(lines);
    EXPECT_GT(totals.inputs, 40U);
    EXPECT_EQ(totals.alarms.at(Account::shown), 6U);
    EXPECT_EQ(totals.alarms.at(Account::counted), 3U);  // acme u2, beta u1 twice
    EXPECT_EQ(totals.alarms.at(Account::hidden), 1U);
    EXPECT_EQ(totals.quarantined, 1U);
    EXPECT_GT(totals.jobs, 20U);
    EXPECT_EQ(totals.digest, kDigest);
}

TEST(GoldenRun, DISABLED_RecordAnew) {
    Workday day;
    day.run();
    std::unordered_map<std::uint64_t, AlarmRecord> alarms;
    auto reader = day.disk().open();
    AlarmQuery all;
    all.with_body = true;
    all.limit = SIZE_MAX;
    all.scan_limit = SIZE_MAX;
    ASSERT_TRUE((*reader)->alarms(all, [&alarms](const AlarmRecord& alarm) {
        alarms.emplace(alarm.id.value(), alarm);
        return true;
    }));
    std::ostringstream lines;
    ASSERT_TRUE((*reader)->journal(0, [&](const JournalEntry& entry) {
        auto body = entry.body;
        if (const auto alarm = alarms.find(entry.alarm.value()); alarm != alarms.end()) {
            const auto input = decode_input(InputKind::alarm, entry.schema, body, &alarm->second);
            body = encode_whole_alarm(std::get<AlarmInput>(*input));
        }
        lines << entry.at.ms << ' ' << unsigned{entry.kind} << ' ' << to_hex(body) << '\n';
        return true;
    }));
    std::istringstream again{lines.str()};
    std::ofstream{golden_path()} << lines.str();
    std::cout << replay(again).digest << '\n';
}

}  // namespace

}  // namespace socbot::testing
