// Where pulling from an API stands, as the engine's mark rows keep it (domain/engine/pull_flow.h).
#pragma once

#include "base/time.h"
#include "domain/engine/input.h"
#include "ports/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// Of the poller.
struct PollMark {
    std::uint64_t number{0};  // of the row; 0: there is none
    Instant since;            // when polling began
    Instant through;          // everything that occurred up to here was asked for

    std::string encode() const;
};

// Of a backfill.
struct FillMark {
    std::uint64_t number{0};
    Instant from, to;
    Instant at;                 // everything that occurred before was read
    std::uint64_t read{0};      // alarms the API gave
    std::uint64_t counted{0};   // of those
    std::uint64_t known{0};     // stored already, so counted before
    std::uint64_t left_out{0};  // unreadable, or no customer's
    bool done{false};
    std::vector<std::uint64_t> recent;  // hashes of the uids read last: they may come again

    std::string encode() const;
};

// internal: the row is damaged or of a newer version.
Result<PollMark> read_poll_mark(StoreReader& store, const SourceId& source);
Result<FillMark> read_fill_mark(StoreReader& store, const SourceId& source);

PullInput to_input(const SourceId& source, const PollMark& mark);
PullInput to_input(const SourceId& source, const FillMark& mark);

}  // namespace socbot
