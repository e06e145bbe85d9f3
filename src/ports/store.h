// Store: where the engine's rows live. One writer (the engine thread), readers elsewhere.
#pragma once

#include "base/result.h"
#include "domain/engine/changes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace socbot {

// One transaction: the changes of a batch and the journal entries of its inputs.
struct Commit {
    std::vector<const Changes*> changes;
    std::vector<JournalEntry> journal;
};

// How a commit ended. `logic_error`: nothing was written, a constraint is broken, the same batch
// would fail again (find the culprit one input a transaction). `storage_error`: nothing may be
// assumed; the connection is not to be used again (reopen()).
enum class CommitStatus { ok, logic_error, storage_error };
struct CommitOutcome {
    CommitStatus status{CommitStatus::ok};
    std::string message;
};

// Engine thread only. Never throws.
class Store {
public:
    virtual ~Store() = default;

    // Rows in the order asked. A row that does not exist comes back with exists = false.
    virtual Result<std::vector<Row>> read(std::span<const RowKey> keys) = 0;

    // All rows of a table, in key order: at start, for small tables and indexes.
    virtual Result<std::vector<Row>> scan(Table table) = 0;

    // The stored alarm, without body and raw: to tell a repeat from another alarm; not_found.
    virtual Result<AlarmRecord> alarm(AlarmId id) = 0;

    // The first `limit` alarms with id > after, oldest first, without body and raw: to recount what
    // was not flushed. Fewer than `limit`: there are no more.
    virtual Result<std::vector<AlarmRecord>> alarms_after(AlarmId after, std::size_t limit) = 0;

    // The appended ids of alarms with id >= from, oldest first.
    virtual Result<void>
    for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each) = 0;

    // The newest journal entry without its body; nullopt on an empty store.
    virtual Result<std::optional<JournalEntry>> last_journal_entry() = 0;

    // The newest audit link; nullopt when there is none.
    virtual Result<std::optional<AuditRecord>> last_audit() = 0;

    // One durable transaction: when it returns ok, the batch is on disk.
    virtual CommitOutcome commit(Partition partition, Epoch epoch, const Commit& commit) = 0;

    // After a commit and its answers: upkeep that would only delay them.
    virtual void tidy() {}

    // After storage_error: closes everything, opens again, proves it with a probe write.
    virtual Result<void> reopen() = 0;
};

struct AlarmQuery {
    CustomerCode customer;  // empty: all
    Instant from, to;       // arrival, [from, to); 0: open
    std::optional<Account> account;
    std::optional<std::uint64_t> episode;
    bool newest_first{true};
    bool with_body{false};
    std::size_t limit{100};
    std::size_t scan_limit{200'000};  // rows looked at before giving up
};

struct MessageRow {
    DeliveryId id;
    std::string body;  // encoded Delivery
};

// Read-only, on its own connection; one thread at a time. What scans belongs here, never on the
// engine thread. Sees committed state only.
class StoreReader {
public:
    virtual ~StoreReader() = default;

    virtual Result<std::vector<Row>> read(std::span<const RowKey> keys) = 0;
    // Rows whose key starts with `prefix`, in key order (or backwards), at most `limit`; with
    // `before`, of those below that key.
    virtual Result<std::vector<Row>> prefix(
        Table table,
        std::string_view prefix,
        std::size_t limit,
        bool backwards = false,
        std::string_view before = {}
    ) = 0;
    // Alarms in time order. `each` returns false to stop. Sets *complete to false when scan_limit
    // ended the search.
    virtual Result<void> alarms(
        const AlarmQuery& query,
        const std::function<bool(const AlarmRecord&)>& each,
        bool* complete = nullptr
    ) = 0;
    virtual Result<std::string> raw(AlarmId id) = 0;
    // Journal entries with step >= from, oldest first.
    virtual Result<void>
    journal(Step from, const std::function<bool(const JournalEntry&)>& each) = 0;
    virtual Result<void>
    audit(std::uint64_t from, const std::function<bool(const AuditRecord&)>& each) = 0;
    virtual Result<std::uint64_t> count_alarms() = 0;
    // Newest first, of those below `before` unless it is 0.
    virtual Result<std::vector<QuarantineRecord>>
    quarantine(std::size_t limit, Step before = 0) = 0;
    // One of them; not_found.
    virtual Result<QuarantineRecord> quarantined(Step id) = 0;
};

// Opens further readers of the same store. Thread-safe.
class StoreReaders {
public:
    virtual ~StoreReaders() = default;
    virtual Result<std::unique_ptr<StoreReader>> open() = 0;
};

}  // namespace socbot
