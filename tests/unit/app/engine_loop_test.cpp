// The engine loop over a store in memory: what a batch may hold, and what a restart must not forget
// or do twice.
#include "app/engine_loop.h"

#include "support/engine_samples.h"
#include "support/loop_world.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace socbot::testing {
namespace {

using std::chrono::seconds;

AlarmSpec
alarm(const char* uid, const char* host = "10.0.0.1", Severity severity = Severity::high) {
    AlarmSpec spec;
    spec.uid = uid;
    spec.host = host;
    spec.severity = severity;
    return spec;
}

// A process that ends without warning and comes back over the same store.
class Process {
public:
    explicit Process(EngineLoopConfig config = {}) : config_{config} { begin(); }

    void configure(const Settings& settings) {
        world_->loop().submit_retained(settings_input(settings));
        world_->run();
    }
    void crash_and_restart() {
        world_.reset();
        begin();
        world_->loop().submit_retained(StartInput{"test"});
        world_->run();
    }
    Verdict hand_in(const AlarmSpec& spec) {
        const auto ending = world_->submit(alarm_input(spec));
        world_->run();
        return ending->answer.verdict;
    }
    // The platform takes every attempt that was started.
    void settle_all() {
        while (!world_->jobs().empty()) {
            const auto job = world_->jobs().front();
            world_->jobs().pop_front();
            OutcomeInput outcome;
            outcome.job = job.id;
            outcome.kind = static_cast<JobKind>(job.kind);
            outcome.outcome.attempt = job.attempt;
            outcome.message_id = "m" + std::to_string(job.id.value());
            world_->loop().submit_retained(outcome);
            world_->run();
        }
    }
    std::vector<Delivery> started() const {
        std::vector<Delivery> deliveries;
        for (const auto& job : world_->jobs()) {
            Reader in{job.body};
            deliveries.push_back(Delivery::decode(in));
        }
        return deliveries;
    }
    void wait(seconds time) {
        clock_.advance(time);
        world_->run();
    }
    LoopWorld& world() { return *world_; }

private:
    void begin() {
        world_ = std::make_unique<LoopWorld>(store_, clock_, config_);
        const auto opened = world_->loop().open();
        EXPECT_TRUE(opened) << opened.error().message();
    }

    EngineLoopConfig config_;
    ManualClock clock_;
    MemoryStore store_;
    std::unique_ptr<LoopWorld> world_;
};

TEST(EngineLoop, AlarmsBehindNewSettingsAreDecidedByThem) {
    Process process;
    process.configure(engine_settings());
    auto settings = engine_settings();
    for (auto& source : settings.sources)
        if (source.id == SourceId{"acme"}) source.customer = kGamma;
    process.world().loop().submit_retained(settings_input(settings));
    EXPECT_EQ(process.hand_in(alarm("u1")), Verdict::stored);
    for (const auto& delivery : process.started())
        EXPECT_EQ(delivery.customer, kGamma);
    EXPECT_FALSE(process.started().empty());
}

TEST(EngineLoop, ARestartRemembersBothGenerationsOfIds) {
    EngineLoopConfig config;
    config.engine.seen_ids = 2;
    Process process{config};
    process.configure(engine_settings());
    for (const auto* uid : {"u1", "u2", "u3"})
        ASSERT_EQ(process.hand_in(alarm(uid)), Verdict::stored);
    ASSERT_EQ(process.hand_in(alarm("u1")), Verdict::duplicate);
    process.crash_and_restart();
    EXPECT_EQ(process.hand_in(alarm("u1")), Verdict::duplicate);
}

TEST(EngineLoop, AStartReconcilesOnlyWhatWasInFlight) {
    RoomLimits one_at_a_time;
    one_at_a_time.in_flight = 1;
    Process process;
    process.configure(engine_settings(one_at_a_time));
    process.hand_in(alarm("u1", "10.0.0.1"));
    process.settle_all();
    process.hand_in(alarm("u2", "10.0.0.1"));
    process.wait(seconds{2});  // its card's edit goes out
    ASSERT_FALSE(process.started().empty());
    ASSERT_EQ(process.started().front().operation, Operation::edit);
    // A graver card waits behind it, and goes first once the room is free.
    process.hand_in(alarm("u3", "10.0.0.2", Severity::critical));
    process.crash_and_restart();
    ASSERT_FALSE(process.started().empty());
    for (const auto& delivery : process.started())
        EXPECT_NE(delivery.operation, Operation::reconcile) << delivery.id.value();
}

}  // namespace
}  // namespace socbot::testing
