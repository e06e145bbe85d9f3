// Views made to break a card, its client or its reader, through every shipped template.
#include "base/text.h"
#include "card_samples.h"
#include "domain/cards/words.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace socbot {
namespace {

using namespace testing_support;
namespace json = boost::json;

CardView view_of(Kind kind, const std::string& text) {
    CardView view;
    view.kind = kind;
    view.severity = Severity::high;
    view.episode = {CustomerCode{"ACME"}, 1};
    for (std::string* member :
         {&view.customer,
          &view.customer_name,
          &view.chip,
          &view.title,
          &view.sentence,
          &view.why,
          &view.context,
          &view.time,
          &view.changed,
          &view.foot,
          &view.notification})
        *member = text;
    view.facts.assign(50, Fact{text, text, false});
    view.facts[0].emphasised = true;
    view.lines.assign(200, text);
    view.buttons.assign(20, Button{text, "take", {}, false});
    view.buttons[1] = Button{text, {}, "https://siem.example/" + text, false};
    return view;
}

void every_text(const json::value& value, std::vector<std::string>& out) {
    if (const auto* text = value.if_string()) out.emplace_back(*text);
    if (const auto* items = value.if_array()) {
        for (const auto& item : *items)
            every_text(item, out);
    }
    if (const auto* object = value.if_object()) {
        // Titles of buttons are plain text in every client: nothing to escape there.
        const auto* type = object->if_contains("type");
        const bool button = type != nullptr && type->as_string().starts_with("Action.");
        for (const auto& [name, member] : *object) {
            if (!(button && name == "title")) every_text(member, out);
        }
    }
}

// With no back-slash before it: as markup.
bool stands_in(std::string_view text, std::string_view markup) {
    for (std::size_t at = text.find(markup); at != std::string_view::npos;
         at = text.find(markup, at + 1)) {
        if (at == 0 || text[at - 1] != '\\') return true;
    }
    return false;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

struct Hostile {
    const char* name;
    std::string text;
    const char* forbidden;  // must not stand in any text of the card; null: nothing to look for
};

class HostileView : public testing::TestWithParam<Hostile> {};

TEST_P(HostileView, StaysWithinLimitsAndIsOnlyText) {
    const Hostile& hostile = GetParam();
    for (const char* name : {"office365", "network_intrusion", "malware", "other", "answer"}) {
        CardView view = view_of(parse_kind(name).value_or(Kind::other), hostile.text);
        if (std::string_view{name} == "answer") view.template_name = "answer";
        const Rendered rendered = render_card(view, render_context());
        EXPECT_LE(rendered.json.size(), CardLimits{}.bytes);
        EXPECT_TRUE(is_valid_utf8(rendered.json));
        EXPECT_FALSE(rendered.template_hash.empty());
        EXPECT_THAT(
            rendered.left_out, testing::Not(testing::Contains(testing::HasSubstr("layout")))
        );
        const json::value card = json::parse(rendered.json);
        EXPECT_TRUE(validate_card(card, CardLimits{}).empty()) << name;
        std::vector<std::string> texts;
        every_text(card, texts);
        EXPECT_THAT(texts, testing::Not(testing::Contains("-"))) << "a string that failed";
        for (const std::string& text : texts) {
            if (hostile.forbidden == nullptr) continue;
            EXPECT_FALSE(stands_in(text, hostile.forbidden)) << name << ": " << text;
        }
        EXPECT_LE(cards::count_code_points(notification_line(view)), 110U);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    HostileView,
    testing::Values(
        Hostile{"Link", "x [click](https://evil.example) y", "[click]("},
        Hostile{"LinkAcrossMembers", "](https://evil.example)[", "]("},
        Hostile{"Bold", "x __bold__", " __"},
        Hostile{"MentionAll", "@all look", "@all"},
        Hostile{"MentionMarkup", "<@all>", "<@"},
        Hostile{"TeamsMention", "<at>everyone</at>", " <at>"},
        Hostile{
            "Bidi",
            "invoice\xE2\x80\xAE"
            "fdp.exe",
            "\xE2\x80\xAE"},
        Hostile{
            "Isolate",
            "a\xE2\x81\xA6"
            "b",
            "\xE2\x81\xA6"},
        Hostile{"Control", std::string{"a\0b\x1b[31m", 8}, "\x1b"},
        Hostile{"LineFeeds", "a\n\n# b", "\n"},
        Hostile{
            "InvalidUtf8",
            "a\xFF"
            "b",
            "\xFF"},
        Hostile{"Expression", "${title} ${json('{}')}", nullptr},
        Hostile{"Huge", repeated("A", 100'000), nullptr},
        Hostile{
            "HugeEmoji",
            repeated("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA5", 10'000),
            nullptr},
        Hostile{"HugeEscapes", repeated("*", 100'000), nullptr},
        Hostile{"HugeQuotes", repeated("\"\\", 50'000), nullptr},
        Hostile{"HugeSpaces", repeated(" ", 100'000) + "x", nullptr},
        Hostile{"Empty", "", nullptr}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(HostileView, ExpressionsInDataAreNotEvaluated) {
    CardView view = view_of(Kind::other, "x");
    view.sentence = "${title}";
    view.title = "SECRET";
    const json::value card = json::parse(render_card(view, render_context()).json);
    std::vector<std::string> texts;
    every_text(card, texts);
    EXPECT_THAT(texts, testing::Contains("${title}"));
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "SECRET"), 1);
}

TEST(HostileView, SaysWhatWasLeftOut) {
    const Rendered rendered = render_card(view_of(Kind::other, "x"), render_context());
    EXPECT_THAT(rendered.left_out, testing::Contains("43 facts"));
    EXPECT_THAT(rendered.left_out, testing::Contains("15 buttons"));
    EXPECT_THAT(rendered.json, testing::HasSubstr("not shown: 43 facts"));
}

TEST(HostileView, EmptyFactsAreNeverShown) {
    CardView view = card_of(scan_alarm(), Kind::network_intrusion);
    view.facts.insert(view.facts.begin(), Fact{"Ghost", "\xE2\x80\x8B \t", false});
    EXPECT_EQ(render_card(view, render_context()).json.find("Ghost"), std::string::npos);
}

}  // namespace
}  // namespace socbot
