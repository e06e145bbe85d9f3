// Checks at load, then one pass over the rules that hold.
#include "domain/rules/policy_rules.h"

#include "base/check.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace socbot {

namespace {

constexpr std::size_t kTagBytes = 32;

bool is_tag(std::string_view tag) {
    return !tag.empty() && tag.size() <= kTagBytes &&
           std::all_of(tag.begin(), tag.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

bool is_field(std::string_view name) {
    static const std::vector<RuleField> fields = rule_fields();
    return std::any_of(fields.begin(), fields.end(), [name](const RuleField& field) {
        return field.name == name;
    });
}

Error refuse(const std::string& why) {
    return {Errc::invalid_input, why};
}

Result<void> check_actions(const RuleActions& then, const PolicyRuleLimits& limits) {
    if (then == RuleActions{}) return refuse("it does nothing");
    if (then.raise > limits.raise || then.raise < -limits.raise)
        return refuse("it raises or lowers by more than " + std::to_string(limits.raise));
    if (then.tags.size() > limits.tags)
        return refuse("it has more than " + std::to_string(limits.tags) + " tags");
    for (const std::string& tag : then.tags)
        if (!is_tag(tag))
            return refuse("tag " + quote_for_log(tag, 64) + " is not of 1 to 32 a-z 0-9 - _");
    for (const std::string& name : then.group_by)
        if (!is_field(name)) return refuse("no field " + quote_for_log(name, 64) + " to group by");
    return {};
}

Result<void> check_rule(const PolicyRule& rule, const PolicyRuleLimits& limits) {
    if (rule.id.size() > limits.id_bytes)
        return refuse("the id is longer than " + std::to_string(limits.id_bytes) + " bytes");
    if (rule.owner.empty()) return refuse("it has no owner");
    if (trim_ascii(rule.reason).empty()) return refuse("it has no reason");
    if (rule.reason.size() > limits.reason_bytes)
        return refuse(
            "the reason is longer than " + std::to_string(limits.reason_bytes) + " bytes"
        );
    return check_actions(rule.then, limits);
}

Severity raised(Severity severity, int steps) {
    if (steps == 0) return severity;
    const int from = static_cast<int>(severity == Severity::unknown ? Severity::medium : severity);
    const int to = std::clamp(
        from + steps,
        static_cast<int>(Severity::informational),
        static_cast<int>(Severity::critical)
    );
    return static_cast<Severity>(to);
}

// One rule's actions on what earlier rules left.
class Applying {
public:
    Applying(PolicyDecision& decision, PolicyDecision::Step& step)
        : decision_{decision}, step_{step} {}

    template <class Value>
    void first(RuleEffect effect, Value& decided, const Value& wanted) {
        if (decided != Value{} || wanted == Value{}) return;
        decided = wanted;
        step_.effects.push_back(effect);
    }
    void kind(const std::optional<Kind>& wanted, bool& decided) {
        if (decided || !wanted) return;
        decided = true;
        decision_.kind = *wanted;
        step_.effects.push_back(RuleEffect::kind);
    }
    void tags(const std::vector<std::string>& wanted, std::size_t most) {
        bool added = false;
        for (const std::string& tag : wanted) {
            const bool known = std::find(decision_.tags.begin(), decision_.tags.end(), tag) !=
                               decision_.tags.end();
            if (known || decision_.tags.size() >= most) continue;
            decision_.tags.push_back(tag);
            added = true;
        }
        if (added) step_.effects.push_back(RuleEffect::tags);
    }

private:
    PolicyDecision& decision_;
    PolicyDecision::Step& step_;
};

}  // namespace

const char* to_word(RuleEffect effect) {
    switch (effect) {
        case RuleEffect::visibility:
            return "visibility";
        case RuleEffect::severity:
            return "severity";
        case RuleEffect::kind:
            return "kind";
        case RuleEffect::route:
            return "route";
        case RuleEffect::group_by:
            return "group_by";
        case RuleEffect::card_template:
            return "template";
        case RuleEffect::tags:
            return "tags";
        case RuleEffect::level:
            return "level";
    }
    return "";
}

Result<PolicyRules>
PolicyRules::make(std::vector<PolicyRule> rules, const PolicyRuleLimits& limits) {
    std::set<std::string_view> ids;
    std::vector<Rule> compiled;
    for (const PolicyRule& rule : rules) {
        const std::string name = "rule " + quote_for_log(rule.id, 64);
        if (rule.id.empty()) return refuse("a rule has no id");
        if (!ids.insert(rule.id).second) return refuse(name + ": the id is used twice");
        if (auto good = check_rule(rule, limits); !good)
            return std::move(good).error().with_context(name);
        auto condition = Rule::compile(rule.when, limits.rule);
        if (!condition) return std::move(condition).error().with_context(name);
        compiled.push_back(*std::move(condition));
    }
    auto set = RuleSet::make(std::move(compiled), limits.set);
    if (!set) return std::move(set).error();
    PolicyRules made;
    made.set_ = *std::move(set);
    made.rules_ = std::move(rules);
    made.tags_ = limits.tags;
    return made;
}

PolicyDecision PolicyRules::decide(const RuleSubject& subject, RuleSet::Scratch& scratch) const {
    PolicyDecision decision;
    decision.kind = subject.kind;
    int steps = 0;
    bool kind_decided = false;
    for (const std::uint32_t at : set_.match(subject, scratch)) {
        const PolicyRule& rule = rules_[at];
        if (rule.expires && rule.expires <= subject.now) continue;
        const RuleActions& then = rule.then;
        auto& step = decision.steps.emplace_back();
        step.rule = at;
        Applying apply{decision, step};
        apply.first(RuleEffect::visibility, decision.show, then.show);
        if (then.raise != 0) step.effects.push_back(RuleEffect::severity);
        steps += then.raise;
        apply.kind(then.kind, kind_decided);
        apply.first(RuleEffect::route, decision.route, then.route);
        apply.first(RuleEffect::group_by, decision.group_by, then.group_by);
        apply.first(RuleEffect::card_template, decision.card_template, then.card_template);
        apply.tags(then.tags, tags_);
        apply.first(RuleEffect::level, decision.level, then.level);
    }
    decision.severity = raised(subject.alarm.severity, steps);
    return decision;
}

const PolicyRule& PolicyRules::rule(std::size_t at) const {
    SOCBOT_CHECK(at < rules_.size(), "steps name only these rules");
    return rules_[at];
}

}  // namespace socbot
