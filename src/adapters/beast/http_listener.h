// HttpListener: HTTP/1.1 and 1.0 over TCP, plain or TLS, for one handler. UnixListener: the same
// over a local socket that only its owner can open. Both hold every limit of ListenerLimits.
#pragma once

#include "adapters/beast/listener_config.h"
#include "base/result.h"
#include "ports/deadline.h"
#include "ports/http.h"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>

namespace boost::asio {
class io_context;
namespace ssl {
class context;
}
}  // namespace boost::asio

namespace socbot {

// Certificate and key as read by HttpListener::read_tls(), not in use yet. Empty without TLS.
class RenewedTls {
private:
    friend class HttpListener;
    std::shared_ptr<boost::asio::ssl::context> context_;
};

// `io` is run by one thread: that thread is the strand of every connection, and the handler is
// called on it. start() is called before or on that thread; port(), counts(), read_tls() and use()
// from any. The handler must live until stop() has returned, and `io` longer than the listener.
class HttpListener {
public:
    HttpListener(boost::asio::io_context& io, ListenerConfig config, http::Handler& handler);
    ~HttpListener();  // stops accepting; connections that stop() did not end die with `io`
    HttpListener(const HttpListener&) = delete;
    HttpListener& operator=(const HttpListener&) = delete;

    // Binds and accepts. unavailable when the address is in use or not ours, invalid_input when it
    // can't be read or the certificate and key are no pair.
    Result<void> start();
    std::uint16_t port() const noexcept;  // 0 before start()

    // Reads the certificate and key again without using them, so that a reload of many things can
    // be all or nothing. invalid_input when they can't be read or are no pair.
    Result<RenewedTls> read_tls() const;
    // For connections accepted from now on.
    void use(RenewedTls renewed);

    // Stops accepting, closes idle connections and event streams, lets running requests finish
    // until the deadline, then closes everything. Returns when no connection is left, at the latest
    // one second after the deadline.
    boost::asio::awaitable<void> stop(Deadline deadline);

    ListenerCounts counts() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

// The same rules. A socket file left by a dead process is replaced, a live one is not.
class UnixListener {
public:
    UnixListener(boost::asio::io_context& io, UnixListenerConfig config, http::Handler& handler);
    ~UnixListener();  // also removes the socket file
    UnixListener(const UnixListener&) = delete;
    UnixListener& operator=(const UnixListener&) = delete;

    Result<void> start();
    boost::asio::awaitable<void> stop(Deadline deadline);
    ListenerCounts counts() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace socbot
