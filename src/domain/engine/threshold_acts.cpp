// threshold: shown, rehearsed, applied, undone, expired.
#include "domain/cards/render.h"
#include "domain/engine/acts.h"
#include "domain/engine/command_flow.h"
#include "domain/engine/job_flow.h"
#include "domain/engine/room_flow.h"

#include <fmt/format.h>

namespace socbot {

namespace {

constexpr Milliseconds kPendingLife{15 * 60'000};

std::string person_name(const EngineState& state, const PersonId& id) {
    const auto* person = state.settings.person(id);
    return escape_chat_markdown(person == nullptr ? id.str() : std::string{person->first_name()});
}

std::string
set_words(const EngineState& state, const Asked& asked, const EffectiveThreshold& effective) {
    if (effective.set == nullptr)
        return std::string{to_word(effective.severity)} + " (configuration)";
    return fmt::format(
        "{} ({}, set by {}{})",
        to_word(effective.severity),
        effective.scope.str(),
        person_name(state, effective.set->by),
        effective.set->until ? ", until " + until_words(state, asked.room.ref, effective.set->until)
                             : std::string{", permanently"}
    );
}

void show_thresholds(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const ThresholdCommand& command
) {
    auto customers = visible_customers(asked.person, asked.room, state.settings);
    if (command.customer)
        std::erase_if(customers, [&](const auto& code) { return code != *command.customer; });
    std::vector<std::string> lines;
    for (const auto& customer : customers) {
        const auto base = effective_threshold(
            state.thresholds, state.settings, customer, asked.room.ref, Kind::other, ctx.now
        );
        lines.push_back(fmt::format("**{}**: {}", customer.str(), set_words(state, asked, base)));
        for (const auto kind : {Kind::office365, Kind::network_intrusion, Kind::malware}) {
            const auto special = effective_threshold(
                state.thresholds, state.settings, customer, asked.room.ref, kind, ctx.now
            );
            if (special.scope != base.scope)
                lines.push_back(
                    fmt::format("- {}: {}", display_name(kind), set_words(state, asked, special))
                );
        }
    }
    if (lines.empty()) lines.push_back("No customer of yours is in this room.");
    answer(state, ctx, asked.place, lines);
}

ThresholdScope scope_of(const Asked& asked, const ThresholdCommand& command) {
    ThresholdScope scope;
    if (!command.all_customers) scope.customer = command.customer.value_or(CustomerCode{});
    // In a customer's own or shared room the change is that room's; from a soc room it is
    // everywhere.
    if (asked.room.room_class == RoomClass::shared) scope.room = asked.room.ref;
    scope.kind = command.kind;
    return scope;
}

Instant
until_of(const EngineState& state, const StepContext& ctx, const ThresholdCommand& command) {
    if (command.permanent) return {};
    if (command.until) return *command.until;
    if (command.length) return ctx.now + *command.length;
    return shift_end(state.settings.shifts, state.zones, ctx.now);
}

bool outlasts_shift(const EngineState& state, const StepContext& ctx, Instant until) {
    return !until || until > shift_end(state.settings.shifts, state.zones, ctx.now);
}

void write_threshold(StepContext& ctx, const ThresholdScope& scope, const Threshold& threshold) {
    Writer body;
    encode_scope(body, scope);
    threshold.encode(body);
    const auto kind = scope.kind ? to_word(*scope.kind) : "";
    RowSink{ctx.out}.write(
        keys::threshold(scope.customer, scope.room, kind), scope.customer, body.take()
    );
}

RowKey threshold_key(const ThresholdScope& scope) {
    return keys::threshold(scope.customer, scope.room, scope.kind ? to_word(*scope.kind) : "");
}

// Sets or removes, and keeps the expiry timer right.
void change(
    EngineState& state,
    StepContext& ctx,
    const ThresholdScope& scope,
    const std::optional<Threshold>& threshold
) {
    const auto key = threshold_key(scope);
    revise_policy(state, ctx);
    state.timers.disarm(TimerKind::threshold, key.key);
    if (!threshold) {
        state.thresholds.erase(scope);
        RowSink{ctx.out}.remove(key, scope.customer);
        return;
    }
    state.thresholds.insert_or_assign(scope, *threshold);
    write_threshold(ctx, scope, *threshold);
    if (threshold->until) state.timers.arm(TimerKind::threshold, key.key, threshold->until);
}

void drop_pending(EngineState& state, StepContext& ctx, const std::string& key) {
    state.pendings.drop(key, state.batch);
    state.timers.disarm(TimerKind::pending, key);
    RowSink{ctx.out}.remove({Table::pending, key}, {});
}

void rehearse(EngineState& state, StepContext& ctx, const Asked& asked, const PendingRow& pending) {
    JobRequest request;
    request.kind = JobKind::rehearse;
    request.name = "threshold";
    const auto key = keys::pending(pending.id).key;
    request.arguments = {
        {"pending", key},
        {"customer", pending.scope.customer.str()},
        {"kind", pending.scope.kind ? to_word(*pending.scope.kind) : ""},
        {"own_room", pending.scope.room.room.empty() ? "0" : "1"},
        {"severity", pending.reset ? "" : to_word(pending.threshold.severity)},
        {"now", std::to_string(ctx.now.ms)},
        {"policy_revision", std::to_string(pending.policy_revision)},
        {"thread_root", asked.place.thread_root}};
    if (pending.scope.customer.empty())
        request.customers = visible_customers(asked.person, asked.room, state.settings);
    else
        request.customers = {pending.scope.customer};
    request.room = asked.room.ref;
    request.thread = asked.place.thread;
    request.person = asked.person.id;
    start_job(state, ctx, std::move(request));
}

std::string threshold_words(
    const EngineState& state,
    const RoomRef& room,
    const std::optional<Threshold>& threshold
) {
    if (!threshold) return "configuration";
    if (!threshold->until) return std::string{to_word(threshold->severity)};
    return fmt::format(
        "{} until {}", to_word(threshold->severity), until_words(state, room, threshold->until)
    );
}

}  // namespace

void threshold_command(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const ThresholdCommand& command
) {
    if (!command.severity && !command.reset) {
        if (allowed(state, ctx, asked, Act::view, command.customer.value_or(CustomerCode{})))
            show_thresholds(state, ctx, asked, command);
        return;
    }
    const auto until = until_of(state, ctx, command);
    const bool beyond =
        command.all_customers || (!command.reset && outlasts_shift(state, ctx, until));
    const auto act = beyond ? Act::threshold_permanent : Act::threshold_for_shift;
    if (!allowed(state, ctx, asked, act, command.customer.value_or(CustomerCode{}))) return;
    PendingRow pending;
    pending.id = ctx.make_id();
    pending.scope = scope_of(asked, command);
    pending.reset = command.reset;
    pending.second_person = beyond;
    pending.threshold.severity = command.severity.value_or(Severity::medium);
    pending.threshold.until = until;
    pending.threshold.by = asked.person.id;
    pending.threshold.at = ctx.now;
    pending.policy_revision = state.policy_revision;
    pending.room = asked.room.ref;
    pending.person = asked.person.id;
    pending.expires = ctx.now + kPendingLife;
    const auto key = keys::pending(pending.id);
    RowSink{ctx.out}.write(key, pending.scope.customer, encode_row(pending));
    state.timers.arm(TimerKind::pending, key.key, pending.expires);
    rehearse(state, ctx, asked, pending);
    state.pendings.set(key.key, std::move(pending), state.batch);
}

void apply_threshold(EngineState& state, StepContext& ctx, const Asked& asked, std::uint64_t id) {
    const auto key = keys::pending(id).key;
    const auto* pending =
        state.pendings.known(key) ? state.pendings.find(key, state.batch) : nullptr;
    if (pending == nullptr) {
        answer(
            state,
            ctx,
            asked.place,
            {"That change was applied already or has expired; type it again."}
        );
        return;
    }
    const auto act = pending->second_person ? Act::threshold_permanent : Act::threshold_for_shift;
    if (!allowed(state, ctx, asked, act, pending->scope.customer)) return;
    if (pending->second_person && pending->person == asked.person.id) {
        answer(
            state,
            ctx,
            asked.place,
            {"A second person has to press Apply: this outlasts the shift or is for all customers."}
        );
        return;
    }
    if (pending->policy_revision != state.policy_revision) {
        drop_pending(state, ctx, key);
        answer(
            state,
            ctx,
            asked.place,
            {"The policy changed since this was rehearsed; nothing was applied. Type it again."}
        );
        return;
    }
    const auto scope = pending->scope;
    const auto before = state.thresholds.find(scope);
    UndoRow undo;
    undo.what = UndoRow::What::threshold;
    undo.scope = scope;
    undo.had_before = before != state.thresholds.end();
    if (undo.had_before) undo.before = before->second;
    std::optional<Threshold> after;
    if (!pending->reset) after = pending->threshold;
    if (after) {
        after->at = ctx.now;
        undo.after = *after;
    }
    std::optional<Threshold> old;
    if (undo.had_before) old = undo.before;
    undo.words = fmt::format(
        "threshold {}: {} -> {}",
        scope.str(),
        threshold_words(state, asked.room.ref, old),
        threshold_words(state, asked.room.ref, after)
    );
    drop_pending(state, ctx, key);
    change(state, ctx, scope, after);
    audit(state, ctx, asked.person.id, scope.customer, "threshold", scope.str(), undo.words);
    ctx.note("policy.threshold", undo.words);
    answer(
        state,
        ctx,
        asked.place,
        {fmt::format("Applied: {}. `undo` takes it back for five minutes.", undo.words)}
    );
    remember_undo(state, ctx, asked, std::move(undo));
}

void undo_threshold(EngineState& state, StepContext& ctx, const Asked& asked, const UndoRow& undo) {
    const auto now = state.thresholds.find(undo.scope);
    const bool stands =
        now == state.thresholds.end() ? undo.after == Threshold{} : now->second == undo.after;
    if (!stands) {
        answer(state, ctx, asked.place, {"The threshold changed since; nothing was undone."});
        return;
    }
    std::optional<Threshold> before;
    if (undo.had_before && undo.before.in_force(ctx.now)) before = undo.before;
    change(state, ctx, undo.scope, before);
    audit(state, ctx, asked.person.id, undo.scope.customer, "undo", undo.scope.str(), undo.words);
    answer(
        state,
        ctx,
        asked.place,
        {fmt::format(
            "Undone: threshold {} is {} again.",
            undo.scope.str(),
            threshold_words(state, asked.room.ref, before)
        )}
    );
}

void expire_threshold(EngineState& state, StepContext& ctx, const std::string& key) {
    for (const auto& [scope, threshold] : state.thresholds) {
        if (threshold_key(scope).key != key) continue;
        if (threshold.in_force(ctx.now)) return;
        const auto ended = scope;
        ctx.note("policy.threshold_ended", ended.str());
        change(state, ctx, ended, std::nullopt);
        return;
    }
}

void expire_pending(EngineState& state, StepContext& ctx, const std::string& key) {
    if (state.pendings.known(key) && state.pendings.find(key, state.batch) != nullptr)
        drop_pending(state, ctx, key);
}

}  // namespace socbot
