// SQLite's C interface as owning types.
#include "adapters/sqlite/sql.h"

#include <sqlite3.h>

#include <limits>
#include <utility>

namespace socbot {

namespace {

constexpr int kBusyTimeoutMs = 2000;  // another connection may be recovering the WAL

[[noreturn]] void fail_on(sqlite3* connection, int code) {
    throw SqlError{
        connection != nullptr ? sqlite3_extended_errcode(connection) : code,
        connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code)};
}

// A null pointer would bind NULL, not an empty value.
const char* data_of(std::string_view bytes) {
    return bytes.data() != nullptr ? bytes.data() : "";
}

}  // namespace

bool SqlError::is_logic_error() const noexcept {
    switch (code_ & 0xFF) {
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
        case SQLITE_RANGE:
            return true;
        default:
            return false;
    }
}

SqlStatement::SqlStatement(sqlite3* connection, std::string_view sql) {
    const int code = sqlite3_prepare_v3(
        connection,
        sql.data(),
        static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &statement_,
        nullptr
    );
    if (code != SQLITE_OK) fail_on(connection, code);
}

SqlStatement::~SqlStatement() {
    sqlite3_finalize(statement_);
}

SqlStatement::SqlStatement(SqlStatement&& other) noexcept
    : statement_{std::exchange(other.statement_, nullptr)} {}

SqlStatement& SqlStatement::operator=(SqlStatement&& other) noexcept {
    std::swap(statement_, other.statement_);
    return *this;
}

void SqlStatement::fail(int code) const {
    fail_on(sqlite3_db_handle(statement_), code);
}

void SqlStatement::bind(int index, std::int64_t value) {
    const int code = sqlite3_bind_int64(statement_, index, value);
    if (code != SQLITE_OK) fail(code);
}

void SqlStatement::bind_unsigned(int index, std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        throw SqlError{SQLITE_RANGE, "a number is past 2^63 - 1"};
    bind(index, static_cast<std::int64_t>(value));
}

void SqlStatement::bind_text(int index, std::string_view text) {
    const int code = sqlite3_bind_text64(
        statement_, index, data_of(text), text.size(), SQLITE_STATIC, SQLITE_UTF8
    );
    if (code != SQLITE_OK) fail(code);
}

void SqlStatement::bind_blob(int index, std::string_view bytes) {
    const int code =
        sqlite3_bind_blob64(statement_, index, data_of(bytes), bytes.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) fail(code);
}

bool SqlStatement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(code);
}

void SqlStatement::run() {
    const SqlScope scope{*this};
    step();
}

void SqlStatement::reset() noexcept {
    sqlite3_reset(statement_);
}

std::int64_t SqlStatement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::uint64_t SqlStatement::unsigned_integer(int column) const {
    return static_cast<std::uint64_t>(integer(column));
}

std::string_view SqlStatement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (data == nullptr || size <= 0) return {};
    return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

SqlConnection::SqlConnection(const std::string& path, SqlAccess access) {
    // Every connection belongs to one thread at a time, so SQLite need not lock it again.
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE |
                      (access == SqlAccess::read_only ? SQLITE_OPEN_READONLY
                                                      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    if (code != SQLITE_OK) {
        const SqlError error{code, path + ": " + sqlite3_errstr(code)};
        sqlite3_close(handle_);
        throw error;
    }
    set_busy_timeout(kBusyTimeoutMs);
}

SqlConnection::~SqlConnection() {
    sqlite3_close_v2(handle_);
}

void SqlConnection::run(const char* sql) {
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail_on(handle_, code);
}

std::int64_t SqlConnection::number(const char* sql) {
    auto statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

bool SqlConnection::in_transaction() const noexcept {
    return sqlite3_get_autocommit(handle_) == 0;
}

void SqlConnection::set_busy_timeout(int ms) noexcept {
    sqlite3_busy_timeout(handle_, ms > 0 ? ms : kBusyTimeoutMs);
}

CheckpointResult SqlConnection::checkpoint(CheckpointMode mode) noexcept {
    int native = SQLITE_CHECKPOINT_PASSIVE;
    if (mode == CheckpointMode::restart) native = SQLITE_CHECKPOINT_RESTART;
    if (mode == CheckpointMode::truncate) native = SQLITE_CHECKPOINT_TRUNCATE;
    CheckpointResult result;
    result.code =
        sqlite3_wal_checkpoint_v2(handle_, "main", native, &result.wal_pages, &result.done_pages);
    return result;
}

void SqlConnection::abandon() noexcept {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

SqlTransaction::SqlTransaction(SqlConnection& connection, Mode mode) : connection_{connection} {
    connection_.run(mode == Mode::read ? "BEGIN" : "BEGIN IMMEDIATE");
}

SqlTransaction::~SqlTransaction() {
    // Some errors (full disk, I/O) have rolled back already; asking again would be an error itself.
    if (connection_.in_transaction())
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqlTransaction::commit() {
    connection_.run("COMMIT");
}

}  // namespace socbot
