// A Store that fails on demand.
#include "support/faulty_store.h"

#include "base/check.h"

namespace socbot::testing {

namespace {

constexpr std::array<const char*, kStoreCalls> kCallWords{
    "read",
    "scan",
    "alarm",
    "alarms_after",
    "for_each_seen",
    "last_journal_entry",
    "last_audit",
    "commit",
    "reopen"};

Error broken() {
    return {Errc::unavailable, "injected storage error"};
}

}  // namespace

const char* to_word(StoreCall call) {
    return kCallWords.at(static_cast<std::size_t>(call));
}

void FaultyStore::fail_commit(std::size_t nth, CommitFault fault) {
    SOCBOT_CHECK(nth > 0, "the next commit is number 1");
    commit_fault_ = {.in = nth, .fault = fault};
}

void FaultyStore::fail_call(StoreCall call, std::size_t nth) {
    SOCBOT_CHECK(nth > 0, "the next call is number 1");
    call_fault_in_.at(static_cast<std::size_t>(call)) = nth;
}

std::size_t FaultyStore::calls(StoreCall call) const {
    return calls_.at(static_cast<std::size_t>(call));
}

// Counts the call; true when it is the one to fail.
bool FaultyStore::strikes(StoreCall call) {
    ++calls_.at(static_cast<std::size_t>(call));
    auto& fault_in = call_fault_in_.at(static_cast<std::size_t>(call));
    return fault_in != 0 && --fault_in == 0;
}

void FaultyStore::fail_read(std::size_t nth) {
    SOCBOT_CHECK(nth > 0, "the next read is number 1");
    read_fault_in_ = nth;
}

bool FaultyStore::read_fails(StoreCall call) {
    if (failed_) return true;
    ++reads_;
    if (strikes(call)) failed_ = true;
    if (read_fault_in_ != 0 && --read_fault_in_ == 0) failed_ = true;
    return failed_;
}

Result<std::vector<Row>> FaultyStore::read(std::span<const RowKey> keys) {
    if (read_fails(StoreCall::read)) return broken();
    return inner_.read(keys);
}

Result<std::vector<Row>> FaultyStore::scan(Table table) {
    if (read_fails(StoreCall::scan)) return broken();
    return inner_.scan(table);
}

Result<AlarmRecord> FaultyStore::alarm(AlarmId id) {
    if (read_fails(StoreCall::alarm)) return broken();
    return inner_.alarm(id);
}

Result<std::vector<AlarmRecord>> FaultyStore::alarms_after(AlarmId after, std::size_t limit) {
    if (read_fails(StoreCall::alarms_after)) return broken();
    return inner_.alarms_after(after, limit);
}

Result<void>
FaultyStore::for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each) {
    if (read_fails(StoreCall::seen)) return broken();
    return inner_.for_each_seen(from, each);
}

Result<std::optional<JournalEntry>> FaultyStore::last_journal_entry() {
    if (read_fails(StoreCall::last_journal_entry)) return broken();
    return inner_.last_journal_entry();
}

Result<std::optional<AuditRecord>> FaultyStore::last_audit() {
    if (read_fails(StoreCall::last_audit)) return broken();
    return inner_.last_audit();
}

std::optional<CommitFault> FaultyStore::due_fault() {
    if (commit_fault_.in == 0 || --commit_fault_.in != 0) return std::nullopt;
    return commit_fault_.fault;
}

CommitOutcome FaultyStore::write(Partition partition, Epoch epoch, const Commit& commit) {
    auto outcome = inner_.commit(partition, epoch, commit);
    if (outcome.status == CommitStatus::ok && on_written_) on_written_();
    if (outcome.status == CommitStatus::storage_error) failed_ = true;
    return outcome;
}

CommitOutcome FaultyStore::commit(Partition partition, Epoch epoch, const Commit& commit) {
    if (failed_) return {CommitStatus::storage_error, broken().message()};
    ++commits_;
    auto fault = due_fault();
    if (strikes(StoreCall::commit) || disk_full_) fault = CommitFault::lost_before_write;
    if (fault == CommitFault::logic_error || (culprit_ && culprit_(commit)))
        return {CommitStatus::logic_error, "injected constraint failure"};
    if (!fault) return write(partition, epoch, commit);
    if (fault == CommitFault::unknown_after_write) {
        auto outcome = write(partition, epoch, commit);
        if (outcome.status != CommitStatus::ok) return outcome;
    }
    failed_ = true;
    return {CommitStatus::storage_error, broken().message()};
}

Result<void> FaultyStore::reopen() {
    ++reopens_;
    const bool planned = failing_reopens_ != 0;
    if (planned) --failing_reopens_;
    if (strikes(StoreCall::reopen) || planned || disk_full_) {
        failed_ = true;
        return broken();
    }
    auto opened = inner_.reopen();
    failed_ = !opened;
    return opened;
}

}  // namespace socbot::testing
