// Marks and history; see pull_flow.h.
#include "domain/engine/pull_flow.h"

#include <fmt/format.h>

#include <algorithm>

namespace socbot {

namespace {

constexpr std::string_view kPrefix = "pull/";

void count_history(EngineState& state, StepContext& ctx, const HistoryCount& history) {
    const auto key = keys::aggregate(history.customer, history.rule, history.entity);
    auto* row = state.aggregates.find(key.key, state.batch);
    if (row == nullptr) row = &state.aggregates.set(key.key, {}, state.batch);
    row->add_history(history.first, history.last, history.days, ctx.now);
    state.mark_saved(key);
    state.aggregates.mark_clean(key.key);
    RowSink{ctx.out}.write(key, history.customer, encode_row(*row));
}

// A source that has not spoken itself has no pulse that history could add to.
void count_hours(EngineState& state, StepContext& ctx, const PullInput& input) {
    const auto key = keys::source(input.source);
    auto* row = state.sources.known(key.key) ? state.sources.find(key.key, state.batch) : nullptr;
    if (row == nullptr || input.hours.empty()) return;
    row->add_history(input.first, input.hours);
    state.mark_saved(key);
    state.sources.mark_clean(key.key);
    RowSink{ctx.out}.write(key, {}, encode_row(*row));
}

}  // namespace

PullRow PullRow::decode(Reader& in) {
    PullRow row;
    row.number = in.u();
    row.mark = in.str();
    return row;
}

RowKey pull_key(const SourceId& source, std::string_view walk) {
    return keys::pulse(fmt::format("{}{}/{}", kPrefix, source.str(), walk));
}

bool is_pull_key(std::string_view key) {
    return key.starts_with(kPrefix);
}

void restore_pull(EngineState& state, const Row& row) {
    Reader in{row.body};
    state.pulls.insert_or_assign(row.key.key, PullRow::decode(in).number);
}

void pull_needs(const EngineState& state, const PullInput& input, std::vector<RowKey>& out) {
    for (const auto& history : input.counts) {
        auto key = keys::aggregate(history.customer, history.rule, history.entity);
        if (!state.aggregates.known(key.key)) out.push_back(std::move(key));
    }
}

void apply_pull(EngineState& state, StepContext& ctx, const PullInput& input) {
    const auto key = pull_key(input.source, input.walk);
    auto& stands = state.pulls[key.key];
    if (input.number != stands + 1) {
        ctx.out.answer = {
            input.number <= stands ? Verdict::duplicate : Verdict::refused,
            fmt::format("number {} does not follow {}", input.number, stands)};
        return;
    }
    stands = input.number;
    RowSink{ctx.out}.write(key, {}, encode_row(PullRow{input.number, input.mark}));
    for (const auto& history : input.counts)
        count_history(state, ctx, history);
    count_hours(state, ctx, input);
    ctx.out.answer = {Verdict::accepted, {}};
}

}  // namespace socbot
