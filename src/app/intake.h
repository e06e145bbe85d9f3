// POST /intake/{source}: authenticate, read, hand to the engine, answer once it is on disk.
//
// 200 {"status": "stored" | "duplicate" | "quarantined"}; 401 bad or no credentials (and for a
// source that does not exist: which sources exist is nobody's business); 404, 405; 413 beyond what
// a reader may get; 415 never (the content type of feeds says nothing); 503 ours or over the
// source's quota, with Retry-After.
// A source with SnsAuth answers as app/sns_gate.h says.
#pragma once

#include "app/engine_loop.h"
#include "app/quota.h"
#include "app/sns_gate.h"
#include "domain/intake/auth.h"
#include "domain/settings/settings.h"
#include "ports/http.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace socbot {

// A source as intake needs it. Replaced as a whole on reload.
struct IntakeSources {
    struct Entry {
        SourceSettings settings;
        SourceAuth auth;
        // Also polled: its alarms come in other bytes each way (domain/intake/alarm_meaning.h).
        bool by_meaning{false};
        Quota quota{};
    };
    std::map<std::string, Entry, std::less<>> by_id;
};

// Counted here because refused requests never reach the engine. Thread-safe.
struct IntakeCounters {
    std::atomic<std::uint64_t> unauthorised{0};
    std::atomic<std::uint64_t> unreadable{0};
    std::atomic<std::uint64_t> unavailable{0};
    std::atomic<std::uint64_t> over_quota{0};
};

// Thread-safe, but for sources with SnsAuth: those on one executor.
class IntakeHandler final : public http::Handler {
public:
    // `sns` answers for sources with SnsAuth.
    IntakeHandler(EngineLoop& loop, const Clock& clock, SnsGate& sns)
        : loop_{loop}, clock_{clock}, sns_{sns} {}

    // Buckets of sources that stay keep what is in them.
    void use(std::shared_ptr<const IntakeSources> sources);
    // Told of each request answered 503 for its source's quota. Set before the first request.
    using OverQuota = std::function<void(const SourceId&)>;
    void on_over_quota(OverQuota report) { over_quota_ = std::move(report); }
    boost::asio::awaitable<http::Reply> handle(http::Request request) override;
    const IntakeCounters& counters() const noexcept { return counters_; }

    // The same without HTTP, authentication or quota, for `socbot send` over the control socket.
    boost::asio::awaitable<http::Response> accept(const std::string& source, std::string body);

    // A message that a queue kept for a source with SnsAuth; answered as if it had been pushed.
    boost::asio::awaitable<http::Response> accept_queued(std::string source, std::string body);
    // Tries what was set aside again, as the configuration now is: 200 {"status": "stored" |
    // "duplicate"}; 409 when it still cannot be read or told whose it is; 503. `nonce`: 16 random
    // bytes.
    boost::asio::awaitable<http::Response>
    release(const QuarantineRecord& record, const PersonId& person, std::string nonce);

private:
    using Buckets = std::map<std::string, std::shared_ptr<QuotaBucket>, std::less<>>;

    std::optional<http::Response> over_quota(const IntakeSources::Entry& source);
    boost::asio::awaitable<http::Response>
    finish_sns(const IntakeSources::Entry& source, std::variant<SnsMessage, http::Response> taken);
    boost::asio::awaitable<http::Response>
    take_sns(const IntakeSources::Entry& source, const SnsAuth& auth, http::Request request);
    boost::asio::awaitable<http::Response>
    store(const IntakeSources::Entry& source, std::string body, TransportId transport);

    EngineLoop& loop_;
    const Clock& clock_;
    SnsGate& sns_;
    // Shared: a request in progress keeps the sources it began with.
    std::atomic<std::shared_ptr<const IntakeSources>> sources_{
        std::make_shared<const IntakeSources>()};
    std::atomic<std::shared_ptr<const Buckets>> buckets_{std::make_shared<const Buckets>()};
    OverQuota over_quota_;
    IntakeCounters counters_;
};

}  // namespace socbot
