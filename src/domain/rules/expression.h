// An expression of any type, for trying things out: compiled as a rule, but its value is kept.
#pragma once

#include "domain/rules/rule.h"

#include <variant>

namespace socbot {

// Severities and kinds are their words, times RFC 3339, durations "90s".
struct RuleValue {
    using List = std::vector<RuleValue>;
    std::variant<bool, std::int64_t, std::string, List> value;
    friend bool operator==(const RuleValue&, const RuleValue&) = default;
};

class Expression {
public:
    // As Rule::compile. The value must be something to show: no record and no network.
    static Result<Expression> compile(std::string_view source, const RuleLimits& limits = {});

    // invalid_input with line:column when there is none.
    Result<RuleValue> evaluate(const RuleSubject& subject) const;
    std::uint64_t cost() const noexcept;

private:
    explicit Expression(std::shared_ptr<const Rule::Node> root);
    std::shared_ptr<const Rule::Node> root_;
};

}  // namespace socbot
