// The engine thread; see engine_loop.h.
#include "app/engine_loop.h"

#include "base/thread_name.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

// Never 0: that marks retained inputs, which no limit counts.
std::size_t payload_of(const Input& input) {
    constexpr std::size_t kOwn = 64;
    const auto* release = std::get_if<ReleaseInput>(&input);
    const auto* alarm = release != nullptr ? &release->alarm : std::get_if<AlarmInput>(&input);
    if (alarm != nullptr)
        return kOwn + (alarm->raw ? alarm->raw->size() : 0) +
               (alarm->json ? alarm->json->size() : 0);
    if (const auto* unreadable = std::get_if<UnreadableInput>(&input))
        return kOwn + (unreadable->raw ? unreadable->raw->size() : 0);
    if (const auto* pull = std::get_if<PullInput>(&input)) {
        constexpr std::size_t kCount = 160;
        return kOwn + pull->mark.size() + pull->counts.size() * kCount;
    }
    if (const auto* command = std::get_if<CommandInput>(&input)) return kOwn + command->text.size();
    return kOwn;
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
    name_thread("engine");
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

}  // namespace socbot
