// The engine thread: drains the queue without waiting to fill a batch, reads what it needs,
// applies, commits with the journal, and only then releases answers and jobs. The only writer of
// the store.
//
// Applying the next batch while this one is committed on another thread was tried and gained
// nothing on two cores (ADR 11).
//
// A failed commit has three ends. Logic error: the engine is restored and the batch applied again
// one input a transaction; the culprit is quarantined with its bytes and its sender told 200.
// Storage error or unknown outcome: read-only; refusable inputs are refused, retained ones wait;
// probes with back-off; then reopen and restore once.
#pragma once

#include "app/engine_time.h"
#include "base/result.h"
#include "domain/engine/engine.h"
#include "ports/clock.h"
#include "ports/store.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace socbot {

// Told of the end of a refusable input.
class Waiter {
public:
    virtual ~Waiter() = default;
    // refused: not remembered (full, read-only, stopping): answer 503.
    enum class End { committed, refused };
    virtual void resolve(End end, const Answer& answer) = 0;
};

// Delivers resolved waiters to their threads, one post a thread.
class WaiterRelease {
public:
    virtual ~WaiterRelease() = default;
    struct Item {
        std::unique_ptr<Waiter> waiter;
        Waiter::End end{Waiter::End::committed};
        Answer answer;
        // Destroyed with the waiter: what a thread allocated is cheapest to free there.
        std::optional<Input> input;
    };
    virtual void release(std::vector<Item> items) = 0;
};

// Starts jobs whose start is committed. Engine thread; must not block.
class JobRunner {
public:
    virtual ~JobRunner() = default;
    virtual void start(std::vector<JobStart> jobs) = 0;
};

// Log lines and metrics. Engine thread; must not block or throw.
class NoteSink {
public:
    virtual ~NoteSink() = default;
    virtual void note(const Note& note) = 0;
    virtual void settings_changed(const Settings& settings) = 0;
    struct BatchFigures {
        std::size_t inputs{0};
        std::chrono::steady_clock::duration commit{};
        Engine::Figures engine;
        bool has_figures{false};
    };
    virtual void batch(const BatchFigures& figures) = 0;
};

struct EngineLoopConfig {
    std::size_t queue_inputs{8'192};      // refusable inputs waiting
    std::size_t queue_bytes{64U << 20U};  // of their payloads
    std::size_t batch_inputs{256};
    std::size_t batch_bytes{1U << 20U};
    Milliseconds probe_first{250};
    Milliseconds probe_limit{5'000};
    EngineLimits engine;
};

enum class LoopState { starting, running, read_only, stopped };
const char* to_word(LoopState state);

class EngineLoop {
public:
    EngineLoop(
        EngineLoopConfig config,
        Store& store,
        const Clock& clock,
        const Zones& zones,
        JobRunner& jobs,
        NoteSink& notes,
        WaiterRelease& release
    );
    ~EngineLoop();
    EngineLoop(const EngineLoop&) = delete;
    EngineLoop& operator=(const EngineLoop&) = delete;

    // Restores the engine on the calling thread; before start().
    Result<void> open();
    void start();
    // Takes no more refusable inputs, applies what is queued, then ends the thread. Idempotent.
    void stop();

    // Refusable. False: refused at once, the waiter is untouched. Thread-safe.
    bool submit(Input input, std::unique_ptr<Waiter>& waiter);
    // Retained: kept until committed. Thread-safe, never refuses before stop().
    void submit_retained(Input input);

    // One turn on the calling thread, for tests and tools instead of start(): applies what is
    // queued and the timers due. True when it did something.
    bool turn();

    LoopState state() const noexcept { return state_.load(); }
    std::string reason() const;  // why read_only
    std::size_t queued() const;
    const Engine& engine() const { return *engine_; }  // before start() or after stop() only

private:
    struct Queued {
        Input input;
        std::unique_ptr<Waiter> waiter;  // null: retained or a tool's
        std::size_t bytes{0};
    };
    using Batch = std::vector<Queued>;
    enum class BatchEnd { committed, logic_error, storage_error };

    // A batch from its first input until its commit has ended.
    struct Applied {
        Instant now;
        Batch batch{};
        std::vector<Answer> answers{};  // of the batch's inputs
        std::vector<Changes> changes{};
        Commit commit{};
        bool new_settings{false};
        std::chrono::steady_clock::time_point began{}, confirmed{};
    };

    // engine_loop.cpp: the thread and its queue.
    void run();
    Batch wait_for_batch();
    Batch take_batch_locked();
    Instant read_time();
    void say(const std::string& event, const std::string& detail);

    // engine_batches.cpp: applying and committing.
    void process(Batch batch);
    BatchEnd try_batch(Applied& applied);
    BatchEnd apply(Applied& applied);
    void confirm(Applied& applied);
    BatchEnd settle(Applied& applied, const CommitOutcome& outcome);

    // engine_failures.cpp: what happens when a commit fails.
    void one_by_one(Batch batch, Instant now);
    bool quarantine(Queued& culprit, Instant now);
    void enter_read_only(Batch batch, const std::string& why);
    bool recover();
    void settle_unknown();
    Result<void> rebuild();
    void refuse(Batch& batch);

    EngineLoopConfig config_;
    Store& store_;
    const Clock& clock_;
    const Zones& zones_;
    JobRunner& jobs_;
    NoteSink& notes_;
    WaiterRelease& release_;
    std::unique_ptr<Engine> engine_;
    EngineTime time_;
    std::string last_failure_;
    // A batch whose commit ended unknown. If it turns out to be on disk its jobs start, and its
    // retained inputs, the first in the queue, are done.
    struct Unknown {
        Step step{0};  // its last
        std::vector<JobStart> jobs;
        std::size_t retained{0};
    };
    std::optional<Unknown> unknown_;
    std::chrono::steady_clock::time_point next_probe_{};
    Milliseconds probe_pause_{0};
    std::chrono::steady_clock::time_point next_figures_{};

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Queued> queue_;
    std::size_t refusable_{0};
    std::size_t refusable_bytes_{0};
    bool stopping_{false};
    bool sleeping_{false};
    std::string reason_;
    std::atomic<LoopState> state_{LoopState::starting};
    std::thread thread_;
};

}  // namespace socbot
