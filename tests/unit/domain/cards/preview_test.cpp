// What a template's author is told: the card each platform would get, and what is wrong.
#include "domain/cards/preview.h"

#include "card_samples.h"
#include "domain/cards/render.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;
namespace json = boost::json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const CardPlatform& webex() {
    return *find_card_platform("webex");
}

std::vector<std::string> lines(const std::vector<templating::Problem>& problems) {
    std::vector<std::string> out;
    for (const auto& problem : problems)
        out.push_back(problem.path + ": " + problem.message);
    return out;
}

TEST(PreviewCard, IsWhatARoomWouldGet) {
    const CardView view = card_of(malware_alarm(), Kind::malware);
    const RenderContext context = render_context();
    const CardPreview preview =
        preview_card(CardTemplates::shipped().at("malware"), template_data(view, context), webex());
    EXPECT_THAT(lines(preview.problems), IsEmpty());
    EXPECT_THAT(preview.left_out, IsEmpty());
    EXPECT_EQ(preview.json, render_card(view, context).json);
}

TEST(PreviewCard, GoesThroughForEverySampleOnEveryPlatform) {
    for (const auto& [name, sample] : CardTemplates::samples()) {
        for (const CardPlatform& platform : card_platforms()) {
            const CardPreview preview =
                preview_card(CardTemplates::shipped().at(name), json::parse(sample), platform);
            EXPECT_THAT(lines(preview.problems), IsEmpty()) << name << " " << platform.name;
            EXPECT_THAT(preview.left_out, IsEmpty()) << name << " " << platform.name;
        }
    }
}

TEST(PreviewCard, ClimbsDownTheLadder) {
    const CardView view = card_of(malware_alarm(), Kind::malware);
    CardPlatform narrow = webex();
    narrow.card.bytes = 2'500;
    const CardPreview preview = preview_card(
        CardTemplates::shipped().at("malware"), template_data(view, render_context()), narrow
    );
    EXPECT_LE(preview.json.size(), 2'500U);
    EXPECT_FALSE(preview.left_out.empty());
    EXPECT_THAT(lines(preview.problems), IsEmpty());
}

TEST(PreviewCard, NamesWhatIsWrong) {
    const json::value data = json::parse(CardTemplates::samples().at("malware"));
    const CardPreview preview = preview_card(
        R"({"type":"AdaptiveCard","version":"1.5","body":[
            {"type":"TextBlock","text":"${titel}","style":"heading"}]})",
        data,
        webex()
    );
    EXPECT_THAT(lines(preview.problems), Contains(HasSubstr("/fallbackText: ")));
    EXPECT_THAT(lines(preview.problems), Contains(HasSubstr("/version: ")));
    EXPECT_THAT(lines(preview.problems), Contains(HasSubstr("/body/0/style: needs version 1.5")));
    EXPECT_THAT(lines(preview.problems), Contains(HasSubstr("did you mean title?")));
    EXPECT_FALSE(preview.json.empty());
}

TEST(PreviewCard, TakesDataOfAnyShape) {
    const CardPreview preview = preview_card(
        R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"f","body":[
            {"type":"TextBlock","text":"${person.name}"}]})",
        json::parse(R"({"person":{"name":"Ana"}})"),
        webex()
    );
    EXPECT_THAT(lines(preview.problems), IsEmpty());
    EXPECT_THAT(preview.json, HasSubstr(R"("text":"Ana")"));
}

TEST(PreviewCard, RefusesWhatIsNoTemplate) {
    const CardPreview preview = preview_card("{", json::value{}, webex());
    EXPECT_EQ(preview.json, "");
    EXPECT_THAT(lines(preview.problems), Contains(HasSubstr("not JSON")));
}

TEST(UnescapeCardMarkdown, GivesBackWhatWasEscaped) {
    for (const char* text :
         {"",
          "plain",
          "*a* _b_ [c](d) `e`",
          "C:\\Users\\x",
          "ends in \\",
          "\\\\*",
          "- 1. # x",
          "203[.]0[.]113[.]9",
          "a\\_b"})
        EXPECT_EQ(unescape_card_markdown(escape_card_markdown(text)), text);
}

}  // namespace
}  // namespace socbot
