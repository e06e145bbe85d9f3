// Result, back-off, ULID and the strong types: a few promises each.
#include "base/backoff.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/ulid.h"

#include <gtest/gtest.h>

#include <ostream>
#include <type_traits>
#include <unordered_set>

namespace socbot {
namespace {

using namespace std::chrono_literals;

TEST(Result, HoldsAValueOrAnError) {
    const Result<int> good = 3;
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 3);
    Result<int> bad = Error{Errc::rate_limited, "slow down", 5s};
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().retry_after(), 5s);
    EXPECT_EQ(std::move(bad).error().with_context("desk").message(), "desk: slow down");
}

TEST(ResultDeathTest, AbortsWhenReadAgainstItsState) {
    const Result<int> bad = Error{Errc::internal, "x"};
    EXPECT_DEATH(static_cast<void>(*bad), "invariant broken");
    const Result<void> good;
    EXPECT_DEATH(static_cast<void>(good.error()), "invariant broken");
}

TEST(Backoff, DoublesUpToTheLimit) {
    EXPECT_EQ(backoff_delay(0, 100ms, 10s, 0.5), 50ms);
    EXPECT_EQ(backoff_delay(3, 100ms, 10s, 0.5), 400ms);
    EXPECT_EQ(backoff_delay(7, 100ms, 10s, 0.5), 5s);
    EXPECT_EQ(backoff_delay(4'000'000'000U, 100ms, 10s, 0.5), 5s);
    EXPECT_EQ(backoff_delay(3, 100ms, 10s, 0.0), 0ms);
}

// The specification's own example time, 01ARYZ6S41.
TEST(Ulid, WritesTimeThenEntropy) {
    EXPECT_EQ(make_ulid({1'469'918'176'385}, std::string(10, '\0')), "01ARYZ6S410000000000000000");
    EXPECT_EQ(make_ulid({0}, std::string(10, '\xff')), "0000000000ZZZZZZZZZZZZZZZZ");
}
TEST(Ulid, SortsByTimeAndClampsIt) {
    const std::string entropy(12, 'x');
    EXPECT_LT(make_ulid({1}, entropy), make_ulid({2}, entropy));
    EXPECT_EQ(make_ulid({-5}, entropy), make_ulid({0}, entropy));
    EXPECT_TRUE(make_ulid({std::int64_t{1} << 60}, entropy).starts_with("7ZZZZZZZZZ"));
}
TEST(UlidDeathTest, NeedsTenBytes) {
    EXPECT_DEATH(make_ulid({}, "123456789"), "entropy");
}

TEST(StrongTypes, DoNotMix) {
    static_assert(!std::is_convertible_v<CustomerCode, SourceId>);
    static_assert(!std::is_convertible_v<std::string, CustomerCode>);
    EXPECT_LT(CustomerCode{"ACME"}, CustomerCode{"BETA"});
    EXPECT_FALSE(AlarmId{});
    const std::unordered_set<AlarmId> ids{AlarmId{1}, AlarmId{1}, AlarmId{2}};
    EXPECT_EQ(ids.size(), 2U);
}

TEST(EpisodeId, ReadsAsPeopleSayIt) {
    EXPECT_EQ((EpisodeId{CustomerCode{"ACME"}, 412}.str()), "ACME-412");
    EXPECT_FALSE(EpisodeId{});
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

TEST(Secret, CanNotBePrinted) {
    static_assert(!Printable<Secret>);
    static_assert(!std::is_convertible_v<Secret, std::string_view>);
    EXPECT_EQ(Secret{"token"}.reveal(), "token");
}

}  // namespace
}  // namespace socbot
