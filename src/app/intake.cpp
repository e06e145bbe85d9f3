// The intake's HTTP side; see intake.h.
#include "app/intake.h"

#include "app/intake_answers.h"
#include "app/submit.h"
#include "base/text.h"
#include "domain/alarm/alarm_json.h"
#include "domain/intake/alarm_meaning.h"
#include "domain/intake/reader.h"

#include <chrono>
#include <string_view>
#include <utility>

namespace socbot {

namespace {

constexpr std::string_view kPrefix = "/intake/";

http::Response answer_of(const std::optional<Answer>& answer) {
    if (!answer) return intake_later();
    switch (answer->verdict) {
        case Verdict::stored:
            return intake_status("stored");
        case Verdict::duplicate:
            return intake_status("duplicate");
        case Verdict::quarantined:
            return intake_status("quarantined");
        case Verdict::none:
        case Verdict::accepted:
        case Verdict::refused:
            break;
    }
    return http::refusal(500, "internal", "internal error");
}

// What could not be read is kept under its source, raw.
Input to_input(
    const IntakeSources::Entry& entry,
    std::string body,
    TransportId transport,
    IntakeCounters& counters
) {
    const SourceSettings& source = entry.settings;
    auto alarm = read_alarm(body, source);
    if (!alarm) {
        counters.unreadable.fetch_add(1, std::memory_order_relaxed);
        UnreadableInput input;
        input.source = source.id;
        input.reason = cut_utf8(to_plain_line(alarm.error().message()), 256);
        input.raw = std::make_shared<const std::string>(std::move(body));
        input.transport = std::move(transport);
        return input;
    }
    AlarmInput input;
    input.source = source.id;
    input.content = entry.by_meaning ? alarm_meaning(*alarm) : sha256(body);
    if (!transport.empty()) alarm->transport_uid = transport.id;
    input.json = std::make_shared<const std::string>(to_json(*alarm));
    input.alarm = std::make_shared<const Alarm>(*std::move(alarm));
    input.raw = std::make_shared<const std::string>(std::move(body));
    input.transport = std::move(transport);
    return input;
}

}  // namespace

void IntakeHandler::use(std::shared_ptr<const IntakeSources> sources) {
    const auto before = buckets_.load();
    auto buckets = std::make_shared<Buckets>();
    for (const auto& [id, source] : sources->by_id) {
        const auto known = before->find(id);
        buckets->emplace(
            id, known == before->end() ? std::make_shared<QuotaBucket>() : known->second
        );
    }
    buckets_.store(std::move(buckets));
    sources_.store(std::move(sources));
}

// After authentication, so that nobody empties another's bucket.
std::optional<http::Response> IntakeHandler::over_quota(const IntakeSources::Entry& source) {
    const auto buckets = buckets_.load();
    const auto bucket = buckets->find(source.settings.id.str());
    if (bucket == buckets->end()) return std::nullopt;
    const auto wait = bucket->second->take(source.quota, clock_.steady());
    if (!wait) return std::nullopt;
    counters_.over_quota.fetch_add(1, std::memory_order_relaxed);
    if (over_quota_) over_quota_(source.settings.id);
    return intake_over_quota(*wait);
}

boost::asio::awaitable<http::Response>
IntakeHandler::store(const IntakeSources::Entry& source, std::string body, TransportId transport) {
    if (loop_.state() != LoopState::running) {
        counters_.unavailable.fetch_add(1, std::memory_order_relaxed);
        co_return intake_later();
    }
    if (body.size() > kIntakeLimits.body_bytes)
        co_return http::refusal(413, "body", "the body is too large");
    auto input = to_input(source, std::move(body), std::move(transport), counters_);
    const auto answer = co_await submit(loop_, std::move(input));
    if (!answer) counters_.unavailable.fetch_add(1, std::memory_order_relaxed);
    co_return answer_of(answer);
}

boost::asio::awaitable<http::Response>
IntakeHandler::accept(const std::string& id, std::string body) {
    const auto sources = sources_.load();
    const auto source = sources->by_id.find(id);
    if (source == sources->by_id.end())
        co_return http::refusal(404, "unknown_source", "there is no source of that id");
    TransportId none;
    co_return co_await store(source->second, std::move(body), std::move(none));
}

boost::asio::awaitable<http::Response>
IntakeHandler::release(const QuarantineRecord& record, const PersonId& person, std::string nonce) {
    const auto still = [](std::string why) {
        return http::refusal(409, "still_quarantined", std::move(why));
    };
    const auto sources = sources_.load();
    const auto source = sources->by_id.find(record.source.str());
    if (source == sources->by_id.end()) co_return still("no source of its id is configured");
    std::string raw = record.raw ? *record.raw : std::string{};
    TransportId none;
    IntakeCounters uncounted;
    auto read = to_input(source->second, std::move(raw), std::move(none), uncounted);
    if (const auto* unreadable = std::get_if<UnreadableInput>(&read))
        co_return still("unreadable: " + unreadable->reason);
    ReleaseInput input{record.id, person, std::move(nonce), std::get<AlarmInput>(std::move(read))};
    Input order{std::move(input)};
    const auto answer = co_await submit(loop_, std::move(order));
    if (answer && answer->verdict == Verdict::refused) co_return still(answer->message);
    co_return answer_of(answer);
}

boost::asio::awaitable<http::Response> IntakeHandler::take_sns(
    const IntakeSources::Entry& source,
    const SnsAuth& auth,
    http::Request request
) {
    // Before the certificate is fetched: a busy server causes no traffic.
    if (loop_.state() != LoopState::running) {
        counters_.unavailable.fetch_add(1, std::memory_order_relaxed);
        co_return intake_later();
    }
    auto taken = co_await sns_.take(source.settings.id, auth, request);
    // SNS calls without credentials first, and again with them when it is told to.
    if (std::holds_alternative<http::Response>(taken) &&
        std::get<http::Response>(taken).status == 401 && request.header("Authorization").empty())
        co_return std::get<http::Response>(std::move(taken));
    // What waits in a queue is fetched at our own pace, so only what is pushed counts.
    if (std::holds_alternative<SnsMessage>(taken))
        if (auto refused = over_quota(source)) co_return *std::move(refused);
    auto finished = co_await finish_sns(source, std::move(taken));
    co_return finished;
}

boost::asio::awaitable<http::Response>
IntakeHandler::accept_queued(std::string id, std::string body) {
    const auto sources = sources_.load();
    const auto source = sources->by_id.find(id);
    const auto* sns =
        source == sources->by_id.end() ? nullptr : std::get_if<SnsAuth>(&source->second.auth);
    // Gone with a reload, or not there yet.
    if (sns == nullptr || loop_.state() != LoopState::running) co_return intake_later();
    auto taken = co_await sns_.take_queued(source->second.settings.id, *sns, body);
    auto finished = co_await finish_sns(source->second, std::move(taken));
    co_return finished;
}

boost::asio::awaitable<http::Response> IntakeHandler::finish_sns(
    const IntakeSources::Entry& source,
    std::variant<SnsMessage, http::Response> taken
) {
    if (auto* response = std::get_if<http::Response>(&taken)) {
        if (response->status == 403 || response->status == 400 || response->status == 401)
            counters_.unauthorised.fetch_add(1, std::memory_order_relaxed);
        co_return std::move(*response);
    }
    auto& message = std::get<SnsMessage>(taken);
    auto stored = co_await store(source, std::move(message.text), std::move(message.transport));
    co_return stored;
}

boost::asio::awaitable<http::Reply> IntakeHandler::handle(http::Request request) {
    if (!std::string_view{request.path}.starts_with(kPrefix))
        co_return http::refusal(404, "not_found", "nothing is here");
    if (request.method != "POST") {
        auto response = http::refusal(405, "method", "alarms are handed in by POST");
        response.headers.emplace_back("Allow", "POST");
        co_return response;
    }
    const auto sources = sources_.load();
    const auto source = sources->by_id.find(std::string_view{request.path}.substr(kPrefix.size()));
    const bool known = source != sources->by_id.end();
    if (known)
        if (const auto* sns = std::get_if<SnsAuth>(&source->second.auth)) {
            auto taken = co_await take_sns(source->second, *sns, std::move(request));
            co_return taken;
        }
    AuthRequest claim;
    claim.authorization = request.header("Authorization");
    claim.body = request.body;
    claim.now = wall_now(clock_);
    if (known)
        if (const auto* hmac = std::get_if<HmacAuth>(&source->second.auth))
            claim.signature = request.header(hmac->header);
    if (!known || !authenticate(source->second.auth, claim)) {
        counters_.unauthorised.fetch_add(1, std::memory_order_relaxed);
        auto response = http::refusal(401, "unauthorised", "missing or wrong credentials");
        response.headers.emplace_back(
            "WWW-Authenticate", challenge(known ? source->second.auth : SourceAuth{BearerAuth{}})
        );
        co_return response;
    }
    if (auto refused = over_quota(source->second)) co_return *std::move(refused);
    TransportId none;
    co_return co_await store(source->second, std::move(request.body), std::move(none));
}

}  // namespace socbot
