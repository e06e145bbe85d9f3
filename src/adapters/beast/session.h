// One connection: requests in order, one answer each, until either side has had enough. The same
// code for plain TCP, TLS and local sockets.
//
// The hot path is a small POST on a kept connection: one buffer reserved once, so that one read
// takes the whole request; no timer of its own, only a point in time the listener's sweep looks at;
// head and body of the answer in one write.
#pragma once

#include "adapters/beast/event_queue.h"
#include "adapters/beast/listener_core.h"
#include "adapters/beast/request_parser.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace socbot {

// Everything on the listener's thread. Lives as long as its coroutine.
template <class Stream>
class Session final : public SessionBase, public std::enable_shared_from_this<Session<Stream>> {
public:
    Session(std::shared_ptr<ListenerCore> core, Stream stream, Peer peer);

    // Starts the coroutine that owns the session from here on.
    void launch();

    void close() override;
    void wind_down() override;
    void abort() override;

private:
    enum class Phase { idle, reading, handling, answering, streaming };
    // After an answer: go on, close in order, or (when the peer may still be sending) read on
    // first. drop: close at once.
    enum class Next { request, close, linger, drop };
    // How reading part of a request ended.
    struct Read {
        bool closed{false};
        std::optional<Refusal> refusal{std::nullopt};
    };

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> shake_hands();
    boost::asio::awaitable<Next> serve_one();
    boost::asio::awaitable<Next> serve_read(RequestParser& parser);
    boost::asio::awaitable<bool> read_some(std::size_t& count);
    boost::asio::awaitable<Read> read_header(RequestParser& parser);
    boost::asio::awaitable<Read> read_body(RequestParser& parser);
    boost::asio::awaitable<http::Reply> call_handler(http::Request request);
    boost::asio::awaitable<Next> refuse(Refusal refusal);
    boost::asio::awaitable<bool> respond(http::Response response, bool head_only, bool keep);
    boost::asio::awaitable<bool> write_out(std::string body);
    boost::asio::awaitable<void> stream_events(http::StreamStart start);
    boost::asio::awaitable<void> pump(EventQueue& queue, boost::asio::steady_timer& wake);
    boost::asio::awaitable<void> finish(Next how);
    void watch_peer(std::shared_ptr<EventQueue> queue);
    bool skip_empty_lines();
    void report_end(const std::exception_ptr& failure) const;

    std::shared_ptr<ListenerCore> core_;
    Stream stream_;
    Peer peer_;
    boost::asio::cancellation_signal cancel_;
    boost::beast::flat_buffer buffer_;
    std::string out_;
    std::array<char, 512> discarded_{};
    std::size_t discarded_bytes_{0};
    std::shared_ptr<EventQueue> events_;
    Phase phase_{Phase::idle};
    bool fresh_{true};  // no request yet
};

}  // namespace socbot
