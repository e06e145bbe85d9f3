// SQLite's C interface as two owning types. Errors are thrown as SqlError inside this folder; the
// store and the readers turn them into values at their seam, so nothing outside sees one.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace socbot {

class SqlError : public std::runtime_error {
public:
    SqlError(int code, const std::string& message) : std::runtime_error{message}, code_{code} {}
    int code() const noexcept { return code_; }  // SQLite's extended result code
    // The statement asks for something the schema forbids: it would fail again on a healthy disk.
    // Everything else (full, I/O error, corrupt, busy, no memory) says nothing about the input.
    bool is_logic_error() const noexcept;

private:
    int code_;
};

// A prepared statement, kept for the life of its connection. Bound bytes are not copied: they must
// live until the next run(), step() to the end, or reset().
class SqlStatement {
public:
    SqlStatement() = default;
    SqlStatement(sqlite3* connection, std::string_view sql);
    ~SqlStatement();
    SqlStatement(SqlStatement&& other) noexcept;
    SqlStatement& operator=(SqlStatement&& other) noexcept;

    explicit operator bool() const noexcept { return statement_ != nullptr; }

    // Parameters count from 1.
    void bind(int index, std::int64_t value);
    void bind_unsigned(int index, std::uint64_t value);  // at most 2^63 - 1, else a logic error
    void bind_text(int index, std::string_view text);
    void bind_blob(int index, std::string_view bytes);

    bool step();  // true: a row is there
    void run();   // for statements without rows; leaves the statement reset
    void reset() noexcept;

    // Columns count from 0; views live until the next step or reset.
    std::int64_t integer(int column) const;
    std::uint64_t unsigned_integer(int column) const;
    std::string_view bytes(int column) const;
    std::string string(int column) const { return std::string{bytes(column)}; }

private:
    [[noreturn]] void fail(int code) const;

    sqlite3_stmt* statement_{nullptr};
};

// Resets a statement at the end of a scope: a statement left half way holds its read snapshot, and
// with it the WAL.
class SqlScope {
public:
    explicit SqlScope(SqlStatement& statement) : statement_{statement} {}
    ~SqlScope() { statement_.reset(); }
    SqlScope(const SqlScope&) = delete;
    SqlScope& operator=(const SqlScope&) = delete;

private:
    SqlStatement& statement_;
};

enum class SqlAccess { read_write, read_only };
enum class CheckpointMode { passive, restart, truncate };

struct CheckpointResult {
    int code{0};        // SQLITE_OK, SQLITE_BUSY or what went wrong
    int wal_pages{0};   // in the WAL
    int done_pages{0};  // of those, already in the database
};

// One connection. One thread at a time. Statements must be gone before it is.
class SqlConnection {
public:
    SqlConnection(const std::string& path, SqlAccess access);
    ~SqlConnection();
    SqlConnection(const SqlConnection&) = delete;
    SqlConnection& operator=(const SqlConnection&) = delete;

    void run(const char* sql);  // one or more statements
    std::int64_t number(const char* sql);
    SqlStatement prepare(std::string_view sql) { return {handle_, sql}; }
    bool in_transaction() const noexcept;
    void set_busy_timeout(int ms) noexcept;
    CheckpointResult checkpoint(CheckpointMode mode) noexcept;
    // After a failure: close without touching the database again.
    void abandon() noexcept;
    sqlite3* handle() noexcept { return handle_; }

private:
    sqlite3* handle_{nullptr};
};

// BEGIN on construction; rolled back unless commit() was called and succeeded.
class SqlTransaction {
public:
    enum class Mode { read, write };
    SqlTransaction(SqlConnection& connection, Mode mode);
    ~SqlTransaction();
    SqlTransaction(const SqlTransaction&) = delete;
    SqlTransaction& operator=(const SqlTransaction&) = delete;
    void commit();

private:
    SqlConnection& connection_;
};

}  // namespace socbot
