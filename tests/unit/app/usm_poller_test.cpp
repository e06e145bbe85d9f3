// What a round hands to the engine, and what it leaves alone.
#include "usm_pull_world.h"

namespace socbot::testing {

namespace {

class UsmPollerTest : public UsmPullWorld {
protected:
    UsmPollerTest() { begin(config()); }

    void begin(const UsmApiConfig& with) {
        poller_.emplace(parts(), kSource, with, std::chrono::milliseconds{0});
    }
    bool round() {
        clock_.advance(Milliseconds{60'000});
        return static_cast<bool>(finish(poller_->round()));
    }
    Instant ago(std::int64_t minutes) { return clock_.now() - Milliseconds{minutes * 60'000}; }

    std::optional<UsmPoller> poller_;
};

TEST_F(UsmPollerTest, WhatThePushLostComesOnce) {
    push(alarm("u1", ago(9)));
    api_ = {alarm("u1", ago(9)), alarm("u2", ago(8)), alarm("u3", ago(7))};
    ASSERT_TRUE(round());
    ASSERT_TRUE(round());
    const auto all = stored();
    ASSERT_EQ(all.size(), 3U);
    for (const auto& record : all)
        EXPECT_FALSE(record.update_of);
    EXPECT_EQ(poller_->counters().recovered.load(), 2U);
    EXPECT_EQ(poller_->counters().rounds.load(), 0U) << "run() counts them";
}

TEST_F(UsmPollerTest, ALatePushOfWhatWasPolledIsADuplicate) {
    ASSERT_TRUE(round());
    const auto json = alarm("u1", ago(3));
    api_ = {json};
    ASSERT_TRUE(round());
    push(alarm("u1", ago(4)).replace(0, 1, R"({"alarm_labels":["x"],)"));
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(UsmPollerTest, AStartLeavesAloneWhatIsStored) {
    ASSERT_TRUE(round());
    api_ = {alarm("u1", ago(3))};
    ASSERT_TRUE(round());
    poller_.reset();
    restart();
    begin(config());
    ASSERT_TRUE(round());
    EXPECT_EQ(stored().size(), 1U);
    EXPECT_EQ(poller_->counters().recovered.load(), 0U);
}

TEST_F(UsmPollerTest, AnotherFindingIsAnUpdate) {
    ASSERT_TRUE(round());
    const auto at = ago(3);
    push(alarm("u1", at));
    api_ = {alarm("u1", at, R"(,"alarm_events_count":7)")};
    ASSERT_TRUE(round());
    ASSERT_TRUE(round());
    const auto all = stored();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all.back().update_of, all.front().id);
    EXPECT_EQ(poller_->counters().updates.load(), 1U);
}

TEST_F(UsmPollerTest, AnotherStateIsDriftAndNoAlarm) {
    ASSERT_TRUE(round());
    const auto at = ago(3);
    push(alarm("u1", at));
    api_ = {alarm("u1", at, R"(,"status":"closed")")};
    ASSERT_TRUE(round());
    EXPECT_EQ(stored().size(), 1U);
    EXPECT_EQ(poller_->counters().drift.load(), 1U);
    ASSERT_FALSE(events_.empty());
    EXPECT_EQ(events_.back(), "usm_api.drift source=acme closed_there=ACME-1");
    api_ = {alarm("u1", at)};
    ASSERT_TRUE(round());
    EXPECT_EQ(poller_->counters().drift.load(), 0U);
}

TEST_F(UsmPollerTest, WhatCanNotBeReadIsKeptOnce) {
    api_ = {
        R"({"packet_type":"alarm_of_the_future","timestamp_occured":")" +
        std::to_string(ago(1).ms) + "\"}"};
    ASSERT_TRUE(round());
    ASSERT_TRUE(round());
    EXPECT_EQ(quarantined(), 1U);
}

TEST_F(UsmPollerTest, ReachesBackByTheOverlapAfterALongSilence) {
    ASSERT_TRUE(round());
    api_status_ = 403;
    EXPECT_FALSE(round());
    const auto lost = clock_.now() - Milliseconds{30 * 60'000};
    clock_.advance(Milliseconds{5 * 3'600'000});
    api_status_ = 200;
    api_ = {alarm("u1", lost), alarm("u2", ago(120))};
    ASSERT_TRUE(round());
    EXPECT_EQ(stored().size(), 2U);
    clock_.advance(Milliseconds{2 * 3'600'000});
    ASSERT_TRUE(round());
    const auto& url = http_.requests().back().url;
    const auto from = std::stoll(url.substr(url.find("_gte=") + 5));
    EXPECT_EQ(clock_.now().ms - from, (3 * 3'600'000) + 60'000);
}

TEST_F(UsmPollerTest, PutsAndTakesLabels) {
    auto with = config();
    with.label_shown = "l-shown";
    with.label_taken = "l-taken";
    begin(with);
    ASSERT_TRUE(round());
    const auto at = ago(3);
    push(alarm("u1", at));
    api_ = {alarm("u1", at)};
    ASSERT_TRUE(round());
    const std::string shown = "PUT https://api.example/api/2.0/alarms/u1/labels/l-shown";
    EXPECT_EQ(labelled_, (std::vector<std::string>{shown}));
    // Nobody has taken it, whoever put that label there.
    api_ = {alarm("u1", at, R"(,"alarm_labels":["l-shown","l-taken","of-others"])")};
    labelled_.clear();
    ASSERT_TRUE(round());
    const std::string taken = "DELETE https://api.example/api/2.0/alarms/u1/labels/l-taken";
    EXPECT_EQ(labelled_, (std::vector<std::string>{taken}));
    (void)world_->submit(
        action_input("e1", room("acme"), person("ana"), {CustomerCode{"ACME"}, 1}, "take")
    );
    world_->run();
    api_ = {alarm("u1", at, R"(,"alarm_labels":["l-shown"])")};
    labelled_.clear();
    ASSERT_TRUE(round());
    EXPECT_EQ(labelled_, (std::vector<std::string>{"PUT" + taken.substr(6)}));
}

}  // namespace

}  // namespace socbot::testing
