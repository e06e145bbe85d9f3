// History is counted once, wherever it stops, and nobody hears of it.
#include "usm_pull_world.h"

namespace socbot::testing {

namespace {

constexpr std::int64_t kDay = 86'400'000;

class UsmFillTest : public UsmPullWorld {
protected:
    UsmFillTest() { begin(); }

    void begin() { fill_.emplace(parts(), kSource, config(), std::chrono::milliseconds{0}); }
    FillProgress run(int days) {
        EXPECT_TRUE(fill_->claim());
        finish(fill_->run(std::chrono::hours{24 * days}));
        return fill_->progress();
    }
    void history(int count) {
        const auto from = clock_.now() - Milliseconds{80 * kDay};
        for (int i = 0; i < count; ++i)
            api_.push_back(alarm("h" + std::to_string(i), from + Milliseconds{i * 60'000}));
    }

    std::optional<UsmFill> fill_;
};

TEST_F(UsmFillTest, CountsWithoutAWord) {
    history(2'500);
    const auto progress = run(90);
    EXPECT_EQ(progress.state, FillState::done) << progress.error;
    EXPECT_EQ(progress.mark.counted, 2'500U);
    EXPECT_EQ(progress.total, 2'500U);
    EXPECT_EQ(counted(), 2'500U);
    EXPECT_TRUE(stored().empty());
    EXPECT_EQ(rows(Table::delivery), 0U);
    EXPECT_EQ(rows(Table::episode), 0U);
}

TEST_F(UsmFillTest, LeavesOutWhatIsStored) {
    history(10);
    push(api_.at(3));
    push(api_.at(7));
    const auto progress = run(90);
    EXPECT_EQ(progress.mark.counted, 8U);
    EXPECT_EQ(progress.mark.known, 2U);
}

TEST_F(UsmFillTest, LeavesOutWhatIsNobodysOrUnreadable) {
    history(2);
    api_.push_back(
        R"({"x":1,"timestamp_occured":")" +
        std::to_string((clock_.now() - Milliseconds{3 * kDay}).ms) + "\"}"
    );
    const auto progress = run(90);
    EXPECT_EQ(progress.mark.counted, 2U);
    EXPECT_EQ(progress.mark.left_out, 1U);
}

TEST_F(UsmFillTest, IsDoneOnceAndOnlyExtendedIntoThePast) {
    history(10);
    (void)run(90);
    EXPECT_EQ(run(90).mark.counted, 10U);
    EXPECT_EQ(counted(), 10U);
    api_.insert(api_.begin(), alarm("older", clock_.now() - Milliseconds{100 * kDay}));
    EXPECT_EQ(run(120).mark.counted, 1U);
    EXPECT_EQ(counted(), 11U);
}

TEST_F(UsmFillTest, GoesOnWhereAnErrorEndedIt) {
    history(3'000);
    std::size_t pages = 0;
    http_.answer([&](const HttpRequest& request) -> Result<HttpResponse> {
        if (request.method == "GET" && ++pages == 3) return HttpResponse{403, {}, {}};
        return serve(request);
    });
    const auto stopped = run(90);
    EXPECT_EQ(stopped.state, FillState::failed);
    EXPECT_EQ(stopped.mark.counted, 2'000U);
    // Another process.
    fill_.reset();
    restart();
    begin();
    finish(fill_->resume());
    const auto progress = fill_->progress();
    EXPECT_EQ(progress.state, FillState::done) << progress.error;
    EXPECT_EQ(progress.mark.counted, 3'000U);
    EXPECT_EQ(counted(), 3'000U);
}

TEST_F(UsmFillTest, ResumesNothingWhereNothingWasBegun) {
    history(10);
    finish(fill_->resume());
    EXPECT_EQ(fill_->progress().state, FillState::idle);
    EXPECT_TRUE(http_.requests().empty());
}

TEST_F(UsmFillTest, RunsOnceAtATime) {
    EXPECT_TRUE(fill_->claim());
    EXPECT_FALSE(fill_->claim());
}

}  // namespace

}  // namespace socbot::testing
