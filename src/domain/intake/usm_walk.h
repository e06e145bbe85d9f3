// All alarms of a span of time, page after page, from USM Anywhere's API. No clock, no sockets; see
// usm_call.h for how it is driven.
//
// Pages are numbered, and what is inserted or expires while they are read moves the others. So a
// walk goes only some pages deep and then asks anew from the newest time it has read, which also
// is where it can be resumed: everything that occurred before reached() was handed out. What
// occurred in that very millisecond comes again; the reader tells by the alarm's id.
#pragma once

#include "domain/intake/usm_call.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace socbot {

struct UsmWalkLimits {
    std::size_t page_alarms{kUsmApiLimits.page_alarms};  // halved while a page is too large
    std::uint64_t pages_deep{10};                        // before it asks anew: offsets get slow
    std::uint64_t pages{10'000};  // of the whole walk: a server that never ends
    UsmPatience patience{};
};

class UsmWalk {
public:
    struct Done {};
    using Step = std::variant<UsmSend, UsmWait, UsmPage, Done, Error>;

    // From `from` to `to`, both included. `session` outlives the walk.
    UsmWalk(UsmSession& session, Instant from, Instant to, UsmWalkLimits limits = {});

    UsmWalk(const UsmWalk&) = delete;
    UsmWalk& operator=(const UsmWalk&) = delete;

    // A page is given out once.
    Step next(Instant now);
    // Only after a UsmSend. `unit` is a random number in [0, 1).
    void take(const UsmAnswer& answer, Instant now, double unit);

    // Of the pages given out so far.
    Instant reached() const noexcept { return reached_; }
    std::uint64_t pages() const noexcept { return pages_; }

private:
    void ask();
    void smaller(const Error& error);
    void turn(const UsmPage& page);

    UsmSession* session_;
    UsmWalkLimits limits_;
    UsmAlarmQuery query_;
    std::uint64_t deep_{0};  // pages since it last asked anew
    std::uint64_t pages_{0};
    Instant reached_;
    bool ended_{false};
    std::optional<UsmCall> call_;
    std::optional<UsmPage> page_;
    std::optional<Error> error_;
};

}  // namespace socbot
