// See row_world.h.
#include "app/row_world.h"

#include <utility>
#include <vector>

namespace socbot {

namespace {

constexpr int kRounds = 8;

}  // namespace

Result<void> RowWorld::admit(Engine& engine, std::span<const Input* const> inputs, Instant at)
    const {
    for (int round = 0; round < kRounds; ++round) {
        const auto keys = engine.needs(inputs, at);
        if (keys.empty()) return {};
        std::vector<Row> rows;
        rows.reserve(keys.rows.size());
        for (const auto& key : keys.rows) {
            const auto row = rows_.find(key);
            const bool exists = row != rows_.end();
            rows.push_back({key, exists ? row->second : std::string{}, exists});
        }
        std::vector<AlarmRecord> alarms;
        alarms.reserve(keys.alarms.size());
        for (const auto id : keys.alarms) {
            const auto alarm = alarms_.find(id.value());
            alarms.push_back(alarm == alarms_.end() ? AlarmRecord{} : alarm->second);
            alarms.back().id = id;
        }
        engine.admit(rows, alarms);
    }
    return Error{Errc::internal, "the needs of an input do not end"};
}

void RowWorld::take(Changes& step) {
    for (auto& row : step.rows) {
        if (row.remove)
            rows_.erase(row.key);
        else
            rows_[std::move(row.key)] = std::move(row.body);
    }
    for (auto& alarm : step.alarms) {
        alarm.body.clear();
        alarm.raw.reset();
        alarms_.emplace(alarm.id.value(), std::move(alarm));
    }
}

}  // namespace socbot
