// What the store holds of a source: to tell an alarm that the API names from one that is here.
#pragma once

#include "base/digest.h"
#include "ports/store.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace socbot {

// The newest stored alarm of each uid.
class KnownAlarms {
public:
    static constexpr std::size_t kMost = 200'000;

    struct Entry {
        Digest content{};
        Instant at;
        EpisodeId episode;  // number 0: in none
        bool on_card{false};
    };

    // Of alarms that arrived from `from` on. Beyond `most` the later ones are left out; the engine
    // then finds their repeats itself.
    static Result<KnownAlarms>
    read(StoreReader& store, const SourceId& source, Instant from, std::size_t most = kMost);

    const Entry* find(const std::string& uid) const;
    std::size_t size() const noexcept { return entries_.size(); }

private:
    std::unordered_map<std::string, Entry> entries_;
};

// Their uids alone, for a span of months: 8 bytes each.
class KnownUids {
public:
    static constexpr std::size_t kMost = 8'000'000;

    // unavailable: there are more.
    static Result<KnownUids>
    read(StoreReader& store, const SourceId& source, Instant from, std::size_t most = kMost);

    static std::uint64_t hash(std::string_view uid);
    bool contains(std::uint64_t hash) const;
    std::size_t size() const noexcept { return hashes_.size(); }

private:
    std::vector<std::uint64_t> hashes_;  // sorted
};

}  // namespace socbot
