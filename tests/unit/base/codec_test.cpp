// The binary form: round trips, one encoding a value, damage found, keys that sort.
#include "base/codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace socbot {
namespace {

using namespace std::string_view_literals;

TEST(Codec, GivesBackWhatWasWritten) {
    Writer out;
    out.u(0).u(127).u(128).u(std::numeric_limits<std::uint64_t>::max());
    out.i(0)
        .i(-1)
        .i(std::numeric_limits<std::int64_t>::min())
        .i(std::numeric_limits<std::int64_t>::max());
    out.b(true).b(false).f(-0.5).f(std::numeric_limits<double>::infinity()).s("a\0b"sv).s("");
    const std::string bytes = out.take();

    Reader in{bytes};
    EXPECT_EQ(in.u(), 0U);
    EXPECT_EQ(in.u(), 127U);
    EXPECT_EQ(in.u(), 128U);
    EXPECT_EQ(in.u(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(in.i(), 0);
    EXPECT_EQ(in.i(), -1);
    EXPECT_EQ(in.i(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(in.i(), std::numeric_limits<std::int64_t>::max());
    EXPECT_TRUE(in.b());
    EXPECT_FALSE(in.b());
    EXPECT_EQ(in.f(), -0.5);
    EXPECT_EQ(in.f(), std::numeric_limits<double>::infinity());
    EXPECT_EQ(in.s(), "a\0b"sv);
    EXPECT_EQ(in.str(), "");
    EXPECT_TRUE(in.empty());
}

// Stored rows depend on these bytes.
TEST(Codec, WritesTheBytesItAlwaysWrote) {
    Writer out;
    out.u(300).i(-3).b(true).s("ab").f(1.0);
    EXPECT_EQ(
        out.bytes(),
        "\xac\x02\x05\x01\x02"
        "ab\0\0\0\0\0\0\xf0\x3f"sv
    );
}

struct DamageCase {
    const char* name;
    std::string_view bytes;
    void (*read)(Reader&);
};

void PrintTo(const DamageCase& row, std::ostream* out) {
    *out << row.name;
}

class Damage : public testing::TestWithParam<DamageCase> {};

TEST_P(Damage, IsRefused) {
    Reader in{GetParam().bytes};
    EXPECT_THROW(GetParam().read(in), CodecError);
}

void read_u(Reader& in) {
    in.u();
}
void read_b(Reader& in) {
    in.b();
}
void read_f(Reader& in) {
    in.f();
}
void read_s(Reader& in) {
    in.s();
}
void read_count(Reader& in) {
    in.count(3);
}

constexpr DamageCase kRows[] = {
    {"NoNumber", "", read_u},
    {"NumberCutShort", "\x80", read_u},
    {"NumberTooLong", "\x80\x00"sv, read_u},
    {"NumberPast64Bits", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", read_u},
    {"NumberWithoutEnd", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x01", read_u},
    {"BooleanTwo", "\x02", read_b},
    {"FloatCutShort", "1234567", read_f},
    {"TextCutShort",
     "\x03"
     "ab",
     read_s},
    {"TextOfHugeLength",
     "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
     "ab",
     read_s},
    {"TooManyElements", "\x04", read_count},
};

INSTANTIATE_TEST_SUITE_P(Rows, Damage, testing::ValuesIn(kRows), [](const auto& row) {
    return row.param.name;
});

TEST(Codec, AllowsACountUpToItsLimit) {
    Reader in{"\x03"};
    EXPECT_EQ(in.count(3), 3U);
}

std::string text_key(std::string_view text, std::uint64_t number) {
    std::string key;
    append_key_text(key, text);
    append_key_u64(key, number);
    return key;
}

TEST(Keys, SortAsTheirValuesSort) {
    const std::vector<std::string> keys{
        text_key("", 9),
        text_key("\0"sv, 0),
        text_key("\0a"sv, 0),
        text_key("a", 1),
        text_key("a", 255),
        text_key("a", 256),
        text_key("a\0"sv, 0),
        text_key("a\1", 0),
        text_key("ab", 0),
        text_key("b", 0),
        text_key("\xff", 0),
    };
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
}

}  // namespace
}  // namespace socbot
