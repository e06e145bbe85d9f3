// The canonical bytes of Changes that journal digests cover.
#include "domain/engine/changes.h"

#include "base/codec.h"

namespace socbot {

namespace {

constexpr std::uint64_t kDigestSchema = 1;

void put_rows(Writer& out, const std::vector<RowChange>& rows) {
    out.u(rows.size());
    for (const auto& row : rows) {
        out.u(static_cast<std::uint64_t>(row.key.table)).s(row.key.key).s(row.customer.str());
        out.b(row.remove).s(row.body);
    }
}

void put_alarms(Writer& out, const std::vector<AlarmRecord>& alarms) {
    out.u(alarms.size());
    for (const auto& alarm : alarms) {
        out.u(alarm.id.value()).i(alarm.at.ms).s(alarm.customer.str()).s(alarm.source.str());
        out.s(alarm.uid).s(as_bytes(alarm.content)).u(alarm.update_of.value());
        out.u(static_cast<std::uint64_t>(alarm.kind)).u(static_cast<std::uint64_t>(alarm.severity));
        out.u(static_cast<std::uint64_t>(alarm.account)).s(alarm.reason).u(alarm.episode);
        out.s(alarm.entity).s(alarm.rule).s(alarm.title).s(alarm.body);
    }
}

}  // namespace

const char* to_word(Account account) {
    switch (account) {
        case Account::shown:
            return "shown";
        case Account::counted:
            return "counted";
        case Account::hidden:
            return "hidden";
    }
    return "unknown";
}

void encode_for_digest(const Changes& changes, Writer& out) {
    out.u(kDigestSchema);
    put_rows(out, changes.rows);
    put_alarms(out, changes.alarms);
    out.u(changes.quarantine.size());
    for (const auto& record : changes.quarantine)
        out.u(record.id).i(record.at.ms).s(record.source.str()).s(record.reason);
    out.u(changes.audit.size());
    for (const auto& record : changes.audit)
        out.u(record.number).s(as_bytes(record.link));
    out.u(changes.seen.size());
    for (const auto& seen : changes.seen)
        out.u(seen.hash).u(seen.alarm.value());
    out.u(changes.jobs.size());
    for (const auto& job : changes.jobs)
        out.u(job.id.value()).u(job.attempt).u(job.kind).s(job.body);
    out.u(static_cast<std::uint64_t>(changes.answer.verdict)).s(changes.answer.message);
}

}  // namespace socbot
