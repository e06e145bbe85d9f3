// A DNS server on loopback that answers what a test says, and a writer of messages for it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace socbot::testing_support {

struct DnsRecord {
    std::string owner;
    int type{0};
    std::uint32_t ttl{0};
    std::string data;
};

// "a.example" as length-prefixed labels.
std::string wire_name(std::string_view name);
// "203.0.113.5"
DnsRecord a_record(std::string owner, std::uint32_t ttl, std::string_view address);

// The answer to `question` (a whole query): its id and question, then the records.
std::string dns_answer(std::string_view question, int rcode, const std::vector<DnsRecord>& records);

// One datagram in, none or one out ("" is none), on a thread of its own.
class DnsServerOnLoopback {
public:
    using Act = std::function<std::string(std::string_view question)>;

    explicit DnsServerOnLoopback(Act act);
    ~DnsServerOnLoopback();
    DnsServerOnLoopback(const DnsServerOnLoopback&) = delete;
    DnsServerOnLoopback& operator=(const DnsServerOnLoopback&) = delete;

    std::uint16_t port() const { return port_; }
    int questions() const { return questions_.load(); }

private:
    void run();

    Act act_;
    int socket_;
    std::uint16_t port_{0};
    std::atomic<bool> stopping_{false};
    std::atomic<int> questions_{0};
    std::thread thread_;
};

}  // namespace socbot::testing_support
