// What a source with `auth: {sns: ...}` demands of a message, in the order that spends least on
// forgeries: shape, topic, certificate URL and age before anything is fetched, then certificate and
// signature. Pure: certificate and time are arguments.
#pragma once

#include "domain/intake/sns_certificate.h"
#include "domain/intake/sns_envelope.h"
#include "domain/intake/sns_topic.h"
#include "domain/intake/sns_urls.h"

#include <vector>

namespace socbot {

// Whose messages are taken. Anybody may send validly signed messages from a topic of their own, so
// topics are pinned.
struct SnsRules {
    std::vector<SnsTopic> topics;
    // Push only. An hour is the longest that SNS tries again; a throttled backlog may be older.
    Milliseconds oldest{75LL * 60 * 1000};
    Milliseconds ahead{5LL * 60 * 1000};  // how far the sender's clock may be ahead
};

// Checks everything that needs no certificate. The topic is one of `rules`; unauthorised otherwise.
Result<const SnsTopic*> admit_sns(const SnsRules& rules, const SnsEnvelope& envelope, Instant now);

// The same for a message that a queue kept: whatever `oldest` says, it may be as old as SQS lets it
// become.
inline constexpr Milliseconds kQueueKeeps{14LL * 24 * 3600 * 1000};
Result<const SnsTopic*>
admit_kept_sns(const SnsRules& rules, const SnsEnvelope& envelope, Instant now);

// The same whatever the message's age.
Result<const SnsTopic*> admit_queued_sns(const SnsRules& rules, const SnsEnvelope& envelope);

// The certificate is the topic's region's and in force at `at`, and it signed this message.
Result<void> verify_sns(
    const SnsEnvelope& envelope,
    const SnsTopic& topic,
    const SnsCertificate& certificate,
    Instant at
);

}  // namespace socbot
