// The checkpoint thread.
#include "adapters/sqlite/checkpointer.h"

#include "base/thread_name.h"

namespace socbot {

Checkpointer::Checkpointer(const std::string& path, int every_pages)
    : connection_{path, SqlAccess::read_write}, every_pages_{every_pages} {
    // The cache is not used by a checkpoint; the pragmas are for the syncs it makes.
    connection_.run("PRAGMA synchronous=FULL; PRAGMA cache_size=-64; PRAGMA wal_autocheckpoint=0");
    thread_ = std::thread{[this] { work(); }};
}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
    // The writer's connection makes the last checkpoint, when it closes.
    connection_.abandon();
}

void Checkpointer::committed(int wal_pages) {
    int done = done_pages_.load(std::memory_order_relaxed);
    if (wal_pages < done) {
        // The WAL started again from its beginning.
        done_pages_.store(0, std::memory_order_relaxed);
        done = 0;
    }
    if (wal_pages - done < every_pages_) return;
    {
        const std::lock_guard lock{mutex_};
        if (due_) return;
        due_ = true;
    }
    wake_.notify_one();
}

void Checkpointer::work() {
    name_thread("checkpoint");
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait(lock, [this] { return due_ || stop_; });
        if (stop_) return;
        due_ = false;
        lock.unlock();
        {
            const std::lock_guard running{running_};
            // A failure here loses nothing, the WAL still has the pages. The writer meets the same
            // error when it finishes the tail, and reports it.
            const auto result = connection_.checkpoint(CheckpointMode::passive);
            if (result.code == 0) done_pages_.store(result.done_pages, std::memory_order_relaxed);
        }
        lock.lock();
    }
}

}  // namespace socbot
