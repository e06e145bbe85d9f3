// The cache of rows: what is dropped first, what may not go, and how much it counts.
#include "domain/engine/working_set.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace socbot::testing {
namespace {

struct Number {
    std::size_t value{0};
    void encode(Writer& out) const { out.u(value); }
    static Number decode(Reader& in) { return {in.u()}; }
    std::size_t footprint() const { return value; }
};
using Cache = RowCache<Number>;

constexpr std::size_t kSlot = Cache::kSlotBytes;
bool keep_none(const Number&) {
    return false;
}

TEST(WorkingSet, DropsWhatWasUsedLongestAgo) {
    Cache cache;
    for (const auto* key : {"a", "b", "c"})
        cache.set(key, {1}, 1);
    (void)cache.find("a", 2);
    cache.evict_oldest(3, keep_none);
    EXPECT_FALSE(cache.known("b"));
    cache.evict_oldest(3, keep_none);
    EXPECT_FALSE(cache.known("c"));
    EXPECT_TRUE(cache.known("a"));
    EXPECT_EQ(cache.oldest_use(), 2U);
}

TEST(WorkingSet, WhatMayNotGoCountsAsUsedNow) {
    Cache cache;
    cache.set("dirty", {1}, 1);
    cache.set("kept", {2}, 1);
    cache.set("clean", {3}, 1);
    (void)cache.mark_dirty("dirty");
    const auto keep_two = [](const Number& row) { return row.value == 2; };
    for (int n = 0; n < 3; ++n)
        cache.evict_oldest(5, keep_two);
    EXPECT_TRUE(cache.known("dirty"));
    EXPECT_TRUE(cache.known("kept"));
    EXPECT_FALSE(cache.known("clean"));
    EXPECT_EQ(cache.oldest_use(), 5U);
    cache.mark_clean("dirty");
    cache.evict_oldest(6, keep_none);
    EXPECT_FALSE(cache.known("dirty"));
}

TEST(WorkingSet, ARowThatIsKnownNotToExistIsEvictedToo) {
    Cache cache;
    cache.admit("absent", nullptr, 1);
    EXPECT_EQ(cache.find("absent", 1), nullptr);
    EXPECT_EQ(cache.bytes(), kSlot);
    cache.evict_oldest(2, keep_none);
    EXPECT_FALSE(cache.known("absent"));
    EXPECT_EQ(cache.bytes(), 0U);
}

TEST(WorkingSet, AdmittingAgainKeepsWhatIsHere) {
    Cache cache;
    cache.set("a", {7}, 1);
    const auto other = std::string{"\x09", 1};
    cache.admit("a", &other, 2);
    EXPECT_EQ(cache.find("a", 2)->value, 7U);
}

TEST(WorkingSet, CountsWhatItHolds) {
    Cache cache;
    cache.set("a", {100}, 1);
    cache.set("a", {40}, 1);
    cache.set("b", {2}, 1);
    EXPECT_EQ(cache.bytes(), 2 * kSlot + 42);
    cache.drop("a", 1);
    EXPECT_EQ(cache.bytes(), 2 * kSlot + 2);
    cache.clear();
    EXPECT_EQ(cache.bytes(), 0U);
    EXPECT_EQ(cache.oldest_use(), std::numeric_limits<std::uint64_t>::max());
    cache.set("c", {1}, 3);
    EXPECT_EQ(cache.oldest_use(), 3U);
}

}  // namespace
}  // namespace socbot::testing
