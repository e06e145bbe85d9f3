// What does not compile, with the place, what was expected and the nearest name.
#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct Row {
    const char* name;
    const char* source;
    const char* message;
};

class RuleErrorTest : public testing::TestWithParam<Row> {};

TEST_P(RuleErrorTest, Says) {
    const auto rule = Rule::compile(GetParam().source);
    ASSERT_FALSE(rule);
    EXPECT_EQ(rule.error().code(), Errc::invalid_input);
    EXPECT_EQ(rule.error().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RuleErrorTest,
    testing::Values(
        Row{"Empty", "", "1:1: expected a field, a value or '(', got the end"},
        Row{"UnknownField",
            "severty == high",
            "1:1: unknown field 'severty'; did you mean 'severity'?"},
        Row{"UnknownDottedField",
            "true &&\n  users.nam == 'x'",
            "2:3: unknown field 'users.nam'; did you mean 'users.name'?"},
        Row{"UnknownSeverity",
            "severity == hihg",
            "1:13: expected severity (unknown, informational, low, medium, high, critical), got "
            "'hihg'; did you mean 'high'?"},
        Row{"UnknownSeverityInList",
            "severity in [low, 'nothing']",
            "1:19: expected severity (unknown, informational, low, medium, high, critical), got "
            "'nothing'"},
        Row{"UnknownKind",
            "kind == 'malwar'",
            "1:9: expected kind (other, office365, network_intrusion, malware), got 'malwar'; did "
            "you mean 'malware'?"},
        Row{"NumberForSeverity",
            "severity > 3",
            "1:12: expected severity (unknown, informational, low, medium, high, critical), got "
            "int"},
        Row{"StringForNumber", "severity_score > '3'", "1:18: expected int, got string"},
        Row{"NumberForString", "title == 3", "1:10: expected string, got int"},
        Row{"FieldOfAnotherType", "title == suppressed", "1:10: expected string, got bool"},
        Row{"NoBool", "title", "1:1: expected bool, got string"},
        Row{"NoBoolUnderAnd", "suppressed && severity", "1:15: expected bool, got severity"},
        Row{"NotOfAString", "!title", "1:2: expected bool, got string"},
        Row{"ListCompared",
            "users.name == 'alice'",
            "1:1: expected a single value, got list(string); ask x in list or list.contains(x)"},
        Row{"KindHasNoOrder", "kind > other", "1:6: kind has no order; use == or !="},
        Row{"NumberInStrings", "5 in users.name", "1:1: expected string, got int"},
        Row{"StringInPorts", "dst.port.contains('22')", "1:19: expected int, got string"},
        Row{"InOfAString", "'a' in title", "1:8: expected a list, got string"},
        Row{"ListInList", "users.name in types", "1:1: expected a single value, got list(string)"},
        Row{"WrongWord",
            "disposition == 'blokced'",
            "1:16: disposition is never 'blokced' (unknown, allowed, blocked, quarantined or "
            "detected); did you mean 'blocked'?"},
        Row{"WrongWordInList",
            "status in ['new', 'old']",
            "1:19: status is never 'old' (unknown, new, in_progress, suppressed or resolved)"},
        Row{"UnknownFunction",
            "title.contain('x')",
            "1:7: unknown function 'contain'; did you mean 'contains'?"},
        Row{"FunctionWithoutArgument",
            "title.contains()",
            "1:7: expected value.contains(argument)"},
        Row{"MethodOfAList",
            "users.name.startsWith('a')",
            "1:1: expected string before .startsWith, got list(string)"},
        Row{"SizeOfANumber", "size(severity_score) == 1", "1:6: expected string or list, got int"},
        Row{"PatternOfAField", "title.matches(method)", "1:15: expected a quoted pattern"},
        Row{"BrokenPattern", "title.matches('(')", "1:15: pattern: missing ): ("},
        Row{"MixedList", "size(['a', 1]) == 2", "1:12: expected string, got int"},
        Row{"Fraction", "severity_score > 1.5", "1:18: expected a whole number like 42"},
        Row{"HugeNumber",
            "severity_score > 99999999999999999999",
            "1:18: number does not fit 64 bits"},
        Row{"UnclosedString", "title == 'abc", "1:10: string has no end"},
        Row{"BadEscape",
            "title == 'a\\q'",
            "1:10: unknown escape in a string; write \\\\ for one \\"},
        Row{"SurrogateEscape",
            "title == '\\ud800'",
            "1:10: unknown escape in a string; write \\\\ for one \\"},
        Row{"UnknownCharacter", "title = 'x'", "1:7: unexpected \"=\""},
        Row{"TrailingText", "true false", "1:6: expected an operator or the end, got 'false'"},
        Row{"UnclosedParenthesis", "(true", "1:6: expected ')', got the end"},
        Row{"UnclosedList", "rule.uid in ['a'", "1:17: expected ',' or ']', got the end"},
        Row{"MemberOfAValue",
            "'a'.length == 1",
            "1:5: expected a function, as in .contains(...), got 'length'"},
        Row{"UnknownMember",
            "users.exists(u, u.nmae == 'x')",
            "1:17: user has no member 'nmae'; did you mean 'name'?"},
        Row{"MemberOfText",
            "users.name.exists(u, u.name == 'x')",
            "1:22: 'u' is a string and has no members"},
        Row{"VariableOutsideItsLoop",
            "users.exists(u, true) && u.name == 'x'",
            "1:26: unknown field 'u.name'"},
        Row{"LoopOverNoList",
            "title.exists(t, true)",
            "1:1: expected a list before .exists, got string"},
        Row{"LoopWithoutCondition", "users.exists(u)", "1:7: expected list.exists(x, condition)"},
        Row{"LoopWithoutName",
            "users.all('u', true)",
            "1:11: expected a name for the item; list.all(x, condition)"},
        Row{"LoopOverDottedName",
            "users.all(u.name, true)",
            "1:11: expected a name for the item; list.all(x, condition)"},
        Row{"LoopConditionNoBool", "users.all(u, u.name)", "1:14: expected bool, got string"},
        Row{"MapToAList",
            "size(users.map(u, types)) > 0",
            "1:19: expected a single value, got list(string)"},
        Row{"FilterIsNoBool", "users.filter(u, true)", "1:7: expected bool, got list(user)"},
        Row{"RecordCompared",
            "users.exists(u, u == 'x')",
            "1:17: expected a plain value, got user"},
        Row{"RecordInList",
            "users.exists(u, u in users)",
            "1:22: expected a list of plain values, got list(user); ask list.exists(x, ...)"},
        Row{"ChoiceNeedsBool", "events ? true : false", "1:1: expected bool, got int"},
        Row{"ChoiceOfOneType", "(true ? 1 : 'a') == 1", "1:13: expected int, got string"},
        Row{"ChoiceWithoutColon", "true ? true", "1:12: expected ':', got the end"},
        Row{"HasOfAValue", "has(1)", "1:5: has() takes a field, as in has(rule.uid)"},
        Row{"HasOfAWord", "has(high)", "1:5: has() takes a field, as in has(rule.uid)"},
        Row{"HasOfAnUnknownField",
            "has(rule.iud)",
            "1:5: unknown field 'rule.iud'; did you mean 'rule.uid'?"},
        Row{"StringsDoNotAdd",
            "title + 'a' == 'b'",
            "1:7: no string + string; int, timestamp and duration add"},
        Row{"TimesDoNotMultiply",
            "size(types) * now > 1",
            "1:13: no int * timestamp; only int multiplies and divides"},
        Row{"MinusOfText", "-title == 1", "1:2: expected int, got string"},
        Row{"CidrHostBits",
            "'10.0.0.1' in cidr('10.0.0.1/8')",
            "1:20: 10.0.0.1/8 is not a network: bits after the prefix are set"},
        Row{"CidrOfAField", "'10.0.0.1' in cidr(title)", "1:20: expected cidr(\"10.0.0.0/8\")"},
        Row{"ListInCidr",
            "src.ip in cidr('10.0.0.0/8')",
            "1:1: expected string, got list(string); ask list.exists(a, a in cidr(...))"},
        Row{"NumberInCidr", "events in cidr('10.0.0.0/8')", "1:1: expected string, got int"},
        Row{"CidrCompared", "cidr('10.0.0.0/8') == title", "1:1: expected a plain value, got cidr"},
        Row{"ContainsIpOfText",
            "title.containsIP('a')",
            "1:1: expected cidr before .containsIP, got string"},
        Row{"BadDuration",
            "now - time > duration('1 week')",
            "1:23: expected a duration like '90s', '15m' or '1h30m'"},
        Row{"BadTimestamp",
            "time > timestamp('yesterday')",
            "1:18: expected a time like '2026-01-31T08:00:00Z'"},
        Row{"TimeAgainstNumber", "time > 5", "1:8: expected timestamp, got int"},
        Row{"HourWithoutZone", "hour() > 5", "1:1: expected hour(\"Europe/London\")"},
        Row{"HourOfAField",
            "hour(title) > 5",
            "1:6: expected a quoted time zone like 'Europe/London'"},
        Row{"PartOfText",
            "title.getHours() > 5",
            "1:1: expected timestamp before .getHours, got string"},
        Row{"NowIsNoFunction", "now() > time", "1:1: expected now, without parentheses"},
        Row{"FunctionAsMethod", "title.has()", "1:7: expected has(value)"},
        Row{"MethodAsFunction", "startsWith(title)", "1:1: expected value.startsWith(argument)"},
        Row{"ColumnsAreCodePoints", "title == '\xC3\xA9\xC3\xA9' &", "1:15: unexpected &"}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
