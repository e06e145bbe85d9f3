// Links back to the source. A link on a card is only as good as its host, so the host comes from
// configuration or is one the product owns; the payload can never choose it. Internal to the
// readers.
#pragma once

#include <string>
#include <string_view>

namespace socbot::intake {

// https://<host>/#/alarm/<uid>, the product's page of an alarm. The host is that of `link_base`,
// else <subdomain>.alienvault.cloud, else that of `self_url` if it ends in .alienvault.cloud; empty
// when none of them will do.
std::string usm_alarm_url(
    std::string_view link_base,
    std::string_view subdomain,
    std::string_view self_url,
    std::string_view uid
);

// `url` when it is https on the very host of `link_base`; else empty.
std::string url_on_host_of(std::string_view link_base, std::string_view url);

}  // namespace socbot::intake
