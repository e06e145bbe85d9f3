// What expressions give: the semantics of CEL, errors included (cel-spec, "Evaluation").
#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct Row {
    const char* name;
    const char* source;
    const char* value;
};

class RuleValueTest : public testing::TestWithParam<Row> {};

TEST_P(RuleValueTest, Gives) {
    const Alarm alarm = sample_alarm();
    EXPECT_EQ(value_of(GetParam().source, subject_of(alarm)), GetParam().value);
}

const auto name_of = [](const auto& row) { return row.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Values,
    RuleValueTest,
    testing::Values(
        Row{"Text", "title", "Brute Force Authentication"},
        Row{"Number", "severity_score", "50"},
        Row{"Severity", "severity", "medium"},
        Row{"Kind", "kind", "network_intrusion"},
        Row{"Time", "time", "2026-03-29T00:30:00.000Z"},
        Row{"Duration", "now - time", "300s"},
        Row{"List", "dst.ip", "[10.0.0.5, 10.0.0.6]"},
        Row{"Numbers", "[1, 2 + 3, -4]", "[1, 5, -4]"},
        Row{"Severities", "[low, severity]", "[low, medium]"},
        Row{"Bools", "[true, suppressed]", "[true, false]"},
        Row{"RecordsAreNotShown",
            "users",
            "does not compile: 1:1: a value of type list(user) can't be shown"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Arithmetic,
    RuleValueTest,
    testing::Values(
        Row{"Precedence", "2 + 3 * 4 - 1", "13"},
        Row{"LeftToRight", "10 - 3 - 2", "5"},
        Row{"DivisionTruncates", "[7 / 2, -7 / 2, 7 % 3, -7 % 3]", "[3, -3, 1, -1]"},
        Row{"MinusOfAField", "-events + 1", "-6"},
        Row{"MinusOfParentheses", "-(1 + 2)", "-3"},
        Row{"SumBindsTighterThanRelation", "1 + 1 == 2", "true"},
        Row{"SmallestNumber", "-9223372036854775808", "-9223372036854775808"},
        Row{"AddOverflows", "9223372036854775807 + 1", "error: 1:21: number does not fit 64 bits"},
        Row{"SubtractOverflows",
            "-9223372036854775808 - 1",
            "error: 1:22: number does not fit 64 bits"},
        Row{"MultiplyOverflows",
            "9223372036854775807 * 2",
            "error: 1:21: number does not fit 64 bits"},
        Row{"MinusOverflows", "-(-9223372036854775808)", "error: 1:1: number does not fit 64 bits"},
        Row{"DivideOverflows",
            "-9223372036854775808 / -1",
            "error: 1:22: number does not fit 64 bits"},
        Row{"DivisionByZero", "1 / (events - 7)", "error: 1:3: division by zero"},
        Row{"ModulusByZero", "1 % 0", "error: 1:3: modulus by zero"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Choice,
    RuleValueTest,
    testing::Values(
        Row{"Yes", "true ? 1 : 2", "1"},
        Row{"No", "false ? 1 : 2", "2"},
        Row{"RightToLeft", "false ? 1 : true ? 2 : 3", "2"},
        Row{"BindsLoosest", "true || false ? 1 : 2", "1"},
        Row{"OnlyTheChosenRuns", "true ? 1 : 1 / 0", "1"},
        Row{"ConditionFails", "1 / 0 == 1 ? 1 : 2", "error: 1:3: division by zero"},
        Row{"OfTexts", "severity >= high ? 'a' : title", "Brute Force Authentication"},
        Row{"OfWords", "true ? high : low", "high"},
        Row{"OfLists", "false ? [1] : dst.port", "[22]"},
        Row{"OfTruths", "true ? suppressed : true", "false"}
    ),
    name_of
);

// "/": false && error is false, true || error is true, from either side.
INSTANTIATE_TEST_SUITE_P(
    Absorption,
    RuleValueTest,
    testing::Values(
        Row{"FalseAndError", "false && 1 / 0 == 1", "false"},
        Row{"ErrorAndFalse", "1 / 0 == 1 && false", "false"},
        Row{"TrueOrError", "true || 1 / 0 == 1", "true"},
        Row{"ErrorOrTrue", "1 / 0 == 1 || true", "true"},
        Row{"TrueAndError", "true && 1 / 0 == 1", "error: 1:11: division by zero"},
        Row{"ErrorAndTrue", "1 / 0 == 1 && true", "error: 1:3: division by zero"},
        Row{"FalseOrError", "false || 1 / 0 == 1", "error: 1:12: division by zero"},
        Row{"ErrorOrFalse", "1 / 0 == 1 || false", "error: 1:3: division by zero"},
        Row{"NotOfError", "!(1 / 0 == 1)", "error: 1:5: division by zero"},
        Row{"NamesTheErrorThatStands",
            "1 % 0 == 1 && (1 / 0 == 1 || true)",
            "error: 1:3: modulus by zero"},
        Row{"ExistsAbsorbs", "[0, 1].exists(x, 1 / x == 1)", "true"},
        Row{"ExistsWithoutOne", "[0, 2].exists(x, 1 / x == 1)", "error: 1:20: division by zero"},
        Row{"AllAbsorbs", "[0, 2].all(x, 1 / x == 1)", "false"},
        Row{"AllWithoutOne", "[0, 1].all(x, 1 / x == 1)", "error: 1:17: division by zero"},
        Row{"ExistsOneDoesNot",
            "[0, 1].exists_one(x, 1 / x == 1)",
            "error: 1:24: division by zero"},
        Row{"FilterDoesNot", "[1, 0].filter(x, 1 / x == 1)", "error: 1:20: division by zero"},
        Row{"MapDoesNot", "[1, 0].map(x, 1 / x)", "error: 1:17: division by zero"},
        Row{"AListIsEvaluatedFirst",
            "[1, 0].map(x, 1 / x).exists(y, y == 1)",
            "error: 1:17: division by zero"},
        Row{"AlsoForIn", "1 in [1, 1 / 0]", "error: 1:12: division by zero"},
        Row{"AlsoForSize", "size([1, 1 / 0])", "error: 1:12: division by zero"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Lists,
    RuleValueTest,
    testing::Values(
        Row{"Exists", "dst.ip.exists(a, a.endsWith('.6'))", "true"},
        Row{"ExistsNone", "dst.ip.exists(a, a.endsWith('.7'))", "false"},
        Row{"ExistsOfNothing", "[].exists(a, true)", "false"},
        Row{"All", "dst.ip.all(a, a.startsWith('10.'))", "true"},
        Row{"AllNot", "dst.ip.all(a, a == '10.0.0.5')", "false"},
        Row{"AllOfNothing", "[].all(a, false)", "true"},
        Row{"ExistsOne", "dst.ip.exists_one(a, a == '10.0.0.5')", "true"},
        Row{"ExistsOneOfTwo", "dst.ip.exists_one(a, a.startsWith('10.'))", "false"},
        Row{"ExistsOneOfNone", "dst.ip.exists_one(a, false)", "false"},
        Row{"Filter", "[1, 2, 3, 4].filter(x, x % 2 == 0)", "[2, 4]"},
        Row{"Map", "[1, 2].map(x, x * 10)", "[10, 20]"},
        Row{"MapWithCondition", "[1, 2, 3].map(x, x > 1, x * 10)", "[20, 30]"},
        Row{"MapOfRecords", "users.map(u, u.email)", "[alice@corp.example]"},
        Row{"FilterThenMap", "dst.filter(e, has(e.host)).map(e, e.ip)", "[10.0.0.5]"},
        Row{"MapThenFilter", "[1, 2, 3].map(x, x * x).filter(y, y > 1)", "[4, 9]"},
        Row{"SizeOfFilter", "size(dst.filter(e, has(e.port)))", "1"},
        Row{"SizeAsMethod", "dst.filter(e, has(e.port)).size()", "1"},
        Row{"InMapped", "'ALICE' in users.map(u, 'ALICE')", "true"},
        Row{"OneRecordHasBoth",
            "dst.exists(e, e.ip == '10.0.0.6' && has(e.port) && e.port == 22)",
            "false"},
        Row{"Nested", "src.exists(a, dst.exists(b, a.country != b.country))", "true"},
        Row{"InnerSeesOuter", "[1, 2].exists(x, [2, 4].exists(y, y == x * 2 && x == 2))", "true"},
        Row{"InnerHidesOuter", "[1].all(x, [2].all(x, x == 2) && x == 1)", "true"},
        Row{"VariableHidesField", "[1].all(title, title == 1)", "true"},
        Row{"VariableHidesWord", "[1].all(high, high == 1)", "true"},
        Row{"RangeUsesOuter",
            "[1, 2].exists(x, [x, x + 1].filter(y, y > 2).exists(z, z == 3))",
            "true"},
        Row{"SeverityInList", "[low, high].filter(s, s > severity)", "[high]"},
        Row{"QuotedSeverityInVariable", "[low, high].exists(s, s == 'high')", "true"},
        Row{"BoolItems", "[true, false].exists(b, !b)", "true"},
        Row{"Ports", "dst.port.exists(p, p < 1024)", "true"},
        Row{"Times", "[time, now].exists(t, t > time)", "true"},
        Row{"QuotedInSeverities", "'low' in [severity, low].filter(s, true)", "true"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Networks,
    RuleValueTest,
    testing::Values(
        Row{"In", "'10.1.2.3' in cidr('10.0.0.0/8')", "true"},
        Row{"NotIn", "'11.1.2.3' in cidr('10.0.0.0/8')", "false"},
        Row{"Six", "'2001:db8::1' in cidr('2001:db8::/32')", "true"},
        Row{"SixInFour", "'2001:db8::1' in cidr('0.0.0.0/0')", "false"},
        Row{"ContainsIp", "cidr('10.0.0.0/8').containsIP('10.1.2.3')", "true"},
        Row{"OfAList", "dst.ip.exists(a, a in cidr('10.0.0.4/31'))", "true"},
        Row{"OfRecords", "src.all(e, e.ip in cidr('203.0.113.0/24'))", "true"},
        Row{"NoAddress", "'localhost' in cidr('127.0.0.0/8')", "error: 1:13: text is no address"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Time,
    RuleValueTest,
    testing::Values(
        Row{"Now", "now", "2026-03-29T00:35:00.000Z"},
        Row{"Late", "now - time > duration('1h')", "false"},
        Row{"NotLate", "now - time <= duration('5m')", "true"},
        Row{"AddDuration", "time + duration('5m') == now", "true"},
        Row{"DurationFirst", "duration('5m') + time == now", "true"},
        Row{"SubtractDuration", "now - duration('5m') == time", "true"},
        Row{"Durations", "duration('1h') - duration('30m')", "1800s"},
        Row{"Timestamps", "time < timestamp('2026-03-29T01:30:00+01:00')", "false"},
        Row{"HourOfUtc", "hour('UTC')", "0"},
        Row{"HourOfAZone", "hour('Europe/London')", "1"},
        Row{"Weekday", "weekday('UTC')", "0"},
        Row{"UnknownZone",
            "hour('Europe/Lundon')",
            "error: 1:1: unknown time zone 'Europe/Lundon'"},
        Row{"Hours", "time.getHours('Europe/London')", "1"},
        Row{"Parts",
            "[now.getFullYear(), now.getMonth(), now.getDate(), now.getDayOfMonth(), "
            "now.getDayOfWeek(), now.getHours(), now.getMinutes(), now.getSeconds()]",
            "[2026, 2, 29, 28, 0, 0, 35, 0]"},
        Row{"BeforeTheEpoch", "timestamp('1969-12-31T23:59:59Z').getSeconds()", "59"},
        Row{"NoCalendar",
            "(time + duration('2500000000h')).getHours()",
            "error: 1:34: number does not fit 64 bits"}
    ),
    name_of
);

class RuleMissingTest : public testing::TestWithParam<Row> {};

TEST_P(RuleMissingTest, Gives) {
    Alarm alarm;
    alarm.users.resize(1);
    EXPECT_EQ(value_of(GetParam().source, {.alarm = alarm, .customer = ""}), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RuleMissingTest,
    testing::Values(
        Row{"Text", "rule.uid == 'x'", "error: 1:1: no such key: rule.uid"},
        Row{"TextUnequal", "rule.uid != 'x'", "error: 1:1: no such key: rule.uid"},
        Row{"TextNot", "!(rule.uid == 'x')", "error: 1:3: no such key: rule.uid"},
        Row{"TextIn", "rule.uid in ['x']", "error: 1:1: no such key: rule.uid"},
        Row{"Method", "title.contains('a')", "error: 1:1: no such key: title"},
        Row{"Argument", "'a'.contains(title)", "error: 1:14: no such key: title"},
        Row{"Pattern", "title.matches('')", "error: 1:1: no such key: title"},
        Row{"SizeOfText", "size(title)", "error: 1:6: no such key: title"},
        Row{"Number", "severity_score >= 0", "error: 1:1: no such key: severity_score"},
        Row{"Time", "time < now", "error: 1:1: no such key: time"},
        Row{"Absorbed", "rule.uid == 'x' || severity == unknown", "true"},
        Row{"Guarded", "has(rule.uid) && rule.uid == 'x'", "false"},
        Row{"Chosen", "has(rule.uid) ? rule.uid : 'none'", "none"},
        Row{"HasNumber", "has(severity_score)", "false"},
        Row{"HasTime", "has(time)", "false"},
        Row{"HasList", "has(users.name)", "false"},
        Row{"HasPorts", "has(dst.port)", "false"},
        Row{"HasRecords", "[has(users), has(dst)]", "[true, false]"},
        Row{"HasWhatIsAlways", "has(severity) && has(kind) && has(status)", "true"},
        Row{"List", "size(users.name)", "0"},
        Row{"InMissingList", "'' in users.name", "false"},
        Row{"AllOfMissingList", "dst.all(e, e.port == 22)", "true"},
        Row{"Severity", "severity == unknown", "true"},
        Row{"SeverityOrder", "severity < informational", "true"},
        Row{"Kind", "kind == other", "true"},
        Row{"Status", "status == 'new'", "true"},
        Row{"Member", "users.exists(u, u.name == 'x')", "error: 1:17: no such key: user.name"},
        Row{"HasMember", "users.exists(u, has(u.name))", "false"},
        Row{"Clock", "hour('UTC')", "error: 1:1: now is not known here"},
        Row{"Zone",
            "timestamp('2026-01-01T00:00:00Z').getHours('Europe/London')",
            "error: 1:35: unknown time zone 'Europe/London'"}
    ),
    name_of
);

TEST(RuleZones, AreCheckedAtLoadWhereTheyAreKnown) {
    const SummerZones zones;
    const RuleLimits limits{.zones = &zones};
    EXPECT_TRUE(Rule::compile("hour('Europe/London') > 5 && hour('UTC') > 5", limits));
    const auto wrong = Rule::compile("hour('Europe/Lundon') > 5", limits);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().message(), "1:6: unknown time zone 'Europe/Lundon'");
}

TEST(RuleDecision, ErrorIsUndecided) {
    const Alarm alarm;
    const RuleSubject subject{.alarm = alarm, .customer = ""};
    const auto rule = Rule::compile("rule.uid == 'x'");
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->decide(subject), Truth::undecided);
    EXPECT_FALSE(rule->matches(subject));
    const auto value = rule->evaluate(subject);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().message(), "1:1: no such key: rule.uid");
}

}  // namespace
}  // namespace socbot
