// What must be in an alarm for a rule to hold: the ground the index of a rule set stands on. Not
// for other folders.
#pragma once

#include "domain/rules/node.h"

#include <cstdint>
#include <string>
#include <vector>

namespace socbot::rules {

// A place values come from: a field, or a member of the records of a list.
struct Column {
    const Field* field{nullptr};
    const Member* member{nullptr};
    friend bool operator==(const Column&, const Column&) = default;
    friend auto operator<=>(const Column&, const Column&) = default;
};

// True of an alarm when one of the column's values equals `text` or `number`, or, for a part, when
// a value holds `text` after both are folded.
struct Key {
    Column column;
    bool part{false};
    std::string text;
    std::int64_t number{0};
    friend bool operator==(const Key&, const Key&) = default;
    friend auto operator<=>(const Key&, const Key&) = default;
};

// The rule holds only for alarms of which one of these is true.
using Requirement = std::vector<Key>;

// Every one is true of `root`; empty: it may hold for any alarm.
std::vector<Requirement> requirements(const Rule::Node& root);

// ASCII in lower case. U+212A and U+017F, whose lower case is ASCII, become k and s, so that a
// part of what RE2 matches regardless of case is found in the folded text.
void fold(std::string_view text, std::string& out);

inline constexpr std::size_t kPartBytes = 3;  // shorter parts are in too many texts

}  // namespace socbot::rules
