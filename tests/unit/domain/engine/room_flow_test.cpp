// A room's queue: order, how much at a time, pauses, edits that coalesce, outcomes that count once.
#include "room_world.h"

#include <limits>

namespace socbot::testing {
namespace {

TEST(RoomQueue, SendsTheGraverFirstThenTheOlderOneAtATime) {
    Rooms room{at_a_time(1)};
    const auto first = room.post(Severity::low);  // the room was free
    const auto medium = room.post(Severity::medium);
    const auto high = room.post(Severity::high);
    const auto second_high = room.post(Severity::high);
    const auto critical = room.post(Severity::critical);
    EXPECT_EQ(room.sent.size(), 1U);
    for (const auto id : {first, critical, high, second_high, medium}) {
        ASSERT_EQ(room.sent.back().id, id);
        room.settle(id);
    }
    EXPECT_EQ(room.sent.size(), 5U);
    EXPECT_TRUE(room.world.state().unsettled.empty());
}

TEST(RoomQueue, HoldsNoMoreInFlightThanTheRoomAllows) {
    Rooms room{at_a_time(3)};
    std::vector<DeliveryId> posted;
    for (int i = 0; i < 5; ++i)
        posted.push_back(room.post(Severity::high));
    EXPECT_EQ(room.sent.size(), 3U);
    room.settle(posted[0]);
    EXPECT_EQ(room.sent.size(), 4U);
    EXPECT_EQ(room.world.room_state().in_flight, 3U);
}

TEST(RoomQueue, AnUnknownEndHoldsItsPlaceUntilItIsDecided) {
    Rooms room{at_a_time(1)};
    const auto first = room.post(Severity::high);
    const auto second = room.post(Severity::high);
    room.end(first, OutcomeClass::ambiguous);
    ASSERT_EQ(room.sent.size(), 2U);
    EXPECT_EQ(room.sent.back().operation, Operation::reconcile);
    EXPECT_EQ(room.sent.back().id, first);
    room.settle(first);
    EXPECT_EQ(room.sent.back().id, second);
}

TEST(RoomQueue, WhatNothingDecidesIsRepeatedAndSaysSo) {
    Rooms room{at_a_time(1)};
    const auto id = room.post(Severity::high);
    room.end(id, OutcomeClass::ambiguous);
    room.end(id, OutcomeClass::undecided);
    room.sent.clear();
    room.pass(Milliseconds{29'999});
    EXPECT_TRUE(room.sent.empty());
    room.pass(Milliseconds{1});
    ASSERT_EQ(room.sent.size(), 1U);
    EXPECT_EQ(room.sent.front().operation, Operation::post);
    EXPECT_TRUE(room.sent.front().attempt.possible_repeat);
}

// A platform that refuses the question has not refused the message.
TEST(RoomQueue, ARefusedReconciliationRepeatsNothingUnmarked) {
    Rooms room{at_a_time(1)};
    const auto id = room.post(Severity::high);
    room.end(id, OutcomeClass::ambiguous);
    room.sent.clear();
    room.end(id, OutcomeClass::retry_after);
    room.pass(Milliseconds{60'000});
    ASSERT_EQ(room.sent.size(), 1U);
    EXPECT_TRUE(room.sent.front().attempt.possible_repeat);
}

TEST(RoomPause, AskedByThePlatformHoldsTheWholeRoom) {
    Rooms room{at_a_time(2)};
    const auto first = room.post(Severity::high);
    room.end(first, OutcomeClass::retry_after, "", Milliseconds{7'000});
    room.sent.clear();
    const auto second = room.post(Severity::critical);
    room.pass(Milliseconds{6'999});
    EXPECT_TRUE(room.sent.empty());
    room.pass(Milliseconds{1});
    EXPECT_EQ(ids(room.sent), (std::vector<std::uint64_t>{second.value(), first.value()}));
}

TEST(RoomPause, IsADayAtMostWhateverThePlatformAsks) {
    for (const auto asked :
         {Milliseconds{std::int64_t{30} * 365 * 86'400'000},
          Milliseconds{std::numeric_limits<std::int64_t>::max()}}) {
        Rooms room{at_a_time(1)};
        const auto id = room.post(Severity::high);
        room.end(id, OutcomeClass::retry_after, "", asked);
        room.sent.clear();
        room.pass(Milliseconds{86'400'000});
        EXPECT_EQ(ids(room.sent), std::vector<std::uint64_t>{id.value()});
    }
}

TEST(RoomRate, TheBucketHoldsWhatTheRoomAllows) {
    auto limits = at_a_time(100);
    limits.burst = 2;
    limits.refill = Milliseconds{1'000};
    Rooms room{limits};
    for (int i = 0; i < 4; ++i)
        room.post(Severity::high);
    EXPECT_EQ(room.sent.size(), 2U);
    room.pass(Milliseconds{999});
    EXPECT_EQ(room.sent.size(), 2U);
    room.pass(Milliseconds{1});
    EXPECT_EQ(room.sent.size(), 3U);
    room.pass(Milliseconds{1'000});
    EXPECT_EQ(room.sent.size(), 4U);
}

TEST(RoomEdits, ManyChangesAreOneEditOfTheNewest) {
    Rooms room{at_a_time(1)};
    const auto card = room.post(Severity::high, {}, true);
    room.settle(card);
    room.sent.clear();
    for (const auto* title : {"one", "two", "three"})
        room.revise(card, title);
    EXPECT_TRUE(room.sent.empty());
    room.pass(Milliseconds{1'000});
    ASSERT_EQ(room.sent.size(), 1U);
    EXPECT_EQ(room.sent.front().operation, Operation::edit);
    EXPECT_EQ(room.sent.front().view.title, "three");
    room.settle(card);
    EXPECT_TRUE(room.world.state().unsettled.empty());
}

TEST(RoomEdits, AChangeWhileOneIsInFlightIsOwedAfterIt) {
    Rooms room{at_a_time(1)};
    const auto card = room.post(Severity::high, {}, true);
    room.revise(card, "newer");
    EXPECT_EQ(room.sent.size(), 1U);
    room.settle(card);
    room.pass(Milliseconds{1'000});
    ASSERT_EQ(room.sent.size(), 2U);
    EXPECT_EQ(room.sent.back().view.title, "newer");
}

TEST(RoomEdits, TheSameContentOwesNothing) {
    Rooms room{at_a_time(1)};
    const auto card = room.post(Severity::high, {}, true);
    room.settle(card);
    room.revise(card, "Emotet");
    EXPECT_TRUE(room.world.state().unsettled.empty());
}

TEST(RoomEdits, AnUrgentOneDoesNotWaitForItsSpacing) {
    Rooms room{at_a_time(1)};
    const auto card = room.post(Severity::high, {}, true);
    room.settle(card);
    room.sent.clear();
    room.revise(card, "taken", true);
    EXPECT_EQ(room.sent.size(), 1U);
}

TEST(RoomEdits, AreSpacedWhereThePlatformCountsThemAndEndWithItsBudget) {
    auto limits = at_a_time(1);
    limits.edits = 2;
    Rooms room{limits};
    const auto card = room.post(Severity::high, {}, true);
    room.settle(card);
    for (const auto span : {Milliseconds{30'000}, Milliseconds{120'000}}) {
        room.sent.clear();
        room.revise(card, std::to_string(span.count()));
        room.pass(span - Milliseconds{1});
        EXPECT_TRUE(room.sent.empty());
        room.pass(Milliseconds{1});
        ASSERT_EQ(room.sent.size(), 1U);
        room.settle(card);
    }
    room.sent.clear();
    room.revise(card, "one too many");
    room.pass(Milliseconds{86'400'000});
    EXPECT_TRUE(room.sent.empty());
    EXPECT_TRUE(room.world.state().unsettled.empty());
}

TEST(RoomEdits, AnEditThatEndedUnknownIsTriedAgainWithoutAsking) {
    Rooms room{at_a_time(1)};
    const auto card = room.post(Severity::high, {}, true);
    room.settle(card);
    room.revise(card, "taken", true);
    room.sent.clear();
    room.end(card, OutcomeClass::ambiguous);
    EXPECT_TRUE(room.sent.empty());
    room.pass(Milliseconds{1'000});
    ASSERT_EQ(room.sent.size(), 1U);
    EXPECT_EQ(room.sent.front().operation, Operation::edit);
    EXPECT_FALSE(room.sent.front().attempt.possible_repeat);
}

TEST(RoomOutcomes, CountOnceByAttempt) {
    Rooms room{at_a_time(1)};
    const auto id = room.post(Severity::high);
    OutcomeInput outcome;
    outcome.job = JobId{id.value()};
    outcome.outcome.attempt = 1;
    outcome.message_id = "m1";
    EXPECT_FALSE(room.end(outcome).empty());
    EXPECT_TRUE(room.end(outcome).empty());
    outcome.outcome.attempt = 2;
    EXPECT_TRUE(room.end(outcome).empty());
    EXPECT_EQ(room.world.room_state().in_flight, 0U);
}

TEST(RoomOutcomes, ACardTooBigGoesAsItsNotificationLineOnce) {
    Rooms room{at_a_time(1)};
    const auto card = room.post(Severity::high, {}, true);
    room.sent.clear();
    room.end(card, OutcomeClass::too_big);
    ASSERT_EQ(room.sent.size(), 1U);
    EXPECT_EQ(room.sent.front().view.template_name, "");
    EXPECT_EQ(room.sent.front().text, "Emotet");
    room.end(card, OutcomeClass::too_big);
    EXPECT_EQ(room.sent.size(), 1U);
    EXPECT_TRUE(room.world.state().unsettled.empty());
}

TEST(RoomOutcomes, WhatFailedForGoodFreesItsPlace) {
    for (const auto end : {OutcomeClass::permanent, OutcomeClass::gone}) {
        Rooms room{at_a_time(1)};
        const auto first = room.post(Severity::high);
        const auto second = room.post(Severity::high);
        room.end(first, end);
        EXPECT_EQ(room.sent.back().id, second);
        EXPECT_FALSE(room.world.state().unsettled.contains(first.value()));
    }
}

}  // namespace
}  // namespace socbot::testing
