// Runs a compiled rule. Allocates nothing of its own: lists are visited where they are, one item at
// a time, also through filter and map.
#pragma once

#include "domain/rules/node.h"

#include <array>

namespace socbot::rules {

inline constexpr unsigned kMaxLoops = 8;

// The item of a loop: what its type says is set.
struct Item {
    std::int64_t number{0};
    std::string_view text;
    const void* record{nullptr};
};
using ItemVisitor = Visitor<const Item&>;

enum class Fault : std::uint8_t { none, missing, overflow, zero, no_address, no_clock, no_zone };

struct Env {
    const RuleSubject& subject;
    std::array<Item, kMaxLoops> items{};
    // The last error; stands when the outermost call failed.
    Fault fault{Fault::none};
    const Rule::Node* where{nullptr};

    bool fail(Fault what, const Rule::Node& node) {
        fault = what;
        where = &node;
        return false;
    }
};

// `node` is of type bool.
Truth holds(const Rule::Node& node, Env& env);
// The others return false on an error. Integers, bools, severities, kinds and times:
bool number(const Rule::Node& node, Env& env, std::int64_t& out);
bool text(const Rule::Node& node, Env& env, std::string_view& out);
// Of any single type.
bool item(const Rule::Node& node, Env& env, Item& out);
// Every item in order until `visit` returns true. An error may come after items were visited: who
// stops early on a fallible list goes on without looking (CEL evaluates the list first).
bool each(const Rule::Node& list, Env& env, ItemVisitor visit);
bool in_list(const Rule::Node& node, Env& env, bool& out);
bool size_of(const Rule::Node& of, Env& env, std::int64_t& out);
Truth loop(const Rule::Node& node, Env& env);
bool arithmetic(const Rule::Node& node, Env& env, std::int64_t& out);
bool time_part(const Rule::Node& node, Env& env, std::int64_t& out);

// invalid_input with line:column for what `env` failed with.
Error fault_error(const Env& env);

}  // namespace socbot::rules
