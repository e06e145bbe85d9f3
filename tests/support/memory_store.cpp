// A Store in memory.
#include "support/memory_store.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace socbot::testing {

namespace {

using State = MemoryStore::State;
using Shared = MemoryStore::Shared;

Row row_of(const State& state, Table table, const std::string& key) {
    const auto& rows = state.tables.at(static_cast<std::size_t>(table));
    const auto found = rows.find(key);
    if (found == rows.end()) return {.key = {table, key}, .body = {}, .exists = false};
    return {.key = {table, key}, .body = found->second};
}

std::vector<Row> rows_of(const State& state, std::span<const RowKey> keys) {
    std::vector<Row> rows;
    for (const auto& each : keys)
        rows.push_back(row_of(state, each.table, each.key));
    return rows;
}

AlarmRecord without_body(AlarmRecord alarm) {
    alarm.body.clear();
    return alarm;
}

// What SQLite's primary keys refuse, and numbers past its integers.
std::string broken_constraint(const State& state, const Commit& commit) {
    constexpr auto kMost = static_cast<std::uint64_t>(INT64_MAX);
    std::set<std::uint64_t> alarms, quarantined, audited, steps;
    const auto taken = [](auto& fresh, const auto& stored, std::uint64_t id) {
        return id > kMost || stored.contains(id) || !fresh.insert(id).second;
    };
    for (const auto* changes : commit.changes) {
        for (const auto& row : changes->rows)
            if (std::none_of(kTables.begin(), kTables.end(), [&](const TableInfo& each) {
                    return each.table == row.key.table;
                }))
                return "no such table";
        for (const auto& each : changes->alarms)
            if (taken(alarms, state.alarms, each.id.value())) return "alarm.id";
        for (const auto& each : changes->quarantine)
            if (taken(quarantined, state.quarantine, each.id)) return "quarantine.id";
        for (const auto& each : changes->audit)
            if (taken(audited, state.audit, each.number)) return "audit.number";
    }
    for (const auto& each : commit.journal)
        if (taken(steps, state.journal, each.step)) return "journal.step";
    return {};
}

void apply(State& state, const Changes& changes) {
    for (const auto& row : changes.rows) {
        auto& rows = state.tables.at(static_cast<std::size_t>(row.key.table));
        if (row.remove)
            rows.erase(row.key.key);
        else
            rows[row.key.key] = row.body;
    }
    for (auto alarm : changes.alarms) {
        const auto id = alarm.id.value();
        if (alarm.raw) state.raw[id] = *alarm.raw;
        alarm.raw.reset();
        state.alarms.emplace(id, std::move(alarm));
    }
    for (const auto& each : changes.quarantine)
        state.quarantine.emplace(each.id, each);
    for (const auto& each : changes.audit)
        state.audit.emplace(each.number, each);
    state.seen.insert(state.seen.end(), changes.seen.begin(), changes.seen.end());
}

// Copies a map's values from a key on, so that callbacks run without the lock.
template <class Map>
auto values_from(const Map& map, const typename Map::key_type& from) {
    std::vector<typename Map::mapped_type> values;
    for (auto at = map.lower_bound(from); at != map.end(); ++at)
        values.push_back(at->second);
    return values;
}

template <class Take>
auto snapshot(const Shared& shared, const Take& take) {
    const std::lock_guard lock{shared.mutex};
    return take(shared.state);
}

class MemoryReader final : public StoreReader {
public:
    explicit MemoryReader(std::shared_ptr<Shared> shared) : shared_{std::move(shared)} {}

    Result<std::vector<Row>> read(std::span<const RowKey> keys) override {
        const std::lock_guard lock{shared_->mutex};
        return rows_of(shared_->state, keys);
    }

    Result<std::vector<Row>> prefix(
        Table table,
        std::string_view prefix,
        std::size_t limit,
        bool backwards,
        std::string_view before
    ) override {
        const std::lock_guard lock{shared_->mutex};
        std::vector<Row> rows;
        for (const auto& [key, body] : shared_->state.tables.at(static_cast<std::size_t>(table)))
            if (key.starts_with(prefix) && (before.empty() || key < before))
                rows.push_back({.key = {table, key}, .body = body});
        if (backwards) std::reverse(rows.begin(), rows.end());
        if (rows.size() > limit) rows.resize(limit);
        return rows;
    }

    Result<void> alarms(
        const AlarmQuery& query,
        const std::function<bool(const AlarmRecord&)>& each,
        bool* complete
    ) override {
        auto alarms =
            snapshot(*shared_, [](const State& state) { return values_from(state.alarms, 0); });
        std::erase_if(alarms, [&](const AlarmRecord& alarm) {
            return (query.from && alarm.at < query.from) || (query.to && alarm.at >= query.to);
        });
        if (query.newest_first) std::reverse(alarms.begin(), alarms.end());
        if (complete != nullptr) *complete = true;
        std::size_t looked_at = 0;
        std::size_t handed = 0;
        for (const auto& alarm : alarms) {
            if (handed == query.limit) return {};
            if (looked_at++ == query.scan_limit) {
                if (complete != nullptr) *complete = false;
                return {};
            }
            if (!query.customer.empty() && alarm.customer != query.customer) continue;
            if (query.account && alarm.account != *query.account) continue;
            if (query.episode && alarm.episode != *query.episode) continue;
            ++handed;
            if (!each(query.with_body ? alarm : without_body(alarm))) return {};
        }
        return {};
    }

    Result<std::string> raw(AlarmId id) override {
        const std::lock_guard lock{shared_->mutex};
        const auto found = shared_->state.raw.find(id.value());
        if (found == shared_->state.raw.end())
            return Error{Errc::not_found, "no raw payload is kept"};
        return found->second;
    }

    Result<void> journal(Step from, const std::function<bool(const JournalEntry&)>& each) override {
        for (const auto& entry : snapshot(*shared_, [&](const State& state) {
                 return values_from(state.journal, from);
             }))
            if (!each(entry)) break;
        return {};
    }

    Result<void> audit(std::uint64_t from, const std::function<bool(const AuditRecord&)>& each)
        override {
        for (const auto& record :
             snapshot(*shared_, [&](const State& state) { return values_from(state.audit, from); }))
            if (!each(record)) break;
        return {};
    }

    Result<std::uint64_t> count_alarms() override {
        const std::lock_guard lock{shared_->mutex};
        return std::uint64_t{shared_->state.alarms.size()};
    }

    Result<std::vector<QuarantineRecord>> quarantine(std::size_t limit, Step before) override {
        auto records =
            snapshot(*shared_, [](const State& state) { return values_from(state.quarantine, 0); });
        std::erase_if(records, [before](const QuarantineRecord& each) {
            return before != 0 && each.id >= before;
        });
        std::reverse(records.begin(), records.end());
        if (records.size() > limit) records.resize(limit);
        return records;
    }

    Result<QuarantineRecord> quarantined(Step id) override {
        const auto records = quarantine(SIZE_MAX, 0);
        for (const auto& each : *records)
            if (each.id == id) return each;
        return Error{Errc::not_found, "nothing of that id is in quarantine"};
    }

private:
    std::shared_ptr<Shared> shared_;
};

Error closed() {
    return {Errc::unavailable, "the store is closed after an error"};
}

}  // namespace

MemoryStore::MemoryStore() : shared_{std::make_shared<Shared>()} {}

std::unique_ptr<MemoryStore> MemoryStore::copy() const {
    auto other = std::make_unique<MemoryStore>();
    const std::lock_guard lock{shared_->mutex};
    other->shared_->state = shared_->state;
    return other;
}

Result<std::vector<Row>> MemoryStore::read(std::span<const RowKey> keys) {
    if (failed_) return closed();
    const std::lock_guard lock{shared_->mutex};
    return rows_of(shared_->state, keys);
}

Result<std::vector<Row>> MemoryStore::scan(Table table) {
    if (failed_) return closed();
    return MemoryReader{shared_}.prefix(table, {}, SIZE_MAX, false, {});
}

Result<AlarmRecord> MemoryStore::alarm(AlarmId id) {
    if (failed_) return closed();
    const std::lock_guard lock{shared_->mutex};
    const auto found = shared_->state.alarms.find(id.value());
    if (found == shared_->state.alarms.end()) return Error{Errc::not_found, "no such alarm"};
    auto alarm = found->second;
    alarm.body.clear();
    return alarm;
}

Result<std::vector<AlarmRecord>> MemoryStore::alarms_after(AlarmId after, std::size_t limit) {
    if (failed_) return closed();
    const std::lock_guard lock{shared_->mutex};
    const auto& all = shared_->state.alarms;
    std::vector<AlarmRecord> alarms;
    for (auto at = all.upper_bound(after.value()); at != all.end() && alarms.size() < limit; ++at)
        alarms.push_back(without_body(at->second));
    return alarms;
}

Result<void>
MemoryStore::for_each_seen(AlarmId from, const std::function<void(const SeenId&)>& each) {
    if (failed_) return closed();
    std::vector<SeenId> seen;
    {
        const std::lock_guard lock{shared_->mutex};
        seen = shared_->state.seen;
    }
    for (const auto& id : seen)
        if (id.alarm >= from) each(id);
    return {};
}

Result<std::optional<JournalEntry>> MemoryStore::last_journal_entry() {
    if (failed_) return closed();
    const std::lock_guard lock{shared_->mutex};
    if (shared_->state.journal.empty()) return std::optional<JournalEntry>{};
    auto entry = shared_->state.journal.rbegin()->second;
    entry.body.clear();
    return std::optional{std::move(entry)};
}

Result<std::optional<AuditRecord>> MemoryStore::last_audit() {
    if (failed_) return closed();
    const std::lock_guard lock{shared_->mutex};
    if (shared_->state.audit.empty()) return std::optional<AuditRecord>{};
    return std::optional{shared_->state.audit.rbegin()->second};
}

CommitOutcome MemoryStore::commit(Partition partition, Epoch epoch, const Commit& commit) {
    if (failed_) return {CommitStatus::storage_error, closed().message()};
    const std::lock_guard lock{shared_->mutex};
    auto& state = shared_->state;
    if (const auto stored = state.epochs.find(partition);
        stored != state.epochs.end() && stored->second > epoch) {
        failed_ = true;
        return {CommitStatus::storage_error, "the partition belongs to a later epoch"};
    }
    if (auto broken = broken_constraint(state, commit); !broken.empty())
        return {CommitStatus::logic_error, "constraint failed: " + broken};
    state.epochs[partition] = epoch;
    for (const auto* changes : commit.changes)
        apply(state, *changes);
    for (const auto& each : commit.journal)
        state.journal.emplace(each.step, each);
    return {};
}

Result<void> MemoryStore::reopen() {
    failed_ = false;
    return {};
}

Result<std::unique_ptr<StoreReader>> MemoryStore::open() {
    return std::unique_ptr<StoreReader>{std::make_unique<MemoryReader>(shared_)};
}

std::string MemoryStore::dump() const {
    const std::lock_guard lock{shared_->mutex};
    const auto& state = shared_->state;
    std::string text;
    const auto line = [&](std::string_view name, std::string_view key, std::string_view body) {
        text.append(name).append(" ").append(to_hex(key)).append(" ").append(to_hex(body));
        text += '\n';
    };
    for (const auto& info : kTables)
        for (const auto& [key, body] : state.tables.at(static_cast<std::size_t>(info.table)))
            line(info.name, key, body);
    for (const auto& [id, alarm] : state.alarms)
        line(
            "alarm",
            std::to_string(id),
            std::to_string(static_cast<int>(alarm.account)) + '|' + std::to_string(alarm.episode) +
                '|' + alarm.reason + '|' + alarm.body
        );
    for (const auto& id : state.seen)
        line("seen", std::to_string(id.hash), std::to_string(id.alarm.value()));
    for (const auto& [number, record] : state.audit)
        line("audit", std::to_string(number), as_bytes(record.link));
    for (const auto& [id, record] : state.quarantine)
        line("quarantine", std::to_string(id), record.reason);
    for (const auto& [step, entry] : state.journal)
        line("journal", std::to_string(step), as_bytes(entry.digest));
    return text;
}

}  // namespace socbot::testing
