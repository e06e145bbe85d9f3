// Names, addresses, prefixes and AS numbers as registries know them.
#include "domain/registration/query.h"

#include "base/text.h"

#include <charconv>

namespace socbot {
namespace {

constexpr std::size_t kQueryBytes{1024};

std::optional<std::uint32_t> read_number(std::string_view text, std::uint32_t high) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > high || text.empty())
        return std::nullopt;
    return value;
}

}  // namespace

std::optional<std::uint32_t> RegistrationQuery::read_as_number(std::string_view text) {
    if (text.size() < 3 || !equals_ignore_case_ascii(text.substr(0, 2), "as")) return std::nullopt;
    return read_number(text.substr(2), 0xFFFFFFFFU);
}

Result<RegistrationQuery> RegistrationQuery::parse_prefix(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return Error{Errc::invalid_input, "no address before the slash"};
    const auto bits = read_number(text.substr(slash + 1), address->is_v4() ? 32 : 128);
    if (!bits) return Error{Errc::invalid_input, "no prefix length after the slash"};
    const auto network = Network::parse(address->str() + "/" + std::to_string(*bits));
    if (!network) return network.error();
    RegistrationQuery query;
    query.kind_ = RegistrationKind::ip;
    query.address_ = address;
    query.prefix_ = *bits;
    query.name_ = address->str() + "/" + std::to_string(*bits);
    query.unicode_ = query.asked_ = query.name_;
    return query;
}

Result<RegistrationQuery>
RegistrationQuery::parse(std::string_view text, const PublicSuffixes& suffixes) {
    if (text.empty()) return Error{Errc::invalid_input, "nothing to look up"};
    if (text.size() > kQueryBytes) return Error{Errc::invalid_input, "longer than 1024 bytes"};
    RegistrationQuery query;
    if (const auto address = IpAddress::parse(text)) {
        query.kind_ = RegistrationKind::ip;
        query.address_ = address;
        query.name_ = query.unicode_ = query.asked_ = address->str();
        return query;
    }
    if (text.find('/') != std::string_view::npos) return parse_prefix(text);
    if (const auto number = read_as_number(text)) {
        query.kind_ = RegistrationKind::autnum;
        query.as_number_ = *number;
        query.name_ = query.unicode_ = query.asked_ = "AS" + std::to_string(*number);
        return query;
    }
    auto host = parse_host_name(text);
    if (!host) return std::move(host).error();
    const PublicSuffixes::Split split = suffixes.split(host->ascii);
    query.asked_ = host->ascii;
    query.name_ = split.registered.empty() ? host->ascii : std::string{split.registered};
    // Both forms have the same number of labels, so the registered part is as many from the end.
    auto unicode = parse_host_name(query.name_);
    query.unicode_ = unicode ? unicode->unicode : query.name_;
    if (!split.listed) {
        query.standing_ = SuffixStanding::unlisted;
    } else if (split.registered.empty()) {
        query.standing_ = SuffixStanding::suffix_itself;
    }
    return query;
}

}  // namespace socbot
