// Whom DNS questions go to, and every limit of asking.
#pragma once

#include "domain/alarm/address.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace socbot {

struct DnsServer {
    IpAddress address;
    std::uint16_t port{53};
};

struct DnsLimits {
    std::size_t in_flight{256};      // questions under way, abandoned ones too; beyond: unavailable
    std::size_t records{64};         // of one answer; what is beyond is cut
    std::size_t record_bytes{4096};  // a longer record is left out
};

struct DnsConfig {
    std::vector<DnsServer> servers;  // empty: those of the system (/etc/resolv.conf)
    // Datagrams get lost, so a server is asked again; the deadline of the question bounds it all.
    std::chrono::milliseconds try_time{1500};
    int tries{3};
    DnsLimits limits;
};

}  // namespace socbot
