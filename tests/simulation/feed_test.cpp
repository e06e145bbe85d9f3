// Feeds over virtual time: silence, refusals, subscriptions and quotas are told once in the `ops`
// room and nowhere else, survive a power cut, and replay exactly.
#include "simulation/store_checks.h"
#include "simulation/workday.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace socbot::testing {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

class Feeds : public ::testing::Test {
protected:
    void SetUp() override {
        day_.begin();
        use(settings());
    }

    static Settings settings() {
        auto settings = engine_settings();
        settings.sources[0].silent_after = hours{24};  // acme
        settings.sources[1].subscribed = true;         // beta
        return settings;
    }
    void use(const Settings& settings) {
        day_.world().submit(settings_input(settings));
        day_.settle();
    }
    void wait(Milliseconds span) {
        day_.wait(span);
        day_.settle();
    }
    void hear(const char* source) {
        AlarmSpec spec;
        spec.source = source;
        spec.uid = "u" + std::to_string(++uid_);
        spec.time = ManualClock::kStart;
        day_.deliver({alarm_input(spec)});
        day_.settle();
    }
    void tell(const char* source, FeedEvent event, std::uint64_t count = 1, std::string why = {}) {
        day_.world().submit(FeedInput{SourceId{source}, event, count, std::move(why)});
        day_.settle();
    }
    // What stands in the `ops` room, of one source or all.
    std::vector<std::string> told(const std::string& source = {}) {
        std::vector<std::string> lines;
        for (const auto& line : day_.shown())
            if (line.starts_with("ops: ") && line.find("`" + source) != std::string::npos)
                lines.push_back(line.substr(5));
        return lines;
    }
    std::string states(const char* source) {
        for (const auto& [id, states] : day_.world().loop().engine().figures().feeds) {
            if (id.str() != source) continue;
            std::string words;
            for (const auto state : states)
                words += std::string{to_word(state)} + " ";
            return words;
        }
        return {};
    }

    Workday day_;
    int uid_{0};
};

TEST_F(Feeds, ASilentSourceIsToldOnceAndHeardAgain) {
    hear("acme");
    wait(hours{23});
    EXPECT_TRUE(told().empty());
    hear("acme");
    wait(hours{23});
    EXPECT_TRUE(told().empty());  // the day counts from the newest alarm
    wait(hours{2});
    ASSERT_EQ(told().size(), 1U);
    EXPECT_NE(told()[0].find("Source `acme` is silent"), std::string::npos) << told()[0];
    EXPECT_EQ(states("acme"), "silent ");
    wait(hours{72});
    EXPECT_EQ(told().size(), 1U);
    day_.restart();
    EXPECT_EQ(states("acme"), "silent ");
    hear("acme");
    EXPECT_EQ(told().size(), 2U);
    EXPECT_EQ(states("acme"), "");
    wait(hours{25});
    EXPECT_EQ(told().size(), 3U);
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Feeds, OneThatNeverSpokeIsSilentToo) {
    wait(hours{25});
    ASSERT_EQ(told().size(), 1U);
    EXPECT_NE(told()[0].find("never sent an alarm"), std::string::npos) << told()[0];
}

TEST_F(Feeds, SilenceIsFoundAfterAPowerCut) {
    hear("acme");
    day_.restart();
    wait(hours{25});
    EXPECT_EQ(states("acme"), "silent ");
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Feeds, ASubscriptionIsUnconfirmedUntilConfirmedOrHeard) {
    EXPECT_EQ(states("beta"), "unconfirmed ");
    tell("beta", FeedEvent::confirmed);
    EXPECT_EQ(states("beta"), "");
    ASSERT_EQ(told().size(), 1U);
    tell("beta", FeedEvent::confirmed);  // SNS asks again when our answer was lost
    EXPECT_EQ(told().size(), 1U);
    tell("beta", FeedEvent::unsubscribed);
    tell("beta", FeedEvent::unsubscribed);
    EXPECT_EQ(told().size(), 2U);
    EXPECT_EQ(states("beta"), "unsubscribed ");
    day_.restart();
    EXPECT_EQ(states("beta"), "unsubscribed ");
    hear("beta");
    EXPECT_EQ(states("beta"), "");
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Feeds, ThreeRefusalsInTenMinutesFailAndFourHoursWithoutEndIt) {
    tell("beta", FeedEvent::refused, 2);
    wait(minutes{11});
    tell("beta", FeedEvent::refused, 2);
    EXPECT_EQ(states("beta"), "unconfirmed ");
    tell("beta", FeedEvent::refused, 1, "the signature is [wrong](https://evil.example)\n*now*");
    EXPECT_EQ(states("beta"), "unconfirmed failing ");
    ASSERT_EQ(told().size(), 1U);
    EXPECT_EQ(told()[0].find("](https://"), std::string::npos) << told()[0];
    wait(hours{3});
    tell("beta", FeedEvent::refused);
    wait(hours{3});
    EXPECT_EQ(states("beta"), "unconfirmed failing ");
    wait(hours{2});
    EXPECT_EQ(states("beta"), "unconfirmed ");
    expect_exact_replay(day_.disk(), {});
}

// However long a stranger keeps at it.
TEST_F(Feeds, AFloodOfRefusalsIsSixNoticesADayAtMost) {
    for (int minute = 0; minute < 24 * 60; minute += 20) {
        tell("beta", FeedEvent::refused, 1'000'000, "forged");
        wait(minutes{20});
    }
    EXPECT_EQ(told("beta`").size(), 1U);
    for (int round = 0; round < 6; ++round) {
        wait(hours{4} + minutes{1});
        tell("beta", FeedEvent::refused, 3, "forged");
    }
    EXPECT_LE(told("beta`").size(), 7U);
}

TEST_F(Feeds, OverItsQuotaForAnHour) {
    tell("acme", FeedEvent::over_quota, 7);
    tell("acme", FeedEvent::over_quota, 100);
    EXPECT_EQ(told().size(), 1U);
    EXPECT_EQ(states("acme"), "over_quota ");
    wait(minutes{61});
    EXPECT_EQ(states("acme"), "");
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Feeds, WhatIsNoLongerConfiguredIsForgotten) {
    tell("acme", FeedEvent::over_quota);
    auto fewer = settings();
    fewer.sources.erase(fewer.sources.begin());
    use(fewer);
    tell("acme", FeedEvent::refused, 5);  // said before the reload
    wait(hours{48});
    EXPECT_EQ(told().size(), 1U);
    EXPECT_EQ(states("acme"), "");
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Feeds, NoticesReachNoOtherRoom) {
    tell("beta", FeedEvent::unsubscribed);
    tell("beta", FeedEvent::refused, 9);
    wait(hours{25});
    EXPECT_EQ(told().size(), 3U);
    EXPECT_EQ(day_.shown().size(), 3U);
}

}  // namespace

}  // namespace socbot::testing
