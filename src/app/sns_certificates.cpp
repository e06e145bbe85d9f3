// Fetches and what is kept of them; see sns_certificates.h.
#include "app/sns_certificates.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace socbot {

namespace {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;

// A fetch on its way: those who wait for it wait on the timer, which is cancelled when it ends.
struct Flight {
    explicit Flight(const asio::any_io_executor& executor) : ended{executor} {
        ended.expires_at(SteadyTime::max());
    }
    asio::steady_timer ended;
    std::optional<Result<SharedCertificate>> result;
};

struct Kept {
    SharedCertificate certificate;
    SteadyTime refresh;
    SteadyTime used;
};

struct Failed {
    Error error;
    SteadyTime until;
};

Error unavailable(const std::string& why) {
    return Error{Errc::unavailable, "the signing certificate can't be had: " + why};
}

}  // namespace

struct SnsCertificates::State {
    State(HttpClient& client, const Clock& time, SnsCertificateLimits bounds)
        : http{client},
          clock{time},
          limits{bounds},
          tokens{bounds.burst},
          refilled{time.steady()} {}

    // What is known without a fetch.
    std::optional<Result<SharedCertificate>> recall(const std::string& url) {
        const auto now = clock.steady();
        const auto found = kept.find(url);
        if (found != kept.end()) {
            found->second.used = now;
            if (now < found->second.refresh)
                return Result<SharedCertificate>{found->second.certificate};
        }
        const auto failure = failed.find(url);
        if (failure == failed.end() || now >= failure->second.until) return std::nullopt;
        return instead(url, failure->second.error);
    }

    // An older certificate is better than none: whether it is in force is checked at each use, and
    // whoever makes up names may have spent the budget.
    Result<SharedCertificate> instead(const std::string& url, Error error) const {
        const auto found = kept.find(url);
        if (found == kept.end()) return error;
        return found->second.certificate;
    }

    // Names that nobody signs with never push out one that somebody does.
    void keep(const std::string& url, const SharedCertificate& certificate) {
        const auto now = clock.steady();
        failed.erase(url);
        kept.insert_or_assign(url, Kept{certificate, now + limits.fresh, now});
        if (kept.size() <= limits.kept) return;
        kept.erase(std::min_element(kept.begin(), kept.end(), [](const auto& a, const auto& b) {
            return a.second.used < b.second.used;
        }));
    }

    void remember_failure(const std::string& url, const Error& error) {
        const auto now = clock.steady();
        std::erase_if(failed, [now](const auto& each) { return now >= each.second.until; });
        failed.insert_or_assign(url, Failed{error, now + limits.failed});
    }

    bool take_token() {
        const auto now = clock.steady();
        const auto more = static_cast<std::size_t>((now - refilled) / limits.refill);
        if (more > 0) {
            tokens = std::min(limits.burst, tokens + more);
            refilled += limits.refill * more;
        }
        if (tokens == 0) return false;
        --tokens;
        return true;
    }

    // On its own: whoever asked first may hang up.
    static asio::awaitable<void>
    fetch(std::shared_ptr<State> state, std::string url, std::shared_ptr<Flight> flight) {
        // Also when the io_context ends: nobody may wait for ever.
        struct Landing {
            State& state;
            const std::string& url;
            Flight& flight;
            ~Landing() {
                if (!flight.result) flight.result = unavailable("the fetch was given up");
                state.flights.erase(url);
                flight.ended.cancel();
            }
        };
        const Landing landing{*state, url, *flight};
        HttpRequest request;
        request.url = url;
        request.response_limit = state->limits.bytes;
        const auto deadline = Deadline::after(state->limits.time);
        const auto response = co_await state->http.send(std::move(request), deadline);
        auto certificate = read(response);
        if (certificate) {
            state->keep(url, *certificate);
            flight->result = std::move(certificate);
        } else {
            state->remember_failure(url, certificate.error());
            flight->result = state->instead(url, certificate.error());
        }
    }

    static Result<SharedCertificate> read(const Result<HttpResponse>& response) {
        if (!response) return unavailable(response.error().message());
        if (response->status != 200)
            return unavailable("status " + std::to_string(response->status));
        return SnsCertificate::read(response->body);
    }

    HttpClient& http;
    const Clock& clock;
    SnsCertificateLimits limits;
    std::map<std::string, Kept> kept;
    std::map<std::string, Failed> failed;  // few: a fetch each, within the budget
    std::map<std::string, std::shared_ptr<Flight>> flights;
    std::size_t tokens;
    SteadyTime refilled;
};

SnsCertificates::SnsCertificates(HttpClient& http, const Clock& clock, SnsCertificateLimits limits)
    : state_{std::make_shared<State>(http, clock, limits)} {}
SnsCertificates::~SnsCertificates() = default;

asio::awaitable<Result<SharedCertificate>> SnsCertificates::get(std::string url) {
    const auto state = state_;
    if (auto known = state->recall(url)) co_return *std::move(known);
    const auto executor = co_await asio::this_coro::executor;
    std::shared_ptr<Flight> flight;
    if (const auto found = state->flights.find(url); found != state->flights.end()) {
        flight = found->second;
    } else {
        if (!state->take_token())
            co_return state->instead(url, unavailable("too many were asked for"));
        flight = std::make_shared<Flight>(executor);
        state->flights.emplace(url, flight);
        auto fetching = [state, url, flight] { return State::fetch(state, url, flight); };
        asio::co_spawn(executor, std::move(fetching), asio::detached);
    }
    if (!flight->result) {
        const auto waiting = asio::as_tuple(asio::use_awaitable);
        [[maybe_unused]] const auto ended = co_await flight->ended.async_wait(waiting);
    }
    if (!flight->result) co_return unavailable("the wait for it ended");
    co_return *flight->result;
}

}  // namespace socbot
