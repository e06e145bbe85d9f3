// From the configuration to what curl is told: trust, proxy, and whom we may ask.
#pragma once

#include "adapters/curl/curl_config.h"
#include "domain/alarm/address.h"
#include "main/config/app_config.h"

namespace socbot {

CurlConfig curl_config(const EgressConfig& egress);

// Ordinary global addresses, and what the operator named. Behind a proxy also the hosts that follow
// from the sources: it shows no address to check, so nothing else may be asked for.
AddressPolicy address_policy(const AppConfig& config);

}  // namespace socbot
