// Links and sessions: once, in time, bounded.
#include "world.h"

namespace socbot::console_test {
namespace {

const PersonId kAna{"ana@soc.example"};

struct SessionsTest : testing::Test {
    CountingRandom random;
    Instant now{1'000'000};
};

TEST_F(SessionsTest, LinkWorksOnce) {
    Sessions sessions{random};
    const auto token = sessions.make_link(kAna, now);
    EXPECT_EQ(sessions.peek_link(token, now), kAna);
    EXPECT_EQ(sessions.take_link(token, now), kAna);
    EXPECT_EQ(sessions.peek_link(token, now), std::nullopt);
    EXPECT_EQ(sessions.take_link(token, now), std::nullopt);
}

TEST_F(SessionsTest, LinkEndsAfterTenMinutes) {
    Sessions sessions{random};
    const auto token = sessions.make_link(kAna, now);
    EXPECT_TRUE(sessions.peek_link(token, now + Milliseconds{599'999}));
    EXPECT_FALSE(sessions.peek_link(token, now + Milliseconds{600'000}));
    EXPECT_FALSE(sessions.take_link(token, now + Milliseconds{600'000}));
}

TEST_F(SessionsTest, TokenOfAnotherShapeIsNoLink) {
    Sessions sessions{random};
    const auto token = sessions.make_link(kAna, now);
    EXPECT_FALSE(sessions.take_link("", now));
    EXPECT_FALSE(sessions.take_link(token + "A", now));
    EXPECT_FALSE(sessions.take_link(std::string(100'000, 'A'), now));
}

TEST_F(SessionsTest, SessionSlidesForTwelveHours) {
    Sessions sessions{random};
    const auto cookie = sessions.open(kAna, now);
    const Milliseconds eleven{11 * 3'600'000};
    EXPECT_TRUE(sessions.find(cookie, now + eleven));
    EXPECT_TRUE(sessions.find(cookie, now + eleven + eleven));
    EXPECT_FALSE(sessions.find(cookie, now + eleven + eleven + Milliseconds{12 * 3'600'000}));
}

TEST_F(SessionsTest, HolderDoesNotProlong) {
    Sessions sessions{random};
    const auto cookie = sessions.open(kAna, now);
    const auto session = sessions.find(cookie, now);
    ASSERT_TRUE(session);
    EXPECT_EQ(sessions.holder(session->key, now + Milliseconds{12 * 3'600'000 - 1}), kAna);
    EXPECT_EQ(sessions.holder(session->key, now + Milliseconds{12 * 3'600'000}), std::nullopt);
}

TEST_F(SessionsTest, CsrfIsStableWithinAndDiffersBetweenSessions) {
    Sessions sessions{random};
    const auto one = sessions.open(kAna, now);
    const auto two = sessions.open(kAna, now);
    EXPECT_EQ(sessions.find(one, now)->csrf, sessions.find(one, now)->csrf);
    EXPECT_NE(sessions.find(one, now)->csrf, sessions.find(two, now)->csrf);
    EXPECT_EQ(sessions.find(one, now)->csrf.size(), 43U);
}

TEST_F(SessionsTest, FullTablePushesOutTheLongestUnused) {
    Sessions sessions{random, {.sessions = 3}};
    const auto first = sessions.open(kAna, now);
    const auto second = sessions.open(kAna, now + Milliseconds{1});
    const auto third = sessions.open(kAna, now + Milliseconds{2});
    ASSERT_TRUE(sessions.find(first, now + Milliseconds{3}));  // used: now the newest
    const auto fourth = sessions.open(kAna, now + Milliseconds{4});
    EXPECT_TRUE(sessions.find(first, now + Milliseconds{5}));
    EXPECT_FALSE(sessions.find(second, now + Milliseconds{5}));
    EXPECT_TRUE(sessions.find(third, now + Milliseconds{5}));
    EXPECT_TRUE(sessions.find(fourth, now + Milliseconds{5}));
}

TEST_F(SessionsTest, FullTablePushesOutTheOldestLink) {
    Sessions sessions{random, {.links = 2}};
    const auto first = sessions.make_link(kAna, now);
    const auto second = sessions.make_link(kAna, now + Milliseconds{1});
    const auto third = sessions.make_link(kAna, now + Milliseconds{2});
    EXPECT_FALSE(sessions.peek_link(first, now + Milliseconds{3}));
    EXPECT_TRUE(sessions.peek_link(second, now + Milliseconds{3}));
    EXPECT_TRUE(sessions.peek_link(third, now + Milliseconds{3}));
}

}  // namespace
}  // namespace socbot::console_test
