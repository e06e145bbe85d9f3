// WebSocketClient: one outgoing websocket (RFC 6455), for chat platforms that need no inbound port.
#pragma once

#include "base/result.h"
#include "ports/deadline.h"
#include "ports/http.h"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace socbot {

struct WebSocketFrame {
    bool binary{false};
    std::string payload;
};

// Used from one coroutine at a time per direction. The address policy is applied when connecting.
class WebSocket {
public:
    virtual ~WebSocket() = default;
    // The next message, at most the limit given when connecting; not_found when the peer closed.
    virtual boost::asio::awaitable<Result<WebSocketFrame>> receive(Deadline deadline) = 0;
    virtual boost::asio::awaitable<Result<void>> send(WebSocketFrame frame, Deadline deadline) = 0;
    virtual boost::asio::awaitable<Result<void>> ping(Deadline deadline) = 0;
    virtual boost::asio::awaitable<void> close(Deadline deadline) = 0;
};

class WebSocketClient {
public:
    virtual ~WebSocketClient() = default;
    virtual boost::asio::awaitable<Result<std::unique_ptr<WebSocket>>> connect(
        std::string url,
        std::vector<http::Header> headers,
        std::size_t message_limit,
        Deadline deadline
    ) = 0;
};

}  // namespace socbot
