// Resolver: DNS questions that are answers in themselves (PTR, TXT, A, AAAA, MX, NS).
#pragma once

#include "base/result.h"
#include "ports/deadline.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace socbot {

enum class RecordType { a, aaaa, ptr, txt, mx, ns };

struct DnsAnswer {
    std::vector<std::string> records;  // presentation form
    std::chrono::seconds ttl{0};
};

// Thread-safe. not_found for NXDOMAIN and no data.
class Resolver {
public:
    virtual ~Resolver() = default;
    virtual boost::asio::awaitable<Result<DnsAnswer>>
    resolve(std::string name, RecordType type, Deadline deadline) = 0;
};

}  // namespace socbot
