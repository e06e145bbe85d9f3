// One request to USM Anywhere's API brought to its end: a token first, fetched again when it has
// run out or is refused; then back-off for what passes by itself. No clock, no sockets: the caller
// asks what is next, does it, and hands in how it went.
//
//   401 to the request    the token is dropped and fetched again, once
//   408, 425, 429, 5xx,   tried again after Retry-After, else after a growing pause with jitter
//   no answer, unreadable
//   anything else         the end, with the reason
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/intake/usm_api.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace socbot {

struct UsmPatience {
    unsigned attempts{6};       // of the request, and of its token; the first included
    Milliseconds first{1'000};  // bounds of the pause before another
    Milliseconds longest{60'000};
    Milliseconds asked{300'000};  // a Retry-After beyond that ends the call; it is in the error
};

// Of one customer's API client: who asks, and the token while it lasts.
struct UsmSession {
    UsmApiAccess access;
    std::optional<UsmToken> token{};
};

// How one request went.
struct UsmAnswer {
    std::optional<Error> failure{};  // no answer came
    int status{0};
    std::optional<Milliseconds> retry_after{};
    std::string body{};
};

struct UsmSend {
    UsmApiRequest request;
    std::size_t most_bytes{0};  // of the answer's body
};
struct UsmWait {
    Instant until;
};

class UsmCall {
public:
    using Make = std::function<UsmApiRequest(const UsmToken&)>;
    // Reads the body of a good answer. An error means the answer is as good as none.
    using Read = std::function<Result<void>(std::string_view body)>;
    struct Done {};
    using Step = std::variant<UsmSend, UsmWait, Done, Error>;

    // `session` outlives the call.
    UsmCall(UsmSession& session, Make make, Read read, std::size_t most_bytes, UsmPatience patience)
        : session_{&session},
          make_{std::move(make)},
          read_{std::move(read)},
          most_bytes_{most_bytes},
          patience_{patience} {}

    Step next(Instant now);
    // Only after a UsmSend. `unit` is a random number in [0, 1).
    void take(const UsmAnswer& answer, Instant now, double unit);

private:
    void take_token(const UsmAnswer& answer, Instant now, double unit);
    void take_result(const UsmAnswer& answer, Instant now, double unit);
    void again(std::string why, std::optional<Milliseconds> asked, Instant now, double unit);

    UsmSession* session_;
    Make make_;
    Read read_;
    std::size_t most_bytes_;
    UsmPatience patience_;
    bool asked_for_token_{false};
    bool token_was_refused_{false};
    unsigned failures_{0};
    Instant not_before_;
    bool done_{false};
    std::optional<Error> error_;
};

}  // namespace socbot
