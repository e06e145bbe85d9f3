// Engine time never goes back, follows the clock, and holds a jump until it lasts.
#include "app/engine_time.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace socbot {
namespace {

constexpr Instant kStart{1'772'452'800'000};
constexpr Milliseconds kSecond{1'000};
constexpr Milliseconds kMinute{60'000};
constexpr Milliseconds kHour{3'600'000};

// The two clocks of a machine, and what somebody does to the wall's.
class EngineTimeTest : public testing::Test {
protected:
    Instant now() {
        const auto now = time_.now(
            std::chrono::system_clock::time_point{Milliseconds{wall_.ms}},
            std::chrono::steady_clock::time_point{steady_}
        );
        EXPECT_GE(now, last_) << "engine time went back";
        last_ = now;
        return now;
    }
    void pass(Milliseconds span) {
        wall_ = wall_ + span;
        steady_ += span;
    }
    void set_wall(Milliseconds by) { wall_ = wall_ + by; }
    bool reported() { return time_.report().has_value(); }

    EngineTime time_;
    Instant wall_{kStart};

private:
    Milliseconds steady_{1'000'000};
    Instant last_;
};

TEST_F(EngineTimeTest, FollowsTheWallClock) {
    EXPECT_EQ(now(), kStart);
    pass(kHour);
    EXPECT_EQ(now(), kStart + kHour);
    EXPECT_FALSE(reported());
}

TEST_F(EngineTimeTest, BeginsNoEarlierThanWhatIsOnRecord) {
    time_.start(kStart + kMinute);
    EXPECT_EQ(now(), kStart + kMinute);
    pass(2 * kMinute);
    EXPECT_EQ(now(), kStart + 2 * kMinute);
    time_.start(kStart);  // a rebuild that found less
    EXPECT_EQ(now(), kStart + 2 * kMinute);
}

TEST_F(EngineTimeTest, FollowsSmallCorrectionsForward) {
    now();
    pass(kSecond);
    set_wall(5 * kMinute);
    EXPECT_EQ(now(), kStart + kSecond + 5 * kMinute);
    EXPECT_FALSE(reported());
}

TEST_F(EngineTimeTest, StandsStillUntilASmallCorrectionBackIsCaughtUp) {
    now();
    pass(kMinute);
    EXPECT_EQ(now(), kStart + kMinute);
    set_wall(-kMinute);
    EXPECT_EQ(now(), kStart + kMinute);
    pass(kMinute);
    EXPECT_EQ(now(), kStart + kMinute);
    pass(kSecond);
    EXPECT_EQ(now(), kStart + kMinute + kSecond);
}

TEST_F(EngineTimeTest, HoldsAJumpForwardUntilItLasts) {
    now();
    set_wall(kHour);
    EXPECT_EQ(now(), kStart);
    EXPECT_TRUE(reported());
    pass(59 * kSecond);
    EXPECT_EQ(now(), kStart + 59 * kSecond);  // time goes on by the steady clock
    EXPECT_FALSE(reported());                 // said once
    pass(kSecond);
    EXPECT_EQ(now(), kStart + kHour + 60 * kSecond);
    EXPECT_TRUE(reported());
    pass(kSecond);
    EXPECT_EQ(now(), kStart + kHour + 61 * kSecond);
    EXPECT_FALSE(reported());
}

TEST_F(EngineTimeTest, HoldsAJumpBackAndThenStandsStill) {
    now();
    set_wall(-kHour);
    pass(kSecond);
    EXPECT_EQ(now(), kStart + kSecond);
    EXPECT_TRUE(reported());
    pass(kMinute);
    // Followed, but nothing recorded may become younger than what follows it.
    EXPECT_EQ(now(), kStart + kSecond);
    EXPECT_TRUE(reported());
    pass(kHour);
    EXPECT_EQ(now(), kStart + kSecond + kMinute);
}

TEST_F(EngineTimeTest, ForgetsAJumpThatIsTakenBack) {
    now();
    set_wall(kHour);
    now();
    pass(30 * kSecond);
    set_wall(-kHour);
    EXPECT_EQ(now(), kStart + 30 * kSecond);
    pass(2 * kMinute);
    EXPECT_EQ(now(), kStart + 30 * kSecond + 2 * kMinute);
    // The next one is held as long as the first.
    time_.report();
    set_wall(kHour);
    pass(59 * kSecond);
    EXPECT_EQ(now(), kStart + 30 * kSecond + 2 * kMinute + 59 * kSecond);
    EXPECT_TRUE(reported());
}

TEST_F(EngineTimeTest, HoldsEachJumpForItsOwnTime) {
    now();
    set_wall(kHour);
    now();
    pass(59 * kSecond);
    now();
    set_wall(10 * kHour);  // another: this one has not lasted yet
    pass(kSecond);
    EXPECT_EQ(now(), kStart + 60 * kSecond);
    EXPECT_TRUE(reported());
    pass(59 * kSecond);
    EXPECT_EQ(now(), kStart + 119 * kSecond);
    pass(kSecond);
    EXPECT_EQ(now(), kStart + 11 * kHour + 120 * kSecond);
}

TEST_F(EngineTimeTest, AJumpIsMoreThanFiveMinutes) {
    now();
    set_wall(5 * kMinute + Milliseconds{1});
    EXPECT_EQ(now(), kStart);
    EXPECT_TRUE(reported());
}

TEST_F(EngineTimeTest, TheReportSaysHowFar) {
    now();
    set_wall(-kHour);
    now();
    const auto report = time_.report();
    ASSERT_TRUE(report);
    EXPECT_NE(report->find("-3600 s"), std::string::npos) << *report;
    EXPECT_FALSE(time_.report());
}

}  // namespace
}  // namespace socbot
