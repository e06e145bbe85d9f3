// Compiling is parse, then check; matching runs the compiled tree.
#include "domain/rules/rule.h"

#include "domain/rules/check.h"
#include "domain/rules/node.h"
#include "domain/rules/parser.h"
#include "domain/rules/run.h"

namespace socbot {

Rule::Rule(std::shared_ptr<const Node> root, std::string source)
    : root_{std::move(root)}, source_{std::move(source)} {}

Result<Rule> Rule::compile(std::string_view source, const RuleLimits& limits) {
    if (source.size() > limits.source_bytes)
        return rules::error_at(
            {}, "rule is longer than " + std::to_string(limits.source_bytes) + " bytes"
        );
    const auto syntax = rules::parse(source, limits);
    if (!syntax) return syntax.error();
    auto root = rules::check(*syntax, limits);
    if (!root) return root.error();
    return Rule{std::make_shared<const Node>(std::move(*root)), std::string{source}};
}

bool Rule::matches(const RuleSubject& subject) const {
    return rules::holds(*root_, subject);
}

const std::string& Rule::source() const noexcept {
    return source_;
}

}  // namespace socbot
