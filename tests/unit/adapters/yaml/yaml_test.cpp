// YAML text becomes the neutral tree, with positions, and what a configuration should not hold is
// refused with its line.
#include "adapters/yaml/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace socbot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The tree as one line, so that a test shows what it expects.
std::string shape(const ConfigNode& node) {
    if (const auto* scalar = std::get_if<ConfigNode::Scalar>(&node.value)) {
        return scalar->quoted ? "'" + scalar->text + "'" : scalar->text;
    }
    std::string text;
    if (const auto* list = std::get_if<ConfigNode::List>(&node.value)) {
        for (const ConfigNode& item : *list) {
            text += (text.empty() ? "" : " ") + shape(item);
        }
        return "[" + text + "]";
    }
    if (const auto* map = std::get_if<ConfigNode::Map>(&node.value)) {
        for (const ConfigNode::Member& member : *map) {
            text += (text.empty() ? "" : " ") + member.key + "=" + shape(member.node);
        }
        return "{" + text + "}";
    }
    return "-";
}

std::string where(const ConfigPosition& position) {
    return position.file + ":" + std::to_string(position.line) + ":" +
           std::to_string(position.column);
}

TEST(Yaml, KeepsScalarsAsTextAndTellsQuotedFromPlain) {
    const YamlDocument document =
        parse_yaml("a: 12\nb: \"12\"\nc: [x, 'y', ~]\nd: {e: yes}\nf:\n", "f.yaml");
    EXPECT_THAT(document.problems, IsEmpty());
    EXPECT_EQ(shape(document.root), "{a=12 b='12' c=[x 'y' -] d={e=yes} f=-}");
}

TEST(Yaml, KeepsMembersInFileOrder) {
    EXPECT_EQ(shape(parse_yaml("z: 1\na: 2\nm: 3\n", "f").root), "{z=1 a=2 m=3}");
}

TEST(Yaml, KnowsWhereKeysAndValuesStand) {
    const YamlDocument document = parse_yaml("a: 1\nlist:\n  - {key: value}\n", "f.yaml");
    ASSERT_THAT(document.problems, IsEmpty());
    const auto& root = std::get<ConfigNode::Map>(document.root.value);
    ASSERT_THAT(root, SizeIs(2));
    EXPECT_EQ(where(root[1].position), "f.yaml:2:1");
    const auto& item =
        std::get<ConfigNode::Map>(std::get<ConfigNode::List>(root[1].node.value).at(0).value);
    ASSERT_THAT(item, SizeIs(1));
    EXPECT_EQ(where(item[0].position), "f.yaml:3:6");
    EXPECT_EQ(where(item[0].node.position), "f.yaml:3:11");
}

TEST(Yaml, PlacesAnAbsentValueAtItsKey) {
    const YamlDocument document = parse_yaml("a: 1\nb:\n\nc: 2\n", "f");
    const auto& root = std::get<ConfigNode::Map>(document.root.value);
    ASSERT_THAT(root, SizeIs(3));
    EXPECT_EQ(where(root[1].node.position), "f:2:1");
}

TEST(Yaml, ReadsAnEmptyDocumentAsNothing) {
    for (const std::string_view text : {"", "\n", "# only a comment\n", "---\n"}) {
        const YamlDocument document = parse_yaml(text, "f");
        EXPECT_THAT(document.problems, IsEmpty()) << text;
        EXPECT_EQ(shape(document.root), "-") << text;
    }
}

TEST(Yaml, ReportsEveryRepeatedKeyAndKeepsTheFirstValue) {
    const YamlDocument document = parse_yaml("a: 1\nb: {c: 1, c: {d: 2}}\na: [3]\n", "f");
    ASSERT_THAT(document.problems, SizeIs(2));
    EXPECT_EQ(where(document.problems[0].position), "f:2:11");
    EXPECT_THAT(document.problems[0].message, HasSubstr("first in line 2"));
    EXPECT_EQ(where(document.problems[1].position), "f:3:1");
    EXPECT_EQ(shape(document.root), "{a=1 b={c=1}}");
}

struct Refusal {
    const char* name;
    std::string text;
    const char* position;
    const char* says;

    friend void PrintTo(const Refusal& row, std::ostream* out) { *out << row.name; }
};

class YamlRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(YamlRefuses, WithPositionAndReason) {
    const YamlDocument document = parse_yaml(GetParam().text, "f");
    ASSERT_THAT(document.problems, SizeIs(1));
    EXPECT_EQ(where(document.problems[0].position), GetParam().position);
    EXPECT_THAT(document.problems[0].message, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Texts,
    YamlRefuses,
    ::testing::Values(
        Refusal{"AnAnchor", "a: &x 1\n", "f:1:4", "anchors"},
        Refusal{"AnAnchoredMap", "a:\n  &x {b: 1}\n", "f:2:3", "anchors"},
        Refusal{"AnAlias", "a: *x\n", "f:1:4", "anchor"},
        Refusal{"ATag", "a: !!int 1\n", "f:1:4", "tag"},
        Refusal{"ATagOnAMap", "a: !thing {b: 1}\n", "f:1:4", "tag"},
        Refusal{"AListAsKey", "? [a, b]\n: 1\n", "f:1:3", "key must be a word"},
        Refusal{"ANullKey", "~: 1\n", "f:1:1", "key is missing"},
        Refusal{"ASecondDocument", "a: 1\n---\nb: 2\n", "f:2:1", "second document"},
        Refusal{"ASyntaxError", "a: 1\n b: [\n", "f:2:3", "not readable as YAML"},
        Refusal{"AnOpenList", "a: [1, 2\n", "f:2:1", "not readable as YAML"},
        Refusal{"InvalidUtf8", "a: \xff\n", "f:1:1", "UTF-8"},
        Refusal{"AnEndOfTransmission", "a: 1\nb: \x04\n", "f:2:4", "control character"},
        Refusal{"Utf16WithoutAMark", std::string{"a\0:\0", 4}, "f:1:2", "control character"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

TEST(YamlLimit, AcceptsTheDeepestNestingAllowedAndRefusesOneMore) {
    EXPECT_THAT(parse_yaml(nested(32), "f").problems, IsEmpty());
    const YamlDocument document = parse_yaml(nested(33), "f");
    ASSERT_THAT(document.problems, SizeIs(1));
    EXPECT_THAT(document.problems[0].message, HasSubstr("deeper than 32"));
}

TEST(YamlLimit, SurvivesNestingFarBeyondTheLimit) {
    EXPECT_THAT(parse_yaml(std::string(1'000'000, '['), "f").problems, SizeIs(1));
    EXPECT_THAT(parse_yaml(std::string(1'000'000, '{'), "f").problems, SizeIs(1));
}

TEST(YamlLimit, AcceptsTheMostValuesAllowedAndRefusesOneMore) {
    std::string text;
    for (int i = 0; i < 19'999; ++i) {  // the list itself is one more
        text += "- 1\n";
    }
    EXPECT_THAT(parse_yaml(text, "f").problems, IsEmpty());
    const YamlDocument document = parse_yaml(text + "- 1\n", "f");
    ASSERT_THAT(document.problems, SizeIs(1));
    EXPECT_THAT(document.problems[0].message, HasSubstr("more than 20000"));
    EXPECT_EQ(document.problems[0].position.line, 20'000U);
}

TEST(YamlLimit, AcceptsTheLargestFileAllowedAndRefusesOneByteMore) {
    std::string text = "a: 1\n#";
    text.resize(2U << 20U, 'x');
    EXPECT_THAT(parse_yaml(text, "f").problems, IsEmpty());
    const YamlDocument document = parse_yaml(text + "x", "f");
    ASSERT_THAT(document.problems, SizeIs(1));
    EXPECT_THAT(document.problems[0].message, HasSubstr("larger than 2097152 bytes"));
}

TEST(YamlLimit, StopsAnAliasBombAtItsFirstAnchor) {
    const YamlDocument document = parse_yaml("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "f");
    ASSERT_THAT(document.problems, SizeIs(1));
    EXPECT_EQ(where(document.problems[0].position), "f:1:4");
}

}  // namespace
}  // namespace socbot
