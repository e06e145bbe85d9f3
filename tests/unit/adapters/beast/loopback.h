// A listener on a thread of its own, and a client of plain sockets that can send what no HTTP
// library would. Every read of the client has a time limit, so a test that goes wrong fails instead
// of hanging.
#pragma once

#include "adapters/beast/http_listener.h"
#include "ports/http.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace socbot::testing_support {

// Answers what its `act` says; by default 200 with the body it got.
class ScriptedHandler final : public http::Handler {
public:
    using Act = std::function<boost::asio::awaitable<http::Reply>(http::Request)>;

    explicit ScriptedHandler(Act act = echo) : act_{std::move(act)} {}

    boost::asio::awaitable<http::Reply> handle(http::Request request) override {
        return act_(std::move(request));
    }

    static boost::asio::awaitable<http::Reply> echo(http::Request request) {
        http::Response response;
        response.content_type = "text/plain";
        response.body = request.method + " " + request.path + " " + request.body;
        co_return http::Reply{std::move(response)};
    }

private:
    Act act_;
};

// Runs an io_context until destroyed.
class IoThread {
public:
    IoThread() : guard_{io_.get_executor()}, thread_{[this] { io_.run(); }} {}
    ~IoThread() { join(); }
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    boost::asio::io_context& io() { return io_; }
    void join() {
        guard_.reset();
        if (thread_.joinable()) thread_.join();
    }
    // Runs a coroutine on the thread and waits for what it returns.
    template <class T>
    T run(boost::asio::awaitable<T> coroutine) {
        return boost::asio::co_spawn(io_, std::move(coroutine), boost::asio::use_future).get();
    }

private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    std::thread thread_;
};

// A started listener; stops it, giving running requests no time, when it goes.
template <class Listener, class Config>
class Running {
public:
    Running(Config config, ScriptedHandler::Act act)
        : handler_{std::move(act)}, listener_{thread_.io(), std::move(config), handler_} {
        const auto started = on_thread([this] { return listener_.start(); });
        EXPECT_TRUE(started) << started.error().message();
    }
    ~Running() { stop(Deadline::after(std::chrono::seconds{0})); }

    Listener& listener() { return listener_; }
    ListenerCounts counts() const { return listener_.counts(); }
    IoThread& thread() { return thread_; }
    void stop(Deadline deadline) { thread_.run(listener_.stop(deadline)); }

private:
    template <class F>
    auto on_thread(F f) {
        std::optional<decltype(f())> result;
        std::function<void()> call = [&] { result.emplace(f()); };
        thread_.run(call_once(call));
        return *std::move(result);
    }
    static boost::asio::awaitable<void> call_once(std::function<void()> call) {
        call();
        co_return;
    }

    IoThread thread_;
    ScriptedHandler handler_;
    Listener listener_;
};

using RunningHttp = Running<HttpListener, ListenerConfig>;
using RunningUnix = Running<UnixListener, UnixListenerConfig>;

// A blocking client.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    RawClient(int socket, std::uint16_t port);  // connects a socket made before, and owns it
    explicit RawClient(const std::string& unix_path);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    RawClient& send(std::string_view bytes);  // errors are ignored: the answer tells
    // The next response, head and body by its Content-Length; what came until the peer closed, when
    // it closes first.
    std::string response();
    // Up to and with the mark; what came, when the peer closes first.
    std::string read_until(std::string_view mark);
    // True when the peer closes (or resets) without sending anything more.
    bool closed();
    void hang_up();

private:
    bool fill();
    void limit_time() const;

    int socket_{-1};
    std::string held_;
};

inline int status_of(std::string_view response) {
    return response.size() > 12 ? std::stoi(std::string{response.substr(9, 3)}) : 0;
}
inline std::string body_of(std::string_view response) {
    const auto end = response.find("\r\n\r\n");
    return end == std::string_view::npos ? "" : std::string{response.substr(end + 4)};
}

// Waits until the condition holds; for what another thread does within moments.
inline bool eventually(const std::function<bool()>& condition) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (std::chrono::steady_clock::now() < limit) {
        if (condition()) return true;
        std::this_thread::yield();
    }
    return false;
}

}  // namespace socbot::testing_support
