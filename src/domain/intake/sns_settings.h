// What has to be set in AWS for a source, as commands to paste: an SNS topic's defaults lose alarms
// after a minute without us (Developer Guide, "Message delivery retries": three retries, 20 s
// apart).
#pragma once

#include "domain/intake/sns_topic.h"

#include <string>
#include <string_view>

namespace socbot {

// The delivery policy of the subscription, JSON on one line: three retries at once, then from 1 s
// to 60 s apart, about 38 minutes in all (at most an hour is allowed); 20 messages a second.
std::string_view sns_delivery_policy();

// How long the queue of dead letters keeps them: 14 days, the most SQS does.
inline constexpr int kSnsDeadLetterSeconds = 1'209'600;

// Lines for a shell, with what only the operator knows in capitals: SUBSCRIPTION, the ARN that AWS
// tells when it is confirmed. `endpoint` is https://HOST/intake/SOURCE. With `user` the
// subscription carries a password, written PASSWORD.
std::string
sns_settings(const SnsTopic& topic, std::string_view endpoint, std::string_view user = {});

}  // namespace socbot
