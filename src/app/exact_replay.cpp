// Reproducing a recorded run; see exact_replay.h.
#include "app/exact_replay.h"

#include "app/row_world.h"

#include <fmt/format.h>

#include <optional>
#include <unordered_map>

namespace socbot {

namespace {

constexpr std::size_t kMismatches = 10;

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
    RowWorld world;
    std::optional<Error> failed;
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
        const Input* const one = &*input;
        if (auto admitted = world.admit(engine, {&one, 1}, entry.at); !admitted) {
            failed = std::move(admitted).error();
            return false;
        }
        std::vector<Changes> changes;
        const auto made = engine.apply(*input, entry.at, changes);
        engine.committed();
        ++report.entries;
        report.last = made.digest;
        for (auto& step : changes) {
            if (each) each(step);
            world.take(step);
        }
        if (made.step == entry.step && made.digest == entry.digest) return true;
        report.mismatches.push_back(fmt::format(
            "step {}: kind {} gave step {} and another digest", entry.step, entry.kind, made.step
        ));
        return made.step == entry.step && report.mismatches.size() < kMismatches;
    });
    if (!read) return std::move(read).error();
    if (failed) return *std::move(failed);
    return report;
}

}  // namespace socbot
