// The types and members of Adaptive Cards by the version that brought them. Internal to this
// folder.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace socbot::cards {

// A type: the minor version of 1.x that brought it, and its members in one text: "name", "name@5"
// for one that came with 1.5, "name!" for one that must be there.
struct CardType {
    std::string_view name;
    unsigned since;
    std::string_view members;
};

// nullptr for a name the schema has not.
const CardType* find_card_type(std::string_view name);

// The minor version that brought `member` of the type; nothing when the type has no such member.
std::optional<unsigned> member_since(const CardType& type, std::string_view member);

std::vector<std::string_view> required_members(const CardType& type);

// What an object without a type is, by the member of a `parent` it stands in.
std::string_view implied_type(std::string_view parent, std::string_view member);

}  // namespace socbot::cards
