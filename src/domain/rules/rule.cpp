// Compiling is parse, then check; deciding runs the checked tree.
#include "domain/rules/rule.h"

#include "domain/rules/check.h"
#include "domain/rules/compile.h"
#include "domain/rules/run.h"

namespace socbot {

namespace rules {

Result<std::shared_ptr<const Rule::Node>>
compile(std::string_view source, const RuleLimits& limits, Check& check) {
    if (source.size() > limits.source_bytes)
        return error_at(
            {}, "rule is longer than " + std::to_string(limits.source_bytes) + " bytes"
        );
    const auto syntax = parse(source, limits);
    if (!syntax) return syntax.error();
    auto root = check(*syntax, limits);
    if (!root) return root.error();
    return std::make_shared<const Rule::Node>(std::move(*root));
}

}  // namespace rules

Rule::Rule(std::shared_ptr<const Node> root, std::string source)
    : root_{std::move(root)}, source_{std::move(source)} {}

Result<Rule> Rule::compile(std::string_view source, const RuleLimits& limits) {
    auto root = rules::compile(source, limits, rules::check);
    if (!root) return std::move(root).error();
    return Rule{*std::move(root), std::string{source}};
}

Truth Rule::decide(const RuleSubject& subject) const {
    rules::Env env{subject};
    return rules::holds(*root_, env);
}

Result<bool> Rule::evaluate(const RuleSubject& subject) const {
    rules::Env env{subject};
    const Truth truth = rules::holds(*root_, env);
    if (truth == Truth::undecided) return rules::fault_error(env);
    return truth == Truth::yes;
}

std::uint64_t Rule::cost() const noexcept {
    return root_->cost;
}

const std::string& Rule::source() const noexcept {
    return source_;
}

}  // namespace socbot
