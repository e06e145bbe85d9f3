// Topics of Amazon SNS and what follows from their region: the one host that serves their
// certificates and confirmations, and the name its signing certificate carries.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace socbot {

// arn:<partition>:sns:<region>:<account>:<name> (AWS General Reference, "Amazon Resource Names").
struct SnsTopic {
    std::string arn;
    std::string partition;  // "aws", "aws-cn", "aws-us-gov", ...
    std::string region;
    std::string account;  // 12 digits
    std::string name;     // up to 256 letters, digits, "-" and "_"; ".fifo" may end it

    // "sns.eu-west-1.amazonaws.com". Derived, never taken from a message: a message may name any.
    std::string host() const;
    // The name in the region's signing certificate; regions that must be opted into have their own.
    std::string certificate_name() const;
};

// "amazonaws.com" of "aws"; nullopt for a partition that is not known.
std::optional<std::string_view> aws_suffix(std::string_view partition);

// invalid_input, saying what is wrong. Regions need not be known, partitions must.
Result<SnsTopic> parse_sns_topic(std::string_view arn);

}  // namespace socbot
