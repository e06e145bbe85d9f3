// What becomes of an alarm, through the whole engine: repeat or update, hidden, counted or shown,
// and when an entity's next alarm opens another episode.
#include "store_world.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace socbot::testing {
namespace {

constexpr Milliseconds kMs{1};
constexpr Milliseconds kHour{3'600'000};
constexpr Milliseconds kDay{86'400'000};

class Episodes : public ::testing::Test {
protected:
    Verdict hand_in(const AlarmSpec& spec) {
        const auto ending = world_.world().submit(alarm_input(spec));
        world_.run();
        return ending->answer.verdict;
    }
    // Of the host everybody here is about.
    AlarmRecord stored(std::string uid, Severity severity = Severity::high) {
        AlarmSpec spec;
        spec.uid = std::move(uid);
        spec.severity = severity;
        EXPECT_EQ(hand_in(spec), Verdict::stored);
        return last();
    }
    std::vector<AlarmRecord> alarms() {
        std::vector<AlarmRecord> all;
        AlarmQuery query;
        query.newest_first = false;
        query.limit = 1'000;
        EXPECT_TRUE(world_.reader().alarms(query, [&](const AlarmRecord& alarm) {
            all.push_back(alarm);
            return true;
        }));
        return all;
    }
    AlarmRecord last() {
        auto all = alarms();
        EXPECT_FALSE(all.empty());
        return all.empty() ? AlarmRecord{} : all.back();
    }
    void pass(Milliseconds span) { world_.pass(span); }

    StoreWorld world_;
};

// --- repeats and updates

TEST_F(Episodes, TheSameAlarmAgainIsARepeatAndStoredOnce) {
    AlarmSpec spec;
    EXPECT_EQ(hand_in(spec), Verdict::stored);
    EXPECT_EQ(hand_in(spec), Verdict::duplicate);
    EXPECT_EQ(hand_in(spec), Verdict::duplicate);
    EXPECT_EQ(alarms().size(), 1U);
}

TEST_F(Episodes, OtherContentUnderTheSameIdUpdatesTheNewest) {
    AlarmSpec spec;
    hand_in(spec);
    const auto first = last();
    EXPECT_EQ(first.update_of, AlarmId{});
    spec.title = "Second";
    EXPECT_EQ(hand_in(spec), Verdict::stored);
    const auto second = last();
    EXPECT_EQ(second.update_of, first.id);
    EXPECT_EQ(second.episode, first.episode);
    EXPECT_EQ(second.account, Account::counted);
    spec.title = "Third";
    hand_in(spec);
    EXPECT_EQ(last().update_of, second.id);
    EXPECT_EQ(hand_in(spec), Verdict::duplicate);
}

TEST_F(Episodes, OneIdOfTwoSourcesIsTwoAlarms) {
    AlarmSpec spec;
    hand_in(spec);
    spec.source = "mapped";
    spec.tenant = "t-acme";
    EXPECT_EQ(hand_in(spec), Verdict::stored);
    EXPECT_EQ(last().update_of, AlarmId{});
}

TEST_F(Episodes, AnIdIsKnownForItsWindow) {
    AlarmSpec spec;
    hand_in(spec);
    pass(14 * kDay);
    EXPECT_EQ(hand_in(spec), Verdict::duplicate);
    pass(kMs);
    EXPECT_EQ(hand_in(spec), Verdict::stored);
    EXPECT_EQ(last().update_of, AlarmId{});
}

// --- hidden, counted, shown

TEST_F(Episodes, TheFirstIsShownTheNextCounted) {
    EXPECT_EQ(stored("u1").account, Account::shown);
    const auto second = stored("u2");
    EXPECT_EQ(second.account, Account::counted);
    EXPECT_EQ(second.episode, 1U);
}

TEST_F(Episodes, AGraverOneIsShownInTheSameEpisode) {
    stored("u1", Severity::medium);
    const auto graver = stored("u2", Severity::critical);
    EXPECT_EQ(graver.account, Account::shown);
    EXPECT_EQ(graver.episode, 1U);
}

TEST_F(Episodes, AHiddenOneOpensNothing) {
    const auto hidden = stored("u1", Severity::low);
    EXPECT_EQ(hidden.account, Account::hidden);
    EXPECT_EQ(hidden.reason, "threshold:medium");
    EXPECT_EQ(hidden.episode, 0U);
    EXPECT_EQ(stored("u2").episode, 1U);  // no number was spent
}

TEST_F(Episodes, AHiddenOneBelongsToTheOpenEpisode) {
    stored("u1");
    const auto hidden = stored("u2", Severity::low);
    EXPECT_EQ(hidden.account, Account::hidden);
    EXPECT_EQ(hidden.episode, 1U);
}

TEST_F(Episodes, AnotherEntityIsAnotherEpisode) {
    stored("u1");
    AlarmSpec spec;
    spec.uid = "u2";
    spec.host = "10.0.0.2";
    hand_in(spec);
    EXPECT_EQ(last().episode, 2U);
}

TEST_F(Episodes, AnotherCustomersIsCountedByItself) {
    stored("u1");
    AlarmSpec spec;
    spec.source = "beta";
    hand_in(spec);
    EXPECT_EQ(last().customer, kBeta);
    EXPECT_EQ(last().episode, 1U);
}

// --- ends

TEST_F(Episodes, TheQuietGapOfAHostEndsIt) {
    stored("u1");
    pass(4 * kHour - kMs);
    EXPECT_EQ(stored("u2").episode, 1U);
    pass(4 * kHour - kMs);
    EXPECT_EQ(stored("u3").episode, 1U);  // each sign of life counts anew
    pass(4 * kHour);
    const auto next = stored("u4");
    EXPECT_EQ(next.episode, 2U);
    EXPECT_EQ(next.account, Account::shown);
}

TEST_F(Episodes, AHiddenAlarmIsNoSignOfLife) {
    stored("u1");
    pass(3 * kHour);
    stored("u2", Severity::low);
    pass(kHour);
    EXPECT_EQ(stored("u3").episode, 2U);
}

TEST_F(Episodes, ARepeatIsNoSignOfLife) {
    AlarmSpec spec;
    hand_in(spec);
    pass(3 * kHour);
    EXPECT_EQ(hand_in(spec), Verdict::duplicate);
    pass(kHour);
    EXPECT_EQ(stored("u2").episode, 2U);
}

TEST_F(Episodes, TheMaximumAgeEndsABusyOne) {
    for (int hour = 0; hour < 12; ++hour) {
        EXPECT_EQ(stored("u" + std::to_string(hour)).episode, 1U) << hour;
        pass(kHour);
    }
    EXPECT_EQ(stored("late").episode, 2U);
}

TEST_F(Episodes, ACrashEndsNoEpisodeAndForgetsNoRepeat) {
    AlarmSpec spec;
    hand_in(spec);
    pass(3 * kHour);
    world_.crash();
    EXPECT_EQ(hand_in(spec), Verdict::duplicate);
    EXPECT_EQ(stored("u2").episode, 1U);
    pass(4 * kHour);
    EXPECT_EQ(stored("u3").episode, 2U);
}

TEST_F(Episodes, ACrashWhileItEndsOpensTheNextAllTheSame) {
    stored("u1");
    world_.crash();
    pass(4 * kHour);
    EXPECT_EQ(stored("u2").episode, 2U);
}

}  // namespace
}  // namespace socbot::testing
