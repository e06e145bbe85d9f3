// Which requests go through the proxy.
#pragma once

#include "adapters/curl/curl_config.h"

#include <string_view>

namespace socbot {

// Whether a request for this host (lower case) bypasses the proxy.
bool bypasses_proxy(const CurlConfig& config, std::string_view host);

}  // namespace socbot
