// One random run of the engine over virtual time: alarms, people, a moody chat platform and
// crashes. Everything follows from the seed.
#pragma once

#include "support/engine_samples.h"
#include "support/loop_world.h"
#include "support/memory_store.h"
#include "support/scripted_platform.h"

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace socbot::testing {

struct SimulationPlan {
    std::uint64_t seed{1};
    int rounds{250};
    std::size_t working_set_bytes{64U << 20U};
    std::size_t batch_inputs{5};
    bool crashes{true};
};

class Simulation {
public:
    explicit Simulation(SimulationPlan plan);

    // All rounds, then a calm end: everything owed is delivered and every counter written.
    void run();

    MemoryStore& store() { return store_; }
    const MemoryStore& store() const { return store_; }
    const ScriptedPlatform& platform() const { return platform_; }
    const Settings& settings() const { return settings_; }
    static EngineLimits limits(std::size_t working_set_bytes);

    int crashes() const { return crashes_; }
    struct Sent {
        AlarmInput input;
        std::shared_ptr<Ending> ending;
    };
    const std::vector<Sent>& sent() const { return sent_; }  // repeats included
    std::uint64_t answered(Verdict verdict) const;
    // Deliveries whose posting nobody could decide, which may show twice.
    const std::set<std::uint64_t>& repeated() const { return repeated_; }
    const std::vector<Delivery>& deliveries() const { return deliveries_; }  // each attempt's

    // In every text of this customer's alarms.
    static std::string mark(const std::string& source) { return "zq" + source + "qz"; }
    // In the title of the n-th alarm alone.
    static std::string token(std::uint64_t n) { return "tok" + std::to_string(n) + "ken"; }

private:
    std::uint64_t draw(std::uint64_t below);
    bool chance(unsigned percent) { return draw(100) < percent; }
    void round();
    void send_alarms();
    void send(const AlarmInput& input);
    AlarmInput new_alarm();
    void person_acts();
    std::string some_line(const EpisodeId& episode);
    void work_jobs(unsigned percent);
    void work(const JobStart& job, bool report);
    PlatformEnd mood(const PlatformCall& call);
    void crash();
    void boot();
    void settle_down();
    EpisodeId some_episode();
    std::string event() { return "e" + std::to_string(++events_); }

    SimulationPlan plan_;
    std::mt19937_64 random_;
    MemoryStore store_;
    ManualClock clock_;
    Settings settings_;
    ScriptedPlatform platform_;
    std::unique_ptr<LoopWorld> world_;
    std::vector<Sent> sent_;
    std::vector<Delivery> deliveries_;
    std::vector<std::pair<RoomRef, std::string>> applies_;
    std::vector<std::pair<RoomRef, EpisodeId>> cards_;  // shown, so they have buttons
    std::set<std::uint64_t> repeated_;
    std::uint64_t uid_{0};
    std::uint64_t events_{0};
    int crashes_{0};
    bool calm_{false};
};

}  // namespace socbot::testing
