// The window that finds repeated alarms and messages delivered again: 64-bit hashes of (source,
// uid) and of (source, message id, content) with the step that brought them, in memory, in two
// generations of a fixed number of ids. A hit is only a hint: the engine confirms it against the
// stored id, so a collision never drops an alarm. Rebuilt at start from the ids the store appended.
//
// 16 bytes a slot, open addressing, at most half full. Generations turn over by count, so a rebuilt
// window equals the one that was lost.
#pragma once

#include "base/ids.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace socbot {

class SeenWindow {
public:
    // `capacity`: ids remembered at least; the next generation begins after that many.
    explicit SeenWindow(std::uint64_t capacity);

    static std::uint64_t hash(const SourceId& source, std::string_view uid);

    // The newest alarm with this hash.
    std::optional<AlarmId> find(std::uint64_t hash) const;

    // True when this insertion began a new generation; what the older one held is forgotten. What
    // one step inserts goes into one generation (`also`), since a rebuilding tells them by the
    // step.
    bool
    insert(std::uint64_t hash, AlarmId alarm, std::optional<std::uint64_t> also = std::nullopt);

    // Rebuilding: puts an id into the generation it was in.
    void restore(std::uint64_t hash, AlarmId alarm, bool current);

    std::size_t bytes() const noexcept;
    void clear();

private:
    struct Slot {
        std::uint64_t hash{0};
        std::uint64_t alarm{0};
    };
    struct Generation {
        std::vector<Slot> slots;
        std::uint64_t count{0};
    };
    static const Slot* find_in(const Generation& generation, std::uint64_t hash);
    static void put(Generation& generation, std::uint64_t hash, std::uint64_t alarm);

    std::uint64_t capacity_;
    Generation current_, previous_;
};

}  // namespace socbot
