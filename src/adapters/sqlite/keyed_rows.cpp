// Reads of the keyed tables.
#include "adapters/sqlite/keyed_rows.h"

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace socbot {

namespace {

// The first key that no longer starts with `prefix`; empty: there is none.
std::string after_prefix(std::string_view prefix) {
    std::string end{prefix};
    while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xFFU)
        end.pop_back();
    if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1U);
    return end;
}

}  // namespace

std::string sql_name(Table table) {
    const auto* found = std::find_if(kTables.begin(), kTables.end(), [&](const TableInfo& each) {
        return each.table == table;
    });
    if (found == kTables.end()) throw SqlError{SQLITE_RANGE, "no such table"};
    return '"' + std::string{found->name} + '"';
}

SqlStatement& slot_of(TableStatements& statements, Table table) {
    const auto number = static_cast<std::size_t>(table);
    if (number >= statements.size()) throw SqlError{SQLITE_RANGE, "no such table"};
    return statements.at(number);
}

Row KeyedRows::row(Table table, std::string key) {
    auto& statement = slot_of(by_key_, table);
    if (!statement)
        statement = connection_.prepare("SELECT body FROM " + sql_name(table) + " WHERE key=?");
    const SqlScope scope{statement};
    statement.bind_blob(1, key);
    Row found{.key = {.table = table, .key = {}}, .body = {}, .exists = statement.step()};
    if (found.exists) found.body = statement.string(0);
    found.key.key = std::move(key);
    return found;
}

std::vector<Row> KeyedRows::read(std::span<const RowKey> keys) {
    std::vector<Row> rows;
    if (keys.empty()) return rows;
    rows.reserve(keys.size());
    SqlTransaction snapshot{connection_, SqlTransaction::Mode::read};
    for (const auto& each : keys)
        rows.push_back(row(each.table, each.key));
    snapshot.commit();
    return rows;
}

std::vector<Row> KeyedRows::scan(Table table) {
    return prefix(table, {}, std::numeric_limits<std::int64_t>::max(), false);
}

std::vector<Row> KeyedRows::prefix(
    Table table,
    std::string_view prefix,
    std::size_t limit,
    bool backwards,
    std::string_view before
) {
    constexpr std::size_t kMost = std::numeric_limits<std::int64_t>::max();
    auto end = after_prefix(prefix);
    if (!before.empty() && (end.empty() || before < end)) end = before;
    auto statement = connection_.prepare(
        "SELECT key, body FROM " + sql_name(table) + " WHERE key >= ?1" +
        (end.empty() ? "" : " AND key < ?3") + " ORDER BY key" + (backwards ? " DESC" : "") +
        " LIMIT ?2"
    );
    statement.bind_blob(1, prefix);
    statement.bind_unsigned(2, std::min(limit, kMost));
    if (!end.empty()) statement.bind_blob(3, end);
    std::vector<Row> rows;
    while (statement.step())
        rows.push_back(
            {.key = {.table = table, .key = statement.string(0)}, .body = statement.string(1)}
        );
    return rows;
}

}  // namespace socbot
