// From a request to a genuine message; see sns_gate.h.
#include "app/sns_gate.h"

#include "app/intake_answers.h"
#include "base/text.h"
#include "domain/intake/reader.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kConfirmWithin{10};
constexpr std::size_t kConfirmBytes = 64 * 1024;
constexpr std::size_t kMessageIdBytes = 128;

std::string about(const SnsEnvelope& envelope) {
    return "topic=" + quote_for_log(envelope.topic_arn, 256) +
           " message_id=" + quote_for_log(envelope.message_id, 64);
}

Error too_large(std::size_t bytes) {
    return sns_error(SnsRefusal::too_large, Errc::invalid_input, std::to_string(bytes) + " bytes");
}

Error raw_delivery() {
    return sns_error(
        SnsRefusal::raw_delivery, Errc::unauthorised, "raw message delivery is switched on"
    );
}

Error unconfirmed(const std::string& why) {
    return sns_error(SnsRefusal::confirmation_failed, Errc::unavailable, why);
}

}  // namespace

SnsGate::SnsGate(HttpClient& http, const Clock& clock, Report report, Feed feed)
    : http_{http},
      clock_{clock},
      report_{std::move(report)},
      feed_{std::move(feed)},
      certificates_{http, clock} {}

void SnsGate::feed(const SourceId& source, FeedEvent event, std::string_view detail) const {
    if (feed_) feed_(source, event, detail);
}

void SnsGate::say(std::string_view event, const SourceId& source, std::string_view detail) const {
    report_(event, "source=" + source.str() + " " + std::string{detail});
}

void SnsGate::say_why(std::string_view event, const SourceId& source, const Error& error) {
    counters_[static_cast<std::size_t>(sns_refusal_of(error))].fetch_add(
        1, std::memory_order_relaxed
    );
    const auto now = clock_.steady();
    if (now < next_reason_) {
        ++unsaid_;
        return;
    }
    next_reason_ = now + std::chrono::seconds{1};
    auto detail = std::string{"code="} + to_word(sns_refusal_of(error)) +
                  " reason=" + quote_for_log(error.message());
    if (unsaid_ > 0) detail += " others=" + std::to_string(std::exchange(unsaid_, 0));
    say(event, source, detail);
}

http::Response SnsGate::refuse(const SourceId& source, const Error& error) {
    say_why("sns.refused", source, error);
    feed(source, FeedEvent::refused, error.message());
    if (sns_refusal_of(error) == SnsRefusal::too_large)
        return http::refusal(413, "body", "the body is too large");
    if (error.code() == Errc::invalid_input)
        return http::refusal(400, "envelope", "this is no message of Amazon SNS");
    return http::refusal(403, "sns", "this message is not accepted");
}

http::Response SnsGate::later(const SourceId& source, const Error& error) {
    say_why("sns.unverified", source, error);
    feed(source, FeedEvent::unverified, error.message());
    return intake_later();
}

asio::awaitable<Result<void>> SnsGate::verify(
    const SnsAuth& auth,
    const SnsEnvelope& envelope,
    const SnsTopic& topic,
    Instant now
) {
    const auto given = auth.certificates.find(sns_certificate_file(envelope.certificate_url));
    if (given != auth.certificates.end())
        co_return verify_sns(envelope, topic, *given->second, now);
    auto certificate = co_await certificates_.get(envelope.certificate_url);
    if (!certificate) {
        // Something else under a certificate's URL may be a proxy's page: not the sender's fault.
        co_return sns_error(
            SnsRefusal::certificate_unavailable, Errc::unavailable, certificate.error().message()
        );
    }
    co_return verify_sns(envelope, topic, **certificate, now);
}

asio::awaitable<http::Response>
SnsGate::confirm(const SourceId& source, const SnsEnvelope& envelope, const SnsTopic& topic) {
    if (const auto allowed = check_sns_subscribe_url(envelope, topic); !allowed)
        co_return refuse(source, allowed.error());
    HttpRequest request;
    request.url = envelope.subscribe_url;
    request.response_limit = kConfirmBytes;
    const auto response = co_await http_.send(std::move(request), Deadline::after(kConfirmWithin));
    if (!response) co_return later(source, unconfirmed(response.error().message()));
    if (response->status != 200)
        co_return later(
            source, unconfirmed("it was answered with status " + std::to_string(response->status))
        );
    say("sns.confirmed", source, about(envelope));
    feed(source, FeedEvent::confirmed, envelope.topic_arn);
    co_return intake_status("confirmed");
}

// Delivered raw the body is what was published, and headers say from where: believed because of
// the credentials, which take() has checked.
std::variant<SnsMessage, http::Response>
SnsGate::take_raw(const SourceId& source, const SnsAuth& auth, const http::Request& request) {
    if (!auth.basic) return refuse(source, raw_delivery());
    const auto arn = request.header("x-amz-sns-topic-arn");
    const bool pinned = std::any_of(
        auth.rules.topics.begin(),
        auth.rules.topics.end(),
        [&arn](const SnsTopic& topic) { return topic.arn == arn; }
    );
    if (!pinned) {
        return refuse(
            source,
            sns_error(SnsRefusal::topic, Errc::unauthorised, "a raw message of another topic")
        );
    }
    const auto id = request.header("x-amz-sns-message-id");
    if (id.empty() || id.size() > kMessageIdBytes || to_plain_line(id) != id)
        return refuse(
            source,
            sns_error(SnsRefusal::member_form, Errc::invalid_input, "a raw message without an id")
        );
    return SnsMessage{request.body, {std::string{arn}, std::string{id}}};
}

asio::awaitable<std::variant<SnsMessage, http::Response>>
SnsGate::take(const SourceId& source, const SnsAuth& auth, const http::Request& request) {
    if (request.body.size() > kIntakeLimits.body_bytes)
        co_return refuse(source, too_large(request.body.size()));
    if (auth.basic) {
        AuthRequest claim;
        claim.authorization = request.header("Authorization");
        if (!authenticate(*auth.basic, claim)) {
            auto response = http::refusal(401, "unauthorised", "missing or wrong credentials");
            response.headers.emplace_back("WWW-Authenticate", challenge(*auth.basic));
            co_return response;
        }
    }
    if (equals_ignore_case_ascii(request.header("x-amz-sns-rawdelivery"), "true"))
        co_return take_raw(source, auth, request);
    const Instant now = wall_now(clock_);
    auto envelope = read_sns_envelope(request.body);
    if (!envelope) co_return refuse(source, envelope.error());
    const auto topic = admit_sns(auth.rules, *envelope, now);
    if (!topic) co_return refuse(source, topic.error());
    auto taken = co_await take_admitted(source, auth, *std::move(envelope), **topic, now);
    co_return taken;
}

asio::awaitable<std::variant<SnsMessage, http::Response>>
SnsGate::take_queued(const SourceId& source, const SnsAuth& auth, const std::string& body) {
    if (body.size() > kIntakeLimits.body_bytes) co_return refuse(source, too_large(body.size()));
    auto envelope = read_sns_envelope(body);
    if (!envelope) co_return refuse(source, envelope.error());
    const auto topic = admit_kept_sns(auth.rules, *envelope, wall_now(clock_));
    if (!topic) co_return refuse(source, topic.error());
    const Instant sent = envelope->sent;
    auto taken = co_await take_admitted(source, auth, *std::move(envelope), **topic, sent);
    co_return taken;
}

asio::awaitable<std::variant<SnsMessage, http::Response>> SnsGate::take_admitted(
    const SourceId& source,
    const SnsAuth& auth,
    SnsEnvelope envelope,
    const SnsTopic& topic,
    Instant at
) {
    const auto genuine = co_await verify(auth, envelope, topic, at);
    if (!genuine)
        co_return genuine.error().code() == Errc::unavailable ? later(source, genuine.error())
                                                              : refuse(source, genuine.error());
    switch (envelope.type) {
        case SnsType::notification:
            break;
        case SnsType::subscription_confirmation: {
            auto confirmed = co_await confirm(source, envelope, topic);
            co_return confirmed;
        }
        case SnsType::unsubscribe_confirmation:
            // Visiting the URL would subscribe again: that is a person's decision.
            say("sns.unsubscribed", source, about(envelope));
            feed(source, FeedEvent::unsubscribed, envelope.topic_arn);
            co_return intake_status("noted");
    }
    co_return SnsMessage{
        std::move(envelope.message),
        {std::move(envelope.topic_arn), std::move(envelope.message_id)}};
}

}  // namespace socbot
