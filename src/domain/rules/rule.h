// The decision language: a subset of CEL over one alarm (docs/rules.md). An expression is parsed
// and type-checked once against the alarm's types, then run many times. What it may cost is known
// when it compiles, so running has no budget and no way to hang.
//
// Semantics as CEL's: reading what the alarm does not have is an error, as is a division by zero;
// && and || are commutative and absorb an error that the other side makes irrelevant; an error that
// is left makes the rule undecided, which is not a match. `severity` compares with the words low,
// medium, ... and is ordered.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "base/zones.h"
#include "domain/alarm/alarm.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

struct RuleLimits {
    std::size_t source_bytes{4096};
    unsigned depth{64};
    unsigned nodes{1024};
    std::size_t regex_bytes{512};
    // Of the worst alarm (kAlarmLimits), in steps of some nanoseconds each.
    std::uint64_t cost{250'000};
    // exists, all, filter and map inside one another.
    unsigned loops{8};
    // Checks the names of zones when given.
    const Zones* zones{nullptr};
};

// What an expression may read beside the alarm.
struct RuleSubject {
    const Alarm& alarm;
    std::string_view customer;
    Kind kind{Kind::other};
    const Networks* own{nullptr};  // the customer's; null: none are known
    Instant now{};                 // 0: not known, reading it is an error
    const Zones* zones{nullptr};   // null: only UTC is known
};

enum class Truth : std::uint8_t { no, yes, undecided };

class Rule {
public:
    // invalid_input with line:column, what was expected, and the nearest field or function name.
    static Result<Rule> compile(std::string_view source, const RuleLimits& limits = {});

    Truth decide(const RuleSubject& subject) const;
    // An undecided rule does not match.
    bool matches(const RuleSubject& subject) const { return decide(subject) == Truth::yes; }
    // As decide, with the reason: invalid_input with line:column when undecided.
    Result<bool> evaluate(const RuleSubject& subject) const;

    // The most steps one alarm can take.
    std::uint64_t cost() const noexcept;
    const std::string& source() const noexcept;

    struct Node;
    // For the index of a rule set. Valid while a copy of this rule lives.
    const Node& root() const noexcept { return *root_; }

private:
    explicit Rule(std::shared_ptr<const Node> root, std::string source);
    // Shared: a compiled rule is immutable and copied with the policy it belongs to.
    std::shared_ptr<const Node> root_;
    std::string source_;
};

// Names an expression may read, with their types, for docs and suggestions.
struct RuleField {
    std::string_view name;  // "severity", "rule.uid", "src.ip", "users.name"; "endpoint.ip"
    std::string_view type;  // string, int, bool, severity, kind, list(string), list(endpoint)
    std::string_view note;
};
std::vector<RuleField> rule_fields();
// Members of the records that lists such as src hold.
std::vector<RuleField> rule_members();

}  // namespace socbot
