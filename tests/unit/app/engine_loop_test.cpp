// The engine loop over a store in memory: what a batch may hold, and what a restart must not forget
// or do twice.
#include "app/engine_loop.h"

#include "support/engine_samples.h"
#include "support/faulty_store.h"
#include "support/loop_world.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
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
    void crash_and_restart() { crash_and_restart(seconds{0}, std::nullopt); }
    // After `down`, with other settings if there are any.
    void crash_and_restart(seconds down, const std::optional<Settings>& settings) {
        world_.reset();
        clock_.advance(down);
        begin();
        const auto stopped = world_->loop().engine().now();
        if (settings) world_->loop().submit_retained(settings_input(*settings));
        world_->loop().submit_retained(StartInput{"test", stopped});
        world_->run();
    }
    // The platform is busy: every attempt that was started is to come again in a second.
    void put_off_all() {
        for (const auto& job : std::exchange(world_->jobs(), {})) {
            OutcomeInput outcome;
            outcome.job = job.id;
            outcome.outcome.attempt = job.attempt;
            outcome.outcome.outcome = OutcomeClass::retry_after;
            outcome.outcome.retry_after = seconds{1};
            world_->loop().submit_retained(outcome);
        }
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
            keep_buttons(job);
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
    // The action of the newest button settled that begins so; empty: there was none.
    std::string button(std::string_view beginning) const {
        std::string found;
        for (const auto& action : buttons_)
            if (action.starts_with(beginning)) found = action;
        return found;
    }
    void wait(seconds time) {
        clock_.advance(time);
        world_->run();
    }
    LoopWorld& world() { return *world_; }
    FaultyStore& store() { return faulty_; }

private:
    void keep_buttons(const JobStart& job) {
        if (static_cast<JobKind>(job.kind) != JobKind::deliver) return;
        Reader in{job.body};
        for (const auto& button : Delivery::decode(in).view.buttons)
            buttons_.push_back(button.action);
    }
    void begin() {
        world_ = std::make_unique<LoopWorld>(faulty_, clock_, config_);
        const auto opened = world_->loop().open();
        EXPECT_TRUE(opened) << opened.error().message();
    }

    EngineLoopConfig config_;
    ManualClock clock_;
    MemoryStore store_;
    FaultyStore faulty_{store_};
    std::vector<std::string> buttons_;
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

// The rows that always stay are above this limit by themselves, so every cache is emptied and more
// is asked for.
TEST(EngineLoop, ForgetsAllItMayWithoutLosingItsWay) {
    EngineLoopConfig config;
    config.engine.working_set_bytes = 1;
    Process process{config};
    process.configure(engine_settings());
    EXPECT_EQ(process.hand_in(alarm("u1")), Verdict::stored);
    process.settle_all();
    process.wait(seconds{3600 * 24});
    // Batches that use none of what may be forgotten.
    for (int n = 0; n < 3; ++n)
        process.configure(engine_settings());
    EXPECT_EQ(process.hand_in(alarm("u1")), Verdict::duplicate);
    EXPECT_EQ(process.hand_in(alarm("u2")), Verdict::stored);
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

TEST(EngineLoop, AStartDoesNotDoubtWhatBecameDueWhileNoProcessRan) {
    Process process;
    process.configure(engine_settings());
    process.hand_in(alarm("u1"));
    process.put_off_all();
    ASSERT_TRUE(process.started().empty());
    process.crash_and_restart(seconds{60}, std::nullopt);
    const auto started = process.started();
    ASSERT_EQ(started.size(), 2U);
    for (const auto& delivery : started)
        EXPECT_EQ(delivery.operation, Operation::post) << delivery.room.room;
}

TEST(EngineLoop, AStartDoesNotDoubtWhatTheSettingsBeforeItSent) {
    RoomLimits slow;
    slow.burst = 1;
    slow.refill = seconds{3'600};
    Process process;
    process.configure(engine_settings(slow));
    process.hand_in(alarm("u1", "10.0.0.1"));
    process.settle_all();
    process.hand_in(alarm("u2", "10.0.0.2"));  // waits for an hour
    ASSERT_TRUE(process.started().empty());
    process.crash_and_restart(seconds{60}, engine_settings());
    const auto started = process.started();
    ASSERT_EQ(started.size(), 2U);
    for (const auto& delivery : started)
        EXPECT_EQ(delivery.operation, Operation::post) << delivery.room.room;
}

TEST(EngineLoop, ABatchThatReachedTheDiskUnknownToUsStillSendsItsCard) {
    Process process;
    process.configure(engine_settings());
    process.store().fail_commit(1, CommitFault::unknown_after_write);
    EXPECT_EQ(process.hand_in(alarm("u1")), Verdict::none);  // refused: sent again by its source
    process.wait(seconds{10});
    ASSERT_EQ(process.world().loop().state(), LoopState::running);
    EXPECT_EQ(process.hand_in(alarm("u1")), Verdict::duplicate);
    const auto started = process.started();
    ASSERT_EQ(started.size(), 2U);  // the customer's room and the soc room, once each
    for (const auto& delivery : started)
        EXPECT_EQ(delivery.operation, Operation::post);
}

TEST(EngineLoop, ABatchThatNeverReachedTheDiskSendsNothing) {
    Process process;
    process.configure(engine_settings());
    process.store().fail_commit(1, CommitFault::lost_before_write);
    process.hand_in(alarm("u1"));
    process.wait(seconds{10});
    ASSERT_EQ(process.world().loop().state(), LoopState::running);
    EXPECT_TRUE(process.started().empty());
    EXPECT_EQ(process.hand_in(alarm("u1")), Verdict::stored);
    EXPECT_EQ(process.started().size(), 2U);
}

TEST(EngineLoop, ARehearsedChangeCanBeAppliedAfterARestart) {
    Process process;
    process.configure(engine_settings());
    process.world().submit(command_input("e1", room("acme"), person("sam"), "threshold critical"));
    process.world().run();
    process.settle_all();  // the rehearsal, then its answer
    const auto apply = process.button("apply:");
    ASSERT_FALSE(apply.empty());
    process.crash_and_restart();
    process.world().submit(action_input("e2", room("acme"), person("sam"), {}, apply));
    process.world().run();
    EXPECT_TRUE(process.world().noted("policy.threshold"));
}

}  // namespace
}  // namespace socbot::testing
