// TcpClient: one question over plain TCP, one answer until the peer closes (RFC 3912, WHOIS).
#pragma once

#include "base/result.h"
#include "ports/deadline.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace socbot {

struct TcpExchange {
    std::string host;
    std::uint16_t port{0};
    std::string request;
    std::size_t response_limit{256 * 1024};
};

struct TcpAnswer {
    std::string bytes;
    bool complete{true};  // false: the limit or the deadline cut it
};

// Thread-safe. The address policy is applied to every address tried.
class TcpClient {
public:
    virtual ~TcpClient() = default;
    virtual boost::asio::awaitable<Result<TcpAnswer>>
    exchange(TcpExchange exchange, Deadline deadline) = 0;
};

}  // namespace socbot
