// Values of every type, built from what the evaluators find.
#include "domain/rules/expression.h"

#include "domain/rules/check.h"
#include "domain/rules/compile.h"
#include "domain/rules/literal.h"
#include "domain/rules/run.h"

namespace socbot {

namespace {

using rules::Base;
using rules::Type;

RuleValue shown(const rules::Item& item, Base base) {
    switch (base) {
        case Base::boolean:
            return {item.number != 0};
        case Base::string:
            return {std::string{item.text}};
        case Base::severity:
            return {std::string{to_word(static_cast<Severity>(item.number))}};
        case Base::kind:
            return {std::string{to_word(static_cast<Kind>(item.number))}};
        case Base::timestamp:
            return {format_rfc3339({item.number})};
        case Base::duration:
            return {rules::duration_text(item.number)};
        default:
            return {item.number};
    }
}

}  // namespace

Expression::Expression(std::shared_ptr<const Rule::Node> root) : root_{std::move(root)} {}

Result<Expression> Expression::compile(std::string_view source, const RuleLimits& limits) {
    auto root = rules::compile(source, limits, rules::check_any);
    if (!root) return std::move(root).error();
    const Type type = (*root)->type;
    if (type.base >= Base::network)
        return rules::error_at(
            (*root)->at,
            "a value of type " + std::string{rules::type_name(type)} + " can't be shown"
        );
    return Expression{*std::move(root)};
}

Result<RuleValue> Expression::evaluate(const RuleSubject& subject) const {
    rules::Env env{subject};
    const Type type = root_->type;
    if (!type.list) {
        rules::Item item;
        if (!rules::item(*root_, env, item)) return rules::fault_error(env);
        return shown(item, type.base);
    }
    RuleValue::List list;
    auto collect = [&](const rules::Item& item) {
        list.push_back(shown(item, type.base));
        return false;
    };
    if (!rules::each(*root_, env, collect)) return rules::fault_error(env);
    return RuleValue{std::move(list)};
}

std::uint64_t Expression::cost() const noexcept {
    return root_->cost;
}

}  // namespace socbot
