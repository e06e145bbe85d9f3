// An episode: how alarms are counted, when it ends, and its row.
#include "domain/triage/episode.h"

#include <gtest/gtest.h>

#include <string>

namespace socbot {
namespace {

constexpr Instant kNow{1'772'452'800'000};
constexpr Milliseconds kMinute{60'000};
constexpr Milliseconds kHour{3'600'000};

AlarmRecordFacts alarm(std::uint64_t id, Instant at = kNow) {
    return {AlarmId{id}, at, false, false, "rule"};
}
AlarmRecordFacts hidden(std::uint64_t id, Instant at = kNow) {
    auto facts = alarm(id, at);
    facts.hidden = true;
    return facts;
}
AlarmRecordFacts update(std::uint64_t id, Instant at = kNow) {
    auto facts = alarm(id, at);
    facts.update = true;
    return facts;
}
AlarmRecordFacts of_rule(std::uint64_t id, std::string_view rule) {
    auto facts = alarm(id);
    facts.rule = rule;
    return facts;
}

TEST(EpisodeCount, EachAlarmIsCountedOnce) {
    Episode episode;
    episode.count(alarm(5));
    episode.count(alarm(5));  // the tail is recounted after a start
    episode.count(alarm(4));
    EXPECT_EQ(episode.alarms, 1U);
    EXPECT_EQ(episode.counted_to, AlarmId{5});
    episode.count(alarm(6));
    EXPECT_EQ(episode.alarms, 2U);
}

TEST(EpisodeCount, AnUpdateIsNoFurtherAlarm) {
    Episode episode;
    episode.count(alarm(1));
    episode.count(update(2, kNow + kMinute));
    EXPECT_EQ(episode.alarms, 1U);
    EXPECT_EQ(episode.updates, 1U);
    EXPECT_EQ(episode.last_seen, kNow + kMinute);  // but a sign of life
    EXPECT_EQ(episode.rules.size(), 1U);
}

TEST(EpisodeCount, AHiddenAlarmIsCountedApartAndKeepsNothingOpen) {
    Episode episode;
    episode.count(alarm(1));
    episode.count(hidden(2, kNow + kHour));
    EXPECT_EQ(episode.alarms, 1U);
    EXPECT_EQ(episode.hidden, 1U);
    EXPECT_EQ(episode.last_seen, kNow);
    EXPECT_EQ(episode.counted_to, AlarmId{2});
}

TEST(EpisodeCount, RulesAreCountedOneByOneUpToTheirLimit) {
    Episode episode;
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < kEpisodeLimits.rules + 3; ++i)
        episode.count(of_rule(++id, "rule " + std::to_string(i)));
    episode.count(of_rule(++id, "rule 0"));
    EXPECT_EQ(episode.rules.size(), kEpisodeLimits.rules);
    EXPECT_EQ(episode.rules.front().second, 2U);
    EXPECT_EQ(episode.other_rules, 3U);
    EXPECT_EQ(episode.alarms, kEpisodeLimits.rules + 4);
}

TEST(EpisodeCount, TheFirstUnsavedAlarmSetsWhenItIsShown) {
    Episode episode;
    episode.count(alarm(1));
    EXPECT_EQ(episode.refresh_due, kNow + Episode::kRefreshAfter);
    episode.count(alarm(2, kNow + Milliseconds{400}));
    EXPECT_EQ(episode.refresh_due, kNow + Episode::kRefreshAfter);
    episode.refresh_due = {};
    episode.count(hidden(3, kNow + kMinute));
    EXPECT_EQ(episode.refresh_due, kNow + kMinute + Episode::kRefreshAfter);
}

Episode opened(Milliseconds gap) {
    Episode episode;
    episode.opened_at = kNow;
    episode.quiet_gap = gap;
    episode.count(alarm(1, kNow));
    return episode;
}

TEST(EpisodeEnd, ComesAfterTheQuietGap) {
    const EpisodeSettings settings;
    auto episode = opened(4 * kHour);
    EXPECT_EQ(episode.ends_at(settings), kNow + 4 * kHour);
    episode.count(alarm(2, kNow + 3 * kHour));
    EXPECT_EQ(episode.ends_at(settings), kNow + 7 * kHour);
}

TEST(EpisodeEnd, ComesAtTheMaximumAgeHoweverBusyItIs) {
    EpisodeSettings settings;
    settings.maximum_age = 12 * kHour;
    auto episode = opened(4 * kHour);
    for (std::uint64_t hour = 1; hour < 12; ++hour)
        episode.count(alarm(hour + 1, kNow + kHour * static_cast<std::int64_t>(hour)));
    EXPECT_EQ(episode.ends_at(settings), kNow + 12 * kHour);
}

TEST(EpisodeEnd, AGapLongerThanTheMaximumAgeEndsWithIt) {
    EpisodeSettings settings;
    settings.maximum_age = 12 * kHour;
    EXPECT_EQ(opened(24 * kHour).ends_at(settings), kNow + 12 * kHour);
}

struct GapRow {
    const char* name;
    const char* entity;
    Milliseconds EpisodeSettings::*gap;
};

void PrintTo(const GapRow& row, std::ostream* out) {
    *out << row.name;
}

class QuietGap : public testing::TestWithParam<GapRow> {};

TEST_P(QuietGap, IsChosenByWhatTheEntityIs) {
    const EpisodeSettings settings;
    const Networks own{{*Network::parse("198.51.100.0/24")}};
    EXPECT_EQ(quiet_gap(GetParam().entity, own, settings), settings.*GetParam().gap);
}

INSTANTIATE_TEST_SUITE_P(
    Entities,
    QuietGap,
    testing::Values(
        GapRow{"User", "user:corp\\alice", &EpisodeSettings::quiet_gap_user},
        GapRow{"Host", "host:wks-17", &EpisodeSettings::quiet_gap_host},
        GapRow{"OutsideAddress", "ip:203.0.113.9", &EpisodeSettings::quiet_gap_outside},
        GapRow{"OutsideAddressV6", "ip:2001:db8::9", &EpisodeSettings::quiet_gap_outside},
        GapRow{"PrivateAddress", "ip:10.1.2.3", &EpisodeSettings::quiet_gap_host},
        GapRow{"OwnPublicAddress", "ip:198.51.100.7", &EpisodeSettings::quiet_gap_host},
        GapRow{"Rule", "rule:Nmap", &EpisodeSettings::quiet_gap_host}
    ),
    [](const auto& row) { return row.param.name; }
);

Episode full() {
    auto episode = opened(4 * kHour);
    episode.id = {CustomerCode{"ACME"}, 412};
    episode.kind = Kind::malware;
    episode.entity = "host:wks-17";
    episode.severity = Severity::high;
    episode.state = CardState::taken;
    episode.owner = PersonId{"ana@example.org"};
    episode.taken_at = kNow + kMinute;
    episode.closed_at = kNow + kHour;
    episode.first_seen = kNow - kMinute;
    episode.source = SourceId{"usm"};
    episode.sketch.title = "Malware: Emotet";
    episode.alarm = AlarmId{1};
    episode.changed = "severity medium -> high";
    episode.changed_at = kNow + kMinute;
    episode.why = "high >= medium";
    episode.notes.push_back({kNow, PersonId{"ana@example.org"}, "isolated"});
    episode.cards.push_back({{ConnectionId{"console"}, "acme"}, DeliveryId{4097}});
    episode.check_due = kNow + 4 * kHour;
    episode.count(update(2));
    episode.count(hidden(3));
    for (std::uint64_t i = 0; i < 20; ++i)
        episode.count(of_rule(4 + i, "rule " + std::to_string(i)));
    return episode;
}

std::string encoded(const Episode& episode) {
    Writer out;
    episode.encode(out);
    return out.take();
}

// Episodes that were open in a store of the version before.
TEST(EpisodeRow, IsReadWithoutTheTimeOfTheChange) {
    auto episode = full();
    episode.changed = "severity medium -> high at 13:58";
    episode.changed_at = {};
    auto bytes = encoded(episode);
    bytes.erase(bytes.find(episode.changed) + episode.changed.size(), 1);  // the time, zero
    bytes[0] = 1;
    Reader in{bytes};
    EXPECT_EQ(encoded(Episode::decode(in)), encoded(episode));
    EXPECT_TRUE(in.empty());
}

TEST(EpisodeRow, ComesBackWhole) {
    const auto bytes = encoded(full());
    Reader in{bytes};
    const auto back = Episode::decode(in);
    EXPECT_TRUE(in.empty());
    EXPECT_EQ(encoded(back), bytes);
    EXPECT_EQ(back.id, full().id);
    EXPECT_EQ(back.entity, full().entity);
    EXPECT_EQ(back.owner, full().owner);
    EXPECT_EQ(back.notes.size(), 1U);
    EXPECT_EQ(back.notes.front().text, "isolated");
    EXPECT_EQ(back.cards.front().card, DeliveryId{4097});
    EXPECT_EQ(back.rules, full().rules);
    EXPECT_EQ(back.other_rules, full().other_rules);
    EXPECT_EQ(back.ends_at({}), full().ends_at({}));
    // What says that something is not saved yet is not saved.
    EXPECT_EQ(back.refresh_due, Instant{});
    EXPECT_EQ(back.unsaved_from, AlarmId{});
}

TEST(EpisodeRow, TruncatedIsRefusedAtEveryLength) {
    const auto bytes = encoded(full());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        Reader cut{std::string_view{bytes}.substr(0, length)};
        EXPECT_THROW(Episode::decode(cut), CodecError) << length;
    }
}

}  // namespace
}  // namespace socbot
