// A delivery's owed work: what goes next, edits that coalesce, and the row.
#include "domain/delivery/delivery.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {
namespace {

constexpr Instant kNow{1'772'452'800'000};

Delivery posted(std::uint32_t posted_revision = 1) {
    Delivery delivery;
    delivery.id = DeliveryId{4097};
    delivery.room = {ConnectionId{"chat"}, "acme"};
    delivery.posted = posted_revision;
    delivery.wanted = posted_revision;
    delivery.message_id = "m1";
    delivery.attempt.state = AttemptState::settled;
    delivery.attempt.number = 1;
    return delivery;
}

NextMove move_of(const Delivery& delivery, const RoomLimits& limits = {}) {
    return next_move(delivery, limits, kNow).move;
}

TEST(Delivery, AFreshOneIsPosted) {
    EXPECT_EQ(move_of(Delivery{}), NextMove::post);
    EXPECT_TRUE(Delivery{}.unsettled());
}

TEST(Delivery, WhatIsShownAsWantedOwesNothing) {
    EXPECT_EQ(move_of(posted()), NextMove::nothing);
    EXPECT_FALSE(posted().unsettled());
}

TEST(Delivery, NewContentOwesAnEdit) {
    auto delivery = posted();
    ++delivery.wanted;
    EXPECT_EQ(move_of(delivery), NextMove::edit);
    EXPECT_TRUE(delivery.unsettled());
}

TEST(Delivery, ManyChangesAreOneEdit) {
    auto delivery = posted();
    delivery.wanted += 40;
    EXPECT_EQ(move_of(delivery), NextMove::edit);
    delivery.posted = delivery.wanted;
    EXPECT_EQ(move_of(delivery), NextMove::nothing);
}

TEST(Delivery, ChangesBeforeThePostAreNoEdits) {
    Delivery delivery;
    delivery.wanted = 5;
    EXPECT_EQ(move_of(delivery), NextMove::post);
}

TEST(Delivery, AnEditWaitsForItsTime) {
    auto delivery = posted();
    ++delivery.wanted;
    delivery.edit_not_before = kNow + Milliseconds{1};
    const auto move = next_move(delivery, {}, kNow);
    EXPECT_EQ(move.move, NextMove::wait);
    EXPECT_EQ(move.not_before, kNow + Milliseconds{1});
    EXPECT_EQ(next_move(delivery, {}, move.not_before).move, NextMove::edit);
}

TEST(Delivery, ARetryWaitsForItsTimeWhateverItIs) {
    Delivery delivery;
    delivery.attempt.due = kNow + Milliseconds{500};
    const auto move = next_move(delivery, {}, kNow);
    EXPECT_EQ(move.move, NextMove::wait);
    EXPECT_EQ(move.not_before, kNow + Milliseconds{500});
    EXPECT_EQ(next_move(delivery, {}, move.not_before).move, NextMove::post);
}

TEST(Delivery, TheEditBudgetEndsEdits) {
    RoomLimits limits;
    limits.edits = 10;
    auto delivery = posted();
    ++delivery.wanted;
    delivery.edits = 9;
    EXPECT_EQ(move_of(delivery, limits), NextMove::edit);
    delivery.edits = 10;
    EXPECT_EQ(move_of(delivery, limits), NextMove::nothing);
    limits.edits = 0;  // no budget
    EXPECT_EQ(move_of(delivery, limits), NextMove::edit);
}

TEST(Delivery, ARemovalNeedsNoBudgetAndGoesBeforeEdits) {
    RoomLimits limits;
    limits.edits = 1;
    auto delivery = posted();
    delivery.edits = 1;
    ++delivery.wanted;
    delivery.wanted_removed = true;
    EXPECT_EQ(move_of(delivery, limits), NextMove::remove);
}

TEST(Delivery, WhatWasNeverShownNeedsNoRemoval) {
    Delivery delivery;
    delivery.wanted_removed = true;
    EXPECT_FALSE(delivery.unsettled());
    EXPECT_EQ(move_of(delivery), NextMove::nothing);
}

TEST(Delivery, NothingGoesOutBesideWhatIsInFlight) {
    auto delivery = posted();
    ++delivery.wanted;
    delivery.attempt.state = AttemptState::sent;
    EXPECT_EQ(move_of(delivery), NextMove::nothing);
    EXPECT_TRUE(delivery.unsettled());
    delivery.attempt.state = AttemptState::ambiguous;
    delivery.attempt.due = kNow + Milliseconds{9};
    const auto move = next_move(delivery, {}, kNow);
    EXPECT_EQ(move.move, NextMove::wait);
    EXPECT_EQ(move.not_before, delivery.attempt.due);
}

TEST(Delivery, AFailedOneOwesNothingMore) {
    auto delivery = posted();
    ++delivery.wanted;
    delivery.attempt.state = AttemptState::failed;
    EXPECT_EQ(move_of(delivery), NextMove::nothing);
    EXPECT_FALSE(delivery.unsettled());
}

TEST(Delivery, EditsAreSpacedWiderAndWider) {
    EXPECT_EQ(edit_spacing(0), Milliseconds{30'000});
    EXPECT_EQ(edit_spacing(1), Milliseconds{120'000});
    EXPECT_EQ(edit_spacing(2), Milliseconds{600'000});
    EXPECT_EQ(edit_spacing(3), Milliseconds{3'600'000});
    EXPECT_EQ(edit_spacing(4'000'000'000U), Milliseconds{3'600'000});
}

Delivery waiting(Severity severity, std::uint64_t id) {
    Delivery delivery;
    delivery.priority = severity;
    delivery.id = DeliveryId{id};
    return delivery;
}

TEST(DeliveryOrder, TheMoreSevereGoesFirstThenTheOlder) {
    const auto critical = waiting(Severity::critical, 9);
    const auto older = waiting(Severity::high, 1);
    const auto newer = waiting(Severity::high, 2);
    EXPECT_TRUE(goes_before(critical, older));
    EXPECT_FALSE(goes_before(older, critical));
    EXPECT_TRUE(goes_before(older, newer));
    EXPECT_FALSE(goes_before(newer, older));
    EXPECT_FALSE(goes_before(older, older));
}

Delivery full() {
    auto delivery = posted(3);
    delivery.level = Level::page;
    delivery.customer = CustomerCode{"ACME"};
    delivery.episode = 412;
    delivery.is_card = true;
    delivery.thread = DeliveryId{4096};
    delivery.thread_root = "root";
    delivery.priority = Severity::critical;
    delivery.created = kNow;
    delivery.view.template_name = "malware";
    delivery.view.title = "Emotet";
    delivery.text = std::string{"a\0b", 3};
    delivery.wanted = 9;
    delivery.sending = 8;
    delivery.wanted_removed = true;
    delivery.operation = Operation::edit;
    delivery.edits = 2;
    delivery.edit_not_before = kNow + Milliseconds{5};
    delivery.template_hash = "0a0b";
    delivery.attempt.state = AttemptState::ambiguous;
    delivery.attempt.last_error = "reset";
    return delivery;
}

std::string encoded(const Delivery& delivery) {
    Writer out;
    delivery.encode(out);
    return out.take();
}

TEST(DeliveryRow, ComesBackWhole) {
    const auto bytes = encoded(full());
    Reader in{bytes};
    const auto back = Delivery::decode(in);
    EXPECT_TRUE(in.empty());
    EXPECT_EQ(encoded(back), bytes);
    EXPECT_EQ(back.id, full().id);
    EXPECT_EQ(back.room, full().room);
    EXPECT_EQ(back.level, Level::page);
    EXPECT_EQ(back.thread_root, "root");
    EXPECT_EQ(back.view, full().view);
    EXPECT_EQ(back.text, full().text);
    EXPECT_EQ(back.wanted, 9U);
    EXPECT_EQ(back.posted, 3U);
    EXPECT_EQ(back.sending, 8U);
    EXPECT_TRUE(back.wanted_removed);
    EXPECT_EQ(back.edits, 2U);
    EXPECT_EQ(back.edit_not_before, full().edit_not_before);
    EXPECT_EQ(back.attempt, full().attempt);
}

TEST(DeliveryRow, TruncatedIsRefusedAtEveryLength) {
    const auto bytes = encoded(full());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        Reader cut{std::string_view{bytes}.substr(0, length)};
        EXPECT_THROW(Delivery::decode(cut), CodecError) << length;
    }
}

TEST(DeliveryRow, OfAnotherSchemaIsRefused) {
    auto bytes = encoded(full());
    bytes.front() = 2;
    Reader in{bytes};
    EXPECT_THROW(Delivery::decode(in), CodecError);
}

}  // namespace
}  // namespace socbot
