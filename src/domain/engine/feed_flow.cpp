// See feed_flow.h.
#include "domain/engine/feed_flow.h"

#include "base/text.h"
#include "domain/cards/render.h"
#include "domain/cards/words.h"
#include "domain/engine/room_flow.h"

#include <fmt/format.h>

#include <algorithm>

namespace socbot {

namespace {

constexpr std::size_t kReasonBytes = 160;

void note_feed(StepContext& ctx, const char* event, const SourceId& source, std::string detail) {
    Note note;
    note.event = event;
    note.source = source;
    note.detail = std::move(detail);
    ctx.out.notes.push_back(std::move(note));
}

// To the rooms about socbot itself: a source may be of many customers.
void tell_ops(EngineState& state, StepContext& ctx, const std::string& text) {
    for (const auto& room : state.settings.rooms) {
        if (room.room_class != RoomClass::ops) continue;
        Delivery notice;
        notice.room = room.ref;
        notice.level = Level::notify;
        notice.priority = Severity::high;
        notice.view.template_name.clear();
        notice.text = text;
        post(state, ctx, std::move(notice));
    }
}

FeedRow& row_of(EngineState& state, const StepContext& ctx, const SourceId& source) {
    auto [row, fresh] = state.feeds.try_emplace(source.str());
    if (fresh) row->second.since = ctx.now;
    return row->second;
}

const SourceRow* counts_of(const EngineState& state, const SourceId& source) {
    const auto key = keys::source(source).key;
    return state.sources.known(key) ? state.sources.peek(key) : nullptr;
}

// When it last spoke, or since when it could have.
Instant heard_at(const EngineState& state, const SourceId& source, const FeedRow& row) {
    const auto* counts = counts_of(state, source);
    return counts == nullptr ? row.since : std::max(counts->last_seen, row.since);
}

void take_earlier(Instant& due, Instant candidate) {
    if (!due || candidate < due) due = candidate;
}

// After any change: the row, and the time to look again. It is written with the row, so that a
// start arms the timer for the same time.
void save(EngineState& state, StepContext& ctx, const SourceSettings& source, FeedRow& row) {
    row.check_due = {};
    if (source.silent_after.count() > 0 && !row.silent_since)
        take_earlier(row.check_due, heard_at(state, source.id, row) + source.silent_after);
    if (row.failing_since) take_earlier(row.check_due, row.failed_at + kFeedFailingFor);
    if (row.over_since) take_earlier(row.check_due, row.over_at + kFeedOverFor);
    if (row.check_due)
        state.timers.arm(TimerKind::feed, source.id.str(), row.check_due);
    else
        state.timers.disarm(TimerKind::feed, source.id.str());
    RowSink{ctx.out}.write(keys::feed(source.id), {}, encode_row(row));
}

void confirmed(EngineState& state, StepContext& ctx, const SourceId& source, FeedRow& row) {
    const bool news = !row.confirmed_at || row.unsubscribed_at;
    row.confirmed_at = ctx.now;
    row.unsubscribed_at = {};
    if (!news) return;
    note_feed(ctx, "feed.confirmed", source, {});
    tell_ops(state, ctx, fmt::format("Source `{}`: its subscription is confirmed.", source.str()));
}

void unsubscribed(EngineState& state, StepContext& ctx, const SourceId& source, FeedRow& row) {
    if (row.unsubscribed_at) return;
    row.unsubscribed_at = ctx.now;
    note_feed(ctx, "feed.unsubscribed", source, {});
    tell_ops(
        state,
        ctx,
        fmt::format(
            "**Source `{}` was unsubscribed** from its topic: no more alarms come. Subscribe "
            "again, "
            "unless it was meant.",
            source.str()
        )
    );
}

void failed(EngineState& state, StepContext& ctx, const FeedInput& input, FeedRow& row) {
    if (ctx.now - row.failures_from > kFeedFailuresWithin) {
        row.failures_from = ctx.now;
        row.failures = 0;
    }
    row.failures += input.count;
    row.failed_at = ctx.now;
    row.reason = cut_utf8(to_plain_line(input.detail), kReasonBytes);
    if (row.failing_since || row.failures < kFeedFailures) return;
    row.failing_since = ctx.now;
    note_feed(ctx, "feed.failing", input.source, "reason=" + quote_for_log(row.reason));
    tell_ops(
        state,
        ctx,
        fmt::format(
            "**Source `{}` fails**: {} messages {} within ten minutes. The newest: {}",
            input.source.str(),
            row.failures,
            input.event == FeedEvent::refused ? "refused" : "that could not be verified",
            escape_chat_markdown(cards::defang_links(row.reason))
        )
    );
}

void over_quota(EngineState& state, StepContext& ctx, const FeedInput& input, FeedRow& row) {
    row.over += input.count;
    row.over_at = ctx.now;
    if (row.over_since) return;
    row.over_since = ctx.now;
    note_feed(ctx, "feed.over_quota", input.source, {});
    tell_ops(
        state,
        ctx,
        fmt::format(
            "**Source `{}` is over its quota**: what is too much is answered 503 and has to come "
            "again. Other sources are not affected.",
            input.source.str()
        )
    );
}

void check_silence(
    EngineState& state,
    StepContext& ctx,
    const SourceSettings& source,
    FeedRow& row
) {
    if (source.silent_after.count() == 0 || row.silent_since) return;
    const auto heard = heard_at(state, source.id, row);
    if (ctx.now < heard + source.silent_after) return;
    row.silent_since = ctx.now;
    note_feed(ctx, "feed.silent", source.id, "since=" + format_rfc3339(heard));
    const bool ever = counts_of(state, source.id) != nullptr;
    tell_ops(
        state,
        ctx,
        fmt::format(
            "**Source `{}` is silent**: {} for {}.",
            source.id.str(),
            ever ? "no alarm" : "it never sent an alarm, and is configured",
            format_duration(ctx.now - heard)
        )
    );
}

}  // namespace

void apply_feed(EngineState& state, StepContext& ctx, const FeedInput& input) {
    ctx.out.answer = {Verdict::accepted, {}};
    const auto* source = state.settings.source(input.source);
    if (source == nullptr) return;  // a reload was faster
    auto& row = row_of(state, ctx, input.source);
    switch (input.event) {
        case FeedEvent::confirmed:
            confirmed(state, ctx, input.source, row);
            break;
        case FeedEvent::unsubscribed:
            unsubscribed(state, ctx, input.source, row);
            break;
        case FeedEvent::refused:
        case FeedEvent::unverified:
            failed(state, ctx, input, row);
            break;
        case FeedEvent::over_quota:
            over_quota(state, ctx, input, row);
            break;
    }
    save(state, ctx, *source, row);
}

void configure_feeds(EngineState& state, StepContext& ctx) {
    for (auto feed = state.feeds.begin(); feed != state.feeds.end();) {
        const SourceId source{feed->first};
        if (state.settings.source(source) != nullptr) {
            ++feed;
            continue;
        }
        state.timers.disarm(TimerKind::feed, feed->first);
        RowSink{ctx.out}.remove(keys::feed(source), {});
        feed = state.feeds.erase(feed);
    }
    for (const auto& source : state.settings.sources) {
        const bool known = state.feeds.contains(source.id.str());
        if (!known && !source.subscribed && source.silent_after.count() == 0) continue;
        auto& row = row_of(state, ctx, source.id);
        if (source.silent_after.count() == 0) row.silent_since = {};
        save(state, ctx, source, row);
    }
}

void hear_feed(EngineState& state, StepContext& ctx, const SourceId& id) {
    const auto feed = state.feeds.find(id.str());
    if (feed == state.feeds.end()) return;
    auto& row = feed->second;
    const auto* source = state.settings.source(id);
    if (source == nullptr) return;
    const bool proves = source->subscribed && !row.confirmed_at;
    if (!row.silent_since && !row.unsubscribed_at && !proves) return;
    if (row.silent_since) {
        note_feed(ctx, "feed.heard", id, {});
        tell_ops(state, ctx, fmt::format("Source `{}` speaks again.", id.str()));
    }
    row.silent_since = {};
    row.unsubscribed_at = {};
    if (proves) row.confirmed_at = ctx.now;
    save(state, ctx, *source, row);
}

void check_feed(EngineState& state, StepContext& ctx, const std::string& reference) {
    const auto feed = state.feeds.find(reference);
    const auto* source = state.settings.source(SourceId{reference});
    if (feed == state.feeds.end() || source == nullptr) return;
    auto& row = feed->second;
    check_silence(state, ctx, *source, row);
    if (row.failing_since && ctx.now >= row.failed_at + kFeedFailingFor) {
        row.failing_since = {};
        note_feed(ctx, "feed.recovered", source->id, {});
    }
    if (row.over_since && ctx.now >= row.over_at + kFeedOverFor) {
        row.over_since = {};
        note_feed(ctx, "feed.within_quota", source->id, {});
    }
    save(state, ctx, *source, row);
}

std::vector<std::pair<SourceId, std::vector<FeedState>>> all_feed_states(const EngineState& state) {
    std::vector<std::pair<SourceId, std::vector<FeedState>>> all;
    for (const auto& source : state.settings.sources) {
        const auto feed = state.feeds.find(source.id.str());
        const auto* row = feed == state.feeds.end() ? nullptr : &feed->second;
        auto states = feed_states(source, row, counts_of(state, source.id) != nullptr);
        if (!states.empty()) all.emplace_back(source.id, std::move(states));
    }
    return all;
}

}  // namespace socbot
