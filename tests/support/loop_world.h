// An engine loop turned by hand over any store: what it asked for, said and answered is kept for
// the test. Destroying it is a crash; what the store holds is all that remains.
#pragma once

#include "app/engine_loop.h"
#include "domain/settings/zones_tz.h"
#include "support/manual_clock.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace socbot::testing {

// How a refusable input ended; `end` is empty while it waits.
struct Ending {
    std::optional<Waiter::End> end;
    Answer answer;
};

class LoopWorld final : private JobRunner, private NoteSink, private WaiterRelease {
public:
    LoopWorld(Store& store, const ManualClock& clock, EngineLoopConfig config = {});

    // How it ends is known after run(); a refusal at once is there already.
    std::shared_ptr<Ending> submit(Input input);
    // Turns until nothing is left to do at this time.
    void run();

    EngineLoop& loop() { return loop_; }
    std::deque<JobStart>& jobs() { return jobs_; }  // started and not taken by the test
    const std::vector<Note>& notes() const { return notes_; }
    bool noted(const std::string& event) const;
    int settings_seen() const { return settings_seen_; }

private:
    void start(std::vector<JobStart> jobs) override;
    void note(const Note& note) override { notes_.push_back(note); }
    void settings_changed(const Settings&) override { ++settings_seen_; }
    void batch(const BatchFigures&) override {}
    void release(std::vector<Item> items) override;

    std::unique_ptr<Zones> zones_{make_utc_zones()};
    std::deque<JobStart> jobs_;
    std::vector<Note> notes_;
    int settings_seen_{0};
    EngineLoop loop_;
};

}  // namespace socbot::testing
