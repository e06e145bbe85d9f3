// A Store that fails on demand: each way a commit can end, at the n-th commit or read from now. It
// decorates any other store, so what it lets through is really stored, and what it hides is too.
#pragma once

#include "ports/store.h"

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace socbot::testing {

enum class CommitFault {
    logic_error,          // nothing is written; the store goes on
    lost_before_write,    // storage error, nothing is written
    unknown_after_write,  // storage error, but the batch is on disk
};

enum class StoreCall {
    read,
    scan,
    alarm,
    alarms_after,
    seen,
    last_journal_entry,
    last_audit,
    commit,
    reopen
};
inline constexpr std::size_t kStoreCalls = 9;
const char* to_word(StoreCall call);

// Not thread-safe, like the Store it stands for. After a storage error or a failed read every call
// fails until reopen() succeeds.
class FaultyStore final : public Store {
public:
    explicit FaultyStore(Store& inner) : inner_{inner} {}

    // nth counts from 1, the next one. Each is used up when it strikes; a new one replaces it.
    void fail_commit(std::size_t nth, CommitFault fault);
    void fail_read(std::size_t nth);  // any reading call
    // The nth of this call from now; a commit is lost before it is written.
    void fail_call(StoreCall call, std::size_t nth);
    // Until it is false again no commit is written and no reopening passes its probe write.
    void fill_disk(bool full) { disk_full_ = full; }
    // The next `times` calls of reopen() fail.
    void fail_reopen(std::size_t times) { failing_reopens_ = times; }
    // Every commit that `culprit` picks breaks a constraint, however often it is tried.
    void refuse_commits(std::function<bool(const Commit&)> culprit) {
        culprit_ = std::move(culprit);
    }
    // Called after each commit that reached the inner store, acknowledged or not.
    void on_written(std::function<void()> each) { on_written_ = std::move(each); }

    std::size_t commits() const noexcept { return commits_; }
    std::size_t reads() const noexcept { return reads_; }
    std::size_t reopens() const noexcept { return reopens_; }
    // How often it was called while it worked; of reopen, how often at all.
    std::size_t calls(StoreCall call) const;
    bool failed() const noexcept { return failed_; }

    Result<std::vector<Row>> read(std::span<const RowKey> keys) override;
    Result<std::vector<Row>> scan(Table table) override;
    Result<AlarmRecord> alarm(AlarmId id) override;
    Result<std::vector<AlarmRecord>> alarms_after(AlarmId after, std::size_t limit) override;
    Result<void> for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each)
        override;
    Result<std::optional<JournalEntry>> last_journal_entry() override;
    Result<std::optional<AuditRecord>> last_audit() override;
    CommitOutcome commit(Partition partition, Epoch epoch, const Commit& commit) override;
    void tidy() override {
        if (!failed_) inner_.tidy();
    }
    Result<void> reopen() override;

private:
    struct Planned {
        std::size_t in{0};  // counts down; 0: none
        CommitFault fault{CommitFault::logic_error};
    };

    bool strikes(StoreCall call);
    bool read_fails(StoreCall call);
    std::optional<CommitFault> due_fault();
    CommitOutcome write(Partition partition, Epoch epoch, const Commit& commit);

    Store& inner_;
    Planned commit_fault_;
    std::size_t read_fault_in_{0};
    std::array<std::size_t, kStoreCalls> call_fault_in_{};  // counts down; 0: none
    std::array<std::size_t, kStoreCalls> calls_{};
    bool disk_full_{false};
    std::size_t failing_reopens_{0};
    std::function<bool(const Commit&)> culprit_;
    std::function<void()> on_written_;
    std::size_t commits_{0};
    std::size_t reads_{0};
    std::size_t reopens_{0};
    bool failed_{false};
};

}  // namespace socbot::testing
