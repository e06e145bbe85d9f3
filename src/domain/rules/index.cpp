// Built once, at load; order of the input decides nothing that a result depends on.
#include "domain/rules/index.h"

#include <functional>

namespace socbot::rules {

namespace {

// Fibonacci hashing: the high bits of the product are well mixed.
std::size_t slot_of(std::uint64_t hash, std::size_t slots) noexcept {
    return static_cast<std::size_t>((hash * 0x9E37'79B9'7F4A'7C15ULL) >> 32U) & (slots - 1);
}

}  // namespace

std::uint64_t hash_of(std::string_view text) noexcept {
    return std::hash<std::string_view>{}(text);
}

std::uint64_t hash_of(std::int64_t number) noexcept {
    return static_cast<std::uint64_t>(number) * 0xD6E8'FEB8'6659'FD93ULL + 1;
}

void ValueTable::build(const std::map<std::uint64_t, Posting>& entries) {
    if (entries.empty()) return;
    std::size_t size = 2;
    while (size < entries.size() * 2)
        size *= 2;
    slots_.resize(size);
    for (const auto& [hash, rules] : entries) {
        std::size_t at = slot_of(hash, size);
        while (slots_[at].begin != slots_[at].end)
            at = (at + 1) & (size - 1);
        const auto begin = static_cast<std::uint32_t>(rules_.size());
        rules_.insert(rules_.end(), rules.begin(), rules.end());
        slots_[at] = {hash, begin, static_cast<std::uint32_t>(rules_.size())};
    }
}

std::span<const std::uint32_t> ValueTable::find(std::uint64_t hash) const {
    if (slots_.empty()) return {};
    for (std::size_t at = slot_of(hash, slots_.size()); slots_[at].begin != slots_[at].end;
         at = (at + 1) & (slots_.size() - 1))
        if (slots_[at].hash == hash)
            return std::span{rules_}.subspan(slots_[at].begin, slots_[at].end - slots_[at].begin);
    return {};
}

void PartTable::build(const std::map<std::string, Posting>& entries) {
    std::map<std::uint64_t, Posting> pieces;
    for (const auto& [text, rules] : entries) {
        std::size_t best = 0;
        std::size_t fewest = SIZE_MAX;
        for (std::size_t at = 0; at + kPartBytes <= text.size(); ++at) {
            const auto under = pieces.find(piece_at(text, at));
            const std::size_t count = under == pieces.end() ? 0 : under->second.size();
            if (count >= fewest) continue;
            fewest = count;
            best = at;
        }
        const std::uint32_t piece = piece_at(text, best);
        pieces[piece].push_back(static_cast<std::uint32_t>(parts_.size()));
        bits_[bit_of(piece) / 64] |= std::uint64_t{1} << (bit_of(piece) % 64);
        parts_.push_back({text, best, rules});
    }
    pieces_.build(pieces);
}

}  // namespace socbot::rules
