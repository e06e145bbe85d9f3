// The life of something that is tried until it is done: a message to deliver or a job to run. One
// retry layer for the whole product; adapters try once and classify.
//
//   queued --start--> sent --settled--> settled
//                       |--retry_after--> queued (due later)
//                       |--permanent---> failed
//                       '--ambiguous---> ambiguous --found--> settled
//                                                  --not found--> queued
//                                                  --nothing decides it--> queued (possible repeat)
//
// Pure: time and jitter are arguments. Outcomes are idempotent by (id, attempt): one that names
// another attempt changes nothing.
#pragma once

#include "base/codec.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace socbot {

enum class AttemptState : std::uint8_t {
    queued = 0,
    sent = 1,
    ambiguous = 2,
    settled = 3,
    failed = 4
};

// How an attempt ended, as an adapter classifies it.
enum class OutcomeClass : std::uint8_t {
    settled = 1,
    retry_after = 2,  // refused for now: 423, 429, 5xx before the request could have counted
    permanent = 3,    // will never work: bad request, room gone
    auth_lost = 4,    // our credentials: retried slowly, told in ops
    gone = 5,         // the message or room no longer exists
    too_big = 6,      // needs a smaller rendering
    ambiguous = 7,    // it may or may not have happened: time-out, reset after sending
    not_found = 8,    // answer of a reconciliation: it did not happen
    undecided = 9,    // answer of a reconciliation: can't tell
};
const char* to_word(OutcomeClass outcome);

struct Attempt {
    AttemptState state{AttemptState::queued};
    std::uint32_t number{0};      // of the attempt in flight or last made; 0: none yet
    Instant due;                  // queued: not before; ambiguous: give up deciding at
    Instant since;                // when the present state began
    bool possible_repeat{false};  // sent again without knowing
    std::uint32_t failures{0};    // in a row, for back-off
    std::string last_error;       // for people, capped at 256 bytes

    void encode(Writer& out) const;
    static Attempt decode(Reader& in);
    friend bool operator==(const Attempt&, const Attempt&) = default;
};

struct RetryPolicy {
    Milliseconds first{1'000};
    Milliseconds limit{15 * 60'000};
    Milliseconds auth_lost{60'000};
    Milliseconds decide_within{30'000};  // an ambiguous attempt that nothing decides is repeated
    std::uint32_t give_up_after{0};      // attempts; 0: never
};

struct AttemptOutcome {
    OutcomeClass outcome{OutcomeClass::settled};
    std::uint32_t attempt{0};
    std::optional<Milliseconds> retry_after;
    std::string error;
};

// Marks the next attempt as sent; its number is state.number. Only when queued.
void start(Attempt& attempt, Instant now);

// Applies an outcome. False when it changed nothing: it is stale (another attempt, or already
// decided), or it answers a reconciliation without deciding it.
// `unit` in [0, 1) is the jitter.
bool settle(
    Attempt& attempt,
    const AttemptOutcome& outcome,
    Instant now,
    double unit,
    const RetryPolicy& policy
);

// After an unclean stop: sent becomes ambiguous.
void interrupt(Attempt& attempt, Instant now, const RetryPolicy& policy);

// Ambiguous past its due time: queue again, marked as a possible repeat. True when it changed.
bool give_up_deciding(Attempt& attempt, Instant now);

// When this attempt needs the engine again; 0: not by itself.
Instant wakes_at(const Attempt& attempt);

}  // namespace socbot
