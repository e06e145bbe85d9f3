// The stores the contract suite runs against.
#include "contract/store/store_under_test.h"

#include "support/memory_store.h"

#include <random>
#include <utility>

namespace socbot::testing {

namespace {

class MemoryUnderTest final : public StoreUnderTest {
public:
    Store& store() override { return store_; }
    StoreReaders& readers() override { return store_; }
    void restart() override {}

private:
    MemoryStore store_;
};

class SqliteUnderTest final : public StoreUnderTest {
public:
    SqliteUnderTest() { start(); }
    Store& store() override { return *store_; }
    StoreReaders& readers() override { return readers_; }
    void restart() override {
        store_.reset();
        start();
    }

private:
    void start() {
        auto opened = SqliteStore::open({.directory = directory_.path() / "data"});
        SOCBOT_CHECK(opened, opened.error().message().c_str());
        store_ = *std::move(opened);
    }

    TempDirectory directory_;
    std::unique_ptr<SqliteStore> store_;
    SqliteReaders readers_{{.directory = directory_.path() / "data"}};
};

Digest digest(std::string_view of) {
    return sha256(of);
}

}  // namespace

std::unique_ptr<StoreUnderTest> memory_under_test() {
    return std::make_unique<MemoryUnderTest>();
}

std::unique_ptr<StoreUnderTest> sqlite_under_test() {
    return std::make_unique<SqliteUnderTest>();
}

std::unique_ptr<StoreReader> StoreContract::reader() {
    auto opened = under_test_->readers().open();
    SOCBOT_CHECK(opened, "the contract's tests need a reader");
    return *std::move(opened);
}

CommitOutcome StoreContract::commit(const Changes& changes, std::vector<JournalEntry> journal) {
    return store().commit(0, 0, {.changes = {&changes}, .journal = std::move(journal)});
}

void StoreContract::put(const Changes& changes, std::vector<JournalEntry> journal) {
    const auto outcome = commit(changes, std::move(journal));
    ASSERT_EQ(outcome.status, CommitStatus::ok) << outcome.message;
}

std::vector<StoreKind> all_stores() {
    return {{"Memory", memory_under_test}, {"Sqlite", sqlite_under_test}};
}

std::string store_kind_name(const ::testing::TestParamInfo<StoreKind>& param) {
    return param.param.name;
}

RowChange row(Table table, std::string key, std::string body) {
    return {
        .key = {table, std::move(key)}, .customer = CustomerCode{"ACME"}, .body = std::move(body)};
}

RowChange removal(Table table, std::string key) {
    return {.key = {table, std::move(key)}, .customer = {}, .body = {}, .remove = true};
}

RowKey key(Table table, std::string key) {
    return {table, std::move(key)};
}

AlarmRecord alarm(std::uint64_t id, std::int64_t at_ms) {
    const auto number = std::to_string(id);
    AlarmRecord record;
    record.id = AlarmId{id};
    record.at = {at_ms};
    record.customer = CustomerCode{id % 2 == 0 ? "ACME" : "GLOBEX"};
    record.source = SourceId{"usm"};
    record.uid = "uid-" + number;
    record.content = digest(record.uid);
    record.update_of = AlarmId{id - 1};
    record.kind = Kind::malware;
    record.severity = Severity::high;
    record.account = id % 3 == 0 ? Account::hidden : Account::shown;
    record.reason = id % 3 == 0 ? "threshold:medium" : "";
    record.episode = id / 10;
    record.entity = "10.0.0." + number;
    record.rule = "rule-" + number;
    record.title = "Title " + number;
    record.body = "{\"uid\":\"" + record.uid + "\"}";
    record.raw = std::make_shared<const std::string>("raw " + number);
    return record;
}

AuditRecord audit(std::uint64_t number) {
    const auto text = std::to_string(number);
    return {
        .number = number,
        .at = {static_cast<std::int64_t>(number) * 1000},
        .customer = CustomerCode{"ACME"},
        .salted = digest("salted " + text),
        .link = digest("link " + text),
        .salt = "salt " + text,
        .payload = "{\"n\":" + text + "}"};
}

JournalEntry entry(Step step, std::string body) {
    return {
        .step = step,
        .at = {static_cast<std::int64_t>(step) * 10},
        .kind = 3,
        .schema = 2,
        .body = std::move(body),
        .alarm = AlarmId{step / 2},
        .digest = digest("step " + std::to_string(step))};
}

Changes only_row(Table table, std::string key, std::string body) {
    Changes changes;
    changes.rows.push_back(row(table, std::move(key), std::move(body)));
    return changes;
}

Changes only_alarm(AlarmRecord record) {
    Changes changes;
    changes.alarms.push_back(std::move(record));
    return changes;
}

namespace {

// Does not compress: what fills a disk must be what was asked for.
std::string noise(std::uint64_t seed, std::size_t bytes) {
    std::mt19937_64 random{seed};
    std::string text;
    while (text.size() < bytes)
        for (auto word = random(); word != 0 && text.size() < bytes; word >>= 8U)
            text += static_cast<char>(word & 0xFFU);
    return text;
}

}  // namespace

CommitOutcome commit_and_tidy(Store& store, const Commit& commit) {
    auto outcome = store.commit(0, 0, commit);
    if (outcome.status == CommitStatus::ok) store.tidy();
    return outcome;
}

Batch alarm_batch(Step first, std::size_t alarms, std::size_t bytes) {
    Batch batch;
    for (Step step = first; step < first + alarms; ++step) {
        auto changes = std::make_unique<Changes>();
        auto record = alarm(step, static_cast<std::int64_t>(step));
        record.raw = std::make_shared<const std::string>(noise(step, bytes));
        changes->seen.push_back({.hash = head64(record.content), .alarm = record.id});
        changes->alarms.push_back(std::move(record));
        batch.commit.changes.push_back(changes.get());
        batch.commit.journal.push_back(entry(step, {}));
        batch.changes.push_back(std::move(changes));
    }
    return batch;
}

}  // namespace socbot::testing
