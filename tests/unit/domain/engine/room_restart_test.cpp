// Replies that wait for their card, and what a restart makes of a room's queue.
#include "room_world.h"

namespace socbot::testing {
namespace {

// --- replies

TEST(RoomReplies, WaitForTheirCardsIdThenGoUnderIt) {
    Rooms room{at_a_time(4)};
    const auto card = room.post(Severity::high, {}, true);
    const auto reply = room.post(Severity::high, card);
    EXPECT_EQ(room.sent.size(), 1U);
    room.settle(card);
    ASSERT_EQ(room.sent.size(), 2U);
    EXPECT_EQ(room.sent.back().id, reply);
    EXPECT_EQ(room.sent.back().thread_root, "m" + std::to_string(card.value()));
}

TEST(RoomReplies, OfACardThatFailedGoInTheRoom) {
    Rooms room{at_a_time(4)};
    const auto card = room.post(Severity::high, {}, true);
    const auto reply = room.post(Severity::high, card);
    room.end(card, OutcomeClass::permanent);
    EXPECT_EQ(room.sent.back().id, reply);
    EXPECT_EQ(room.sent.back().thread_root, "");
}

// On a platform that names no message: the older reply is refused and waits for the card after the
// newer one. A restart queues them by age, so the live engine must too.
TEST(RoomReplies, AreFreedInOneOrderBeforeAndAfterARestart) {
    std::vector<std::vector<std::uint64_t>> orders;
    for (const bool restarted : {false, true}) {
        Rooms room{at_a_time(4)};
        const auto card = room.post(Severity::high, {}, true);
        room.end(card, OutcomeClass::settled);
        const auto older = room.post(Severity::high, card);
        room.revise(card, "newer");
        const auto newer = room.post(Severity::high, card);
        room.end(older, OutcomeClass::retry_after);
        room.pass(Milliseconds{999});  // it is tried again and waits; the card's edit is not due
        ASSERT_TRUE(room.world.room_state().replies_waiting.contains(card));
        if (restarted) room.crash();
        room.pass(Milliseconds{1});
        ASSERT_EQ(room.sent.back().operation, Operation::edit);
        auto freed = Rooms::written(room.end(card, OutcomeClass::settled));
        ASSERT_EQ(freed.front(), card.value());
        EXPECT_EQ(freed.at(1), older.value());
        EXPECT_EQ(freed.at(2), newer.value());
        orders.push_back(std::move(freed));
    }
    EXPECT_EQ(orders.front(), orders.back());
}

// --- restarts

TEST(RoomRestart, WhatWasSentIsReconciledAndWhatWaitedIsSent) {
    Rooms room{at_a_time(1)};
    const auto sent = room.post(Severity::high);
    const auto queued = room.post(Severity::high);
    room.crash();
    room.start_again();
    ASSERT_EQ(room.sent.size(), 1U);
    EXPECT_EQ(room.sent.front().id, sent);
    EXPECT_EQ(room.sent.front().operation, Operation::reconcile);
    EXPECT_EQ(room.sent.front().attempt.number, 1U);
    room.end(sent, OutcomeClass::not_found);
    EXPECT_EQ(room.sent.back().id, sent);
    EXPECT_EQ(room.sent.back().operation, Operation::post);
    EXPECT_FALSE(room.sent.back().attempt.possible_repeat);  // known: it had not happened
    room.settle(sent);
    EXPECT_EQ(room.sent.back().id, queued);
}

TEST(RoomRestart, AnEditInFlightIsSimplyMadeAgain) {
    Rooms room{at_a_time(1)};
    const auto card = room.post(Severity::high, {}, true);
    room.settle(card);
    room.revise(card, "taken", true);
    room.crash();
    room.start_again();
    ASSERT_EQ(room.sent.size(), 1U);
    EXPECT_EQ(room.sent.front().operation, Operation::edit);
    EXPECT_EQ(room.sent.front().attempt.number, 3U);
}

TEST(RoomRestart, APauseStillHolds) {
    Rooms room{at_a_time(1)};
    const auto id = room.post(Severity::high);
    room.end(id, OutcomeClass::retry_after, "", Milliseconds{7'000});
    room.crash();
    room.start_again();
    EXPECT_TRUE(room.sent.empty());
    room.pass(Milliseconds{6'999});
    EXPECT_TRUE(room.sent.empty());
    room.pass(Milliseconds{1});
    EXPECT_EQ(room.sent.size(), 1U);
}

}  // namespace
}  // namespace socbot::testing
