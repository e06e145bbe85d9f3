// IP addresses and the address policy: what socbot may never connect to or look up.
#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// IPv4 or IPv6. IPv4-mapped IPv6 (::ffff:0:0/96) is folded to IPv4 when parsed. No zones, no octal,
// no shortened IPv4 (RFC 6943 section 3.1.1: those read differently elsewhere).
class IpAddress {
public:
    static std::optional<IpAddress> parse(std::string_view text);
    static IpAddress v4(std::uint32_t host_order);
    static IpAddress v6(const std::array<std::uint8_t, 16>& bytes);  // folds mapped addresses

    bool is_v4() const noexcept { return v4_; }
    std::uint32_t v4_value() const;  // host order; only if is_v4()
    const std::array<std::uint8_t, 16>& bytes() const noexcept { return bytes_; }  // v4: last 4
    std::string str() const;                                                       // RFC 5952
    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
    bool v4_{false};
};

// A prefix, "10.0.0.0/8" or a bare address. Host bits must be zero.
class Network {
public:
    static Result<Network> parse(std::string_view text);
    bool contains(const IpAddress& address) const noexcept;
    std::string str() const;
    friend bool operator==(const Network&, const Network&) = default;

private:
    IpAddress base_;
    unsigned bits_{0};
};

// A customer's own networks.
class Networks {
public:
    Networks() = default;
    explicit Networks(std::vector<Network> networks) : networks_{std::move(networks)} {}
    bool contains(const IpAddress& address) const noexcept;

private:
    std::vector<Network> networks_;
};

// Why an address is special, from the IANA IPv4 and IPv6 Special-Purpose Address Registries and the
// multicast and reserved blocks; nullptr for an ordinary global address. IPv4 inside IPv6 (mapped,
// compatible, 6to4 2002::/16, Teredo 2001::/32, NAT64 64:ff9b::/96 and 64:ff9b:1::/48) is unwrapped
// and judged too; under 64:ff9b::/96 the address inside alone decides, elsewhere the wrapping is
// special whatever it holds.
const char* special_purpose(const IpAddress& address) noexcept;

// The policy of every outgoing connection. What the operator named for a purpose (host and port, as
// configured, e.g. a case desk inside) may be private; everything else must be an ordinary global
// address. Checked on the address about to be connected, after each redirect too.
struct AllowedEndpoint {
    std::string host;  // as configured, lower case; matched against the URL's host
    std::uint16_t port{0};
};
class AddressPolicy {
public:
    AddressPolicy() = default;
    explicit AddressPolicy(std::vector<AllowedEndpoint> allowed) : allowed_{std::move(allowed)} {}

    // Ok, or unauthorised with the reason ("10.1.2.3 is private (RFC 1918)").
    Result<void> check(std::string_view host, std::uint16_t port, const IpAddress& connecting_to)
        const;

private:
    std::vector<AllowedEndpoint> allowed_;
};

// Inside: one of the customer's networks, or special purpose of a kind seen only near the reporting
// machine (private, shared, loopback, link-local, unique local, multicast, ...). Documentation
// blocks (203.0.113.0/24) count as outside, since written examples use them for strangers; so do
// blocks that are reachable from everywhere. False for what is no address.
bool is_inside(std::string_view ip_text, const Networks& own);

}  // namespace socbot
