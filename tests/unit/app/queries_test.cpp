// status, open and hidden: the numbers add up at every moment, and nobody hears of another's.
#include "app/queries.h"

#include "store_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace socbot::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// ACME: one card, one alarm counted on it, three hidden, one repeated. BETA: one hidden.
class Queries : public ::testing::Test {
protected:
    Queries() {
        hand_in("acme", "a1", Severity::high, "10.0.0.1");
        hand_in("acme", "a2", Severity::high, "10.0.0.1");
        hand_in("acme", "a3", Severity::low, "10.0.0.2");
        hand_in("acme", "a4", Severity::low, "10.0.0.3");
        hand_in("acme", "a5", Severity::informational, "10.0.0.4");
        hand_in("acme", "a1", Severity::high, "10.0.0.1");
        hand_in("beta", "b1", Severity::low, "10.0.0.9");
    }
    void hand_in(const char* source, const char* uid, Severity severity, const char* host) {
        world_.hand_in(source, uid, severity, host);
    }
    std::vector<std::string> status(
        std::vector<CustomerCode> customers,
        std::string shared = "0",
        const StatusLines& extra = {}
    ) {
        auto request = world_.question("status", std::move(customers));
        request.arguments.emplace_back("shared", std::move(shared));
        return answer_status(world_.reader(), request, world_.zones(), extra).lines;
    }
    std::vector<std::string> hidden(std::vector<CustomerCode> customers) {
        const auto request = world_.question("hidden", std::move(customers));
        return answer_hidden(world_.reader(), request, world_.zones()).lines;
    }
    std::vector<std::string>
    open(std::vector<CustomerCode> customers, const char* name = "", const char* value = "") {
        auto request = world_.question("open", std::move(customers));
        request.arguments.emplace_back(name, value);
        return answer_open(world_.reader(), request, world_.zones()).lines;
    }

    StoreWorld world_;
};

constexpr auto kAcmeCounts =
    "**ACME** 24 h: 5 alarms = 1 shown + 1 counted on cards + 3 hidden; 1 repeats";

TEST_F(Queries, StatusCountsWhatIsNotFlushedYet) {
    EXPECT_THAT(status({kAcme}), Contains(kAcmeCounts));
}

TEST_F(Queries, StatusCountsTheSameWhileAndAfterRowsAreFlushed) {
    for (int tick = 0; tick < 40; ++tick) {
        world_.pass(Milliseconds{200});
        ASSERT_THAT(status({kAcme}), Contains(kAcmeCounts)) << tick;
    }
    world_.pass(Milliseconds{60'000});
    EXPECT_THAT(status({kAcme}), Contains(kAcmeCounts));
}

TEST_F(Queries, StatusCountsTheSameAfterACrash) {
    world_.crash();
    EXPECT_THAT(status({kAcme}), Contains(kAcmeCounts));
    world_.pass(Milliseconds{60'000});
    EXPECT_THAT(status({kAcme}), Contains(kAcmeCounts));
}

TEST_F(Queries, StatusForgetsWhatIsOlderThanADay) {
    world_.pass(Milliseconds{25LL * 3'600'000});
    hand_in("acme", "a6", Severity::low, "10.0.0.2");
    EXPECT_THAT(status({kAcme}), Contains(StartsWith("**ACME** 24 h: 1 alarms = 0 shown")));
}

TEST_F(Queries, StatusOfNobodysCustomersCountsNothing) {
    EXPECT_THAT(status({}), Not(Contains(HasSubstr("24 h"))));
    EXPECT_THAT(status({kBeta}), Not(Contains(HasSubstr("ACME"))));
}

TEST_F(Queries, StatusNamesTheSourcesOfTheseCustomersAlone) {
    world_.pass(Milliseconds{60'000});  // source rows are flushed
    EXPECT_THAT(status({kAcme}), Contains(StartsWith("source `acme`: last alarm 1 min ago")));
    EXPECT_THAT(status({kAcme}), Not(Contains(HasSubstr("`beta`"))));
    EXPECT_THAT(status({kAcme, kBeta}), Contains(StartsWith("source `beta`")));
    EXPECT_THAT(status({}), Not(Contains(StartsWith("source"))));
}

TEST_F(Queries, StatusNamesASourceThatIsMappedToTheCustomer) {
    AlarmSpec spec;
    spec.source = "mapped";
    spec.tenant = "t-acme";
    spec.uid = "m1";
    world_.world().submit(alarm_input(spec));
    world_.run();
    world_.pass(Milliseconds{60'000});
    EXPECT_THAT(status({kAcme}), Contains(StartsWith("source `mapped`")));
    EXPECT_THAT(status({kBeta}), Not(Contains(StartsWith("source `mapped`"))));
}

TEST_F(Queries, StatusSaysWhatIsWrongWithASource) {
    auto settings = engine_settings();
    settings.sources[0].silent_after = std::chrono::hours{24};
    settings.sources[1].subscribed = true;
    world_.loop().submit_retained(settings_input(settings));
    world_.loop().submit_retained(FeedInput{
        SourceId{"beta"}, FeedEvent::refused, 3, "*forged* by https://evil.example"});
    world_.run();
    world_.pass(std::chrono::hours{3});
    EXPECT_THAT(
        status({kBeta}),
        Contains(AllOf(
            StartsWith("source `beta`: last alarm"),
            HasSubstr("**messages refused** ("),
            Not(HasSubstr("*forged*")),
            Not(HasSubstr("https://evil"))
        ))
    );
    world_.pass(std::chrono::hours{22});
    EXPECT_THAT(status({kAcme}), Contains(EndsWith(" · **silent**")));
    EXPECT_THAT(status({kAcme}), Not(Contains(HasSubstr("beta"))));
}

TEST_F(Queries, StatusInAnOpsRoomIsOfEverySourceTheTroubledFirst) {
    auto settings = engine_settings();
    settings.sources.back().subscribed = true;  // mapped
    world_.loop().submit_retained(settings_input(settings));
    world_.run();
    world_.pass(Milliseconds{60'000});  // their counters are written
    auto asked = world_.command(room("ops"), person("sam"), "status");
    ASSERT_TRUE(asked);
    const auto lines = answer_status(world_.reader(), *asked, world_.zones(), {}).lines;
    ASSERT_GE(lines.size(), 4U);
    EXPECT_EQ(lines[0], "source `mapped`: no alarm yet · **its subscription is not confirmed**");
    EXPECT_THAT(lines, Contains(StartsWith("source `acme`: last alarm")));
    EXPECT_THAT(lines, Contains(StartsWith("source `gamma`: no alarm yet")));
    // Bob is of ACME alone.
    asked = world_.command(room("ops"), person("bob"), "status");
    ASSERT_TRUE(asked);
    EXPECT_THAT(
        answer_status(world_.reader(), *asked, world_.zones(), {}).lines,
        Not(Contains(StartsWith("source `")))
    );
}

TEST_F(Queries, StatusSaysWhatTheProcessAdds) {
    const auto extra = [] { return std::vector<std::string>{"the disk is nearly full"}; };
    std::vector<CustomerCode> everyone;
    for (const auto& customer : engine_settings().customers)
        everyone.push_back(customer.code);
    const auto lines = status(everyone, "0", extra);
    EXPECT_THAT(lines, Contains("messages on their way: 2"));
    EXPECT_EQ(lines.back(), "the disk is nearly full");
    // The machine's figures tell of all customers.
    const auto of_one = status({kAcme}, "0", extra);
    EXPECT_THAT(of_one, Not(Contains(HasSubstr("messages on their way"))));
    EXPECT_THAT(of_one, Not(Contains("the disk is nearly full")));
}

TEST_F(Queries, StatusInASharedRoomIsAboutTheirAlarmsAlone) {
    world_.pass(Milliseconds{60'000});
    const auto lines = status({kAcme}, "1", [] { return std::vector<std::string>{"ours"}; });
    EXPECT_THAT(lines, ElementsAre(kAcmeCounts));
}

TEST_F(Queries, HiddenAddsUpAndNamesTheReason) {
    for (const bool flushed : {false, true}) {
        if (flushed) world_.pass(Milliseconds{60'000});
        const auto lines = hidden({kAcme});
        ASSERT_GE(lines.size(), 2U);
        EXPECT_THAT(lines[0], HasSubstr("**3 of 5 alarms hidden**"));
        EXPECT_EQ(lines[1], "- below the threshold medium: 3");
    }
}

TEST_F(Queries, HiddenListsTheNewestFirstAndOnlyWhatIsHidden) {
    const auto lines = hidden({kAcme});
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_EQ(lines[2], "The newest:");
    EXPECT_THAT(lines[3], HasSubstr("Title of a5"));
    EXPECT_THAT(lines[4], HasSubstr("Title of a4"));
    EXPECT_THAT(lines[5], HasSubstr("Title of a3"));
    EXPECT_THAT(lines[3], AllOf(HasSubstr("ACME"), HasSubstr("informational")));
}

TEST_F(Queries, HiddenIsOfTheseCustomersAlone) {
    EXPECT_THAT(hidden({kAcme}), Each(Not(HasSubstr("BETA"))));
    EXPECT_THAT(hidden({kBeta}), Contains(HasSubstr("**1 of 1 alarms hidden**")));
    EXPECT_THAT(hidden({kAcme, kBeta}), Contains(HasSubstr("**4 of 6 alarms hidden**")));
    EXPECT_THAT(hidden({}), ElementsAre(HasSubstr("**0 of 0 alarms hidden**")));
}

TEST_F(Queries, HiddenStaysWithinTwelveLines) {
    for (int i = 0; i < 40; ++i)
        world_.hand_in("acme", "c" + std::to_string(i), Severity::low, "10.0.1.1");
    const auto lines = hidden({kAcme});
    EXPECT_LE(lines.size(), 12U);
    EXPECT_THAT(lines[0], HasSubstr("**43 of 45 alarms hidden**"));
}

TEST_F(Queries, HiddenTitlesCanNeitherFormatNorLink) {
    AlarmSpec spec;
    spec.uid = "evil";
    spec.title = "[click](https://evil.example) **bold**";
    spec.severity = Severity::low;
    world_.world().submit(alarm_input(spec));
    world_.run();
    const auto lines = hidden({kAcme});
    EXPECT_THAT(lines, Each(Not(HasSubstr("https:"))));
    EXPECT_THAT(lines, Each(Not(HasSubstr("[click]"))));
    EXPECT_THAT(lines, Contains(HasSubstr("hxxps://evil[.]example")));
}

TEST_F(Queries, OpenListsWhatIsOpenGravestFirst) {
    world_.pass(Milliseconds{60'000});
    hand_in("acme", "a7", Severity::critical, "10.0.0.7");
    const auto lines = open({kAcme});
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_THAT(lines[0], AllOf(HasSubstr("ACME-2"), HasSubstr("critical"), HasSubstr("a7")));
    EXPECT_THAT(lines[1], AllOf(HasSubstr("ACME-1"), HasSubstr("high"), HasSubstr("not taken")));
}

TEST_F(Queries, OpenCanBeNarrowed) {
    EXPECT_THAT(open({kAcme}, "severity", "critical"), ElementsAre("Nothing is open here."));
    EXPECT_THAT(open({kAcme}, "mine", "ana@example.org"), ElementsAre("Nothing is open here."));
    EXPECT_THAT(open({kBeta}), ElementsAre("Nothing is open here."));
}

TEST_F(Queries, OpenSaysHowManyMoreThereAre) {
    for (int i = 0; i < 14; ++i)
        world_.hand_in(
            "acme", "o" + std::to_string(i), Severity::high, "10.0.2." + std::to_string(i)
        );
    const auto lines = open({kAcme});
    ASSERT_EQ(lines.size(), 11U);
    EXPECT_THAT(lines.back(), HasSubstr("and 5 more"));
}

TEST_F(Queries, WhatEndedIsNotOpen) {
    world_.pass(Milliseconds{25LL * 3'600'000});
    EXPECT_THAT(open({kAcme}), ElementsAre("Nothing is open here."));
}

}  // namespace
}  // namespace socbot::testing
