// The engine thread; see engine_loop.h.
#include "app/engine_loop.h"

#include "app/restore.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace socbot {

namespace {

constexpr std::chrono::seconds kFiguresEvery{1};

// Never 0: that marks retained inputs, which no limit counts.
std::size_t payload_of(const Input& input) {
    constexpr std::size_t kOwn = 64;
    if (const auto* alarm = std::get_if<AlarmInput>(&input))
        return kOwn + (alarm->raw ? alarm->raw->size() : 0) +
               (alarm->json ? alarm->json->size() : 0);
    if (const auto* unreadable = std::get_if<UnreadableInput>(&input))
        return kOwn + (unreadable->raw ? unreadable->raw->size() : 0);
    if (const auto* command = std::get_if<CommandInput>(&input)) return kOwn + command->text.size();
    return kOwn;
}

std::vector<JobStart> take_jobs(std::vector<Changes>& changes) {
    std::vector<JobStart> jobs;
    for (auto& step : changes)
        for (auto& job : step.jobs)
            jobs.push_back(std::move(job));
    return jobs;
}

}  // namespace

const char* to_word(LoopState state) {
    switch (state) {
        case LoopState::starting:
            return "starting";
        case LoopState::running:
            return "running";
        case LoopState::read_only:
            return "read-only";
        case LoopState::stopped:
            return "stopped";
    }
    return "unknown";
}

EngineLoop::EngineLoop(
    EngineLoopConfig config,
    Store& store,
    const Clock& clock,
    const Zones& zones,
    JobRunner& jobs,
    NoteSink& notes,
    WaiterRelease& release
)
    : config_{config},
      store_{store},
      clock_{clock},
      zones_{zones},
      jobs_{jobs},
      notes_{notes},
      release_{release} {}

EngineLoop::~EngineLoop() {
    stop();
}

Result<void> EngineLoop::open() {
    auto built = rebuild();
    if (!built) return built;
    state_ = LoopState::running;
    return {};
}

Result<void> EngineLoop::rebuild() {
    engine_ = std::make_unique<Engine>(config_.engine, zones_);
    if (auto restored = restore_engine(*engine_, store_); !restored) return restored;
    time_.start(engine_->now());
    if (engine_->configured()) notes_.settings_changed(engine_->settings());
    return {};
}

void EngineLoop::start() {
    thread_ = std::thread{[this] { run(); }};
}

void EngineLoop::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    if (state_ != LoopState::stopped) {
        Batch rest;
        {
            const std::scoped_lock lock{mutex_};
            for (auto& queued : queue_)
                rest.push_back(std::move(queued));
            queue_.clear();
        }
        refuse(rest);
        state_ = LoopState::stopped;
    }
}

bool EngineLoop::submit(Input input, std::unique_ptr<Waiter>& waiter) {
    const auto bytes = payload_of(input);
    {
        const std::scoped_lock lock{mutex_};
        if (stopping_ || state_ != LoopState::running) return false;
        if (refusable_ >= config_.queue_inputs || refusable_bytes_ + bytes > config_.queue_bytes)
            return false;
        ++refusable_;
        refusable_bytes_ += bytes;
        queue_.push_back({std::move(input), std::move(waiter), bytes});
        if (!sleeping_) return true;
        sleeping_ = false;
    }
    wake_.notify_one();
    return true;
}

void EngineLoop::submit_retained(Input input) {
    {
        const std::scoped_lock lock{mutex_};
        queue_.push_back({std::move(input), nullptr, 0});
        if (!sleeping_) return;
        sleeping_ = false;
    }
    wake_.notify_one();
}

std::size_t EngineLoop::queued() const {
    const std::scoped_lock lock{mutex_};
    return queue_.size();
}

std::string EngineLoop::reason() const {
    const std::scoped_lock lock{mutex_};
    return reason_;
}

Instant EngineLoop::read_time() {
    const auto now = time_.now(clock_.wall(), clock_.steady());
    if (const auto report = time_.report()) say("engine.clock", *report);
    return now;
}

void EngineLoop::say(const std::string& event, const std::string& detail) {
    Note note;
    note.event = event;
    note.detail = detail;
    notes_.note(note);
}

EngineLoop::Batch EngineLoop::take_batch_locked() {
    Batch batch;
    std::size_t bytes = 0;
    while (!queue_.empty() && batch.size() < config_.batch_inputs) {
        auto& next = queue_.front();
        if (!batch.empty() && bytes + next.bytes > config_.batch_bytes) break;
        // needs() reads what the settings in force make of an input, so new ones end a batch.
        const bool settings = std::holds_alternative<SettingsInput>(next.input);
        if (settings && !batch.empty()) break;
        bytes += next.bytes;
        if (next.bytes != 0) {
            --refusable_;
            refusable_bytes_ -= next.bytes;
        }
        batch.push_back(std::move(next));
        queue_.pop_front();
        if (settings) break;
    }
    return batch;
}

EngineLoop::Batch EngineLoop::wait_for_batch() {
    std::unique_lock lock{mutex_};
    if (queue_.empty() && !stopping_) {
        auto until = clock_.steady() + std::chrono::hours{1};
        if (state_ == LoopState::read_only) {
            until = next_probe_;
        } else if (const auto wakeup = engine_->next_wakeup()) {
            const auto now = time_.now(clock_.wall(), clock_.steady());
            until = std::min(until, clock_.steady() + std::max(*wakeup - now, Milliseconds{0}));
        }
        sleeping_ = true;
        wake_.wait_until(lock, until, [this] { return stopping_ || !queue_.empty(); });
        sleeping_ = false;
    } else if (state_ == LoopState::read_only && !stopping_) {
        // Retained inputs wait in the queue; only the probe moves things on.
        wake_.wait_until(lock, next_probe_, [this] { return stopping_; });
    }
    if (state_ == LoopState::read_only) return {};
    return take_batch_locked();
}

void EngineLoop::run() {
    for (;;) {
        auto batch = wait_for_batch();
        {
            const std::scoped_lock lock{mutex_};
            if (stopping_ && batch.empty() && (queue_.empty() || state_ == LoopState::read_only))
                break;
        }
        if (state_ == LoopState::read_only) {
            (void)recover();
            continue;
        }
        process(std::move(batch));
    }
}

bool EngineLoop::turn() {
    if (state_ == LoopState::read_only && !recover()) return false;
    Batch batch;
    {
        const std::scoped_lock lock{mutex_};
        batch = take_batch_locked();
    }
    const auto now = read_time();
    const auto wakeup = engine_->next_wakeup();
    if (batch.empty() && (!wakeup || *wakeup > now)) return false;
    process(std::move(batch));
    return true;
}

void EngineLoop::process(Batch batch) {
    const auto now = read_time();
    switch (try_batch(batch, now)) {
        case BatchEnd::committed:
            return;
        case BatchEnd::logic_error:
            say("engine.logic_error", "error=" + quote_for_log(last_failure_));
            one_by_one(std::move(batch), now);
            return;
        case BatchEnd::storage_error:
            enter_read_only(std::move(batch), last_failure_);
            return;
    }
}

EngineLoop::BatchEnd EngineLoop::try_batch(Batch& batch, Instant now) {
    std::vector<const Input*> inputs;
    inputs.reserve(batch.size());
    for (const auto& queued : batch)
        inputs.push_back(&queued.input);
    std::vector<Changes> changes;
    changes.reserve(batch.size() + 4);
    Commit commit;
    std::vector<Answer> answers;
    bool new_settings = false;
    try {
        if (auto admitted = admit_needs(*engine_, store_, inputs, now); !admitted) {
            last_failure_ = admitted.error().message();
            return admitted.error().code() == Errc::internal ? BatchEnd::logic_error
                                                             : BatchEnd::storage_error;
        }
        if (batch.empty()) engine_->advance(now, changes);
        for (const auto* input : inputs) {
            commit.journal.push_back(engine_->apply(*input, now, changes));
            answers.push_back(changes.back().answer);
            new_settings = new_settings || std::holds_alternative<SettingsInput>(*input);
        }
        engine_->finish_batch(changes);
    } catch (const std::exception& error) {
        last_failure_ = error.what();
        return BatchEnd::logic_error;
    }
    for (const auto& step : changes)
        commit.changes.push_back(&step);
    const auto began = clock_.steady();
    const auto outcome = store_.commit(0, 0, commit);
    if (outcome.status == CommitStatus::storage_error) {
        unknown_jobs_ = take_jobs(changes);
        unknown_step_ = engine_->step();
    }
    if (outcome.status != CommitStatus::ok) {
        last_failure_ = outcome.message;
        return outcome.status == CommitStatus::logic_error ? BatchEnd::logic_error
                                                           : BatchEnd::storage_error;
    }
    const auto ended = clock_.steady();
    engine_->committed();
    std::vector<WaiterRelease::Item> items;
    for (std::size_t i = 0; i < batch.size(); ++i)
        if (batch[i].waiter)
            items.push_back({std::move(batch[i].waiter), Waiter::End::committed, answers[i]});
    if (!items.empty()) release_.release(std::move(items));
    if (auto jobs = take_jobs(changes); !jobs.empty()) jobs_.start(std::move(jobs));
    for (const auto& step : changes)
        for (const auto& note : step.notes)
            notes_.note(note);
    if (new_settings) notes_.settings_changed(engine_->settings());
    NoteSink::BatchFigures figures;
    figures.inputs = batch.size();
    figures.commit = ended - began;
    if (ended >= next_figures_) {
        next_figures_ = ended + kFiguresEvery;
        figures.engine = engine_->figures();
        figures.has_figures = true;
    }
    notes_.batch(figures);
    return BatchEnd::committed;
}

void EngineLoop::one_by_one(Batch batch, Instant now) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (auto rebuilt = rebuild(); !rebuilt) {
            Batch rest;
            for (; i < batch.size(); ++i)
                rest.push_back(std::move(batch[i]));
            enter_read_only(std::move(rest), rebuilt.error().message());
            return;
        }
        // After a good input the engine need not be restored: only a failure leaves it half
        // changed.
        for (; i < batch.size(); ++i) {
            Batch one;
            one.push_back(std::move(batch[i]));
            const auto end = try_batch(one, now);
            if (end == BatchEnd::committed) continue;
            if (end == BatchEnd::storage_error) {
                for (auto j = i + 1; j < batch.size(); ++j)
                    one.push_back(std::move(batch[j]));
                enter_read_only(std::move(one), last_failure_);
                return;
            }
            quarantine(std::move(one.front()), now);
            break;
        }
        if (state_ == LoopState::read_only) {
            Batch rest;
            for (++i; i < batch.size(); ++i)
                rest.push_back(std::move(batch[i]));
            enter_read_only(std::move(rest), last_failure_);
            return;
        }
    }
    // A timer failed, not an input. It is due again after any restore and stands before every
    // input, so nothing can go on: refuse, be seen in /readyz, and try again with back-off.
    if (batch.empty()) enter_read_only({}, last_failure_);
}

// The input that breaks the engine: kept raw where it has bytes, the sender is told 200 so that it
// does not come again, the operator is told why.
void EngineLoop::quarantine(Queued culprit, Instant now) {
    say("engine.quarantined",
        fmt::format(
            "kind={} error={}",
            static_cast<int>(kind_of(culprit.input)),
            quote_for_log(last_failure_)
        ));
    if (auto rebuilt = rebuild(); !rebuilt) {
        Batch batch;
        batch.push_back(std::move(culprit));
        enter_read_only(std::move(batch), rebuilt.error().message());
        return;
    }
    UnreadableInput kept;
    kept.reason = "engine: " + last_failure_;
    if (const auto* alarm = std::get_if<AlarmInput>(&culprit.input)) {
        kept.source = alarm->source;
        kept.raw = alarm->raw ? alarm->raw : alarm->json;
    } else {
        kept.raw = std::make_shared<const std::string>(encode_input(culprit.input));
    }
    Batch batch;
    batch.push_back({std::move(kept), std::move(culprit.waiter), 0});
    if (try_batch(batch, now) != BatchEnd::committed)
        enter_read_only(std::move(batch), last_failure_);
}

void EngineLoop::refuse(Batch& batch) {
    std::vector<WaiterRelease::Item> items;
    for (auto& queued : batch)
        if (queued.waiter) items.push_back({std::move(queued.waiter), Waiter::End::refused, {}});
    if (!items.empty()) release_.release(std::move(items));
}

void EngineLoop::enter_read_only(Batch batch, const std::string& why) {
    Batch refused;
    {
        const std::scoped_lock lock{mutex_};
        state_ = LoopState::read_only;
        reason_ = why;
        Batch kept;
        const auto sort_out = [&](Queued& queued) {
            (is_refusable(queued.input) ? refused : kept).push_back(std::move(queued));
        };
        for (auto& queued : batch)
            sort_out(queued);
        for (auto& queued : queue_)
            sort_out(queued);
        queue_.clear();
        refusable_ = 0;
        refusable_bytes_ = 0;
        for (auto& queued : kept)
            queue_.push_back(std::move(queued));
    }
    refuse(refused);
    probe_pause_ = config_.probe_first;
    next_probe_ = clock_.steady() + probe_pause_;
    say("store.read_only", "error=" + quote_for_log(why));
}

bool EngineLoop::recover() {
    if (clock_.steady() < next_probe_) return false;
    auto reopened = store_.reopen();
    auto restored = reopened ? rebuild() : std::move(reopened);
    if (!restored) {
        probe_pause_ = std::min(probe_pause_ * 2, config_.probe_limit);
        next_probe_ = clock_.steady() + probe_pause_;
        const std::scoped_lock lock{mutex_};
        reason_ = restored.error().message();
        return false;
    }
    {
        const std::scoped_lock lock{mutex_};
        state_ = LoopState::running;
        reason_.clear();
    }
    say("store.recovered", {});
    // The batch is on disk and says these were sent: without them its messages would wait for ever.
    auto jobs = std::exchange(unknown_jobs_, {});
    if (!jobs.empty() && engine_->step() >= unknown_step_) jobs_.start(std::move(jobs));
    return true;
}

}  // namespace socbot
