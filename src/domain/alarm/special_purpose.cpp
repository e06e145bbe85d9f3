// The IANA IPv4 and IPv6 Special-Purpose Address Registries as tables, with multicast, what is
// reserved, and the ways an IPv4 address hides in an IPv6 one.
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
//
// Blocks that the registries call globally reachable (anycast services, AS112) are special too:
// none is an endpoint that socbot has business with. The one exception is NAT64's well-known
// prefix: a network without IPv4 reaches every IPv4 server through it, so there the address inside
// decides.
#include "domain/alarm/special_purpose.h"

namespace socbot {
namespace {

constexpr bool kInside = true;
constexpr bool kOutside = false;

constexpr std::uint32_t ip4(unsigned a, unsigned b, unsigned c, unsigned d) {
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

struct Block4 {
    std::uint32_t base;
    unsigned bits;
    SpecialPurpose purpose;
};

// The first match decides: a narrower block stands before the one around it.
constexpr Block4 kBlocks4[] = {
    {ip4(0, 0, 0, 0), 32, {"this host (RFC 1122)", kInside}},
    {ip4(0, 0, 0, 0), 8, {"this network (RFC 791)", kInside}},
    {ip4(10, 0, 0, 0), 8, {"private (RFC 1918)", kInside}},
    {ip4(100, 64, 0, 0), 10, {"shared address space (RFC 6598)", kInside}},
    {ip4(127, 0, 0, 0), 8, {"loopback (RFC 1122)", kInside}},
    {ip4(169, 254, 0, 0), 16, {"link-local (RFC 3927)", kInside}},
    {ip4(172, 16, 0, 0), 12, {"private (RFC 1918)", kInside}},
    {ip4(192, 0, 0, 0), 29, {"IPv4 service continuity (RFC 7335)", kInside}},
    {ip4(192, 0, 0, 8), 32, {"IPv4 dummy address (RFC 7600)", kInside}},
    {ip4(192, 0, 0, 9), 32, {"Port Control Protocol anycast (RFC 7723)", kOutside}},
    {ip4(192, 0, 0, 10), 32, {"TURN anycast (RFC 8155)", kOutside}},
    {ip4(192, 0, 0, 170), 31, {"NAT64/DNS64 discovery (RFC 8880)", kInside}},
    {ip4(192, 0, 0, 0), 24, {"IETF protocol assignments (RFC 6890)", kInside}},
    {ip4(192, 0, 2, 0), 24, {"documentation (RFC 5737)", kOutside}},
    {ip4(192, 31, 196, 0), 24, {"AS112 (RFC 7535)", kOutside}},
    {ip4(192, 52, 193, 0), 24, {"AMT (RFC 7450)", kOutside}},
    {ip4(192, 88, 99, 0), 24, {"6to4 relay anycast (RFC 7526)", kOutside}},
    {ip4(192, 168, 0, 0), 16, {"private (RFC 1918)", kInside}},
    {ip4(192, 175, 48, 0), 24, {"AS112 (RFC 7534)", kOutside}},
    {ip4(198, 18, 0, 0), 15, {"benchmarking (RFC 2544)", kInside}},
    {ip4(198, 51, 100, 0), 24, {"documentation (RFC 5737)", kOutside}},
    {ip4(203, 0, 113, 0), 24, {"documentation (RFC 5737)", kOutside}},
    {ip4(224, 0, 0, 0), 4, {"multicast (RFC 5771)", kInside}},
    {ip4(255, 255, 255, 255), 32, {"limited broadcast (RFC 8190)", kInside}},
    {ip4(240, 0, 0, 0), 4, {"reserved (RFC 1112)", kInside}},
};

struct Block6 {
    std::array<std::uint16_t, 8> base;
    unsigned bits;
    SpecialPurpose purpose;
};

constexpr Block6 kBlocks6[] = {
    {{0, 0, 0, 0, 0, 0, 0, 1}, 128, {"loopback (RFC 4291)", kInside}},
    {{}, 128, {"unspecified (RFC 4291)", kInside}},
    {{}, 96, {"IPv4-compatible (RFC 4291)", kOutside}},
    {{0x64, 0xff9b}, 96, {nullptr, kOutside}},
    {{0x64, 0xff9b, 1}, 48, {"local-use IPv4/IPv6 translation (RFC 8215)", kInside}},
    {{0x100}, 64, {"discard-only (RFC 6666)", kInside}},
    {{0x100, 0, 0, 1}, 64, {"IPv6 dummy prefix (RFC 9780)", kInside}},
    {{0x2001, 0}, 32, {"Teredo (RFC 4380)", kOutside}},
    {{0x2001, 1, 0, 0, 0, 0, 0, 1}, 128, {"Port Control Protocol anycast (RFC 7723)", kOutside}},
    {{0x2001, 1, 0, 0, 0, 0, 0, 2}, 128, {"TURN anycast (RFC 8155)", kOutside}},
    {{0x2001, 1, 0, 0, 0, 0, 0, 3}, 128, {"DNS-SD registration anycast (RFC 9665)", kOutside}},
    {{0x2001, 2, 0}, 48, {"benchmarking (RFC 5180)", kInside}},
    {{0x2001, 3}, 32, {"AMT (RFC 7450)", kOutside}},
    {{0x2001, 4, 0x112}, 48, {"AS112 (RFC 7535)", kOutside}},
    {{0x2001, 0x10}, 28, {"ORCHID (RFC 4843)", kInside}},
    {{0x2001, 0x20}, 28, {"ORCHIDv2 (RFC 7343)", kOutside}},
    {{0x2001, 0x30}, 28, {"drone remote identification (RFC 9374)", kOutside}},
    {{0x2001, 0}, 23, {"IETF protocol assignments (RFC 2928)", kInside}},
    {{0x2001, 0xdb8}, 32, {"documentation (RFC 3849)", kOutside}},
    {{0x2002}, 16, {"6to4 (RFC 3056)", kOutside}},
    {{0x2620, 0x4f, 0x8000}, 48, {"AS112 (RFC 7534)", kOutside}},
    {{0x3fff}, 20, {"documentation (RFC 9637)", kOutside}},
    {{0x5f00}, 16, {"segment routing identifiers (RFC 9602)", kInside}},
    {{0xfc00}, 7, {"unique local (RFC 4193)", kInside}},
    {{0xfe80}, 10, {"link-local (RFC 4291)", kInside}},
    {{0xfec0}, 10, {"site-local (RFC 3879)", kInside}},
    {{0xff00}, 8, {"multicast (RFC 4291)", kInside}},
    // Global unicast is assigned from 2000::/3 only (the IPv6 address space registry).
    {{0x2000}, 3, {nullptr, kOutside}},
    {{}, 0, {"reserved by the IETF (RFC 4291)", kInside}},
};

SpecialPurpose judge_v4(std::uint32_t value) noexcept {
    for (const Block4& block : kBlocks4) {
        if (((value ^ block.base) >> (32U - block.bits)) == 0) return block.purpose;
    }
    return {};
}

bool matches(const std::array<std::uint8_t, 16>& bytes, const Block6& block) noexcept {
    unsigned left = block.bits;
    for (std::size_t i = 0; i < block.base.size() && left > 0; ++i) {
        const unsigned group = (unsigned{bytes[2 * i]} << 8U) | bytes[2 * i + 1];
        const unsigned compared = left < 16 ? left : 16;
        if (((group ^ block.base[i]) >> (16U - compared)) != 0) return false;
        left -= compared;
    }
    return true;
}

bool starts_with(
    const std::array<std::uint8_t, 16>& bytes,
    std::initializer_list<std::uint8_t> start
) noexcept {
    std::size_t at = 0;
    for (const std::uint8_t byte : start) {
        if (bytes[at++] != byte) return false;
    }
    return true;
}

std::uint32_t v4_from(
    const std::array<std::uint8_t, 16>& bytes,
    const std::array<std::size_t, 4>& places
) noexcept {
    std::uint32_t value = 0;
    for (const std::size_t place : places)
        value = (value << 8U) | bytes[place];
    return value;
}

// The IPv4 address inside, by the form of the address alone.
std::optional<std::uint32_t> embedded_v4(const std::array<std::uint8_t, 16>& bytes) noexcept {
    constexpr std::array<std::size_t, 4> last{12, 13, 14, 15};
    if (starts_with(bytes, {0x20, 0x02}))
        return v4_from(bytes, {2, 3, 4, 5});  // RFC 3056 section 2
    // Teredo hides the client's address by inverting it (RFC 4380 section 4).
    if (starts_with(bytes, {0x20, 0x01, 0, 0})) return ~v4_from(bytes, last);
    if (starts_with(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))
        return v4_from(bytes, last);
    // RFC 6052 section 2.2: after a /48 the address is split around the eighth byte.
    if (starts_with(bytes, {0, 0x64, 0xff, 0x9b, 0, 1})) return v4_from(bytes, {6, 7, 9, 10});
    const bool compatible = starts_with(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    // ::0 and ::1 are addresses of IPv6 itself.
    if (compatible && v4_from(bytes, last) > 1) return v4_from(bytes, last);
    return std::nullopt;
}

SpecialPurpose judge_v6(const std::array<std::uint8_t, 16>& bytes) noexcept {
    SpecialPurpose outer;
    for (const Block6& block : kBlocks6) {
        if (!matches(bytes, block)) continue;
        outer = block.purpose;
        break;
    }
    const auto embedded = embedded_v4(bytes);
    if (!embedded) return outer;
    // The address inside says more to a reader than the wrapping.
    const SpecialPurpose inner = judge_v4(*embedded);
    if (inner.reason == nullptr) return outer;
    return {inner.reason, inner.inside || outer.inside};
}

}  // namespace

SpecialPurpose judge_address(const IpAddress& address) noexcept {
    if (!address.is_v4()) return judge_v6(address.bytes());
    return judge_v4(v4_from(address.bytes(), {12, 13, 14, 15}));
}

const char* special_purpose(const IpAddress& address) noexcept {
    return judge_address(address).reason;
}

}  // namespace socbot
