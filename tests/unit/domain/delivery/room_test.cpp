// A room's bucket and pause, and the limits a platform states.
#include "domain/delivery/delivery.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

constexpr Instant kNow{1'772'452'800'000};

RoomLimits bucket(std::uint32_t burst, Milliseconds refill) {
    RoomLimits limits;
    limits.burst = burst;
    limits.refill = refill;
    return limits;
}

TEST(RoomBucket, WithoutABurstThereIsNoLimit) {
    Room room;
    for (int i = 0; i < 1'000; ++i)
        EXPECT_FALSE(take_token(room, {}, kNow));
    EXPECT_EQ(room.tokens_at, Instant{});  // nothing to write
}

TEST(RoomBucket, BeginsFullAndSaysWhenTheNextIsThere) {
    const auto limits = bucket(3, Milliseconds{1'000});
    Room room;
    for (int i = 0; i < 3; ++i)
        EXPECT_FALSE(take_token(room, limits, kNow));
    EXPECT_EQ(take_token(room, limits, kNow), kNow + Milliseconds{1'000});
    EXPECT_EQ(take_token(room, limits, kNow + Milliseconds{999}), kNow + Milliseconds{1'000});
    EXPECT_FALSE(take_token(room, limits, kNow + Milliseconds{1'000}));
    EXPECT_TRUE(take_token(room, limits, kNow + Milliseconds{1'000}));
}

TEST(RoomBucket, KeepsTheRemainderOfATick) {
    const auto limits = bucket(1, Milliseconds{1'000});
    Room room;
    EXPECT_FALSE(take_token(room, limits, kNow));
    EXPECT_FALSE(take_token(room, limits, kNow + Milliseconds{1'900}));
    // 900 ms of the next were there already.
    EXPECT_FALSE(take_token(room, limits, kNow + Milliseconds{2'000}));
}

TEST(RoomBucket, HoldsNoMoreThanItsBurst) {
    const auto limits = bucket(2, Milliseconds{1'000});
    Room room;
    EXPECT_FALSE(take_token(room, limits, kNow));
    const auto later = kNow + Milliseconds{365LL * 86'400'000};
    EXPECT_FALSE(take_token(room, limits, later));
    EXPECT_FALSE(take_token(room, limits, later));
    EXPECT_TRUE(take_token(room, limits, later));
}

TEST(RoomBucket, TheAskedPauseGoesBeforeTheTokens) {
    const auto limits = bucket(3, Milliseconds{1'000});
    Room room;
    room.paused_until = kNow + Milliseconds{60'000};
    EXPECT_EQ(take_token(room, limits, kNow), room.paused_until);
    EXPECT_EQ(take_token(room, {}, kNow), room.paused_until);
    EXPECT_EQ(room.tokens, 0U);  // none taken, none counted
    EXPECT_FALSE(take_token(room, limits, room.paused_until));
}

TEST(RoomBucket, ASmallerBurstAfterAReloadHoldsAtOnce) {
    Room room;
    EXPECT_FALSE(take_token(room, bucket(100, Milliseconds{1'000}), kNow));
    const auto smaller = bucket(2, Milliseconds{1'000});
    EXPECT_FALSE(take_token(room, smaller, kNow));
    EXPECT_FALSE(take_token(room, smaller, kNow));
    EXPECT_TRUE(take_token(room, smaller, kNow));
}

TEST(RoomRow, ComesBackAndTruncatedIsRefused) {
    Room room;
    room.ref = {ConnectionId{"chat"}, "acme"};
    room.paused_until = kNow;
    room.tokens = 7;
    room.tokens_at = kNow - Milliseconds{5};
    Writer out;
    room.encode(out);
    Reader in{out.bytes()};
    const auto back = Room::decode(in);
    EXPECT_EQ(back.ref, room.ref);
    EXPECT_EQ(back.paused_until, room.paused_until);
    EXPECT_EQ(back.tokens, 7U);
    EXPECT_EQ(back.tokens_at, room.tokens_at);
    for (std::size_t length = 0; length < out.bytes().size(); ++length) {
        Reader cut{std::string_view{out.bytes()}.substr(0, length)};
        EXPECT_THROW(Room::decode(cut), CodecError) << length;
    }
}

TEST(RoomLimitsRow, ComesBackAndTruncatedIsRefused) {
    RoomLimits limits;
    limits.in_flight = 4;
    limits.edits = 10;
    limits.edits_reserved = 2;
    limits.burst = 5;
    limits.refill = Milliseconds{2'000};
    limits.text_bytes = 7'439;
    limits.card.bytes = 22'000;
    limits.card.buttons = 6;
    limits.card.version = "1.3";
    Writer out;
    limits.encode(out);
    Reader in{out.bytes()};
    EXPECT_EQ(RoomLimits::decode(in), limits);
    for (std::size_t length = 0; length < out.bytes().size(); ++length) {
        Reader cut{std::string_view{out.bytes()}.substr(0, length)};
        EXPECT_THROW(RoomLimits::decode(cut), CodecError) << length;
    }
}

TEST(Words, NameLevelsAndOutcomes) {
    EXPECT_STREQ(to_word(Level::quiet), "quiet");
    EXPECT_STREQ(to_word(Level::page), "page");
    EXPECT_STREQ(to_word(OutcomeClass::too_big), "too_big");
    EXPECT_STREQ(to_word(OutcomeClass::undecided), "undecided");
}

}  // namespace
}  // namespace socbot
