// An expression: compiled, and run over alarms, which must not depend on how often it runs; what is
// accepted stays within the cap on its cost, and the index never loses a rule that holds.
#include "base/check.h"
#include "domain/rules/expression.h"
#include "domain/rules/rule_set.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

namespace {

// As much of everything as an alarm can have.
Alarm full_alarm() {
    Alarm alarm;
    alarm.title = std::string(kAlarmLimits.title_bytes, 'a');
    alarm.description = std::string(kAlarmLimits.description_bytes, 'a');
    alarm.rule_uid = "SshBrute";
    alarm.plugin = "NIDS";
    alarm.severity = Severity::high;
    alarm.severity_score = 70;
    alarm.time = {1};
    for (std::size_t i = 0; i < kAlarmLimits.list_items; ++i) {
        Endpoint endpoint;
        endpoint.ip = "10.0.0." + std::to_string(i);
        endpoint.port = 22;
        alarm.sources.push_back(endpoint);
        alarm.destinations.push_back(endpoint);
        User user;
        user.name = std::string(kAlarmLimits.text_bytes, 'u');
        alarm.users.push_back(user);
    }
    return alarm;
}

void check_rule(const Rule& rule, const RuleSubject& subject) {
    const Truth truth = rule.decide(subject);
    SOCBOT_CHECK(truth == rule.decide(subject), "running changes nothing");
    const auto value = rule.evaluate(subject);
    SOCBOT_CHECK(
        value ? truth == (*value ? Truth::yes : Truth::no) : truth == Truth::undecided,
        "deciding and evaluating agree"
    );
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Alarm empty;
    static const Alarm full = full_alarm();
    const std::string_view source{as_chars(data), size};
    const RuleSubject subjects[] = {
        {.alarm = empty, .customer = "ACME"},
        {.alarm = full, .customer = "ACME", .kind = Kind::malware, .now = {86'400'000}}};
    if (const auto expression = Expression::compile(source)) {
        SOCBOT_CHECK(expression->cost() <= RuleLimits{}.cost, "the cap holds");
        for (const RuleSubject& subject : subjects)
            (void)expression->evaluate(subject);
    }
    const auto rule = Rule::compile(source);
    if (!rule) return 0;
    const auto again = Rule::compile(rule->source());
    SOCBOT_CHECK(static_cast<bool>(again), "the source of a rule compiles");
    const auto set = RuleSet::make({*rule});
    SOCBOT_CHECK(static_cast<bool>(set), "one rule is a set");
    RuleSet::Scratch scratch;
    for (const RuleSubject& subject : subjects) {
        check_rule(*rule, subject);
        SOCBOT_CHECK(
            set->match(subject, scratch).empty() != rule->matches(subject),
            "the index loses nothing"
        );
    }
    return 0;
}
