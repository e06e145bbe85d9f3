// POST /intake/{source}: authenticate, read, hand to the engine, answer once it is on disk.
//
// 200 {"status": "stored" | "duplicate" | "quarantined"}; 401 bad or no credentials (and for a
// source that does not exist: which sources exist is nobody's business); 404, 405; 413 beyond what
// a reader may get; 415 never (the content type of feeds says nothing); 503 ours, with Retry-After.
// A source with SnsAuth answers as app/sns_gate.h says.
#pragma once

#include "app/engine_loop.h"
#include "app/sns_gate.h"
#include "domain/intake/auth.h"
#include "domain/settings/settings.h"
#include "ports/http.h"

#include <atomic>
#include <map>
#include <memory>

namespace socbot {

// A source as intake needs it. Replaced as a whole on reload.
struct IntakeSources {
    struct Entry {
        SourceSettings settings;
        SourceAuth auth;
        // Also polled: its alarms come in other bytes each way (domain/intake/alarm_meaning.h).
        bool by_meaning{false};
    };
    std::map<std::string, Entry, std::less<>> by_id;
};

// Counted here because refused requests never reach the engine. Thread-safe.
struct IntakeCounters {
    std::atomic<std::uint64_t> unauthorised{0};
    std::atomic<std::uint64_t> unreadable{0};
    std::atomic<std::uint64_t> unavailable{0};
};

// Thread-safe, but for sources with SnsAuth: those on one executor.
class IntakeHandler final : public http::Handler {
public:
    // `sns` answers for sources with SnsAuth.
    IntakeHandler(EngineLoop& loop, const Clock& clock, SnsGate& sns)
        : loop_{loop}, clock_{clock}, sns_{sns} {}

    void use(std::shared_ptr<const IntakeSources> sources) { sources_.store(std::move(sources)); }
    boost::asio::awaitable<http::Reply> handle(http::Request request) override;
    const IntakeCounters& counters() const noexcept { return counters_; }

    // The same without HTTP or authentication, for `socbot send` over the control socket.
    boost::asio::awaitable<http::Response> accept(const std::string& source, std::string body);

    // A message that a queue kept for a source with SnsAuth; answered as if it had been pushed.
    boost::asio::awaitable<http::Response> accept_queued(std::string source, std::string body);

private:
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
    IntakeCounters counters_;
};

}  // namespace socbot
