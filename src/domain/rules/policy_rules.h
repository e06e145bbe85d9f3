// Policy rules: when an alarm is like this, then hide it, raise it, send it there. Compiled once;
// deciding is a pure function of the alarm and the time. Kinds are chosen before: a rule
// that sets another kind does not make earlier rules run again.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/alarm/alarm.h"
#include "domain/rules/rule_set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace socbot {

// How a message about the alarm reaches people at most; the values of delivery's levels.
enum class RuleLevel : std::uint8_t { quiet = 1, notify = 2, page = 3 };

struct RuleActions {
    std::optional<bool> show{};  // false hides
    int raise{0};                // steps of severity; negative lowers
    std::optional<Kind> kind{};
    std::vector<RoomRef> route{};         // instead of the customer's rooms
    std::vector<std::string> group_by{};  // fields of the rule language
    std::string card_template{};
    std::vector<std::string> tags{};
    std::optional<RuleLevel> level{};

    friend bool operator==(const RuleActions&, const RuleActions&) = default;
};

struct PolicyRule {
    std::string id;    // as people know it, unique
    std::string when;  // source of a rule
    RuleActions then;
    PersonId owner;
    std::string reason;
    Instant expires;  // 0: never

    friend bool operator==(const PolicyRule&, const PolicyRule&) = default;
};

struct PolicyRuleLimits {
    RuleLimits rule{};
    RuleSetLimits set{};
    std::size_t id_bytes{64};
    std::size_t reason_bytes{512};
    std::size_t tags{16};  // of a rule, and of an alarm; each at most 32 bytes
    int raise{4};
};

// What a rule changed.
enum class RuleEffect : std::uint8_t {
    visibility,
    severity,
    kind,
    route,
    group_by,
    card_template,
    tags,
    level
};
const char* to_word(RuleEffect effect);

// Of one alarm. What no rule decided is as the alarm came.
struct PolicyDecision {
    // A rule that held, and what it had its way in; empty: others came first.
    struct Step {
        std::uint32_t rule{0};
        std::vector<RuleEffect> effects;
        friend bool operator==(const Step&, const Step&) = default;
    };

    std::optional<bool> show;
    Severity severity{Severity::unknown};
    Kind kind{Kind::other};
    std::vector<RoomRef> route;
    std::vector<std::string> group_by;
    std::string card_template;
    std::vector<std::string> tags;
    std::optional<RuleLevel> level;
    std::vector<Step> steps;  // in order of the rules
};

class PolicyRules {
public:
    // invalid_input naming the rule: it does not compile, has no id, owner, reason or action, an id
    // twice, or something past a limit.
    static Result<PolicyRules>
    make(std::vector<PolicyRule> rules, const PolicyRuleLimits& limits = {});

    // In order: the first rule that holds decides each of visibility, kind, route, group_by,
    // template and level; steps of severity add up and end at informational and critical (an
    // unknown severity counts as medium); tags come together. A rule whose time is over, or that is
    // undecided, does not hold.
    PolicyDecision decide(const RuleSubject& subject, RuleSet::Scratch& scratch) const;

    std::size_t size() const noexcept { return rules_.size(); }
    const PolicyRule& rule(std::size_t at) const;

private:
    std::vector<PolicyRule> rules_;
    RuleSet set_;
    std::size_t tags_{0};
};

}  // namespace socbot
