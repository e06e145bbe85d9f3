// Functions and operators that the recorded cases do not reach.
#include "unit/domain/templating/support.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

constexpr const char* kData =
    R"({"n":5,"s":"hello","u":"Stra\u00dfe","list":[3,1,2],"nul":null,"big":12345678901234567890,
        "objs":[{"k":"b","v":2},{"k":"a","v":10}],"map":{"x":1,"y":2},"emoji":"a\ud83d\ude00b"})";

struct Row {
    const char* name;
    const char* expression;
    const char* expected;
};

class ExpressionTest : public testing::TestWithParam<Row> {};

TEST_P(ExpressionTest, Gives) {
    EXPECT_EQ(evaluated(GetParam().expression, kData), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ExpressionTest,
    testing::Values(
        Row{"LengthCountsUtf16Units", "length(emoji)", "4"},
        Row{"SubstringCutsUtf16Units", "substring(emoji, 3)", R"("b")"},
        Row{"UpperMapsSharpS", "toUpper(u)", R"("STRASSE")"},
        Row{"TrimTakesNoBreakSpace", "trim('\xC2\xA0 x ')", R"("x")"},
        Row{"ReplaceIsLiteral", "replace('a.b.c', '.', '-')", R"("a-b-c")"},
        Row{"ReplaceIgnoreCaseIsAPattern",
            "replaceIgnoreCase('Host-7 HOST-8', 'host-(\\\\d)', 'h$1')",
            R"("h7 h8")"},
        Row{"ReplaceWithAMissingGroup", "replaceIgnoreCase('a', 'a', '$2')", R"("$2")"},
        Row{"UriPort", "uriPort('https://noc.example:8443/a')", "8443"},
        Row{"UriDefaultPortIsNull", "uriPort('https://noc.example:443/a')", "null"},
        Row{"UriHost", "uriHost('https://u:p@NOC.example:8443/a?b#c')", R"("noc.example")"},
        Row{"UriPath", "uriPath('https://noc.example?x=1')", R"("/")"},
        Row{"UriPathAndQuery", "uriPathAndQuery('https://noc.example/a/b?x=1#y')", R"("/a/b?x=1")"},
        Row{"UriScheme", "uriScheme('HTTPS://noc.example')", R"("https")"},
        Row{"UriWithoutScheme", "exists(uriHost('noc.example/a'))", "false"},
        Row{"SplitWithoutSeparator", "split('abc')", R"(["a","b","c"])"},
        Row{"JoinOfTwoUsesTheLast", "join(take(list, 2), ', ', ' and ')", R"("3 and 1")"},
        Row{"JoinOfNothing", "join(createArray(), ',')", R"("")"},
        Row{"IndexOfInText", "indexOf(s, 'l')", "2"},
        Row{"IndexOfInList", "indexOf(list, 2)", "2"},
        Row{"LastIndexOfAbsent", "lastIndexOf(s, 'z')", "-1"},
        Row{"OrdinalOfEleven", "concat(addOrdinal(11), '/', addOrdinal(22))", R"("11th/22nd")"},
        Row{"SentenceCase", "sentenceCase('HELLO World')", R"("Hello world")"},
        Row{"CountWord", "countWord('a b  c')", "3"},
        Row{"ReverseText", "reverse(s)", R"("olleh")"},
        Row{"UriComponentBack", "uriComponentToString('a%20%C3%BC')", R"("a ü")"},
        Row{"Base64Back", "base64ToString('QUxN')", R"("ALM")"},
        Row{"JsonStringify", "jsonStringify(map)", R"("{\"x\":1,\"y\":2}")"},
        Row{"StringOfNumberHasSeparators",
            "string(-1234567)",
            "\"\xE2\x88\x92"
            R"(1,234,567")"},
        Row{"SubArrayExcludesItsEnd", "subArray(list, 1, 2)", "[1]"},
        Row{"SkipBeyondTheEnd", "skip(list, 9)", "[]"},
        Row{"TakeNothing", "take(list, -1)", "[]"},
        Row{"FirstOfNothing", "first(createArray())", "undefined"},
        Row{"SortByKeyIsNumeric", "sortBy(objs, 'v')", R"([{"k":"b","v":2},{"k":"a","v":10}])"},
        Row{"SortByDescending", "sortByDescending(list)", "[3,2,1]"},
        Row{"Union", "union(list, createArray(1, 4))", "[3,1,2,4]"},
        Row{"Flatten", "flatten(createArray(1, createArray(2, createArray(3))))", "[1,2,3]"},
        Row{"FlattenOneLevel", "flatten([1, [2, [3]]], 1)", "[1,2,[3]]"},
        Row{"IndicesAndValues", "indicesAndValues(take(list, 1))", R"([{"index":0,"value":3}])"},
        Row{"Range", "range(2, 3)", "[2,3,4]"},
        Row{"WhereOfObjectIsObject", "where(map, m, m.value > 1)", R"({"y":2})"},
        Row{"All", "all(list, x, x > 0)", "true"},
        Row{"AllOfNothing", "all(createArray(), x, x > 0)", "true"},
        Row{"AnyOfNothing", "any(createArray(), x, x > 0)", "false"},
        Row{"LambdaArrow", "select(list, x => x * 2)", "[6,2,4]"},
        Row{"NestedIterators",
            "select(list, x, select(objs, y, x + y.v))",
            "[[5,13],[3,11],[4,12]]"},
        Row{"IteratorHidesData", "select(list, n, n + 1)", "[4,2,3]"},
        Row{"Average", "average(list)", "2"},
        Row{"SumOfNothing",
            "sum(createArray())",
            "error: /: sum(createArray()): argument 1 must be a "
            "list that is not empty"},
        Row{"MaxOfList", "max(list)", "3"},
        Row{"MinOfNothingIsNull", "min(createArray())", "null"},
        Row{"NestedDivisionIsExact", "10 / 4.5", "2.2222222222222223"},
        Row{"RemainderKeepsTheSign", "-7 % 3", "-1"},
        Row{"PowerIsRightAssociative", "2 ^ 3 ^ 2", "512"},
        Row{"NumberPlusText", "1 + 'a' + 2", R"("1a2")"},
        Row{"PlusNullFails", "n + nul", "error: /: (n + nul): argument 2 must be a number or text"},
        Row{"IntCutsTheTail", "int('42px')", "42"},
        Row{"FloatReads", "float('-2.5')", "-2.5"},
        Row{"BoolOfText", "bool('False')", "false"},
        Row{"EmptyOfZero", "empty(0)", "false"},
        Row{"ContainsInObject", "contains(map, 'X')", "true"},
        Row{"ContainsInList", "contains(list, 2)", "true"},
        Row{"IsObjectOfNull", "isObject(nul)", "true"},
        Row{"IsFloat", "isFloat(2.5)", "true"},
        Row{"AddPropertyTwiceFails",
            "addProperty(map, 'x', 2)",
            "error: /: addProperty(map, 'x', 2): x exists already"},
        Row{"RemoveProperty", "removeProperty(map, 'x')", R"({"y":2})"},
        Row{"GetProperty", "getProperty(map, 'Y')", "2"},
        Row{"TemplateVersion", "$_acTemplateVersion.minor", "3"},
        Row{"UndefinedWord", "undefined == null", "true"},
        Row{"UnicodeOrder", "'a' < '\xC3\xBC'", "true"}
    ),
    [](const auto& row) { return row.param.name; }
);

// JSON serialises doubles its own way; what JavaScript prints is asked for as text.
TEST(Expression, NumbersPrintAsInJavaScript) {
    EXPECT_EQ(
        expanded(R"("v ${big + 0} ${n / 0.5} ${0.1 + 0.2}")", kData),
        R"("v 12345678901234567000 10 0.30000000000000004")"
    );
}

TEST(Expression, ChangesOfDataStayInTheExpansion) {
    const auto source = boost::json::parse(R"({"a":"${setProperty(o, 'x', 2)}","b":"${o.x}"})");
    const auto prepared = Template::prepare(source, {.mode = Mode::strict});
    ASSERT_TRUE(prepared);
    const Data data{.root = boost::json::parse(R"({"o":{"x":1}})")};
    for (int i = 0; i < 2; ++i) {
        const auto expansion = prepared->expand(data);
        ASSERT_TRUE(expansion);
        EXPECT_EQ(boost::json::serialize(expansion->output), R"({"a":{"x":2},"b":2})");
    }
    EXPECT_EQ(boost::json::serialize(data.root), R"({"o":{"x":1}})");
}

TEST(Expression, ChangedWhileIteratedStaysReadable) {
    EXPECT_EQ(
        expanded(
            R"({"a":"${select(l, x, count(setProperty($root, concat('k', x), reverse(l))))}"})",
            R"({"l":[1,2,3]})"
        ),
        R"({"a":[2,3,4]})"
    );
}

TEST(Expression, LenientModeChangesACopy) {
    EXPECT_EQ(
        expanded(R"({"a":"${setProperty(o, 'x', 2)}","b":"${o.x}"})", R"({"o":{"x":1}})", {}),
        R"({"a":{"x":2},"b":1})"
    );
}

}  // namespace
}  // namespace socbot::templating
