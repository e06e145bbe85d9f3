// Static files with types, strong validators (RFC 9110 section 8.8.3) and caching.
#include "adapters/console/page_files.h"

#include "base/digest.h"
#include "base/text.h"

#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace socbot {

namespace {

namespace fs = std::filesystem;

std::optional<std::string> content_type(const fs::path& path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kTypes{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    const auto extension = path.extension().string();
    for (const auto& [known, type] : kTypes)
        if (extension == known) return std::string{type};
    return std::nullopt;
}

// Vite puts what it names by content ("index-BkX2a9Qz.js") into assets/, and nothing else.
bool named_by_content(std::string_view path) {
    return path.starts_with("assets/");
}

std::optional<std::string> read_file(const fs::path& path, std::size_t limit) {
    std::error_code failure;
    const auto size = fs::file_size(path, failure);
    if (failure || size > limit) return std::nullopt;
    std::ifstream in{path, std::ios::binary};
    std::string body{std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
    if (!in.good() && !in.eof()) return std::nullopt;
    if (body.size() > limit) return std::nullopt;
    return body;
}

bool matches(std::string_view if_none_match, std::string_view etag) {
    for (auto candidate : split(if_none_match, ',')) {
        candidate = trim_ascii(candidate);
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        if (candidate == etag || candidate == "*") return true;
    }
    return false;
}

}  // namespace

Result<PageFiles> PageFiles::load(const fs::path& directory, PageLimits limits) {
    PageFiles page;
    std::error_code failure;
    fs::recursive_directory_iterator at{directory, failure};
    if (failure) return Error{Errc::not_found, "no page in " + directory.string()};
    std::size_t total{0};
    for (const fs::recursive_directory_iterator end; at != end; at.increment(failure)) {
        if (failure) return Error{Errc::unavailable, "cannot list " + directory.string()};
        // Links are not followed: what is served is what was built here.
        if (at->is_symlink(failure) || !at->is_regular_file(failure)) continue;
        const auto name = at->path().lexically_relative(directory).generic_string();
        const auto type = content_type(at->path());
        if (!type) return Error{Errc::invalid_input, "page file of unknown type: " + name};
        auto body = read_file(at->path(), limits.file_bytes);
        if (!body) return Error{Errc::invalid_input, "page file unreadable or too large: " + name};
        total += body->size();
        if (total > limits.total_bytes || page.files_.size() >= limits.files)
            return Error{Errc::invalid_input, "the page is too large"};
        const auto etag = '"' + to_hex(as_bytes(sha256(*body)).substr(0, 16)) + '"';
        page.files_.insert_or_assign(
            name, File{*type, std::move(*body), etag, named_by_content(name)}
        );
    }
    if (!page.files_.contains("index.html"))
        return Error{Errc::not_found, "no index.html in " + directory.string()};
    return page;
}

http::Response PageFiles::answer(std::string_view path, const http::Request& request) const {
    const auto found = files_.find(path.empty() ? std::string_view{"index.html"} : path);
    if (found == files_.end()) return http::refusal(404, "not_found", "There is no such page.");
    const auto& file = found->second;
    http::Response response;
    response.content_type = file.content_type;
    response.headers = {
        {"ETag", file.etag},
        {"Cache-Control", file.hashed ? "public, max-age=31536000, immutable" : "no-cache"},
    };
    if (matches(request.header("If-None-Match"), file.etag)) {
        response.status = 304;
    } else {
        response.body = file.body;
    }
    return response;
}

}  // namespace socbot
