// Rehearsal of a threshold: asked as people ask, answered from what is stored.
#include "app/rehearsal.h"

#include "domain/engine/keys.h"
#include "store_world.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace socbot::testing {
namespace {

class Rehearsal : public ::testing::Test {
protected:
    // What the command's rehearsal says; empty members: it said no such thing.
    std::map<std::string, std::string>
    rehearse(const std::string& in, const std::string& who, const std::string& text) {
        world_.pass(Milliseconds{1'000});  // what arrived by now is history
        const auto job = world_.command(room(in), person(who), text);
        EXPECT_TRUE(job) << text << " started nothing";
        if (!job) return {};
        EXPECT_EQ(job->kind, JobKind::rehearse);
        return rehearse(*job);
    }
    std::map<std::string, std::string> rehearse(const JobRequest& job) {
        const auto result = rehearse_threshold(world_.reader(), job, world_.zones(), limits_);
        EXPECT_TRUE(result) << result.error().message();
        if (!result) return {};
        return {result->values.begin(), result->values.end()};
    }
    // The rehearsal is done and its Apply pressed, by whom it was asked.
    void apply(const JobRequest& job) {
        OutcomeInput done;
        done.job = job.id;
        done.kind = JobKind::rehearse;
        done.outcome.attempt = 1;
        world_.loop().submit_retained(done);
        const auto pending = keys::number_in(job.argument("pending"));
        world_.world().submit(
            action_input("apply", job.room, job.person, {}, "apply:" + std::to_string(pending))
        );
        world_.run();
        EXPECT_TRUE(world_.world().noted("policy.threshold"));
    }
    // Alarms of different hosts: each a card in each room that shows it.
    void hand_in(const std::string& source, Severity severity, int count) {
        for (int i = 0; i < count; ++i) {
            const auto number = std::to_string(++alarms_);
            world_.hand_in(source, "u" + number, severity, "10.0.3." + number);
        }
    }

    StoreWorld world_;
    RehearsalLimits limits_;

private:
    int alarms_{0};
};

TEST_F(Rehearsal, CountsInterruptionsBeforeAndAfter) {
    hand_in("acme", Severity::medium, 3);
    hand_in("acme", Severity::high, 1);
    auto values = rehearse("soc", "sam", "threshold acme high");
    EXPECT_EQ(values["before_a_day"], "8.0");  // rooms soc and acme
    EXPECT_EQ(values["after_a_day"], "2.0");
    EXPECT_EQ(values["alarms"], "4");
    EXPECT_EQ(values["days"], "1");
    EXPECT_EQ(values["sampled"], "0");
}

TEST_F(Rehearsal, LooksAtTheCustomersItIsAbout) {
    hand_in("acme", Severity::medium, 1);
    hand_in("beta", Severity::medium, 5);
    auto values = rehearse("soc", "sam", "threshold acme high");
    EXPECT_EQ(values["alarms"], "1");
    EXPECT_EQ(values["before_a_day"], "2.0");
    EXPECT_EQ(values["after_a_day"], "0");
}

TEST_F(Rehearsal, AThresholdLoweredShowsMore) {
    hand_in("acme", Severity::low, 3);
    auto values = rehearse("soc", "sam", "threshold acme low");
    EXPECT_EQ(values["before_a_day"], "0");
    // Low alarms are shown without interrupting anybody.
    EXPECT_EQ(values["after_a_day"], "0");
    hand_in("acme", Severity::medium, 1);
    values = rehearse("soc", "sam", "threshold acme critical");
    EXPECT_EQ(values["before_a_day"], "2.0");
    EXPECT_EQ(values["after_a_day"], "0");
}

// In a shared room the change is that room's alone, so our own room goes on as it was.
TEST_F(Rehearsal, OfASharedRoomChangesThatRoomAlone) {
    hand_in("beta", Severity::medium, 4);
    auto values = rehearse("beta", "sam", "threshold high");
    EXPECT_EQ(values["before_a_day"], "8.0");  // rooms soc and beta
    EXPECT_EQ(values["after_a_day"], "4.0");
}

TEST_F(Rehearsal, OfAResetTakesAwayWhatWasSetThere) {
    hand_in("beta", Severity::medium, 4);
    const auto set = world_.command(room("beta"), person("sam"), "threshold high");
    ASSERT_TRUE(set);
    apply(*set);
    auto values = rehearse("beta", "sam", "threshold reset");
    EXPECT_EQ(values["before_a_day"], "4.0");
    EXPECT_EQ(values["after_a_day"], "8.0");
}

TEST_F(Rehearsal, OfAKindChangesThatKindAlone) {
    hand_in("acme", Severity::medium, 2);
    auto values = rehearse("soc", "sam", "threshold acme malware high");
    EXPECT_EQ(values["before_a_day"], "4.0");
    EXPECT_EQ(values["after_a_day"], "4.0");
}

TEST_F(Rehearsal, TakesTheNewestWithinItsBoundAndSaysSo) {
    hand_in("acme", Severity::medium, 6);
    hand_in("acme", Severity::high, 2);
    limits_.alarms = 4;
    auto values = rehearse("soc", "sam", "threshold acme high");
    EXPECT_EQ(values["alarms"], "4");
    EXPECT_EQ(values["sampled"], "1");
    EXPECT_EQ(values["before_a_day"], "8.0");
    EXPECT_EQ(values["after_a_day"], "4.0");
}

TEST_F(Rehearsal, LooksBackNoFurtherThanItsDays) {
    hand_in("acme", Severity::medium, 3);
    world_.pass(Milliseconds{8LL * 86'400'000});
    hand_in("acme", Severity::medium, 1);
    auto values = rehearse("soc", "sam", "threshold acme high");
    EXPECT_EQ(values["alarms"], "1");
}

TEST_F(Rehearsal, IsARateOverTheDaysThereAre) {
    hand_in("acme", Severity::medium, 4);
    world_.pass(Milliseconds{2LL * 86'400'000});
    auto values = rehearse("soc", "sam", "threshold acme high");
    EXPECT_EQ(values["days"], "2");
    EXPECT_EQ(values["before_a_day"], "4.0");
}

TEST_F(Rehearsal, OfNothingIsNothing) {
    auto values = rehearse("soc", "sam", "threshold acme high");
    EXPECT_EQ(values["alarms"], "0");
    EXPECT_EQ(values["before_a_day"], "0");
    EXPECT_EQ(values["after_a_day"], "0");
}

}  // namespace
}  // namespace socbot::testing
