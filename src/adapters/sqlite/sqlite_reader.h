// Readers of socbot.db, each on its own read-only connection.
//
// A read snapshot that stays open keeps the WAL from starting again, and a scan may take minutes.
// So scans work in pieces: a piece is collected, its snapshot ended, then handed to the caller, who
// may be as slow as it likes. The scanned tables only append, so nothing is missed or seen twice.
#pragma once

#include "adapters/sqlite/sqlite_store.h"
#include "base/result.h"
#include "ports/store.h"

#include <memory>

namespace socbot {

// Thread-safe: it holds nothing but the options.
class SqliteReaders final : public StoreReaders {
public:
    explicit SqliteReaders(SqliteOptions options) : options_{std::move(options)} {}

    // conflict: not a database of this version. unavailable: there is none yet, or the disk.
    Result<std::unique_ptr<StoreReader>> open() override;

private:
    SqliteOptions options_;
};

}  // namespace socbot
