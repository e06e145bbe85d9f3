// Endpoints of sources; see egress.h.
#include "main/egress.h"

#include "base/text.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace socbot {

CurlConfig curl_config(const EgressConfig& egress) {
    CurlConfig config;
    // Each queue of a region holds one open, at the same host.
    config.at_an_origin = 64;
    config.ca_file = egress.ca_file.string();
    config.proxy = egress.proxy;
    config.proxy_user = egress.proxy_user;
    config.proxy_password = egress.proxy_password;
    config.no_proxy = egress.no_proxy;
    return config;
}

namespace {

// "https://host", "http://[::1]:9000"; what the configuration accepted.
AllowedEndpoint endpoint_of(std::string_view url) {
    const bool tls = url.starts_with("https");
    url.remove_prefix(url.find("://") + 3);
    AllowedEndpoint endpoint{std::string{url}, static_cast<std::uint16_t>(tls ? 443 : 80)};
    const auto colon = url.rfind(':');
    if (colon != std::string_view::npos && !url.ends_with(']')) {
        std::from_chars(url.data() + colon + 1, url.data() + url.size(), endpoint.port);
        endpoint.host.resize(colon);
    }
    if (endpoint.host.starts_with('['))
        endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
    return endpoint;
}

// Without the path that its URL ends with.
AllowedEndpoint api_endpoint(const UsmApiConfig& api) {
    const auto base = to_lower_ascii(api.access.base);
    return endpoint_of(std::string_view{base}.substr(0, base.find('/', base.find("://") + 3)));
}

void add_amazon(const SourceConfig& source, std::vector<AllowedEndpoint>& allowed) {
    if (const auto* sns = std::get_if<SnsAuth>(&source.auth))
        for (const auto& topic : sns->rules.topics)
            allowed.push_back({topic.host(), 443});
    if (!source.sqs) return;
    for (const auto* queue : {&source.sqs->queue, &source.sqs->dead_letters})
        if (*queue) allowed.push_back({(*queue)->host(), 443});
}

}  // namespace

AddressPolicy address_policy(const AppConfig& config) {
    auto allowed = config.egress.allow;
    for (const auto& source : config.sources) {
        if (source.sqs && !source.sqs->endpoint.empty())
            allowed.push_back(endpoint_of(source.sqs->endpoint));
        if (source.usm_api) allowed.push_back(api_endpoint(*source.usm_api));
        if (!config.egress.proxy.empty()) add_amazon(source, allowed);
    }
    return AddressPolicy{std::move(allowed)};
}

}  // namespace socbot
