// Settings and starts; see settings_flow.h.
#include "domain/engine/settings_flow.h"

#include "base/text.h"
#include "domain/engine/feed_flow.h"
#include "domain/engine/job_flow.h"
#include "domain/engine/room_flow.h"

#include <fmt/format.h>

namespace socbot {

namespace {

RoomLimits limits_of(const Settings& settings, const ConnectionId& connection) {
    const auto encoded = settings.chat_limits.find(connection.str());
    if (encoded == settings.chat_limits.end()) return {};
    const auto bytes = from_hex(encoded->second);
    if (!bytes) return {};
    Reader in{*bytes};
    return RoomLimits::decode(in);
}

void compile_customers(EngineState& state) {
    state.customers.clear();
    for (const auto& customer : state.settings.customers) {
        CustomerView view;
        view.settings = &customer;
        view.own = Networks{customer.networks};
        view.rooms = state.settings.rooms_of(customer.code);
        state.customers.emplace(customer.code, std::move(view));
    }
}

void compile_rooms(EngineState& state) {
    for (auto& [key, room] : state.rooms)
        room.settings = nullptr;
    for (const auto& settings : state.settings.rooms) {
        auto& room = state.room_state(settings.ref);
        room.settings = &settings;
        room.limits = limits_of(state.settings, settings.ref.connection);
    }
}

}  // namespace

Result<void> use_settings(EngineState& state, Settings settings) {
    auto policy = Policy::make(settings);
    if (!policy) return std::move(policy).error();
    state.settings = std::move(settings);
    state.policy = *std::move(policy);
    state.judged.clear();
    state.configured = true;
    compile_customers(state);
    compile_rooms(state);
    return {};
}

void apply_settings(EngineState& state, StepContext& ctx, const SettingsInput& input) {
    auto settings = decode_settings(input.json);
    auto used = settings ? use_settings(state, *std::move(settings))
                         : Result<void>{std::move(settings).error()};
    if (!used) {
        ctx.out.answer = {Verdict::refused, used.error().message()};
        ctx.note("settings.refused", "error=" + quote_for_log(used.error().message()));
        return;
    }
    revise_policy(state, ctx);
    RowSink{ctx.out}.write(keys::settings(), {}, input.json);
    ctx.out.answer = {Verdict::accepted, {}};
    ctx.note(
        "settings.applied",
        fmt::format(
            "customers={} rooms={} people={} sources={}",
            state.settings.customers.size(),
            state.settings.rooms.size(),
            state.settings.people.size(),
            state.settings.sources.size()
        )
    );
    configure_feeds(state, ctx);
    for (auto& [key, room] : state.rooms)
        wake_room(state, ctx, key);
}

void apply_start(EngineState& state, StepContext& ctx, const StartInput& input) {
    ctx.out.answer = {Verdict::accepted, {}};
    ctx.note("engine.started", "version=" + quote_for_log(input.version));
    const auto stopped = input.stopped.value_or(ctx.now);
    interrupt_deliveries(state, ctx, stopped);
    interrupt_jobs(state, ctx, stopped);
}

}  // namespace socbot
