// Jobs: an outcome counts once, by job and attempt; retries, giving up, and what a restart asks
// again.
#include "domain/engine/job_flow.h"

#include "flow_world.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace socbot::testing {
namespace {

class Jobs : public ::testing::Test {
protected:
    // Starts a job; it is in flight with attempt 1.
    void begin(JobKind kind = JobKind::query) {
        JobRequest request;
        request.kind = kind;
        request.name = kind == JobKind::external ? "whois" : "hidden";
        request.room = world_.room();
        request.customers = {CustomerCode{"ACME"}};
        const auto changes = world_.step([&](EngineState& state, StepContext& ctx) {
            id_ = start_job(state, ctx, std::move(request));
        });
        ASSERT_EQ(changes.jobs.size(), 1U);
        EXPECT_EQ(changes.jobs.front().id, id_);
        EXPECT_EQ(changes.jobs.front().attempt, 1U);
    }
    Changes end(
        OutcomeClass outcome,
        std::uint32_t attempt = 1,
        std::optional<Milliseconds> retry_after = std::nullopt
    ) {
        OutcomeInput input;
        input.job = id_;
        input.kind = JobKind::query;
        input.outcome = {outcome, attempt, retry_after, "why"};
        input.result.lines = {"the answer"};
        return world_.step([&](EngineState& state, StepContext& ctx) {
            settle_job(state, ctx, input);
        });
    }
    // Fires this job's timer at its time.
    Changes wake() {
        const auto entry = world_.state().timers.pop_due({std::int64_t{1} << 60U});
        EXPECT_TRUE(entry);
        if (!entry) return {};
        EXPECT_EQ(std::get<TimerKind>(*entry), TimerKind::job);
        world_.pass(std::get<Instant>(*entry) - world_.now());
        return world_.step([&](EngineState& state, StepContext& ctx) {
            wake_job(state, ctx, std::get<std::string>(*entry));
        });
    }
    // The process ends without warning; the job's row is all that stays.
    Changes crash() {
        const auto key = keys::job(id_).key;
        const auto* job = world_.state().jobs.find(key, world_.state().batch);
        const auto body = encode_row(*job);
        world_.forget();
        world_.state().jobs.admit(key, &body, 1);
        rearm_jobs(world_.state());
        return world_.step([](EngineState& state, StepContext& ctx) {
            interrupt_jobs(state, ctx, ctx.now);
        });
    }
    static bool reconciles(const JobStart& job) {
        Reader in{job.body};
        return JobRequest::decode(in).argument("reconcile") == "1";
    }
    static const RowChange* row(const Changes& changes, Table table) {
        for (const auto& change : changes.rows)
            if (change.key.table == table) return &change;
        return nullptr;
    }
    bool open() { return world_.state().jobs_open() == 1; }

    FlowWorld world_;
    JobId id_;
};

TEST_F(Jobs, AnAnswerIsPostedAndTheJobForgotten) {
    begin();
    const auto changes = end(OutcomeClass::settled);
    ASSERT_NE(row(changes, Table::job), nullptr);
    EXPECT_TRUE(row(changes, Table::job)->remove);
    const auto* delivery = row(changes, Table::delivery);
    ASSERT_NE(delivery, nullptr);
    Reader in{delivery->body};
    EXPECT_EQ(Delivery::decode(in).text, "the answer");
    EXPECT_FALSE(open());
}

TEST_F(Jobs, AnOutcomeThatComesTwiceCountsOnce) {
    begin();
    end(OutcomeClass::settled);
    EXPECT_TRUE(end(OutcomeClass::settled).empty());
    EXPECT_TRUE(end(OutcomeClass::permanent).empty());
}

TEST_F(Jobs, AnOutcomeOfAnotherAttemptOrJobChangesNothing) {
    begin();
    EXPECT_TRUE(end(OutcomeClass::settled, 0).empty());
    EXPECT_TRUE(end(OutcomeClass::settled, 2).empty());
    const auto own = id_;
    id_ = JobId{own.value() + 1};
    EXPECT_TRUE(end(OutcomeClass::settled).empty());
    EXPECT_TRUE(open());
}

TEST_F(Jobs, TheOldAttemptsOutcomeIsStaleOnceItIsTriedAgain) {
    begin();
    end(OutcomeClass::retry_after, 1, Milliseconds{5'000});
    EXPECT_TRUE(end(OutcomeClass::settled, 1).empty());  // between the attempts
    const auto changes = wake();
    ASSERT_EQ(changes.jobs.size(), 1U);
    EXPECT_EQ(changes.jobs.front().attempt, 2U);
    EXPECT_TRUE(end(OutcomeClass::settled, 1).empty());
    EXPECT_FALSE(end(OutcomeClass::settled, 2).empty());
    EXPECT_FALSE(open());
}

TEST_F(Jobs, ARetryWaitsAsLongAsAsked) {
    begin();
    const auto changes = end(OutcomeClass::retry_after, 1, Milliseconds{5'000});
    ASSERT_NE(row(changes, Table::job), nullptr);
    EXPECT_FALSE(row(changes, Table::job)->remove);
    EXPECT_TRUE(changes.jobs.empty());
    EXPECT_EQ(world_.state().timers.next(), world_.now() + Milliseconds{5'000});
}

TEST_F(Jobs, AQuestionIsGivenUpAfterFiveFailuresAndSaysSo) {
    begin();
    for (std::uint32_t attempt = 1; attempt < 5; ++attempt) {
        EXPECT_EQ(row(end(OutcomeClass::retry_after, attempt), Table::delivery), nullptr);
        wake();
    }
    const auto last = end(OutcomeClass::retry_after, 5);
    EXPECT_FALSE(open());
    const auto* reply = row(last, Table::delivery);
    ASSERT_NE(reply, nullptr);
    Reader in{reply->body};
    EXPECT_EQ(Delivery::decode(in).text, "`hidden` could not be answered: why");
    EXPECT_EQ(world_.state().timers.next(), std::nullopt);
}

TEST_F(Jobs, WhatAnAdapterDoesOutsideIsNeverGivenUp) {
    begin(JobKind::external);
    for (std::uint32_t attempt = 1; attempt <= 40; ++attempt) {
        end(OutcomeClass::retry_after, attempt);
        ASSERT_EQ(wake().jobs.size(), 1U);
    }
    EXPECT_TRUE(open());
}

TEST_F(Jobs, AnUnknownEndIsAskedAboutAndThenTriedAgain) {
    begin(JobKind::external);
    const auto asked = end(OutcomeClass::ambiguous);
    ASSERT_EQ(asked.jobs.size(), 1U);
    EXPECT_TRUE(reconciles(asked.jobs.front()));
    EXPECT_EQ(asked.jobs.front().attempt, 1U);
    EXPECT_TRUE(end(OutcomeClass::undecided).jobs.empty());
    const auto again = wake();
    ASSERT_EQ(again.jobs.size(), 1U);
    EXPECT_FALSE(reconciles(again.jobs.front()));
    EXPECT_EQ(again.jobs.front().attempt, 2U);
}

TEST_F(Jobs, AQuestionIsAskedAgainAfterACrash) {
    begin();
    const auto changes = crash();
    ASSERT_EQ(changes.jobs.size(), 1U);
    EXPECT_FALSE(reconciles(changes.jobs.front()));
    EXPECT_EQ(changes.jobs.front().attempt, 2U);
    EXPECT_TRUE(end(OutcomeClass::settled, 1).empty());
    EXPECT_FALSE(end(OutcomeClass::settled, 2).empty());
}

TEST_F(Jobs, WhatMayHaveHappenedOutsideIsReconciledAfterACrash) {
    begin(JobKind::external);
    const auto changes = crash();
    ASSERT_EQ(changes.jobs.size(), 1U);
    EXPECT_TRUE(reconciles(changes.jobs.front()));
    EXPECT_EQ(changes.jobs.front().attempt, 1U);
    EXPECT_FALSE(end(OutcomeClass::settled, 1).empty());
    EXPECT_FALSE(open());
}

TEST_F(Jobs, WhatWaitedForItsTimeStillDoesAfterACrash) {
    begin();
    end(OutcomeClass::retry_after, 1, Milliseconds{5'000});
    const auto due = world_.now() + Milliseconds{5'000};
    EXPECT_TRUE(crash().jobs.empty());
    EXPECT_EQ(world_.state().timers.next(), due);
    EXPECT_EQ(wake().jobs.size(), 1U);
}

// --- rows

JobRequest request() {
    JobRequest made;
    made.id = JobId{(9ULL << 12U) | 3U};
    made.attempt = 7;
    made.kind = JobKind::rehearse;
    made.name = "threshold";
    made.arguments = {{"now", "1"}, {"kind", ""}, {"now", "2"}};
    made.customers = {CustomerCode{"ACME"}, CustomerCode{"BETA"}};
    made.room = {ConnectionId{"chat"}, "acme"};
    made.thread = DeliveryId{4097};
    made.person = PersonId{"ana@example.org"};
    return made;
}

TEST(JobRow, ComesBackAndTruncatedIsRefused) {
    Job job;
    job.request = request();
    job.attempt.state = AttemptState::ambiguous;
    job.attempt.number = 7;
    const auto bytes = encode_row(job);
    Reader in{bytes};
    const auto back = Job::decode(in);
    EXPECT_TRUE(in.empty());
    EXPECT_EQ(encode_row(back), bytes);
    EXPECT_EQ(back.request.arguments, job.request.arguments);
    EXPECT_EQ(back.request.customers, job.request.customers);
    EXPECT_EQ(back.request.person, job.request.person);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        Reader cut{std::string_view{bytes}.substr(0, length)};
        EXPECT_THROW(Job::decode(cut), CodecError) << length;
    }
}

TEST(JobRequestArguments, TheFirstOfANameCountsAndAnAbsentOneIsEmpty) {
    EXPECT_EQ(request().argument("now"), "1");
    EXPECT_EQ(request().argument("kind"), "");
    EXPECT_EQ(request().argument("room"), "");
}

TEST(JobResultRow, ComesBackAndTruncatedIsRefused) {
    JobResult result;
    result.lines = {"one", "", std::string{"a\0b", 3}};
    result.values = {{"alarms", "41"}, {"sampled", "0"}};
    const auto bytes = encode_row(result);
    Reader in{bytes};
    const auto back = JobResult::decode(in);
    EXPECT_EQ(back.lines, result.lines);
    EXPECT_EQ(back.values, result.values);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        Reader cut{std::string_view{bytes}.substr(0, length)};
        EXPECT_THROW(JobResult::decode(cut), CodecError) << length;
    }
}

}  // namespace
}  // namespace socbot::testing
