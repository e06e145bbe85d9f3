// A team's own templates: tried before they are used, the last good one kept, the nearest language.
#include "domain/cards/template_set.h"

#include "card_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A small card that tells itself apart.
std::string with_text(const std::string& text) {
    return R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"${fallback}","body":[)"
           R"({"type":"TextBlock","text":")" +
           text + R"(","wrap":true}]})";
}
std::string saying(const std::string& word) {
    return with_text(word + " ${title}");
}

std::string rendered_in(const TemplateSet& set, const std::string& language) {
    RenderContext context = render_context(set.templates);
    context.language = language;
    return render_card(card_of(malware_alarm(), Kind::malware), context).json;
}

TemplateSet assembled(
    const std::vector<TemplateFile>& files,
    const std::map<TemplateKey, std::string>& last_good = {}
) {
    auto set = assemble_templates(files, last_good);
    EXPECT_TRUE(set) << set.error().message();
    return *std::move(set);
}

TEST(CheckTemplate, TakesTheShippedOnes) {
    for (const auto& [name, text] : CardTemplates::shipped())
        EXPECT_THAT(check_template(name, text), IsEmpty()) << name;
}

struct Broken {
    const char* name;
    std::string text;
    const char* says;
};

class BrokenTemplate : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenTemplate, IsToldWithAReason) {
    EXPECT_THAT(check_template("malware", GetParam().text), Contains(HasSubstr(GetParam().says)));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    BrokenTemplate,
    ::testing::Values(
        Broken{"empty", "", "not JSON"},
        Broken{"no_json", "{", "not JSON"},
        Broken{"too_large", std::string(300 * 1024, ' '), "larger than 256 KiB"},
        Broken{"bad_expression", saying("${title +}"), "/body/0/text"},
        Broken{"unknown_function", saying("${shout(title)}"), "/body/0/text"},
        Broken{"unknown_member", with_text("${titel}"), "titel"},
        Broken{
            "unknown_element",
            R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"x","body":[{"type":"Tabel"}]})",
            "Tabel"},
        Broken{
            "above_the_version",
            R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"x","body":[{"type":"Table"}]})",
            "/body/0"},
        Broken{"no_card", R"({"title":"x"})", "AdaptiveCard"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(CheckTemplate, TriesACardWithHardlyAnyText) {
    // Fine with the sample, whose first fact is there.
    const std::string first_fact = with_text("${facts[0].name}");
    EXPECT_THAT(check_template("malware", first_fact), ::testing::Not(IsEmpty()));
}

TEST(CheckTemplate, TellsTwentyProblemsAtMost) {
    std::string body;
    for (int i = 0; i < 40; ++i)
        body += R"({"type":"TextBlock","text":"x","colour":"red"},)";
    body.pop_back();
    const std::string text =
        R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"x","body":[)" + body + "]}";
    EXPECT_THAT(check_template("malware", text), SizeIs(20));
}

TEST(AssembleTemplates, WithoutFilesAreTheShippedOnes) {
    const TemplateSet set = assembled({});
    EXPECT_THAT(set.problems, IsEmpty());
    EXPECT_THAT(set.custom, IsEmpty());
    EXPECT_EQ(rendered_in(set, ""), rendered_in(set, "de"));
    EXPECT_EQ(
        rendered_in(set, ""),
        render_card(card_of(malware_alarm(), Kind::malware), render_context()).json
    );
}

TEST(AssembleTemplates, TakesTheNearestLanguage) {
    const TemplateSet set = assembled({
        {"a", "malware", saying("any")},
        {"b", "de/malware", saying("deutsch")},
        {"c", "de-at/malware", saying("wienerisch")},
        {"d", "fr/other", saying("autre")},
    });
    EXPECT_THAT(set.problems, IsEmpty());
    for (const auto& [language, word] : std::vector<std::pair<std::string, std::string>>{
             {"", "any"},
             {"de", "deutsch"},
             {"de-ch", "deutsch"},
             {"de-at", "wienerisch"},
             {"de-at-1996", "wienerisch"},
             {"fr", "any"},
             {"d", "any"}})
        EXPECT_THAT(rendered_in(set, language), HasSubstr(word + " Malware Infection")) << language;
}

TEST(AssembleTemplates, ABrokenOneLeavesTheShippedOne) {
    const TemplateSet set = assembled({{"/t/malware.json", "malware", "{"}});
    ASSERT_THAT(set.problems, SizeIs(1));
    EXPECT_EQ(set.problems[0].origin, "/t/malware.json");
    EXPECT_THAT(set.custom, IsEmpty());
    EXPECT_THAT(rendered_in(set, ""), HasSubstr("Why you see it"));
}

TEST(AssembleTemplates, ABrokenOneLeavesTheLastGoodOne) {
    const TemplateSet first = assembled({{"a", "malware", saying("first")}});
    const TemplateSet second = assembled({{"a", "malware", "{"}}, first.custom);
    EXPECT_THAT(second.problems, SizeIs(1));
    EXPECT_THAT(rendered_in(second, ""), HasSubstr("first Malware Infection"));
    EXPECT_EQ(second.custom, first.custom) << "and so it stays, however often";
    const TemplateSet mended = assembled({{"a", "malware", saying("third")}}, second.custom);
    EXPECT_THAT(mended.problems, IsEmpty());
    EXPECT_THAT(rendered_in(mended, ""), HasSubstr("third Malware Infection"));
}

TEST(AssembleTemplates, ARemovedOneIsGone) {
    const TemplateSet first = assembled({{"a", "malware", saying("first")}});
    const TemplateSet second = assembled({}, first.custom);
    EXPECT_THAT(second.custom, IsEmpty());
    EXPECT_THAT(rendered_in(second, ""), HasSubstr("Why you see it"));
}

TEST(AssembleTemplates, TheOthersComeInBesideABrokenOne) {
    const TemplateSet set = assembled({{"a", "malware", saying("good")}, {"b", "de/malware", "{"}});
    EXPECT_THAT(set.problems, SizeIs(1));
    EXPECT_THAT(rendered_in(set, "de"), HasSubstr("good Malware Infection"));
}

TEST(Language, IsATagInLowerCase) {
    EXPECT_EQ(canonical_language("de"), "de");
    EXPECT_EQ(canonical_language("pt-BR"), "pt-br");
    EXPECT_EQ(canonical_language("sr-Latn-RS"), "sr-latn-rs");
    for (const char* none :
         {"", "d", "german", "de_DE", "de-", "-de", "de-123456789", "../de", "d1"})
        EXPECT_EQ(canonical_language(none), "") << none;
    EXPECT_EQ(canonical_language("de-1234-1234-1234-1234-1234-1234-123"), "") << "36 bytes";
}

TEST(RoomLanguage, OfARoomStandsBeforeTheUsual) {
    const RoomRef acme{ConnectionId{"console"}, "acme"};
    const RoomLanguages languages{"de", {{acme, "fr"}}};
    EXPECT_EQ(languages.of(acme), "fr");
    EXPECT_EQ(languages.of({ConnectionId{"console"}, "soc"}), "de");
}

// Deeper than Boost.JSON reads by itself, within what a template may be.
TEST(CheckTemplate, ReadsWhatIsNestedDeep) {
    std::string body = R"({"type":"TextBlock","text":"${title}","wrap":true})";
    for (int i = 0; i < 20; ++i)
        body = R"({"type":"Container","items":[)" + body + "]}";
    const auto problems = check_template(
        "malware",
        R"({"type":"AdaptiveCard","version":"1.3","fallbackText":"${fallback}","body":[)" + body +
            "]}"
    );
    EXPECT_THAT(problems, IsEmpty());
}

}  // namespace
}  // namespace socbot
