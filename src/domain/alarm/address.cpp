// IP addresses as text: a strict reader of its own (inet_aton-style forms read differently in
// different programs, which is how address checks are bypassed) and RFC 5952 for writing.
#include "domain/alarm/address.h"

#include "base/check.h"

#include <algorithm>
#include <charconv>

namespace socbot {
namespace {

using Groups = std::array<std::uint16_t, 8>;

// "ddd.ddd.ddd.ddd", each 0..255 without leading zeros (RFC 6943 section 3.1.1).
std::optional<std::uint32_t> parse_v4(std::string_view text) {
    std::uint32_t value = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0) {
            if (!text.starts_with('.')) return std::nullopt;
            text.remove_prefix(1);
        }
        std::size_t digits = 0;
        std::uint32_t number = 0;
        while (digits < text.size() && digits < 4 && text[digits] >= '0' && text[digits] <= '9') {
            number = number * 10 + static_cast<std::uint32_t>(text[digits] - '0');
            ++digits;
        }
        const bool leading_zero = digits > 1 && text.front() == '0';
        if (digits == 0 || digits > 3 || leading_zero || number > 255) return std::nullopt;
        value = (value << 8U) | number;
        text.remove_prefix(digits);
    }
    if (!text.empty()) return std::nullopt;
    return value;
}

std::optional<std::uint16_t> parse_group(std::string_view text) {
    if (text.empty() || text.size() > 4) return std::nullopt;
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// Groups separated by single colons, from one side of "::"; the last may be dotted IPv4.
std::optional<std::vector<std::uint16_t>> parse_side(std::string_view text, bool may_end_in_v4) {
    std::vector<std::uint16_t> groups;
    if (text.empty()) return groups;
    for (;;) {
        const std::size_t end = text.find(':');
        const std::string_view part = text.substr(0, end);
        const bool last = end == std::string_view::npos;
        if (last && may_end_in_v4 && part.find('.') != std::string_view::npos) {
            const auto v4 = parse_v4(part);
            if (!v4) return std::nullopt;
            groups.push_back(static_cast<std::uint16_t>(*v4 >> 16U));
            groups.push_back(static_cast<std::uint16_t>(*v4 & 0xFFFFU));
            return groups;
        }
        const auto group = parse_group(part);
        if (!group) return std::nullopt;
        groups.push_back(*group);
        if (last) return groups;
        text.remove_prefix(end + 1);
    }
}

// RFC 4291 section 2.2. No zone (RFC 4007): it means something to one machine only.
std::optional<Groups> parse_v6(std::string_view text) {
    const std::size_t gap = text.find("::");
    const bool has_gap = gap != std::string_view::npos;
    const auto head = parse_side(text.substr(0, gap), !has_gap);
    const auto tail = parse_side(has_gap ? text.substr(gap + 2) : std::string_view{}, true);
    if (!head || !tail) return std::nullopt;
    const std::size_t given = head->size() + tail->size();
    if (has_gap ? given > 7 : given != 8) return std::nullopt;
    Groups groups{};
    std::copy(head->begin(), head->end(), groups.begin());
    std::copy_backward(tail->begin(), tail->end(), groups.end());
    return groups;
}

Groups groups_of(const std::array<std::uint8_t, 16>& bytes) {
    Groups groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<std::uint16_t>((bytes[2 * i] << 8U) | bytes[2 * i + 1]);
    return groups;
}

// The longest run of at least two zero groups, the first of equals (RFC 5952 section 4.2).
struct Run {
    std::size_t start{0};
    std::size_t length{0};
};
Run longest_zero_run(const Groups& groups) {
    Run best;
    for (std::size_t i = 0; i < groups.size();) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0)
            ++end;
        if (end - i > best.length) best = {i, end - i};
        i = std::max(end, i + 1);
    }
    return best.length >= 2 ? best : Run{};
}

void append_hex(std::string& out, std::uint16_t group) {
    std::array<char, 4> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), group, 16).ptr;
    out.append(digits.data(), end);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    constexpr std::size_t longest = 45;  // eight groups, the last two as dotted IPv4
    if (text.size() > longest) return std::nullopt;
    if (text.find(':') == std::string_view::npos) {
        const auto value = parse_v4(text);
        if (!value) return std::nullopt;
        return v4(*value);
    }
    const auto groups = parse_v6(text);
    if (!groups) return std::nullopt;
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < groups->size(); ++i) {
        bytes[2 * i] = static_cast<std::uint8_t>((*groups)[i] >> 8U);
        bytes[2 * i + 1] = static_cast<std::uint8_t>((*groups)[i] & 0xFFU);
    }
    return v6(bytes);
}

IpAddress IpAddress::v4(std::uint32_t host_order) {
    IpAddress address;
    address.v4_ = true;
    for (unsigned i = 0; i < 4; ++i)
        address.bytes_[15 - i] = static_cast<std::uint8_t>((host_order >> (8U * i)) & 0xFFU);
    return address;
}

IpAddress IpAddress::v6(const std::array<std::uint8_t, 16>& bytes) {
    IpAddress address;
    address.bytes_ = bytes;
    const bool mapped =
        std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
        bytes[10] == 0xFF && bytes[11] == 0xFF;
    if (mapped) {
        address.v4_ = true;
        address.bytes_[10] = address.bytes_[11] = 0;
    }
    return address;
}

std::uint32_t IpAddress::v4_value() const {
    SOCBOT_CHECK(v4_, "asked for the IPv4 value of an IPv6 address");
    std::uint32_t value = 0;
    for (std::size_t i = 12; i < bytes_.size(); ++i)
        value = (value << 8U) | bytes_[i];
    return value;
}

std::string IpAddress::str() const {
    std::string out;
    if (v4_) {
        for (std::size_t i = 12; i < bytes_.size(); ++i) {
            if (i > 12) out.push_back('.');
            out.append(std::to_string(bytes_[i]));
        }
        return out;
    }
    const Groups groups = groups_of(bytes_);
    const Run gap = longest_zero_run(groups);
    for (std::size_t i = 0; i < groups.size();) {
        if (gap.length > 0 && i == gap.start) {
            out.append("::");
            i += gap.length;
            continue;
        }
        if (!out.empty() && out.back() != ':') out.push_back(':');
        append_hex(out, groups[i]);
        ++i;
    }
    return out;
}

}  // namespace socbot
