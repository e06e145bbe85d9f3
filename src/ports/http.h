// HTTP as handlers see it, whichever listener carries it.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace socbot::http {

using Header = std::pair<std::string, std::string>;  // name as received

struct Request {
    std::string method;  // "GET"
    std::string target;  // origin form, as received
    std::string path;    // decoded once, without query; refused earlier if malformed
    std::string query;   // raw, without '?'
    std::vector<Header> headers;
    std::string body;
    std::string client_address;  // after trusted_proxies
    bool secure{false};          // TLS here or, from a trusted proxy, there

    // The first header of that name, any case; empty when absent.
    std::string_view header(std::string_view name) const noexcept;
    // A query parameter, percent-decoded; nullopt when absent.
    std::optional<std::string> parameter(std::string_view name) const;
    std::optional<std::string> cookie(std::string_view name) const;
};

struct Response {
    int status{200};
    std::string content_type{"application/json"};
    std::string body;
    std::vector<Header> headers;  // beyond those every response carries
};

// Every refusal has this shape: {"error": code, "message": text}. The code is stable, the message
// never holds internals.
Response refusal(int status, std::string_view code, std::string_view message);

// A server-sent event stream (WHATWG HTML, "Server-sent events"). Owned by the handler's side;
// write() may be called from any thread; a slow reader whose queue passes the limit is closed.
class EventStream {
public:
    virtual ~EventStream() = default;
    // One event: `id` (may be empty), `event` name, `data` (any UTF-8). False once closed.
    virtual bool write(std::string_view id, std::string_view event, std::string_view data) = 0;
    virtual bool open() const = 0;
    virtual void close() = 0;
};

// What a handler decides: answer now, or become an event stream.
struct StreamStart {
    std::vector<Header> headers;
    std::function<void(std::shared_ptr<EventStream>)> started;  // shared with the connection
};
struct Reply {
    Response response;
    std::optional<StreamStart> stream;

    // NOLINTBEGIN(google-explicit-constructor): a handler returns either
    Reply(Response r) : response{std::move(r)} {}
    Reply(StreamStart s) : stream{std::move(s)} {}
    // NOLINTEND(google-explicit-constructor)
};

// Called on the connection's executor. May suspend. Must not throw; what escapes becomes a bland
// 500.
class Handler {
public:
    virtual ~Handler() = default;
    virtual boost::asio::awaitable<Reply> handle(Request request) = 0;
};

}  // namespace socbot::http
