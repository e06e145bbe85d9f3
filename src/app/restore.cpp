// Reading an engine's memory back; see restore.h.
#include "app/restore.h"

#include "domain/engine/keys.h"

#include <algorithm>

namespace socbot {

namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::size_t kEpisodesAtOnce = 256;
constexpr int kRounds = 8;

Result<void> read_into(Engine& engine, Store& store, const std::vector<RowKey>& keys) {
    if (keys.empty()) return {};
    auto rows = store.read(keys);
    if (!rows) return std::move(rows).error();
    engine.admit(*rows, {});
    return {};
}

Result<std::vector<Row>> read_targets(Store& store, const std::vector<Row>& index, Table target) {
    std::vector<RowKey> keys;
    keys.reserve(index.size());
    for (const auto& row : index)
        keys.push_back({target, row.body});
    if (keys.empty()) return std::vector<Row>{};
    return store.read(keys);
}

Result<Restored> read_resident(Store& store) {
    Restored restored;
    auto last = store.last_journal_entry();
    if (!last) return std::move(last).error();
    restored.last = *std::move(last);
    auto audit = store.last_audit();
    if (!audit) return std::move(audit).error();
    restored.audit = *std::move(audit);
    for (const auto table : Engine::resident_tables()) {
        auto rows = store.scan(table);
        if (!rows) return std::move(rows).error();
        if (table == Table::outbox) {
            auto deliveries = read_targets(store, *rows, Table::delivery);
            if (!deliveries) return std::move(deliveries).error();
            restored.deliveries_open = *std::move(deliveries);
        }
        for (auto& row : *rows)
            restored.rows.push_back(std::move(row));
    }
    return restored;
}

std::vector<RowKey> episode_keys(const std::vector<Row>& resident) {
    std::vector<RowKey> keys;
    for (const auto& row : resident)
        if (row.key.table == Table::open_episode) keys.push_back({Table::episode, row.body});
    return keys;
}

// In pieces: most of them are looked at for their timers and forgotten.
Result<void> read_episodes(Engine& engine, Store& store, std::span<const RowKey> keys) {
    while (!keys.empty()) {
        const auto piece = keys.first(std::min(keys.size(), kEpisodesAtOnce));
        auto episodes = store.read(piece);
        if (!episodes) return std::move(episodes).error();
        engine.restore_episodes(*episodes);
        keys = keys.subspan(piece.size());
    }
    return {};
}

Result<void> recount_tail(Engine& engine, Store& store) {
    auto after = engine.tail_from();
    for (;;) {
        const auto chunk = store.alarms_after(after, kChunk);
        if (!chunk) return chunk.error();
        if (chunk->empty()) return {};
        after = chunk->back().id;
        if (auto read = read_into(engine, store, engine.recount_needs(*chunk).rows); !read)
            return read;
        engine.recount(*chunk);
        if (chunk->size() < kChunk) return {};
    }
}

Result<std::vector<AlarmRecord>> read_alarms(Store& store, const std::vector<AlarmId>& ids) {
    std::vector<AlarmRecord> alarms;
    for (const auto id : ids) {
        auto alarm = store.alarm(id);
        if (alarm) {
            alarms.push_back(*std::move(alarm));
        } else if (alarm.error().code() == Errc::not_found) {
            // Erased: known, and equal to nothing.
            AlarmRecord gone;
            gone.id = id;
            alarms.push_back(std::move(gone));
        } else {
            return std::move(alarm).error();
        }
    }
    return alarms;
}

}  // namespace

Result<void> restore_engine(Engine& engine, Store& store) {
    try {
        auto restored = read_resident(store);
        if (!restored) return std::move(restored).error();
        const auto open = episode_keys(restored->rows);
        engine.restore(*std::move(restored));
        if (auto read = read_episodes(engine, store, open); !read) return read;
        auto seen = store.for_each_seen(engine.seen_from(), [&engine](const SeenId& id) {
            engine.restore_seen(id);
        });
        if (!seen) return seen;
        if (auto counted = recount_tail(engine, store); !counted) return counted;
        engine.restored();
        return {};
    } catch (const CodecError& damaged) {
        return Error{Errc::internal, std::string{"a stored row is damaged: "} + damaged.what()};
    }
}

Result<void>
admit_needs(Engine& engine, Store& store, std::span<const Input* const> inputs, Instant now) {
    for (int round = 0; round < kRounds; ++round) {
        const auto keys = engine.needs(inputs, now);
        if (keys.empty()) return {};
        if (auto read = read_into(engine, store, keys.rows); !read) return read;
        if (keys.alarms.empty()) continue;
        auto alarms = read_alarms(store, keys.alarms);
        if (!alarms) return std::move(alarms).error();
        engine.admit({}, *alarms);
    }
    return Error{Errc::internal, "the needs of a batch do not end"};
}

}  // namespace socbot
