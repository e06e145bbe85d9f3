// A Store that fails on demand.
#include "support/faulty_store.h"

#include "base/check.h"

namespace socbot::testing {

namespace {

Error broken() {
    return {Errc::unavailable, "injected storage error"};
}

}  // namespace

void FaultyStore::fail_commit(std::size_t nth, CommitFault fault) {
    SOCBOT_CHECK(nth > 0, "the next commit is number 1");
    commit_fault_ = {.in = nth, .fault = fault};
}

void FaultyStore::fail_read(std::size_t nth) {
    SOCBOT_CHECK(nth > 0, "the next read is number 1");
    read_fault_in_ = nth;
}

bool FaultyStore::read_fails() {
    if (failed_) return true;
    ++reads_;
    if (read_fault_in_ != 0 && --read_fault_in_ == 0) failed_ = true;
    return failed_;
}

Result<std::vector<Row>> FaultyStore::read(std::span<const RowKey> keys) {
    if (read_fails()) return broken();
    return inner_.read(keys);
}

Result<std::vector<Row>> FaultyStore::scan(Table table) {
    if (read_fails()) return broken();
    return inner_.scan(table);
}

Result<AlarmRecord> FaultyStore::alarm(AlarmId id) {
    if (read_fails()) return broken();
    return inner_.alarm(id);
}

Result<void> FaultyStore::for_each_alarm_after(
    AlarmId after,
    const std::function<void(const AlarmRecord&)>& each
) {
    if (read_fails()) return broken();
    return inner_.for_each_alarm_after(after, each);
}

Result<void>
FaultyStore::for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each) {
    if (read_fails()) return broken();
    return inner_.for_each_seen(from, each);
}

Result<std::optional<JournalEntry>> FaultyStore::last_journal_entry() {
    if (read_fails()) return broken();
    return inner_.last_journal_entry();
}

Result<std::optional<AuditRecord>> FaultyStore::last_audit() {
    if (read_fails()) return broken();
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
    const auto fault = due_fault();
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
    if (failing_reopens_ != 0) {
        --failing_reopens_;
        failed_ = true;
        return broken();
    }
    auto opened = inner_.reopen();
    failed_ = !opened;
    return opened;
}

}  // namespace socbot::testing
