// What holds for every card on every platform, whatever the alarm: it is valid JSON and UTF-8,
// within the platform's limits, says what it left out, and has something to show where no card is
// drawn.
#include "base/text.h"
#include "card_samples.h"
#include "domain/cards/platform.h"
#include "domain/cards/words.h"
#include "hostile_alarms.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;
namespace json = boost::json;
using testing::HasSubstr;

constexpr std::uint64_t kSeeds{60};

std::string described(const std::vector<templating::Problem>& problems) {
    std::string out;
    for (const auto& problem : problems)
        out += problem.path + ": " + problem.message + "\n";
    return out;
}

bool links_to(const json::value& card, std::string_view url) {
    const json::value* const actions = card.as_object().if_contains("actions");
    if (actions == nullptr) return false;
    for (const json::value& action : actions->as_array()) {
        const json::value* const target = action.as_object().if_contains("url");
        if (target != nullptr && target->as_string() == url) return true;
    }
    return false;
}

void expect_sound(const CardView& view, const CardLimits& limits) {
    RenderContext context = render_context();
    context.limits = limits;
    const Rendered rendered = render_card(view, context);
    ASSERT_TRUE(is_valid_utf8(rendered.json));
    EXPECT_LE(rendered.json.size(), limits.bytes);
    json::error_code failure;
    const json::value card = json::parse(rendered.json, failure);
    ASSERT_FALSE(failure) << failure.message();
    EXPECT_EQ(described(validate_card(card, limits)), "");
    EXPECT_FALSE(card.at("fallbackText").as_string().empty());
    if (!rendered.left_out.empty()) {
        EXPECT_THAT(rendered.json, HasSubstr("not shown: "));
    }
    const std::string line = notification_line(view);
    EXPECT_FALSE(line.empty());
    EXPECT_LE(cards::count_code_points(line), 110U);
    EXPECT_TRUE(is_valid_utf8(line));
    for (const Button& button : view.buttons) {
        if (button.url != "https://siem.example/#/alarm/1") continue;
        EXPECT_TRUE(links_to(card, button.url)) << rendered.json;
    }
    EXPECT_EQ(render_card(view, context).json, rendered.json) << "not deterministic";
}

class EveryPlatform : public testing::TestWithParam<std::string> {};

TEST_P(EveryPlatform, TakesTheCardOfAnyAlarm) {
    const CardLimits limits = find_card_platform(GetParam())->card;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        const HostileEpisode hostile = hostile_episode(seed);
        expect_sound(card_of(hostile.alarm, hostile.kind, hostile.episode, hostile.room), limits);
    }
}

// The ladder's lower steps: limits that a full card does not keep.
TEST_P(EveryPlatform, TakesItThoughItTakesLittle) {
    CardLimits limits = find_card_platform(GetParam())->card;
    for (const std::size_t bytes : {8'000U, 6'000U, 5'000U, 4'000U, 3'000U}) {
        limits.bytes = bytes;
        for (std::uint64_t seed = 0; seed < kSeeds / 5; ++seed) {
            SCOPED_TRACE(std::to_string(seed) + " in " + std::to_string(bytes));
            const HostileEpisode hostile = hostile_episode(seed);
            expect_sound(card_of(hostile.alarm, hostile.kind, hostile.episode), limits);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    All,
    EveryPlatform,
    testing::ValuesIn([] {
        std::vector<std::string> names;
        for (const CardPlatform& platform : card_platforms())
            names.emplace_back(platform.name);
        return names;
    }()),
    [](const auto& row) { return row.param; }
);

TEST(CardPlatforms, AreFoundByName) {
    EXPECT_EQ(card_platform_names(), "webex, teams, slack, mattermost, console");
    EXPECT_EQ(find_card_platform("icq"), nullptr);
    EXPECT_EQ(find_card_platform("teams")->card.version, "1.5");
}

TEST(CardPlatforms, TakeTheUsualCardWhole) {
    const CardView view = card_of(malware_alarm(), Kind::malware);
    for (const CardPlatform& platform : card_platforms()) {
        RenderContext context = render_context();
        context.limits = platform.card;
        EXPECT_THAT(render_card(view, context).left_out, testing::IsEmpty()) << platform.name;
    }
}

}  // namespace
}  // namespace socbot
