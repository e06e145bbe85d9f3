// Writes one commit in one transaction, with statements prepared once.
#pragma once

#include "adapters/sqlite/keyed_rows.h"
#include "adapters/sqlite/packs.h"
#include "adapters/sqlite/sql.h"
#include "base/ids.h"
#include "ports/store.h"

#include <string>
#include <vector>

namespace socbot {

class CommitWriter {
public:
    explicit CommitWriter(SqlConnection& connection);

    // Throws SqlError; the transaction is rolled back then, unless the error came from COMMIT
    // itself, whose outcome is unknown (that error is never a logic error).
    void write(Partition partition, Epoch epoch, const Commit& commit);

    // A commit big enough that a disk with no room for a batch has none for it either.
    void probe();

private:
    // The texts of a customer's alarms in this commit, until they are written.
    struct Pack {
        CustomerCode customer;
        AlarmId first;
        Instant at;
        PackBuilder bodies, raws;
    };

    void start_packs();
    Pack& pack_for(const AlarmRecord& alarm);
    void close_pack(Pack& pack);
    void guard_epoch(Partition partition, Epoch epoch);
    void change_rows(const std::vector<RowChange>& rows);
    void append_alarm(const AlarmRecord& alarm);
    void append_quarantine(const std::vector<QuarantineRecord>& records);
    void append_audit(Partition partition, const std::vector<AuditRecord>& records);
    void append_journal(Partition partition, const std::vector<JournalEntry>& entries);
    void append_seen(const Commit& commit);

    SqlConnection& connection_;
    TableStatements put_, remove_;
    SqlStatement epoch_, set_epoch_, alarm_, body_pack_, raw_pack_, quarantine_, audit_,
        audit_payload_, journal_, seen_;
    std::string packed_;  // kept for its capacity
    PackSealer sealer_;
    std::vector<Pack> packs_;
    std::size_t packs_in_use_{0};
};

}  // namespace socbot
