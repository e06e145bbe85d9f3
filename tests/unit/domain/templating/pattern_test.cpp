// isMatch and replaceIgnoreCase: the patterns of the official packages in RE2.
#include "domain/templating/pattern.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

struct Row {
    const char* name;
    const char* pattern;
    const char* text;
    const char* expected;  // found, missed or refused
};

class CommonPatternTest : public testing::TestWithParam<Row> {};

TEST_P(CommonPatternTest, IsReadAsJavaScriptReadsIt) {
    const auto pattern = Pattern::compile(GetParam().pattern, 512);
    const std::string result =
        !pattern ? "refused" : (pattern->found_in(GetParam().text) ? "found" : "missed");
    EXPECT_EQ(result, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    CommonPatternTest,
    testing::Values(
        Row{"Literal", "ell", "hello", "found"},
        Row{"Anchors", "^h.*o$", "hello", "found"},
        Row{"Class", "[^a-z ]", "abc d", "missed"},
        Row{"Counted", "a{2,3}b", "aab", "found"},
        Row{"BraceIsLiteral", "a{x", "a{x", "found"},
        Row{"OptionAnywhere", "hel(?i)LO", "HELLO", "found"},
        Row{"OptionTwice", "(?i)a(?i)b", "ab", "refused"},
        Row{"NamedGroup", "(?<year>[0-9]+)", "2026", "found"},
        Row{"WideSpace",
            "a\\sb",
            "a\xC2\xA0"
            "b",
            "found"},
        Row{"NoWideSpace", "^\\S$", "\xC2\xA0", "missed"},
        Row{"PropertyIsText", "\\p{L}", "x", "missed"},
        Row{"PosixNameIsText", "[[:alpha:]", "z", "missed"},
        Row{"Empty", "", "x", "refused"},
        Row{"WordBoundary", "\\bx", "x", "refused"},
        Row{"Lookahead", "(?=x)", "x", "refused"},
        Row{"BackReference", "(a)\\1", "aa", "refused"},
        Row{"OpenGroup", "(a", "a", "refused"},
        Row{"OpenClass", "[a", "a", "refused"},
        Row{"NothingToRepeat", "*a", "a", "refused"},
        Row{"Possessive", "a++", "a", "refused"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(CommonPattern, IsBounded) {
    EXPECT_TRUE(Pattern::compile(std::string(512, 'a'), 512));
    EXPECT_FALSE(Pattern::compile(std::string(513, 'a'), 512));
    EXPECT_FALSE(Pattern::compile(std::string(200, '(') + std::string(200, ')'), 512));
}

TEST(Replacement, NamesGroupsAsJavaScriptDoes) {
    const auto pattern = Pattern::compile_raw("(l)(l)", 512);
    ASSERT_TRUE(pattern);
    EXPECT_EQ(pattern->replace_all("HELLO", "<$2$1>", 100), "HE<LL>O");
    EXPECT_EQ(pattern->replace_all("HELLO", "$& $$ $3 $", 100), "HELL $ $3 $O");
    EXPECT_EQ(pattern->replace_all("x", "y", 100), "x");
}

TEST(Replacement, OfNothingGoesOn) {
    const auto pattern = Pattern::compile_raw("x*", 512);
    ASSERT_TRUE(pattern);
    EXPECT_EQ(pattern->replace_all("a\xC3\xA9", "-", 100), "-a-\xC3\xA9-");
}

}  // namespace
}  // namespace socbot::templating
