// The built page in memory: read once at start, never from disk while serving, so a request can
// name only what was there.
#pragma once

#include "base/result.h"
#include "ports/http.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace socbot {

struct PageLimits {
    std::size_t file_bytes{4U << 20U};
    std::size_t total_bytes{32U << 20U};
    std::size_t files{500};
};

// Immutable once loaded; thread-safe.
class PageFiles {
public:
    PageFiles() = default;
    // not_found: no such directory or no index.html; invalid_input: a limit is passed, or a file is
    // of a type that is not served. Blocking; for start-up.
    static Result<PageFiles> load(const std::filesystem::path& directory, PageLimits limits = {});

    bool empty() const noexcept { return files_.empty(); }
    // `path` below /console/, "" for the page itself. 200, 304 by If-None-Match, or 404.
    http::Response answer(std::string_view path, const http::Request& request) const;

private:
    struct File {
        std::string content_type, body, etag;
        bool hashed{false};  // the name changes with the content: cached for good
    };
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace socbot
