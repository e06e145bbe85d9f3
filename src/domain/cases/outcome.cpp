// Words, counts and the binary form of what desks say.
#include "domain/cases/outcome.h"

namespace socbot {
namespace {

constexpr std::uint64_t kSchema = 1;

void expect_schema(Reader& in, const char* what) {
    if (in.u() != kSchema) throw CodecError{what};
}

void encode_outcome(Writer& out, const AttemptOutcome& outcome) {
    out.u(static_cast<std::uint64_t>(outcome.outcome)).u(outcome.attempt);
    out.b(outcome.retry_after.has_value());
    out.i(outcome.retry_after.value_or(Milliseconds{0}).count()).s(outcome.error);
}

AttemptOutcome decode_outcome(Reader& in) {
    AttemptOutcome outcome;
    outcome.outcome = static_cast<OutcomeClass>(in.u());
    outcome.attempt = static_cast<std::uint32_t>(in.u());
    const bool paused = in.b();
    const Milliseconds pause{in.i()};
    if (paused) outcome.retry_after = pause;
    outcome.error = in.str();
    return outcome;
}

}  // namespace

const char* to_word(ObservableEnd end) {
    switch (end) {
        case ObservableEnd::added:
            return "added";
        case ObservableEnd::already_there:
            return "already there";
        case ObservableEnd::rejected:
            return "rejected";
    }
    return "";
}

const char* to_word(CaseStage stage) {
    switch (stage) {
        case CaseStage::unknown:
            return "unknown";
        case CaseStage::open:
            return "open";
        case CaseStage::closed:
            return "closed";
        case CaseStage::vanished:
            return "vanished";
    }
    return "";
}

void CaseState::encode(Writer& out) const {
    out.u(kSchema);
    ref.encode(out);
    out.s(key).s(title).u(static_cast<std::uint64_t>(stage)).s(status).s(owner);
    out.u(static_cast<std::uint64_t>(severity)).b(flag).u(static_cast<std::uint64_t>(verdict));
    out.u(static_cast<std::uint64_t>(impact)).s(summary);
    out.i(created.ms).i(updated.ms).i(closed.ms).s(updated_by).b(by_us).s(merged_into);
}

CaseState CaseState::decode(Reader& in) {
    expect_schema(in, "case state: unknown schema");
    CaseState state;
    state.ref = CaseRef::decode(in);
    state.key = in.str();
    state.title = in.str();
    state.stage = static_cast<CaseStage>(in.u());
    state.status = in.str();
    state.owner = in.str();
    state.severity = static_cast<Severity>(in.u());
    state.flag = in.b();
    state.verdict = static_cast<CaseVerdict>(in.u());
    state.impact = static_cast<CaseImpact>(in.u());
    state.summary = in.str();
    state.created = {in.i()};
    state.updated = {in.i()};
    state.closed = {in.i()};
    state.updated_by = in.str();
    state.by_us = in.b();
    state.merged_into = in.str();
    return state;
}

void CaseOutcome::encode(Writer& out) const {
    out.u(kSchema);
    encode_outcome(out, outcome);
    ref.encode(out);
    out.b(existed).u(observables.size());
    for (const auto& each : observables)
        out.s(each.kind)
            .s(each.value)
            .u(static_cast<std::uint64_t>(each.end))
            .s(each.reason)
            .b(each.retryable);
    out.u(notes.size());
    for (const auto& each : notes)
        out.s(each);
    out.s(template_name).b(state.has_value());
    if (state) state->encode(out);
}

CaseOutcome CaseOutcome::decode(Reader& in) {
    expect_schema(in, "case outcome: unknown schema");
    CaseOutcome outcome;
    outcome.outcome = decode_outcome(in);
    outcome.ref = CaseRef::decode(in);
    outcome.existed = in.b();
    outcome.observables.resize(in.count());
    for (auto& each : outcome.observables) {
        each.kind = in.str();
        each.value = in.str();
        each.end = static_cast<ObservableEnd>(in.u());
        each.reason = in.str();
        each.retryable = in.b();
    }
    outcome.notes.resize(in.count());
    for (auto& each : outcome.notes)
        each = in.str();
    outcome.template_name = in.str();
    if (in.b()) outcome.state = CaseState::decode(in);
    return outcome;
}

ObservableCounts count(const std::vector<ObservableResult>& results) {
    ObservableCounts counts;
    for (const auto& each : results) {
        if (each.end == ObservableEnd::added) ++counts.added;
        if (each.end == ObservableEnd::already_there) ++counts.already_there;
        if (each.end == ObservableEnd::rejected) ++counts.rejected;
    }
    return counts;
}

}  // namespace socbot
