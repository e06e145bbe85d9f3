// Host, Origin and the forwarded client address.
#include "adapters/beast/gate.h"

#include "base/text.h"

#include <algorithm>
#include <cctype>

namespace socbot {
namespace {

constexpr Refusal kBadHost{400, "host", "the Host field is malformed"};
constexpr Refusal kWrongHost{421, "host", "this server does not answer for that host"};
constexpr Refusal kWrongOrigin{403, "origin", "requests from that origin are not accepted"};
constexpr Refusal kNoOrigin{403, "origin", "an Origin field is required"};

bool is_host_character(char c) {
    return std::string_view{"abcdefghijklmnopqrstuvwxyz0123456789.-_:[]"}.find(c) !=
           std::string_view::npos;
}

std::vector<std::string> lower(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    for (const auto& text : texts)
        out.push_back(to_lower_ascii(text));
    return out;
}

// "name:8080" -> "name", "[::1]:8080" -> "[::1]".
std::string_view without_port(std::string_view host) {
    const auto colon = host.rfind(':');
    if (colon == std::string_view::npos || host.ends_with(']')) return host;
    return host.substr(0, colon);
}

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

}  // namespace

Gate::Gate(const ListenerConfig& config)
    : hosts_{lower(config.allowed_hosts)},
      origins_{lower(config.allowed_origins)},
      proxies_{config.trusted_proxies},
      check_origin_{config.check_origin},
      require_origin_{config.require_origin} {}

std::optional<Refusal> Gate::check_host(std::string_view host) const {
    const std::string name = to_lower_ascii(host);
    if (!std::all_of(name.begin(), name.end(), is_host_character)) return kBadHost;
    if (hosts_.empty()) return std::nullopt;
    const auto bare = without_port(name);
    const bool known = std::any_of(hosts_.begin(), hosts_.end(), [&](const std::string& entry) {
        return entry == name || entry == bare;
    });
    if (!known || name.empty()) return kWrongHost;
    return std::nullopt;
}

bool Gate::is_known_origin(
    std::string_view origin,
    const http::Request& request,
    std::string_view host
) const {
    const std::string wanted = to_lower_ascii(origin);
    if (std::find(origins_.begin(), origins_.end(), wanted) != origins_.end()) return true;
    // A checked Host can't have been chosen by a rebinding page, so it may vouch for an Origin.
    if (hosts_.empty() || host.empty()) return false;
    return wanted == (request.secure ? "https://" : "http://") + to_lower_ascii(host);
}

std::optional<Refusal> Gate::check_origin(const http::Request& request, std::string_view host)
    const {
    if (!check_origin_ || is_safe(request.method)) return std::nullopt;
    const auto origin = request.header("Origin");
    if (!origin.empty())
        return is_known_origin(origin, request, host) ? std::nullopt : std::optional{kWrongOrigin};
    if (require_origin_) return kNoOrigin;
    return std::nullopt;
}

std::optional<Refusal> Gate::check_stream(const http::Request& request, std::string_view host)
    const {
    if (!check_origin_) return std::nullopt;
    const auto origin = request.header("Origin");
    if (!origin.empty() && !is_known_origin(origin, request, host)) return kWrongOrigin;
    // Fetch Metadata: what browsers add by themselves and pages can't change.
    if (request.header("Sec-Fetch-Site") == "cross-site") return kWrongOrigin;
    return std::nullopt;
}

bool Gate::trusts(const IpAddress& address) const {
    return std::any_of(proxies_.begin(), proxies_.end(), [&](const Network& network) {
        return network.contains(address);
    });
}

void Gate::identify(http::Request& request, const Peer& peer) const {
    request.client_address = peer.text;
    request.secure = peer.secure;
    if (!peer.address || proxies_.empty() || !trusts(*peer.address)) return;
    // Several fields of one name read as one list (RFC 9110 section 5.3).
    std::vector<std::string_view> hops;
    std::string_view proto;
    for (const auto& [name, value] : request.headers) {
        if (equals_ignore_case_ascii(name, "X-Forwarded-For"))
            for (const auto hop : split(value, ','))
                hops.push_back(trim_ascii(hop));
        if (equals_ignore_case_ascii(name, "X-Forwarded-Proto")) proto = split(value, ',').back();
    }
    if (!proto.empty()) request.secure = equals_ignore_case_ascii(trim_ascii(proto), "https");
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const auto address = IpAddress::parse(*hop);
        if (!address) return;  // not ours to guess: the last proxy we know stays the client
        request.client_address = address->str();
        if (!trusts(*address)) return;
    }
}

}  // namespace socbot
