// Functions of whose results the official packages (adaptive-expressions 4.23.3, UTC, en-US, the
// clock stopped at 2026-03-01T10:15:30.250Z) are the source: each row is what they gave.
#include "domain/templating/builtins.h"
#include "domain/templating/signatures.h"
#include "unit/domain/templating/support.h"

#include <gtest/gtest.h>

namespace socbot::templating {
namespace {

constexpr std::int64_t kNow = 1'772'360'130'250;
constexpr std::string_view kData = R"({
    "n": 5, "t": true, "arr": [3, 1, 2, 10], "words": ["pear", "Apple", "fig"], "zz": {"y": 1},
    "o": {"2": "two", "10": "ten", "a": 1, "Name": "Cap", "num": 17, "flag": true, "name": "later"},
    "objs": [{"k": "b", "v": 2}, {"k": "a", "v": 1}, {"k": "B", "v": 10}],
    "nested": {"deep": [{"x": 1}, {"x": {"y": [4, 5]}}]}
})";

std::string evaluated_at(std::string_view expression, std::optional<std::int64_t> now) {
    const boost::json::value source(boost::json::string("${" + std::string{expression} + "}"));
    const auto prepared = Template::prepare(source, {.mode = Mode::strict});
    if (!prepared) return "error";
    const auto expansion = prepared->expand(
        {.root = boost::json::parse({kData.data(), kData.size()}), .now = now, .seed = 7}
    );
    if (!expansion) return "error";
    return expansion->undefined ? "undefined" : to_json(expansion->output);
}

struct Row {
    const char* name;
    const char* expression;
    const char* expected;
};

class FunctionTest : public testing::TestWithParam<Row> {};

TEST_P(FunctionTest, GivesWhatTheOfficialPackagesGive) {
    EXPECT_EQ(evaluated_at(GetParam().expression, kNow), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Official,
    FunctionTest,
    testing::Values(
        Row{"GuidLength", R"(length(newGuid()))", R"(36)"},
        Row{"RandOfOne", R"(rand(3, 3))", R"(3)"},
        Row{"UtcNow", R"(utcNow())", R"("2026-03-01T10:15:30.250Z")"},
        Row{"UtcNowFormat", R"(utcNow('yyyy-MM-dd HH:mm'))", R"("2026-03-01 10:15")"},
        Row{"FutureTime", R"(getFutureTime(2, 'Day'))", R"("2026-03-03T10:15:30.250Z")"},
        Row{"FutureMonth", R"(getFutureTime(1, 'Month', 'yyyy-MM-dd'))", R"("2026-04-01")"},
        Row{"PastTime", R"(getPastTime(1, 'Week', 'MM/dd'))", R"("02/22")"},
        Row{"PastUnknownUnit", R"(getPastTime(1, 'Eon'))", "error"},
        Row{"TimeOfDay", R"(getTimeOfDay('2026-03-01T10:15:30.000Z'))", R"("morning")"},
        Row{"Midnight", R"(getTimeOfDay('2026-03-01T00:00:59.000Z'))", R"("midnight")"},
        Row{"Noon", R"(getTimeOfDay('2026-03-01T12:00:00.000Z'))", R"("noon")"},
        Row{"Evening", R"(getTimeOfDay('2026-03-01T22:00:00.000Z'))", R"("evening")"},
        Row{"Night", R"(getTimeOfDay('2026-03-01T22:01:00.000Z'))", R"("night")"},
        Row{"ReadBackTomorrow",
            R"(dateReadBack('2026-03-01T10:15:30.000Z', '2026-03-02T00:00:00.000Z'))",
            R"("tomorrow")"},
        Row{"ReadBackNextWeek",
            R"(dateReadBack('2026-03-01T10:15:30.000Z', '2026-03-12T00:00:00.000Z'))",
            R"("next Thursday")"},
        Row{"ReadBackLastWeek",
            R"(dateReadBack('2026-03-01T10:15:30.000Z', '2026-02-22T00:00:00.000Z'))",
            R"("last Sunday")"},
        Row{"ReadBackFar",
            R"(dateReadBack('2026-03-01T10:15:30.000Z', '2026-02-03T00:00:00.000Z'))",
            R"("3rd Februrary 2026")"},
        Row{"ReadBackSuffix",
            R"(dateReadBack('2026-03-01T10:15:30.000Z', '2026-08-11T00:00:00.000Z'))",
            R"("11st August 2026")"},
        Row{"FromUtcWindows",
            R"(convertFromUTC('2026-03-01T10:15:30.000Z', 'Pacific Standard Time', 'HH:mm zzz'))",
            R"("02:15 -08:00")"},
        Row{"FromUtcSummer",
            R"(convertFromUTC('2026-07-01T10:15:30.000Z', 'Pacific Standard Time', 'HH:mm zzz'))",
            R"("03:15 -07:00")"},
        Row{"FromUtcIana",
            R"(convertFromUTC('2026-03-01T10:15:30.000Z', 'Asia/Kathmandu'))",
            R"("2026-03-01T16:00:30.0000000")"},
        Row{"FromUtcNoZone", R"(convertFromUTC('2026-03-01T10:15:30.000Z', 'Mars'))", "error"},
        Row{"ToUtc",
            R"(convertToUTC('2026-03-01T10:15:30.250', 'Eastern Standard Time'))",
            R"("2026-03-01T15:15:30.000Z")"},
        Row{"ToUtcSkippedHour",
            R"(convertToUTC('2026-03-08T02:30:00', 'America/New_York'))",
            R"("2026-03-08T07:30:00.000Z")"},
        Row{"ToUtcDoubleHour",
            R"(convertToUTC('2026-11-01T01:30:00', 'America/New_York'))",
            R"("2026-11-01T06:30:00.000Z")"},
        Row{"SetPath", R"(setPathToValue(zz.y, 5))", R"(5)"},
        Row{"SetPathNoPath", R"(setPathToValue(length('a'), 5))", "error"},
        Row{"StringOrValueTyped", R"(stringOrValue('${n}'))", R"(5)"},
        Row{"StringOrValueMixed", R"(stringOrValue('n is ${n}'))", R"("n is 5")"},
        Row{"StringOrValuePlain", R"(stringOrValue('x'))", R"("x")"},
        Row{"Ignore", R"(ignore(t))", R"(true)"},
        Row{"Base64OfNumber", R"(exists(base64(5)))", R"(false)"},
        Row{"Base64Latin1", R"(base64ToString('w6k='))", R"("Ã©")"},
        Row{"Base64Binary", R"(base64ToBinary('aGk='))", R"({"0":104,"1":105})"},
        Row{"Binary", R"(binary('hi'))", R"({"0":104,"1":105})"},
        Row{"BinaryText", R"(string(binary('hé')))", R"("hé")"},
        Row{"BinaryBase64", R"(base64(binary('hi')))", R"("aGk=")"},
        Row{"DataUri", R"(dataUri('hello'))", R"("data:text/plain;charset=utf-8;base64,aGVsbG8=")"},
        Row{"DataUriToString",
            R"(dataUriToString('data:text/plain;base64,aGVsbG8='))",
            R"("hello")"},
        Row{"DataUriToBinary", R"(dataUriToBinary('ab'))", R"({"0":97,"1":98})"},
        Row{"JPathMember", R"(jPath(o, '.a'))", R"([1])"},
        Row{"JPathList", R"(jPath(objs, '.v'))", R"([2,1,10])"},
        Row{"JPathFilter", R"(jPath(objs, '.{.v > 1}.k'))", R"(["b","B"])"},
        Row{"JPathDescend", R"(jPath(nested, '..x'))", R"([1,{"y":[4,5]}])"},
        Row{"JPathIndex", R"(jPath(arr, '.[1]'))", R"(1)"},
        Row{"JPathNegative", R"(jPath(arr, '.[-1]'))", R"(10)"},
        Row{"JPathSlice", R"(jPath(arr, '.[1:3]'))", R"([1,2])"},
        Row{"JPathStar", R"(jPath(o, '.*'))", R"(["two","ten",1,"Cap",17,true,"later"])"},
        Row{"JPathUnion", R"(jPath(o, '.a | .Name'))", R"([1,"Cap"])"},
        Row{"JPathOfText", R"(jPath('{"a": [1, 2]}', '.a'))", R"([1,2])"},
        Row{"JPathCase", R"(jPath(objs, '.{.k == "b"}.v'))", R"([2,10])"},
        Row{"JPathBegins", R"(jPath(words, '.{. ^= "A"}'))", R"(["Apple"])"},
        Row{"JPathNot", R"(jPath(objs, '.{!(.v > 1 && .v < 10)}.v'))", R"([1,10])"},
        Row{"JPathMath", R"(jPath(objs, '.{.v * 2 === 4}.k'))", R"(["b"])"},
        Row{"JPathSyntax", R"(jPath(o, '$.a'))", R"([1])"},
        Row{"Xml",
            R"(xml('{"a": [1, {"b": "x<y"}], "c": null, "d": {}}'))",
            R"("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<a>1</a>\n<a>\n  <b>x&lt;y</b>\n</a>\n<c/>\n<d></d>")"},
        Row{"XmlText",
            R"(xml(json('{"p": {"#text": "t"}}')))",
            R"("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<p>t</p>")"},
        Row{"NumberGerman", R"(formatNumber(-1234567.891, 2, 'de-DE'))", R"("−1.234.567,89")"},
        Row{"NumberIndian", R"(formatNumber(12345678.5, 1, 'en-IN'))", R"("1,23,45,678.5")"},
        Row{"NumberArabic", R"(formatNumber(1234.5, 1, 'ar-EG'))", R"("١٬٢٣٤٫٥")"},
        Row{"NumberFrench", R"(formatNumber(1234.5, 1, 'fr-FR'))", R"("1 234,5")"},
        Row{"NumberUnknown", R"(formatNumber(1234.5, 1, 'xx'))", R"("1,234.5")"},
        Row{"StringLocale", R"(string(1234567.5, 'de-DE'))", R"("1.234.567,5")"},
        Row{"UpperTurkish", R"(toUpper('i', 'tr'))", R"("İ")"},
        Row{"LowerBadTag", R"(toLower('I', 'x'))", "error"},
        Row{"OptionalThrows", R"(optional(t))", "error"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(Inputs, WithoutATimeThereIsNoNow) {
    EXPECT_EQ(evaluated_at("utcNow()", std::nullopt), "error");
    EXPECT_EQ(evaluated_at("getPastTime(1, 'Day')", std::nullopt), "error");
}

TEST(Inputs, TheSameSeedGivesTheSameCard) {
    const std::string once =
        evaluated_at("concat('', newGuid(), '/', newGuid(), rand(0, 1000))", kNow);
    EXPECT_EQ(evaluated_at("concat('', newGuid(), '/', newGuid(), rand(0, 1000))", kNow), once);
    EXPECT_NE(once.substr(1, 36), once.substr(38, 36));
    EXPECT_EQ(once[15], '4');
}

TEST(Data, NoFunctionChangesWhatTheCallerGave) {
    const auto source = boost::json::parse(
        R"(["${reverse(arr)}", "${setProperty(o, 'a', 9)}", "${removeProperty(o, 'Name')}",
            "${addProperty(zz, 'q', 1)}", "${setPathToValue($root.n, 9)}"])"
    );
    const auto prepared = Template::prepare(source, {.mode = Mode::strict});
    ASSERT_TRUE(prepared);
    const Data data{.root = boost::json::parse({kData.data(), kData.size()})};
    ASSERT_TRUE(prepared->expand(data));
    EXPECT_EQ(data.root, boost::json::parse({kData.data(), kData.size()}));
}

TEST(Refused, TimexIsNamedWhenPrepared) {
    for (const char* name : {"isDate", "resolve", "getNextViableDate", "isPresent"}) {
        const std::string out = evaluated(std::string{name} + "('x')");
        EXPECT_NE(out.find("not supported"), std::string::npos) << out;
    }
}

class StaticTypeTest : public testing::TestWithParam<Row> {};

TEST_P(StaticTypeTest, IsCheckedWhenPrepared) {
    const boost::json::value source(
        boost::json::string("${" + std::string{GetParam().expression} + "}")
    );
    const auto prepared = Template::prepare(source, {.mode = Mode::strict});
    EXPECT_EQ(prepared ? "fits" : "refused", std::string{GetParam().expected});
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    StaticTypeTest,
    testing::Values(
        Row{"NumberForText", "length(5)", "refused"},
        Row{"TextForNumber", "abs('x')", "refused"},
        Row{"BooleanInSum", "1 + true", "refused"},
        Row{"ResultOfAFunction", "abs(length('x'))", "fits"},
        Row{"WrongResult", "length(length('x'))", "refused"},
        Row{"NullIsKnownLater", "length(null)", "fits"},
        Row{"NameIsKnownLater", "length(x)", "fits"},
        Row{"UnknownFunctionIsText", "abs(nonsense(1))", "refused"},
        Row{"MemberOfText", "trim('x').y", "refused"},
        Row{"MemberOfAnything", "first(x).y", "fits"},
        Row{"LaterArguments", "mul(1, 2, 'x')", "refused"},
        Row{"OptionalArgument", "formatDateTime(x, 5)", "refused"},
        Row{"NoIterator", "select(x, 'y', 1)", "refused"}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot::templating
