// docs/card-data.schema.json against what templates are really given: the data of every kind of
// card, of hostile ones, of answers, and the samples; and the names that validation knows.
#include "card_samples.h"
#include "domain/cards/platform.h"
#include "hostile_alarms.h"
#include "json_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace socbot {
namespace {

using namespace testing_support;
namespace json = boost::json;
using testing::HasSubstr;
using testing::IsEmpty;

const json::value& schema() {
    static const json::value parsed = [] {
        std::ifstream file{std::string{SOCBOT_SOURCE_DIR} + "/docs/card-data.schema.json"};
        std::ostringstream text;
        text << file.rdbuf();
        return json::parse(text.str());
    }();
    return parsed;
}

json::value data_of(const CardView& view) {
    return template_data(view, render_context());
}

TEST(CardDataContract, HoldsForEveryKind) {
    for (const auto& [alarm, kind] :
         {std::pair{malware_alarm(), Kind::malware},
          std::pair{scan_alarm(), Kind::network_intrusion},
          std::pair{office_alarm(), Kind::office365},
          std::pair{Alarm{}, Kind::other}})
        EXPECT_THAT(schema_problems(schema(), data_of(card_of(alarm, kind))), IsEmpty());
}

TEST(CardDataContract, HoldsForEveryStateAndSeverity) {
    for (unsigned severity = 0; severity < 6; ++severity) {
        for (unsigned state = 0; state < 3; ++state) {
            CardView view = card_of(malware_alarm(), Kind::malware);
            view.severity = static_cast<Severity>(severity);
            view.state = static_cast<CardState>(state);
            EXPECT_THAT(schema_problems(schema(), data_of(view)), IsEmpty());
        }
    }
}

TEST(CardDataContract, HoldsForHostileAlarms) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const HostileEpisode hostile = hostile_episode(seed);
        const CardView view = card_of(hostile.alarm, hostile.kind, hostile.episode, hostile.room);
        EXPECT_THAT(schema_problems(schema(), data_of(view)), IsEmpty()) << seed;
    }
}

TEST(CardDataContract, HoldsForAnswersOfAnySize) {
    CardView view;
    view.template_name = "answer";
    EXPECT_THAT(schema_problems(schema(), data_of(view)), IsEmpty());
    view.title = view.foot = view.sentence = std::string(5'000, '*');
    view.lines.assign(100, std::string(5'000, '*'));
    view.facts.assign(100, Fact{std::string(500, '*'), std::string(500, '*'), true});
    view.buttons.assign(100, Button{std::string(500, '*'), {}, "https://siem.example/", false});
    for (const CardPlatform& platform : card_platforms()) {
        RenderContext context = render_context();
        context.limits = platform.card;
        EXPECT_THAT(schema_problems(schema(), template_data(view, context)), IsEmpty());
    }
}

TEST(CardDataContract, HoldsForTheSamples) {
    for (const auto& [name, text] : CardTemplates::samples())
        EXPECT_THAT(schema_problems(schema(), json::parse(text)), IsEmpty()) << name;
}

struct Broken {
    const char* name;
    const char* pointer;  // of what is changed
    json::value value;
    const char* problem;
};
class CardDataSchema : public testing::TestWithParam<Broken> {};
TEST_P(CardDataSchema, RefusesOtherData) {
    json::value data = data_of(card_of(malware_alarm(), Kind::malware));
    const std::string pointer{GetParam().pointer};
    const std::size_t last = pointer.rfind('/');
    data.at_pointer(pointer.substr(0, last)).as_object()[pointer.substr(last + 1)] =
        GetParam().value;
    EXPECT_THAT(schema_problems(schema(), data), testing::Contains(HasSubstr(GetParam().problem)));
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    CardDataSchema,
    testing::Values(
        Broken{"Type", "/title", 1, "/title: type"},
        Broken{"Enum", "/severity", "high", "/severity: enum"},
        Broken{"UnknownMember", "/colour2", "x", ": additionalProperties"},
        Broken{"Item", "/facts/0/value", "", "/facts/0/value: minLength"},
        Broken{"TooLong", "/title", std::string(161, 'x').c_str(), "/title: maxLength"},
        Broken{"PlainHttp", "/actions/1/url", "http://x", "/actions/1/url: pattern"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(CardDataSchema, RefusesAMissingMember) {
    json::value data = data_of(card_of(malware_alarm(), Kind::malware));
    data.as_object().erase("fallback");
    EXPECT_THAT(schema_problems(schema(), data), testing::ElementsAre(": required"));
}

// A template that reads every member the schema names, in its place.
TEST(CardDataContract, ValidationKnowsEveryNameOfTheSchema) {
    const auto texts = [](const json::value& members) {
        json::array body;
        for (const auto& member : members.as_object()) {
            std::string text{"${"};
            text.append(member.key()).append("}");
            body.push_back({{"type", "TextBlock"}, {"text", text}});
        }
        return body;
    };
    const auto within = [&](const char* list, const char* of) {
        return json::value{
            {"type", "Container"},
            {"$data", list},
            {"items", texts(schema().at("$defs").at(of).at("properties"))}};
    };
    json::array body = texts(schema().at("properties"));
    body.push_back(within("${facts}", "fact"));
    body.push_back(within("${alerts}", "fact"));
    body.push_back(within("${actions}", "action"));
    json::value source{{"type", "AdaptiveCard"}, {"version", "1.3"}, {"fallbackText", "f"}};
    source.as_object()["body"] = body;
    EXPECT_THAT(validate_template(source, {}), IsEmpty());
    EXPECT_EQ(schema().at("properties").as_object().size(), 21U);
}

}  // namespace
}  // namespace socbot
