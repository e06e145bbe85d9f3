// A request, read at once and in pieces: both must come to the same, or a proxy and we could see
// different requests. The first byte is the size of the pieces.
#include "adapters/beast/request_parser.h"
#include "base/check.h"
#include "fuzz/fuzz_target.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

using namespace socbot;

namespace {

struct Reading {
    bool done{false};
    unsigned refused{0};
    std::string method, target, path, host, body;
    std::size_t fields{0};
    friend bool operator==(const Reading&, const Reading&) = default;
};

const ListenerLimits& small_limits() {
    static const ListenerLimits limits = [] {
        ListenerLimits small;
        small.header_bytes = 512;
        small.target_bytes = 128;
        small.header_fields = 8;
        small.body_bytes = 256;
        return small;
    }();
    return limits;
}

// As a session reads: what the parser did not take is offered again with what came after it.
Reading read(std::string_view bytes, std::size_t piece) {
    RequestParser parser{small_limits()};
    Reading reading;
    std::string held;
    bool header = false;
    while (!parser.is_done()) {
        boost::beast::error_code ec;
        const auto used = parser.put(boost::asio::buffer(held), ec);
        held.erase(0, used);
        if (ec && ec != boost::beast::http::error::need_more) {
            reading.refused = static_cast<unsigned>(parser.refusal(ec).status);
            return reading;
        }
        if (!header && parser.is_header_done()) {
            header = true;
            if (const auto refusal = parser.finish_header()) {
                reading.refused = static_cast<unsigned>(refusal->status);
                return reading;
            }
            parser.eager(true);
            continue;
        }
        if (parser.is_done()) break;
        if (bytes.empty()) {
            if (used == 0) break;
            continue;
        }
        const auto next = bytes.substr(0, piece);
        held.append(next);
        bytes.remove_prefix(next.size());
    }
    reading.done = parser.is_done();
    if (!reading.done) return reading;
    SOCBOT_CHECK(parser.request.body.size() <= small_limits().body_bytes, "the limit holds");
    SOCBOT_CHECK(parser.request.headers.size() <= small_limits().header_fields, "the limit holds");
    reading.method = parser.request.method;
    reading.target = parser.request.target;
    reading.path = parser.request.path;
    reading.host = parser.host;
    reading.body = parser.request.body;
    reading.fields = parser.request.headers.size();
    return reading;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes{as_chars(data) + 1, size - 1};
    const auto whole = read(bytes, std::max<std::size_t>(bytes.size(), 1));
    const auto pieces = read(bytes, std::max<std::size_t>(data[0] % 64U, 1));
    // Which limit is met first may depend on the pieces; whether a request comes out may not.
    SOCBOT_CHECK(whole.done == pieces.done, "pieces change nothing");
    if (whole.done) SOCBOT_CHECK(whole == pieces, "pieces change nothing");
    return 0;
}
