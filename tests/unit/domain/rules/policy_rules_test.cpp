// What policy rules make of an alarm, in which order, and what is refused at load.
#include "domain/rules/policy_rules.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

constexpr Instant kNow{1'774'744'500'000};

Alarm alarm() {
    Alarm made;
    made.title = "Nmap scan";
    made.rule_uid = "Nmap";
    made.severity = Severity::low;
    return made;
}

PolicyRule rule(const std::string& id, RuleActions then, const std::string& when = "true") {
    return {id, when, std::move(then), PersonId{"ann@soc.example"}, "because", {}};
}

PolicyDecision decide(std::vector<PolicyRule> rules, const Alarm& about) {
    const auto made = PolicyRules::make(std::move(rules));
    EXPECT_TRUE(made) << (made ? "" : made.error().message());
    RuleSet::Scratch scratch;
    return made->decide(
        {.alarm = about, .customer = "ACME", .kind = Kind::network_intrusion, .now = kNow}, scratch
    );
}

TEST(PolicyRules, WithoutOneNothingIsDecided) {
    const auto decision = decide({}, alarm());
    EXPECT_EQ(decision.show, std::nullopt);
    EXPECT_EQ(decision.severity, Severity::low);
    EXPECT_EQ(decision.kind, Kind::network_intrusion);
    EXPECT_TRUE(decision.route.empty());
    EXPECT_TRUE(decision.steps.empty());
}

TEST(PolicyRules, EveryActionIsTaken) {
    RuleActions then;
    then.show = false;
    then.raise = 1;
    then.kind = Kind::malware;
    then.route = {{ConnectionId{"webex"}, "room1"}};
    then.group_by = {"src.ip"};
    then.card_template = "scan";
    then.tags = {"scanner"};
    then.level = RuleLevel::page;
    const auto decision = decide({rule("all", then)}, alarm());
    EXPECT_EQ(decision.show, false);
    EXPECT_EQ(decision.severity, Severity::medium);
    EXPECT_EQ(decision.kind, Kind::malware);
    EXPECT_EQ(decision.route, then.route);
    EXPECT_EQ(decision.group_by, then.group_by);
    EXPECT_EQ(decision.card_template, "scan");
    EXPECT_EQ(decision.tags, then.tags);
    EXPECT_EQ(decision.level, RuleLevel::page);
    ASSERT_EQ(decision.steps.size(), 1U);
    std::string effects;
    for (const RuleEffect effect : decision.steps[0].effects)
        effects += std::string{to_word(effect)} + " ";
    EXPECT_EQ(effects, "visibility severity kind route group_by template tags level ");
}

TEST(PolicyRules, TheFirstDecides) {
    const auto decision = decide(
        {rule("a", {.show = true, .tags = {"x"}}),
         rule("b", {.show = false, .kind = Kind::other, .tags = {"x"}, .level = RuleLevel::quiet}),
         rule("c", {.show = false, .kind = Kind::malware, .level = RuleLevel::page})},
        alarm()
    );
    EXPECT_EQ(decision.show, true);
    EXPECT_EQ(decision.kind, Kind::other);
    EXPECT_EQ(decision.level, RuleLevel::quiet);
    const std::vector<PolicyDecision::Step> steps{
        {0, {RuleEffect::visibility, RuleEffect::tags}},
        {1, {RuleEffect::kind, RuleEffect::level}},
        {2, {}}};
    EXPECT_EQ(decision.steps, steps);
}

TEST(PolicyRules, StepsOfSeverityAddUpAndEnd) {
    struct Row {
        Severity from;
        int first, second;
        Severity to;
    };
    const Row rows[] = {
        {Severity::low, 1, 1, Severity::high},
        {Severity::low, 3, -1, Severity::high},
        {Severity::low, 4, 4, Severity::critical},
        {Severity::critical, -4, -4, Severity::informational},
        {Severity::unknown, 1, 0, Severity::high},
        {Severity::unknown, 1, -1, Severity::unknown},
    };
    for (const Row& row : rows) {
        Alarm about = alarm();
        about.severity = row.from;
        const auto decision = decide(
            {rule("a", {.raise = row.first, .tags = {"a"}}),
             rule("b", {.raise = row.second, .tags = {"b"}})},
            about
        );
        EXPECT_EQ(decision.severity, row.to) << row.first << row.second;
    }
}

TEST(PolicyRules, OnlyThoseThatHold) {
    const auto decision = decide(
        {rule("other", {.show = false}, "rule.uid == 'Other'"),
         rule("undecided", {.show = false}, "plugin != 'x'"),
         rule("nmap", {.show = false}, "rule.uid == 'Nmap' && customer == 'ACME'")},
        alarm()
    );
    ASSERT_EQ(decision.steps.size(), 1U);
    EXPECT_EQ(decision.steps[0].rule, 2U);
}

TEST(PolicyRules, EndAtTheirTime) {
    auto over = rule("over", {.show = false});
    over.expires = kNow;
    auto running = rule("running", {.show = true});
    running.expires = kNow + Milliseconds{1};
    const auto decision = decide({over, running}, alarm());
    EXPECT_EQ(decision.show, true);
    ASSERT_EQ(decision.steps.size(), 1U);
    EXPECT_EQ(decision.steps[0].rule, 1U);
}

TEST(PolicyRules, TagsComeTogetherUpToTheirNumber) {
    std::vector<std::string> first;
    std::vector<std::string> second;
    for (int i = 0; i < 10; ++i) {
        first.push_back("a" + std::to_string(i));
        second.push_back("b" + std::to_string(i));
    }
    const auto decision =
        decide({rule("a", {.tags = first}), rule("b", {.tags = second})}, alarm());
    EXPECT_EQ(decision.tags.size(), 16U);
    EXPECT_EQ(decision.tags[15], "b5");
}

TEST(PolicyRules, RefusedAtLoad) {
    const auto error_of = [](std::vector<PolicyRule> rules) {
        const auto made = PolicyRules::make(std::move(rules));
        return made ? std::string{"taken"} : made.error().message();
    };
    const RuleActions hide{.show = false};
    EXPECT_EQ(error_of({rule("a", hide)}), "taken");
    EXPECT_EQ(error_of({rule("", hide)}), "a rule has no id");
    EXPECT_EQ(error_of({rule("a", hide), rule("a", hide)}), "rule a: the id is used twice");
    EXPECT_NE(
        error_of({rule(std::string(65, 'a'), hide)}).find(": the id is longer than 64 bytes"),
        std::string::npos
    );
    EXPECT_EQ(error_of({rule("a", {})}), "rule a: it does nothing");
    EXPECT_EQ(
        error_of({rule("a", hide, "rule.iud == 'x'")}),
        "rule a: 1:1: unknown field 'rule.iud'; did you mean 'rule.uid'?"
    );
    EXPECT_EQ(error_of({rule("a", {.raise = 5})}), "rule a: it raises or lowers by more than 4");
    EXPECT_EQ(error_of({rule("a", {.raise = -5})}), "rule a: it raises or lowers by more than 4");
    EXPECT_EQ(
        error_of({rule("a", {.tags = std::vector<std::string>(17, "x")})}),
        "rule a: it has more than 16 tags"
    );
    EXPECT_EQ(
        error_of({rule("a", {.tags = {"No"}})}), "rule a: tag No is not of 1 to 32 a-z 0-9 - _"
    );
    EXPECT_EQ(
        error_of({rule("a", {.tags = {std::string(33, 'x')}})}),
        "rule a: tag " + std::string(33, 'x') + " is not of 1 to 32 a-z 0-9 - _"
    );
    EXPECT_EQ(error_of({rule("a", {.group_by = {"src"}})}), "taken");
    EXPECT_EQ(error_of({rule("a", {.group_by = {"sip"}})}), "rule a: no field sip to group by");
    auto nobody = rule("a", hide);
    nobody.owner = {};
    EXPECT_EQ(error_of({nobody}), "rule a: it has no owner");
    auto silent = rule("a", hide);
    silent.reason = " ";
    EXPECT_EQ(error_of({silent}), "rule a: it has no reason");
    silent.reason = std::string(513, 'x');
    EXPECT_EQ(error_of({silent}), "rule a: the reason is longer than 512 bytes");
}

TEST(PolicyRules, TogetherTheyMayCostOnlySoMuch) {
    PolicyRuleLimits limits;
    limits.set.cost = 1;
    const auto made =
        PolicyRules::make({rule("a", {.show = false}), rule("b", {.show = false})}, limits);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message(), "the first 2 rules can take 2 steps an alarm, more than 1");
}

}  // namespace
}  // namespace socbot
