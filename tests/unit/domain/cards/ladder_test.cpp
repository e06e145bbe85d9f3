// The steps of the ladder: what each keeps, and what is said about the rest.
#include "card_samples.h"
#include "domain/cards/fit.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;
namespace json = boost::json;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

CardView full_view() {
    CardView view = card_of(malware_alarm(), Kind::malware);
    view.facts.assign(7, Fact{"Fact", std::string(200, 'f'), false});
    view.facts[5] = {"Outcome", "NOT blocked", true};
    view.sentence = std::string(300, 's');
    view.why = std::string(200, 'w');
    return view;
}

TEST(Ladder, CondensedKeepsFourShortFactsAndWhatCannotWait) {
    std::vector<std::string> left_out;
    const CardView less = cards::fitted(full_view(), cards::Fit::condensed, 5, left_out);
    ASSERT_EQ(less.facts.size(), 4U);
    EXPECT_THAT(less.facts, Contains(Fact{"Outcome", "NOT blocked", true}));
    EXPECT_LT(less.facts[0].value.size(), 110U);
    EXPECT_THAT(left_out, Contains("3 facts"));
    EXPECT_THAT(left_out, Contains("parts of long text"));
}

TEST(Ladder, EssentialKeepsWhatCannotWaitAndTheLink) {
    std::vector<std::string> left_out;
    const CardView less = cards::fitted(full_view(), cards::Fit::essential, 5, left_out);
    EXPECT_EQ(less.facts, (std::vector<Fact>{{"Outcome", "NOT blocked", true}}));
    EXPECT_EQ(less.why, "");
    EXPECT_FALSE(less.title.empty());
    EXPECT_FALSE(less.sentence.empty());
    EXPECT_EQ(less.buttons.size(), 2U);
    EXPECT_THAT(left_out, Contains("6 facts"));
    EXPECT_THAT(left_out, Contains("details"));
}

TEST(Ladder, TheLinkOutlivesOtherButtons) {
    CardView view = full_view();
    view.buttons.insert(view.buttons.begin(), 7, Button{"More", "more", {}, false});
    std::vector<std::string> left_out;
    const CardView less = cards::fitted(view, cards::Fit::full, 3, left_out);
    ASSERT_EQ(less.buttons.size(), 3U);
    EXPECT_EQ(less.buttons.back().label, "View alarm");
    EXPECT_THAT(left_out, Contains("6 buttons"));
}

TEST(Ladder, GoesDownOneStepAtATime) {
    RenderContext context = render_context();
    const std::size_t whole = render_card(full_view(), context).json.size();
    context.limits.bytes = whole - 1;
    const Rendered condensed = render_card(full_view(), context);
    EXPECT_THAT(condensed.json, HasSubstr("not shown: 3 facts"));
    EXPECT_THAT(condensed.left_out, Not(Contains(HasSubstr("layout"))));
    context.limits.bytes = condensed.json.size() - 1;
    const Rendered essential = render_card(full_view(), context);
    EXPECT_THAT(essential.json, HasSubstr("not shown: 6 facts, details"));
    EXPECT_THAT(essential.left_out, Not(Contains(HasSubstr("layout"))));
    context.limits.bytes = essential.json.size() - 1;
    const Rendered plain = render_card(full_view(), context);
    EXPECT_THAT(plain.json, HasSubstr("not shown: the layout (too large)"));
    EXPECT_THAT(plain.json, HasSubstr("NOT blocked"));
    context.limits.bytes = 700;
    const Rendered least = render_card(full_view(), context);
    EXPECT_THAT(least.json, HasSubstr("https://acme.alienvault.cloud/#/alarm/u-1"));
    EXPECT_THAT(least.json, HasSubstr("HIGH"));
}

TEST(Ladder, ElementsCountToo) {
    RenderContext context = render_context();
    context.limits.elements = 13;
    const Rendered rendered = render_card(full_view(), context);
    EXPECT_FALSE(rendered.left_out.empty());
    EXPECT_THAT(validate_card(json::parse(rendered.json), context.limits), testing::IsEmpty());
}

CardTemplates templates_with(const std::string& malware) {
    auto templates = CardTemplates::prepare({{"malware", malware}});
    if (!templates) throw std::runtime_error{templates.error().message()};
    return std::move(*templates);
}

TEST(Ladder, SaysWhatIsMissingThoughTheTemplateShowsNoFoot) {
    const CardTemplates templates = templates_with(
        R"({"type":"AdaptiveCard","version":"1.3","body":[
            {"type":"TextBlock","text":"${title}"},
            {"type":"FactSet","facts":[{"$data":"${facts}","title":"${name}","value":"${value}"}]}]})"
    );
    RenderContext context = render_context(templates);
    context.limits.bytes = 1'600;
    const Rendered rendered = render_card(full_view(), context);
    EXPECT_THAT(rendered.left_out, Not(Contains(HasSubstr("layout"))));
    EXPECT_THAT(rendered.json, HasSubstr("not shown: 3 facts"));
}

TEST(Ladder, KeepsAVersionThatThePlatformShows) {
    const CardTemplates templates = templates_with(
        R"({"type":"AdaptiveCard","version":"1.2","body":[{"type":"TextBlock","text":"t"}]})"
    );
    const json::value card = json::parse(render_card(full_view(), render_context(templates)).json);
    EXPECT_EQ(card.at("version").as_string(), "1.2");
}

TEST(Ladder, AFallbackTextThatFailsIsReplaced) {
    const CardTemplates templates = templates_with(
        R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"${missing}",
            "body":[{"type":"TextBlock","text":"t"}]})"
    );
    const Rendered rendered = render_card(full_view(), render_context(templates));
    EXPECT_THAT(rendered.json, HasSubstr("\"fallbackText\":\"HIGH"));
    EXPECT_THAT(rendered.left_out, Contains(HasSubstr("template /fallbackText")));
}

TEST(NotificationLine, IsNeverEmpty) {
    CardView view;
    view.template_name = "answer";
    EXPECT_EQ(notification_line(view), "socbot");
}

}  // namespace
}  // namespace socbot
