// The failing store itself: crash tests are worth what it is worth.
#include "support/faulty_store.h"

#include "contract/store/store_under_test.h"
#include "support/memory_store.h"

#include <gtest/gtest.h>

namespace socbot::testing {

namespace {

class FaultyStoreTest : public ::testing::Test {
protected:
    CommitStatus put(const std::string& name) {
        const auto changes = only_row(Table::room, name, name);
        return store_.commit(0, 0, {.changes = {&changes}, .journal = {}}).status;
    }
    bool stored(const std::string& name) {
        const std::vector asked{key(Table::room, name)};
        return (*inner_.read(asked))[0].exists;
    }

    MemoryStore inner_;
    FaultyStore store_{inner_};
};

TEST_F(FaultyStoreTest, PassesEverythingOnUntilAskedToFail) {
    EXPECT_EQ(put("a"), CommitStatus::ok);
    EXPECT_EQ(store_.scan(Table::room)->size(), 1U);
    EXPECT_EQ(store_.commits(), 1U);
    EXPECT_EQ(store_.reads(), 1U);
}

TEST_F(FaultyStoreTest, FailsTheNthCommitEachWay) {
    struct Way {
        CommitFault fault;
        CommitStatus status;
        bool stored;
        bool goes_on;
    };
    for (const auto& way :
         {Way{CommitFault::logic_error, CommitStatus::logic_error, false, true},
          Way{CommitFault::lost_before_write, CommitStatus::storage_error, false, false},
          Way{CommitFault::unknown_after_write, CommitStatus::storage_error, true, false}}) {
        const auto name = std::to_string(static_cast<int>(way.fault));
        store_.fail_commit(2, way.fault);
        EXPECT_EQ(put("before " + name), CommitStatus::ok);
        EXPECT_EQ(put(name), way.status);
        EXPECT_EQ(stored(name), way.stored);
        EXPECT_EQ(bool{store_.scan(Table::room)}, way.goes_on);
        EXPECT_EQ(
            put("after " + name), way.goes_on ? CommitStatus::ok : CommitStatus::storage_error
        );
        ASSERT_TRUE(store_.reopen());
        EXPECT_EQ(put("again " + name), CommitStatus::ok);
    }
}

TEST_F(FaultyStoreTest, FailsTheNthReadAndStaysClosed) {
    store_.fail_read(2);
    EXPECT_TRUE(store_.last_audit());
    EXPECT_FALSE(store_.last_audit());
    EXPECT_FALSE(store_.alarm(AlarmId{1}));
    EXPECT_EQ(put("a"), CommitStatus::storage_error);
    ASSERT_TRUE(store_.reopen());
    EXPECT_EQ(put("a"), CommitStatus::ok);
}

TEST_F(FaultyStoreTest, FailsTheNthOfOneCallAlone) {
    store_.fail_call(StoreCall::scan, 2);
    EXPECT_TRUE(store_.scan(Table::room));
    EXPECT_TRUE(store_.last_audit());
    EXPECT_TRUE(store_.last_journal_entry());
    EXPECT_FALSE(store_.scan(Table::room));
    EXPECT_EQ(store_.calls(StoreCall::scan), 2U);
    EXPECT_EQ(store_.calls(StoreCall::last_audit), 1U);
    store_.fail_call(StoreCall::reopen, 1);
    EXPECT_FALSE(store_.reopen());
    ASSERT_TRUE(store_.reopen());
    store_.fail_call(StoreCall::commit, 1);
    EXPECT_EQ(put("a"), CommitStatus::storage_error);
    ASSERT_TRUE(store_.reopen());
    EXPECT_FALSE(stored("a"));
}

TEST_F(FaultyStoreTest, AFullDiskTakesNothingUntilThereIsRoom) {
    store_.fill_disk(true);
    EXPECT_EQ(put("a"), CommitStatus::storage_error);
    EXPECT_FALSE(store_.reopen());
    EXPECT_EQ(put("a"), CommitStatus::storage_error);
    store_.fill_disk(false);
    ASSERT_TRUE(store_.reopen());
    EXPECT_FALSE(stored("a"));
    EXPECT_EQ(put("a"), CommitStatus::ok);
}

TEST_F(FaultyStoreTest, RefusesReopeningAsOftenAsTold) {
    store_.fail_commit(1, CommitFault::lost_before_write);
    put("a");
    store_.fail_reopen(2);
    EXPECT_FALSE(store_.reopen());
    EXPECT_FALSE(store_.reopen());
    EXPECT_TRUE(store_.failed());
    EXPECT_TRUE(store_.reopen());
    EXPECT_EQ(store_.reopens(), 3U);
}

TEST_F(FaultyStoreTest, RefusesTheCulpritHoweverOften) {
    store_.refuse_commits([](const Commit& commit) {
        for (const auto* each : commit.changes)
            if (each->rows.front().body == "bad") return true;
        return false;
    });
    EXPECT_EQ(put("bad"), CommitStatus::logic_error);
    EXPECT_EQ(put("good"), CommitStatus::ok);
    EXPECT_EQ(put("bad"), CommitStatus::logic_error);
    EXPECT_FALSE(stored("bad"));
}

TEST_F(FaultyStoreTest, TellsOfEachWriteEvenWhenItIsNotAcknowledged) {
    std::vector<std::string> disks;
    store_.on_written([&] { disks.push_back(inner_.copy()->dump()); });
    store_.fail_commit(2, CommitFault::unknown_after_write);
    put("a");
    put("b");
    ASSERT_EQ(disks.size(), 2U);
    EXPECT_NE(disks[0], disks[1]);
    EXPECT_EQ(disks[1], inner_.dump());
}

}  // namespace

}  // namespace socbot::testing
