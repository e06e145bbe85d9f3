// The part of the ChatConnection's contract that speaks of failures: how each class of error comes
// back, and what an attempt that ended unknown leaves to find. Over connections to platforms that
// can fail; the console, which only tells open pages, has none.
#include "contract/chat/chat_under_test.h"
#include "domain/delivery/delivery.h"

#include <gtest/gtest.h>

namespace socbot::testing {
namespace {

class ChatFailures : public ::testing::Test {
protected:
    OutgoingMessage message(std::uint64_t id = 1) {
        OutgoingMessage made;
        made.id = DeliveryId{id};
        made.room = under_test_->room();
        made.text = "hello";
        return made;
    }
    ChatConnection& chat() { return under_test_->chat(); }
    void end_next(const PlatformEnd& end) { ASSERT_TRUE(under_test_->end_next(end)); }

    std::unique_ptr<ChatUnderTest> under_test_{make_scripted_chat()};
};

TEST_F(ChatFailures, EachClassOfErrorComesBackAsItIsAndShowsNothing) {
    for (const auto end :
         {OutcomeClass::retry_after,
          OutcomeClass::permanent,
          OutcomeClass::auth_lost,
          OutcomeClass::gone,
          OutcomeClass::too_big}) {
        SCOPED_TRACE(to_word(end));
        end_next({end, false, std::nullopt});
        const auto outcome = attempt(chat(), message());
        EXPECT_EQ(outcome.outcome.outcome, end);
        EXPECT_NE(outcome.outcome.error, "");
        EXPECT_EQ(outcome.message_id, "");
        EXPECT_TRUE(under_test_->shown().empty());
    }
}

TEST_F(ChatFailures, ThePauseThePlatformAsksForIsCarried) {
    end_next({OutcomeClass::retry_after, false, Milliseconds{7'000}});
    EXPECT_EQ(attempt(chat(), message()).outcome.retry_after, Milliseconds{7'000});
}

TEST_F(ChatFailures, AnAttemptTriesOnce) {
    end_next({OutcomeClass::retry_after, false, Milliseconds{1}});
    attempt(chat(), message());
    EXPECT_TRUE(under_test_->shown().empty());
    EXPECT_EQ(attempt(chat(), message()).outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(under_test_->shown().size(), 1U);
}

TEST_F(ChatFailures, AnUnknownEndThatHappenedIsFound) {
    end_next({OutcomeClass::ambiguous, true, std::nullopt});
    const auto ended = attempt(chat(), message());
    EXPECT_EQ(ended.outcome.outcome, OutcomeClass::ambiguous);
    EXPECT_EQ(ended.message_id, "");
    ASSERT_EQ(under_test_->shown().size(), 1U);
    const auto found = find(chat(), message());
    EXPECT_EQ(found.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(found.message_id, under_test_->shown().begin()->first);
}

TEST_F(ChatFailures, AnUnknownEndThatDidNotHappenIsNotFound) {
    end_next({OutcomeClass::ambiguous, false, std::nullopt});
    attempt(chat(), message());
    EXPECT_TRUE(under_test_->shown().empty());
    EXPECT_EQ(find(chat(), message()).outcome.outcome, OutcomeClass::not_found);
}

TEST_F(ChatFailures, FindThatCantTellSaysSo) {
    end_next({OutcomeClass::undecided, false, std::nullopt});
    EXPECT_EQ(find(chat(), message()).outcome.outcome, OutcomeClass::undecided);
}

TEST_F(ChatFailures, FindWithoutTheAbilityIsUndecidedEvenOfWhatIsThere) {
    attempt(chat(), message());
    auto capabilities = chat().capabilities();
    capabilities.find_own = false;
    ASSERT_TRUE(under_test_->allow_only(capabilities));
    const auto outcome = find(chat(), message());
    EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::undecided);
    EXPECT_EQ(outcome.message_id, "");
}

TEST_F(ChatFailures, AnEditOfWhatIsGoneSaysSo) {
    auto edit = message();
    edit.operation = Operation::edit;
    edit.message_id = "never-posted";
    EXPECT_EQ(attempt(chat(), std::move(edit)).outcome.outcome, OutcomeClass::gone);
    EXPECT_TRUE(under_test_->shown().empty());
}

TEST_F(ChatFailures, OperationsThePlatformLacksAreRefusedForGood) {
    const auto id = attempt(chat(), message()).message_id;
    ChatCapabilities capabilities;
    capabilities.edit = false;
    capabilities.remove = false;
    ASSERT_TRUE(under_test_->allow_only(capabilities));
    for (const auto operation : {Operation::edit, Operation::remove}) {
        auto asked = message();
        asked.operation = operation;
        asked.message_id = id;
        asked.text = "changed";
        EXPECT_EQ(attempt(chat(), std::move(asked)).outcome.outcome, OutcomeClass::permanent);
    }
    ASSERT_EQ(under_test_->shown().size(), 1U);
    EXPECT_EQ(under_test_->shown().at(id).text, "hello");
}

}  // namespace
}  // namespace socbot::testing
