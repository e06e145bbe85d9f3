// The TCP listener: binding, TLS contexts, the cap on connections, stopping.
#include "adapters/beast/http_listener.h"

#include "adapters/beast/accept_loop.h"
#include "adapters/beast/response_head.h"
#include "adapters/beast/sessions.h"
#include "adapters/beast/tls_context.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>

#include <mutex>
#include <utility>

namespace socbot {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;

struct HttpListener::State : std::enable_shared_from_this<HttpListener::State> {
    using Socket = PlainStream;

    State(asio::io_context& io, ListenerConfig config, http::Handler& handler)
        : core{std::make_shared<ListenerCore>(io, std::move(config), handler)},
          acceptor{io},
          back_off{io} {}

    Result<void> bind();
    void admit(Socket socket);
    void turn_away(Socket& socket);
    void close() {
        boost::system::error_code ignored;
        acceptor.close(ignored);
        back_off.cancel();
    }
    std::shared_ptr<ssl::context> context() {
        const std::lock_guard lock{tls_mutex};
        return tls;
    }

    std::shared_ptr<ListenerCore> core;
    asio::basic_socket_acceptor<tcp, asio::io_context::executor_type> acceptor;
    asio::steady_timer back_off;
    std::atomic<std::uint16_t> port{0};
    std::mutex tls_mutex;
    std::shared_ptr<ssl::context> tls;  // under tls_mutex: reload comes from any thread
};

namespace {

Peer peer_of(const PlainStream& socket, boost::system::error_code& ec) {
    Peer peer;
    const auto endpoint = socket.remote_endpoint(ec);
    if (ec) return peer;
    auto address = endpoint.address();
    if (address.is_v6()) {
        peer.address = IpAddress::v6(address.to_v6().to_bytes());
    } else {
        peer.address = IpAddress::v4(address.to_v4().to_uint());
    }
    peer.text = peer.address->str();
    return peer;
}

Error bind_error(const ListenerConfig& config, const char* what, const std::string& why) {
    return Error{
        Errc::unavailable,
        std::string{what} + " " + config.address + ":" + std::to_string(config.port) + ": " + why};
}

}  // namespace

Result<void> HttpListener::State::bind() {
    const auto& config = core->config;
    boost::system::error_code ec;
    const auto address = asio::ip::make_address(config.address, ec);
    if (ec) return Error{Errc::invalid_input, "not an address to listen on: " + config.address};
    const tcp::endpoint endpoint{address, config.port};
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) acceptor.set_option(tcp::acceptor::reuse_address{true}, ec);
    if (!ec) acceptor.bind(endpoint, ec);
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    if (!ec) port = acceptor.local_endpoint(ec).port();
    if (!ec) return {};
    boost::system::error_code ignored;
    acceptor.close(ignored);
    return bind_error(config, "can't listen on", ec.message());
}

void HttpListener::State::admit(Socket socket) {
    boost::system::error_code ec;
    auto peer = peer_of(socket, ec);
    if (ec) return;  // gone already
    // Answers are one write each; without this a body sent apart from its head would wait for the
    // peer's delayed acknowledgement.
    socket.set_option(tcp::no_delay{true}, ec);
    if (core->is_full()) {
        turn_away(socket);
        return;
    }
    const auto tls_context = context();
    if (tls_context)
        start_tls_session(core, std::move(socket), std::move(peer), *tls_context);
    else
        start_plain_session(core, std::move(socket), std::move(peer));
}

// As much politeness as costs no memory: one write that never waits. Under TLS not even that, a
// handshake is dearer than what is refused.
void HttpListener::State::turn_away(Socket& socket) {
    core->counters.turned_away.fetch_add(1);
    core->report("http.connection_turned_away", "too many connections");
    if (core->config.tls) return;
    const auto response = http::refusal(503, "busy", "too many connections");
    std::string bytes;
    (void)append_response_head(bytes, response, Persistence::close, core->date());
    bytes.append(response.body);
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(bytes), ignored);
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
}

HttpListener::HttpListener(asio::io_context& io, ListenerConfig config, http::Handler& handler)
    : state_{std::make_shared<State>(io, std::move(config), handler)} {}

HttpListener::~HttpListener() {
    state_->close();
}

Result<void> HttpListener::start() {
    auto renewed = read_tls();
    if (!renewed) return std::move(renewed).error();
    use(*std::move(renewed));
    if (auto bound = state_->bind(); !bound) return bound;
    asio::co_spawn(state_->core->io, accept_until_closed(state_), asio::detached);
    return {};
}

std::uint16_t HttpListener::port() const noexcept {
    return state_->port.load();
}

Result<RenewedTls> HttpListener::read_tls() const {
    RenewedTls renewed;
    if (const auto& files = state_->core->config.tls) {
        auto made = make_tls_context(*files);
        if (!made) return std::move(made).error();
        renewed.context_ = *std::move(made);
    }
    return renewed;
}

void HttpListener::use(RenewedTls renewed) {
    const std::lock_guard lock{state_->tls_mutex};
    state_->tls = std::move(renewed.context_);
}

asio::awaitable<void> HttpListener::stop(Deadline deadline) {
    // On the listener's own thread, whichever the caller is on.
    auto stopping = stop_accepting(state_, deadline);
    co_await asio::co_spawn(state_->core->io, std::move(stopping), asio::use_awaitable);
}

ListenerCounts HttpListener::counts() const {
    return state_->core->counts();
}

}  // namespace socbot
