// Readers of socbot.db.
#include "adapters/sqlite/sqlite_reader.h"

#include "adapters/sqlite/alarm_rows.h"
#include "adapters/sqlite/keyed_rows.h"
#include "adapters/sqlite/packs.h"
#include "adapters/sqlite/schema.h"
#include "adapters/sqlite/sql.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace socbot {

namespace {

constexpr std::int64_t kPieceRows = 1024;         // looked at before the snapshot ends
constexpr std::size_t kPieceBytes = 1024 * 1024;  // collected before it ends
constexpr std::int64_t kCountedIds = 16 * 1024;   // ids a piece of a count

// The ids still to visit, [low, high), from one end or the other.
struct IdRange {
    std::int64_t low{0};
    std::int64_t high{0};
};

QuarantineRecord quarantined_of(const SqlStatement& row) {
    return {
        .id = row.unsigned_integer(0),
        .at = {row.integer(1)},
        .source = SourceId{row.bytes(2)},
        .reason = row.string(3),
        .raw = std::make_shared<const std::string>(row.bytes(4))};
}

class SqliteReader final : public StoreReader {
public:
    SqliteReader(const std::string& path, std::size_t cache_kib)
        : connection_{path, SqlAccess::read_only}, rows_{connection_} {
        connection_.run("PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY"
        );
        connection_.run(("PRAGMA cache_size=-" + std::to_string(cache_kib)).c_str());
    }

    Result<void> check() {
        return guarded<void>([&] { return check_schema(connection_); });
    }

    Result<std::vector<Row>> read(std::span<const RowKey> keys) override {
        return guarded<std::vector<Row>>([&] { return rows_.read(keys); });
    }

    Result<std::vector<Row>> prefix(
        Table table,
        std::string_view prefix,
        std::size_t limit,
        bool backwards,
        std::string_view before
    ) override {
        return guarded<std::vector<Row>>([&] {
            return rows_.prefix(table, prefix, limit, backwards, before);
        });
    }

    Result<void> alarms(
        const AlarmQuery& query,
        const std::function<bool(const AlarmRecord&)>& each,
        bool* complete
    ) override {
        return guarded<void>([&]() -> Result<void> {
            const bool finished = visit_alarms(query, each);
            if (complete != nullptr) *complete = finished;
            return {};
        });
    }

    Result<std::string> raw(AlarmId id) override {
        return guarded<std::string>([&]() -> Result<std::string> {
            auto statement = connection_.prepare("SELECT pack FROM alarm WHERE id=?");
            statement.bind_unsigned(1, id.value());
            if (statement.step())
                if (const auto text =
                        packs("raw_pack", raws_).text(statement.unsigned_integer(0), id))
                    return std::string{*text};
            return Error{Errc::not_found, "no raw payload is kept"};
        });
    }

    Result<void> journal(Step from, const std::function<bool(const JournalEntry&)>& each) override {
        const auto sql = "SELECT " + std::string{kJournalColumns} +
                         ", body FROM journal WHERE step >= ? ORDER BY step";
        return in_pieces<JournalEntry>(
            sql,
            from,
            [](const SqlStatement& row) {
                auto entry = journal_entry_of(row);
                entry.body = row.string(6);
                return entry;
            },
            [](const JournalEntry& entry) { return entry.step; },
            [](const JournalEntry& entry) { return entry.body.size() + sizeof entry; },
            each
        );
    }

    Result<void> audit(std::uint64_t from, const std::function<bool(const AuditRecord&)>& each)
        override {
        const auto sql = "SELECT " + std::string{kAuditColumns} +
                         " FROM audit LEFT JOIN audit_payload USING(number)"
                         " WHERE audit.number >= ? ORDER BY audit.number";
        return in_pieces<AuditRecord>(
            sql,
            from,
            audit_record_of,
            [](const AuditRecord& record) { return record.number; },
            [](const AuditRecord& record) { return record.payload.size() + sizeof record; },
            each
        );
    }

    Result<std::uint64_t> count_alarms() override {
        return guarded<std::uint64_t>([&] {
            const auto last = connection_.number("SELECT coalesce(max(id), 0) FROM alarm");
            auto count = connection_.prepare("SELECT count(*) FROM alarm WHERE id>=? AND id<?");
            std::uint64_t sum = 0;
            for (auto id = connection_.number("SELECT coalesce(min(id), 1) FROM alarm"); id <= last;
                 id += kCountedIds) {
                const SqlScope scope{count};
                count.bind(1, id);
                count.bind(2, std::min(id + kCountedIds, last + 1));
                if (count.step()) sum += count.unsigned_integer(0);
            }
            return sum;
        });
    }

    Result<std::vector<QuarantineRecord>> quarantine(std::size_t limit, Step before) override {
        return guarded<std::vector<QuarantineRecord>>([&] {
            auto statement = connection_.prepare(
                "SELECT id, at, source, reason, body FROM quarantine WHERE id < ?"
                " ORDER BY id DESC LIMIT ?"
            );
            statement.bind(1, before == 0 ? INT64_MAX : static_cast<std::int64_t>(before));
            statement.bind_unsigned(2, std::min<std::size_t>(limit, 1U << 20U));
            std::vector<QuarantineRecord> records;
            while (statement.step())
                records.push_back(quarantined_of(statement));
            return records;
        });
    }

    Result<QuarantineRecord> quarantined(Step id) override {
        return guarded<QuarantineRecord>([&]() -> Result<QuarantineRecord> {
            auto statement = connection_.prepare(
                "SELECT id, at, source, reason, body FROM quarantine WHERE id = ?"
            );
            statement.bind(1, static_cast<std::int64_t>(id & INT64_MAX));
            if (statement.step()) return quarantined_of(statement);
            return Error{Errc::not_found, "nothing of that id is in quarantine"};
        });
    }

private:
    template <class T, class Read>
    Result<T> guarded(Read&& read) {
        try {
            return read();
        } catch (const SqlError& error) {
            return Error{
                error.is_logic_error() ? Errc::invalid_input : Errc::unavailable, error.what()};
        } catch (const std::exception& error) {
            return Error{Errc::internal, error.what()};
        }
    }

    // Rows of an appended table from `from` on, a piece at a time.
    template <class T, class Decode, class Key, class Size, class Each>
    Result<void> in_pieces(
        const std::string& sql,
        std::uint64_t from,
        const Decode& decode,
        const Key& key,
        const Size& size,
        const Each& each
    ) {
        return guarded<void>([&]() -> Result<void> {
            auto statement = connection_.prepare(sql);
            std::vector<T> piece;
            do {
                piece.clear();
                {
                    const SqlScope scope{statement};
                    statement.bind_unsigned(1, from);
                    std::size_t bytes = 0;
                    while (piece.size() < static_cast<std::size_t>(kPieceRows) &&
                           bytes < kPieceBytes && statement.step()) {
                        piece.push_back(decode(statement));
                        bytes += size(piece.back());
                    }
                }
                for (const auto& value : piece)
                    if (!each(value)) return {};
                if (!piece.empty()) from = key(piece.back()) + 1;
            } while (!piece.empty());
            return {};
        });
    }

    // Made when first asked for: most readers open no pack, and check() has to find a foreign file
    // before a table is missed.
    PackReader& packs(std::string_view table, std::optional<PackReader>& reader) {
        if (!reader) reader.emplace(connection_, table);
        return *reader;
    }

    AlarmRecord alarm_at(const SqlStatement& row, bool with_body) {
        auto alarm = alarm_of(row);
        if (!with_body) return alarm;
        if (const auto body = packs("body_pack", bodies_).text(pack_of(row), alarm.id))
            alarm.body = *body;
        return alarm;
    }

    // A search for alarms, between its pieces.
    struct Search {
        IdRange ids;  // still to visit
        std::size_t looked_at{0};
        std::size_t handed{0};
        std::vector<AlarmRecord> piece{};
    };

    bool read_piece(SqlStatement& statement, const AlarmQuery& query, Search& search);
    bool visit_alarms(const AlarmQuery& query, const std::function<bool(const AlarmRecord&)>& each);
    IdRange ids_between(Instant from, Instant to);
    std::int64_t first_id_at(Instant at, IdRange within);

    SqlConnection connection_;
    KeyedRows rows_;
    std::optional<PackReader> bodies_, raws_;
};

bool matches(const AlarmQuery& query, const SqlStatement& row) {
    if (!query.customer.empty() && row.bytes(2) != query.customer.str()) return false;
    if (query.account && row.integer(9) != static_cast<std::int64_t>(*query.account)) return false;
    return !query.episode || row.unsigned_integer(11) == *query.episode;
}

// The smallest id of [low, high) whose alarm arrived at `at` or later; `high` if there is none.
std::int64_t SqliteReader::first_id_at(Instant at, IdRange within) {
    auto statement =
        connection_.prepare("SELECT id, at FROM alarm WHERE id >= ? AND id < ? ORDER BY id LIMIT 1"
        );
    auto [low, high] = within;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const SqlScope scope{statement};
        statement.bind(1, middle);
        statement.bind(2, high);
        if (statement.step() && statement.integer(1) < at.ms)
            low = statement.integer(0) + 1;
        else
            high = middle;
    }
    return low;
}

IdRange SqliteReader::ids_between(Instant from, Instant to) {
    IdRange ids{
        connection_.number("SELECT coalesce(min(id), 0) FROM alarm"),
        connection_.number("SELECT coalesce(max(id) + 1, 0) FROM alarm")};
    if (from) ids.low = first_id_at(from, ids);
    if (to) ids.high = first_id_at(to, ids);
    return ids;
}

// One snapshot's worth into the search's piece. True when the range ended with it.
bool SqliteReader::read_piece(SqlStatement& statement, const AlarmQuery& query, Search& search) {
    search.piece.clear();
    const SqlScope scope{statement};
    statement.bind(1, search.ids.low);
    statement.bind(2, search.ids.high);
    std::size_t bytes = 0;
    for (std::int64_t n = 0; statement.step(); ++n) {
        if (n == kPieceRows || bytes >= kPieceBytes ||
            search.handed + search.piece.size() == query.limit ||
            search.looked_at == query.scan_limit)
            return false;
        ++search.looked_at;
        (query.newest_first ? search.ids.high : search.ids.low) =
            statement.integer(0) + (query.newest_first ? 0 : 1);
        if (!matches(query, statement)) continue;
        search.piece.push_back(alarm_at(statement, query.with_body));
        bytes += search.piece.back().body.size() + sizeof(AlarmRecord);
    }
    return true;
}

// False when scan_limit ended it.
bool SqliteReader::visit_alarms(
    const AlarmQuery& query,
    const std::function<bool(const AlarmRecord&)>& each
) {
    auto statement = connection_.prepare(
        "SELECT " + std::string{kAlarmColumns} +
        " FROM alarm WHERE id >= ? AND id < ? ORDER BY id" + (query.newest_first ? " DESC" : "")
    );
    Search search{ids_between(query.from, query.to)};
    while (search.ids.low < search.ids.high && search.handed < query.limit) {
        const bool ended = read_piece(statement, query, search);
        for (const auto& alarm : search.piece) {
            ++search.handed;
            if (!each(alarm)) return true;
        }
        if (ended) return true;
        if (search.looked_at == query.scan_limit && search.handed < query.limit) return false;
    }
    return true;
}

}  // namespace

Result<std::unique_ptr<StoreReader>> SqliteReaders::open() {
    std::error_code code;
    const auto directory = std::filesystem::canonical(options_.directory, code);
    if (code) return Error{Errc::unavailable, options_.directory.string() + ": " + code.message()};
    const auto path = (directory / options_.file).string();
    try {
        auto reader = std::make_unique<SqliteReader>(path, options_.reader_cache_kib);
        if (auto checked = reader->check(); !checked)
            return std::move(checked).error().with_context(path);
        return std::unique_ptr<StoreReader>{std::move(reader)};
    } catch (const std::exception& error) {
        return Error{Errc::unavailable, path + ": " + error.what()};
    }
}

}  // namespace socbot
