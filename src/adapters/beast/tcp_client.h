// AsioTcpClient: one question over plain TCP, for protocols such as WHOIS (RFC 3912).
#pragma once

#include "domain/alarm/address.h"
#include "ports/tcp_client.h"

namespace socbot {

// Thread-safe: an exchange runs on a strand of its caller's executor and shares nothing. Addresses
// are tried in the resolver's order; one the policy refuses is never connected to. Failures:
// timeout (no byte by the deadline), unavailable (resolve, connect, reset before a byte),
// unauthorised (every address was refused), invalid_input (host or port empty, request over 4 KiB).
class AsioTcpClient final : public TcpClient {
public:
    explicit AsioTcpClient(AddressPolicy policy);

    boost::asio::awaitable<Result<TcpAnswer>> exchange(TcpExchange exchange, Deadline deadline)
        override;

private:
    const AddressPolicy policy_;
};

}  // namespace socbot
