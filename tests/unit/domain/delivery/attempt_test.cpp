// The machine of an attempt: every state meets every outcome.
#include "domain/delivery/attempt.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace socbot {
namespace {

constexpr Instant kNow{1'772'452'800'000};
constexpr RetryPolicy kPolicy{};

Attempt sent(std::uint32_t number = 1) {
    Attempt attempt;
    attempt.state = AttemptState::sent;
    attempt.number = number;
    attempt.since = kNow;
    return attempt;
}

Attempt ambiguous() {
    auto attempt = sent();
    attempt.state = AttemptState::ambiguous;
    attempt.due = kNow + kPolicy.decide_within;
    return attempt;
}

AttemptOutcome outcome(
    OutcomeClass end,
    std::uint32_t number = 1,
    std::optional<Milliseconds> retry_after = std::nullopt
) {
    return {end, number, retry_after, to_word(end)};
}

bool settle_at(Attempt& attempt, const AttemptOutcome& end, double unit = 0.5) {
    return settle(attempt, end, kNow, unit, kPolicy);
}

struct Ending {
    const char* name;
    OutcomeClass outcome;
    AttemptState state;
    bool applied{true};
};

void PrintTo(const Ending& row, std::ostream* out) {
    *out << row.name;
}

class EndOfASentAttempt : public testing::TestWithParam<Ending> {};

TEST_P(EndOfASentAttempt, DecidesItsState) {
    auto attempt = sent();
    EXPECT_EQ(settle_at(attempt, outcome(GetParam().outcome)), GetParam().applied);
    EXPECT_EQ(attempt.state, GetParam().state);
    EXPECT_EQ(attempt.number, 1U);
    EXPECT_FALSE(attempt.possible_repeat);
}

TEST_P(EndOfASentAttempt, CountsOnce) {
    auto attempt = sent();
    settle_at(attempt, outcome(GetParam().outcome));
    const auto before = attempt;
    EXPECT_FALSE(settle_at(attempt, outcome(GetParam().outcome)));
    EXPECT_EQ(attempt, before);
}

INSTANTIATE_TEST_SUITE_P(
    Outcomes,
    EndOfASentAttempt,
    testing::Values(
        Ending{"Settled", OutcomeClass::settled, AttemptState::settled},
        Ending{"RetryAfter", OutcomeClass::retry_after, AttemptState::queued},
        Ending{"Permanent", OutcomeClass::permanent, AttemptState::failed},
        Ending{"AuthLost", OutcomeClass::auth_lost, AttemptState::queued},
        Ending{"Gone", OutcomeClass::gone, AttemptState::failed},
        Ending{"TooBig", OutcomeClass::too_big, AttemptState::failed},
        Ending{"Ambiguous", OutcomeClass::ambiguous, AttemptState::ambiguous},
        // Answers of a reconciliation; an adapter that gives one to an attempt must neither wedge
        // the room nor spin it.
        Ending{"NotFound", OutcomeClass::not_found, AttemptState::queued},
        Ending{"Undecided", OutcomeClass::undecided, AttemptState::ambiguous}
    ),
    [](const auto& row) { return row.param.name; }
);

class AnswerOfAReconciliation : public testing::TestWithParam<Ending> {};

TEST_P(AnswerOfAReconciliation, DecidesOrLeavesItUndecided) {
    auto attempt = ambiguous();
    const auto before = attempt;
    EXPECT_EQ(settle_at(attempt, outcome(GetParam().outcome)), GetParam().applied);
    EXPECT_EQ(attempt.state, GetParam().state);
    EXPECT_EQ(attempt.due == before.due, !GetParam().applied);
    EXPECT_FALSE(attempt.possible_repeat);
}

// Only these two decide. That the question failed says nothing about the post: taking its error for
// the post's would send the message again without saying that it may be a repeat.
INSTANTIATE_TEST_SUITE_P(
    Outcomes,
    AnswerOfAReconciliation,
    testing::Values(
        Ending{"Settled", OutcomeClass::settled, AttemptState::settled},
        Ending{"NotFound", OutcomeClass::not_found, AttemptState::queued},
        Ending{"RetryAfter", OutcomeClass::retry_after, AttemptState::ambiguous, false},
        Ending{"Permanent", OutcomeClass::permanent, AttemptState::ambiguous, false},
        Ending{"AuthLost", OutcomeClass::auth_lost, AttemptState::ambiguous, false},
        Ending{"Gone", OutcomeClass::gone, AttemptState::ambiguous, false},
        Ending{"TooBig", OutcomeClass::too_big, AttemptState::ambiguous, false},
        Ending{"Ambiguous", OutcomeClass::ambiguous, AttemptState::ambiguous, false},
        Ending{"Undecided", OutcomeClass::undecided, AttemptState::ambiguous, false}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(Attempt, StartCountsAndSends) {
    Attempt attempt;
    start(attempt, kNow);
    EXPECT_EQ(attempt.state, AttemptState::sent);
    EXPECT_EQ(attempt.number, 1U);
    EXPECT_EQ(attempt.since, kNow);
    EXPECT_EQ(wakes_at(attempt), Instant{});
}

TEST(AttemptDeath, OnlyWhatIsQueuedCanBeSent) {
    auto attempt = sent();
    EXPECT_DEATH(start(attempt, kNow), "queued");
}

TEST(Attempt, AnOutcomeOfAnotherAttemptChangesNothing) {
    for (const std::uint32_t number : {1U, 3U}) {
        auto attempt = sent(2);
        const auto before = attempt;
        EXPECT_FALSE(settle_at(attempt, outcome(OutcomeClass::settled, number)));
        EXPECT_EQ(attempt, before);
    }
}

TEST(Attempt, AnOutcomeOfWhatIsNotInFlightChangesNothing) {
    for (const auto state : {AttemptState::queued, AttemptState::settled, AttemptState::failed}) {
        auto attempt = sent();
        attempt.state = state;
        const auto before = attempt;
        EXPECT_FALSE(settle_at(attempt, outcome(OutcomeClass::permanent)));
        EXPECT_EQ(attempt, before);
    }
}

TEST(Attempt, SuccessForgetsTheFailuresBefore) {
    auto attempt = sent();
    attempt.failures = 9;
    settle_at(attempt, outcome(OutcomeClass::settled));
    EXPECT_EQ(attempt.failures, 0U);
}

TEST(Attempt, TheErrorIsKeptWithinItsBound) {
    auto attempt = sent();
    auto end = outcome(OutcomeClass::permanent);
    end.error = std::string(10'000, 'e');
    settle_at(attempt, end);
    EXPECT_LE(attempt.last_error.size(), 256U);
    EXPECT_TRUE(attempt.last_error.starts_with("eeee"));
}

// --- pauses

Milliseconds pause_of(Attempt attempt, const AttemptOutcome& end, double unit = 0.5) {
    settle_at(attempt, end, unit);
    EXPECT_EQ(attempt.state, AttemptState::queued);
    EXPECT_EQ(wakes_at(attempt), attempt.due);
    return attempt.due - kNow;
}

TEST(AttemptPause, DoublesWithEachFailureUpToItsLimit) {
    struct Row {
        std::uint32_t failures_before;
        Milliseconds full;
    };
    for (const auto& row :
         {Row{0, Milliseconds{1'000}},
          Row{1, Milliseconds{2'000}},
          Row{2, Milliseconds{4'000}},
          Row{9, Milliseconds{512'000}},
          Row{10, Milliseconds{900'000}},
          Row{1'000'000, Milliseconds{900'000}}}) {
        SCOPED_TRACE(row.failures_before);
        auto attempt = sent();
        attempt.failures = row.failures_before;
        const auto end = outcome(OutcomeClass::retry_after);
        // Half is fixed, half is jitter.
        EXPECT_EQ(pause_of(attempt, end, 0.0), row.full / 2);
        EXPECT_EQ(pause_of(attempt, end, 0.5), row.full * 3 / 4);
    }
}

TEST(AttemptPause, IsWhatThePlatformAsksFor) {
    const auto end = outcome(OutcomeClass::retry_after, 1, Milliseconds{7'000});
    EXPECT_EQ(pause_of(sent(), end), Milliseconds{7'000});
}

TEST(AttemptPause, IsNeverNothingWhateverThePlatformSays) {
    for (const std::int64_t asked :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{-5}, std::int64_t{0}}) {
        SCOPED_TRACE(asked);
        const auto end = outcome(OutcomeClass::retry_after, 1, Milliseconds{asked});
        EXPECT_EQ(pause_of(sent(), end), Milliseconds{750});
    }
}

TEST(AttemptPause, IsADayAtMost) {
    const auto end = outcome(
        OutcomeClass::retry_after, 1, Milliseconds{std::numeric_limits<std::int64_t>::max()}
    );
    EXPECT_EQ(pause_of(sent(), end), Milliseconds{86'400'000});
}

TEST(AttemptPause, LostCredentialsAreTriedSlowly) {
    EXPECT_EQ(pause_of(sent(), outcome(OutcomeClass::auth_lost)), kPolicy.auth_lost);
    EXPECT_EQ(
        pause_of(sent(), outcome(OutcomeClass::auth_lost, 1, Milliseconds{5})), kPolicy.auth_lost
    );
    EXPECT_EQ(
        pause_of(sent(), outcome(OutcomeClass::auth_lost, 1, Milliseconds{120'000})),
        Milliseconds{120'000}
    );
}

TEST(AttemptPause, AfterNotFoundThereIsNone) {
    EXPECT_EQ(pause_of(ambiguous(), outcome(OutcomeClass::not_found)), Milliseconds{0});
}

TEST(AttemptPause, NotFoundOfASentAttemptBacksOff) {
    EXPECT_EQ(pause_of(sent(), outcome(OutcomeClass::not_found)), Milliseconds{750});
}

TEST(Attempt, GivesUpAfterTheFailuresItsPolicyAllows) {
    RetryPolicy policy;
    policy.give_up_after = 3;
    Attempt attempt;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        start(attempt, kNow);
        settle(attempt, outcome(OutcomeClass::retry_after, number), kNow, 0.5, policy);
        EXPECT_EQ(attempt.state, number < 3 ? AttemptState::queued : AttemptState::failed);
    }
}

// --- unknown ends

TEST(Attempt, UndecidedIsRepeatedAfterItsTimeAndSaysSo) {
    auto attempt = sent();
    settle_at(attempt, outcome(OutcomeClass::ambiguous));
    EXPECT_EQ(wakes_at(attempt), kNow + kPolicy.decide_within);
    EXPECT_FALSE(give_up_deciding(attempt, attempt.due - Milliseconds{1}));
    EXPECT_EQ(attempt.state, AttemptState::ambiguous);
    EXPECT_TRUE(give_up_deciding(attempt, attempt.due));
    EXPECT_EQ(attempt.state, AttemptState::queued);
    EXPECT_TRUE(attempt.possible_repeat);
    EXPECT_EQ(attempt.due, kNow + kPolicy.decide_within);
}

TEST(Attempt, ALateAnswerAfterGivingUpChangesNothing) {
    auto attempt = ambiguous();
    give_up_deciding(attempt, attempt.due);
    start(attempt, kNow);
    const auto before = attempt;
    EXPECT_FALSE(settle_at(attempt, outcome(OutcomeClass::settled, 1)));
    EXPECT_EQ(attempt, before);
}

TEST(Attempt, GivingUpIsForTheUndecidedOnly) {
    for (const auto state :
         {AttemptState::queued, AttemptState::sent, AttemptState::settled, AttemptState::failed}) {
        auto attempt = sent();
        attempt.state = state;
        EXPECT_FALSE(give_up_deciding(attempt, kNow + Milliseconds{86'400'000}));
        EXPECT_FALSE(attempt.possible_repeat);
    }
}

TEST(Attempt, AnUncleanStopMakesUnknownOnlyWhatWasSent) {
    for (const auto state :
         {AttemptState::queued,
          AttemptState::sent,
          AttemptState::ambiguous,
          AttemptState::settled,
          AttemptState::failed}) {
        auto attempt = sent();
        attempt.state = state;
        interrupt(attempt, kNow + Milliseconds{5}, kPolicy);
        EXPECT_EQ(attempt.state, state == AttemptState::sent ? AttemptState::ambiguous : state);
    }
    auto attempt = sent();
    interrupt(attempt, kNow + Milliseconds{5}, kPolicy);
    EXPECT_EQ(attempt.due, kNow + Milliseconds{5} + kPolicy.decide_within);
    EXPECT_EQ(attempt.number, 1U);  // its answer still counts
}

// --- the row

TEST(Attempt, ComesBackFromItsRow) {
    Attempt attempt;
    attempt.state = AttemptState::ambiguous;
    attempt.number = 4'000'000'000U;
    attempt.due = kNow;
    attempt.since = {-1};
    attempt.possible_repeat = true;
    attempt.failures = 7;
    attempt.last_error = std::string{"a\0b", 3};
    Writer out;
    attempt.encode(out);
    Reader in{out.bytes()};
    EXPECT_EQ(Attempt::decode(in), attempt);
    EXPECT_TRUE(in.empty());
    for (std::size_t length = 0; length < out.bytes().size(); ++length) {
        Reader cut{std::string_view{out.bytes()}.substr(0, length)};
        EXPECT_THROW(Attempt::decode(cut), CodecError) << length;
    }
}

}  // namespace
}  // namespace socbot
