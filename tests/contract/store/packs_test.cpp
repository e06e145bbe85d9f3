// Texts of alarms in packs: what one commit of many customers writes is found text by text, and a
// damaged pack is an error, never a wrong text.
#include "adapters/sqlite/packs.h"

#include "adapters/sqlite/sql.h"
#include "contract/store/store_under_test.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace socbot::testing {
namespace {

std::string sealed(PackSealer& sealer, std::uint64_t first, int texts, std::size_t bytes) {
    PackBuilder builder;
    for (int n = 0; n < texts; ++n)
        builder.add(AlarmId{first + static_cast<std::uint64_t>(n)}, std::string(bytes, 'x'));
    return std::string{sealer.seal(builder.texts())};
}

TEST(Packs, AreFarSmallerThanTheirTexts) {
    PackSealer sealer;
    EXPECT_LT(sealed(sealer, 1, 20, 2000).size(), 400U);
}

TEST(Packs, GiveTheTextOfAnAlarmAndNothingForAnother) {
    PackSealer sealer;
    PackBuilder builder;
    builder.add(AlarmId{7}, "seven");
    builder.add(AlarmId{9}, std::string{"\0nine", 5});
    PackOpener opener;
    opener.open(7, sealer.seal(builder.texts()));
    EXPECT_EQ(opener.text(7, AlarmId{7}), "seven");
    EXPECT_EQ(opener.text(7, AlarmId{9}), (std::string_view{"\0nine", 5}));
    EXPECT_EQ(opener.text(7, AlarmId{8}), std::nullopt);
    EXPECT_EQ(opener.text(9, AlarmId{9}), std::nullopt);
}

TEST(Packs, KeepABoundedNumberOpen) {
    PackSealer sealer;
    PackOpener opener;
    for (std::uint64_t pack = 1; pack <= 5; ++pack)
        opener.open(pack, sealed(sealer, pack, 1, PackOpener::kKeptBytes / 3));
    EXPECT_FALSE(opener.holds(1));
    EXPECT_TRUE(opener.holds(5));
    // One that is larger than the bound stays until the next.
    opener.open(6, sealed(sealer, 6, 1, 2 * PackOpener::kKeptBytes));
    EXPECT_TRUE(opener.holds(6));
    EXPECT_FALSE(opener.holds(5));
}

TEST(Packs, RefuseDamage) {
    PackSealer sealer;
    PackOpener opener;
    const auto good = sealed(sealer, 1, 20, 200);
    auto flipped = good;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x40);
    EXPECT_THROW(opener.open(1, flipped), SqlError);
    EXPECT_THROW(opener.open(1, std::string_view{good}.substr(0, good.size() / 2)), SqlError);
    EXPECT_THROW(opener.open(1, "not a pack"), SqlError);
    EXPECT_THROW(opener.open(1, ""), SqlError);
    // Well packed, but not texts.
    opener.open(2, sealer.seal("\xFF\xFF"));
    EXPECT_THROW((void)opener.text(2, AlarmId{1}), SqlError);
}

// 300 alarms of seven customers in one commit. Some bodies alone are larger than a pack, some
// alarms have no payload.
class PackedAlarms : public StoreContract {
protected:
    PackedAlarms() {
        Changes changes;
        for (std::uint64_t id = 1; id <= 300; ++id) {
            auto record = alarm(id, static_cast<std::int64_t>(id));
            record.customer = CustomerCode{"C" + std::to_string(id % 7)};
            record.body += std::string(id % 50 == 0 ? 100'000 : id % 11 * 100, 'b');
            record.raw.reset();
            if (id % 13 != 0)
                record.raw = std::make_shared<const std::string>(
                    "raw " + std::to_string(id) + std::string(id % 17 * 90, 'r')
                );
            wanted_[id] = record;
            changes.alarms.push_back(std::move(record));
        }
        put(changes);
    }

    std::map<std::uint64_t, AlarmRecord> wanted_;
};

TEST_P(PackedAlarms, GiveTheirBodiesInBothOrders) {
    const auto open = reader();
    for (const bool backwards : {false, true}) {
        AlarmQuery query;
        query.with_body = true;
        query.newest_first = backwards;
        query.limit = 1000;
        std::size_t read = 0;
        ASSERT_TRUE(open->alarms(query, [&](const AlarmRecord& each) {
            EXPECT_EQ(each.body, wanted_[each.id.value()].body);
            ++read;
            return true;
        }));
        EXPECT_EQ(read, wanted_.size());
    }
}

TEST_P(PackedAlarms, GiveTheirRawPayloadsEachByItself) {
    const auto open = reader();
    for (const auto& [id, record] : wanted_) {
        const auto raw = open->raw(AlarmId{id});
        if (record.raw == nullptr) {
            EXPECT_EQ(raw.error().code(), Errc::not_found) << id;
        } else {
            EXPECT_EQ(*raw, *record.raw) << id;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Stores, PackedAlarms, ::testing::ValuesIn(all_stores()), store_kind_name);

}  // namespace
}  // namespace socbot::testing
