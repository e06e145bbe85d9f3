// What is wrong with a template before it is filled, and where.
#include "domain/cards/render.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> problems(const std::string& more, const CardLimits& limits = {}) {
    const auto source = boost::json::parse(
        R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"${fallback}",)" + more + "}"
    );
    std::vector<std::string> out;
    for (const auto& problem : validate_template(source, limits))
        out.push_back(problem.path + ": " + problem.message);
    return out;
}

std::string text(const std::string& expression) {
    return R"("body":[{"type":"TextBlock","text":")" + expression + R"("}])";
}

TEST(ValidateTemplate, AcceptsTheShippedOnes) {
    for (const auto& [name, source] : CardTemplates::shipped())
        EXPECT_THAT(validate_template(boost::json::parse(source), {}), IsEmpty()) << name;
}

struct Good {
    const char* name;
    std::string more;
};
class GoodTemplate : public testing::TestWithParam<Good> {};
TEST_P(GoodTemplate, HasNoProblem) {
    EXPECT_THAT(problems(GetParam().more), IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    GoodTemplate,
    testing::Values(
        Good{
            "ReservedMembers",
            R"("$schema":"s","body":[{"type":"TextBlock","$data":"${facts}","$when":"${name != ''}",
                "text":"${value} ${$index} ${$root.title}"}])"},
        Good{"TypeFromData", R"("body":[{"type":"${kind}","anything":1}])"},
        Good{"BodyFromData", R"("body":"${lines}")"},
        Good{
            "LinkFromData",
            R"("body":[{"type":"TextBlock","text":"t"}],"actions":[{"type":"Action.OpenUrl",
                "$data":"${actions}","title":"${label}","url":"${url}"}])"},
        Good{"AnyCase", text("${TITLE} ${CustomerName}")},
        Good{"Iteration", text("${join(select(facts, f, f.name), ', ')}")},
        Good{
            "ItemsOfRoot",
            R"("body":[{"type":"TextBlock","$data":"${$root.facts}","text":"${name}"}])"},
        Good{
            "UnknownData",
            R"("body":[{"type":"TextBlock","$data":"${json('[]')}","text":"${whatever}"}])"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

struct Bad {
    const char* name;
    std::string more;
    const char* problem;
};
class BadTemplate : public testing::TestWithParam<Bad> {};
TEST_P(BadTemplate, IsNamedWithItsPlace) {
    EXPECT_THAT(problems(GetParam().more), ElementsAre(HasSubstr(GetParam().problem)));
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    BadTemplate,
    testing::Values(
        Bad{"UnknownType", R"("body":[{"type":"Marquee"}])", "/body/0: unknown type Marquee"},
        Bad{"UnknownMember",
            R"("body":[{"type":"TextBlock","text":"t","txt":"t"}])",
            "/body/0/txt: unknown member"},
        Bad{"LaterMember",
            R"("body":[{"type":"TextBlock","text":"t","style":"heading"}])",
            "/body/0/style: needs version 1.5"},
        Bad{"MissingMember", R"("body":[{"type":"TextBlock"}])", "/body/0: TextBlock needs text"},
        Bad{"Syntax", text("${title +}"), "/body/0/text: "},
        Bad{"UnknownFunction", text("${shout(title)}"), "/body/0/text: unknown function shout"},
        Bad{"UnknownName",
            text("${titel}"),
            "/body/0/text: titel is not in the data; did you mean title?"},
        Bad{"UnknownReserved", text("${$roots}"), "/body/0/text: $roots is no reserved name"},
        Bad{"NameOfAnItem",
            R"("body":[{"type":"TextBlock","$data":"${facts}","text":"${title}"}])",
            "/body/0/text: title is not in the data"},
        Bad{"WhenOfAnItem",
            R"("body":[{"type":"TextBlock","$data":"${actions}","$when":"${labl == ''}","text":"t"}])",
            "/body/0/$when: labl is not in the data; did you mean label?"},
        Bad{"DataItself",
            R"("body":[{"type":"TextBlock","$data":"${fact}","text":"${name}"}])",
            "/body/0/$data: fact is not in the data; did you mean facts?"},
        Bad{"PlainHttp",
            R"("body":[{"type":"TextBlock","text":"t"}],
               "actions":[{"type":"Action.OpenUrl","title":"t","url":"http://x"}])",
            "/actions/0/url: links must be https"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(ValidateTemplate, NeedsFallbackText) {
    const auto found = validate_template(
        boost::json::parse(
            R"({"type":"AdaptiveCard","version":"1.3","body":[{"type":"TextBlock","text":"t"}]})"
        ),
        {}
    );
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].path, "/fallbackText");
}

TEST(ValidateTemplate, EndsOnManyProblems) {
    std::string body;
    for (int i = 0; i < 200; ++i)
        body += std::string{i == 0 ? "" : ","} + R"({"type":"TextBlock","text":"${nothing}"})";
    EXPECT_EQ(problems("\"body\":[" + body + "]").size(), 50U);
}

}  // namespace
}  // namespace socbot
