// Reading answers, among them what no honest server sends.
#include "adapters/dns/dns_message.h"

#include "unit/adapters/dns/dns_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr int kCname = 5;

std::string question_for(std::string_view name) {
    return std::string(12, '\1') + wire_name(name) + std::string("\0\1\0\1", 4);
}

std::string answer_to(std::string_view name, const std::vector<DnsRecord>& records) {
    return dns_answer(question_for(name), 0, records);
}

DnsRecord alias(const std::string& from, const std::string& to, std::uint32_t ttl) {
    return {from, kCname, ttl, wire_name(to)};
}

struct Presented {
    const char* name;
    RecordType type;
    std::string data;
    std::string text;
};

class PresentationForm : public testing::TestWithParam<Presented> {};

TEST_P(PresentationForm, OfEachType) {
    const auto& row = GetParam();
    const auto answer = read_answer(
        answer_to("q.example", {{"q.example", code_of(row.type), 60, row.data}}),
        "q.example",
        row.type,
        {}
    );
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_THAT(answer->records, ElementsAre(row.text));
    EXPECT_EQ(answer->ttl, seconds{60});
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    PresentationForm,
    testing::Values(
        Presented{"A", RecordType::a, "\xcb\x01\x71\x05", "203.1.113.5"},
        Presented{
            "Aaaa",
            RecordType::aaaa,
            std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16),
            "2001:db8::1"},
        Presented{"Ptr", RecordType::ptr, wire_name("Host.Example"), "host.example"},
        Presented{"Ns", RecordType::ns, wire_name("ns1.example"), "ns1.example"},
        Presented{
            "Mx",
            RecordType::mx,
            std::string("\0\x0a", 2) + wire_name("mx.example"),
            "10 mx.example"},
        Presented{
            "TxtJoinsItsStrings",
            RecordType::txt,
            "\x03"
            "v=a"
            "\x02"
            "bc",
            "v=abc"}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(DnsMessage, TheTtlIsTheShortestAndAliasesCount) {
    const auto message = answer_to(
        "www.example",
        {alias("www.example", "cdn.example", 30),
         a_record("cdn.example", 300, "203.0.113.5"),
         a_record("CDN.example", 200, "203.0.113.6")}
    );
    const auto answer = read_answer(message, "WWW.example.", RecordType::a, {});
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_THAT(answer->records, ElementsAre("203.0.113.5", "203.0.113.6"));
    EXPECT_EQ(answer->ttl, seconds{30});
}

TEST(DnsMessage, RecordsOfOtherNamesAreIgnored) {
    const auto message = answer_to(
        "a.example",
        {a_record("bank.example", 60, "203.0.113.66"), a_record("a.example", 60, "203.0.113.5")}
    );
    const auto answer = read_answer(message, "a.example", RecordType::a, {});
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->records, ElementsAre("203.0.113.5"));
}

TEST(DnsMessage, AliasesInACircleEnd) {
    const auto message = answer_to(
        "a.example", {alias("a.example", "b.example", 1), alias("b.example", "a.example", 1)}
    );
    const auto answer = read_answer(message, "a.example", RecordType::a, {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::not_found);
}

TEST(DnsMessage, RecordsBeyondTheLimitAreCut) {
    std::vector<DnsRecord> records;
    for (int i = 0; i < 40; ++i)
        records.push_back(a_record("a.example", 60, "203.0.113." + std::to_string(i)));
    DnsLimits limits;
    limits.records = 3;
    const auto answer =
        read_answer(answer_to("a.example", records), "a.example", RecordType::a, limits);
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->records, ElementsAre("203.0.113.0", "203.0.113.1", "203.0.113.2"));
}

TEST(DnsMessage, ARecordThatIsTooLongIsLeftOut) {
    const auto text = [](std::size_t size) {
        return std::string(1, static_cast<char>(size)) + std::string(size, 'x');
    };
    DnsLimits limits;
    limits.record_bytes = 20;
    const auto message =
        answer_to("a.example", {{"a.example", 16, 60, text(21)}, {"a.example", 16, 60, text(20)}});
    const auto answer = read_answer(message, "a.example", RecordType::txt, limits);
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->records, ElementsAre(std::string(20, 'x')));
}

struct Broken {
    const char* name;
    DnsRecord record;
};

class BrokenRecord : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRecord, IsLeftOut) {
    const auto& record = GetParam().record;
    for (const auto type :
         {RecordType::a, RecordType::aaaa, RecordType::ns, RecordType::mx, RecordType::txt})
        EXPECT_FALSE(read_answer(answer_to("a.example", {record}), "a.example", type, {}));
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    BrokenRecord,
    testing::Values(
        Broken{"ShortAddress", {"a.example", 1, 60, "abc"}},
        Broken{"LongAddress6", {"a.example", 28, 60, std::string(17, 'a')}},
        Broken{"TextPastItsEnd", {"a.example", 16, 60, "\x09short"}},
        Broken{"MxWithoutAName", {"a.example", 15, 60, "ab"}},
        Broken{
            "NamePastItsRecord",
            {"a.example",
             2,
             60,
             "\x05"
             "ab"}},
        Broken{"NameThatPointsAtItself", {"a.example", 2, 60, "\xc0\x30"}}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(DnsMessage, NullMxSaysTheRoot) {
    const auto answer = read_answer(
        answer_to("a.example", {{"a.example", 15, 60, std::string("\0\0\0", 3)}}),
        "a.example",
        RecordType::mx,
        {}
    );
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->records, std::vector<std::string>{"0 ."});
}

// Whatever the cut, it is an error or a shorter answer, never a read past the end.
TEST(DnsMessage, EveryCutIsRead) {
    const auto whole = answer_to(
        "www.example",
        {alias("www.example", "cdn.example", 30), a_record("cdn.example", 300, "203.0.113.5")}
    );
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string cut{whole.substr(0, size)};  // its own memory: a sanitizer sees the end
        EXPECT_FALSE(read_answer(cut, "www.example", RecordType::a, {})) << size;
    }
}

struct Name {
    const char* name;
    std::string text;
    bool valid;
};

class DnsName : public testing::TestWithParam<Name> {};

TEST_P(DnsName, IsChecked) {
    EXPECT_EQ(is_dns_name(GetParam().text), GetParam().valid);
}

const std::string kLabel(63, 'a');

INSTANTIATE_TEST_SUITE_P(
    Rows,
    DnsName,
    testing::Values(
        Name{"Ordinary", "www.example", true},
        Name{"EndingDot", "www.example.", true},
        Name{"Underscore", "_dmarc.example", true},
        Name{"Empty", "", false},
        Name{"OnlyADot", ".", false},
        Name{"EmptyLabel", "a..example", false},
        Name{"LeadingDot", ".example", false},
        Name{"LabelOf63", kLabel + ".example", true},
        Name{"LabelOf64", kLabel + "a.example", false},
        Name{"NameOf253", kLabel + "." + kLabel + "." + kLabel + "." + std::string(61, 'b'), true},
        Name{"NameOf254", kLabel + "." + kLabel + "." + kLabel + "." + std::string(62, 'b'), false},
        Name{"Blank", "a b.example", false},
        Name{"Escape", "a\\.b.example", false},
        Name{"NotAscii", "\xc3\xa4.example", false},
        Name{"Nul", std::string("a\0b", 3), false}
    ),
    [](const auto& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
