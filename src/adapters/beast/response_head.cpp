// Serialises response heads into a string that the connection keeps, so a small answer is one
// allocation-free write.
#include "adapters/beast/response_head.h"

#include "base/text.h"

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace socbot {
namespace {

bool is_field_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c > 0x20 && c < 0x7f &&
               std::string_view{"\"(),/:;<=>?@[\\]{}"}.find(c) == std::string_view::npos;
    });
}

// Content-Type goes through Response::content_type, the rest is decided by the connection.
bool is_reserved(std::string_view name) {
    constexpr std::array<std::string_view, 6> kReserved{
        "content-length", "transfer-encoding", "connection", "date", "server", "content-type"};
    return std::any_of(kReserved.begin(), kReserved.end(), [&](std::string_view reserved) {
        return equals_ignore_case_ascii(name, reserved);
    });
}

bool is_field_value(std::string_view value) {
    using namespace std::string_view_literals;
    return value.find_first_of("\r\n\0"sv) == std::string_view::npos;
}

bool append_field(std::string& out, std::string_view name, std::string_view value) {
    if (!is_field_name(name) || is_reserved(name) || !is_field_value(value)) return false;
    out.append(name).append(": ").append(value).append("\r\n");
    return true;
}

void append_status_line(std::string& out, int status) {
    const auto reason = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(status))
    );
    fmt::format_to(
        std::back_inserter(out),
        "HTTP/1.1 {} {}\r\n",
        status,
        std::string_view{reason.data(), reason.size()}
    );
}

// What every response carries, and the handler's own fields.
bool append_common(
    std::string& out,
    const std::vector<http::Header>& headers,
    std::string_view date
) {
    out.append("Date: ").append(date);
    out.append("\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n");
    bool caching_said = false;
    for (const auto& [name, value] : headers) {
        if (!append_field(out, name, value)) return false;
        if (equals_ignore_case_ascii(name, "Cache-Control")) caching_said = true;
    }
    if (!caching_said) out.append("Cache-Control: no-store\r\n");
    return true;
}

}  // namespace

bool has_body(int status) noexcept {
    return status >= 200 && status != 204 && status != 304;
}

bool append_response_head(
    std::string& out,
    const http::Response& response,
    Persistence persistence,
    std::string_view date
) {
    const auto start = out.size();
    const bool status_valid = response.status >= 200 && response.status <= 599;
    if (status_valid) append_status_line(out, response.status);
    if (!status_valid || !is_field_value(response.content_type) ||
        !append_common(out, response.headers, date)) {
        out.resize(start);
        return false;
    }
    if (has_body(response.status)) {
        if (!response.content_type.empty() && !response.body.empty())
            out.append("Content-Type: ").append(response.content_type).append("\r\n");
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.body.size());
    }
    // Said both ways: an HTTP/1.0 peer closes unless told to keep the connection.
    out.append(
        persistence == Persistence::keep ? "Connection: keep-alive\r\n\r\n"
                                         : "Connection: close\r\n\r\n"
    );
    return true;
}

bool append_stream_head(
    std::string& out,
    const std::vector<http::Header>& headers,
    std::string_view date
) {
    const auto start = out.size();
    append_status_line(out, 200);
    if (!append_common(out, headers, date)) {
        out.resize(start);
        return false;
    }
    // A reverse proxy must not collect events (nginx, proxy_buffering).
    out.append("X-Accel-Buffering: no\r\nContent-Type: text/event-stream\r\n");
    out.append("Connection: close\r\n\r\n");
    return true;
}

std::string format_http_date(std::time_t at) {
    constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&at, &utc);
    return fmt::format(
        "{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
        kDays.at(static_cast<std::size_t>(utc.tm_wday)),
        utc.tm_mday,
        kMonths.at(static_cast<std::size_t>(utc.tm_mon)),
        utc.tm_year + 1900,
        utc.tm_hour,
        utc.tm_min,
        utc.tm_sec
    );
}

}  // namespace socbot
