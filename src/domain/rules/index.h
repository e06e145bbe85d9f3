// The two tables of a column: whole values, and parts of texts. Both may name a rule too many
// (a hash shared by two values), never one too few. Not for other folders.
#pragma once

#include "domain/rules/requirement.h"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::rules {

using Posting = std::vector<std::uint32_t>;

// Hash of a value -> rules. Open addressing, at most half full.
class ValueTable {
public:
    void build(const std::map<std::uint64_t, Posting>& entries);
    std::span<const std::uint32_t> find(std::uint64_t hash) const;
    bool empty() const noexcept { return slots_.empty(); }

private:
    struct Slot {
        std::uint64_t hash{0};
        std::uint32_t begin{0}, end{0};  // begin == end: free
    };
    std::vector<Slot> slots_;
    Posting rules_;
};

std::uint64_t hash_of(std::string_view text) noexcept;
std::uint64_t hash_of(std::int64_t number) noexcept;

// Parts are filed under one of their three-byte pieces, the one that fewest others are under.
class PartTable {
public:
    void build(const std::map<std::string, Posting>& entries);
    bool empty() const noexcept { return parts_.empty(); }

    // Calls found(rules) for each part that is in the folded text, perhaps more than once.
    template <class Found>
    void search(std::string_view text, const Found& found) const {
        for (std::size_t at = 0; at + kPartBytes <= text.size(); ++at) {
            const std::uint32_t piece = piece_at(text, at);
            if (!maybe(piece)) continue;
            for (const std::uint32_t ref : pieces_.find(piece)) {
                const Part& part = parts_[ref];
                if (part.offset <= at && text.substr(at - part.offset).starts_with(part.text))
                    found(std::span<const std::uint32_t>{part.rules});
            }
        }
    }

private:
    struct Part {
        std::string text;
        std::size_t offset{0};  // of the piece it is filed under
        Posting rules;
    };
    static std::uint32_t piece_at(std::string_view text, std::size_t at) noexcept {
        const auto byte = [text](std::size_t i) {
            return std::uint32_t{static_cast<unsigned char>(text[i])};
        };
        return byte(at) << 16U | byte(at + 1) << 8U | byte(at + 2);
    }
    static std::size_t bit_of(std::uint32_t piece) noexcept {
        return (piece * 2'654'435'761U) >> 16U;
    }
    bool maybe(std::uint32_t piece) const noexcept {
        const std::size_t bit = bit_of(piece);
        return (bits_[bit / 64] >> (bit % 64) & 1U) != 0;
    }

    std::vector<Part> parts_;
    std::array<std::uint64_t, 1024> bits_{};
    ValueTable pieces_;  // piece -> parts
};

}  // namespace socbot::rules
