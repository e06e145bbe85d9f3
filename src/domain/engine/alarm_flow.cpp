// From alarm to account; see alarm_flow.h.
#include "domain/engine/alarm_flow.h"

#include "base/text.h"
#include "domain/engine/episode_flow.h"
#include "domain/engine/feed_flow.h"

#include <fmt/format.h>

#include <array>

namespace socbot {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::array kHiddenReasons{
    "threshold:informational",
    "threshold:low",
    "threshold:medium",
    "threshold:high",
    "threshold:critical",
    "no room"};

void note_alarm(
    StepContext& ctx,
    const AlarmInput& input,
    const CustomerCode& customer,
    const char* event,
    std::string detail
) {
    Note note;
    note.event = event;
    note.customer = customer;
    note.source = input.source;
    note.detail = std::move(detail);
    ctx.out.notes.push_back(std::move(note));
}

void quarantine(
    StepContext& ctx,
    const SourceId& source,
    std::string reason,
    std::shared_ptr<const std::string> raw
) {
    QuarantineRecord record;
    record.id = ctx.step;
    record.at = ctx.now;
    record.source = source;
    record.reason = reason;
    record.raw = std::move(raw);
    ctx.out.quarantine.push_back(std::move(record));
    ctx.out.answer = {Verdict::quarantined, {}};
    Note note;
    note.event = "alarm.quarantined";
    note.source = source;
    note.detail = "reason=" + quote_for_log(reason);
    ctx.out.notes.push_back(std::move(note));
}

// The customer's stored alarm of this id within the window, confirmed against the stored text.
const AlarmRecord* find_seen(
    EngineState& state,
    const StepContext& ctx,
    const AlarmInput& input,
    const CustomerCode& customer,
    std::uint64_t hash
) {
    const auto hint = state.seen.find(hash);
    if (!hint) return nullptr;
    const auto record = state.confirmed.find(hint->value());
    if (record == state.confirmed.end()) return nullptr;
    const auto& alarm = record->second;
    if (alarm.source != input.source || alarm.uid != input.alarm->uid) return nullptr;
    if (alarm.customer != customer) return nullptr;
    if (ctx.now - alarm.at > state.limits.uid_window) return nullptr;
    return &alarm;
}

void count_repeat(EngineState& state, StepContext& ctx, const CustomerCode& customer) {
    const auto hour = static_cast<std::uint64_t>(ctx.now.ms / kHourMs);
    const auto key = keys::account(customer, hour, kRepeatCounter, {});
    auto* row = state.accounts.find(key.key, state.batch);
    if (row == nullptr) row = &state.accounts.set(key.key, {}, state.batch);
    ++row->alarms;
    RowSink{ctx.out}.write(key, customer, encode_row(*row));
}

struct Shown {
    std::vector<const RoomSettings*> rooms;
    std::string why;
    std::string reason;  // when no room shows it
};

Shown rooms_that_show(
    const EngineState& state,
    const StepContext& ctx,
    const AlarmRecord& record,
    const CustomerView& customer
) {
    Shown shown;
    for (const auto* room : customer.rooms) {
        if (room->room_class == RoomClass::ops) continue;
        const auto effective = effective_threshold(
            state.thresholds, state.settings, record.customer, room->ref, record.kind, ctx.now
        );
        if (passes(record.severity, effective.severity)) {
            if (shown.rooms.empty())
                shown.why =
                    fmt::format("{} >= {}", to_word(record.severity), to_word(effective.severity));
            shown.rooms.push_back(room);
        } else if (shown.reason.empty()) {
            shown.reason = fmt::format("threshold:{}", to_word(effective.severity));
        }
    }
    if (!shown.rooms.empty())
        shown.reason.clear();
    else if (shown.reason.empty())
        shown.reason = "no room";
    return shown;
}

AlarmRecord make_record(
    EngineState& state,
    StepContext& ctx,
    const AlarmInput& input,
    const CustomerCode& customer,
    const CustomerView& view
) {
    const auto& alarm = *input.alarm;
    AlarmRecord record;
    record.id = AlarmId{ctx.step};
    record.at = ctx.now;
    record.customer = customer;
    record.source = input.source;
    record.uid = alarm.uid;
    record.content = input.content;
    const auto& judged = state.judge(input, customer, view);
    record.kind = judged.kind;
    record.severity = alarm.severity;
    record.entity = judged.entity;
    record.rule = rule_of(alarm);
    record.title = alarm.title;
    record.body = *input.json;
    record.raw = input.raw;
    return record;
}

using DeliveryHash = std::optional<std::uint64_t>;

// What one step brought enters the window: under its uid, its message id, or both.
void remember_hashes(EngineState& state, StepContext& ctx, DeliveryHash first, DeliveryHash also) {
    if (!first) std::swap(first, also);
    if (!first) return;
    const AlarmId id{ctx.step};
    if (state.seen.insert(*first, id, also)) {
        state.seen_previous_from = state.seen_current_from;
        state.seen_current_from = id;
        Writer marks;
        marks.u(state.seen_previous_from.value()).u(state.seen_current_from.value());
        RowSink{ctx.out}.write(keys::pulse("seen"), {}, marks.take());
        ctx.note("alarm.window_turned", "ids older than the last generation are forgotten");
    }
    ctx.out.seen.push_back({*first, id});
    if (also) ctx.out.seen.push_back({*also, id});
}

void remember(EngineState& state, const AlarmRecord& record) {
    // Later inputs of this batch may repeat it before the store can be asked.
    AlarmRecord brief;
    brief.id = record.id;
    brief.at = record.at;
    brief.customer = record.customer;
    brief.source = record.source;
    brief.uid = record.uid;
    brief.content = record.content;
    state.confirmed.insert_or_assign(record.id.value(), std::move(brief));
}

DeliveryHash
delivery_hash(const SourceId& source, const TransportId& transport, const Digest& content) {
    if (transport.empty()) return std::nullopt;
    // A uid never begins with NUL, so neither is taken for the other.
    std::string text(1, '\0');
    text.append(transport.channel).push_back('\0');
    text.append(transport.id).push_back('\0');
    text.append(as_bytes(content));
    return SeenWindow::hash(source, text);
}

std::string why_nobodys(const SourceSettings* source, const Alarm& alarm) {
    if (source == nullptr) return "unknown source";
    return fmt::format("unknown tenant {}", quote_for_log(alarm.tenant_uid, 64));
}

struct Earlier {
    bool came{false};
    AlarmId alarm;  // that it was; 0: a repeat, or set aside
};

// Whether this very message came before.
Earlier find_delivery(
    const EngineState& state,
    const SourceId& source,
    const Digest* content,
    DeliveryHash hash
) {
    const auto hint = hash ? state.seen.find(*hash) : std::nullopt;
    if (!hint) return {};
    const auto record = state.confirmed.find(hint->value());
    const bool alarm = record != state.confirmed.end() && !record->second.uid.empty();
    // What was no alarm has nothing to compare: 64 bits over an id that others draw, and the bytes.
    if (!alarm) return {true, {}};
    if (record->second.source != source || content == nullptr) return {};
    if (record->second.content != *content) return {};
    return {true, *hint};
}

}  // namespace

DeliveryHash delivery_hash(const AlarmInput& input) {
    return delivery_hash(input.source, input.transport, input.content);
}

DeliveryHash delivery_hash(const UnreadableInput& input) {
    if (input.transport.empty()) return std::nullopt;
    const auto content = sha256(input.raw ? std::string_view{*input.raw} : std::string_view{});
    return delivery_hash(input.source, input.transport, content);
}

void delivery_needs(const EngineState& state, DeliveryHash hash, std::vector<AlarmId>& out) {
    const auto hint = hash ? state.seen.find(*hash) : std::nullopt;
    if (hint && !state.confirmed.contains(hint->value())) out.push_back(*hint);
}

std::optional<CustomerCode> customer_of(const SourceSettings& source, const Alarm& alarm) {
    if (source.tenants.empty()) {
        if (source.customer.empty()) return std::nullopt;
        return source.customer;
    }
    const auto mapped = source.tenants.find(alarm.tenant_uid);
    if (mapped == source.tenants.end()) return std::nullopt;
    // A fixed customer and a tenant that names another contradict each other.
    if (!source.customer.empty() && mapped->second != source.customer) return std::nullopt;
    return mapped->second;
}

std::span<const char* const> hidden_reasons() {
    return kHiddenReasons;
}

std::string rule_of(const Alarm& alarm) {
    return alarm.rule_uid.empty() ? alarm.title : alarm.rule_uid;
}

void count_keys(const AlarmRecord& record, std::vector<RowKey>& out) {
    const auto hour = static_cast<std::uint64_t>(record.at.ms / kHourMs);
    out.push_back(keys::aggregate(record.customer, record.rule, record.entity));
    out.push_back(keys::account(
        record.customer, hour, static_cast<std::uint8_t>(record.account), record.reason
    ));
}

void count_alarm(EngineState& state, const AlarmRecord& record) {
    const auto hour = static_cast<std::uint64_t>(record.at.ms / kHourMs);
    const auto aggregate_key = keys::aggregate(record.customer, record.rule, record.entity);
    auto* aggregate = state.aggregates.find(aggregate_key.key, state.batch);
    if (aggregate == nullptr) aggregate = &state.aggregates.set(aggregate_key.key, {}, state.batch);
    if (record.id > aggregate->counted_to) {
        aggregate->count(record.id, record.at);
        if (state.aggregates.mark_dirty(aggregate_key.key))
            state.mark_dirty(aggregate_key, record.id, record.at);
    }
    const auto account_key = keys::account(
        record.customer, hour, static_cast<std::uint8_t>(record.account), record.reason
    );
    auto* account = state.accounts.find(account_key.key, state.batch);
    if (account == nullptr) account = &state.accounts.set(account_key.key, {}, state.batch);
    if (record.id > account->counted_to) {
        account->count(record.id);
        if (state.accounts.mark_dirty(account_key.key))
            state.mark_dirty(account_key, record.id, record.at);
    }
    const auto source_key = keys::source(record.source);
    auto* source = state.sources.known(source_key.key)
                       ? state.sources.find(source_key.key, state.batch)
                       : nullptr;
    if (source == nullptr) source = &state.sources.set(source_key.key, {}, state.batch);
    if (record.id > source->counted_to) {
        source->count(record.id, record.at);
        if (state.sources.mark_dirty(source_key.key))
            state.mark_dirty(source_key, record.id, record.at);
    }
}

void apply_alarm(
    EngineState& state,
    StepContext& ctx,
    const AlarmInput& input,
    JournalEntry& entry
) {
    const auto& alarm = *input.alarm;
    const auto* source = state.settings.source(input.source);
    const auto customer = source == nullptr ? std::nullopt : customer_of(*source, alarm);
    const auto* view = customer ? state.customer(*customer) : nullptr;
    const auto delivered = delivery_hash(input);
    if (const auto earlier = find_delivery(state, input.source, &input.content, delivered);
        earlier.came) {
        entry.alarm = earlier.alarm;
        if (view != nullptr) count_repeat(state, ctx, *customer);
        ctx.out.answer = {Verdict::duplicate, {}};
        note_alarm(ctx, input, customer.value_or(CustomerCode{}), "alarm.redelivered", {});
        return;
    }
    if (view == nullptr) {
        remember_hashes(state, ctx, std::nullopt, delivered);
        quarantine(ctx, input.source, why_nobodys(source, alarm), input.raw);
        return;
    }
    const auto hash = state.judge(input, *customer, *view).seen_hash;
    const auto* seen = find_seen(state, ctx, input, *customer, hash);
    if (seen != nullptr && seen->content == input.content) {
        entry.alarm = seen->id;
        count_repeat(state, ctx, seen->customer);
        remember_hashes(state, ctx, std::nullopt, delivered);
        ctx.out.answer = {Verdict::duplicate, {}};
        note_alarm(ctx, input, *customer, "alarm.repeated", {});
        return;
    }
    auto record = make_record(state, ctx, input, *customer, *view);
    if (seen != nullptr) record.update_of = seen->id;
    const auto shown = rooms_that_show(state, ctx, record, *view);
    record.reason = shown.reason;
    const auto joined = join_episode(state, ctx, {record, alarm, *view, shown.rooms, shown.why});
    record.episode = joined.episode;
    record.account = shown.rooms.empty() ? Account::hidden
                     : joined.announced  ? Account::shown
                                         : Account::counted;
    entry.alarm = record.id;
    count_alarm(state, record);
    remember_hashes(state, ctx, hash, delivered);
    remember(state, record);
    hear_feed(state, ctx, input.source);
    ctx.out.answer = {Verdict::stored, {}};
    note_alarm(ctx, input, *customer, "alarm.stored", to_word(record.account));
    ctx.out.alarms.push_back(std::move(record));
}

void apply_release(EngineState& state, StepContext& ctx, const ReleaseInput& input) {
    ctx.nonce = input.nonce;
    const auto mark = keys::released(input.quarantined);
    if (state.events.find(mark.key, state.batch) != nullptr) {
        ctx.out.answer = {Verdict::duplicate, "it was released before"};
        return;
    }
    const auto& alarm = *input.alarm.alarm;
    const auto* source = state.settings.source(input.alarm.source);
    const auto customer = source == nullptr ? std::nullopt : customer_of(*source, alarm);
    if (!customer || state.customer(*customer) == nullptr) {
        ctx.out.answer = {Verdict::refused, why_nobodys(source, alarm)};
        return;
    }
    JournalEntry stored;
    apply_alarm(state, ctx, input.alarm, stored);
    auto at = format_rfc3339(ctx.now);
    state.events.set(mark.key, {at}, state.batch);
    RowSink{ctx.out}.write(mark, {}, std::move(at));
    audit(
        state,
        ctx,
        input.person,
        *customer,
        "quarantine.release",
        std::to_string(input.quarantined),
        fmt::format("source={} uid={}", input.alarm.source.str(), quote_for_log(alarm.uid, 128))
    );
    note_alarm(ctx, input.alarm, *customer, "quarantine.released", {});
}

void apply_unreadable(EngineState& state, StepContext& ctx, const UnreadableInput& input) {
    const auto delivered = delivery_hash(input);
    if (find_delivery(state, input.source, nullptr, delivered).came) {
        ctx.out.answer = {Verdict::duplicate, {}};
        Note note;
        note.event = "alarm.redelivered";
        note.source = input.source;
        ctx.out.notes.push_back(std::move(note));
        return;
    }
    remember_hashes(state, ctx, std::nullopt, delivered);
    quarantine(ctx, input.source, "unreadable: " + input.reason, input.raw);
}

}  // namespace socbot
