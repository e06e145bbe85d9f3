// The head of a response, as bytes: what the handler said plus what every response carries.
#pragma once

#include "ports/http.h"

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

enum class Persistence { keep, close };

// Appends status line and fields, up to and with the empty line. False, and `out` as it was, when
// the handler's fields hold a line break or NUL, or one of the framing fields, which are ours
// alone. `date` is the IMF-fixdate of now.
bool append_response_head(
    std::string& out,
    const http::Response& response,
    Persistence persistence,
    std::string_view date
);

// The head of an event stream: no length, ends when the connection does (RFC 9112 section 6.3).
bool append_stream_head(
    std::string& out,
    const std::vector<http::Header>& headers,
    std::string_view date
);

// 204 and 304 have no body and no Content-Length of one (RFC 9110 sections 15.3.5 and 15.4.5).
bool has_body(int status) noexcept;

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7), whatever the locale.
std::string format_http_date(std::time_t at);

}  // namespace socbot
