// A set of rules answers as each rule asked alone, whatever its index excludes.
#include "domain/rules/rule_set.h"

#include "domain/rules/requirement.h"
#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <span>

namespace socbot {
namespace {

RuleSet set_of(const std::vector<std::string>& sources) {
    std::vector<Rule> rules;
    for (const std::string& source : sources) {
        auto rule = Rule::compile(source);
        EXPECT_TRUE(rule) << source << ": " << (rule ? "" : rule.error().message());
        if (rule) rules.push_back(*std::move(rule));
    }
    auto set = RuleSet::make(std::move(rules));
    EXPECT_TRUE(set);
    return *std::move(set);
}

struct FiledRow {
    const char* source;
    bool filed;
    bool candidate;  // for the sample alarm
};

TEST(RuleSet, FilesWhatNamesSomething) {
    const FiledRow rows[] = {
        {"rule.uid == 'SshBrute'", true, true},
        {"rule.uid == 'other'", true, false},
        {"'other' == rule.uid && severity >= low", true, false},
        {"rule.uid in ['a', 'b']", true, false},
        {"rule.uid in ['a', 'SshBrute']", true, true},
        {"'bob' in users.name", true, false},
        {"users.name.contains('bob')", true, false},
        {"23 in dst.port", true, false},
        {"22 in dst.port", true, true},
        {"severity == low", true, false},
        {"kind == malware", true, false},
        {"severity_score == 51", true, false},
        {"suppressed", true, false},
        {"users.exists(u, u.name == 'bob')", true, false},
        {"users.exists(u, u.name == 'alice' && u.domain == 'CORP')", true, true},
        {"users.name.exists(n, n == 'bob')", true, false},
        {"users.exists_one(u, u.name == 'bob')", true, false},
        {"dst.exists(e, e.port == 23)", true, false},
        {"users.exists(u, rule.uid == 'other')", true, false},
        {"rule.uid == 'a' || rule.uid == 'b'", true, false},
        {"rule.uid == 'a' || plugin == 'OpenSSH'", true, true},
        {"title.contains('Phish')", true, false},
        {"title.contains('brute')", true, true},  // found regardless of case, then asked
        {"title.startsWith('Brute') && rule.uid == 'other'", true, false},
        {"title.endsWith('ation')", true, true},
        {"title.matches('(?i)phish(ing|ed)')", true, false},
        {"title.matches('Brute|Phish')", true, true},
        {"users.exists(u, u.name.startsWith('svc_'))", true, false},
        {"title.matches('.')", false, true},
        {"title.matches('a.b')", false, true},
        {"title.matches('phish\\\\x41')", false, true},
        {"title.contains('Br')", false, true},
        {"severity >= low", false, true},
        {"!(rule.uid == 'SshBrute')", false, true},
        {"rule.uid != 'SshBrute'", false, true},
        {"rule.uid == 'a' || severity >= low", false, true},
        {"users.all(u, u.name == 'bob')", false, true},
        {"users.filter(u, u.name == 'bob').exists(v, v.name == 'bob')", false, true},
        {"title == rule.name", false, true},
        {"true", false, true},
    };
    const Alarm alarm = sample_alarm();
    for (const FiledRow& row : rows) {
        const RuleSet set = set_of({row.source});
        RuleSet::Scratch scratch;
        (void)set.match(subject_of(alarm), scratch);
        EXPECT_EQ(set.indexed() == 1, row.filed) << row.source;
        EXPECT_EQ(!scratch.candidates.empty(), row.candidate) << row.source;
    }
}

TEST(RuleSet, FilesUnderTheRarest) {
    const RuleSet set = set_of(
        {"customer == 'ACME' && rule.uid == 'a'",
         "customer == 'ACME' && rule.uid == 'b'",
         "customer == 'ACME' && rule.uid == 'SshBrute'"}
    );
    const Alarm alarm = sample_alarm();
    RuleSet::Scratch scratch;
    const auto found = set.match(subject_of(alarm), scratch);
    EXPECT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), std::vector{2U});
    EXPECT_EQ(scratch.candidates, std::vector{2U});
}

TEST(RuleSet, AnswersInOrderAndOnce) {
    const RuleSet set = set_of(
        {"true",
         "'10.0.0.6' in dst.ip || '10.0.0.5' in dst.ip",
         "rule.uid == 'x'",
         "plugin == 'OpenSSH'",
         "severity >= low"}
    );
    const Alarm alarm = sample_alarm();
    RuleSet::Scratch scratch;
    for (int again = 0; again < 3; ++again) {
        const auto found = set.match(subject_of(alarm), scratch);
        EXPECT_EQ(
            std::vector<std::uint32_t>(found.begin(), found.end()), (std::vector{0U, 1U, 3U, 4U})
        );
    }
    EXPECT_EQ(set.size(), 5U);
    EXPECT_EQ(set.rule(3).source(), "plugin == 'OpenSSH'");
}

TEST(RuleSet, AnEmptyOneHasNothing) {
    const RuleSet set;
    const Alarm alarm;
    RuleSet::Scratch scratch;
    EXPECT_TRUE(set.match({.alarm = alarm, .customer = ""}, scratch).empty());
}

TEST(RuleSet, ScratchMayServeAnotherSet) {
    const RuleSet one = set_of({"true"});
    const RuleSet many = set_of({"false", "false", "rule.uid == 'SshBrute'"});
    const Alarm alarm = sample_alarm();
    RuleSet::Scratch scratch;
    EXPECT_EQ(one.match(subject_of(alarm), scratch).size(), 1U);
    EXPECT_EQ(many.match(subject_of(alarm), scratch).size(), 1U);
    scratch.round = 0xFFFF'FFFFU;
    EXPECT_EQ(many.match(subject_of(alarm), scratch).size(), 1U);
}

TEST(RuleSet, Limits) {
    const auto rule = Rule::compile("title.contains('abc')");
    ASSERT_TRUE(rule);
    EXPECT_TRUE(RuleSet::make({*rule, *rule}, {.rules = 2}));
    const auto many = RuleSet::make({*rule, *rule, *rule}, {.rules = 2});
    ASSERT_FALSE(many);
    EXPECT_EQ(many.error().message(), "more than 2 rules");
    EXPECT_TRUE(RuleSet::make({*rule, *rule}, {.cost = 2 * rule->cost()}));
    const auto dear = RuleSet::make({*rule, *rule}, {.cost = 2 * rule->cost() - 1});
    ASSERT_FALSE(dear);
    EXPECT_EQ(
        dear.error().message(), "the first 2 rules can take 518 steps an alarm, more than 517"
    );
}

// Kelvin sign and long s: RE2 matches them for k and s when it ignores case.
TEST(RuleSet, FoldsAsPatternsDo) {
    const RuleSet set =
        set_of({"title.matches('(?i)kiosk')", "title.contains('\xE2\x84\xAAio\xC5\xBFk')"});
    Alarm alarm;
    alarm.title = "a \xE2\x84\xAAio\xC5\xBFk";
    RuleSet::Scratch scratch;
    EXPECT_EQ(set.match({.alarm = alarm, .customer = ""}, scratch).size(), 2U);
    std::string folded;
    rules::fold("A\xE2\x84\xAA\xC5\xBF\xC3\x89z", folded);
    EXPECT_EQ(folded, "aks\xC3\x89z");
}

// A linear congruential generator (Knuth, MMIX): the same rules and alarms on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}
    std::size_t below(std::size_t n) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return (state_ >> 33U) % n;
    }
    template <std::size_t N>
    std::string of(const std::array<const char*, N>& list) {
        return list[below(N)];
    }

private:
    std::uint64_t state_;
};

constexpr std::array<const char*, 8> kWords{
    "alpha",
    "beta",
    "Gamma ray",
    "delta",
    "KELVIN",
    "stra\xC3\x9F"
    "e",
    "\xE2\x84\xAA"
    "elvin",
    ""};
constexpr std::array<const char*, 4> kTexts{"title", "rule.uid", "plugin", "app"};
constexpr std::array<const char*, 3> kLists{"users.name", "src.ip", "types"};
constexpr std::array<const char*, 7> kPatterns{
    "(?i)kelvin",
    "alpha|beta",
    "ray$",
    "^delta",
    "a",
    "(gam|del)ma?",
    "\xC3\x9F"
    "e"};

std::string random_rule(Dice& dice, int depth);

std::string atom(Dice& dice) {
    const std::string text = dice.of(kTexts);
    const std::string list = dice.of(kLists);
    const std::string word = "'" + dice.of(kWords) + "'";
    switch (dice.below(12)) {
        case 0:
            return text + " == " + word;
        case 1:
            return text + " in [" + word + ", '" + dice.of(kWords) + "']";
        case 2:
            return word + " in " + list;
        case 3:
            return text + ".contains(" + word + ")";
        case 4:
            return text + ".matches(\"" + dice.of(kPatterns) + "\")";
        case 5:
            return list + ".exists(x, x.startsWith(" + word + "))";
        case 6:
            return "users.exists(u, u.name == " + word + " && u.domain.endsWith(" + word + "))";
        case 7:
            return "users.exists(u, u.name.matches(\"" + dice.of(kPatterns) + "\"))";
        case 8:
            return "severity == " + dice.of(std::array{"low", "high"});
        case 9:
            return "dst.exists(e, e.port == " + std::to_string(dice.below(3)) + ")";
        case 10:
            return "suppressed";
        default:
            return text + " != " + word;
    }
}

std::string random_rule(Dice& dice, int depth) {
    if (depth == 0) return atom(dice);
    switch (dice.below(5)) {
        case 0:
        case 1:
            return "(" + random_rule(dice, depth - 1) + " && " + random_rule(dice, depth - 1) + ")";
        case 2:
            return "(" + random_rule(dice, depth - 1) + " || " + random_rule(dice, depth - 1) + ")";
        case 3:
            return "!(" + random_rule(dice, depth - 1) + ")";
        default:
            return atom(dice);
    }
}

Alarm random_alarm(Dice& dice) {
    Alarm alarm;
    alarm.title = dice.of(kWords) + dice.of(kWords);
    alarm.rule_uid = dice.of(kWords);
    alarm.plugin = dice.of(kWords);
    alarm.app_name = dice.of(kWords);
    alarm.severity = dice.below(2) == 0 ? Severity::low : Severity::high;
    alarm.suppressed = dice.below(2) == 0;
    alarm.types = {dice.of(kWords)};
    for (std::size_t i = dice.below(3); i > 0; --i)
        alarm.users.push_back({dice.of(kWords), dice.of(kWords), "", "", UserRole::unknown});
    for (std::size_t i = dice.below(3); i > 0; --i) {
        Endpoint endpoint;
        endpoint.ip = dice.of(kWords);
        endpoint.port = static_cast<std::uint16_t>(dice.below(3));
        alarm.sources.push_back(endpoint);
        alarm.destinations.push_back(endpoint);
    }
    return alarm;
}

std::string first_difference(
    const RuleSet& set,
    std::span<const std::uint32_t> found,
    std::span<const std::uint32_t> alone
) {
    for (std::uint32_t at = 0; at < set.size(); ++at)
        if (std::ranges::count(found, at) != std::ranges::count(alone, at))
            return ": " + std::string{set.rule(at).source()};
    return {};
}

TEST(RuleSet, AnswersAsEachRuleAlone) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Dice dice{seed};
        std::vector<std::string> sources;
        for (int i = 0; i < 150; ++i)
            sources.push_back(random_rule(dice, static_cast<int>(dice.below(4))));
        const RuleSet set = set_of(sources);
        RuleSet::Scratch scratch;
        for (int i = 0; i < 50; ++i) {
            const Alarm alarm = random_alarm(dice);
            const RuleSubject subject{.alarm = alarm, .customer = "ACME"};
            std::vector<std::uint32_t> alone;
            for (std::uint32_t at = 0; at < set.size(); ++at)
                if (set.rule(at).matches(subject)) alone.push_back(at);
            const auto found = set.match(subject, scratch);
            ASSERT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), alone)
                << "seed " << seed << ", alarm " << i << first_difference(set, found, alone);
        }
    }
}

}  // namespace
}  // namespace socbot
