// Which URLs of an SNS message may be fetched. Both are compared with the one form they may have
// and never given to a URL parser: what two parsers read differently is refused.
#pragma once

#include "base/result.h"
#include "domain/intake/sns_envelope.h"
#include "domain/intake/sns_topic.h"

#include <string_view>

namespace socbot {

// https://sns.<region>.<suffix>[:443]/SimpleNotificationService-<32 hex>.pem of the pinned topic's
// region. unauthorised otherwise: the URL is not signed, whoever sends the message chooses it.
Result<void> check_sns_certificate_url(std::string_view url, const SnsTopic& topic);

// "SimpleNotificationService-<32 lower-case hex>.pem"
bool is_sns_certificate_file(std::string_view name);

// "SimpleNotificationService-<32 hex>.pem" of a URL that passed the check above.
std::string_view sns_certificate_file(std::string_view url);

// The SubscribeURL of a genuine confirmation: the same host, Action=ConfirmSubscription, the pinned
// topic and the message's token, each once and nothing else. unauthorised otherwise.
Result<void> check_sns_subscribe_url(const SnsEnvelope& confirmation, const SnsTopic& topic);

}  // namespace socbot
