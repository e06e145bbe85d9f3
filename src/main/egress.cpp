// Endpoints of sources; see egress.h.
#include "main/egress.h"

#include <utility>
#include <variant>

namespace socbot {

CurlConfig curl_config(const EgressConfig& egress) {
    CurlConfig config;
    config.ca_file = egress.ca_file.string();
    config.proxy = egress.proxy;
    config.proxy_user = egress.proxy_user;
    config.proxy_password = egress.proxy_password;
    config.no_proxy = egress.no_proxy;
    return config;
}

AddressPolicy address_policy(const AppConfig& config) {
    auto allowed = config.egress.allow;
    if (!config.egress.proxy.empty())
        for (const auto& source : config.sources)
            if (const auto* sns = std::get_if<SnsAuth>(&source.auth))
                for (const auto& topic : sns->rules.topics)
                    allowed.push_back({topic.host(), 443});
    return AddressPolicy{std::move(allowed)};
}

}  // namespace socbot
