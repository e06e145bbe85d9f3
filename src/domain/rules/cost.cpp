// A step is a few nanoseconds: one node entered, 16 bytes compared, 4 bytes searched, one byte
// through a pattern. Sums saturate.
#include "domain/rules/cost.h"

#include <algorithm>
#include <limits>
#include <string>

namespace socbot::rules {

using Node = Rule::Node;
using Op = Node::Op;

namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kClockSteps = 64;
constexpr std::uint64_t kPatternSteps = 64;

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
    return a > kMost - b ? kMost : a + b;
}

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
    return b != 0 && a > kMost / b ? kMost : a * b;
}

std::uint64_t bytes_of(const Node& node) {
    switch (node.op) {
        case Op::constant:
            return node.text.size();
        case Op::field:
            return node.field->name == "description" ? kAlarmLimits.description_bytes
                                                     : kAlarmLimits.text_bytes;
        case Op::variable:
        case Op::record_part:
            return kAlarmLimits.text_bytes;
        default: {
            std::uint64_t most = 0;
            for (const Node& child : node.children)
                most = std::max(most, child.bytes);
            return most;
        }
    }
}

std::uint64_t items_of(const Node& node) {
    if (!node.type.list) return 0;
    switch (node.op) {
        case Op::field:
            return kAlarmLimits.list_items;
        case Op::list:
            return node.children.size();
        case Op::choice:
            return std::max(node.children[1].items, node.children[2].items);
        default:
            return node.children[0].items;
    }
}

// What the node adds to the cost of its children.
std::uint64_t own_steps(const Node& node) {
    switch (node.op) {
        case Op::field:
            return node.type.list ? kAlarmLimits.list_items : 1;
        case Op::compare:
            return plus(1, std::min(node.children[0].bytes, node.children[1].bytes) / 16);
        case Op::in_list:
            return plus(1, times(node.children[1].items, 1 + node.children[0].bytes / 16));
        case Op::contains:
            return plus(1, node.children[0].bytes / 4);
        case Op::starts_with:
        case Op::ends_with:
            return plus(1, node.children[1].bytes / 16);
        case Op::matches:
            return plus(kPatternSteps, node.children[0].bytes);
        case Op::size:
            return plus(
                1, node.children[0].type.list ? node.children[0].items : node.children[0].bytes / 4
            );
        case Op::in_network:
        case Op::time_part:
            return kClockSteps;
        default:
            return 1;
    }
}

bool is_loop(Op op) noexcept {
    return op == Op::exists || op == Op::exists_one || op == Op::for_all || op == Op::filter ||
           op == Op::map;
}

std::uint64_t cost_of(const Node& node) {
    std::uint64_t total = own_steps(node);
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const std::uint64_t runs = is_loop(node.op) && i > 0 ? node.children[0].items : 1;
        total = plus(total, times(runs, node.children[i].cost));
    }
    return total;
}

bool is_fallible(const Node& node) {
    switch (node.op) {
        case Op::constant:
        case Op::variable:
        case Op::has:
            return false;
        case Op::field:
            if (node.type.list) return false;
            return node.field->string != nullptr ? node.field->words.empty()
                                                 : node.field->has != nullptr;
        case Op::record_part:
        case Op::now:
        case Op::in_network:
        case Op::time_part:
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::modulo:
        case Op::minus:
            return true;
        default:
            return std::any_of(node.children.begin(), node.children.end(), [](const Node& child) {
                return child.fallible;
            });
    }
}

}  // namespace

Result<void> measure(Node& root, const RuleLimits& limits) {
    for (Node& child : root.children)
        if (auto measured = measure(child, limits); !measured) return measured;
    root.bytes = bytes_of(root);
    root.items = items_of(root);
    root.cost = cost_of(root);
    root.fallible = is_fallible(root);
    if (root.cost <= limits.cost) return {};
    return error_at(
        root.at,
        "this can take " + std::to_string(root.cost) + " steps an alarm, more than " +
            std::to_string(limits.cost)
    );
}

}  // namespace socbot::rules
