// A Store in memory that keeps the port's whole contract, constraints and fencing included. What is
// committed survives the object's users, not the object: a test that "restarts" keeps it and builds
// a new world on it.
#pragma once

#include "ports/store.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace socbot::testing {

// Store by one thread, its readers by any: everything is under one mutex, and callbacks are called
// outside of it on a copy.
class MemoryStore final : public Store, public StoreReaders {
public:
    MemoryStore();

    // A store of its own with the same content: the disk as it is at this moment.
    std::unique_ptr<MemoryStore> copy() const;

    Result<std::vector<Row>> read(std::span<const RowKey> keys) override;
    Result<std::vector<Row>> scan(Table table) override;
    Result<AlarmRecord> alarm(AlarmId id) override;
    Result<std::vector<AlarmRecord>> alarms_after(AlarmId after, std::size_t limit) override;
    Result<void> for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each)
        override;
    Result<std::optional<JournalEntry>> last_journal_entry() override;
    Result<std::optional<AuditRecord>> last_audit() override;
    CommitOutcome commit(Partition partition, Epoch epoch, const Commit& commit) override;
    Result<void> reopen() override;

    Result<std::unique_ptr<StoreReader>> open() override;

    // Everything as one text, for comparing two stores in a test: equal content, equal text.
    std::string dump() const;

    // The content; public for the reader in memory_store.cpp only.
    struct State {
        std::array<std::map<std::string, std::string>, 32> tables;
        std::map<std::uint64_t, AlarmRecord> alarms;  // without raw
        std::map<std::uint64_t, std::string> raw;
        std::map<Step, QuarantineRecord> quarantine;
        std::map<std::uint64_t, AuditRecord> audit;
        std::map<Step, JournalEntry> journal;
        std::vector<SeenId> seen;
        std::map<Partition, Epoch> epochs;
    };
    struct Shared {
        mutable std::mutex mutex;
        State state;
    };

private:
    std::shared_ptr<Shared> shared_;
    bool failed_{false};
};

}  // namespace socbot::testing
