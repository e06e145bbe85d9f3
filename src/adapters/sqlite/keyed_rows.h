// Reads of the keyed tables, shared by the store and the readers. Statements are prepared at their
// first use and kept.
#pragma once

#include "adapters/sqlite/sql.h"
#include "domain/engine/changes.h"
#include "ports/store.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// The table's name, quoted. Throws SqlError (a logic error) for a number that is no table.
std::string sql_name(Table table);

// One slot a table, by its number.
using TableStatements = std::array<SqlStatement, 32>;
static_assert(kTables.size() < std::tuple_size_v<TableStatements>);
SqlStatement& slot_of(TableStatements& statements, Table table);

class KeyedRows {
public:
    explicit KeyedRows(SqlConnection& connection) : connection_{connection} {}

    // In the order asked, from one snapshot.
    std::vector<Row> read(std::span<const RowKey> keys);
    std::vector<Row> scan(Table table);
    std::vector<Row> prefix(
        Table table,
        std::string_view prefix,
        std::size_t limit,
        bool backwards,
        std::string_view before = {}
    );

private:
    Row row(Table table, std::string key);

    SqlConnection& connection_;
    TableStatements by_key_;
};

}  // namespace socbot
