// The engine's timers: what must happen when nothing comes in. In memory only: each follows from a
// row, so a start arms them again. A (kind, reference) has at most one due time. Order: due time,
// then kind, then reference, so firing never depends on how they were armed.
#pragma once

#include "base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace socbot {

enum class TimerKind : std::uint8_t {
    flush = 1,      // write the next slot of rows that were counted lazily
    episode = 2,    // reference: the episode's row key
    delivery = 3,   // the delivery's row key
    room = 4,       // the room's row key
    job = 5,        // the job's row key
    pending = 6,    // the pending row's key
    undo = 7,       // the undo row's key
    threshold = 8,  // the threshold's row key
    refresh = 9,    // the episode's row key: save it and its cards
    feed = 10,      // the source's id
};

class Timers {
public:
    using Entry = std::tuple<Instant, TimerKind, std::string>;

    void arm(TimerKind kind, std::string reference, Instant due) {
        const auto [known, fresh] = due_.try_emplace({kind, reference}, due);
        if (!fresh) {
            if (known->second == due) return;
            order_.erase({known->second, kind, reference});
            known->second = due;
        }
        order_.emplace(due, kind, std::move(reference));
    }

    void disarm(TimerKind kind, const std::string& reference) {
        const auto known = due_.find({kind, reference});
        if (known == due_.end()) return;
        order_.erase({known->second, kind, reference});
        due_.erase(known);
    }

    bool armed(TimerKind kind, const std::string& reference) const {
        return due_.contains({kind, reference});
    }

    // Removes and returns the next timer due by `now`.
    std::optional<Entry> pop_due(Instant now) {
        if (order_.empty() || std::get<0>(*order_.begin()) > now) return std::nullopt;
        auto entry = *order_.begin();
        order_.erase(order_.begin());
        due_.erase({std::get<1>(entry), std::get<2>(entry)});
        return entry;
    }

    template <class Each>
    void for_each_due(Instant now, const Each& each) const {
        for (const auto& [due, kind, reference] : order_) {
            if (due > now) return;
            each(kind, reference);
        }
    }

    std::optional<Instant> next() const {
        if (order_.empty()) return std::nullopt;
        return std::get<0>(*order_.begin());
    }
    std::size_t size() const noexcept { return order_.size(); }
    void clear() {
        order_.clear();
        due_.clear();
    }

private:
    std::set<Entry> order_;
    std::map<std::pair<TimerKind, std::string>, Instant> due_;
};

}  // namespace socbot
