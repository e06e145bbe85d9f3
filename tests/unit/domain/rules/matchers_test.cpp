// Alertmanager's matchers as rules, and what they say of alarms.
#include "domain/rules/matchers.h"

#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct Row {
    const char* name;
    const char* text;
    const char* rule;
};

class MatchersTest : public testing::TestWithParam<Row> {};

TEST_P(MatchersTest, BecomeARule) {
    const auto rule = rule_from_matchers(GetParam().text);
    EXPECT_EQ(rule ? *rule : rule.error().message(), GetParam().rule);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    MatchersTest,
    testing::Values(
        Row{"Equal", R"(rule_uid="SshBrute")", R"(rule.uid == "SshBrute")"},
        Row{"Unquoted", "rule_uid=SshBrute", R"(rule.uid == "SshBrute")"},
        Row{"QuotedLabel", R"("rule.uid"="SshBrute")", R"(rule.uid == "SshBrute")"},
        Row{"Alertname", R"(alertname="Scan")", R"(title == "Scan")"},
        Row{"Unequal", R"(plugin!="NIDS")", R"((!has(plugin) || plugin != "NIDS"))"},
        Row{"EqualNothing", R"(plugin="")", "!has(plugin)"},
        Row{"UnequalNothing", R"(plugin!="")", "has(plugin)"},
        Row{"Pattern", R"(plugin=~"Open.*")", R"(plugin.matches("^(?:Open.*)$"))"},
        Row{"PatternOfNothing",
            R"(plugin=~".*")",
            R"((!has(plugin) || plugin.matches("^(?:.*)$")))"},
        Row{"NotPattern", R"(plugin!~"a|b")", R"((!has(plugin) || !plugin.matches("^(?:a|b)$")))"},
        Row{"NotPatternOfNothing", R"(plugin!~"a*")", R"(!plugin.matches("^(?:a*)$"))"},
        Row{"Severity", "severity=high", R"(severity in ["high"])"},
        Row{"SeverityPattern",
            R"(severity=~"high|critical")",
            R"(severity in ["high", "critical"])"},
        Row{"SeverityNotPattern",
            R"(severity!~"low|info.*")",
            R"(!(severity in ["informational", "low"]))"},
        Row{"Kind", "kind!=malware", R"(!(kind in ["malware"]))"},
        Row{"Words", "disposition=blocked", R"(disposition in ["blocked"])"},
        Row{"List", R"(src_ip="10.0.0.1")", R"(("10.0.0.1" in src.ip))"},
        Row{"NotInList", R"(users_name!="x")", R"(!("x" in users.name))"},
        Row{"EmptyList", R"(users_name="")", "size(users.name) == 0"},
        Row{"NotEmptyList", R"(users_name!="")", "has(users.name)"},
        Row{"ListPattern",
            R"(users_name=~"svc_.*")",
            R"(users.name.exists(x, x.matches("^(?:svc_.*)$")))"},
        Row{"ListNotPattern",
            R"(users_name!~".*")",
            R"(!((size(users.name) == 0 || users.name.exists(x, x.matches("^(?:.*)$")))))"},
        Row{"Braces", R"({plugin="a",app="b"})", R"(plugin == "a" && app == "b")"},
        Row{"TrailingComma", R"({ plugin = "a" , })", R"(plugin == "a")"},
        Row{"Escapes", R"(title="a\"b\\c\nd")", R"(title == "a\"b\\c\nd")"},
        Row{"Nothing", "{}", "1:3: expected a matcher like severity=\"high\""},
        Row{"UnknownLabel",
            "rule_name=x,sevrity=high",
            "1:13: no field for label 'sevrity'; did you mean 'severity'?"},
        Row{"UnknownSeverity",
            "severity=hihg",
            "1:1: severity is never 'hihg'; did you mean 'high'?"},
        Row{"PatternOfNoSeverity", R"(severity=~"warn.*")", "1:1: severity is never 'warn.*'"},
        Row{"Number", "severity_score=5", "1:1: severity_score is int, which no label can be"},
        Row{"Ports", "dst_port=22", "1:1: dst.port is list(int), which no label can be"},
        Row{"BadPattern", R"(title=~"(")", "1:1: pattern: missing ): ^(?:()$"},
        Row{"NoOperator", "title", "1:6: expected =, !=, =~ or !~"},
        Row{"NoValue", "title=", "1:7: expected a value"},
        Row{"NoLabel", "=x", "1:1: expected a label name"},
        Row{"NoEnd", R"(title="x)", "1:7: quoted text has no end"},
        Row{"BadEscape",
            R"(title="\x")",
            "1:7: unknown escape in a quoted text; write \\\\ for one \\"},
        Row{"NoBrace", "{title=x", "1:9: expected ',' or '}'"},
        Row{"NoComma", "title=x app=y", "1:9: expected ',' or the end"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(Matchers, AMissingLabelIsAnEmptyOne) {
    const Alarm full = sample_alarm();
    const Alarm none;
    const struct {
        const char* text;
        bool full;
        bool none;
    } rows[] = {
        {"plugin=OpenSSH", true, false},
        {"plugin!=OpenSSH", false, true},
        {R"(plugin="")", false, true},
        {R"(plugin!="")", true, false},
        {R"(plugin=~"Open.*")", true, false},
        {R"(plugin!~"Open.*")", false, true},
        {R"(plugin=~".*")", true, true},
        {R"(plugin!~".*")", false, false},
        {R"(plugin=~"Open")", false, false},
        {R"(users_name=~"a.*")", true, false},
        {R"(users_name!~"a.*")", false, true},
        {R"(users_name=~".*")", true, true},
        {R"(severity=~"low|medium")", true, false},
    };
    for (const auto& row : rows) {
        const auto source = rule_from_matchers(row.text);
        ASSERT_TRUE(source) << row.text << ": " << source.error().message();
        const auto rule = Rule::compile(*source);
        ASSERT_TRUE(rule) << *source;
        EXPECT_EQ(rule->matches(subject_of(full)), row.full) << *source;
        EXPECT_EQ(rule->matches({.alarm = none, .customer = ""}), row.none) << *source;
    }
}

TEST(Matchers, ARuleThatIsTooLongIsRefused) {
    const auto rule = rule_from_matchers("title=~\"" + std::string(600, 'a') + "\"");
    ASSERT_FALSE(rule);
    EXPECT_NE(rule.error().message().find("longer than 512 bytes"), std::string::npos);
}

}  // namespace
}  // namespace socbot
