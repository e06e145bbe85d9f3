// The window that finds repeats: what it remembers, forgets, and how a rebuilt one compares.
#include "domain/engine/seen_window.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace socbot {
namespace {

TEST(SeenWindow, FindsWhatWasPutIn) {
    SeenWindow window{100};
    EXPECT_EQ(window.find(7), std::nullopt);
    window.insert(7, AlarmId{1});
    EXPECT_EQ(window.find(7), AlarmId{1});
    EXPECT_EQ(window.find(8), std::nullopt);
}

TEST(SeenWindow, TheNewestStandsForItsId) {
    SeenWindow window{100};
    window.insert(7, AlarmId{1});
    window.insert(7, AlarmId{9});
    EXPECT_EQ(window.find(7), AlarmId{9});
}

TEST(SeenWindow, RemembersItsCapacityAndForgetsAWholeGeneration) {
    SeenWindow window{3};
    std::vector<std::uint64_t> turns;
    for (std::uint64_t id = 1; id <= 9; ++id)
        if (window.insert(id, AlarmId{id})) turns.push_back(id);
    EXPECT_EQ(turns, (std::vector<std::uint64_t>{4, 7}));
    for (std::uint64_t id = 1; id <= 3; ++id)
        EXPECT_FALSE(window.find(id)) << id;
    for (std::uint64_t id = 4; id <= 9; ++id)
        EXPECT_EQ(window.find(id), AlarmId{id}) << id;
}

// Otherwise a rebuilt window, which tells generations by the step, would not equal the lost one.
TEST(SeenWindow, WhatCameTogetherIsInOneGeneration) {
    SeenWindow window{3};
    EXPECT_FALSE(window.insert(1, AlarmId{1}, 11));
    EXPECT_FALSE(window.insert(2, AlarmId{2}, 12));  // one more than it was to hold
    EXPECT_TRUE(window.insert(3, AlarmId{3}, 13));
    EXPECT_EQ(window.find(12), AlarmId{2});
    EXPECT_FALSE(window.insert(4, AlarmId{4}, 14));
    EXPECT_TRUE(window.insert(5, AlarmId{5}, 15));
    for (const std::uint64_t gone : {1U, 11U, 2U, 12U})
        EXPECT_FALSE(window.find(gone)) << gone;
    for (const std::uint64_t kept : {3U, 13U, 4U, 14U, 5U, 15U})
        EXPECT_TRUE(window.find(kept)) << kept;
}

TEST(SeenWindow, AnUpdateAfterTheTurnIsFoundAsTheNewer) {
    SeenWindow window{2};
    window.insert(1, AlarmId{1});
    window.insert(2, AlarmId{2});
    EXPECT_TRUE(window.insert(1, AlarmId{3}));
    EXPECT_EQ(window.find(1), AlarmId{3});
    EXPECT_EQ(window.find(2), AlarmId{2});
}

TEST(SeenWindow, CollidingPlacesAreTwoIds) {
    // Equal low bits: the same first slot at every size of the table below 2^32.
    SeenWindow window{5'000};
    for (std::uint64_t i = 1; i <= 3'000; ++i)
        window.insert(i << 32U, AlarmId{i});
    for (std::uint64_t i = 1; i <= 3'000; ++i)
        EXPECT_EQ(window.find(i << 32U), AlarmId{i});
    EXPECT_FALSE(window.find(3'001ULL << 32U));
}

TEST(SeenWindow, AHashOfZeroIsAHashLikeOthers) {
    SeenWindow window{10};
    EXPECT_FALSE(window.find(0));
    window.insert(0, AlarmId{5});
    EXPECT_EQ(window.find(0), AlarmId{5});
}

TEST(SeenWindow, GrowsWithWhatItHoldsNotWithItsCapacity) {
    SeenWindow window{1'000'000};
    EXPECT_EQ(window.bytes(), 0U);
    window.insert(1, AlarmId{1});
    const auto small = window.bytes();
    EXPECT_LE(small, 1024U * 16U);
    for (std::uint64_t id = 2; id <= 10'000; ++id)
        window.insert(SeenWindow::hash(SourceId{"s"}, std::to_string(id)), AlarmId{id});
    EXPECT_GT(window.bytes(), small);
    EXPECT_LE(window.bytes(), 10'000U * 16U * 4U);
    window.clear();
    EXPECT_EQ(window.bytes(), 0U);
    EXPECT_FALSE(window.find(1));
}

TEST(SeenWindow, ACapacityOfNothingIsOne) {
    SeenWindow window{0};
    EXPECT_FALSE(window.insert(1, AlarmId{1}));
    EXPECT_TRUE(window.insert(2, AlarmId{2}));
    EXPECT_EQ(window.find(1), AlarmId{1});
}

// The store gives the appended ids oldest first; the engine knows where each generation began.
TEST(SeenWindow, ARebuiltOneTurnsWhereTheLostOneWouldHave) {
    for (std::uint64_t stop = 1; stop <= 12; ++stop) {
        SCOPED_TRACE(stop);
        SeenWindow lost{4};
        std::uint64_t current_from = 0;
        std::uint64_t previous_from = 0;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> appended;
        for (std::uint64_t id = 1; id <= stop; ++id) {
            const auto hash = id % 5 + 1;  // repeats of an id among them
            if (lost.insert(hash, AlarmId{id})) {
                previous_from = current_from;
                current_from = id;
            }
            appended.emplace_back(hash, id);
        }
        SeenWindow rebuilt{4};
        for (const auto& [hash, id] : appended)
            if (id >= previous_from) rebuilt.restore(hash, AlarmId{id}, id >= current_from);
        for (std::uint64_t id = stop + 1; id <= stop + 9; ++id) {
            for (std::uint64_t hash = 1; hash <= 30; ++hash)
                ASSERT_EQ(rebuilt.find(hash), lost.find(hash)) << hash;
            ASSERT_EQ(rebuilt.insert(id + 9, AlarmId{id}), lost.insert(id + 9, AlarmId{id}));
        }
    }
}

TEST(SeenHash, TellsSourcesAndIdsApartAndStaysWhatItIs) {
    const std::set<std::uint64_t> hashes{
        SeenWindow::hash(SourceId{"a"}, "b"),
        SeenWindow::hash(SourceId{"ab"}, ""),
        SeenWindow::hash(SourceId{""}, "ab"),
        SeenWindow::hash(SourceId{"a"}, "c"),
        SeenWindow::hash(SourceId{"b"}, "b")};
    EXPECT_EQ(hashes.size(), 5U);
    // On disk: the head of SHA-256 of "usm\0uid-1".
    EXPECT_EQ(SeenWindow::hash(SourceId{"usm"}, "uid-1"), 0xA8F9759B7A37717CULL);
}

}  // namespace
}  // namespace socbot
