// The store in one SQLite file, data_dir/socbot.db: WAL, synchronous=FULL, so a commit that
// returned ok is on disk.
#pragma once

#include "adapters/sqlite/data_directory.h"
#include "base/result.h"
#include "ports/store.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace socbot {

struct SqliteOptions {
    std::filesystem::path directory;
    std::filesystem::path file{"socbot.db"};
    std::size_t writer_cache_kib{2048};
    std::size_t reader_cache_kib{1024};
    int checkpoint_pages{1000};                      // of 4 KiB, between background checkpoints
    std::size_t wal_limit_bytes{16U * 1024 * 1024};  // the writer finishes the tail past this
    std::size_t max_database_pages{0};               // 0: SQLite's own limit
};

// Engine thread only, like every Store. Owns the data directory's lock, the writing connection and
// the checkpoint thread. After a storage error the connection is gone and every call answers
// unavailable (commit: storage_error) until reopen() succeeds; the lock is kept throughout.
class SqliteStore final : public Store {
public:
    // conflict: another server has the directory, or the file is of a newer version or another
    // program. unavailable: the disk.
    static Result<std::unique_ptr<SqliteStore>> open(const SqliteOptions& options);

    ~SqliteStore() override;
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    Result<std::vector<Row>> read(std::span<const RowKey> keys) override;
    Result<std::vector<Row>> scan(Table table) override;
    Result<AlarmRecord> alarm(AlarmId id) override;
    Result<std::vector<AlarmRecord>> alarms_after(AlarmId after, std::size_t limit) override;
    Result<void> for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each)
        override;
    Result<std::optional<JournalEntry>> last_journal_entry() override;
    Result<std::optional<AuditRecord>> last_audit() override;
    CommitOutcome commit(Partition partition, Epoch epoch, const Commit& commit) override;
    void tidy() override;
    Result<void> reopen() override;

    // Of the WAL file's content, after the last commit. For metrics and tests.
    std::size_t wal_bytes() const noexcept;

private:
    struct Session;  // one opened database: what a storage error throws away

    SqliteStore(SqliteOptions options, DataDirectory directory);
    Result<void> open_session();
    // Runs a read; turns what it throws into an Error and drops the session where that is due.
    template <class T, class Read>
    Result<T> guarded(Read&& read);
    void drop_session(const char* why);

    SqliteOptions options_;
    DataDirectory directory_;
    std::string closed_because_;
    std::unique_ptr<Session> session_;
};

}  // namespace socbot
