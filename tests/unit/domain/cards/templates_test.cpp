// The contract of every shipped template: it fills from its sample, stays within version 1.3 and
// five buttons, and has no problem a client would trip over.
#include "card_samples.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace socbot {
namespace {

using namespace testing_support;
namespace json = boost::json;

json::value sample(const std::string& name) {
    std::ifstream file{std::string{SOCBOT_SOURCE_DIR} + "/templates/samples/" + name + ".json"};
    std::ostringstream text;
    text << file.rdbuf();
    return json::parse(text.str());
}

std::string describe(const std::vector<templating::Problem>& problems) {
    std::string out;
    for (const auto& problem : problems)
        out += problem.path + ": " + problem.message + "\n";
    return out;
}

class ShippedTemplate : public testing::TestWithParam<const char*> {};

TEST_P(ShippedTemplate, FillsFromItsSampleInStrictMode) {
    auto prepared = templating::Template::prepare(
        json::parse(CardTemplates::shipped().at(GetParam())), {templating::Mode::strict, "-", {}}
    );
    ASSERT_TRUE(prepared) << prepared.error().message();
    const auto card = prepared->expand({sample(GetParam())});
    ASSERT_TRUE(card) << card.error().message();
    EXPECT_EQ(describe(validate_card(card->output, CardLimits{})), "");
    EXPECT_EQ(card->output.at("version").as_string(), "1.3");
    EXPECT_EQ(card->output.at("fallbackText"), sample(GetParam()).at("fallback"));
    EXPECT_EQ(
        card->output.at("actions").as_array().size(),
        sample(GetParam()).at("actions").as_array().size()
    );
    EXPECT_EQ(json::serialize(card->output).find("${"), std::string::npos)
        << "nothing left unfilled";
}

TEST_P(ShippedTemplate, FillsFromNothingWithoutEmptyLines) {
    CardView view;
    view.template_name = std::string_view{GetParam()} == "answer" ? "answer" : "alarm";
    view.kind = parse_kind(GetParam()).value_or(Kind::other);
    view.title = "T";
    const Rendered rendered = render_card(view, render_context());
    const json::value card = json::parse(rendered.json);
    EXPECT_EQ(describe(validate_card(card, CardLimits{})), "");
    EXPECT_THAT(rendered.left_out, testing::IsEmpty());
    EXPECT_EQ(rendered.json.find("FactSet"), std::string::npos);
}

TEST_P(ShippedTemplate, SampleHasTheMembersThatRenderingGives) {
    const json::value data =
        template_data(card_of(malware_alarm(), Kind::malware), render_context());
    for (const auto& [name, value] : data.as_object()) {
        ASSERT_TRUE(sample(GetParam()).as_object().contains(name)) << name;
        EXPECT_EQ(sample(GetParam()).at(name).kind(), value.kind()) << name;
    }
    EXPECT_EQ(sample(GetParam()).as_object().size(), data.as_object().size());
}

INSTANTIATE_TEST_SUITE_P(
    All,
    ShippedTemplate,
    testing::Values("office365", "network_intrusion", "malware", "other", "answer"),
    [](const auto& row) { return std::string{row.param}; }
);

TEST(ShippedTemplates, AreAllTested) {
    EXPECT_EQ(CardTemplates::shipped().size(), 5U);
}

}  // namespace
}  // namespace socbot
