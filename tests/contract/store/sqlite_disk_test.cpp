// The disk under the store: one that refuses to grow files, and a WAL that must stay bounded.
#include "adapters/sqlite/sqlite_reader.h"
#include "adapters/sqlite/sqlite_store.h"
#include "contract/store/store_under_test.h"
#include "support/temp_directory.h"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace socbot::testing {

namespace {

void limit_files_to(rlim_t bytes) {
    rlimit limit{};
    SOCBOT_CHECK(::getrlimit(RLIMIT_FSIZE, &limit) == 0, "the limit can be read");
    limit.rlim_cur = bytes;
    SOCBOT_CHECK(::setrlimit(RLIMIT_FSIZE, &limit) == 0, "a soft limit can be changed");
}

#define REQUIRE(condition)                                               \
    do {                                                                 \
        if (!(condition)) {                                              \
            std::fprintf(stderr, "line %d: " #condition "\n", __LINE__); \
            ::_exit(1);                                                  \
        }                                                                \
    } while (false)

// Writes past the limit fail like those to a full disk: some of a batch's frames are written, then
// no more.
[[noreturn]] void fill_and_recover(const std::filesystem::path& directory) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = *SqliteStore::open({.directory = directory});
    REQUIRE(commit_and_tidy(*store, alarm_batch(1, 8, 2000).commit).status == CommitStatus::ok);
    for (rlim_t limit = 300'000; limit <= 420'000; limit += 7'001) {
        const Step first = (*store->last_journal_entry())->step + 1;
        limit_files_to(limit);
        Step step = first;
        CommitOutcome outcome;
        for (; outcome.status == CommitStatus::ok; step += 8)
            outcome = commit_and_tidy(*store, alarm_batch(step, 8, 2000).commit);
        const Step stored = step - 9;  // the last batch was refused
        REQUIRE(outcome.status == CommitStatus::storage_error);
        REQUIRE(commit_and_tidy(*store, {}).status == CommitStatus::storage_error);
        REQUIRE(!store->scan(Table::room));
        // While the disk is full a probe finds out, or gets through and the next batch does.
        if (store->reopen())
            REQUIRE(
                commit_and_tidy(*store, alarm_batch(stored + 1, 200, 2000).commit).status ==
                CommitStatus::storage_error
            );
        limit_files_to(4096);
        REQUIRE(!store->reopen());
        limit_files_to(RLIM_INFINITY);
        REQUIRE(store->reopen());
        // The refused batch may be there whole, or not at all.
        const Step last = (*store->last_journal_entry())->step;
        REQUIRE(last == stored || last == stored + 8 || last == stored + 200);
        REQUIRE(
            commit_and_tidy(*store, alarm_batch(last + 1, 8, 2000).commit).status ==
            CommitStatus::ok
        );
        Step alarms = 0;
        const auto found = store->alarms_after(AlarmId{0}, SIZE_MAX);
        REQUIRE(found);
        for (const auto& each : *found)
            REQUIRE(each.id.value() == ++alarms);
        REQUIRE(alarms == last + 8);
        if (alarms > 100) {  // start over small, so that each limit is met again
            store.reset();
            std::filesystem::remove_all(directory);
            store = *SqliteStore::open({.directory = directory});
            REQUIRE(
                commit_and_tidy(*store, alarm_batch(1, 8, 2000).commit).status == CommitStatus::ok
            );
        }
    }
    ::_exit(0);
}

// The WAL still takes writes but can't be moved into the database: the store must stop before the
// WAL has taken the disk.
[[noreturn]] void fill_the_wal(const std::filesystem::path& directory) {
    ::signal(SIGXFSZ, SIG_IGN);
    SqliteOptions options{.directory = directory};
    options.wal_limit_bytes = 64 * 1024;
    options.checkpoint_pages = 8;
    auto store = *SqliteStore::open(options);
    REQUIRE(commit_and_tidy(*store, alarm_batch(1, 800, 2000).commit).status == CommitStatus::ok);
    REQUIRE(store->reopen());
    limit_files_to(std::filesystem::file_size(directory / "socbot.db"));
    Step step = 801;
    CommitOutcome outcome;
    std::size_t most = 0;
    for (; outcome.status == CommitStatus::ok; step += 8) {
        outcome = commit_and_tidy(*store, alarm_batch(step, 8, 2000).commit);
        most = std::max(most, store->wal_bytes());
    }
    REQUIRE(outcome.status == CommitStatus::storage_error);
    REQUIRE(most < 6 * options.wal_limit_bytes);
    limit_files_to(RLIM_INFINITY);
    REQUIRE(store->reopen());
    // The commit that found out was on disk already and was told so.
    REQUIRE((*store->last_journal_entry())->step == step - 9);
    ::_exit(0);
}

// Runs it in a child, because the limit is the whole process's.
int status_of(void (*body)(const std::filesystem::path&)) {
    const TempDirectory directory;
    const pid_t child = ::fork();
    SOCBOT_CHECK(child >= 0, "the test needs a child");
    if (child == 0) body(directory.path() / "data");
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

TEST(SqliteDiskTest, AFullDiskIsAStorageErrorAndEndsWithReopen) {
    EXPECT_EQ(status_of(fill_and_recover), 0);
}

TEST(SqliteDiskTest, AWalThatCannotBeEmptiedClosesTheStore) {
    EXPECT_EQ(status_of(fill_the_wal), 0);
}

TEST(SqliteDiskTest, TheWalStaysBoundedOverManyCommits) {
    const TempDirectory directory;
    SqliteOptions options{.directory = directory.path() / "data"};
    auto store = *SqliteStore::open(options);
    std::size_t most = 0;
    for (Step step = 1; step <= 20'000; ++step) {
        const auto batch = alarm_batch(step, 1, 3000);
        ASSERT_EQ(commit_and_tidy(*store, batch.commit).status, CommitStatus::ok);
        most = std::max(most, store->wal_bytes());
    }
    EXPECT_LT(most, options.wal_limit_bytes + 1024 * 1024);
    EXPECT_LT(
        std::filesystem::file_size(options.directory / "socbot.db-wal"),
        options.wal_limit_bytes + 1024 * 1024
    );
    EXPECT_EQ(*(*SqliteReaders{options}.open())->count_alarms(), 20'000U);
}

}  // namespace

}  // namespace socbot::testing
