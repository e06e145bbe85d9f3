// The writing side of socbot.db.
#include "adapters/sqlite/sqlite_store.h"

#include "adapters/sqlite/alarm_rows.h"
#include "adapters/sqlite/checkpointer.h"
#include "adapters/sqlite/commit_writer.h"
#include "adapters/sqlite/keyed_rows.h"
#include "adapters/sqlite/schema.h"
#include "adapters/sqlite/sql.h"

#include <sqlite3.h>

#include <exception>
#include <utility>

namespace socbot {

namespace {

constexpr std::size_t kFrameBytes = 4096 + 24;  // a page and its header in the WAL
constexpr int kTailPatienceMs = 50;             // for readers to end their snapshots

int wal_committed(void* pages, sqlite3* /*connection*/, const char* /*name*/, int now) {
    *static_cast<int*>(pages) = now;
    return SQLITE_OK;
}

// Before anything is read: these decide how the file is written. Page size 4096 and no mmap are
// measured choices; bigger caches were slower.
void configure(SqlConnection& connection, const SqliteOptions& options) {
    // A file system without shared memory keeps the old mode and says so only here.
    auto mode = connection.prepare("PRAGMA journal_mode=WAL");
    if (!mode.step() || mode.bytes(0) != "wal")
        throw SqlError{SQLITE_CANTOPEN, "this file system can't hold a write-ahead log"};
    mode.reset();
    connection.run(
        "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF;"
        " PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0"
    );
    connection.run(("PRAGMA cache_size=-" + std::to_string(options.writer_cache_kib)).c_str());
    connection.run(("PRAGMA journal_size_limit=" + std::to_string(options.wal_limit_bytes)).c_str()
    );
    if (options.max_database_pages != 0)
        connection.run(
            ("PRAGMA max_page_count=" + std::to_string(options.max_database_pages)).c_str()
        );
}

}  // namespace

// Members are destroyed from the last up: the thread first, the connection at the end.
struct SqliteStore::Session {
    Session(const std::string& path, const SqliteOptions& chosen)
        : connection{path, SqlAccess::read_write}, options{chosen} {
        configure(connection, options);
    }

    Result<void> start(const std::string& path) {
        if (auto current = migrate(connection); !current) return current;
        sqlite3_wal_hook(connection.handle(), wal_committed, &wal_pages);
        rows.emplace(connection);
        writer.emplace(connection);
        checkpointer.emplace(path, options.checkpoint_pages);
        return {};
    }

    // Bounds the WAL after a commit. The error of a WAL that can't be emptied is thrown once it is
    // four times its limit; the commit that met it is on disk, but the next could fill the disk.
    void tend_wal() {
        checkpointer->committed(wal_pages);
        const auto limit = static_cast<int>(options.wal_limit_bytes / kFrameBytes);
        if (wal_pages < (next_tail != 0 ? next_tail : limit)) return;
        const auto alone = checkpointer->exclude();
        connection.set_busy_timeout(kTailPatienceMs);
        // RESTART, not TRUNCATE: overwriting an allocated file is nearly twice as fast as growing
        // one (0.24 against 0.42 ms a 4 kB write with its sync).
        const auto result = connection.checkpoint(CheckpointMode::restart);
        connection.set_busy_timeout(0);
        if (result.code == SQLITE_OK) {
            next_tail = 0;
            return;
        }
        next_tail = wal_pages + options.checkpoint_pages;
        if (result.code != SQLITE_BUSY && wal_pages / 4 > limit)
            throw SqlError{result.code, "the WAL can't be moved into the database"};
    }

    SqlConnection connection;
    const SqliteOptions options;
    int wal_pages{0};
    int next_tail{0};  // after a tail that met a reader: when to try again; 0: at the limit
    std::optional<KeyedRows> rows;
    std::optional<CommitWriter> writer;
    std::optional<Checkpointer> checkpointer;
};

SqliteStore::SqliteStore(SqliteOptions options, DataDirectory directory)
    : options_{std::move(options)}, directory_{std::move(directory)} {}

SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const SqliteOptions& options) {
    auto directory = DataDirectory::open(options.directory);
    if (!directory) return std::move(directory).error();
    std::unique_ptr<SqliteStore> store{new SqliteStore{options, *std::move(directory)}};
    if (auto opened = store->open_session(); !opened) return std::move(opened).error();
    return store;
}

Result<void> SqliteStore::open_session() {
    if (auto made = directory_.create_private_file(options_.file); !made) return made;
    const auto path = (directory_.path() / options_.file).string();
    try {
        auto session = std::make_unique<Session>(path, options_);
        if (auto started = session->start(path); !started)
            return std::move(started).error().with_context(path);
        session_ = std::move(session);
        return {};
    } catch (const std::exception& error) {
        return Error{Errc::unavailable, path + ": " + error.what()};
    }
}

void SqliteStore::drop_session(const char* why) {
    closed_because_ = why;
    if (!session_) return;
    session_->connection.abandon();
    session_.reset();
}

template <class T, class Read>
Result<T> SqliteStore::guarded(Read&& read) {
    if (!session_)
        return Error{Errc::unavailable, "the store is closed after an error: " + closed_because_};
    try {
        return read(*session_);
    } catch (const SqlError& error) {
        if (error.is_logic_error()) return Error{Errc::invalid_input, error.what()};
        drop_session(error.what());
        return Error{Errc::unavailable, error.what()};
    } catch (const std::exception& error) {
        return Error{Errc::internal, error.what()};
    }
}

Result<std::vector<Row>> SqliteStore::read(std::span<const RowKey> keys) {
    return guarded<std::vector<Row>>([&](Session& session) { return session.rows->read(keys); });
}

Result<std::vector<Row>> SqliteStore::scan(Table table) {
    return guarded<std::vector<Row>>([&](Session& session) { return session.rows->scan(table); });
}

Result<AlarmRecord> SqliteStore::alarm(AlarmId id) {
    return guarded<AlarmRecord>([&](Session& session) -> Result<AlarmRecord> {
        auto statement = session.connection.prepare(
            "SELECT " + std::string{kAlarmColumns} + " FROM alarm WHERE id=?"
        );
        statement.bind_unsigned(1, id.value());
        if (!statement.step()) return Error{Errc::not_found, "no such alarm"};
        return alarm_of(statement);
    });
}

Result<std::vector<AlarmRecord>> SqliteStore::alarms_after(AlarmId after, std::size_t limit) {
    using Alarms = std::vector<AlarmRecord>;
    return guarded<Alarms>([&](Session& session) -> Result<Alarms> {
        auto statement = session.connection.prepare(
            "SELECT " + std::string{kAlarmColumns} + " FROM alarm WHERE id > ? ORDER BY id"
        );
        statement.bind_unsigned(1, after.value());
        Alarms alarms;
        while (alarms.size() < limit && statement.step())
            alarms.push_back(alarm_of(statement));
        return alarms;
    });
}

Result<void>
SqliteStore::for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each) {
    return guarded<void>([&](Session& session) -> Result<void> {
        auto statement = session.connection.prepare(
            "SELECT ids FROM seen WHERE first >= coalesce((SELECT max(first) FROM seen"
            " WHERE first <= ?1), 0) ORDER BY first"
        );
        statement.bind_unsigned(1, from.value());
        while (statement.step()) {
            for (auto ids = statement.bytes(0); !ids.empty();) {
                const auto id = unpack_seen(ids.substr(0, kSeenBytes));
                ids.remove_prefix(kSeenBytes);
                if (id.alarm >= from) each(id);
            }
        }
        return {};
    });
}

Result<std::optional<JournalEntry>> SqliteStore::last_journal_entry() {
    using Last = std::optional<JournalEntry>;
    return guarded<Last>([&](Session& session) -> Result<Last> {
        auto statement = session.connection.prepare(
            "SELECT " + std::string{kJournalColumns} + " FROM journal ORDER BY step DESC LIMIT 1"
        );
        if (!statement.step()) return Last{};
        return Last{journal_entry_of(statement)};
    });
}

Result<std::optional<AuditRecord>> SqliteStore::last_audit() {
    using Last = std::optional<AuditRecord>;
    return guarded<Last>([&](Session& session) -> Result<Last> {
        auto statement = session.connection.prepare(
            "SELECT " + std::string{kAuditColumns} +
            " FROM audit LEFT JOIN audit_payload USING(number) ORDER BY number DESC LIMIT 1"
        );
        if (!statement.step()) return Last{};
        return Last{audit_record_of(statement)};
    });
}

CommitOutcome SqliteStore::commit(Partition partition, Epoch epoch, const Commit& commit) {
    if (!session_)
        return {CommitStatus::storage_error, "the store is closed after: " + closed_because_};
    try {
        session_->writer->write(partition, epoch, commit);
    } catch (const SqlError& error) {
        if (error.is_logic_error() && !session_->connection.in_transaction())
            return {CommitStatus::logic_error, error.what()};
        drop_session(error.what());
        return {CommitStatus::storage_error, error.what()};
    } catch (const std::exception& error) {
        drop_session(error.what());
        return {CommitStatus::storage_error, error.what()};
    }
    return {};
}

void SqliteStore::tidy() {
    if (!session_) return;
    try {
        session_->tend_wal();
    } catch (const std::exception& error) {
        drop_session(error.what());  // the last batch is on disk; the next is refused
    }
}

Result<void> SqliteStore::reopen() {
    drop_session("reopened");
    if (auto opened = open_session(); !opened) {
        closed_because_ = opened.error().message();
        return opened;
    }
    return guarded<void>([](Session& session) -> Result<void> {
        // After a failed sync the kernel may have marked pages of the WAL clean that never reached
        // the disk. Copying the WAL into the database and syncing that makes them durable again,
        // and an empty WAL has no such pages.
        const auto moved = session.connection.checkpoint(CheckpointMode::truncate);
        if (moved.code != SQLITE_OK)
            throw SqlError{moved.code, "the WAL can't be moved into the database"};
        session.writer->probe();
        return {};
    });
}

std::size_t SqliteStore::wal_bytes() const noexcept {
    return session_ ? static_cast<std::size_t>(session_->wal_pages) * kFrameBytes : 0;
}

}  // namespace socbot
