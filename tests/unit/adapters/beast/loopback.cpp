// The blocking client.
#include "unit/adapters/beast/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace socbot::testing_support {

RawClient::RawClient(std::uint16_t port)
    : RawClient{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), port} {}

RawClient::RawClient(int socket, std::uint16_t port) : socket_{socket} {
    limit_time();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

RawClient::RawClient(const std::string& unix_path)
    : socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    limit_time();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, unix_path.c_str(), unix_path.size() + 1);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

RawClient::~RawClient() {
    hang_up();
}

void RawClient::limit_time() const {
    const timeval limit{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

void RawClient::hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

RawClient& RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) break;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return *this;
}

bool RawClient::fill() {
    std::array<char, 65536> chunk{};
    const auto n = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (n < 0 && errno == EAGAIN) ADD_FAILURE() << "nothing came in time";
    if (n <= 0) return false;
    held_.append(chunk.data(), static_cast<std::size_t>(n));
    return true;
}

std::string RawClient::read_until(std::string_view mark) {
    while (held_.find(mark) == std::string::npos)
        if (!fill()) return std::exchange(held_, {});
    const auto end = held_.find(mark) + mark.size();
    std::string out = held_.substr(0, end);
    held_.erase(0, end);
    return out;
}

std::string RawClient::response() {
    std::string out = read_until("\r\n\r\n");
    const auto at = out.find("Content-Length: ");
    if (at == std::string::npos) return out;
    const std::size_t length = std::stoul(out.substr(at + 16));
    while (held_.size() < length)
        if (!fill()) break;
    out += held_.substr(0, length);
    held_.erase(0, length);
    return out;
}

bool RawClient::closed() {
    return held_.empty() && !fill() && held_.empty();
}

}  // namespace socbot::testing_support
