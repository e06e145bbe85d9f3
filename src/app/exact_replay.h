// Exact replay: the journal's inputs, in order and at their recorded times, through a fresh engine
// of this version. Each entry's digest must come out as recorded; the first that does not is named.
#pragma once

#include "base/result.h"
#include "domain/engine/engine.h"
#include "ports/store.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace socbot {

struct ExactReplayReport {
    std::uint64_t entries{0};
    std::uint64_t erased{0};  // entries whose payload was erased: replay ends before them
    std::vector<std::string> mismatches;  // at most 10
    Digest last{};                        // digest of the last entry reproduced
    std::uint64_t skipped_before{0};
};

// `each` sees every step's Changes (may be empty).
Result<ExactReplayReport> replay_exact(
    StoreReader& recorded,
    const Zones& zones,
    const EngineLimits& limits,
    const std::function<void(const Changes&)>& each = {}
);

}  // namespace socbot
