// Timers: order by due time, kind and reference, whatever the order of arming.
#include "domain/engine/timers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace socbot {
namespace {

constexpr Instant kNow{1'000'000};

Instant in(std::int64_t ms) {
    return kNow + Milliseconds{ms};
}

std::vector<Timers::Entry> fired(Timers& timers, Instant until) {
    std::vector<Timers::Entry> all;
    while (auto entry = timers.pop_due(until))
        all.push_back(*entry);
    return all;
}

TEST(Timers, FireInOneOrderHoweverTheyWereArmed) {
    const std::vector<Timers::Entry> expected{
        {in(1), TimerKind::refresh, "z"},
        {in(2), TimerKind::episode, "a"},
        {in(2), TimerKind::episode, "b"},
        {in(2), TimerKind::delivery, "a"},
        {in(3), TimerKind::flush, ""}};
    auto arming = expected;
    std::sort(arming.begin(), arming.end());
    do {
        Timers timers;
        for (const auto& [due, kind, reference] : arming)
            timers.arm(kind, reference, due);
        ASSERT_EQ(fired(timers, in(10)), expected);
    } while (std::next_permutation(arming.begin(), arming.end()));
}

TEST(Timers, FireWhenDueAndNotBefore) {
    Timers timers;
    timers.arm(TimerKind::job, "a", in(5));
    EXPECT_EQ(timers.next(), in(5));
    EXPECT_FALSE(timers.pop_due(in(4)));
    EXPECT_TRUE(timers.pop_due(in(5)));
    EXPECT_FALSE(timers.pop_due(in(100)));
    EXPECT_EQ(timers.next(), std::nullopt);
    EXPECT_FALSE(timers.armed(TimerKind::job, "a"));
}

TEST(Timers, ArmedAgainHasTheNewTimeOnly) {
    Timers timers;
    timers.arm(TimerKind::job, "a", in(5));
    timers.arm(TimerKind::job, "a", in(9));
    EXPECT_EQ(timers.size(), 1U);
    EXPECT_FALSE(timers.pop_due(in(8)));
    timers.arm(TimerKind::job, "a", in(2));
    EXPECT_EQ(timers.next(), in(2));
    EXPECT_EQ(fired(timers, in(100)).size(), 1U);
    EXPECT_EQ(timers.size(), 0U);
}

TEST(Timers, OneReferenceOfTwoKindsIsTwoTimers) {
    Timers timers;
    timers.arm(TimerKind::episode, "a", in(1));
    timers.arm(TimerKind::refresh, "a", in(2));
    timers.disarm(TimerKind::episode, "a");
    EXPECT_FALSE(timers.armed(TimerKind::episode, "a"));
    EXPECT_TRUE(timers.armed(TimerKind::refresh, "a"));
    EXPECT_EQ(timers.next(), in(2));
}

TEST(Timers, DisarmingWhatIsNotThereDoesNothing) {
    Timers timers;
    timers.arm(TimerKind::episode, "a", in(1));
    timers.disarm(TimerKind::episode, "b");
    timers.disarm(TimerKind::job, "a");
    EXPECT_EQ(timers.size(), 1U);
    timers.clear();
    EXPECT_EQ(timers.size(), 0U);
    EXPECT_EQ(timers.next(), std::nullopt);
}

TEST(Timers, WhatIsDueCanBeSeenWithoutFiring) {
    Timers timers;
    timers.arm(TimerKind::delivery, "late", in(9));
    timers.arm(TimerKind::delivery, "b", in(2));
    timers.arm(TimerKind::delivery, "a", in(2));
    std::vector<std::string> seen;
    timers.for_each_due(in(5), [&](TimerKind, const std::string& reference) {
        seen.push_back(reference);
    });
    EXPECT_EQ(seen, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(timers.size(), 3U);
}

}  // namespace
}  // namespace socbot
