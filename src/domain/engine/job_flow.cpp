// Starting, retrying and answering jobs; see job_flow.h.
#include "domain/engine/job_flow.h"

#include "base/text.h"
#include "domain/engine/answer_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace socbot {

namespace {

constexpr RetryPolicy kQueryRetry{
    .first = Milliseconds{500},
    .limit = Milliseconds{5'000},
    .auth_lost = Milliseconds{60'000},
    .decide_within = Milliseconds{30'000},
    .give_up_after = 5};
constexpr RetryPolicy kExternalRetry{};

bool is_external(const Job& job) {
    return job.request.kind == JobKind::external;
}

const RetryPolicy& retry_of(const Job& job) {
    return is_external(job) ? kExternalRetry : kQueryRetry;
}

void write_job(StepContext& ctx, const RowKey& key, const Job& job) {
    RowSink{ctx.out}.write(key, {}, encode_row(job));
}

void release(StepContext& ctx, const Job& job, bool reconcile) {
    JobStart out;
    out.id = job.request.id;
    out.attempt = job.attempt.number;
    out.kind = static_cast<std::uint8_t>(job.request.kind);
    auto request = job.request;
    request.attempt = job.attempt.number;
    if (reconcile) request.arguments.emplace_back("reconcile", "1");
    out.body = encode_row(request);
    ctx.out.jobs.push_back(std::move(out));
}

void begin(StepContext& ctx, const RowKey& key, Job& job) {
    start(job.attempt, ctx.now);
    write_job(ctx, key, job);
    release(ctx, job, false);
}

void note_job(StepContext& ctx, const Job& job, const char* event) {
    ctx.note(
        event,
        fmt::format(
            "job={} name={} attempt={} error={}",
            job.request.id.value(),
            quote_for_log(job.request.name),
            job.attempt.number,
            quote_for_log(job.attempt.last_error)
        )
    );
}

void remove_job(EngineState& state, StepContext& ctx, const RowKey& key) {
    state.jobs.drop(key.key, state.batch);
    state.timers.disarm(TimerKind::job, key.key);
    RowSink{ctx.out}.remove(key, {});
}

}  // namespace

JobId start_job(EngineState& state, StepContext& ctx, JobRequest request) {
    request.id = JobId{ctx.make_id()};
    const auto key = keys::job(request.id);
    Job job;
    job.request = std::move(request);
    job.attempt.since = ctx.now;
    auto& row = state.jobs.set(key.key, std::move(job), state.batch);
    begin(ctx, key, row);
    return row.request.id;
}

void settle_job(EngineState& state, StepContext& ctx, const OutcomeInput& outcome) {
    const auto key = keys::job(outcome.job);
    if (!state.jobs.known(key.key)) return;
    auto* job = state.jobs.find(key.key, state.batch);
    if (job == nullptr) return;
    const double unit = ctx.unit(state.partition, outcome.job.value() ^ outcome.outcome.attempt);
    if (!settle(job->attempt, outcome.outcome, ctx.now, unit, retry_of(*job))) return;
    switch (job->attempt.state) {
        case AttemptState::settled: {
            note_job(ctx, *job, "job.settled");
            const auto request = job->request;
            remove_job(state, ctx, key);
            answer_job(state, ctx, request, outcome.result);
            return;
        }
        case AttemptState::failed: {
            note_job(ctx, *job, "job.failed");
            const auto request = job->request;
            remove_job(state, ctx, key);
            answer_failed_job(state, ctx, request, outcome.outcome);
            return;
        }
        case AttemptState::ambiguous:
            note_job(ctx, *job, "job.ambiguous");
            release(ctx, *job, true);
            break;
        case AttemptState::queued:
            note_job(ctx, *job, "job.retry");
            break;
        case AttemptState::sent:
            break;
    }
    write_job(ctx, key, *job);
    if (const auto due = wakes_at(job->attempt)) state.timers.arm(TimerKind::job, key.key, due);
}

void wake_job(EngineState& state, StepContext& ctx, const std::string& key) {
    auto* job = state.jobs.find(key, state.batch);
    if (job == nullptr) return;
    (void)give_up_deciding(job->attempt, ctx.now);
    if (job->attempt.state != AttemptState::queued) return;
    begin(ctx, {Table::job, key}, *job);
}

void interrupt_jobs(EngineState& state, StepContext& ctx, Instant stopped) {
    std::vector<std::string> ids;
    state.jobs.for_each([&](const std::string& key, const Job&) { ids.push_back(key); });
    std::sort(ids.begin(), ids.end());
    for (const auto& id : ids) {
        const RowKey key{Table::job, id};
        auto* job = state.jobs.find(id, state.batch);
        if (job == nullptr || job->attempt.state != AttemptState::sent) continue;
        if (job->attempt.since > stopped) continue;
        if (is_external(*job)) {
            interrupt(job->attempt, ctx.now, kExternalRetry);
            write_job(ctx, key, *job);
            release(ctx, *job, true);
            state.timers.arm(TimerKind::job, id, job->attempt.due);
        } else {
            job->attempt.state = AttemptState::queued;
            begin(ctx, key, *job);
        }
    }
}

void rearm_jobs(EngineState& state) {
    state.jobs.for_each([&](const std::string& key, const Job& job) {
        if (const auto due = wakes_at(job.attempt)) state.timers.arm(TimerKind::job, key, due);
    });
}

}  // namespace socbot
