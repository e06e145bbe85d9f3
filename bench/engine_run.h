// An engine fed with alarms of the load generator's kind over a store, a batch at a time, so that
// each part can be timed alone: making the inputs, deciding, committing.
#pragma once

#include "domain/engine/engine.h"
#include "load/bodies.h"
#include "ports/store.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace socbot::bench {

// One source, one customer, one room.
Settings bench_settings();

class EngineRun {
public:
    // The store is empty and outlives this.
    explicit EngineRun(Store& store);

    // Reads so many new alarms (untimed by callers: it is the network thread's work).
    void make_inputs(std::size_t alarms);
    // needs, read, admit, apply, finish_batch of what was made.
    void decide();
    // One transaction of what was decided.
    void commit();
    // After commit: lets the engine evict, and settles the deliveries it started.
    void settle();

    std::size_t decided_alarms() const noexcept { return commit_.journal.size(); }

private:
    void run(std::vector<Input> inputs);

    std::unique_ptr<Zones> zones_;
    SourceSettings source_;
    UsmAlarms alarms_{1, 0};
    Store& store_;
    std::unique_ptr<Engine> engine_;
    std::vector<Input> inputs_;
    std::vector<Changes> changes_;
    Commit commit_;
    Instant now_{1'764'000'000'000};
};

}  // namespace socbot::bench
