// Marks of what was pulled, and history that is counted once and announced never.
#include "domain/engine/pull_flow.h"

#include "domain/engine/alarm_flow.h"
#include "domain/engine/history.h"
#include "flow_world.h"

#include <gtest/gtest.h>

namespace socbot::testing {

namespace {

constexpr std::int64_t kDay = 86'400'000;
const CustomerCode kAcme{"ACME"};
const SourceId kUsm{"usm"};

std::uint32_t day_of(Instant at) {
    return static_cast<std::uint32_t>(at.ms / kDay);
}

PullInput history(std::uint64_t number, Instant at, std::uint32_t times) {
    PullInput input;
    input.source = kUsm;
    input.walk = "fill";
    input.number = number;
    input.mark = "m" + std::to_string(number);
    input.counts = {{kAcme, "Nmap", "ip:203.0.113.9", at, at, {{day_of(at), times}}}};
    input.first = at;
    input.hours = {{3, times}};
    return input;
}

RowKey aggregate_key() {
    return keys::aggregate(kAcme, "Nmap", "ip:203.0.113.9");
}

AlarmRecord record(AlarmId id, Instant at) {
    AlarmRecord alarm;
    alarm.id = id;
    alarm.at = at;
    alarm.customer = kAcme;
    alarm.source = kUsm;
    alarm.rule = "Nmap";
    alarm.entity = "ip:203.0.113.9";
    alarm.account = Account::shown;
    return alarm;
}

// What the store would be asked for and would not have.
void admit_nothing(EngineState& state) {
    state.aggregates.admit(aggregate_key().key, nullptr, state.batch);
    for (const auto& key : {keys::account(
             kAcme,
             static_cast<std::uint64_t>(FlowWorld::kStart.ms / 3'600'000),
             static_cast<std::uint8_t>(Account::shown),
             {}
         )})
        state.accounts.admit(key.key, nullptr, state.batch);
}

const Aggregate& aggregate(EngineState& state) {
    return *state.aggregates.find(aggregate_key().key, state.batch);
}

TEST(PullFlow, CountsHistoryAndSaysNothing) {
    FlowWorld world;
    admit_nothing(world.state());
    const auto past = world.now() - Milliseconds{30 * kDay};
    const auto changes = world.step([&](EngineState& state, StepContext& ctx) {
        apply_pull(state, ctx, history(1, past, 5));
    });
    EXPECT_EQ(changes.answer.verdict, Verdict::accepted);
    EXPECT_TRUE(changes.jobs.empty());
    EXPECT_TRUE(changes.alarms.empty());
    ASSERT_EQ(changes.rows.size(), 2U);
    EXPECT_EQ(changes.rows.at(0).key, pull_key(kUsm, "fill"));
    EXPECT_EQ(changes.rows.at(1).key, aggregate_key());
    EXPECT_EQ(aggregate(world.state()).total, 5U);
    EXPECT_EQ(aggregate(world.state()).first_seen, past);
}

TEST(PullFlow, AppliesANumberOnce) {
    FlowWorld world;
    admit_nothing(world.state());
    const auto past = world.now() - Milliseconds{30 * kDay};
    const auto apply = [&](std::uint64_t number) {
        return world.step([&](EngineState& state, StepContext& ctx) {
            apply_pull(state, ctx, history(number, past, 5));
        });
    };
    (void)apply(1);
    const auto again = apply(1);
    EXPECT_EQ(again.answer.verdict, Verdict::duplicate);
    EXPECT_TRUE(again.rows.empty());
    const auto ahead = apply(3);
    EXPECT_EQ(ahead.answer.verdict, Verdict::refused);
    EXPECT_TRUE(ahead.rows.empty());
    EXPECT_EQ(apply(2).answer.verdict, Verdict::accepted);
    EXPECT_EQ(aggregate(world.state()).total, 10U);
}

TEST(PullFlow, RemembersTheNumberOverAStart) {
    FlowWorld world;
    admit_nothing(world.state());
    const auto changes = world.step([&](EngineState& state, StepContext& ctx) {
        apply_pull(state, ctx, history(1, ctx.now, 1));
    });
    world.forget();
    restore_pull(world.state(), {changes.rows.at(0).key, changes.rows.at(0).body});
    const auto again = world.step([&](EngineState& state, StepContext& ctx) {
        apply_pull(state, ctx, history(1, ctx.now, 1));
    });
    EXPECT_EQ(again.answer.verdict, Verdict::duplicate);
}

TEST(PullFlow, AddsToWhatArrivedAndLeavesNothingToFlush) {
    FlowWorld world;
    admit_nothing(world.state());
    auto& state = world.state();
    count_alarm(state, record(AlarmId{7}, world.now()));
    const auto dirty = state.dirty_rows();
    const auto changes = world.step([&](EngineState& engine, StepContext& ctx) {
        apply_pull(engine, ctx, history(1, ctx.now - Milliseconds{kDay}, 2));
    });
    // The source has spoken: its pulse of the past is counted too.
    ASSERT_EQ(changes.rows.size(), 3U);
    EXPECT_EQ(state.dirty_rows(), dirty - 2);
    EXPECT_EQ(aggregate(state).total, 3U);
    EXPECT_EQ(aggregate(state).counted_to, AlarmId{7});
    Reader in{changes.rows.at(1).body};
    EXPECT_EQ(Aggregate::decode(in).days.size(), 2U);
    // A start counts the alarm again only where the row does not hold it.
    count_alarm(state, record(AlarmId{7}, world.now()));
    EXPECT_EQ(aggregate(state).total, 3U);
}

TEST(PullFlow, FlushTimerRestsWhenNothingIsLeft) {
    FlowWorld world;
    auto& state = world.state();
    const auto key = aggregate_key();
    state.aggregates.admit(key.key, nullptr, state.batch);
    state.mark_dirty(key, AlarmId{1}, world.now());
    EXPECT_TRUE(state.timers.armed(TimerKind::flush, {}));
    state.mark_saved(key);
    EXPECT_FALSE(state.timers.armed(TimerKind::flush, {}));
    EXPECT_FALSE(state.oldest_unsaved());
}

TEST(Aggregate, KeepsNinetyDaysOfHistory) {
    Aggregate row;
    const Instant now{1'772'452'800'000};
    const auto today = day_of(now);
    row.add_history(now, now, {{today - 91, 3}, {today - 90, 2}, {today, 1}}, now);
    EXPECT_EQ(row.total, 6U);
    ASSERT_EQ(row.days.size(), 2U);
    EXPECT_EQ(row.days.front().first, today - 90);
    row.count(AlarmId{1}, now);
    EXPECT_EQ(row.days.back().second, 2U);
}

Settings settings() {
    Settings settings;
    settings.customers.push_back({});
    settings.customers.back().code = kAcme;
    SourceSettings source;
    source.id = kUsm;
    source.type = "usm_anywhere";
    source.tenants = {{"t-acme", kAcme}};
    settings.sources.push_back(source);
    return settings;
}

Alarm past_alarm(const std::string& tenant, const std::string& rule, Instant at) {
    Alarm alarm;
    alarm.tenant_uid = tenant;
    alarm.uid = "u";
    alarm.title = rule;
    alarm.rule_uid = rule;
    alarm.time = at;
    return alarm;
}

TEST(HistoryCounter, GathersByWhatIsCounted) {
    auto counter = HistoryCounter::make(settings(), kUsm);
    ASSERT_TRUE(counter) << counter.error().message();
    const Instant at{1'772'452'800'000};
    EXPECT_TRUE(counter->add(past_alarm("t-acme", "Nmap", at)));
    EXPECT_TRUE(counter->add(past_alarm("t-acme", "Nmap", at - Milliseconds{kDay})));
    EXPECT_TRUE(counter->add(past_alarm("t-acme", "Other", at)));
    EXPECT_FALSE(counter->add(past_alarm("t-else", "Nmap", at)));
    EXPECT_FALSE(counter->add(past_alarm("t-acme", "Nmap", {})));
    PullInput input;
    counter->take(input);
    ASSERT_EQ(input.counts.size(), 2U);
    EXPECT_EQ(input.counts.at(0).rule, "Nmap");
    EXPECT_EQ(input.counts.at(0).entity, "rule:Nmap");
    EXPECT_EQ(input.counts.at(0).days.size(), 2U);
    EXPECT_EQ(input.counts.at(0).first, at - Milliseconds{kDay});
    EXPECT_EQ(input.first, at - Milliseconds{kDay});
    std::uint32_t hours = 0;
    for (const auto& [hour, times] : input.hours)
        hours += times;
    EXPECT_EQ(hours, 3U);
    counter->take(input);
    EXPECT_TRUE(input.counts.empty());
    EXPECT_TRUE(input.hours.empty());
}

TEST(HistoryCounter, OfAnUnknownSourceIsRefused) {
    EXPECT_FALSE(HistoryCounter::make(settings(), SourceId{"other"}));
}

}  // namespace

}  // namespace socbot::testing
