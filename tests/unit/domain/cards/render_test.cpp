// Rendering: what a good view becomes, and that a bad template or a tight limit still gives a card.
#include "base/text.h"
#include "card_samples.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;
namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

CardTemplates templates_with(const std::string& malware) {
    auto templates = CardTemplates::prepare({{"malware", malware}});
    if (!templates) throw std::runtime_error{templates.error().message()};
    return std::move(*templates);
}

TEST(RenderCard, FillsTheTemplateOfTheKind) {
    const CardView view = card_of(malware_alarm(), Kind::malware);
    const Rendered rendered = render_card(view, render_context());
    EXPECT_THAT(rendered.left_out, testing::IsEmpty());
    EXPECT_EQ(rendered.template_hash, shipped_templates().hash("malware"));
    EXPECT_EQ(rendered.template_hash.size(), 64U);
    const json::value card = json::parse(rendered.json);
    EXPECT_TRUE(validate_card(card, CardLimits{}).empty());
    EXPECT_THAT(rendered.json, HasSubstr("HIGH \xC2\xB7 Malware"));
    EXPECT_THAT(rendered.json, HasSubstr("**ACME Ltd** \xC2\xB7 ACME-412"));
    EXPECT_THAT(
        rendered.json,
        HasSubstr(R"("text":"NOT blocked","wrap":true,"color":"attention","weight":"bolder")")
    );
    EXPECT_THAT(rendered.json, HasSubstr("Why you see it: high >= medium"));
}

TEST(RenderCard, SignsActionsAndLinksTheRest) {
    int signatures = 0;
    RenderContext context = render_context();
    context.sign = [&](const Button& button) {
        ++signatures;
        return "signed:" + button.action;
    };
    context.limits.bytes = 3000;  // several tries
    const json::value card =
        json::parse(render_card(card_of(malware_alarm(), Kind::malware), context).json);
    EXPECT_EQ(signatures, 1);
    const json::array& actions = card.at("actions").as_array();
    ASSERT_EQ(actions.size(), 2U);
    EXPECT_EQ(actions[0].at("type").as_string(), "Action.Submit");
    EXPECT_EQ(actions[0].at("data"), (json::value{{"socbot", "signed:take"}}));
    EXPECT_EQ(actions[1].at("type").as_string(), "Action.OpenUrl");
    EXPECT_EQ(actions[1].at("url").as_string(), "https://acme.alienvault.cloud/#/alarm/u-1");
}

TEST(RenderCard, StylesThePrimaryButton) {
    const json::value card =
        json::parse(render_card(card_of(malware_alarm(), Kind::malware), render_context()).json);
    EXPECT_EQ(card.at("actions").at(0).at("style").as_string(), "positive");
}

TEST(RenderCard, DropsLinksThatAreNotHttps) {
    CardView view = card_of(malware_alarm(), Kind::malware);
    view.buttons[1].url = "javascript:alert(1)";
    EXPECT_THAT(render_card(view, render_context()).json, Not(HasSubstr("javascript")));
}

TEST(RenderCard, ColoursBySeverityAndState) {
    for (const auto& [severity, style] :
         {std::pair{Severity::critical, "attention"},
          std::pair{Severity::high, "warning"},
          std::pair{Severity::medium, "accent"},
          std::pair{Severity::low, "emphasis"}}) {
        CardView view = card_of(scan_alarm(), Kind::network_intrusion);
        view.severity = severity;
        EXPECT_EQ(template_data(view, render_context()).at("style").as_string(), style);
        view.state = CardState::closed;
        EXPECT_EQ(template_data(view, render_context()).at("style").as_string(), "good");
    }
}

TEST(RenderCard, EqualViewsGiveEqualBytes) {
    const CardView view = card_of(office_alarm(), Kind::office365);
    EXPECT_EQ(render_card(view, render_context()).json, render_card(view, render_context()).json);
}

struct BadTemplate {
    const char* name;
    const char* text;
};
class RenderCardWithABadTemplate : public testing::TestWithParam<BadTemplate> {};
TEST_P(RenderCardWithABadTemplate, GivesAPlainCardThatSaysSo) {
    const CardTemplates templates = templates_with(GetParam().text);
    const Rendered rendered =
        render_card(card_of(malware_alarm(), Kind::malware), render_context(templates));
    const json::value card = json::parse(rendered.json);
    EXPECT_TRUE(validate_card(card, CardLimits{}).empty());
    EXPECT_THAT(rendered.json, HasSubstr("Malware Infection: Emotet"));
    EXPECT_THAT(rendered.json, HasSubstr("signed:take"));
    EXPECT_THAT(rendered.json, HasSubstr("not shown: the layout"));
    EXPECT_FALSE(rendered.left_out.empty());
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    RenderCardWithABadTemplate,
    testing::Values(
        BadTemplate{"NotAnObject", "[1]"},
        BadTemplate{"NotACard", R"({"type":"Container","items":[]})"},
        BadTemplate{"EmptyBody", R"({"type":"AdaptiveCard","body":[]})"},
        BadTemplate{
            "ExpandsToNothing",
            R"({"$when":"${1 == 2}","type":"AdaptiveCard","body":[1]})"},
        BadTemplate{
            "TooManyButtons",
            R"({"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"t"}],
                       "actions":[{},{},{},{},{},{}]})"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(RenderCard, WithoutATemplateStillGivesACard) {
    const CardTemplates none = templates_with(R"({"type":"AdaptiveCard"})");
    const Rendered rendered =
        render_card(card_of(scan_alarm(), Kind::network_intrusion), render_context(none));
    EXPECT_TRUE(validate_card(json::parse(rendered.json), CardLimits{}).empty());
    EXPECT_EQ(rendered.template_hash, "");
}

TEST(RenderCard, FillsInFallbackTextAndVersion) {
    const CardTemplates templates = templates_with(
        R"({"type":"AdaptiveCard","version":"1.9","body":[{"type":"TextBlock","text":"${title}"}]})"
    );
    const Rendered rendered =
        render_card(card_of(malware_alarm(), Kind::malware), render_context(templates));
    EXPECT_TRUE(validate_card(json::parse(rendered.json), CardLimits{}).empty());
}

TEST(RenderCard, ShrinksUntilItFits) {
    CardView view = card_of(malware_alarm(), Kind::malware);
    for (Fact& fact : view.facts)
        fact.value = std::string(200, 'x');
    RenderContext context = render_context();
    const std::size_t whole = render_card(view, context).json.size();
    std::size_t before = whole;
    for (std::size_t bytes = whole; bytes > 700; bytes -= 50) {
        context.limits.bytes = bytes;
        const Rendered rendered = render_card(view, context);
        EXPECT_LE(rendered.json.size(), bytes);
        EXPECT_LE(rendered.json.size(), before);
        EXPECT_TRUE(validate_card(json::parse(rendered.json), CardLimits{}).empty());
        EXPECT_EQ(rendered.left_out.empty(), bytes >= whole) << bytes;
        before = rendered.json.size();
    }
    EXPECT_LT(before, whole);
}

TEST(CardTemplates, NameWhatCannotBePrepared) {
    const auto broken = CardTemplates::prepare({{"malware", "{"}});
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code(), Errc::invalid_input);
    EXPECT_THAT(broken.error().message(), HasSubstr("template malware"));
    const auto large = CardTemplates::prepare({{"malware", std::string(256 * 1024 + 1, ' ')}});
    ASSERT_FALSE(large);
    EXPECT_THAT(large.error().message(), HasSubstr("256 KiB"));
}

}  // namespace
}  // namespace socbot
