// How the engine thread applies and commits batches; see engine_loop.h.
#include "app/engine_loop.h"
#include "app/restore.h"
#include "base/text.h"

#include <exception>
#include <utility>

namespace socbot {

namespace {

constexpr std::chrono::seconds kFiguresEvery{1};

std::vector<JobStart> take_jobs(std::vector<Changes>& changes) {
    std::vector<JobStart> jobs;
    for (auto& step : changes)
        for (auto& job : step.jobs)
            jobs.push_back(std::move(job));
    return jobs;
}

}  // namespace

void EngineLoop::process(Batch batch) {
    Applied applied{.now = read_time(), .batch = std::move(batch)};
    switch (try_batch(applied)) {
        case BatchEnd::committed:
            return;
        case BatchEnd::logic_error:
            say("engine.logic_error", "error=" + quote_for_log(last_failure_));
            one_by_one(std::move(applied.batch), applied.now);
            return;
        case BatchEnd::storage_error:
            enter_read_only(std::move(applied.batch), last_failure_);
            return;
    }
}

EngineLoop::BatchEnd EngineLoop::try_batch(Applied& applied) {
    if (const auto end = apply(applied); end != BatchEnd::committed) return end;
    applied.began = clock_.steady();
    const auto outcome = store_.commit(0, 0, applied.commit);
    if (outcome.status == CommitStatus::ok) {
        confirm(applied);
        store_.tidy();
    }
    return settle(applied, outcome);
}

EngineLoop::BatchEnd EngineLoop::apply(Applied& applied) {
    std::vector<const Input*> inputs;
    inputs.reserve(applied.batch.size());
    for (const auto& queued : applied.batch)
        inputs.push_back(&queued.input);
    auto& changes = applied.changes;
    changes.reserve(inputs.size() + 4);
    try {
        if (auto admitted = admit_needs(*engine_, store_, inputs, applied.now); !admitted) {
            last_failure_ = admitted.error().message();
            return admitted.error().code() == Errc::internal ? BatchEnd::logic_error
                                                             : BatchEnd::storage_error;
        }
        if (inputs.empty()) engine_->advance(applied.now, changes);
        for (const auto* input : inputs) {
            applied.commit.journal.push_back(engine_->apply(*input, applied.now, changes));
            applied.answers.push_back(changes.back().answer);
            applied.new_settings =
                applied.new_settings || std::holds_alternative<SettingsInput>(*input);
        }
        engine_->finish_batch(changes);
    } catch (const std::exception& error) {
        last_failure_ = error.what();
        return BatchEnd::logic_error;
    }
    for (const auto& step : changes)
        applied.commit.changes.push_back(&step);
    return BatchEnd::committed;
}

// The batch is on disk: its answers go out before anything else is done.
void EngineLoop::confirm(Applied& applied) {
    applied.confirmed = clock_.steady();
    std::vector<WaiterRelease::Item> items;
    items.reserve(applied.batch.size());
    for (std::size_t i = 0; i < applied.batch.size(); ++i) {
        auto& queued = applied.batch[i];
        if (queued.waiter)
            items.push_back(
                {std::move(queued.waiter),
                 Waiter::End::committed,
                 std::move(applied.answers[i]),
                 std::move(queued.input)}
            );
    }
    if (!items.empty()) release_.release(std::move(items));
}

EngineLoop::BatchEnd EngineLoop::settle(Applied& applied, const CommitOutcome& outcome) {
    if (outcome.status == CommitStatus::storage_error) {
        unknown_ = {engine_->step(), take_jobs(applied.changes), 0};
        for (const auto& queued : applied.batch)
            if (!is_refusable(queued.input)) ++unknown_->retained;
    }
    if (outcome.status != CommitStatus::ok) {
        last_failure_ = outcome.message;
        return outcome.status == CommitStatus::logic_error ? BatchEnd::logic_error
                                                           : BatchEnd::storage_error;
    }
    engine_->committed();
    if (auto jobs = take_jobs(applied.changes); !jobs.empty()) jobs_.start(std::move(jobs));
    for (const auto& step : applied.changes)
        for (const auto& note : step.notes)
            notes_.note(note);
    if (applied.new_settings) notes_.settings_changed(engine_->settings());
    NoteSink::BatchFigures figures;
    figures.inputs = applied.batch.size();
    figures.commit = applied.confirmed - applied.began;
    if (applied.confirmed >= next_figures_) {
        next_figures_ = applied.confirmed + kFiguresEvery;
        figures.engine = engine_->figures();
        figures.has_figures = true;
    }
    notes_.batch(figures);
    return BatchEnd::committed;
}

}  // namespace socbot
