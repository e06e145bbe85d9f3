// See feed.h.
#include "domain/engine/feed.h"

namespace socbot {

namespace {

constexpr std::uint64_t kSchema = 1;

}  // namespace

const char* to_word(FeedEvent event) {
    switch (event) {
        case FeedEvent::confirmed:
            return "confirmed";
        case FeedEvent::refused:
            return "refused";
        case FeedEvent::unverified:
            return "unverified";
        case FeedEvent::unsubscribed:
            return "unsubscribed";
        case FeedEvent::over_quota:
            return "over_quota";
    }
    return "unknown";
}

const char* to_word(FeedState state) {
    switch (state) {
        case FeedState::unconfirmed:
            return "unconfirmed";
        case FeedState::unsubscribed:
            return "unsubscribed";
        case FeedState::silent:
            return "silent";
        case FeedState::failing:
            return "failing";
        case FeedState::over_quota:
            return "over_quota";
    }
    return "unknown";
}

void FeedRow::encode(Writer& out) const {
    out.u(kSchema);
    for (const auto at :
         {since, confirmed_at, unsubscribed_at, silent_since, failing_since, failures_from})
        out.i(at.ms);
    out.u(failures).i(failed_at.ms).s(reason);
    out.i(over_since.ms).i(over_at.ms).u(over).i(check_due.ms);
}

FeedRow FeedRow::decode(Reader& in) {
    if (in.u() != kSchema) throw CodecError{"feed: unknown schema"};
    FeedRow row;
    for (auto* at :
         {&row.since,
          &row.confirmed_at,
          &row.unsubscribed_at,
          &row.silent_since,
          &row.failing_since,
          &row.failures_from})
        at->ms = in.i();
    row.failures = in.u();
    row.failed_at.ms = in.i();
    row.reason = in.str();
    row.over_since.ms = in.i();
    row.over_at.ms = in.i();
    row.over = in.u();
    row.check_due.ms = in.i();
    return row;
}

std::vector<FeedState> feed_states(const SourceSettings& source, const FeedRow* row, bool heard) {
    std::vector<FeedState> states;
    const FeedRow none;
    const auto& known = row == nullptr ? none : *row;
    if (source.subscribed && !known.confirmed_at && !heard)
        states.push_back(FeedState::unconfirmed);
    if (known.unsubscribed_at) states.push_back(FeedState::unsubscribed);
    if (known.silent_since) states.push_back(FeedState::silent);
    if (known.failing_since) states.push_back(FeedState::failing);
    if (known.over_since) states.push_back(FeedState::over_quota);
    return states;
}

}  // namespace socbot
