// Messages whose transport repeats them under the same id: known across a power cut, whatever came
// between, and never mistaken for another.
#include "simulation/store_checks.h"
#include "simulation/workday.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace socbot::testing {

namespace {

AlarmInput alarm(const char* message, const char* uid, const char* title = "Title") {
    AlarmSpec spec;
    spec.uid = uid;
    spec.title = title;
    spec.time = ManualClock::kStart;
    auto input = alarm_input(spec);
    input.transport = {"arn:aws:sns:eu-west-1:123456789012:soc", message};
    return input;
}

UnreadableInput unreadable(const char* message, const char* raw) {
    UnreadableInput input;
    input.source = SourceId{"acme"};
    input.reason = "no JSON";
    input.raw = std::make_shared<const std::string>(raw);
    input.transport = {"arn:aws:sns:eu-west-1:123456789012:soc", message};
    return input;
}

class Redelivery : public ::testing::Test {
protected:
    void SetUp() override { day_.begin(); }

    Verdict send(const Input& input) { return day_.deliver({input}).front().verdict; }
    std::size_t stored() { return stored_alarms(day_.disk()).size(); }
    std::size_t quarantined() {
        auto reader = day_.disk().open();
        return (*reader)->quarantine(10)->size();
    }

    Workday day_;
};

TEST_F(Redelivery, AfterAnUpdateAndAPowerCutIsADuplicate) {
    EXPECT_EQ(send(alarm("m1", "u1")), Verdict::stored);
    EXPECT_EQ(send(alarm("m2", "u1", "Grown")), Verdict::stored);
    day_.restart();
    const auto repeats = counted_repeats(day_.disk());
    EXPECT_EQ(send(alarm("m1", "u1")), Verdict::duplicate);
    EXPECT_EQ(stored(), 2U);  // not an update back to what it was
    EXPECT_EQ(counted_repeats(day_.disk()), repeats + 1);
    EXPECT_TRUE(day_.noted("alarm.redelivered"));
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Redelivery, OfARepeatIsKnownToo) {
    EXPECT_EQ(send(alarm("m1", "u1")), Verdict::stored);
    EXPECT_EQ(send(alarm("m2", "u1")), Verdict::duplicate);  // the same alarm in another message
    EXPECT_EQ(send(alarm("m3", "u1", "Grown")), Verdict::stored);
    day_.restart();
    EXPECT_EQ(send(alarm("m2", "u1")), Verdict::duplicate);
    EXPECT_EQ(stored(), 2U);
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Redelivery, WithinOneBatchIsADuplicate) {
    const auto first = alarm("m1", "u1");
    const auto answers = day_.deliver(
        {first, alarm("m2", "u1", "Grown"), first, unreadable("m3", "{"), unreadable("m3", "{")}
    );
    std::vector<Verdict> verdicts;
    for (const auto& answer : answers)
        verdicts.push_back(answer.verdict);
    EXPECT_EQ(
        verdicts,
        (std::vector<Verdict>{
            Verdict::stored,
            Verdict::stored,
            Verdict::duplicate,
            Verdict::quarantined,
            Verdict::duplicate})
    );
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Redelivery, OfWhatWasSetAsideIsNotSetAsideAgain) {
    auto stranger = alarm("m1", "u1");
    stranger.source = SourceId{"mapped"};  // its tenant is none of the map's
    EXPECT_EQ(send(stranger), Verdict::quarantined);
    EXPECT_EQ(send(unreadable("m2", "{")), Verdict::quarantined);
    day_.restart();
    EXPECT_EQ(send(stranger), Verdict::duplicate);
    EXPECT_EQ(send(unreadable("m2", "{")), Verdict::duplicate);
    EXPECT_EQ(quarantined(), 2U);
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Redelivery, IsNeitherOtherBytesNorAnotherChannelNorAnotherSource) {
    EXPECT_EQ(send(alarm("m1", "u1")), Verdict::stored);
    EXPECT_EQ(send(alarm("m1", "u2")), Verdict::stored);
    EXPECT_EQ(send(alarm("m1", "u1", "Grown")), Verdict::stored);
    auto elsewhere = alarm("m1", "u1");
    elsewhere.transport.channel = "arn:aws:sns:eu-west-1:123456789012:other";
    EXPECT_EQ(send(elsewhere), Verdict::stored);  // an update, by its uid
    auto others = alarm("m1", "u1");
    others.source = SourceId{"beta"};
    EXPECT_EQ(send(others), Verdict::stored);
    expect_exact_replay(day_.disk(), {});
}

TEST_F(Redelivery, WithoutIdsTheUidDecides) {
    auto first = alarm("", "u1");
    EXPECT_EQ(send(first), Verdict::stored);
    EXPECT_EQ(send(alarm("", "u1", "Grown")), Verdict::stored);
    EXPECT_EQ(send(first), Verdict::stored);  // content A, B, A: nothing says it is old
}

}  // namespace

}  // namespace socbot::testing
