// Syntax: what parses, to which canonical text, and what is refused.
#include "domain/templating/parser.h"

#include "unit/domain/templating/support.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

struct Row {
    const char* name;
    const char* source;
    const char* expected;  // canonical text, or the beginning of the error
};

class ParserTest : public testing::TestWithParam<Row> {};

TEST_P(ParserTest, Reads) {
    const auto node = parse_expression(GetParam().source, Limits{});
    EXPECT_EQ(node ? canonical_text(*node) : node.error().message(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ParserTest,
    testing::Values(
        Row{"Product", "a + b * c", "(a + (b * c))"},
        Row{"UnaryMinusBindsTighterThanPower", "-a ^ 2", "((0 - a) ^ 2)"},
        Row{"Not", "!a && b", "(!(a) && b)"},
        Row{"ConcatBindsTighterThanRelation", "a < b & c", "(a < concat(b, c))"},
        Row{"EqualityBindsTighterThanRelation", "1 < 2 == true", "(1 < (2 == true))"},
        Row{"Coalesce", "a ?? 'x'", "coalesce(a, 'x')"},
        Row{"NestedConditional", "a ? b : c ? d : e", "if(a, b, if(c, d, e))"},
        Row{"ConditionalInTheMiddle", "a ? b ? 1 : 2 : 3", "if(a, if(b, 1, 2), 3)"},
        Row{"AliasOfAnd", "and(a, b)", "(a && b)"},
        Row{"AliasOfThree", "add(a, b, c)", "(a + b + c)"},
        Row{"Path", "a.b[0]['k'].c", "a.b[0]['k'].c"},
        Row{"ListLiteral", "[a, 1]", "createArray(a, 1)"},
        Row{"ObjectLiteral", "{k: a}", "setProperty(json('{}'), 'k', a)"},
        Row{"QuoteIsEscaped", "'it\\'s'", "'it\\'s'"},
        Row{"Lambda", "select(l, x => x)", "select(l, x, x)"},
        Row{"NoBreakSpace", "a\xC2\xA0+ b", "(a + b)"},
        Row{"PercentStartsAName", "7%3", "syntax error at column 2: unexpected '%3'"},
        Row{"NoExponent", "1e3", "syntax error at column 2: unexpected 'e3'"},
        Row{"MissingOperand", "a +", "syntax error at column 4: unexpected the end"},
        Row{"Unclosed", "(a", "syntax error at column 3: unexpected the end"},
        Row{"UnclosedText", "'a", "syntax error at column 1: unexpected character"},
        Row{"UnknownCharacter", "a ~ b", "syntax error at column 3: unexpected character"},
        Row{"NameAfterDot", "a.1", "syntax error at column 3: unexpected '1'"},
        Row{"TooFewArguments", "if(a, 1)", "if(a, 1) should have at least 3 arguments"},
        Row{"TooManyArguments", "length(a, b)", "length(a, b) should have at most 1 arguments"},
        Row{"UnknownFunctionParses", "nonsense(a)", "nonsense(a)"},
        Row{"BrokenPattern", "isMatch(a, '(')", "'(' is no common pattern"},
        Row{"LookaheadIsRefused", "isMatch(a, '(?=x)')", "'(?=x)' is no common pattern"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(Interpolation, KeepsWhatIsNoExpression) {
    EXPECT_EQ(
        expanded(R"("${} ${{n}} ${'open} ${n")", R"({"n":1})"), R"("${} ${{n}} ${'open} ${n")"
    );
    EXPECT_EQ(expanded(R"("${\nn} ${n}")", R"({"n":1})"), R"("${\nn} 1")");
}

TEST(Interpolation, EscapesOnlyBesideAnExpression) {
    EXPECT_EQ(expanded(R"("a\\$b")", "{}"), R"("a\\$b")");
    EXPECT_EQ(expanded(R"("\\${n} \\` ${n}")", R"({"n":1})"), R"("${n} ` 1")");
}

TEST(Interpolation, DropsALeadingEqualsSign) {
    EXPECT_EQ(expanded(R"("${=n}")", R"({"n":1})"), "1");
}

TEST(Interpolation, DataIsNeverReadAgain) {
    EXPECT_EQ(expanded(R"("x ${s}")", R"({"s":"${1 + 1}"})"), R"("x ${1 + 1}")");
}

}  // namespace
}  // namespace socbot::templating
