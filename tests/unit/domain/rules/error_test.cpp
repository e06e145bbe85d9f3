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
        Row{"ColumnsAreCodePoints", "title == '\xC3\xA9\xC3\xA9' &", "1:15: unexpected &"}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
