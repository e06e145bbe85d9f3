// Matching hosts against no_proxy. Done here and not by curl, because the address policy must know
// whether the address being connected is the target's or the proxy's.
#include "adapters/curl/proxy.h"

#include "base/text.h"
#include "domain/alarm/address.h"

#include <algorithm>

namespace socbot {
namespace {

bool matches(std::string_view entry, std::string_view host) {
    if (entry == "*") return true;
    if (const auto address = IpAddress::parse(host)) {
        const auto network = Network::parse(entry);
        return network && network->contains(*address);
    }
    const std::string name = to_lower_ascii(entry);
    if (!name.starts_with('.')) return host == name;
    return host.ends_with(name) || host == name.substr(1);
}

}  // namespace

bool bypasses_proxy(const CurlConfig& config, std::string_view host) {
    if (config.proxy.empty()) return true;
    return std::any_of(config.no_proxy.begin(), config.no_proxy.end(), [&](const auto& entry) {
        return matches(entry, host);
    });
}

}  // namespace socbot
