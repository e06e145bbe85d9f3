// What was pulled from a source's API: how far it went, and history that is counted without being
// announced.
#pragma once

#include "domain/engine/input.h"
#include "domain/engine/state.h"

#include <vector>

namespace socbot {

struct PullRow {
    std::uint64_t number{0};
    std::string mark;  // whoever pulls knows what it means

    void encode(Writer& out) const { out.u(number).s(mark); }
    static PullRow decode(Reader& in);
};

// Applies an input once: its number must follow the one that stands. What comes again, after a
// commit whose outcome was not known, changes nothing.
void apply_pull(EngineState& state, StepContext& ctx, const PullInput& input);

void pull_needs(const EngineState& state, const PullInput& input, std::vector<RowKey>& out);

// Of the table `pulse`, whose other rows have shorter names.
RowKey pull_key(const SourceId& source, std::string_view walk);
bool is_pull_key(std::string_view key);
void restore_pull(EngineState& state, const Row& row);

}  // namespace socbot
