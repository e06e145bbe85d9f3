// The local listener: a socket file only its owner can open.
#include "adapters/beast/accept_loop.h"
#include "adapters/beast/http_listener.h"
#include "adapters/beast/sessions.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace socbot {

namespace asio = boost::asio;
using asio::local::stream_protocol;

struct UnixListener::State : std::enable_shared_from_this<UnixListener::State> {
    using Socket = LocalStream;

    State(asio::io_context& io, UnixListenerConfig given, http::Handler& handler)
        : path{std::move(given.path)}, acceptor{io}, back_off{io} {
        ListenerConfig config;
        config.limits = given.limits;
        config.report = std::move(given.report);
        core = std::make_shared<ListenerCore>(io, std::move(config), handler);
    }

    Result<void> clear_path();
    Result<void> bind();
    void admit(Socket socket) {
        if (core->is_full()) {
            core->counters.turned_away.fetch_add(1);
            return;
        }
        start_local_session(core, std::move(socket));
    }
    void close() {
        if (!acceptor.is_open()) return;
        boost::system::error_code ignored;
        acceptor.close(ignored);
        back_off.cancel();
        ::unlink(path.c_str());
    }

    std::string path;
    std::shared_ptr<ListenerCore> core;
    asio::basic_socket_acceptor<stream_protocol, asio::io_context::executor_type> acceptor;
    asio::steady_timer back_off;
};

// A process that was killed leaves its socket file behind, and binding to it fails for ever.
Result<void> UnixListener::State::clear_path() {
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) {
        if (errno == ENOENT) return {};
        return Error{Errc::unavailable, path + ": " + std::system_category().message(errno)};
    }
    if (!S_ISSOCK(found.st_mode))
        return Error{Errc::conflict, path + " exists and is not a socket"};
    Socket probe{core->io};
    boost::system::error_code ec;
    probe.connect(stream_protocol::endpoint{path}, ec);
    if (!ec) return Error{Errc::conflict, path + " belongs to a running server"};
    if (::unlink(path.c_str()) != 0)
        return Error{Errc::unavailable, path + ": " + std::system_category().message(errno)};
    return {};
}

Result<void> UnixListener::State::bind() {
    if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path))
        return Error{Errc::invalid_input, "a socket path has 1 to 107 bytes"};
    if (auto cleared = clear_path(); !cleared) return cleared;
    boost::system::error_code ec;
    acceptor.open(stream_protocol{}, ec);
    if (!ec) acceptor.bind(stream_protocol::endpoint{path}, ec);
    // Before listen() nobody can connect, so there is no moment in which others could.
    if (!ec && ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0)
        ec.assign(errno, boost::system::system_category());
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    if (!ec) return {};
    close();
    return Error{Errc::unavailable, "can't listen on " + path + ": " + ec.message()};
}

UnixListener::UnixListener(asio::io_context& io, UnixListenerConfig config, http::Handler& handler)
    : state_{std::make_shared<State>(io, std::move(config), handler)} {}

UnixListener::~UnixListener() {
    state_->close();
}

Result<void> UnixListener::start() {
    if (auto bound = state_->bind(); !bound) return bound;
    asio::co_spawn(state_->core->io, accept_until_closed(state_), asio::detached);
    return {};
}

asio::awaitable<void> UnixListener::stop(Deadline deadline) {
    auto stopping = stop_accepting(state_, deadline);
    co_await asio::co_spawn(state_->core->io, std::move(stopping), asio::use_awaitable);
}

ListenerCounts UnixListener::counts() const {
    return state_->core->counts();
}

}  // namespace socbot
