// One fixed run of the product over a store that may fail at any point: alarms, repeats, an update,
// people at work, a power cut, episodes that end. Senders behave as SIEMs and chat platforms do:
// what was refused is sent again. Each part begins at a time of its own, so that what a failure
// delays is made up before the next.
#pragma once

#include "support/engine_samples.h"
#include "support/faulty_store.h"
#include "support/loop_world.h"
#include "support/memory_store.h"
#include "support/scripted_platform.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace socbot::testing {

class Workday {
public:
    void run();  // all parts, in this order
    void begin();
    void morning();
    void people();
    void power_cut();
    void evening();

    // Submits all at once, then again what was refused until nothing is; the answers, in order.
    std::vector<Answer> deliver(const std::vector<Input>& inputs);
    // Lets the loop recover, works every job, and hands in the outcomes until nothing is left.
    void settle();
    void restart();  // what is on its way is lost
    void wait(Milliseconds span) { clock_.advance(span); }

    FaultyStore& store() { return faulty_; }
    MemoryStore& disk() { return disk_; }
    LoopWorld& world() { return *world_; }
    ScriptedPlatform& platform() { return platform_; }
    bool noted(const std::string& event) const;
    std::size_t refusals() const { return refusals_; }

    // Every message as a reader sees it at the end, "room: text", sorted.
    std::vector<std::string> shown() const;
    std::size_t audit_entries();

private:
    void boot();
    void part(std::chrono::minutes since_start);
    void hand_in(const JobStart& job);
    std::string newest_apply() const;

    ManualClock clock_;
    MemoryStore disk_;
    FaultyStore faulty_{disk_};
    ScriptedPlatform platform_;
    std::unique_ptr<LoopWorld> world_;
    std::vector<std::string> applies_;
    std::set<std::string> events_;  // noted by worlds that are gone
    std::size_t refusals_{0};
};

}  // namespace socbot::testing
