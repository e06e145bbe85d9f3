// Schema and migrations.
#include "adapters/sqlite/schema.h"

#include "adapters/sqlite/sql.h"
#include "domain/engine/table.h"

#include <array>
#include <string>

namespace socbot {

namespace {

// `at` never decreases with `id`, so a time range is found by binary search over id. The long texts
// of alarms lie in packs (packs.h): body_pack and raw_pack hold those of a customer in a commit
// under the id of the first, which `pack` of the alarm names; each has a retention of its own.
constexpr const char* kAppendedTables = R"(
CREATE TABLE alarm(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, customer TEXT NOT NULL, source TEXT NOT NULL,
    uid TEXT NOT NULL, content BLOB NOT NULL, update_of INTEGER NOT NULL, kind INTEGER NOT NULL,
    severity INTEGER NOT NULL, account INTEGER NOT NULL, reason TEXT NOT NULL,
    episode INTEGER NOT NULL, entity TEXT NOT NULL, rule TEXT NOT NULL, title TEXT NOT NULL,
    pack INTEGER NOT NULL);
CREATE TABLE body_pack(
    first INTEGER PRIMARY KEY, at INTEGER NOT NULL, customer TEXT NOT NULL, texts BLOB NOT NULL);
CREATE TABLE raw_pack(
    first INTEGER PRIMARY KEY, at INTEGER NOT NULL, customer TEXT NOT NULL, texts BLOB NOT NULL);
CREATE TABLE quarantine(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
    body BLOB NOT NULL);
CREATE TABLE seen(first INTEGER PRIMARY KEY, ids BLOB NOT NULL);
CREATE TABLE journal(
    step INTEGER PRIMARY KEY, partition INTEGER NOT NULL, at INTEGER NOT NULL,
    kind INTEGER NOT NULL, schema INTEGER NOT NULL, body BLOB NOT NULL, alarm INTEGER NOT NULL,
    digest BLOB NOT NULL);
CREATE TABLE audit(
    number INTEGER PRIMARY KEY, partition INTEGER NOT NULL, at INTEGER NOT NULL,
    customer TEXT NOT NULL, salted BLOB NOT NULL, link BLOB NOT NULL);
CREATE TABLE audit_payload(number INTEGER PRIMARY KEY, salt BLOB NOT NULL, payload BLOB NOT NULL);
)";

// `retention` and `erasure` hold their place in the schema. `epoch` fences a partition's former
// owner. `probe` is what a reopened store writes to prove that the disk takes writes.
constexpr const char* kOtherTables = R"(
CREATE TABLE retention(
    class TEXT NOT NULL, customer TEXT NOT NULL, days INTEGER NOT NULL,
    PRIMARY KEY(class, customer)) WITHOUT ROWID;
CREATE TABLE erasure(
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, customer TEXT NOT NULL, person TEXT NOT NULL,
    scope TEXT NOT NULL, rows INTEGER NOT NULL);
CREATE TABLE epoch(partition INTEGER PRIMARY KEY, epoch INTEGER NOT NULL);
CREATE TABLE probe(id INTEGER PRIMARY KEY, body BLOB NOT NULL);
)";

void create_first_schema(SqlConnection& connection) {
    for (const auto& info : kTables) {
        const auto sql = "CREATE TABLE \"" + std::string{info.name} +
                         "\"(key BLOB PRIMARY KEY, customer TEXT NOT NULL, body BLOB NOT NULL)"
                         " WITHOUT ROWID";
        connection.run(sql.c_str());
    }
    connection.run(kAppendedTables);
    connection.run(kOtherTables);
}

// Migrations in order; the n-th makes version n. One that has been released is never changed.
using Migration = void (*)(SqlConnection&);
constexpr std::array<Migration, kSchemaVersion> kMigrations{create_first_schema};

bool has_version_table(SqlConnection& connection) {
    return connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'") >
           0;
}

std::int64_t version_of(SqlConnection& connection) {
    return connection.number("SELECT coalesce(max(version), 0) FROM schema_version");
}

Error too_new(std::int64_t version) {
    return {
        Errc::conflict,
        "the database has schema " + std::to_string(version) + ", this program knows " +
            std::to_string(kSchemaVersion) + ": it was written by a newer version of socbot"};
}

}  // namespace

Result<void> migrate(SqlConnection& connection) {
    std::int64_t version = 0;
    if (has_version_table(connection)) {
        version = version_of(connection);
    } else if (connection.number("SELECT count(*) FROM sqlite_schema") > 0) {
        return Error{Errc::conflict, "the database has tables of another program"};
    }
    if (version > kSchemaVersion) return too_new(version);
    for (; version < kSchemaVersion; ++version) {
        SqlTransaction transaction{connection, SqlTransaction::Mode::write};
        if (version == 0)
            connection.run(
                "CREATE TABLE schema_version("
                "version INTEGER PRIMARY KEY, applied INTEGER NOT NULL)"
            );
        kMigrations.at(static_cast<std::size_t>(version))(connection);
        auto note = connection.prepare("INSERT INTO schema_version VALUES(?, unixepoch())");
        note.bind(1, version + 1);
        note.run();
        transaction.commit();
    }
    return {};
}

Result<void> check_schema(SqlConnection& connection) {
    if (!has_version_table(connection))
        return Error{Errc::conflict, "the database is not socbot's or was never started"};
    const auto version = version_of(connection);
    if (version > kSchemaVersion) return too_new(version);
    if (version < kSchemaVersion)
        return Error{Errc::conflict, "the database has an older schema; start the server once"};
    return {};
}

}  // namespace socbot
