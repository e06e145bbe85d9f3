// The store fails each way at each point of a fixed run. Whatever fails, and whenever: refusable
// inputs are refused and taken when they come again, retained ones are applied again, the loop
// recovers by itself, and in the end the rooms read as if nothing had happened.
#include "simulation/store_checks.h"
#include "simulation/workday.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace socbot::testing {

namespace {

constexpr std::array kCalls{
    StoreCall::read,
    StoreCall::scan,
    StoreCall::alarm,
    StoreCall::alarms_after,
    StoreCall::seen,
    StoreCall::last_journal_entry,
    StoreCall::last_audit,
    StoreCall::commit,
    StoreCall::reopen};

using Contents = std::multiset<std::pair<SourceId, Digest>>;

Contents contents_of(MemoryStore& store) {
    Contents contents;
    for (const auto& alarm : stored_alarms(store))
        contents.emplace(alarm.source, alarm.content);
    return contents;
}

// What the run comes to when nothing fails.
struct Undisturbed {
    std::vector<std::string> shown;
    Contents alarms;
    std::size_t posts{0};
    std::size_t audit_entries{0};
    std::size_t reopens{0};
    std::size_t commits{0};
    std::array<std::size_t, kStoreCalls> calls{};
};

std::size_t posts_of(Workday& day) {
    std::size_t posts = 0;
    for (const auto& call : day.platform().calls())
        if (call.operation == Operation::post) ++posts;
    return posts;
}

std::size_t starts_of(Workday& day) {
    std::size_t starts = 0;
    auto reader = day.disk().open();
    EXPECT_TRUE((*reader)->journal(0, [&starts](const JournalEntry& entry) {
        if (entry.kind == static_cast<std::uint8_t>(InputKind::start)) ++starts;
        return true;
    }));
    return starts;
}

const Undisturbed& undisturbed() {
    static const Undisturbed found = [] {
        Workday day;
        day.run();
        Undisturbed result;
        result.shown = day.shown();
        result.alarms = contents_of(day.disk());
        result.posts = posts_of(day);
        result.audit_entries = day.audit_entries();
        result.reopens = day.store().reopens();
        result.commits = day.store().commits();
        for (const auto call : kCalls)
            result.calls.at(static_cast<std::size_t>(call)) = day.store().calls(call);
        return result;
    }();
    return found;
}

void expect_as_undisturbed(Workday& day) {
    EXPECT_EQ(day.world().loop().state(), LoopState::running);
    EXPECT_EQ(day.world().loop().queued(), 0U);
    EXPECT_EQ(day.shown(), undisturbed().shown);
    EXPECT_EQ(posts_of(day), undisturbed().posts);
    EXPECT_EQ(starts_of(day), 2U);
    EXPECT_EQ(contents_of(day.disk()), undisturbed().alarms);
    EXPECT_EQ(day.audit_entries(), undisturbed().audit_entries);
    EXPECT_TRUE(rows_of(day.disk(), Table::outbox).empty());
    EXPECT_TRUE(rows_of(day.disk(), Table::job).empty());
    expect_accounts_add_up(day.disk());
    expect_counters_agree(day.disk());
    expect_exact_replay(day.disk(), {});
}

TEST(FailurePoints, TheRunItselfUsesEveryCallOfTheStore) {
    Workday day;
    day.run();
    expect_as_undisturbed(day);
    EXPECT_EQ(day.refusals(), 0U);
    EXPECT_EQ(undisturbed().alarms.size(), 10U);
    EXPECT_EQ(undisturbed().audit_entries, 4U);  // take, note, apply, undo
    for (const auto call : kCalls)
        EXPECT_GT(day.store().calls(call), 1U) << to_word(call);
}

class FailingCall : public ::testing::TestWithParam<StoreCall> {};

INSTANTIATE_TEST_SUITE_P(Each, FailingCall, ::testing::ValuesIn(kCalls), [](const auto& each) {
    return std::string{to_word(each.param)};
});

TEST_P(FailingCall, IsMadeUpForWheneverItIs) {
    const auto calls = undisturbed().calls.at(static_cast<std::size_t>(GetParam()));
    for (std::size_t nth = 1; nth <= calls && !HasFailure(); ++nth) {
        SCOPED_TRACE(std::string{to_word(GetParam())} + " number " + std::to_string(nth));
        Workday day;
        day.store().fail_call(GetParam(), nth);
        day.run();
        EXPECT_GT(day.store().reopens(), undisturbed().reopens) << "nothing failed";
        expect_as_undisturbed(day);
    }
}

struct CommitCase {
    const char* name;
    CommitFault fault;
    bool reopens;  // always; a logic error does only when a timer meets it, as no input is to blame
};

class FailingCommit : public ::testing::TestWithParam<CommitCase> {};

INSTANTIATE_TEST_SUITE_P(
    Each,
    FailingCommit,
    ::testing::Values(
        CommitCase{"lost", CommitFault::lost_before_write, true},
        CommitCase{"unknown_on_disk", CommitFault::unknown_after_write, true},
        CommitCase{"logic_error_once", CommitFault::logic_error, false}
    ),
    [](const auto& each) { return std::string{each.param.name}; }
);

TEST_P(FailingCommit, IsMadeUpForWheneverItIs) {
    for (std::size_t nth = 1; nth <= undisturbed().commits && !HasFailure(); ++nth) {
        SCOPED_TRACE(std::string{GetParam().name} + ", commit " + std::to_string(nth));
        Workday day;
        day.store().fail_commit(nth, GetParam().fault);
        day.run();
        if (GetParam().reopens) {
            EXPECT_GT(day.store().reopens(), undisturbed().reopens) << "nothing failed";
            EXPECT_TRUE(day.noted("store.recovered"));
        } else {
            EXPECT_TRUE(day.noted("engine.logic_error")) << "nothing failed";
        }
        expect_as_undisturbed(day);
    }
}

// The recovery reads everything anew; each of those reads may fail as well.
TEST(FailurePoints, ARecoveryThatFailsIsTriedAgain) {
    const auto part_of_day = [](std::size_t failing_read) {
        auto day = std::make_unique<Workday>();
        day->begin();
        day->morning();
        day->store().fail_commit(1, CommitFault::lost_before_write);
        const auto before = day->store().reads();
        if (failing_read != 0) day->store().fail_read(failing_read);
        day->people();
        const auto reads = day->store().reads() - before;
        day->power_cut();
        day->evening();
        return std::pair{std::move(day), reads};
    };
    const auto reads = part_of_day(0).second;
    EXPECT_GT(reads, 10U);
    for (std::size_t nth = 1; nth <= reads && !HasFailure(); ++nth) {
        SCOPED_TRACE("read " + std::to_string(nth));
        expect_as_undisturbed(*part_of_day(nth).first);
    }
}

TEST(FailurePoints, AStoreThatCannotBeReopenedIsTriedUntilItCan) {
    Workday day;
    day.begin();
    day.store().fail_commit(1, CommitFault::lost_before_write);
    day.store().fail_reopen(4);
    day.morning();
    EXPECT_GT(day.refusals(), 0U);
    day.people();
    day.power_cut();
    day.evening();
    expect_as_undisturbed(day);
}

TEST(FailurePoints, AFullDiskAnswers503AndIsOverWhenThereIsRoom) {
    Workday day;
    day.begin();
    day.morning();
    day.store().fill_disk(true);
    for (int i = 0; i < 20; ++i) {
        auto ending = day.world().submit(alarm_input({}));
        day.world().run();
        EXPECT_EQ(ending->end, Waiter::End::refused);
        day.wait(Milliseconds{1'000});
    }
    EXPECT_EQ(day.world().loop().state(), LoopState::read_only);
    EXPECT_FALSE(day.world().loop().reason().empty());
    EXPECT_TRUE(day.noted("store.read_only"));
    // The probes back off, or a full disk would be hammered: 0.25, 0.5, 1, 2, 4, then every 5 s.
    EXPECT_LT(day.store().reopens(), 10U);
    day.store().fill_disk(false);
    day.people();
    EXPECT_TRUE(day.noted("store.recovered"));
    day.power_cut();
    day.evening();
    expect_as_undisturbed(day);
}

}  // namespace

}  // namespace socbot::testing
