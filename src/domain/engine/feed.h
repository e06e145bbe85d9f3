// How the feeds are: what is known of a source beside its alarms, and what people call it. Rows of
// the engine, read by whoever answers `status`.
#pragma once

#include "base/codec.h"
#include "base/ids.h"
#include "base/time.h"
#include "domain/settings/settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace socbot {

// What happened at the door of a source, as intake saw it.
enum class FeedEvent : std::uint8_t {
    confirmed = 1,     // its subscription
    refused = 2,       // a message: envelope, topic, age or signature
    unverified = 3,    // a message: the certificate could not be had
    unsubscribed = 4,  // somebody ended the subscription
    over_quota = 5,    // an alarm came when the quota was used up
};
const char* to_word(FeedEvent event);

// 0: never, or not now.
struct FeedRow {
    Instant since;  // named by the configuration, or first heard of
    Instant confirmed_at;
    Instant unsubscribed_at;
    Instant silent_since;       // found silent then
    Instant failing_since;      // enough messages refused in a short while
    Instant failures_from;      // the while that is counted
    std::uint64_t failures{0};  // in it
    Instant failed_at;
    std::string reason;  // of the newest refusal
    Instant over_since, over_at;
    std::uint64_t over{0};  // alarms answered 503 in all
    Instant check_due;      // when something of this may end or begin by itself

    void encode(Writer& out) const;
    static FeedRow decode(Reader& in);
    friend bool operator==(const FeedRow&, const FeedRow&) = default;
};

// What is wrong with a source, each at most once, in the order people read them.
enum class FeedState : std::uint8_t { unconfirmed, unsubscribed, silent, failing, over_quota };
const char* to_word(FeedState state);

// `row` null: nothing was noted yet. `heard`: an alarm ever came.
std::vector<FeedState> feed_states(const SourceSettings& source, const FeedRow* row, bool heard);

}  // namespace socbot
