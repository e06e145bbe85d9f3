// What the episode adds to a card: chip, context, times, foot, buttons, notification line.
#include "card_samples.h"
#include "domain/cards/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;

std::vector<std::string> labels(const CardView& view) {
    std::vector<std::string> out;
    for (const Button& button : view.buttons)
        out.push_back(button.label);
    return out;
}

TEST(BuildCard, IsNewUntilTaken) {
    const CardView view = card_of(malware_alarm(), Kind::malware);
    EXPECT_EQ(view.chip, "NEW");
    EXPECT_EQ(view.customer, "ACME");
    EXPECT_EQ(view.severity, Severity::high);
    EXPECT_THAT(labels(view), testing::ElementsAre("Take", "View alarm"));
    EXPECT_TRUE(view.buttons[0].primary);
    EXPECT_EQ(view.time, "18:01 Europe/Kyiv (Mon)");
    EXPECT_EQ(view.context, "Execution T1059");
    EXPECT_EQ(view.foot, "TLP:AMBER \xC2\xB7 source usm \xC2\xB7 left out: 1 fact");
}

TEST(BuildCard, SaysWhoTookItAndWhen) {
    EpisodeFacts episode = episode_facts(Kind::malware);
    episode.state = CardState::taken;
    episode.owner = "Ana";
    episode.taken_at = kSeen + Milliseconds{6 * 60'000};
    const CardView view = card_of(malware_alarm(), Kind::malware, episode);
    EXPECT_EQ(view.chip, "Taken Ana 18:07");
    EXPECT_THAT(labels(view), testing::ElementsAre("Release", "View alarm"));
}

TEST(BuildCard, ClosedLeavesTheLinkOnly) {
    EpisodeFacts episode = episode_facts(Kind::malware);
    episode.state = CardState::closed;
    EXPECT_THAT(
        labels(card_of(malware_alarm(), Kind::malware, episode)), testing::ElementsAre("View alarm")
    );
}

TEST(BuildCard, WithoutALinkThereIsNoDeadButton) {
    EXPECT_THAT(
        labels(card_of(scan_alarm(), Kind::network_intrusion)), testing::ElementsAre("Take")
    );
}

TEST(BuildCard, CountsAlarmsAndRepeats) {
    EpisodeFacts episode = episode_facts(Kind::malware);
    episode.alarms = 1234;
    episode.repeats = 2;
    episode.hidden = 12;
    episode.last_seen = kSeen + Milliseconds{44 * 60'000};
    const CardView view = card_of(malware_alarm(), Kind::malware, episode);
    EXPECT_EQ(
        view.context, "Execution T1059 \xC2\xB7 1,234 alarms, 18:01-18:45 \xC2\xB7 2 repeats"
    );
    EXPECT_THAT(view.foot, testing::HasSubstr("below the threshold: 12"));
}

TEST(BuildCard, SaysHowLateAnAlarmCame) {
    EpisodeFacts episode = episode_facts(Kind::malware);
    episode.arrived = kSeen + Milliseconds{37 * 60'000};
    EXPECT_EQ(
        card_of(malware_alarm(), Kind::malware, episode).time,
        "18:01 Europe/Kyiv (Mon) \xC2\xB7 arrived 37 min late"
    );
    episode.arrived = kSeen + Milliseconds{4 * 60'000};
    EXPECT_EQ(card_of(malware_alarm(), Kind::malware, episode).time, "18:01 Europe/Kyiv (Mon)");
    episode.arrived = kSeen + Milliseconds{24 * 3'600'000};
    EXPECT_THAT(
        card_of(malware_alarm(), Kind::malware, episode).time, testing::HasSubstr("24 Nov 18:01")
    ) << "another day needs its date";
}

TEST(BuildCard, ShowsTheCustomersTimeBesideTheRooms) {
    CustomerSettings customer = acme();
    customer.zone = "Europe/London";
    EpisodeFacts episode = episode_facts(Kind::malware);
    const auto time = [&] {
        return card_of(malware_alarm(), Kind::malware, episode, RoomClass::soc, customer).time;
    };
    EXPECT_EQ(time(), "18:01 Europe/Kyiv (Mon) \xC2\xB7 ACME 16:01 Europe/London (Mon)");
    episode.arrived = kSeen + Milliseconds{24 * 3'600'000};
    EXPECT_THAT(time(), testing::HasSubstr("ACME Mon 24 Nov 16:01 Europe/London \xC2\xB7 arrived"));
    customer.zone = "Europe/Helsinki";
    EXPECT_THAT(time(), testing::Not(testing::HasSubstr("Helsinki"))) << "its clocks agree";
}

TEST(BuildCard, SaysWhatChangedInTheRoomsTime) {
    EpisodeFacts episode = episode_facts(Kind::malware);
    const auto changed = [&] { return card_of(malware_alarm(), Kind::malware, episode).changed; };
    EXPECT_EQ(changed(), "");
    episode.new_rules = 1;
    EXPECT_EQ(changed(), "+1 rule");
    episode.new_rules = 2;
    episode.changed = "severity medium -> high";
    episode.changed_at = kSeen;
    EXPECT_EQ(changed(), "+2 rules, severity medium -> high 18:01");
    episode.changed_at = {};
    EXPECT_EQ(changed(), "+2 rules, severity medium -> high") << "as older rows hold it";
}

TEST(NotificationLine, PutsSeverityAndCustomerFirst) {
    EpisodeFacts episode = episode_facts(Kind::malware);
    episode.alarms = 3;
    EXPECT_EQ(
        notification_line(card_of(malware_alarm(), Kind::malware, episode)),
        "HIGH \xC2\xB7 ACME \xC2\xB7 Malware not blocked: Emotet on WKS-17 (j.doe) \xC2\xB7 3 "
        "alarms "
        "\xC2\xB7 ACME-412"
    );
}

TEST(NotificationLine, NamesNobodyInSharedRooms) {
    const CardView view =
        card_of(malware_alarm(), Kind::malware, episode_facts(Kind::malware), RoomClass::shared);
    EXPECT_EQ(notification_line(view), "HIGH \xC2\xB7 ACME \xC2\xB7 Malware \xC2\xB7 ACME-412");
}

TEST(NotificationLine, FitsAndKeepsTheId) {
    Alarm alarm = office_alarm();
    for (int i = 0; i < 60; ++i)
        alarm.title += "\xF0\x9F\x94\xA5";
    const std::string line = notification_line(card_of(alarm, Kind::office365));
    EXPECT_LE(cards::count_code_points(line), 110U);
    EXPECT_THAT(line, testing::EndsWith("\xC2\xB7 ACME-412"));
}

TEST(NotificationLine, OfAnAnswerIsItsTitle) {
    CardView view;
    view.template_name = "answer";
    view.title = "threshold ACME: high";
    EXPECT_EQ(notification_line(view), "threshold ACME: high");
}

}  // namespace
}  // namespace socbot
