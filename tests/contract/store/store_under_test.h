// The stores the contract suite runs against, and the small values its tests commit.
#pragma once

#include "adapters/sqlite/sqlite_reader.h"
#include "adapters/sqlite/sqlite_store.h"
#include "ports/store.h"
#include "support/temp_directory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace socbot::testing {

// A store, its readers, and a restart that keeps what is on disk.
class StoreUnderTest {
public:
    virtual ~StoreUnderTest() = default;
    virtual Store& store() = 0;
    virtual StoreReaders& readers() = 0;
    virtual void restart() = 0;
};

std::unique_ptr<StoreUnderTest> memory_under_test();
std::unique_ptr<StoreUnderTest> sqlite_under_test();

// A parameter that prints as its name.
struct StoreKind {
    std::string name;
    std::unique_ptr<StoreUnderTest> (*make)();
    friend void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }
};

class StoreContract : public ::testing::TestWithParam<StoreKind> {
protected:
    StoreContract() : under_test_{GetParam().make()} {}

    Store& store() { return under_test_->store(); }
    std::unique_ptr<StoreReader> reader();
    CommitOutcome commit(const Changes& changes, std::vector<JournalEntry> journal = {});
    // For arranging: expects ok.
    void put(const Changes& changes, std::vector<JournalEntry> journal = {});

    std::unique_ptr<StoreUnderTest> under_test_;
};

std::vector<StoreKind> all_stores();
std::string store_kind_name(const ::testing::TestParamInfo<StoreKind>& param);

// Values. Equal arguments give equal values; every field is filled.
RowChange row(Table table, std::string key, std::string body);
RowChange removal(Table table, std::string key);
RowKey key(Table table, std::string key);
AlarmRecord alarm(std::uint64_t id, std::int64_t at_ms);
AuditRecord audit(std::uint64_t number);
JournalEntry entry(Step step, std::string body = "input");
Changes only_row(Table table, std::string key, std::string body);
Changes only_alarm(AlarmRecord alarm);

// A batch as the server makes them: one alarm of `bytes` of raw payload a step, its journal entry
// and window entry.
struct Batch {
    std::vector<std::unique_ptr<Changes>> changes;
    Commit commit;
};
// As the engine does it: upkeep follows a good commit.
CommitOutcome commit_and_tidy(Store& store, const Commit& commit);

Batch alarm_batch(Step first, std::size_t alarms, std::size_t bytes);

}  // namespace socbot::testing
