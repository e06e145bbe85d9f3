// Places and waiting at an origin.
#include "adapters/curl/origin_lines.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

using std::chrono::seconds;

constexpr Deadline::Clock::time_point kNow{seconds{1'000}};

std::shared_ptr<CurlJob> job(const std::string& host, seconds left = seconds{60}) {
    auto made = std::make_shared<CurlJob>();
    made->url.scheme = "https";
    made->url.host = host;
    made->url.port = 443;
    made->deadline = Deadline::at(kNow + left);
    return made;
}

TEST(OriginLines, ThoseOverTheLimitWaitInOrder) {
    OriginLines lines{2};
    const auto first = job("a");
    const auto third = job("a");
    const auto fourth = job("a");
    EXPECT_TRUE(lines.enter(first));
    EXPECT_TRUE(lines.enter(job("a")));
    EXPECT_FALSE(lines.enter(third));
    EXPECT_FALSE(lines.enter(fourth));
    const std::string origin = first->url.origin();
    EXPECT_EQ(lines.next(origin), nullptr);
    lines.leave(origin);
    EXPECT_EQ(lines.next(origin), third);
    EXPECT_TRUE(lines.enter(third));
    EXPECT_EQ(lines.next(origin), nullptr);
    lines.leave(origin);
    lines.leave(origin);
    EXPECT_EQ(lines.next(origin), fourth);
    EXPECT_EQ(lines.next(origin), nullptr);
}

TEST(OriginLines, ANextThatDoesNotEnterLeavesThePlaceToTheOneBehind) {
    OriginLines lines{1};
    const auto third = job("a");
    ASSERT_TRUE(lines.enter(job("a")));
    ASSERT_FALSE(lines.enter(job("a")));
    ASSERT_FALSE(lines.enter(third));
    lines.leave(third->url.origin());
    EXPECT_NE(lines.next(third->url.origin()), nullptr);
    EXPECT_EQ(lines.next(third->url.origin()), third);
}

TEST(OriginLines, OneOriginDoesNotHoldUpAnother) {
    OriginLines lines{1};
    EXPECT_TRUE(lines.enter(job("a")));
    EXPECT_FALSE(lines.enter(job("a")));
    EXPECT_TRUE(lines.enter(job("b")));
}

TEST(OriginLines, KnowsWhenTheFirstIsOutOfTime) {
    OriginLines lines{1};
    ASSERT_TRUE(lines.enter(job("a", seconds{1})));
    EXPECT_FALSE(lines.soonest(kNow));
    ASSERT_FALSE(lines.enter(job("a", seconds{9})));
    ASSERT_FALSE(lines.enter(job("a", seconds{5})));
    EXPECT_EQ(lines.soonest(kNow), seconds{5});
}

TEST(OriginLines, GivesUpThoseOutOfTimeOrCancelled) {
    OriginLines lines{1};
    const auto late = job("a", seconds{5});
    const auto cancelled = job("a");
    ASSERT_TRUE(lines.enter(job("a")));
    ASSERT_FALSE(lines.enter(late));
    ASSERT_FALSE(lines.enter(cancelled));
    EXPECT_TRUE(lines.take_ended(kNow + seconds{4}).empty());
    cancelled->cancelled = true;
    EXPECT_EQ(lines.take_ended(kNow), std::vector{cancelled});
    EXPECT_EQ(lines.take_ended(kNow + seconds{5}), std::vector{late});
}

TEST(OriginLines, AllThatWaitCanBeTaken) {
    OriginLines lines{1};
    const auto waiting = job("a");
    ASSERT_TRUE(lines.enter(job("a")));
    ASSERT_FALSE(lines.enter(waiting));
    EXPECT_EQ(lines.take_all(), std::vector{waiting});
    lines.leave(waiting->url.origin());
    EXPECT_EQ(lines.next(waiting->url.origin()), nullptr);
}

}  // namespace
}  // namespace socbot
