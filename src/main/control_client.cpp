// A plain HTTP/1.0 exchange over a local socket; see control_client.h.
#include "main/control_client.h"

#include <fmt/format.h>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

namespace socbot {

namespace {

constexpr std::size_t kAnswerBytes = 4U << 20U;

class Socket {
public:
    Socket() : fd_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {}
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int fd() const noexcept { return fd_; }

private:
    int fd_;
};

Error failure(const std::filesystem::path& path, const char* what) {
    return {
        Errc::unavailable,
        fmt::format("{}: {}: {}", path.string(), what, std::generic_category().message(errno))};
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Result<ControlAnswer> parse(std::string_view text) {
    const auto space = text.find(' ');
    const auto body = text.find("\r\n\r\n");
    ControlAnswer answer;
    if (space == std::string_view::npos || body == std::string_view::npos)
        return Error{Errc::unavailable, "the server's answer could not be read"};
    const auto digits = text.substr(space + 1, 3);
    std::from_chars(digits.data(), digits.data() + digits.size(), answer.status);
    answer.body = text.substr(body + 4);
    return answer;
}

}  // namespace

std::string percent_encode(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (plain)
            out.push_back(c);
        else
            out.append(fmt::format("%{:02X}", static_cast<unsigned char>(c)));
    }
    return out;
}

Result<ControlAnswer> control_post(
    const std::filesystem::path& data_dir,
    const std::string& target,
    const std::string& body
) {
    const auto path = data_dir / "control.sock";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.native().size() >= sizeof(address.sun_path))
        return Error{Errc::invalid_input, path.string() + ": the path is too long for a socket"};
    std::memcpy(address.sun_path, path.c_str(), path.native().size());
    const Socket socket;
    if (socket.fd() < 0) return failure(path, "socket");
    const timeval limit{30, 0};
    ::setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    ::setsockopt(socket.fd(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockaddr works
    if (::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
        return failure(path, "is the server running with this data_dir?");
    const auto head = fmt::format(
        "POST {} HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        "{}\r\n\r\n",
        target,
        body.size()
    );
    if (!write_all(socket.fd(), head) || !write_all(socket.fd(), body))
        return failure(path, "send");
    std::string answer;
    std::string chunk(1U << 14U, '\0');
    for (;;) {
        const auto got = ::recv(socket.fd(), chunk.data(), chunk.size(), 0);
        if (got == 0) break;
        if (got < 0) return failure(path, "receive");
        answer.append(chunk.data(), static_cast<std::size_t>(got));
        if (answer.size() > kAnswerBytes) return Error{Errc::unavailable, "the answer is too long"};
    }
    return parse(answer);
}

}  // namespace socbot
