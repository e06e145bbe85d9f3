// The directory that holds the server's state, and the lock that keeps a second server out of it.
// Two writers on one database would not corrupt it, but each would hold a working set the other
// makes stale, and every card would be posted twice.
#pragma once

#include "base/result.h"

#include <filesystem>

namespace socbot {

class DataDirectory {
public:
    // Creates the directory (0700) if it is missing; one that exists keeps the permissions its
    // administrator gave it. Takes data_dir/lock (0600) for the life of this object; conflict,
    // naming the holder's process, when another server has it. The lock goes with the process,
    // however it ends.
    static Result<DataDirectory> open(const std::filesystem::path& path);

    ~DataDirectory();
    DataDirectory(DataDirectory&& other) noexcept;
    DataDirectory& operator=(DataDirectory&& other) noexcept;

    const std::filesystem::path& path() const noexcept { return path_; }

    // Creates a file of mode 0600 if there is none; SQLite would make it readable by others.
    Result<void> create_private_file(const std::filesystem::path& name) const;

private:
    DataDirectory(std::filesystem::path path, int lock) : path_{std::move(path)}, lock_{lock} {}

    std::filesystem::path path_;
    int lock_{-1};
};

}  // namespace socbot
