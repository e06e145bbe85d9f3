// The order of checks; see sns_check.h.
#include "domain/intake/sns_check.h"

#include "base/text.h"
#include "domain/intake/sns_refusal.h"

#include <algorithm>

namespace socbot {

namespace {

Result<const SnsTopic*>
admit_aged(const SnsRules& rules, const SnsEnvelope& envelope, Instant now, Milliseconds oldest) {
    auto topic = admit_queued_sns(rules, envelope);
    if (!topic) return topic;
    if (now - envelope.sent > oldest)
        return sns_error(
            SnsRefusal::too_old, Errc::unauthorised, "the message is of " + envelope.timestamp
        );
    if (envelope.sent - now > rules.ahead)
        return sns_error(
            SnsRefusal::from_the_future,
            Errc::unauthorised,
            "the message is of " + envelope.timestamp
        );
    return topic;
}

}  // namespace

Result<const SnsTopic*> admit_queued_sns(const SnsRules& rules, const SnsEnvelope& envelope) {
    const auto topic =
        std::find_if(rules.topics.begin(), rules.topics.end(), [&](const SnsTopic& each) {
            return each.arn == envelope.topic_arn;
        });
    if (topic == rules.topics.end())
        return sns_error(
            SnsRefusal::topic,
            Errc::unauthorised,
            quote_for_log(envelope.topic_arn, 128) + " is not one of this source"
        );
    if (auto url = check_sns_certificate_url(envelope.certificate_url, *topic); !url)
        return url.error();
    return &*topic;
}

Result<const SnsTopic*> admit_sns(const SnsRules& rules, const SnsEnvelope& envelope, Instant now) {
    return admit_aged(rules, envelope, now, rules.oldest);
}

Result<const SnsTopic*>
admit_kept_sns(const SnsRules& rules, const SnsEnvelope& envelope, Instant now) {
    return admit_aged(rules, envelope, now, kQueueKeeps);
}

Result<void> verify_sns(
    const SnsEnvelope& envelope,
    const SnsTopic& topic,
    const SnsCertificate& certificate,
    Instant at
) {
    if (auto checked = certificate.check(topic.certificate_name(), at); !checked) return checked;
    return certificate.verify(envelope);
}

}  // namespace socbot
