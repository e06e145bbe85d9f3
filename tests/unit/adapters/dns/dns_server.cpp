// The server behind plain sockets; see dns_server.h.
#include "unit/adapters/dns/dns_server.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace socbot::testing_support {

namespace {

std::string number(std::uint32_t value, unsigned bytes) {
    std::string out;
    while (bytes-- > 0)
        out.push_back(static_cast<char>((value >> (8 * bytes)) & 0xffU));
    return out;
}

sockaddr* generic(sockaddr_in& address) {
    return reinterpret_cast<sockaddr*>(&address);  // NOLINT: what the socket calls take
}

}  // namespace

std::string wire_name(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        const auto label = name.substr(0, name.find('.'));
        out.push_back(static_cast<char>(label.size()));
        out.append(label);
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    out.push_back('\0');
    return out;
}

DnsRecord a_record(std::string owner, std::uint32_t ttl, std::string_view address) {
    in_addr parsed{};
    EXPECT_EQ(::inet_pton(AF_INET, std::string{address}.c_str(), &parsed), 1);
    return {std::move(owner), 1, ttl, number(ntohl(parsed.s_addr), 4)};
}

std::string
dns_answer(std::string_view question, int rcode, const std::vector<DnsRecord>& records) {
    // Header, then the name up to its root label, then type and class.
    const auto name_end = question.find('\0', 12);
    std::string out{question.substr(0, 2)};
    out += number(0x8180U | static_cast<unsigned>(rcode), 2) + number(1, 2);
    out += number(static_cast<std::uint32_t>(records.size()), 2) + number(0, 4);
    out.append(question.substr(12, name_end + 5 - 12));
    for (const auto& record : records) {
        out += wire_name(record.owner) + number(static_cast<std::uint32_t>(record.type), 2);
        out += number(1, 2) + number(record.ttl, 4);
        out += number(static_cast<std::uint32_t>(record.data.size()), 2) + record.data;
    }
    return out;
}

DnsServerOnLoopback::DnsServerOnLoopback(Act act)
    : act_{std::move(act)}, socket_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, generic(address), sizeof address), 0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::getsockname(socket_, generic(address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

DnsServerOnLoopback::~DnsServerOnLoopback() {
    stopping_ = true;
    const int poke = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port_);
    ::sendto(poke, "", 0, 0, generic(address), sizeof address);
    ::close(poke);
    thread_.join();
    ::close(socket_);
}

void DnsServerOnLoopback::run() {
    std::array<char, 4096> buffer{};
    while (!stopping_) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        const auto n = ::recvfrom(socket_, buffer.data(), buffer.size(), 0, generic(peer), &size);
        if (n <= 0) continue;
        ++questions_;
        const auto answer = act_({buffer.data(), static_cast<std::size_t>(n)});
        if (!answer.empty())
            ::sendto(socket_, answer.data(), answer.size(), 0, generic(peer), size);
    }
}

}  // namespace socbot::testing_support
