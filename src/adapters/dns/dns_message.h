// The answer section of a DNS message (RFC 1035 section 4) -> records in presentation form.
#pragma once

#include "adapters/dns/dns_config.h"
#include "ports/resolver.h"

#include <string_view>

namespace socbot {

// The value of a question for `type`: 1 for A, and so on.
int code_of(RecordType type) noexcept;

// A name as asked for: at most 253 bytes of labels of 1 to 63 (RFC 1035 section 2.3.4), printable
// ASCII without blanks, quotes and backslashes; an ending dot is allowed. Underscores are names
// too.
bool is_dns_name(std::string_view name) noexcept;

// not_found when the answer holds no record of that type for the name or what it is an alias of;
// unavailable when the message can't be read.
Result<DnsAnswer> read_answer(
    std::string_view message,
    std::string_view name,
    RecordType type,
    const DnsLimits& limits
);

}  // namespace socbot
