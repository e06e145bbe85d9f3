// What the registries say about an address, for the policy (all of it counts) and for telling
// inside from outside (only some does).
#pragma once

#include "domain/alarm/address.h"

namespace socbot {

struct SpecialPurpose {
    const char* reason{nullptr};  // "private (RFC 1918)"; nullptr: an ordinary global address
    bool inside{false};           // only ever seen near the machine that reports it
};

// See special_purpose in address.h.
SpecialPurpose judge_address(const IpAddress& address) noexcept;

}  // namespace socbot
