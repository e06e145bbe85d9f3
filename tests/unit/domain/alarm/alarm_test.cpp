// The words of the alarm, and the memory it takes.
#include "domain/alarm/alarm.h"

#include "full_alarm.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

TEST(SeverityWords, GoBothWays) {
    for (const Severity severity :
         {Severity::unknown,
          Severity::informational,
          Severity::low,
          Severity::medium,
          Severity::high,
          Severity::critical})
        EXPECT_EQ(parse_severity(to_word(severity)), severity);
    EXPECT_STREQ(to_word(Severity::medium), "medium");
}
TEST(SeverityWords, KnowShortFormsInAnyCase) {
    EXPECT_EQ(parse_severity("INFO"), Severity::informational);
    EXPECT_EQ(parse_severity("Med"), Severity::medium);
    EXPECT_EQ(parse_severity("crit"), Severity::critical);
    EXPECT_EQ(parse_severity("severe"), std::nullopt);
    EXPECT_EQ(parse_severity(""), std::nullopt);
}
TEST(Severities, AreOrdered) {
    EXPECT_LT(Severity::low, Severity::critical);
}

TEST(KindWords, GoBothWays) {
    for (const Kind kind : {Kind::other, Kind::office365, Kind::network_intrusion, Kind::malware})
        EXPECT_EQ(parse_kind(to_word(kind)), kind);
    EXPECT_STREQ(to_word(Kind::network_intrusion), "network_intrusion");
    EXPECT_STREQ(display_name(Kind::network_intrusion), "Network intrusion");
}
TEST(KindWords, KnowOtherNames) {
    EXPECT_EQ(parse_kind("O365"), Kind::office365);
    EXPECT_EQ(parse_kind("network"), Kind::network_intrusion);
    EXPECT_EQ(parse_kind("NIDS"), Kind::network_intrusion);
    EXPECT_EQ(parse_kind("virus"), std::nullopt);
}

TEST(DispositionWords, AreThoseOfTheEnum) {
    EXPECT_STREQ(to_word(Disposition::quarantined), "quarantined");
    EXPECT_STREQ(to_word(Disposition::unknown), "unknown");
}

TEST(Footprint, GrowsWithWhatTheAlarmHolds) {
    const std::size_t empty = footprint(Alarm{});
    EXPECT_GE(empty, sizeof(Alarm));
    Alarm alarm;
    alarm.description = std::string(4000, 'x');
    EXPECT_GE(footprint(alarm), empty + 4000);
    alarm.users.push_back({std::string(1000, 'x'), "", "", "", UserRole::unknown});
    EXPECT_GE(footprint(alarm), empty + 5000 + sizeof(User));
    EXPECT_LT(footprint(full_alarm()), sizeof(Alarm) + 8192);
}

}  // namespace
}  // namespace socbot
