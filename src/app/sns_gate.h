// What a source with `auth: {sns: ...}` makes of a request. Statuses follow from what Amazon SNS
// does with them (Developer Guide, "Message delivery retries"): 4xx is never sent again, 5xx is.
//
//   400  no envelope                   403  topic, URL, age, certificate, signature, raw delivery
//   401  with `basic` beside: no credentials, or wrong ones. SNS first asks without them and then
//        again with those of its subscription (Developer Guide, "HTTP/S endpoints")
//   413  too large                     503  the certificate or the confirmation can't be had now
//   200  {"status": "confirmed"} after a SubscriptionConfirmation, "noted" after an unsubscription
#pragma once

#include "app/sns_certificates.h"
#include "base/ids.h"
#include "domain/engine/input.h"
#include "domain/intake/auth.h"
#include "domain/intake/sns_refusal.h"
#include "ports/http.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

namespace socbot {

// What was published, and the ids Amazon SNS repeats when it delivers again.
struct SnsMessage {
    std::string text;
    TransportId transport;  // topic ARN, MessageId
};

// Used on one executor.
class SnsGate {
public:
    // An event of the log ("sns.confirmed", ...) with its details.
    using Report = std::function<void(std::string_view event, std::string_view detail)>;

    // The same for the engine, each time it happens.
    using Feed = std::function<void(const SourceId&, FeedEvent, std::string_view detail)>;

    SnsGate(HttpClient& http, const Clock& clock, Report report, Feed feed = {});

    // The message of a genuine notification, or the answer that ends the matter.
    boost::asio::awaitable<std::variant<SnsMessage, http::Response>>
    take(const SourceId& source, const SnsAuth& auth, const http::Request& request);

    // How often each reason was met. Thread-safe.
    std::uint64_t count(SnsRefusal refusal) const {
        return counters_[static_cast<std::size_t>(refusal)].load(std::memory_order_relaxed);
    }

    // The same for what a queue of Amazon SQS kept: it may be up to 14 days old, and its
    // certificate has to have been in force when it was sent.
    boost::asio::awaitable<std::variant<SnsMessage, http::Response>>
    take_queued(const SourceId& source, const SnsAuth& auth, const std::string& body);

private:
    // Of an envelope that is admitted.
    boost::asio::awaitable<std::variant<SnsMessage, http::Response>> take_admitted(
        const SourceId& source,
        const SnsAuth& auth,
        SnsEnvelope envelope,
        const SnsTopic& topic,
        Instant at
    );

    std::variant<SnsMessage, http::Response>
    take_raw(const SourceId& source, const SnsAuth& auth, const http::Request& request);
    boost::asio::awaitable<Result<void>>
    verify(const SnsAuth& auth, const SnsEnvelope& envelope, const SnsTopic& topic, Instant now);
    boost::asio::awaitable<http::Response>
    confirm(const SourceId& source, const SnsEnvelope& envelope, const SnsTopic& topic);
    http::Response refuse(const SourceId& source, const Error& error);
    http::Response later(const SourceId& source, const Error& error);
    void say(std::string_view event, const SourceId& source, std::string_view detail) const;
    void feed(const SourceId& source, FeedEvent event, std::string_view detail) const;
    void say_why(std::string_view event, const SourceId& source, const Error& error);

    HttpClient& http_;
    const Clock& clock_;
    Report report_;
    Feed feed_;
    SnsCertificates certificates_;
    // Of reasons, at most one line a second: anybody can be refused as often as they like.
    std::chrono::steady_clock::time_point next_reason_{};
    std::uint64_t unsaid_{0};
    std::array<std::atomic<std::uint64_t>, kSnsRefusals> counters_{};
};

}  // namespace socbot
