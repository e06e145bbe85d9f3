// Questions answered from the store by jobs (status, open, hidden), roles, and undo.
#include "domain/cards/render.h"
#include "domain/engine/acts.h"
#include "domain/engine/command_flow.h"
#include "domain/engine/job_flow.h"

#include <fmt/format.h>

namespace socbot {

namespace {

constexpr Milliseconds kUndoFor{5 * 60'000};

void ask(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    std::string name,
    const std::optional<CustomerCode>& customer,
    std::vector<std::pair<std::string, std::string>> arguments
) {
    JobRequest request;
    request.kind = JobKind::query;
    request.name = std::move(name);
    request.arguments = std::move(arguments);
    request.arguments.emplace_back("now", std::to_string(ctx.now.ms));
    request.arguments.emplace_back("zone", room_zone(state, asked.room.ref));
    request.arguments.emplace_back("thread_root", asked.place.thread_root);
    request.customers = visible_customers(asked.person, asked.room, state.settings);
    if (customer)
        std::erase_if(request.customers, [&](const auto& code) { return code != *customer; });
    request.room = asked.room.ref;
    request.thread = asked.place.thread;
    request.person = asked.person.id;
    start_job(state, ctx, std::move(request));
}

}  // namespace

bool allowed(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    Act act,
    const CustomerCode& customer
) {
    const auto verdict = authorise(&asked.person, act, {asked.room, customer}, state.settings);
    if (verdict) return true;
    answer(state, ctx, asked.place, {verdict.error().message()});
    audit(state, ctx, asked.person.id, customer, "refused", to_word(act), {});
    ctx.note(
        "command.refused", fmt::format("person={} act={}", asked.person.id.str(), to_word(act))
    );
    return false;
}

void ask_status(EngineState& state, StepContext& ctx, const Asked& asked) {
    if (!allowed(state, ctx, asked, Act::status, {})) return;
    ask(state,
        ctx,
        asked,
        "status",
        std::nullopt,
        {{"unsettled", std::to_string(state.unsettled.size())},
         {"shared", asked.room.room_class == RoomClass::shared ? "1" : "0"},
         {"ops", asked.room.room_class == RoomClass::ops && asked.person.all_customers ? "1" : "0"}}
    );
}

void ask_open(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const OpenCommand& command
) {
    if (!allowed(state, ctx, asked, Act::view, command.customer.value_or(CustomerCode{}))) return;
    ask(state,
        ctx,
        asked,
        "open",
        command.customer,
        {{"severity", command.severity ? to_word(*command.severity) : ""},
         {"mine", command.mine ? asked.person.id.str() : ""}});
}

void ask_hidden(
    EngineState& state,
    StepContext& ctx,
    const Asked& asked,
    const HiddenCommand& command
) {
    if (!allowed(state, ctx, asked, Act::view, command.customer.value_or(CustomerCode{}))) return;
    const auto since = command.since.value_or(ctx.now - Milliseconds{24LL * 3'600'000});
    ask(state, ctx, asked, "hidden", command.customer, {{"since", std::to_string(since.ms)}});
}

void remember_undo(EngineState& state, StepContext& ctx, const Asked& asked, UndoRow undo) {
    undo.expires = ctx.now + kUndoFor;
    const auto key = keys::undo(asked.room.ref, asked.person.id);
    RowSink{ctx.out}.write(key, {}, encode_row(undo));
    state.timers.arm(TimerKind::undo, key.key, undo.expires);
    state.undos.set(key.key, std::move(undo), state.batch);
}

void undo_command(EngineState& state, StepContext& ctx, const Asked& asked) {
    const auto key = keys::undo(asked.room.ref, asked.person.id).key;
    const auto* row = state.undos.known(key) ? state.undos.find(key, state.batch) : nullptr;
    if (row == nullptr) {
        answer(state, ctx, asked.place, {"You changed nothing here in the last five minutes."});
        return;
    }
    if (!allowed(state, ctx, asked, Act::undo_own, {})) return;
    const auto undo = *row;
    expire_undo(state, ctx, key);
    switch (undo.what) {
        case UndoRow::What::threshold:
            undo_threshold(state, ctx, asked, undo);
            return;
        case UndoRow::What::take:
        case UndoRow::What::release:
            undo_episode(state, ctx, asked, undo);
            return;
    }
}

void expire_undo(EngineState& state, StepContext& ctx, const std::string& key) {
    if (!state.undos.known(key) || state.undos.find(key, state.batch) == nullptr) return;
    state.undos.drop(key, state.batch);
    state.timers.disarm(TimerKind::undo, key);
    RowSink{ctx.out}.remove({Table::undo, key}, {});
}

}  // namespace socbot
