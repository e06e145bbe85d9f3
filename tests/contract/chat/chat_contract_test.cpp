// The contract of the ChatConnection port, run over every connection there is.
#include "contract/chat/chat_under_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot::testing {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::uint64_t kFirstId = (7ULL << 12U) | 1U;

struct Implementation {
    const char* name;
    std::unique_ptr<ChatUnderTest> (*make)();
};

void PrintTo(const Implementation& row, std::ostream* out) {
    *out << row.name;
}

class ChatContract : public ::testing::TestWithParam<Implementation> {
protected:
    ChatConnection& chat() { return under_test_->chat(); }
    ChatUnderTest& under_test() { return *under_test_; }
    std::map<std::string, ShownMessage> shown() const { return under_test_->shown(); }

    OutgoingMessage text(std::string words, std::uint64_t number = 0) {
        OutgoingMessage message;
        message.id = DeliveryId{kFirstId + number};
        message.room = under_test_->room();
        message.customer = CustomerCode{"ACME"};
        message.text = std::move(words);
        message.marker = "m" + std::to_string(number);
        return message;
    }
    OutgoingMessage card(std::string title, std::uint64_t number = 0) {
        auto message = text("HIGH", number);
        message.card = [this, title]() -> Result<RenderedCard> {
            ++rendered_;
            return RenderedCard{R"({"type":"AdaptiveCard","title":")" + title + R"("})", "0a0b"};
        };
        return message;
    }
    // The same message on what was posted.
    static OutgoingMessage then(OutgoingMessage message, Operation operation, std::string id) {
        message.operation = operation;
        message.message_id = std::move(id);
        ++message.revision;
        return message;
    }
    std::string post(OutgoingMessage message) {
        const auto outcome = attempt(chat(), std::move(message));
        EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled) << outcome.outcome.error;
        EXPECT_FALSE(outcome.message_id.empty());
        return outcome.message_id;
    }

    int rendered_{0};

private:
    std::unique_ptr<ChatUnderTest> under_test_{GetParam().make()};
};

TEST_P(ChatContract, ItsRoomsAreNamedAfterIt) {
    EXPECT_EQ(chat().id(), under_test().room().connection);
    EXPECT_EQ(chat().health(), "");
}

TEST_P(ChatContract, ItsLimitsLetSomethingThrough) {
    const auto limits = chat().limits();
    EXPECT_GE(limits.in_flight, 1U);
    EXPECT_LE(limits.edits_reserved, limits.edits);
    EXPECT_GE(limits.text_bytes, 256U);
    EXPECT_GE(limits.card.bytes, 1024U);
    EXPECT_GE(limits.card.buttons, 1U);
    // A bucket that never fills again would stop the room for good.
    EXPECT_EQ(limits.burst != 0, limits.refill.count() > 0);
}

TEST_P(ChatContract, ItsLimitsReachTheEngineAsTheyAre) {
    Writer out;
    chat().limits().encode(out);
    Reader in{out.bytes()};
    EXPECT_EQ(RoomLimits::decode(in), chat().limits());
}

TEST_P(ChatContract, APostShowsItsTextUnderTheIdItNames) {
    const auto outcome = attempt(chat(), text("hello"));
    EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(outcome.outcome.error, "");
    EXPECT_FALSE(outcome.outcome.retry_after);
    ASSERT_EQ(shown().size(), 1U);
    EXPECT_EQ(shown().begin()->first, outcome.message_id);
    EXPECT_EQ(shown().begin()->second.text, "hello");
    EXPECT_EQ(shown().begin()->second.thread, "");
}

TEST_P(ChatContract, EveryPostIsAMessageOfItsOwn) {
    const auto first = post(text("one", 1));
    const auto second = post(text("one", 2));
    EXPECT_NE(first, second);
    EXPECT_EQ(shown().size(), 2U);
}

TEST_P(ChatContract, ACardIsRenderedOnceAndNamesItsTemplate) {
    const auto outcome = attempt(chat(), card("Emotet"));
    ASSERT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(rendered_, 1);
    EXPECT_EQ(outcome.template_hash, "0a0b");
    EXPECT_THAT(shown().at(outcome.message_id).text, HasSubstr("HIGH"));
    EXPECT_THAT(shown().at(outcome.message_id).text, HasSubstr("Emotet"));
}

TEST_P(ChatContract, ACardThatCantBeRenderedLeavesItsNotificationLine) {
    auto message = text("HIGH");
    message.card = [] { return Result<RenderedCard>{Error{Errc::internal, "no template"}}; };
    const auto outcome = attempt(chat(), std::move(message));
    ASSERT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(outcome.template_hash, "");
    EXPECT_EQ(shown().at(outcome.message_id).text, "HIGH");
}

TEST_P(ChatContract, TextOfTheLimitsSizeIsShownWhole) {
    const std::string longest(chat().limits().text_bytes, 'x');
    const auto id = post(text(longest));
    EXPECT_EQ(shown().at(id).text, longest);
}

TEST_P(ChatContract, AnEditReplacesWhatTheMessageSays) {
    ASSERT_TRUE(chat().capabilities().edit);
    const auto id = post(text("before"));
    const auto outcome = attempt(chat(), then(text("after"), Operation::edit, id));
    EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    ASSERT_EQ(shown().size(), 1U);
    EXPECT_EQ(shown().at(id).text, "after");
}

TEST_P(ChatContract, AnEditOfACardShowsTheNewOne) {
    ASSERT_TRUE(chat().capabilities().edit_card);
    const auto id = post(card("Before"));
    const auto outcome = attempt(chat(), then(card("After"), Operation::edit, id));
    EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(rendered_, 2);
    EXPECT_EQ(outcome.template_hash, "0a0b");
    EXPECT_THAT(shown().at(id).text, HasSubstr("After"));
    EXPECT_THAT(shown().at(id).text, Not(HasSubstr("Before")));
}

// The machine repeats an edit or removal whose end is not known.
TEST_P(ChatContract, AnEditOrRemovalRepeatedDoesNoHarm) {
    const auto id = post(text("before"));
    const auto edit = then(text("after"), Operation::edit, id);
    attempt(chat(), edit);
    EXPECT_EQ(attempt(chat(), edit).outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(shown().size(), 1U);
    EXPECT_EQ(shown().at(id).text, "after");
    const auto removal = then(text(""), Operation::remove, id);
    attempt(chat(), removal);
    EXPECT_THAT(
        attempt(chat(), removal).outcome.outcome, AnyOf(OutcomeClass::settled, OutcomeClass::gone)
    );
    EXPECT_TRUE(shown().empty());
}

TEST_P(ChatContract, ARemovalTakesTheMessageAwayAndRendersNothing) {
    ASSERT_TRUE(chat().capabilities().remove);
    const auto kept = post(text("kept", 1));
    const auto id = post(text("taken away", 2));
    auto removal = then(card("taken away", 2), Operation::remove, id);
    EXPECT_EQ(attempt(chat(), std::move(removal)).outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(rendered_, 0);
    EXPECT_FALSE(shown().contains(id));
    EXPECT_TRUE(shown().contains(kept));
}

TEST_P(ChatContract, AReplyStandsUnderItsRoot) {
    ASSERT_TRUE(chat().capabilities().threads);
    const auto root = post(card("Emotet", 1));
    auto reply = text("taken", 2);
    reply.thread = DeliveryId{kFirstId + 1};
    reply.thread_root = root;
    const auto id = post(std::move(reply));
    EXPECT_EQ(shown().at(id).thread, root);
    EXPECT_EQ(shown().at(root).thread, "");
}

TEST_P(ChatContract, EveryLevelReachesItsReader) {
    std::uint64_t number = 0;
    for (const auto level : {Level::quiet, Level::notify, Level::page}) {
        auto message = text("news", ++number);
        message.level = level;
        if (level == Level::page) message.mentions = {"duty@soc.example"};
        const auto id = post(std::move(message));
        EXPECT_EQ(shown().at(id).level, level) << to_word(level);
    }
}

TEST_P(ChatContract, ADeliveryPostedTwiceIsOneMessageWhereThatIsPromised) {
    const auto first = post(text("once"));
    const auto second = post(text("once"));
    EXPECT_EQ(first == second, chat().capabilities().idempotent_post);
    EXPECT_EQ(shown().size(), chat().capabilities().idempotent_post ? 1U : 2U);
}

TEST_P(ChatContract, FindNamesThePostThatHappened) {
    ASSERT_TRUE(chat().capabilities().find_own);
    const auto id = post(text("here", 1));
    const auto outcome = find(chat(), text("here", 1));
    EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(outcome.message_id, id);
    EXPECT_EQ(shown().size(), 1U);
}

TEST_P(ChatContract, FindDoesNotInventAPost) {
    post(text("another", 1));
    const auto outcome = find(chat(), text("never posted", 2));
    if (under_test().keeps_nothing()) {
        // Its history is the delivery's row, which is there.
        EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    } else {
        EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::not_found);
        EXPECT_EQ(outcome.message_id, "");
    }
    EXPECT_EQ(shown().size(), 1U);
}

TEST_P(ChatContract, FindRendersNothing) {
    post(card("Emotet"));
    find(chat(), card("Emotet"));
    EXPECT_EQ(rendered_, 1);
}

// --- what a connection lacks

struct Lack {
    const char* name;
    bool ChatCapabilities::*ability;
    void (*ask)(OutgoingMessage&);
};

// Whether this implementation lacks the ability, or can be made to.
bool lacks(ChatUnderTest& under_test, const Lack& lack) {
    auto capabilities = under_test.chat().capabilities();
    if (!(capabilities.*lack.ability)) return true;
    capabilities.*lack.ability = false;
    return under_test.allow_only(capabilities);
}

constexpr Lack kLacks[] = {
    {"cards",
     &ChatCapabilities::cards,
     [](OutgoingMessage& message) {
         message.card = [] { return Result<RenderedCard>{RenderedCard{"{}", "00"}}; };
     }},
    {"threads",
     &ChatCapabilities::threads,
     [](OutgoingMessage& message) { message.thread_root = "m1"; }},
    {"files",
     &ChatCapabilities::files,
     [](OutgoingMessage& message) {
         message.files.push_back({"raw.json", "text/plain", "{}"});
     }},
    {"mentions",
     &ChatCapabilities::mentions,
     [](OutgoingMessage& message) { message.mentions.emplace_back("duty"); }},
};

TEST_P(ChatContract, WhatItLacksIsRefusedForGoodAndShowsNothing) {
    for (const auto& lack : kLacks) {
        SCOPED_TRACE(lack.name);
        const auto fresh = GetParam().make();
        if (!lacks(*fresh, lack)) continue;
        auto message = text("asks for what is not there");
        lack.ask(message);
        const auto outcome = attempt(fresh->chat(), std::move(message));
        EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::permanent);
        EXPECT_NE(outcome.outcome.error, "");
        EXPECT_EQ(outcome.message_id, "");
        EXPECT_TRUE(fresh->shown().empty());
    }
}

TEST_P(ChatContract, FilesItTakesAreShown) {
    if (!chat().capabilities().files) return;  // refused: the test above
    auto message = text("the raw alarm");
    message.files = {{"raw.json", "application/json", "{}"}};
    const auto id = post(std::move(message));
    EXPECT_THAT(shown().at(id).files, ElementsAre("raw.json"));
}

INSTANTIATE_TEST_SUITE_P(
    Connections,
    ChatContract,
    ::testing::Values(
        Implementation{"Scripted", make_scripted_chat},
        Implementation{"Console", make_console_chat}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot::testing
