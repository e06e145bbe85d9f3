// Typed lines as words.
#include "domain/commands/words.h"

#include "domain/commands/verbs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace socbot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts(std::string_view line) {
    std::vector<std::string> found;
    for (const Word& word : words_of(line))
        found.push_back(word.text + (word.quoted ? "/q" : ""));
    return found;
}

TEST(Words, BySpacesAndQuotes) {
    EXPECT_THAT(texts(""), IsEmpty());
    EXPECT_THAT(texts("   "), IsEmpty());
    EXPECT_THAT(texts("a  b"), ElementsAre("a", "b"));
    EXPECT_THAT(texts("a=b"), ElementsAre("a", "b"));
    EXPECT_THAT(texts("\"a b\" c"), ElementsAre("a b/q", "c"));
    EXPECT_THAT(texts("\"a=b\""), ElementsAre("a=b/q"));
    EXPECT_THAT(texts("\"\" x"), ElementsAre("/q", "x"));
    EXPECT_THAT(texts("\"a b"), ElementsAre("a b/q"));
    EXPECT_THAT(texts("\xE2\x80\x9Cx y\xE2\x80\x9D"), ElementsAre("x y/q"));
    EXPECT_THAT(texts("\xC2\xABx y\xC2\xBB"), ElementsAre("x y/q"));
    EXPECT_THAT(texts("don't 5\" x"), ElementsAre("don't", "5\"", "x"));
    EXPECT_THAT(
        texts("acme\xE2\x80\x94"
              "412"),
        ElementsAre("acme-412")
    );
}

TEST(Words, KnowWhereTheyStand) {
    const auto words = words_of("note \"a b\" c");
    ASSERT_EQ(words.size(), 3U);
    EXPECT_EQ(words[1].begin, 5U);
    EXPECT_EQ(words[1].end, 10U);
    EXPECT_EQ(words[2].begin, 11U);
    EXPECT_EQ(words[2].end, 12U);
}

TEST(Words, LineIsPlain) {
    EXPECT_EQ(
        typed_line("a\xC2\xA0\xE2\x80\x83"
                   "b"),
        "a b"
    );
    EXPECT_EQ(
        typed_line("a\x01\xE2\x80\x8B"
                   "b"),
        "ab"
    );
    EXPECT_EQ(typed_line("\xFFx"), "\xEF\xBF\xBDx");
}

TEST(Words, Suggestions) {
    constexpr std::string_view words[] = {"threshold", "take", "hidden", "hide"};
    EXPECT_EQ(did_you_mean("hid", words), "Did you mean `hidden` or `hide`?");
    EXPECT_EQ(did_you_mean("taek", words), "Did you mean `take`?");
    EXPECT_EQ(did_you_mean("zzzzzz", words), "");
    EXPECT_EQ(did_you_mean("", words), "");
    constexpr std::string_view plurals[] = {"alarms", "alarm", "alert"};
    EXPECT_EQ(did_you_mean("alar", plurals), "Did you mean `alarms`?");
}

TEST(Verbs, NamesAndAliasesAreUnique) {
    const auto words = verb_words();
    const std::set<std::string_view> unique{words.begin(), words.end()};
    EXPECT_EQ(unique.size(), words.size());
}

TEST(Verbs, OnlyReadingVerbsMatchByABeginning) {
    for (const VerbInfo& verb : verbs()) {
        ASSERT_NE(find_verb(verb.name), nullptr);
        EXPECT_EQ(find_verb(verb.name)->verb, verb.verb);
        for (std::size_t size = 1; size < verb.name.size(); ++size) {
            const std::string_view beginning = verb.name.substr(0, size);
            const VerbInfo* found = find_verb(beginning);
            if (found == nullptr) continue;
            EXPECT_FALSE(found->changing) << beginning;
            EXPECT_GE(size, 3U) << beginning;
        }
    }
    EXPECT_EQ(find_verb("hid")->verb, Verb::hidden);
    EXPECT_EQ(find_verb("hi"), nullptr);
}

}  // namespace
}  // namespace socbot
