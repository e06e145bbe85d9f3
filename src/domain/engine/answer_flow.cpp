// Replies; see answer_flow.h.
#include "domain/engine/answer_flow.h"

#include "domain/cards/render.h"
#include "domain/engine/room_flow.h"

#include <fmt/format.h>

namespace socbot {

namespace {

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (std::size_t i = 0; i < lines.size() && i < kAnswerLines; ++i) {
        if (i != 0) text.push_back('\n');
        text.append(lines[i]);
    }
    if (lines.size() > kAnswerLines)
        text.append(fmt::format("\n... and {} more lines", lines.size() - kAnswerLines));
    return text;
}

Delivery reply_to(const AnswerPlace& place) {
    Delivery reply;
    reply.room = place.room;
    reply.level = Level::quiet;  // whoever asked is looking; it interrupts nobody
    reply.customer = place.customer;
    reply.thread = place.thread;
    reply.thread_root = place.thread_root;
    reply.priority = Severity::high;  // a person waits
    return reply;
}

std::string value_of(const JobResult& result, std::string_view name) {
    for (const auto& [key, value] : result.values)
        if (key == name) return value;
    return {};
}

AnswerPlace place_of(const JobRequest& request) {
    AnswerPlace place;
    place.room = request.room;
    place.thread = request.thread;
    place.thread_root = std::string{request.argument("thread_root")};
    if (request.customers.size() == 1) place.customer = request.customers.front();
    return place;
}

std::string
change_words(const EngineState& state, const PendingRow& pending, const EffectiveThreshold& now) {
    if (pending.reset)
        return fmt::format(
            "threshold {}: {} -> configuration", pending.scope.str(), to_word(now.severity)
        );
    return fmt::format(
        "threshold {}: {} -> {}{}",
        pending.scope.str(),
        to_word(now.severity),
        to_word(pending.threshold.severity),
        pending.threshold.until
            ? " until " + until_words(state, pending.room, pending.threshold.until)
            : ", permanently"
    );
}

void answer_rehearsal(
    EngineState& state,
    StepContext& ctx,
    const JobRequest& request,
    const JobResult& result
) {
    const RowKey key{Table::pending, std::string{request.argument("pending")}};
    auto* pending =
        state.pendings.known(key.key) ? state.pendings.find(key.key, state.batch) : nullptr;
    if (pending == nullptr) return;  // expired meanwhile
    const auto effective = effective_threshold(
        state.thresholds,
        state.settings,
        pending->scope.customer,
        pending->scope.room,
        pending->scope.kind.value_or(Kind::other),
        ctx.now
    );
    CardView view;
    view.template_name = "answer";
    view.customer = pending->scope.customer.str();
    view.title = change_words(state, *pending, effective);
    view.lines.push_back(fmt::format(
        "Interruptions a day: {} -> {} (rehearsed over {} days, {} alarms{})",
        value_of(result, "before_a_day"),
        value_of(result, "after_a_day"),
        value_of(result, "days"),
        value_of(result, "alarms"),
        value_of(result, "sampled") == "1" ? ", sampled" : ""
    ));
    view.lines.push_back("Nothing is lost: what it hides is stored and counted; `hidden` shows it."
    );
    if (pending->second_person)
        view.lines.push_back(
            "A second person has to press Apply: it outlasts the shift or is for all."
        );
    Button apply;
    apply.label = "Apply";
    apply.action = fmt::format("apply:{}", pending->id);
    apply.primary = true;
    view.buttons.push_back(std::move(apply));
    view.notification = view.title;
    answer_card(state, ctx, place_of(request), std::move(view));
}

}  // namespace

void answer(
    EngineState& state,
    StepContext& ctx,
    const AnswerPlace& place,
    const std::vector<std::string>& lines
) {
    auto reply = reply_to(place);
    reply.view.template_name.clear();
    reply.text = joined(lines);
    post(state, ctx, std::move(reply));
}

void answer_card(EngineState& state, StepContext& ctx, const AnswerPlace& place, CardView view) {
    auto reply = reply_to(place);
    reply.view = std::move(view);
    post(state, ctx, std::move(reply));
}

void answer_job(
    EngineState& state,
    StepContext& ctx,
    const JobRequest& request,
    const JobResult& result
) {
    switch (request.kind) {
        case JobKind::query:
            answer(state, ctx, place_of(request), result.lines);
            return;
        case JobKind::rehearse:
            answer_rehearsal(state, ctx, request, result);
            return;
        case JobKind::external:
            if (!result.lines.empty()) answer(state, ctx, place_of(request), result.lines);
            return;
        case JobKind::deliver:
            return;
    }
}

void answer_failed_job(
    EngineState& state,
    StepContext& ctx,
    const JobRequest& request,
    const AttemptOutcome& outcome
) {
    if (request.room.room.empty()) return;
    answer(
        state,
        ctx,
        place_of(request),
        {fmt::format(
            "`{}` could not be answered: {}", request.name, escape_chat_markdown(outcome.error)
        )}
    );
}

std::string room_zone(const EngineState& state, const RoomRef& ref) {
    const auto* room = state.settings.room(ref);
    if (room != nullptr && !room->zone.empty()) return room->zone;
    if (room != nullptr)
        if (const auto only = room->only_customer())
            if (const auto* customer = state.settings.customer(*only)) return customer->zone;
    return state.settings.shifts.zone;
}

std::string until_words(const EngineState& state, const RoomRef& room, Instant until) {
    const auto zone = room_zone(state, room);
    return fmt::format("{} {}", day_and_time(state.zones.local(zone, until)), zone);
}

}  // namespace socbot
