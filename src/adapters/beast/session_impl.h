// The body of Session, included by the two files that instantiate it.
#pragma once

#include "adapters/beast/response_head.h"
#include "adapters/beast/session.h"
#include "adapters/beast/stream_kinds.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace socbot {

namespace session_detail {

// Without exceptions: a peer that goes away is ordinary.
inline constexpr boost::asio::as_tuple_t<boost::asio::use_awaitable_t<>> token{};
inline constexpr std::size_t kReadBytes = 16 * 1024;
// Up to this size a body is copied behind its head: one buffer, one TLS record run, one send.
inline constexpr std::size_t kJoinBytes = 16 * 1024;
inline constexpr std::size_t kLingerBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kIdleStreamInput = 4 * 1024;

}  // namespace session_detail

template <class Stream>
Session<Stream>::Session(std::shared_ptr<ListenerCore> core, Stream stream, Peer peer)
    : core_{std::move(core)},
      stream_{std::move(stream)},
      peer_{std::move(peer)},
      buffer_{core_->config.limits.header_bytes + 2 * session_detail::kReadBytes} {
    // flat_buffer's argument is a maximum; without reserve() it reads in small pieces.
    buffer_.reserve(session_detail::kReadBytes);
}

template <class Stream>
void Session<Stream>::launch() {
    const auto self = this->shared_from_this();
    const auto entry = core_->add(*self);
    auto done = [self, entry](const std::exception_ptr& failure) {
        // Cancelled, or out of memory: either way this connection is over.
        self->close();
        if (failure && !self->core_->stopping()) self->report_end(failure);
        self->core_->remove(entry);
    };
    auto coroutine = run();
    boost::asio::co_spawn(
        core_->io,
        std::move(coroutine),
        boost::asio::bind_cancellation_slot(cancel_.slot(), std::move(done))
    );
}

// A failed system call is the peer's doing; anything else is ours.
template <class Stream>
void Session<Stream>::report_end(const std::exception_ptr& failure) const {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        core_->report("http.connection_lost", peer_.text + " " + error.code().message());
    } catch (const std::exception& error) {
        core_->report("http.connection_failed", peer_.text + " " + error.what());
    } catch (...) {
        core_->report("http.connection_failed", peer_.text);
    }
}

template <class Stream>
void Session<Stream>::close() {
    boost::system::error_code ignored;
    lowest(stream_).close(ignored);
    if (events_) events_->close();
}

template <class Stream>
void Session<Stream>::wind_down() {
    if (phase_ == Phase::idle || phase_ == Phase::streaming) close();
}

template <class Stream>
void Session<Stream>::abort() {
    const auto alive = this->shared_from_this();
    close();
    cancel_.emit(boost::asio::cancellation_type::terminal);
}

template <class Stream>
boost::asio::awaitable<void> Session<Stream>::run() {
    const bool ready = co_await shake_hands();
    if (!ready) co_return;
    Next next = Next::request;
    while (next == Next::request)
        next = co_await serve_one();
    co_await finish(next);
}

template <class Stream>
boost::asio::awaitable<bool> Session<Stream>::shake_hands() {
    this->expire_after(core_->config.limits.header_time);
    if constexpr (kIsTls<Stream>) {
        auto [ec] = co_await stream_.async_handshake(
            boost::asio::ssl::stream_base::server, session_detail::token
        );
        co_return !ec;
    }
    co_return true;
}

template <class Stream>
boost::asio::awaitable<typename Session<Stream>::Next> Session<Stream>::serve_one() {
    RequestParser parser{core_->config.limits};
    auto header = co_await read_header(parser);
    if (header.closed) co_return Next::close;
    if (!header.refusal) header.refusal = parser.finish_header();
    if (!header.refusal) {
        core_->gate.identify(parser.request, peer_);
        header.refusal = core_->gate.check_host(parser.host);
    }
    if (!header.refusal) header.refusal = core_->gate.check_origin(parser.request, parser.host);
    if (header.refusal) co_return co_await refuse(*header.refusal);
    if (!parser.is_done()) {
        const auto body = co_await read_body(parser);
        if (body.closed) co_return Next::close;
        if (body.refusal) co_return co_await refuse(*body.refusal);
    }
    co_return co_await serve_read(parser);
}

// The request is complete: ask the handler and answer.
template <class Stream>
boost::asio::awaitable<typename Session<Stream>::Next> Session<Stream>::serve_read(
    RequestParser& parser
) {
    const bool head_only = parser.request.method == "HEAD";
    const auto stream_refusal = core_->gate.check_stream(parser.request, parser.host);
    fresh_ = false;
    phase_ = Phase::handling;
    this->never_expire();  // a handler has deadlines of its own
    core_->counters.requests.fetch_add(1, std::memory_order_relaxed);
    auto reply = co_await call_handler(std::move(parser.request));
    if (reply.stream && stream_refusal) co_return co_await refuse(*stream_refusal);
    if (reply.stream && core_->counters.streams.load() >= core_->config.limits.streams) {
        const Refusal full{503, "streams", "too many event streams are open"};
        co_return co_await refuse(full);
    }
    if (reply.stream && !head_only) {
        co_await stream_events(*std::move(reply.stream));
        co_return Next::drop;
    }
    if (reply.stream) reply.response.content_type = "text/event-stream";
    const bool keep = parser.keep_alive() && !core_->stopping();
    const bool written = co_await respond(std::move(reply.response), head_only, keep);
    co_return written&& keep && !core_->stopping() ? Next::request : Next::close;
}

template <class Stream>
boost::asio::awaitable<http::Reply> Session<Stream>::call_handler(http::Request request) {
    try {
        co_return co_await core_->handler.handle(std::move(request));
    } catch (const std::exception& error) {
        core_->counters.handler_failures.fetch_add(1);
        core_->report("http.handler_failed", error.what());
    } catch (...) {
        core_->counters.handler_failures.fetch_add(1);
        core_->report("http.handler_failed", "not a std::exception");
    }
    co_return http::Reply{http::refusal(500, "internal", "something went wrong here")};
}

// False when the peer is gone or the buffer is full.
template <class Stream>
boost::asio::awaitable<bool> Session<Stream>::read_some(std::size_t& count) {
    const std::size_t spare = buffer_.capacity() - buffer_.size();
    const std::size_t room = spare > 0 ? spare : session_detail::kReadBytes;
    const auto space = buffer_.prepare(std::min(room, buffer_.max_size() - buffer_.size()));
    auto [ec, n] = co_await stream_.async_read_some(space, session_detail::token);
    count = n;
    if (ec || n == 0) co_return false;
    buffer_.commit(n);
    co_return true;
}

// RFC 9112 section 2.2: empty lines before a request line are skipped. True when nothing else came.
template <class Stream>
bool Session<Stream>::skip_empty_lines() {
    for (;;) {
        const std::string_view held{
            static_cast<const char*>(buffer_.data().data()), buffer_.size()};
        if (!held.starts_with("\r\n")) return held.empty() || held == "\r";
        buffer_.consume(2);
    }
}

template <class Stream>
boost::asio::awaitable<typename Session<Stream>::Read> Session<Stream>::read_header(
    RequestParser& parser
) {
    const auto& limits = core_->config.limits;
    phase_ = Phase::idle;
    if (!fresh_) this->expire_after(limits.idle_time);
    bool started = false;
    for (;;) {
        if (phase_ == Phase::idle && buffer_.size() > 0) {
            // From the first byte on, trickling does not help (slowloris).
            this->expire_after(limits.header_time);
            phase_ = Phase::reading;
        }
        if (!started) started = !skip_empty_lines();
        if (started && buffer_.size() > 0) {
            boost::system::error_code ec;
            buffer_.consume(parser.put(buffer_.data(), ec));
            if (!ec) co_return Read{};
            if (ec != boost::beast::http::error::need_more)
                co_return Read{.refusal = parser.refusal(ec)};
        }
        std::size_t count = 0;
        const bool more = co_await read_some(count);
        if (!more) co_return Read{.closed = true};
    }
}

template <class Stream>
boost::asio::awaitable<typename Session<Stream>::Read> Session<Stream>::read_body(
    RequestParser& parser
) {
    const auto& limits = core_->config.limits;
    // Framing of chunks (sizes, extensions, trailers) may take as much again, and no more.
    const std::size_t raw_limit = 2 * limits.body_bytes + session_detail::kReadBytes;
    std::size_t raw = 0;
    this->expire_after(limits.body_time);
    if (parser.expects_continue && buffer_.size() == 0) {
        out_ = "HTTP/1.1 100 Continue\r\n\r\n";
        const bool written = co_await write_out({});
        if (!written) co_return Read{.closed = true};
        this->expire_after(limits.body_time);
    }
    parser.eager(true);
    for (;;) {
        if (buffer_.size() > 0) {
            boost::system::error_code ec;
            const auto used = parser.put(buffer_.data(), ec);
            buffer_.consume(used);
            raw += used;
            if (ec && ec != boost::beast::http::error::need_more)
                co_return Read{.refusal = parser.refusal(ec)};
            if (parser.is_done()) co_return Read{};
            if (raw > raw_limit)
                co_return Read{.refusal = Refusal{413, "body", "the body is too large"}};
            // Nothing was used of a full buffer: a chunk header or trailer without an end.
            if (buffer_.size() == buffer_.max_size())
                co_return Read{.refusal = Refusal{400, "framing", "a chunk header is too long"}};
        }
        std::size_t count = 0;
        const bool more = co_await read_some(count);
        if (!more) co_return Read{.closed = true};
    }
}

// After a refusal the connection ends: what follows may not be where a request starts.
template <class Stream>
boost::asio::awaitable<typename Session<Stream>::Next> Session<Stream>::refuse(Refusal refusal) {
    core_->counters.refused.fetch_add(1, std::memory_order_relaxed);
    auto response = http::refusal(refusal.status, refusal.code, refusal.message);
    const bool written = co_await respond(std::move(response), false, false);
    co_return written ? Next::linger : Next::close;
}

template <class Stream>
boost::asio::awaitable<bool>
Session<Stream>::respond(http::Response response, bool head_only, bool keep) {
    phase_ = Phase::answering;
    const auto persistence = keep ? Persistence::keep : Persistence::close;
    out_.clear();
    if (!append_response_head(out_, response, persistence, core_->date())) {
        core_->counters.handler_failures.fetch_add(1);
        core_->report("http.handler_failed", "a response field is malformed");
        response = http::refusal(500, "internal", "something went wrong here");
        (void)append_response_head(out_, response, persistence, core_->date());
    }
    if (head_only || !has_body(response.status)) response.body.clear();
    co_return co_await write_out(std::move(response.body));
}

// Writes out_ and the body behind it.
template <class Stream>
boost::asio::awaitable<bool> Session<Stream>::write_out(std::string body) {
    namespace asio = boost::asio;
    this->expire_after(core_->config.limits.write_time);
    if (body.size() <= session_detail::kJoinBytes) {
        out_.append(body);
        auto [ec, n] =
            co_await asio::async_write(stream_, asio::buffer(out_), session_detail::token);
        co_return !ec;
    }
    const std::array<asio::const_buffer, 2> both{asio::buffer(out_), asio::buffer(body)};
    auto [ec, n] = co_await asio::async_write(stream_, both, session_detail::token);
    co_return !ec;
}

template <class Stream>
boost::asio::awaitable<void> Session<Stream>::finish(Next how) {
    this->expire_after(core_->config.limits.linger_time);
    if (how == Next::linger) {
        // Closing with unread input makes the kernel send a reset, which may overtake the answer
        // (RFC 9112 section 9.6). So: half-close, and read on for a moment.
        boost::system::error_code ignored;
        if constexpr (!kIsTls<Stream>)
            lowest(stream_).shutdown(boost::asio::socket_base::shutdown_send, ignored);
        std::size_t total = 0;
        std::size_t count = 0;
        bool more = !core_->stopping();
        while (more && total < session_detail::kLingerBytes) {
            buffer_.consume(buffer_.size());
            more = co_await read_some(count);
            total += count;
        }
    } else if (how == Next::close) {
        if constexpr (kIsTls<Stream>) (void)co_await stream_.async_shutdown(session_detail::token);
    }
    close();
}

// What a peer sends into an event stream is thrown away; its end is the end of the stream.
template <class Stream>
void Session<Stream>::watch_peer(std::shared_ptr<EventQueue> queue) {
    auto done = [self = this->shared_from_this(),
                 queue](const boost::system::error_code& ec, std::size_t n) {
        self->discarded_bytes_ += n;
        if (!ec && queue->open() && self->discarded_bytes_ <= session_detail::kIdleStreamInput) {
            self->watch_peer(queue);
            return;
        }
        if (self->phase_ == Phase::streaming) self->close();
    };
    stream_.async_read_some(boost::asio::buffer(discarded_), std::move(done));
}

template <class Stream>
boost::asio::awaitable<void> Session<Stream>::stream_events(http::StreamStart start) {
    out_.clear();
    phase_ = Phase::answering;
    if (!append_stream_head(out_, start.headers, core_->date())) {
        const Refusal broken{500, "internal", "something went wrong here"};
        (void)co_await refuse(broken);
        co_return;
    }
    const bool written = co_await write_out({});
    if (!written || core_->stopping()) co_return;
    const auto& limits = core_->config.limits;
    boost::asio::steady_timer wake{core_->io};
    const auto queue = std::make_shared<EventQueue>(
        core_->io.get_executor(),
        EventQueue::Limits{.events = limits.stream_events, .bytes = limits.stream_bytes},
        [&wake] { wake.cancel(); }
    );
    // Also when the coroutine is torn down: the handler may hold the stream for longer.
    struct Ending {
        Session& session;
        EventQueue& queue;
        ~Ending() {
            queue.detach();
            session.events_.reset();
            session.core_->counters.streams.fetch_sub(1);
        }
    };
    core_->counters.streams.fetch_add(1);
    const Ending ending{*this, *queue};
    events_ = queue;
    phase_ = Phase::streaming;
    watch_peer(queue);
    if (start.started) start.started(queue);
    co_await pump(*queue, wake);
}

template <class Stream>
boost::asio::awaitable<void>
Session<Stream>::pump(EventQueue& queue, boost::asio::steady_timer& wake) {
    while (queue.take(out_)) {
        if (out_.empty()) {
            this->never_expire();
            wake.expires_after(core_->config.limits.heartbeat);
            auto [ec] = co_await wake.async_wait(session_detail::token);
            if (ec) continue;  // woken: there is something to do
            out_ = ":\n\n";    // a comment, so that proxies and dead peers are noticed
        }
        const bool written = co_await write_out({});
        if (!written) co_return;
    }
}

}  // namespace socbot
