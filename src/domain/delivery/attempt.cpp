// The retry machine shared by deliveries and jobs.
#include "domain/delivery/attempt.h"

#include "base/backoff.h"
#include "base/check.h"
#include "base/text.h"

#include <algorithm>

namespace socbot {

namespace {

constexpr std::size_t kErrorBytes = 256;
// A platform may ask for any pause; more than a day is taken as a day and asked again.
constexpr Milliseconds kLongestPause{86'400'000};

void requeue(Attempt& attempt, Instant now, Milliseconds pause) {
    attempt.state = AttemptState::queued;
    attempt.since = now;
    attempt.due = now + std::min(std::max(pause, Milliseconds{0}), kLongestPause);
}

void decide_later(Attempt& attempt, Instant now, const RetryPolicy& policy) {
    attempt.state = AttemptState::ambiguous;
    attempt.since = now;
    attempt.due = now + policy.decide_within;
}

Milliseconds back_off(const Attempt& attempt, double unit, const RetryPolicy& policy) {
    const auto exponent = attempt.failures == 0 ? 0U : std::min(attempt.failures - 1, 30U);
    // Half fixed, half jitter: never at once, never all together.
    const auto full = backoff_delay(exponent, policy.first, policy.limit, 1.0);
    return full / 2 + backoff_delay(exponent, policy.first, policy.limit, unit) / 2;
}

// What a platform asks for, but never nothing: a "Retry-After: 0" would be asked again at once.
Milliseconds retry_pause(
    const Attempt& attempt,
    const AttemptOutcome& outcome,
    double unit,
    const RetryPolicy& policy
) {
    const auto own = back_off(attempt, unit, policy);
    const auto asked = outcome.retry_after.value_or(own);
    return asked.count() > 0 ? asked : own;
}

// The answer of a reconciliation. Only these two decide: that the question was refused or ended
// unknown says nothing about the attempt.
bool decides(OutcomeClass outcome) {
    return outcome == OutcomeClass::settled || outcome == OutcomeClass::not_found;
}

void finish(Attempt& attempt, Instant now, AttemptState state) {
    attempt.state = state;
    attempt.since = now;
    attempt.due = {};
}

}  // namespace

const char* to_word(OutcomeClass outcome) {
    switch (outcome) {
        case OutcomeClass::settled:
            return "settled";
        case OutcomeClass::retry_after:
            return "retry_after";
        case OutcomeClass::permanent:
            return "permanent";
        case OutcomeClass::auth_lost:
            return "auth_lost";
        case OutcomeClass::gone:
            return "gone";
        case OutcomeClass::too_big:
            return "too_big";
        case OutcomeClass::ambiguous:
            return "ambiguous";
        case OutcomeClass::not_found:
            return "not_found";
        case OutcomeClass::undecided:
            return "undecided";
    }
    return "unknown";
}

void start(Attempt& attempt, Instant now) {
    SOCBOT_CHECK(attempt.state == AttemptState::queued, "only what is queued can be sent");
    attempt.state = AttemptState::sent;
    ++attempt.number;
    attempt.since = now;
    attempt.due = {};
}

bool settle(
    Attempt& attempt,
    const AttemptOutcome& outcome,
    Instant now,
    double unit,
    const RetryPolicy& policy
) {
    const bool in_flight =
        attempt.state == AttemptState::sent || attempt.state == AttemptState::ambiguous;
    if (!in_flight || outcome.attempt != attempt.number) return false;
    const bool reconciled = attempt.state == AttemptState::ambiguous;
    if (reconciled && !decides(outcome.outcome)) return false;
    attempt.last_error = cut_utf8(outcome.error, kErrorBytes);
    switch (outcome.outcome) {
        case OutcomeClass::settled:
            attempt.failures = 0;
            finish(attempt, now, AttemptState::settled);
            return true;
        case OutcomeClass::permanent:
        case OutcomeClass::gone:
        case OutcomeClass::too_big:
            finish(attempt, now, AttemptState::failed);
            return true;
        case OutcomeClass::ambiguous:
        case OutcomeClass::undecided:
            decide_later(attempt, now, policy);
            return true;
        case OutcomeClass::auth_lost:
            ++attempt.failures;
            requeue(
                attempt,
                now,
                std::max(policy.auth_lost, outcome.retry_after.value_or(Milliseconds{0}))
            );
            return true;
        case OutcomeClass::not_found:
            if (reconciled) {
                requeue(attempt, now, Milliseconds{0});
                return true;
            }
            [[fallthrough]];
        case OutcomeClass::retry_after:
            ++attempt.failures;
            if (policy.give_up_after != 0 && attempt.failures >= policy.give_up_after) {
                finish(attempt, now, AttemptState::failed);
                return true;
            }
            requeue(attempt, now, retry_pause(attempt, outcome, unit, policy));
            return true;
    }
    return false;
}

void interrupt(Attempt& attempt, Instant now, const RetryPolicy& policy) {
    if (attempt.state == AttemptState::sent) decide_later(attempt, now, policy);
}

bool give_up_deciding(Attempt& attempt, Instant now) {
    if (attempt.state != AttemptState::ambiguous || attempt.due > now) return false;
    attempt.possible_repeat = true;
    requeue(attempt, now, Milliseconds{0});
    return true;
}

Instant wakes_at(const Attempt& attempt) {
    switch (attempt.state) {
        case AttemptState::queued:
        case AttemptState::ambiguous:
            return attempt.due;
        case AttemptState::sent:
        case AttemptState::settled:
        case AttemptState::failed:
            return {};
    }
    return {};
}

void Attempt::encode(Writer& out) const {
    out.u(static_cast<std::uint64_t>(state)).u(number).i(due.ms).i(since.ms);
    out.b(possible_repeat).u(failures).s(last_error);
}

Attempt Attempt::decode(Reader& in) {
    Attempt attempt;
    attempt.state = static_cast<AttemptState>(in.u());
    attempt.number = static_cast<std::uint32_t>(in.u());
    attempt.due = {in.i()};
    attempt.since = {in.i()};
    attempt.possible_repeat = in.b();
    attempt.failures = static_cast<std::uint32_t>(in.u());
    attempt.last_error = in.str();
    return attempt;
}

}  // namespace socbot
