// Row keys are on disk: they sort as what they name sorts, no two things share one, and a prefix
// holds what it says and nothing else.
#include "domain/engine/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace socbot {
namespace {

const CustomerCode kAcme{"ACME"};
const RoomRef kRoom{ConnectionId{"chat"}, "a"};

void expect_ascending(const std::vector<std::string>& all) {
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

constexpr std::uint64_t kNumbers[] =
    {0, 1, 9, 10, 127, 128, 255, 256, 65'535, 65'536, 1ULL << 32U, 1ULL << 63U, ~0ULL};

TEST(KeyOrder, EpisodesSortByTheirNumber) {
    std::vector<std::string> all;
    for (const auto number : kNumbers)
        all.push_back(keys::episode({kAcme, number}).key);
    expect_ascending(all);
}

TEST(KeyOrder, DeliveriesSortByTheirIdWithinARoom) {
    std::vector<std::string> all;
    for (const auto number : kNumbers)
        all.push_back(keys::delivery(kRoom, DeliveryId{number}).key);
    expect_ascending(all);
}

TEST(KeyOrder, AccountsSortByHourThenAccountThenReason) {
    expect_ascending(
        {keys::account(kAcme, 255, 3, "threshold:low").key,
         keys::account(kAcme, 256, 1, "").key,
         keys::account(kAcme, 256, 3, "no room").key,
         keys::account(kAcme, 256, 3, "threshold:low").key,
         keys::account(kAcme, 257, 1, "").key}
    );
}

TEST(KeyOrder, CustomersDoNotMix) {
    expect_ascending(
        {keys::episode({CustomerCode{"AC"}, ~0ULL}).key,
         keys::episode({CustomerCode{"ACME"}, 1}).key,
         keys::episode({CustomerCode{"ACME-2"}, 1}).key,
         keys::episode({CustomerCode{"ACMF"}, 1}).key}
    );
}

TEST(KeyPrefix, OfARoomHoldsThatRoomAlone) {
    const auto prefix = keys::room_prefix(kRoom);
    const std::string nul{"a\0b", 3};
    EXPECT_TRUE(keys::delivery(kRoom, DeliveryId{~0ULL}).key.starts_with(prefix));
    for (const auto& other :
         {RoomRef{ConnectionId{"chat"}, "ab"},
          RoomRef{ConnectionId{"chat"}, ""},
          RoomRef{ConnectionId{"chat"}, nul},
          RoomRef{ConnectionId{"chata"}, ""},
          RoomRef{ConnectionId{"cha"}, "ta"}})
        EXPECT_FALSE(keys::delivery(other, DeliveryId{1}).key.starts_with(prefix)) << other.room;
}

TEST(KeyPrefix, OfACustomersAccountsHoldsThatCustomerAlone) {
    const auto prefix = keys::account_prefix(kAcme);
    EXPECT_TRUE(keys::account(kAcme, 1, 1, "").key.starts_with(prefix));
    EXPECT_FALSE(keys::account(CustomerCode{"ACME-2"}, 1, 1, "").key.starts_with(prefix));
    EXPECT_FALSE(keys::account(CustomerCode{"ACM"}, 1, 1, "").key.starts_with(prefix));
}

TEST(KeyParts, NeverRunIntoEachOther) {
    const std::string nul(1, '\0');
    const std::string end{"\0\1", 2};
    const std::set<std::string> all{
        keys::aggregate(kAcme, "ab", "c").key,
        keys::aggregate(kAcme, "a", "bc").key,
        keys::aggregate(kAcme, "abc", "").key,
        keys::aggregate(kAcme, "", "abc").key,
        keys::aggregate(kAcme, "ab" + end, "c").key,
        keys::aggregate(kAcme, "ab", end + "c").key,
        keys::aggregate(kAcme, "ab" + nul, "c").key,
        keys::aggregate(kAcme, "ab", nul + "c").key,
    };
    EXPECT_EQ(all.size(), 8U);
}

TEST(KeyParts, AThresholdsScopesAreAllDifferent) {
    std::set<std::string> all;
    for (const auto* code : {"", "ACME"})
        for (const auto* room : {"", "a"})
            for (const auto* kind : {"", "malware"})
                all.insert(keys::threshold(CustomerCode{code}, {ConnectionId{room}, room}, kind).key
                );
    EXPECT_EQ(all.size(), 8U);
}

TEST(KeyParts, ComeBackOutOfTheKey) {
    for (const auto number : kNumbers) {
        EXPECT_EQ(keys::number_in(keys::outbox(DeliveryId{number}).key), number);
        EXPECT_EQ(keys::number_in(keys::job(JobId{number}).key), number);
        EXPECT_EQ(keys::number_in(keys::pending(number).key), number);
    }
    for (const auto& key :
         {keys::customer(kAcme),
          keys::open_episode(kAcme, "ip:10.0.0.1"),
          keys::episode({kAcme, 7}),
          keys::aggregate(kAcme, "rule", "entity"),
          keys::account(kAcme, 1, 2, "reason")})
        EXPECT_EQ(keys::customer_in(key), kAcme);
}

TEST(KeyTables, EachKindOfRowHasItsOwn) {
    const std::vector<RowKey> all{
        keys::settings(),
        keys::pulse("seen"),
        keys::customer(kAcme),
        keys::threshold(kAcme, {}, ""),
        keys::open_episode(kAcme, "e"),
        keys::episode({kAcme, 1}),
        keys::delivery(kRoom, DeliveryId{1}),
        keys::outbox(DeliveryId{1}),
        keys::room(kRoom),
        keys::job(JobId{1}),
        keys::aggregate(kAcme, "r", "e"),
        keys::account(kAcme, 1, 1, ""),
        keys::source(SourceId{"s"}),
        keys::message_index(kRoom, "m"),
        keys::event(ConnectionId{"chat"}, "e"),
        keys::pending(1),
        keys::undo(kRoom, PersonId{"p"})};
    std::set<Table> tables;
    for (const auto& key : all)
        tables.insert(key.table);
    EXPECT_EQ(tables.size(), all.size());
}

}  // namespace
}  // namespace socbot
