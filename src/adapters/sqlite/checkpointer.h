// Moves the WAL into the database beside the writer. SQLite's automatic checkpoint runs inside
// COMMIT, before the answers are released, and stalls them (measured: p99 12 ms against 8); a
// second connection on its own thread takes most of that work away.
//
// It doesn't bound a busy WAL by itself, because a passive checkpoint never reaches an end that
// moves. So the writer finishes the tail when the WAL passes its limit, under exclude().
#pragma once

#include "adapters/sqlite/sql.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace socbot {

class Checkpointer {
public:
    // A checkpoint is due every `every_pages` pages. Throws SqlError when the file can't be opened.
    Checkpointer(const std::string& path, int every_pages);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    // Writer's thread, after each commit: how many pages the WAL holds. Wakes the thread when due.
    void committed(int wal_pages);

    // No background checkpoint runs while the lock is held: of two at once one would be refused.
    std::unique_lock<std::mutex> exclude() { return std::unique_lock{running_}; }

private:
    void work();

    SqlConnection connection_;
    const int every_pages_;
    std::atomic<int> done_pages_{0};  // of the WAL's pages, already in the database
    std::mutex running_;              // held during a checkpoint
    std::mutex mutex_;                // guards due_ and stop_
    std::condition_variable wake_;
    bool due_{false};
    bool stop_{false};
    std::thread thread_;
};

}  // namespace socbot
