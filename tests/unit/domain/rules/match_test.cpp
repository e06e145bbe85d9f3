// What rules mean.
#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct Row {
    const char* name;
    const char* source;
    bool matches;
};

class MatchTest : public testing::TestWithParam<Row> {};

TEST_P(MatchTest, Decides) {
    const auto rule = Rule::compile(GetParam().source);
    ASSERT_TRUE(rule) << rule.error().message();
    const Alarm alarm = sample_alarm();
    EXPECT_EQ(rule->matches(subject_of(alarm)), GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    MatchTest,
    testing::Values(
        Row{"True", "true", true},
        Row{"SeverityWord", "severity == medium", true},
        Row{"SeverityString", "severity == \"medium\"", true},
        Row{"SeverityStringFirst", "'medium' == severity", true},
        Row{"SeverityOrder", "severity >= low && severity < high", true},
        Row{"SeverityAbove", "severity > medium", false},
        Row{"SeverityAlias", "severity == med", true},
        Row{"SeverityInList", "severity in [low, 'medium']", true},
        Row{"SeverityWordFirst", "medium <= severity", true},
        Row{"KindWord", "kind == network_intrusion", true},
        Row{"KindInList", "kind in [malware, office365]", false},
        Row{"KindUnequal", "kind != other", true},
        Row{"Customer", "customer == 'ACME'", true},
        Row{"StringsAreCaseSensitive", "customer == 'acme'", false},
        Row{"StringOrder", "method < 'SSI'", true},
        Row{"Score", "severity_score >= 50", true},
        Row{"NegativeNumber", "severity_score > -1", true},
        Row{"Bool", "suppressed", false},
        Row{"BoolCompared", "suppressed == false", true},
        Row{"Contains", "title.contains('Force')", true},
        Row{"StartsWith", "title.startsWith('Brute')", true},
        Row{"EndsWith", "title.endsWith('Brute')", false},
        Row{"MatchesSearches", "title.matches('F.rce')", true},
        Row{"MatchesAnchored", "title.matches(r'^Force')", false},
        Row{"MatchesIgnoringCase", "title.matches('(?i)brute force')", true},
        Row{"ContainsOfAField", "title.contains(strategy)", true},
        Row{"UndecidedIsNoMatch", "severity_score / 0 == 1", false},
        Row{"NorIsItsOpposite", "!(severity_score / 0 == 1)", false},
        Row{"LiteralReceiver", "'Brute Force Authentication and more'.startsWith(title)", true},
        Row{"InListField", "'alice' in users.name", true},
        Row{"ContainsOfListField", "users.name.contains('bob')", false},
        Row{"FieldInListField", "category in types", false},
        Row{"SecondItem", "'10.0.0.6' in dst.ip", true},
        Row{"PortInList", "22 in dst.port", true},
        Row{"PortContains", "dst.port.contains(23)", false},
        Row{"FieldInLiteralList", "rule.uid in ['x', 'SshBrute']", true},
        Row{"NumberInLiteralList", "severity_score in [10, 20]", false},
        Row{"NotInList", "!(rule.uid in ['x'])", true},
        Row{"EmptyListHasNothing", "rule.uid in []", false},
        Row{"SizeOfList", "size(dst.ip) == 2", true},
        Row{"SizeAsMethod", "users.name.size() == 1", true},
        Row{"SizeLeavesOutEmptyItems", "size(dst.host) == 1 && size(dst.port) == 1", true},
        Row{"SizeCountsCodePoints", "size('h\xC3\xA9') == 2", true},
        Row{"AndBindsTighterThanOr", "true || false && false", true},
        Row{"Parentheses", "(true || false) && false", false},
        Row{"NotBindsTighterThanRelation", "!suppressed == true", true},
        Row{"Chain", "true && true && true && !false", true},
        Row{"Comment", "true // everything\n", true},
        Row{"Lines", "severity == medium &&\n  kind == network_intrusion", true},
        Row{"Escapes", "files.path.contains('C:\\\\a.exe')", true},
        Row{"RawString", "r'C:\\a.exe' in files.path", true},
        Row{"UnicodeEscape", "'\\u0041LICE' == 'ALICE'", true},
        Row{"HexEscape", "'\\x41' == 'A'", true},
        Row{"ComparisonsOfComparisons", "(severity == low) == (kind == malware)", true}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(Rule, KeepsItsSource) {
    const auto rule = Rule::compile("severity == high");
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->source(), "severity == high");
    const Rule copy = *rule;
    EXPECT_EQ(copy.source(), "severity == high");
}

}  // namespace
}  // namespace socbot
