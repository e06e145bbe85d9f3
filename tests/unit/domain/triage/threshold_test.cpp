// Which threshold applies: by customer, room and kind, the most specific that is in force.
#include "domain/triage/policy.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace socbot {
namespace {

constexpr Instant kNow{1'772'452'800'000};
const CustomerCode kAcme{"ACME"};
const CustomerCode kBeta{"BETA"};
const RoomRef kRoom{ConnectionId{"console"}, "acme"};
const RoomRef kOther{ConnectionId{"console"}, "soc"};

Settings settings_with(std::optional<Severity> acme_threshold = std::nullopt) {
    Settings settings;
    settings.threshold = Severity::medium;
    CustomerSettings acme;
    acme.code = kAcme;
    acme.threshold = acme_threshold;
    settings.customers.push_back(std::move(acme));
    return settings;
}

struct Entry {
    ThresholdScope scope;
    Severity severity;
    Instant until{};
};

Thresholds thresholds(const std::vector<Entry>& entries) {
    Thresholds all;
    for (const auto& entry : entries) {
        Threshold threshold;
        threshold.severity = entry.severity;
        threshold.until = entry.until;
        all.emplace(entry.scope, threshold);
    }
    return all;
}

const ThresholdScope kRoomAndKind{kAcme, kRoom, Kind::malware};
const ThresholdScope kRoomOnly{kAcme, kRoom, std::nullopt};
const ThresholdScope kKindOnly{kAcme, {}, Kind::malware};
const ThresholdScope kCustomerOnly{kAcme, {}, std::nullopt};
const ThresholdScope kAllOfKind{{}, {}, Kind::malware};
const ThresholdScope kAll{{}, {}, std::nullopt};

struct Row {
    const char* name;
    std::vector<Entry> set;
    Severity severity;
    std::optional<ThresholdScope> scope;  // nullopt: from the configuration
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

class EffectiveThresholdOf : public testing::TestWithParam<Row> {};

TEST_P(EffectiveThresholdOf, IsTheMostSpecificInForce) {
    const auto set = thresholds(GetParam().set);
    const auto effective =
        effective_threshold(set, settings_with(), kAcme, kRoom, Kind::malware, kNow);
    EXPECT_EQ(effective.severity, GetParam().severity);
    EXPECT_EQ(effective.set != nullptr, GetParam().scope.has_value());
    if (GetParam().scope) {
        EXPECT_EQ(effective.scope, *GetParam().scope);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Scopes,
    EffectiveThresholdOf,
    testing::Values(
        Row{"NothingSet", {}, Severity::medium, std::nullopt},
        Row{"All", {{kAll, Severity::low}}, Severity::low, kAll},
        Row{"KindBeatsAll",
            {{kAll, Severity::low}, {kAllOfKind, Severity::high}},
            Severity::high,
            kAllOfKind},
        Row{"CustomerBeatsTheKindOfAll",
            {{kAllOfKind, Severity::high}, {kCustomerOnly, Severity::low}},
            Severity::low,
            kCustomerOnly},
        Row{"KindBeatsCustomer",
            {{kCustomerOnly, Severity::low}, {kKindOnly, Severity::high}},
            Severity::high,
            kKindOnly},
        Row{"RoomBeatsKind",
            {{kKindOnly, Severity::high}, {kRoomOnly, Severity::critical}},
            Severity::critical,
            kRoomOnly},
        Row{"RoomAndKindBeatsRoom",
            {{kRoomOnly, Severity::critical}, {kRoomAndKind, Severity::informational}},
            Severity::informational,
            kRoomAndKind},
        Row{"AnExpiredOneUncoversTheNext",
            {{kCustomerOnly, Severity::low}, {kRoomAndKind, Severity::critical, kNow}},
            Severity::low,
            kCustomerOnly},
        Row{"OneThatStillHoldsCovers",
            {{kCustomerOnly, Severity::low},
             {kRoomAndKind, Severity::critical, kNow + Milliseconds{1}}},
            Severity::critical,
            kRoomAndKind},
        Row{"AnotherRoomsIsNothingHere",
            {{{kAcme, kOther, std::nullopt}, Severity::critical}},
            Severity::medium,
            std::nullopt},
        Row{"AnotherCustomersIsNothingHere",
            {{{kBeta, {}, std::nullopt}, Severity::critical}},
            Severity::medium,
            std::nullopt},
        Row{"AnotherKindsIsNothingHere",
            {{{kAcme, {}, Kind::office365}, Severity::critical}},
            Severity::medium,
            std::nullopt}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST(ConfiguredThreshold, IsTheCustomersElseThePolicys) {
    const auto of = [](const Settings& settings, const CustomerCode& customer) {
        return effective_threshold({}, settings, customer, kRoom, Kind::other, kNow).severity;
    };
    EXPECT_EQ(of(settings_with(), kAcme), Severity::medium);
    EXPECT_EQ(of(settings_with(Severity::high), kAcme), Severity::high);
    EXPECT_EQ(of(settings_with(Severity::high), kBeta), Severity::medium);
}

TEST(ConfiguredThreshold, GivesWayToAnyThatIsSet) {
    const auto set = thresholds({{kAll, Severity::low}});
    EXPECT_EQ(
        effective_threshold(set, settings_with(Severity::critical), kAcme, kRoom, Kind::other, kNow)
            .severity,
        Severity::low
    );
}

TEST(Threshold, HoldsUntilItsEndAndWithoutOneForGood) {
    Threshold threshold;
    EXPECT_TRUE(threshold.in_force({std::int64_t{1} << 60U}));
    threshold.until = kNow;
    EXPECT_TRUE(threshold.in_force(kNow - Milliseconds{1}));
    EXPECT_FALSE(threshold.in_force(kNow));
}

struct Passing {
    Severity severity, threshold;
    bool passes;
};

TEST(Threshold, LetsThroughWhatReachesItAndEveryCritical) {
    using enum Severity;
    for (const auto& row :
         {Passing{low, medium, false},
          Passing{medium, medium, true},
          Passing{high, medium, true},
          Passing{high, critical, false},
          Passing{critical, critical, true},
          Passing{informational, informational, true},
          // Nobody could read it: no reason to hide it more than a medium one.
          Passing{unknown, medium, true},
          Passing{unknown, high, false},
          Passing{unknown, low, true}})
        EXPECT_EQ(passes(row.severity, row.threshold), row.passes)
            << to_word(row.severity) << " at " << to_word(row.threshold);
}

TEST(ThresholdRow, ComesBackAndTruncatedIsRefused) {
    Threshold threshold;
    threshold.severity = Severity::critical;
    threshold.until = kNow;
    threshold.by = PersonId{"sam@example.org"};
    threshold.at = kNow - Milliseconds{1};
    Writer out;
    threshold.encode(out);
    Reader in{out.bytes()};
    EXPECT_EQ(Threshold::decode(in), threshold);
    for (std::size_t length = 0; length < out.bytes().size(); ++length) {
        Reader cut{std::string_view{out.bytes()}.substr(0, length)};
        EXPECT_THROW(Threshold::decode(cut), CodecError) << length;
    }
}

TEST(ThresholdScopeWords, SayWhoseAndWhichKind) {
    EXPECT_EQ(kCustomerOnly.str(), "ACME");
    EXPECT_EQ(kAll.str(), "all customers");
    EXPECT_EQ(kKindOnly.str(), "ACME, " + std::string{display_name(Kind::malware)});
}

}  // namespace
}  // namespace socbot
