// The state directory and its lock.
#include "adapters/sqlite/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace socbot {

namespace {

Error failure(const std::filesystem::path& path, const char* what) {
    const std::error_code code{errno, std::generic_category()};
    return {Errc::unavailable, path.string() + ": " + what + ": " + code.message()};
}

Result<void> make_private_directory(const std::filesystem::path& path) {
    std::error_code code;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), code);
    if (code) return Error{Errc::unavailable, path.string() + ": " + code.message()};
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure(path, "cannot create");
    if (!std::filesystem::is_directory(path, code))
        return Error{Errc::unavailable, path.string() + ": not a directory"};
    return {};
}

// The holder wrote its process number; only ever shown to a person.
std::string holder(int lock) {
    std::array<char, 16> text{};
    const auto size = ::pread(lock, text.data(), text.size() - 1, 0);
    std::string digits;
    for (const char c :
         std::string_view{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0})
        if (c >= '0' && c <= '9') digits += c;
    return digits.empty() ? "another process" : "process " + digits;
}

}  // namespace

Result<DataDirectory> DataDirectory::open(const std::filesystem::path& path) {
    if (auto made = make_private_directory(path); !made) return std::move(made).error();
    // SQLite is told to follow no links, so ours are resolved here, once.
    std::error_code code;
    const auto resolved = std::filesystem::canonical(path, code);
    if (code) return Error{Errc::unavailable, path.string() + ": " + code.message()};
    const auto file = resolved / "lock";
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) return failure(file, "cannot open");
    DataDirectory directory{resolved, lock};
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return failure(file, "cannot lock");
        return Error{
            Errc::conflict,
            path.string() + ": in use by " + holder(lock) + "; one server a data directory"};
    }
    const auto pid = std::to_string(::getpid()) + "\n";
    // A full disk may refuse the number; the lock holds all the same.
    if (::ftruncate(lock, 0) == 0 && ::pwrite(lock, pid.data(), pid.size(), 0) < 0) errno = 0;
    return directory;
}

DataDirectory::~DataDirectory() {
    if (lock_ >= 0) ::close(lock_);
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_{std::move(other.path_)}, lock_{std::exchange(other.lock_, -1)} {}

DataDirectory& DataDirectory::operator=(DataDirectory&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

Result<void> DataDirectory::create_private_file(const std::filesystem::path& name) const {
    const auto file = path_ / name;
    // An existing file must not be opened here: closing it would drop the locks this process's
    // other SQLite connections hold on it (fcntl(2), "Record locking").
    struct stat existing {};
    if (::lstat(file.c_str(), &existing) == 0) {
        if (!S_ISREG(existing.st_mode))
            return Error{Errc::unavailable, file.string() + ": not a regular file"};
        return {};
    }
    const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) return failure(file, "cannot create");
    ::close(made);
    return {};
}

}  // namespace socbot
