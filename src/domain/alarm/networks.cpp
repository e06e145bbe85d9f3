// Prefixes, a customer's own networks, and the address policy of outgoing connections.
#include "base/text.h"
#include "domain/alarm/address.h"
#include "domain/alarm/special_purpose.h"

#include <algorithm>
#include <charconv>
#include <span>

namespace socbot {
namespace {

constexpr std::size_t kV4Start = 12;  // where IPv4 begins in the 16 bytes

bool same_prefix(
    std::span<const std::uint8_t> a,
    std::span<const std::uint8_t> b,
    unsigned bits
) noexcept {
    const std::size_t whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin()))
        return false;
    const unsigned rest = bits % 8;
    return rest == 0 || ((unsigned{a[whole]} ^ unsigned{b[whole]}) >> (8U - rest)) == 0;
}

std::span<const std::uint8_t> significant(const IpAddress& address) noexcept {
    return std::span{address.bytes()}.subspan(address.is_v4() ? kV4Start : 0);
}

bool host_bits_are_zero(std::span<const std::uint8_t> bytes, unsigned bits) noexcept {
    for (unsigned bit = bits; bit < bytes.size() * 8; ++bit) {
        if (((unsigned{bytes[bit / 8]} >> (7U - bit % 8)) & 1U) != 0) return false;
    }
    return true;
}

std::optional<unsigned> parse_bits(std::string_view text, unsigned limit) {
    if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size() || bits > limit)
        return std::nullopt;
    return bits;
}

// The host of a URL in the form it is compared in: no brackets around IPv6, no final dot.
std::string_view comparable_host(std::string_view host) noexcept {
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        return host.substr(1, host.size() - 2);
    if (host.ends_with('.')) host.remove_suffix(1);
    return host;
}

}  // namespace

Result<Network> Network::parse(std::string_view text) {
    const auto refuse = [text](std::string_view why) {
        return Error{
            Errc::invalid_input,
            quote_for_log(text, 64) + " is not a network: " + std::string{why}};
    };
    const std::size_t slash = text.find('/');
    const auto base = IpAddress::parse(text.substr(0, slash));
    if (!base) return refuse("no IP address before the prefix length");
    Network network;
    network.base_ = *base;
    const unsigned width = base->is_v4() ? 32 : 128;
    network.bits_ = width;
    if (slash != std::string_view::npos) {
        const auto bits = parse_bits(text.substr(slash + 1), width);
        if (!bits) return refuse("the prefix length must be 0 to " + std::to_string(width));
        network.bits_ = *bits;
    }
    if (!host_bits_are_zero(significant(network.base_), network.bits_))
        return refuse("bits after the prefix are set");
    return network;
}

bool Network::contains(const IpAddress& address) const noexcept {
    return address.is_v4() == base_.is_v4() &&
           same_prefix(significant(address), significant(base_), bits_);
}

std::string Network::str() const {
    return base_.str() + "/" + std::to_string(bits_);
}

bool Networks::contains(const IpAddress& address) const noexcept {
    return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
        return network.contains(address);
    });
}

Result<void> AddressPolicy::check(
    std::string_view host,
    std::uint16_t port,
    const IpAddress& connecting_to
) const {
    const char* const reason = special_purpose(connecting_to);
    if (reason == nullptr) return {};
    const bool named =
        std::any_of(allowed_.begin(), allowed_.end(), [&](const AllowedEndpoint& allowed) {
            return allowed.port == port &&
                   equals_ignore_case_ascii(comparable_host(allowed.host), comparable_host(host));
        });
    if (named) return {};
    return Error{Errc::unauthorised, connecting_to.str() + " is " + reason};
}

bool is_inside(std::string_view ip_text, const Networks& own) {
    const auto address = IpAddress::parse(ip_text);
    return address && (judge_address(*address).inside || own.contains(*address));
}

}  // namespace socbot
