// Resolve, check, connect, ask, read to the end or to a limit.
#include "adapters/beast/tcp_client.h"

#include "async/with_timeout.h"
#include "base/text.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace socbot {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr asio::as_tuple_t<asio::use_awaitable_t<>> token{};
constexpr std::size_t kRequestBytes = 4 * 1024;
constexpr std::size_t kHostBytes = 253;  // RFC 1035 section 2.3.4
using Strand = asio::strand<asio::any_io_executor>;

IpAddress ip_of(const tcp::endpoint& endpoint) {
    const auto address = endpoint.address();
    if (address.is_v4()) return IpAddress::v4(address.to_v4().to_uint());
    return IpAddress::v6(address.to_v6().to_bytes());
}

// What the exchange shares with its two watchers, all on one strand.
struct Attempt {
    Attempt(const Strand& strand, Deadline limit)
        : resolver{strand}, socket{strand}, timer{strand}, deadline{limit} {}

    bool late() const { return deadline.left(Deadline::Clock::now()).count() == 0; }

    tcp::resolver resolver;
    tcp::socket socket;
    asio::steady_timer timer;
    Deadline deadline;
    std::optional<std::pair<error_code, tcp::resolver::results_type>> resolved;
};

// The system resolver can't be interrupted, so at the deadline its answer is abandoned.
asio::awaitable<void> resolve(
    std::shared_ptr<Attempt> attempt,
    const Strand& strand,
    std::string host,
    std::string port
) {
    attempt->timer.expires_at(attempt->deadline.when());
    auto done = [attempt](const error_code& ec, tcp::resolver::results_type results) {
        attempt->resolved.emplace(ec, std::move(results));
        attempt->timer.cancel();
    };
    attempt->resolver.async_resolve(
        host, port, tcp::resolver::numeric_service, asio::bind_executor(strand, std::move(done))
    );
    while (!attempt->resolved && !attempt->late())
        (void)co_await attempt->timer.async_wait(token);
}

// From here on the deadline closes the socket, which ends whatever waits on it.
void close_when_late(const std::shared_ptr<Attempt>& attempt) {
    attempt->timer.expires_at(attempt->deadline.when());
    attempt->timer.async_wait([attempt](const error_code& ec) {
        error_code ignored;
        if (!ec) attempt->socket.close(ignored);
    });
}

asio::awaitable<Result<void>>
connect(Attempt& attempt, const AddressPolicy& policy, const TcpExchange& exchange) {
    std::optional<Error> refused;
    std::string why{"no address"};
    for (const auto& entry : attempt.resolved->second) {
        const tcp::endpoint endpoint = entry.endpoint();
        const std::string host = to_lower_ascii(exchange.host);
        const auto allowed = policy.check(host, exchange.port, ip_of(endpoint));
        if (!allowed) {
            refused = allowed.error();
            continue;
        }
        error_code ignored;
        if (attempt.socket.is_open()) attempt.socket.close(ignored);
        auto [ec] = co_await attempt.socket.async_connect(endpoint, token);
        if (!ec) co_return Result<void>{};
        why = ec.message();
        if (attempt.late())
            co_return Error{Errc::timeout, exchange.host + ": no connection in time"};
    }
    if (refused) co_return *std::move(refused);
    co_return Error{Errc::unavailable, exchange.host + ": " + why};
}

asio::awaitable<Result<TcpAnswer>> converse(Attempt& attempt, const TcpExchange& exchange) {
    auto [write_error, written] =
        co_await asio::async_write(attempt.socket, asio::buffer(exchange.request), token);
    if (write_error && attempt.late())
        co_return Error{Errc::timeout, exchange.host + ": no answer in time"};
    if (write_error)
        co_return Error{Errc::unavailable, exchange.host + ": " + write_error.message()};
    TcpAnswer answer;
    std::array<char, 4096> chunk{};
    for (;;) {
        auto [ec, n] = co_await attempt.socket.async_read_some(asio::buffer(chunk), token);
        const std::size_t room = exchange.response_limit - answer.bytes.size();
        answer.bytes.append(chunk.data(), std::min(n, room));
        if (n > room) {
            answer.complete = false;
            co_return answer;
        }
        if (ec == asio::error::eof) co_return answer;
        if (!ec) continue;
        answer.complete = false;
        if (!answer.bytes.empty()) co_return answer;
        if (attempt.late()) co_return Error{Errc::timeout, exchange.host + ": no answer in time"};
        co_return Error{Errc::unavailable, exchange.host + ": " + ec.message()};
    }
}

asio::awaitable<Result<TcpAnswer>>
run(Strand strand, AddressPolicy policy, TcpExchange exchange, Deadline deadline) {
    const auto attempt = std::make_shared<Attempt>(strand, deadline);
    co_await resolve(attempt, strand, exchange.host, std::to_string(exchange.port));
    if (!attempt->resolved) {
        attempt->resolver.cancel();
        co_return Error{Errc::timeout, exchange.host + ": the name was not resolved in time"};
    }
    if (attempt->resolved->first)
        co_return Error{
            Errc::unavailable, exchange.host + ": " + attempt->resolved->first.message()};
    close_when_late(attempt);
    // Also when a cancellation unwinds this coroutine: the timer holds the socket.
    const std::unique_ptr<Attempt, void (*)(Attempt*)> ending{
        attempt.get(), [](Attempt* ended) { ended->timer.cancel(); }};
    const auto connected = co_await connect(*attempt, policy, exchange);
    if (!connected) co_return connected.error();
    co_return co_await converse(*attempt, exchange);
}

}  // namespace

AsioTcpClient::AsioTcpClient(AddressPolicy policy) : policy_{std::move(policy)} {}

asio::awaitable<Result<TcpAnswer>>
AsioTcpClient::exchange(TcpExchange exchange, Deadline deadline) {
    if (exchange.host.empty() || exchange.host.size() > kHostBytes || exchange.port == 0)
        co_return Error{Errc::invalid_input, "a host and a port are needed"};
    if (exchange.request.size() > kRequestBytes)
        co_return Error{Errc::invalid_input, "the request is over 4 KiB"};
    const Strand strand = asio::make_strand(co_await asio::this_coro::executor);
    auto running = run(strand, policy_, std::move(exchange), deadline);
    // use_awaitable passes a cancellation of the caller on.
    auto boxed = detail::boxed(std::move(running));
    auto answer = co_await asio::co_spawn(strand, std::move(boxed), asio::use_awaitable);
    co_return *std::move(answer);
}

}  // namespace socbot
