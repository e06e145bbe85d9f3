// Reproducing a recorded run; see exact_replay.h.
#include "app/exact_replay.h"

#include <fmt/format.h>

#include <unordered_map>

namespace socbot {

namespace {

constexpr int kRounds = 8;
constexpr std::size_t kMismatches = 10;

// The rows as they were at each point of the run, rebuilt from its own changes.
class World {
public:
    void admit(Engine& engine, const Input& input, Instant at) const {
        const Input* const one = &input;
        for (int round = 0; round < kRounds; ++round) {
            const auto keys = engine.needs({&one, 1}, at);
            if (keys.empty()) return;
            std::vector<Row> rows;
            for (const auto& key : keys.rows) {
                const auto row = rows_.find(key);
                rows.push_back(
                    {key, row == rows_.end() ? std::string{} : row->second, row != rows_.end()}
                );
            }
            std::vector<AlarmRecord> alarms;
            for (const auto id : keys.alarms) {
                const auto alarm = alarms_.find(id.value());
                alarms.push_back(alarm == alarms_.end() ? AlarmRecord{} : alarm->second);
                alarms.back().id = id;
            }
            engine.admit(rows, alarms);
        }
    }

    void take(std::vector<Changes>& changes) {
        for (auto& step : changes) {
            for (auto& row : step.rows) {
                if (row.remove)
                    rows_.erase(row.key);
                else
                    rows_[row.key] = row.body;
            }
            for (auto& alarm : step.alarms) {
                auto brief = alarm;
                brief.body.clear();
                brief.raw.reset();
                alarms_.emplace(brief.id.value(), std::move(brief));
            }
        }
    }

private:
    std::unordered_map<RowKey, std::string, RowKeyHash> rows_;
    std::unordered_map<std::uint64_t, AlarmRecord> alarms_;
};

// Bodies of recorded alarms, read ahead in step order: entries refer to them.
Result<std::unordered_map<std::uint64_t, AlarmRecord>> recorded_alarms(StoreReader& store) {
    std::unordered_map<std::uint64_t, AlarmRecord> alarms;
    AlarmQuery query;
    query.newest_first = false;
    query.with_body = true;
    query.limit = SIZE_MAX;
    query.scan_limit = SIZE_MAX;
    auto read = store.alarms(query, [&alarms](const AlarmRecord& alarm) {
        alarms.emplace(alarm.id.value(), alarm);
        return true;
    });
    if (!read) return std::move(read).error();
    return alarms;
}

}  // namespace

Result<ExactReplayReport> replay_exact(
    StoreReader& recorded,
    const Zones& zones,
    const EngineLimits& limits,
    const std::function<void(const Changes&)>& each
) {
    auto alarms = recorded_alarms(recorded);
    if (!alarms) return std::move(alarms).error();
    Engine engine{limits, zones};
    engine.restore({});
    engine.restored();
    World world;
    ExactReplayReport report;
    auto read = recorded.journal(0, [&](const JournalEntry& entry) {
        if (report.entries == 0 && entry.step != 1) {
            report.skipped_before = entry.step - 1;
            return false;
        }
        const auto alarm = alarms->find(entry.alarm.value());
        auto input = decode_input(
            static_cast<InputKind>(entry.kind),
            entry.schema,
            entry.body,
            alarm == alarms->end() ? nullptr : &alarm->second
        );
        if (!input) {
            ++report.erased;
            report.mismatches.push_back(
                fmt::format("step {}: {}", entry.step, input.error().message())
            );
            return false;
        }
        world.admit(engine, *input, entry.at);
        std::vector<Changes> changes;
        const auto made = engine.apply(*input, entry.at, changes);
        world.take(changes);
        engine.committed();
        ++report.entries;
        report.last = made.digest;
        if (each)
            for (const auto& step : changes)
                each(step);
        if (made.step == entry.step && made.digest == entry.digest) return true;
        report.mismatches.push_back(fmt::format(
            "step {}: kind {} gave step {} and another digest", entry.step, entry.kind, made.step
        ));
        return made.step == entry.step && report.mismatches.size() < kMismatches;
    });
    if (!read) return std::move(read).error();
    return report;
}

}  // namespace socbot
