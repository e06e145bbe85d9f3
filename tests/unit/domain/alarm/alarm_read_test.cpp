// Reading alarms that others wrote: what is required, what is refused and with which words, and how
// everything else is brought within the limits.
#include "base/text.h"
#include "domain/alarm/alarm_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// The least that is accepted, with `more` members at the root and in finding_info.
std::string document(const std::string& more = "", const std::string& finding = "") {
    return R"({"metadata":{"product":{"vendor_name":"V"}},"time":1764000000000,"severity_id":3,)"
           R"("finding_info":{"uid":"1","title":"t")" +
           finding + "}" + more + "}";
}

Alarm read(const std::string& json) {
    auto alarm = alarm_from_json(json);
    EXPECT_TRUE(alarm) << alarm.error().message();
    return alarm ? *std::move(alarm) : Alarm{};
}

struct RefusedCase {
    const char* name;
    std::string json;
    const char* message;
};

void PrintTo(const RefusedCase& row, std::ostream* out) {
    *out << row.name;
}

class RefusedAlarm : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedAlarm, NamesTheMember) {
    const auto alarm = alarm_from_json(GetParam().json);
    ASSERT_FALSE(alarm);
    EXPECT_EQ(alarm.error().code(), Errc::invalid_input);
    EXPECT_THAT(alarm.error().message(), HasSubstr(GetParam().message));
}

std::string without(const std::string& part) {
    std::string json = document();
    const std::size_t at = json.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return json.erase(at, part.size());
}

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

std::vector<RefusedCase> rows() {
    return {
        {"Empty", "", "empty"},
        {"NotJson", "{", "malformed"},
        {"Array", "[]", "not an object"},
        {"TwoDocuments", document() + document(), "malformed"},
        {"InvalidUtf8", document(",\"x\":\"\xff\""), "not valid UTF-8"},
        {"LoneSurrogate", document(R"(,"x":"\ud800")"), "malformed string"},
        {"RawControl", document(",\"x\":\"\n\""), "control character"},
        {"TooDeep", document(",\"x\":" + nested(64)), "deeper than 64"},
        {"FarTooDeep", nested(100'000), "deeper than 64"},
        {"NumberPast64Bits", document(R"(,"x":18446744073709551616)"), "64 bits"},
        {"TooLarge", document(",\"x\":\"" + std::string(4U << 20U, 'a') + "\""), "4 MiB"},
        {"NoMetadata",
         without(R"("metadata":{"product":{"vendor_name":"V"}},)"),
         "metadata is missing"},
        {"NoProduct", without(R"("product":{"vendor_name":"V"})"), "metadata.product is missing"},
        {"NamelessProduct", without(R"("vendor_name":"V")"), "metadata.product must have a name"},
        {"NoTime", without(R"("time":1764000000000,)"), "time is missing"},
        {"NoSeverity", without(R"("severity_id":3,)"), "severity_id is missing"},
        {"NoUid", without(R"("uid":"1",)"), "finding_info.uid is missing"},
        {"NoTitle", without(R"(,"title":"t")"), "finding_info.title is missing"},
        {"NullIsMissing", R"({"metadata":null})", "metadata is missing"},
        {"EmptyTitle",
         R"({"metadata":{"product":{"name":"V"}},"time":1,"severity_id":3,)"
         R"("finding_info":{"uid":"1","title":"\u200b "}})",
         "finding_info.title must not be empty"},
        {"LaterSchema", document(R"(,"schema":2)"), "schema must be a whole number from 1 to 1"},
        {"TimeAsText",
         R"({"metadata":{"product":{"name":"V"}},"time":"2026"})",
         "time must be a whole number"},
        {"TimeAsFraction",
         R"({"metadata":{"product":{"name":"V"}},"time":1.5})",
         "time must be a whole number"},
        {"NegativeTime",
         R"({"metadata":{"product":{"name":"V"}},"time":-1})",
         "time must be a whole number from 0"},
        {"TimePast9999",
         document(R"(,"end_time":253402300800000)"),
         "end_time must be a whole number"},
        {"ScorePast100", document(R"(,"severity_score":101)"), "severity_score must be"},
        {"PortPast65535",
         document(R"(,"src_endpoints":[{},{"port":65536}])"),
         "src_endpoints[1].port must be a whole number from 0 to 65535"},
        {"UnsignedPid",
         document(R"(,"processes":[{"pid":9223372036854775808}])"),
         "processes[0].pid must be a whole number"},
        {"ListIsText", document(R"(,"urls":"http://a")"), "urls must be an array"},
        {"ItemIsNumber", document(R"(,"urls":["a",1])"), "urls[1] must be text"},
        {"ItemIsText", document(R"(,"users":["alice"])"), "users[0] must be an object"},
        {"ObjectIsText", document(R"(,"http":"x")"), "http must be an object"},
        {"NestedText",
         document("", R"(,"attacks":[{"tactic":7}])"),
         "finding_info.attacks[0].tactic must be text"},
        {"FlagIsNumber",
         document(R"(,"socbot":{"suppressed":1})"),
         "socbot.suppressed must be true"},
        {"Country",
         document(R"(,"dst_endpoints":[{"location":{"country":1}}])"),
         "dst_endpoints[0].location.country must be text"},
    };
}

INSTANTIATE_TEST_SUITE_P(Rows, RefusedAlarm, testing::ValuesIn(rows()), [](const auto& row) {
    return row.param.name;
});

TEST(ReadAlarm, AcceptsTheLeast) {
    const Alarm alarm = read(document());
    EXPECT_EQ(alarm.uid, "1");
    EXPECT_EQ(alarm.severity, Severity::medium);
    EXPECT_EQ(alarm.status, AlarmStatus::fresh);
    EXPECT_EQ(alarm.activity, Activity::create);
    EXPECT_EQ(alarm.related_events_count, 1U);
    EXPECT_TRUE(alarm.warnings.empty());
}

TEST(ReadAlarm, AcceptsNestingUpToTheLimitAndIgnoresStrangers) {
    const Alarm alarm =
        read(document(",\"stranger\":" + nested(63) + R"(,"severity_id":"late twin")"));
    EXPECT_EQ(alarm.severity, Severity::medium);  // of equal names the first counts
}

TEST(ReadAlarm, ReadsLargeDocumentsTooAndSmallOnesAfter) {
    EXPECT_EQ(read(document(",\"x\":\"" + std::string(1U << 20U, 'a') + "\"")).uid, "1");
    EXPECT_EQ(read(document()).uid, "1");
}

TEST(ReadAlarm, TakesForeignIdsForTheNearest) {
    const auto with = [](const std::string& severity, const std::string& rest) {
        return read(
            R"({"metadata":{"product":{"name":"V"}},"time":1,"finding_info":{"uid":"1","title":"t"},)"
            R"("severity_id":)" +
            severity + rest + "}"
        );
    };
    EXPECT_EQ(with("6", "").severity, Severity::critical);
    EXPECT_EQ(with("99", "").severity, Severity::unknown);
    EXPECT_EQ(with("1", R"(,"status_id":5)").status, AlarmStatus::resolved);
    EXPECT_EQ(with("1", R"(,"status_id":99)").status, AlarmStatus::unknown);
    EXPECT_EQ(with("1", R"(,"activity_id":99)").activity, Activity::create);
    EXPECT_EQ(with("1", R"(,"disposition_id":15)").disposition, Disposition::detected);
    EXPECT_EQ(with("1", R"(,"disposition_id":4)").disposition, Disposition::unknown);
}

TEST(ReadAlarm, CleansAndCutsTexts) {
    const Alarm alarm = read(document(
        R"(,"severity":"hi\u202egh\u0000","http":{"user_agent":")" + std::string(2000, 'x') + "\"}",
        R"(,"desc":"a\r\nb\u001b[0m","analytic":{"uid":")" + std::string(300, 'r') + "\"}"
    ));
    EXPECT_EQ(alarm.severity_text, "high");
    EXPECT_EQ(alarm.description, "a\nb[0m");
    EXPECT_EQ(alarm.http_user_agent.size(), kAlarmLimits.text_bytes);
    EXPECT_EQ(alarm.rule_uid.size(), kAlarmLimits.id_bytes);
    EXPECT_TRUE(is_valid_utf8(alarm.rule_uid));
}

TEST(ReadAlarm, CutsTitleAndDescription) {
    const Alarm alarm = read(
        R"({"metadata":{"product":{"name":"V"}},"time":1,"severity_id":3,"finding_info":{"uid":"1",)"
        R"("title":")" +
        std::string(1000, 't') + R"(","desc":")" + std::string(10'000, 'd') + "\"}}"
    );
    EXPECT_EQ(alarm.title.size(), kAlarmLimits.title_bytes);
    EXPECT_EQ(alarm.description.size(), kAlarmLimits.description_bytes);
}

TEST(ReadAlarm, HashesALongUidSoThatTwoStayTwo) {
    const auto with_uid = [](const std::string& uid) {
        return read(
            R"({"metadata":{"product":{"name":"V"}},"time":1,"severity_id":3,)"
            R"("finding_info":{"title":"t","uid":")" +
            uid + "\"}}"
        );
    };
    const std::string start(256, 'u');
    EXPECT_EQ(with_uid(start).uid, start);
    const Alarm one = with_uid(start + "1");
    const Alarm two = with_uid(start + "2");
    EXPECT_NE(one.uid, two.uid);
    EXPECT_TRUE(one.uid_synthetic);
    EXPECT_LE(one.uid.size(), kAlarmLimits.id_bytes);
    EXPECT_THAT(one.warnings, ElementsAre("finding_info.uid is too long and was hashed"));
}

TEST(ReadAlarm, FoldsAddressesAndDropsWhatIsNone) {
    const Alarm alarm =
        read(document(R"(,"src_endpoints":[{"ip":"::ffff:10.0.0.5"},{"ip":"wks"}])"));
    ASSERT_EQ(alarm.sources.size(), 2U);
    EXPECT_EQ(alarm.sources[0].ip, "10.0.0.5");
    EXPECT_EQ(alarm.sources[1].ip, "");
    EXPECT_THAT(alarm.warnings, ElementsAre("src_endpoints[1].ip is not an IP address"));
}

TEST(ReadAlarm, KeepsHttpsLinksOnly) {
    EXPECT_EQ(
        read(document("", R"(,"src_url":"https://a.example/"  )")).src_url, "https://a.example/"
    );
    const Alarm alarm = read(document("", R"j(,"src_url":"javascript:alert(1)")j"));
    EXPECT_EQ(alarm.src_url, "");
    EXPECT_THAT(alarm.warnings, Contains("finding_info.src_url is not an https link"));
}

std::string list_of(const std::string& item, std::size_t count) {
    std::string list = "[";
    for (std::size_t i = 0; i < count; ++i)
        list += (i > 0 ? "," : "") + item;
    return list + "]";
}

TEST(ReadAlarm, CountsWhatALongListLost) {
    const Alarm alarm = read(document(
        R"(,"users":)" + list_of(R"({"name":"a"})", 40) + R"(,"cve":)" + list_of(R"("CVE-1")", 33)
    ));
    EXPECT_EQ(alarm.users.size(), kAlarmLimits.list_items);
    EXPECT_EQ(alarm.cve.size(), kAlarmLimits.list_items);
    EXPECT_THAT(alarm.warnings, ElementsAre("users: 8 more left out", "cve: 1 more left out"));
}

TEST(ReadAlarm, BoundsTheWarningsThemselves) {
    const Alarm alarm = read(document(
        R"(,"src_endpoints":)" + list_of(R"({"ip":"x"})", 32) + R"(,"dst_endpoints":)" +
        list_of(R"({"ip":"x"})", 32)
    ));
    EXPECT_EQ(alarm.warnings.size(), kAlarmLimits.list_items);
}

TEST(ReadAlarm, DerivesIndicatorsOnlyWhereAbsent) {
    const std::string source = R"(,"src_endpoints":[{"ip":"203.0.113.9"}])";
    EXPECT_THAT(
        read(document(source)).observables,
        ElementsAre(Observable{"ip", "203.0.113.9", "src", "src_endpoints.ip"})
    );
    EXPECT_TRUE(read(document(source + R"(,"observables":[])")).observables.empty());
}

TEST(ReadAlarm, KeepsWholeNumbersWhole) {
    const Alarm alarm = read(document(
        R"(,"processes":[{"pid":9007199254740993}],"connection":{"bytes_out":9223372036854775807})"
    ));
    EXPECT_EQ(alarm.processes.at(0).pid, 9'007'199'254'740'993);
    EXPECT_EQ(alarm.connection.bytes_out, 9'223'372'036'854'775'807);
    EXPECT_EQ(alarm.connection.bytes_in, std::nullopt);
}

}  // namespace
}  // namespace socbot
