// What reaches the engine of what strangers do at the door.
#include "app/feed_reports.h"

#include "support/manual_clock.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace socbot::testing {
namespace {

class FeedReportsTest : public ::testing::Test {
protected:
    void report(const char* source, FeedEvent event, int times = 1, std::string detail = "why") {
        for (int i = 0; i < times; ++i)
            reports_.report(SourceId{source}, event, detail);
    }

    ManualClock clock_;
    std::vector<FeedInput> told_;
    FeedReports reports_{clock_, [this](FeedInput input) { told_.push_back(std::move(input)); }};
};

TEST_F(FeedReportsTest, ThreeAtOnceThenOneAMinuteWithTheRest) {
    report("usm", FeedEvent::refused, 1'000);
    ASSERT_EQ(told_.size(), 3U);
    for (const auto& input : told_)
        EXPECT_EQ(input.count, 1U);
    clock_.advance(Milliseconds{59'999});
    report("usm", FeedEvent::refused, 10);
    EXPECT_EQ(told_.size(), 3U);
    clock_.advance(Milliseconds{1});
    report("usm", FeedEvent::refused, 10);
    ASSERT_EQ(told_.size(), 4U);
    EXPECT_EQ(told_.back().count, 997U + 10U + 1U);
}

TEST_F(FeedReportsTest, APauseGivesThreeAgainAndNotMore) {
    report("usm", FeedEvent::refused, 10);
    clock_.advance(std::chrono::hours{1});
    report("usm", FeedEvent::refused, 10);
    EXPECT_EQ(told_.size(), 6U);
}

TEST_F(FeedReportsTest, EachSourceAndKindByItself) {
    report("usm", FeedEvent::refused, 10);
    report("usm", FeedEvent::unsubscribed);
    report("other", FeedEvent::refused);
    EXPECT_EQ(told_.size(), 5U);
}

TEST_F(FeedReportsTest, DetailsAreOneShortLine) {
    report("usm", FeedEvent::refused, 1, std::string(1'000, 'a') + "\n");
    EXPECT_LE(told_[0].detail.size(), 256U);
    EXPECT_TRUE(told_[0].detail.starts_with(std::string(250, 'a')));
    EXPECT_EQ(told_[0].detail.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace socbot::testing
