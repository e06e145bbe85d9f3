// What is wrong with a card, and where.
#include "domain/cards/render.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

std::vector<std::string> problems(const std::string& body_and_more, const CardLimits& limits = {}) {
    boost::json::parse_options options;
    options.max_depth = 200;
    const boost::json::value card = boost::json::parse(
        R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"f",)" + body_and_more + "}",
        {},
        options
    );
    std::vector<std::string> out;
    for (const auto& problem : validate_card(card, limits))
        out.push_back(problem.path + ": " + problem.message);
    return out;
}

constexpr const char* kBody{R"("body":[{"type":"TextBlock","text":"t"}])"};

std::string body(const std::string& element) {
    return "\"body\":[" + element + "]";
}

TEST(ValidateCard, AcceptsAGoodOne) {
    EXPECT_THAT(problems(kBody), testing::IsEmpty());
}

struct Row {
    const char* name;
    std::string card;
    const char* problem;
};
class ValidateCardProblem : public testing::TestWithParam<Row> {};
TEST_P(ValidateCardProblem, IsNamedWithItsPlace) {
    EXPECT_THAT(
        problems(GetParam().card), testing::ElementsAre(testing::HasSubstr(GetParam().problem))
    );
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    ValidateCardProblem,
    testing::Values(
        Row{"UnknownType", body(R"({"type":"Marquee"})"), "/body/0: unknown type Marquee"},
        Row{"NoType", body(R"({"text":"t"})"), "/body/0: type is missing"},
        Row{"LaterType",
            body(R"({"type":"Table","columns":[],"rows":[]})"),
            "/body/0: Table needs version 1.5"},
        Row{"UnknownMember",
            body(R"({"type":"TextBlock","text":"t","blink":true})"),
            "/body/0/blink: unknown"},
        Row{"LaterMember",
            body(R"({"type":"TextBlock","text":"t","style":"heading"})"),
            "/body/0/style: needs version 1.5"},
        Row{"Nested",
            body(R"({"type":"ColumnSet","columns":[{"items":[{"type":"Oops"}]}]})"),
            "/body/0/columns/0/items/0: unknown type Oops"},
        Row{"PlainHttp",
            std::string{kBody} +
                R"(,"actions":[{"type":"Action.OpenUrl","title":"a","url":"http://x"}])",
            "/actions/0/url: links must be https"},
        Row{"Script",
            std::string{kBody} +
                R"(,"actions":[{"type":"Action.OpenUrl","title":"a","url":"javascript:x"}])",
            "/actions/0/url"},
        Row{"Execute",
            std::string{kBody} + R"(,"actions":[{"type":"Action.Execute","title":"a"}])",
            "/actions/0: Action.Execute needs version 1.4 and has no fallback"},
        Row{"MissingMember", body(R"({"type":"Image"})"), "/body/0: Image needs url"},
        Row{"ImageFromPlainHttp",
            body(R"({"type":"Image","url":"http://x/y.png"})"),
            "/body/0/url: images must be https or data"},
        Row{"BrokenFallback",
            body(R"({"type":"Oops","fallback":"hide"})"),
            "/body/0/fallback: fallback must be an element"},
        Row{"FallbackIsJudged",
            body(R"({"type":"Table","fallback":{"type":"Oops"}})"),
            "/body/0/fallback: unknown type Oops"},
        Row{"EmptyBody", "\"body\":[]", "/body: body is missing or empty"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

struct Accepted {
    const char* name;
    std::string card;
    CardLimits limits;
};
class ValidateCardAccepts : public testing::TestWithParam<Accepted> {};
TEST_P(ValidateCardAccepts, WithoutAProblem) {
    EXPECT_THAT(problems(GetParam().card, GetParam().limits), testing::IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    ValidateCardAccepts,
    testing::Values(
        Accepted{
            "LaterTypeWithFallback",
            body(R"({"type":"Table","columns":[],"fallback":{"type":"TextBlock","text":"t"}})"),
            {}},
        Accepted{"UnknownTypeToDrop", body(R"({"type":"Oops","fallback":"drop"})"), {}},
        Accepted{
            "ExecuteWithSubmit",
            std::string{kBody} +
                R"(,"actions":[{"type":"Action.Execute","title":"a",
                    "fallback":{"type":"Action.Submit","title":"a"}}])",
            {}},
        Accepted{
            "TableWhereItIsKnown",
            body(R"({"type":"Table","columns":[{"width":1}],"rows":[{"type":"TableRow",
                    "cells":[{"type":"TableCell","items":[{"type":"TextBlock","text":"t"}]}]}]})"),
            {.version = "1.5"}},
        Accepted{"ImageAsData", body(R"({"type":"Image","url":"data:image/png;base64,AA"})"), {}}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

struct Beyond {
    const char* name;
    CardLimits limits;
    const char* problem;
};
class ValidateCardLimits : public testing::TestWithParam<Beyond> {};
TEST_P(ValidateCardLimits, AreNamed) {
    const std::string card =
        body(R"({"type":"Container","items":[{"type":"TextBlock","text":"abcdef"},
            {"type":"ColumnSet","columns":[{"items":[{"type":"TextBlock","text":"a"}]}]}]})") +
        R"(,"actions":[{"type":"Action.Submit","title":"a"},{"type":"Action.Submit","title":"b"}])";
    EXPECT_THAT(
        problems(card, GetParam().limits),
        testing::ElementsAre(testing::HasSubstr(GetParam().problem))
    );
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    ValidateCardLimits,
    testing::Values(
        Beyond{"Bytes", {.bytes = 100}, "bytes; the limit is 100"},
        Beyond{"Buttons", {.buttons = 1}, "/actions: 2 buttons; the limit is 1"},
        Beyond{"Elements", {.elements = 1}, "/body: 2 elements; the limit is 1"},
        Beyond{"Text", {.text = 5}, "/body/0/items/0/text: 6 characters; the limit is 5"},
        Beyond{"Version", {.version = "1.2"}, "/version: version is above 1.2"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(ValidateCard, CountsButtonsWhereverTheyAre) {
    std::string actions;
    for (int i = 0; i < 6; ++i)
        actions += std::string{i == 0 ? "" : ","} +
                   R"({"type":"Action.Submit","title":"a","data":{"type":"x"}})";
    EXPECT_THAT(
        problems(std::string{kBody} + ",\"actions\":[" + actions + "]"),
        testing::ElementsAre(testing::HasSubstr("6 buttons; the limit is 5"))
    );
}

TEST(ValidateCard, NeedsFallbackTextAndAVersionInReach) {
    const auto found = validate_card(
        boost::json::parse(
            R"({"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"t"}]})"
        ),
        {}
    );
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, "/version");
    EXPECT_EQ(found[1].path, "/fallbackText");
}

TEST(ValidateCard, RefusesWhatIsNoCard) {
    EXPECT_EQ(validate_card(boost::json::value{1}, {}).size(), 1U);
    EXPECT_EQ(validate_card(boost::json::parse("{}"), {}).size(), 1U);
}

TEST(ValidateCard, EndsOnDeepNestingAndManyProblems) {
    const auto nested = [](int depth) {
        std::string element = R"({"type":"TextBlock","text":"t"})";
        for (int i = 0; i < depth; ++i)
            element = R"({"type":"Container","items":[)" + element + "]}";
        return body(element);
    };
    EXPECT_THAT(problems(nested(28)), testing::IsEmpty());
    EXPECT_THAT(problems(nested(60)), testing::ElementsAre(testing::HasSubstr("nested too deep")));
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += std::string{i == 0 ? "" : ","} + R"({"type":"Oops"})";
    EXPECT_EQ(problems(body(many)).size(), 50U);
}

}  // namespace
}  // namespace socbot
