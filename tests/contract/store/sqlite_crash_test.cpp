// A process that commits in a loop and is killed: what it was told is on disk must be there.
#include "adapters/sqlite/sqlite_reader.h"
#include "adapters/sqlite/sqlite_store.h"
#include "contract/store/store_under_test.h"
#include "support/temp_directory.h"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <random>

namespace socbot::testing {

namespace {

// The child: a batch a commit, each acknowledged through the pipe only after commit() returned.
[[noreturn]] void commit_until_killed(const std::filesystem::path& directory, int pipe) {
    SqliteOptions options{.directory = directory};
    options.checkpoint_pages = 20;         // so that kills meet checkpoints
    options.wal_limit_bytes = 512 * 1024;  // and tails
    auto opened = SqliteStore::open(options);
    if (!opened) ::_exit(2);
    auto& store = **opened;
    const auto last = store.last_journal_entry();
    if (!last) ::_exit(3);
    for (Step step = *last ? (*last)->step + 1 : 1;; step += 8) {
        const auto batch = alarm_batch(step, 8, 1500);
        if (store.commit(0, 0, batch.commit).status != CommitStatus::ok) ::_exit(4);
        const Step acknowledged = step + 7;
        if (::write(pipe, &acknowledged, sizeof acknowledged) != sizeof acknowledged) ::_exit(5);
    }
}

// Kills a child after it acknowledged `commits` batches; the last step it acknowledged.
Step run_and_kill(const std::filesystem::path& directory, int commits) {
    std::array<int, 2> ends{};
    SOCBOT_CHECK(::pipe(ends.data()) == 0, "the test needs a pipe");
    const pid_t child = ::fork();
    SOCBOT_CHECK(child >= 0, "the test needs a child");
    if (child == 0) {
        ::close(ends[0]);
        commit_until_killed(directory, ends[1]);
    }
    ::close(ends[1]);
    Step acknowledged = 0;
    Step step = 0;
    for (int n = 0; n < commits && ::read(ends[0], &step, sizeof step) == sizeof step; ++n)
        acknowledged = step;
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
    while (::read(ends[0], &step, sizeof step) == sizeof step)
        acknowledged = step;
    ::close(ends[0]);
    return acknowledged;
}

TEST(SqliteCrashTest, WhatWasAcknowledgedSurvivesSigkill) {
    const TempDirectory directory;
    std::mt19937 random{20260301};
    std::uniform_int_distribution<int> commits{1, 120};
    Step expected = 0;
    for (int round = 0; round < 25; ++round) {
        SCOPED_TRACE(round);
        expected = std::max(expected, run_and_kill(directory.path(), commits(random)));
        // A reader that comes first finds the same, from the WAL the dead process left.
        const auto counted =
            (*SqliteReaders{{.directory = directory.path()}}.open())->count_alarms();
        auto store = *SqliteStore::open({.directory = directory.path()});
        const auto last = store->last_journal_entry();
        ASSERT_TRUE(last && *last);
        const auto stored = (*last)->step;
        // At most the batch in flight is there beyond what was acknowledged, and only whole.
        EXPECT_GE(stored, expected);
        EXPECT_LE(stored, expected + 8);
        EXPECT_EQ(stored % 8, 0U);
        Step alarms = 0;
        const auto found = store->alarms_after(AlarmId{0}, SIZE_MAX);
        ASSERT_TRUE(found);
        for (const auto& each : *found)
            EXPECT_EQ(each.id.value(), ++alarms);
        Step seen = 0;
        ASSERT_TRUE(store->for_each_seen(AlarmId{0}, [&](const SeenId& each) {
            EXPECT_EQ(each.alarm.value(), ++seen);
        }));
        EXPECT_EQ(alarms, stored);
        EXPECT_EQ(*counted, stored);
        EXPECT_EQ(seen, stored);
        expected = stored;
    }
}

}  // namespace

}  // namespace socbot::testing
