// What the engine thread does when a commit fails; see engine_loop.h.
#include "app/engine_loop.h"
#include "app/restore.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace socbot {

Result<void> EngineLoop::rebuild() {
    engine_ = std::make_unique<Engine>(config_.engine, zones_);
    if (auto restored = restore_engine(*engine_, store_); !restored) return restored;
    time_.start(engine_->now());
    if (engine_->configured()) notes_.settings_changed(engine_->settings());
    return {};
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
            Batch single;
            single.push_back(std::move(batch[i]));
            Applied applied{.now = now, .batch = std::move(single)};
            const auto end = try_batch(applied);
            if (end == BatchEnd::committed) continue;
            auto one = std::move(applied.batch);
            if (end == BatchEnd::logic_error && quarantine(one.front(), now)) break;
            for (auto j = i + 1; j < batch.size(); ++j)
                one.push_back(std::move(batch[j]));
            enter_read_only(std::move(one), last_failure_);
            return;
        }
    }
    // A timer failed, not an input. It is due again after any restore and stands before every
    // input, so nothing can go on: refuse, be seen in /readyz, and try again with back-off.
    if (batch.empty()) enter_read_only({}, last_failure_);
}

// The input that breaks the engine: kept raw where it has bytes, the sender is told 200 so that it
// does not come again, the operator is told why. False when it could not be set aside: it is as it
// was and still owed, since the store failed or a timer is to blame.
bool EngineLoop::quarantine(Queued& culprit, Instant now) {
    say("engine.quarantined",
        fmt::format(
            "kind={} error={}",
            static_cast<int>(kind_of(culprit.input)),
            quote_for_log(last_failure_)
        ));
    if (auto rebuilt = rebuild(); !rebuilt) {
        last_failure_ = rebuilt.error().message();
        return false;
    }
    UnreadableInput kept;
    kept.reason = "engine: " + last_failure_;
    if (const auto* alarm = std::get_if<AlarmInput>(&culprit.input)) {
        kept.source = alarm->source;
        kept.transport = alarm->transport;
        kept.raw = alarm->raw ? alarm->raw : alarm->json;
    } else {
        kept.raw = std::make_shared<const std::string>(encode_input(culprit.input));
    }
    Batch batch;
    batch.push_back({std::move(kept), std::move(culprit.waiter), 0});
    Applied applied{.now = now, .batch = std::move(batch)};
    if (try_batch(applied) == BatchEnd::committed) return true;
    culprit.waiter = std::move(applied.batch.front().waiter);
    if (unknown_ && !is_refusable(culprit.input)) unknown_->retained = 1;
    return false;
}

void EngineLoop::refuse(Batch& batch) {
    std::vector<WaiterRelease::Item> items;
    for (auto& queued : batch)
        if (queued.waiter)
            items.push_back({std::move(queued.waiter), Waiter::End::refused, {}, {}});
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

void EngineLoop::settle_unknown() {
    auto unknown = std::exchange(unknown_, std::nullopt);
    if (!unknown || engine_->step() < unknown->step) return;
    {
        // They stand before whatever came later.
        const std::scoped_lock lock{mutex_};
        queue_.erase(
            queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(unknown->retained)
        );
    }
    // The rows say that these were sent: without them their messages would wait for ever.
    if (!unknown->jobs.empty()) jobs_.start(std::move(unknown->jobs));
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
    settle_unknown();
    return true;
}

}  // namespace socbot
