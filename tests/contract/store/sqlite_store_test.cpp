// What only the SQLite store promises: files, lock, schema, a bounded WAL, a full database.
#include "adapters/sqlite/sqlite_store.h"

#include "adapters/sqlite/sqlite_reader.h"
#include "contract/store/store_under_test.h"
#include "support/temp_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace socbot::testing {

namespace {

using ::testing::HasSubstr;

class SqliteStoreTest : public ::testing::Test {
protected:
    SqliteOptions options() { return {.directory = directory_.path() / "data"}; }
    std::filesystem::path file() { return options().directory / "socbot.db"; }

    static std::unique_ptr<SqliteStore> open(const SqliteOptions& options) {
        auto opened = SqliteStore::open(options);
        SOCBOT_CHECK(opened, "the store must open");
        return *std::move(opened);
    }

    static CommitOutcome put(Store& store, const Changes& changes) {
        return store.commit(0, 0, {.changes = {&changes}, .journal = {}});
    }

    // Another program's hand on the file.
    void execute(const char* sql) {
        sqlite3* connection = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &connection), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(connection);
        sqlite3_close(connection);
    }

    std::filesystem::perms mode(const std::filesystem::path& path) {
        return std::filesystem::status(path).permissions();
    }

    TempDirectory directory_;
};

TEST_F(SqliteStoreTest, MakesFilesAndDirectoryThatOthersCannotRead) {
    using std::filesystem::perms;
    const auto store = open(options());
    ASSERT_EQ(put(*store, only_row(Table::room, "r", "x")).status, CommitStatus::ok);
    EXPECT_EQ(mode(options().directory), perms::owner_all);
    for (const char* name : {"socbot.db", "socbot.db-wal", "socbot.db-shm", "lock"})
        EXPECT_EQ(mode(options().directory / name), perms::owner_read | perms::owner_write) << name;
}

TEST_F(SqliteStoreTest, FindsItsDirectoryThroughALink) {
    const auto link = directory_.path() / "link";
    std::filesystem::create_directory(options().directory);
    std::filesystem::create_directory_symlink(options().directory, link);
    const auto store = open({.directory = link});
    EXPECT_TRUE(SqliteReaders{{.directory = link}}.open());
    EXPECT_TRUE(std::filesystem::exists(file()));
}

TEST_F(SqliteStoreTest, RefusesADatabaseFileThatIsALink) {
    std::filesystem::create_directory(options().directory);
    std::filesystem::create_symlink(directory_.path() / "elsewhere", file());
    const auto opened = SqliteStore::open(options());
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message(), HasSubstr("not a regular file"));
}

TEST_F(SqliteStoreTest, RefusesASecondServerAndNamesTheFirst) {
    auto first = open(options());
    const auto second = SqliteStore::open(options());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), Errc::conflict);
    EXPECT_THAT(
        second.error().message(), HasSubstr("in use by process " + std::to_string(::getpid()))
    );
    first.reset();
    EXPECT_TRUE(SqliteStore::open(options()));
}

TEST_F(SqliteStoreTest, MakesTheSchemaInAnEmptyFile) {
    std::filesystem::create_directory(options().directory);
    std::ofstream{file()}.close();
    auto store = open(options());
    EXPECT_EQ(put(*store, only_row(Table::room, "r", "x")).status, CommitStatus::ok);
}

TEST_F(SqliteStoreTest, RefusesANewerSchema) {
    open(options()).reset();
    execute("INSERT INTO schema_version VALUES(2, 0)");
    const auto opened = SqliteStore::open(options());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), Errc::conflict);
    EXPECT_THAT(opened.error().message(), HasSubstr("schema 2, this program knows 1"));
    const auto reader = SqliteReaders{options()}.open();
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code(), Errc::conflict);
}

TEST_F(SqliteStoreTest, RefusesAnotherProgramsDatabase) {
    std::filesystem::create_directory(options().directory);
    execute("CREATE TABLE bookmarks(url TEXT)");
    const auto opened = SqliteStore::open(options());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), Errc::conflict);
}

TEST_F(SqliteStoreTest, RefusesAFileThatIsNoDatabase) {
    std::filesystem::create_directory(options().directory);
    std::ofstream{file()} << std::string(8192, 'x');
    const auto opened = SqliteStore::open(options());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), Errc::unavailable);
}

TEST_F(SqliteStoreTest, HasNoReaderBeforeTheServerEverRan) {
    EXPECT_EQ(SqliteReaders{options()}.open().error().code(), Errc::unavailable);
    std::filesystem::create_directory(options().directory);
    EXPECT_EQ(SqliteReaders{options()}.open().error().code(), Errc::unavailable);
}

// A full database: SQLITE_FULL by SQLite's own page limit.
TEST_F(SqliteStoreTest, AFullDatabaseIsAStorageErrorAndWritesNothingOfTheBatch) {
    auto full = options();
    full.max_database_pages = 200;
    auto store = open(full);
    Step stored = 0;
    CommitOutcome outcome;
    while (outcome.status == CommitStatus::ok) {
        const auto batch = alarm_batch(stored + 1, 16, 2000);
        outcome = commit_and_tidy(*store, batch.commit);
        if (outcome.status == CommitStatus::ok) stored += 16;
        ASSERT_LT(stored, 1000U);
    }
    EXPECT_EQ(outcome.status, CommitStatus::storage_error);
    EXPECT_THAT(outcome.message, HasSubstr("full"));
    EXPECT_EQ(store->last_journal_entry().error().code(), Errc::unavailable);
    EXPECT_EQ(commit_and_tidy(*store, {}).status, CommitStatus::storage_error);
    EXPECT_FALSE(SqliteStore::open(options())) << "a failed store keeps its lock";
    store.reset();
    store = open(options());
    EXPECT_EQ((*store->last_journal_entry())->step, stored);
    const auto batch = alarm_batch(stored + 1, 16, 2000);
    EXPECT_EQ(commit_and_tidy(*store, batch.commit).status, CommitStatus::ok);
}

TEST_F(SqliteStoreTest, ACorruptTableIsAStorageError) {
    auto store = open(options());
    ASSERT_EQ(put(*store, only_alarm(alarm(1, 1))).status, CommitStatus::ok);
    store.reset();
    execute("UPDATE alarm SET content = x'00'");
    store = open(options());
    EXPECT_EQ(store->alarm(AlarmId{1}).error().code(), Errc::unavailable);
    EXPECT_EQ(commit_and_tidy(*store, {}).status, CommitStatus::storage_error);
    EXPECT_TRUE(store->reopen());
}

TEST_F(SqliteStoreTest, KeepsTheAuditChainWhenPayloadsAreErased) {
    auto store = open(options());
    Changes changes;
    changes.audit = {audit(1), audit(2)};
    ASSERT_EQ(put(*store, changes).status, CommitStatus::ok);
    execute("DELETE FROM audit_payload WHERE number = 2");
    EXPECT_EQ((*store->last_audit())->link, audit(2).link);
    auto reader = SqliteReaders{options()}.open();
    std::vector<std::string> payloads;
    ASSERT_TRUE((*reader)->audit(1, [&](const AuditRecord& each) {
        payloads.push_back(each.payload);
        return true;
    }));
    EXPECT_THAT(payloads, ::testing::ElementsAre(audit(1).payload, ""));
}

// A reader sees whole batches only, while the writer is busy. Each batch writes the same number
// into two rows and appends one alarm, so a torn view would show.
TEST_F(SqliteStoreTest, ReadersSeeWholeBatchesWhileTheWriterIsBusy) {
    auto store = open(options());
    ASSERT_EQ(put(*store, only_row(Table::room, "a", "0")).status, CommitStatus::ok);
    ASSERT_EQ(put(*store, only_row(Table::source, "b", "0")).status, CommitStatus::ok);
    std::atomic<bool> stop{false};
    std::atomic<int> looks{0};
    std::atomic<int> torn{0};
    std::thread watcher{[&] {
        auto reader = *SqliteReaders{options()}.open();
        const std::vector asked{key(Table::room, "a"), key(Table::source, "b")};
        do {
            const auto rows = reader->read(asked);
            if (!rows || (*rows)[0].body != (*rows)[1].body) ++torn;
            ++looks;
        } while (!stop);
    }};
    int written = 0;
    while (written < 200 || looks < 50) {
        ++written;
        Changes changes = only_row(Table::room, "a", std::to_string(written));
        changes.rows.push_back(row(Table::source, "b", std::to_string(written)));
        ASSERT_EQ(put(*store, changes).status, CommitStatus::ok);
    }
    stop = true;
    watcher.join();
    EXPECT_EQ(torn, 0);
}

// A caller that is slow inside a scan must not keep the WAL from starting again.
TEST_F(SqliteStoreTest, ASlowScanDoesNotPinTheWal) {
    auto small = options();
    small.wal_limit_bytes = 256 * 1024;
    small.checkpoint_pages = 16;
    auto store = open(small);
    Step step = 1;
    const auto commit_some = [&](std::size_t batches) {
        for (std::size_t n = 0; n < batches; ++n, step += 8)
            ASSERT_EQ(
                commit_and_tidy(*store, alarm_batch(step, 8, 2000).commit).status, CommitStatus::ok
            );
    };
    commit_some(20);
    auto reader = *SqliteReaders{options()}.open();
    std::size_t most = 0;
    ASSERT_TRUE(reader->journal(1, [&](const JournalEntry& each) {
        if (each.step == 1) {
            for (int n = 0; n < 10; ++n) {
                commit_some(10);
                most = std::max(most, store->wal_bytes());
            }
        }
        return each.step < 100;
    }));
    EXPECT_LT(most, 2 * small.wal_limit_bytes);
    EXPECT_LT(std::filesystem::file_size(file().string() + "-wal"), 2 * small.wal_limit_bytes);
}

// Someone's shell on the file may hold a snapshot for long; commits must go on, and the WAL come
// back under its limit once the snapshot ends.
TEST_F(SqliteStoreTest, AForeignSnapshotDelaysTheWalsEndButNoCommit) {
    auto small = options();
    small.wal_limit_bytes = 128 * 1024;
    small.checkpoint_pages = 32;
    auto store = open(small);
    ASSERT_EQ(put(*store, only_row(Table::room, "r", "x")).status, CommitStatus::ok);
    sqlite3* shell = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &shell), SQLITE_OK);
    ASSERT_EQ(
        sqlite3_exec(shell, "BEGIN; SELECT * FROM room", nullptr, nullptr, nullptr), SQLITE_OK
    );
    Step step = 1;
    const auto commit_some = [&](int batches) {
        for (int n = 0; n < batches; ++n, step += 8)
            ASSERT_EQ(
                commit_and_tidy(*store, alarm_batch(step, 8, 2000).commit).status, CommitStatus::ok
            );
    };
    commit_some(20);
    EXPECT_GT(store->wal_bytes(), small.wal_limit_bytes);
    sqlite3_close(shell);
    // When the background checkpoint runs is not ours to say: it has to end, within bounds.
    for (int round = 0; round < 50 && store->wal_bytes() >= 2 * small.wal_limit_bytes; ++round)
        commit_some(20);
    EXPECT_LT(store->wal_bytes(), 2 * small.wal_limit_bytes);
}

}  // namespace

}  // namespace socbot::testing
