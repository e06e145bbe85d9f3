// The decision language: a subset of CEL over one alarm. First cut: fields, literals, lists,
// && || ! == != < <= > >= in, contains/startsWith/endsWith/matches (RE2), size(). An expression is
// parsed and type-checked once against the alarm's types, then run many times; running can't fail.
//
// Semantics as CEL where the subset meets it: && and || are commutative and absorb; a missing field
// reads as "" or 0 or an empty list (documented in docs/rules.md), so no expression errors at run
// time. `severity` compares with the words low, medium, ... and is ordered.
#pragma once

#include "base/result.h"
#include "domain/alarm/alarm.h"

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
};

// What an expression may read beside the alarm.
struct RuleSubject {
    const Alarm& alarm;
    std::string_view customer;
    Kind kind{Kind::other};
    const Networks* own{nullptr};  // the customer's; null: none are known
};

class Rule {
public:
    // invalid_input with line:column, what was expected, and the nearest field or function name.
    static Result<Rule> compile(std::string_view source, const RuleLimits& limits = {});

    bool matches(const RuleSubject& subject) const;
    const std::string& source() const noexcept;

    struct Node;

private:
    explicit Rule(std::shared_ptr<const Node> root, std::string source);
    // Shared: a compiled rule is immutable and copied with the policy it belongs to.
    std::shared_ptr<const Node> root_;
    std::string source_;
};

// Names an expression may read, with their types, for docs and suggestions.
struct RuleField {
    std::string_view name;  // "severity", "rule.uid", "src.ip", "users.name"
    std::string_view type;  // string, int, bool, severity, kind, list(string)
    std::string_view note;
};
std::vector<RuleField> rule_fields();

}  // namespace socbot
