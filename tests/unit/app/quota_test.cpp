// The bucket of a source: what it lets through at once, in the long run, and after a reload.
#include "app/quota.h"

#include <gtest/gtest.h>

#include <chrono>

namespace socbot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const QuotaBucket::Time kStart{seconds{1'000'000}};

int taken(QuotaBucket& bucket, const Quota& quota, QuotaBucket::Time at, int tries) {
    int count = 0;
    for (int i = 0; i < tries; ++i)
        if (!bucket.take(quota, at)) ++count;
    return count;
}

TEST(QuotaBucket, LetsABurstThroughAndThenItsRate) {
    QuotaBucket bucket;
    const Quota quota{10, 25};
    EXPECT_EQ(taken(bucket, quota, kStart, 100), 25);
    EXPECT_EQ(taken(bucket, quota, kStart + milliseconds{99}, 100), 0);
    EXPECT_EQ(taken(bucket, quota, kStart + milliseconds{100}, 100), 1);
    EXPECT_EQ(taken(bucket, quota, kStart + seconds{1}, 100), 9);
    EXPECT_EQ(taken(bucket, quota, kStart + seconds{100}, 100), 25);  // never more than the burst
}

TEST(QuotaBucket, SaysWhenThereIsOneAgain) {
    QuotaBucket bucket;
    const Quota quota{2, 1};
    EXPECT_FALSE(bucket.take(quota, kStart));
    const auto wait = bucket.take(quota, kStart + milliseconds{100});
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, milliseconds{400});
}

TEST(QuotaBucket, ARateOfZeroIsNoQuota) {
    QuotaBucket bucket;
    EXPECT_EQ(taken(bucket, {0, 1}, kStart, 1'000), 1'000);
}

TEST(QuotaBucket, AnotherQuotaIsFollowedAtOnce) {
    QuotaBucket bucket;
    EXPECT_EQ(taken(bucket, {1, 10'000}, kStart, 10'000), 10'000);
    // 10,000 s of debt under the old quota are at most a burst of the new one.
    EXPECT_EQ(taken(bucket, {100, 100}, kStart, 1), 0);
    EXPECT_EQ(taken(bucket, {100, 100}, kStart + seconds{1}, 200), 100);
}

TEST(QuotaBucket, LeavesTheDefaultsOfTheReference) {
    const Quota quota;
    EXPECT_EQ(quota.rate, 200U);
    EXPECT_EQ(quota.burst, 5'000U);
}

}  // namespace
}  // namespace socbot
