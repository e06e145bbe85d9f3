// Rows and alarms in memory, built from an engine's own changes: the store of an engine that
// replays. One thread.
#pragma once

#include "base/result.h"
#include "domain/engine/engine.h"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>

namespace socbot {

class RowWorld {
public:
    void put(RowKey key, std::string body) { rows_[std::move(key)] = std::move(body); }

    // What the engine needs for these inputs, or for the timers alone. internal when it does not
    // end.
    Result<void> admit(Engine& engine, std::span<const Input* const> inputs, Instant at) const;

    // Takes over what one step wrote; bodies and payloads of alarms are not kept.
    void take(Changes& step);

private:
    std::unordered_map<RowKey, std::string, RowKeyHash> rows_;
    std::unordered_map<std::uint64_t, AlarmRecord> alarms_;
};

}  // namespace socbot
