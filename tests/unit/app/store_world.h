// An engine loop over a store in memory, and the questions asked of what it stored.
#pragma once

#include "domain/engine/job.h"
#include "support/engine_samples.h"
#include "support/loop_world.h"
#include "support/memory_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace socbot::testing {

class StoreWorld {
public:
    StoreWorld() {
        begin();
        loop().submit_retained(settings_input(engine_settings()));
        run();
    }

    EngineLoop& loop() { return world_->loop(); }
    void run() { world_->run(); }
    void pass(Milliseconds span) {
        clock_.advance(span);
        run();
    }
    // The process ends without warning and comes back over the same store.
    void crash() {
        world_.reset();
        begin();
        loop().submit_retained(StartInput{"test"});
        run();
    }
    Verdict
    hand_in(const std::string& source, std::string uid, Severity severity, std::string host) {
        AlarmSpec spec;
        spec.source = source;
        spec.uid = std::move(uid);
        spec.severity = severity;
        spec.host = std::move(host);
        spec.title = "Title of " + spec.uid;
        const auto ending = world_->submit(alarm_input(spec));
        run();
        return ending->answer.verdict;
    }
    // What a person types; the job it starts, if any.
    std::optional<JobRequest>
    command(const RoomRef& in, const PersonId& who, const std::string& text) {
        world_->jobs().clear();
        world_->submit(command_input("e" + std::to_string(++events_), in, who, text));
        run();
        for (const auto& job : world_->jobs()) {
            if (static_cast<JobKind>(job.kind) == JobKind::deliver) continue;
            Reader body{job.body};
            return JobRequest::decode(body);
        }
        return std::nullopt;
    }
    // A question as the engine would ask it.
    JobRequest question(std::string name, std::vector<CustomerCode> customers) const {
        JobRequest request;
        request.name = std::move(name);
        request.customers = std::move(customers);
        request.arguments = {
            {"now", std::to_string(clock_.now().ms)},
            {"since", std::to_string(clock_.now().ms - 86'400'000)},
            {"zone", "UTC"},
            {"unsettled", "2"}};
        return request;
    }
    StoreReader& reader() {
        if (!reader_) {
            auto opened = store_.open();
            EXPECT_TRUE(opened);
            reader_ = *std::move(opened);
        }
        return *reader_;
    }
    const Zones& zones() const { return *zones_; }
    LoopWorld& world() { return *world_; }

private:
    void begin() {
        world_ = std::make_unique<LoopWorld>(store_, clock_);
        const auto opened = loop().open();
        EXPECT_TRUE(opened) << opened.error().message();
    }

    ManualClock clock_;
    MemoryStore store_;
    std::unique_ptr<Zones> zones_{make_utc_zones()};
    std::unique_ptr<LoopWorld> world_;
    std::unique_ptr<StoreReader> reader_;
    int events_{0};
};

}  // namespace socbot::testing
