// Pages to the end, against a small server that keeps alarms in order and pages through them.
#include "domain/intake/usm_walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace socbot {

namespace {

constexpr Instant kNow{1'764'000'000'000};

std::uint64_t number_after(const std::string& url, const std::string& name) {
    const auto at = url.find(name + "=");
    return std::stoull(url.substr(at + name.size() + 1));
}

// As the API pages: a filter on the time, then an offset of whole pages.
struct Server {
    std::vector<std::int64_t> times;
    std::function<void(std::size_t)> before_page;  // called with the number of the request
    std::size_t most{1'000};                       // a page of more is too large to get
    std::size_t requests{0};
    std::size_t deepest{0};

    UsmAnswer answer(const UsmApiRequest& request) {
        if (request.method == "POST")
            return {std::nullopt, 200, std::nullopt, R"({"access_token":"t","expires_in":899})"};
        if (before_page) before_page(requests);
        ++requests;
        const auto page = number_after(request.url, "page");
        const auto size = number_after(request.url, "size");
        deepest = std::max<std::size_t>(deepest, page);
        if (size > most) return {Error{Errc::invalid_input, "too large"}, 0, std::nullopt, {}};
        const auto from = static_cast<std::int64_t>(number_after(request.url, "_gte"));
        const auto to = static_cast<std::int64_t>(number_after(request.url, "_lte"));
        std::vector<std::int64_t> within;
        for (const auto time : times)
            if (time >= from && time <= to) within.push_back(time);
        std::sort(within.begin(), within.end());
        std::string list;
        for (auto i = page * size; i < std::min<std::uint64_t>((page + 1) * size, within.size());
             ++i)
            list += (list.empty() ? "" : ",") + std::string{R"({"timestamp_occured":")"} +
                    std::to_string(within[i]) + "\"}";
        const auto pages = (within.size() + size - 1) / size;
        return {
            std::nullopt,
            200,
            std::nullopt,
            R"({"_embedded":{"alarms":[)" + list + R"(]},"page":{"totalPages":)" +
                std::to_string(pages) + "}}"};
    }
};

struct Walked {
    std::vector<std::int64_t> times;  // as handed out, repeats and all
    std::optional<Error> error;
    Instant reached;
    std::uint64_t pages{0};

    std::vector<std::int64_t> distinct() const {
        auto all = times;
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }
};

std::int64_t time_of(const std::string& alarm) {
    return std::stoll(alarm.substr(alarm.find(":\"") + 2));
}

Walked walk(Server& server, Instant from, Instant to, UsmWalkLimits limits) {
    UsmSession session{{"https://api", "c", Secret{"s"}}, {}};
    UsmWalk machine{session, from, to, limits};
    Walked walked;
    Instant now = kNow;
    for (;;) {
        auto step = machine.next(now);
        if (auto* send = std::get_if<UsmSend>(&step)) {
            machine.take(server.answer(send->request), now, 0.5);
        } else if (const auto* wait = std::get_if<UsmWait>(&step)) {
            now = wait->until;
        } else if (const auto* page = std::get_if<UsmPage>(&step)) {
            for (const auto& alarm : page->alarms)
                walked.times.push_back(time_of(alarm));
        } else {
            if (const auto* error = std::get_if<Error>(&step)) walked.error = *error;
            walked.reached = machine.reached();
            walked.pages = machine.pages();
            return walked;
        }
    }
}

std::vector<std::int64_t> numbers(std::int64_t from, std::int64_t to) {
    std::vector<std::int64_t> all;
    for (auto i = from; i <= to; ++i)
        all.push_back(i);
    return all;
}

TEST(UsmWalk, ReadsEveryPageOnce) {
    Server server{numbers(1, 95), {}, 1'000};
    const auto walked = walk(server, {1}, {90}, {.page_alarms = 10, .pages_deep = 100});
    EXPECT_FALSE(walked.error);
    EXPECT_EQ(walked.times, numbers(1, 90));
    EXPECT_EQ(walked.pages, 9U);
    EXPECT_EQ(walked.reached, Instant{90});
}

TEST(UsmWalk, OfNothingEnds) {
    Server server;
    const auto walked = walk(server, {1}, {90}, {});
    EXPECT_FALSE(walked.error);
    EXPECT_EQ(walked.pages, 1U);
    EXPECT_EQ(walked.reached, Instant{1});
}

TEST(UsmWalk, AsksAnewBeforeItIsDeep) {
    Server server{numbers(1, 1'000), {}, 1'000};
    const auto walked = walk(server, {1}, {1'000}, {.page_alarms = 10, .pages_deep = 5});
    EXPECT_EQ(walked.distinct(), numbers(1, 1'000));
    EXPECT_EQ(server.deepest, 4U);
    // The millisecond it asks anew from comes again.
    EXPECT_LE(walked.times.size(), 1'000U + 1'000U / 49 + 1);
}

TEST(UsmWalk, GoesDeeperWhereOneMillisecondHoldsMore) {
    Server server{std::vector<std::int64_t>(200, 7), {}, 1'000};
    server.times.push_back(8);
    const auto walked = walk(server, {7}, {9}, {.page_alarms = 10, .pages_deep = 5});
    EXPECT_FALSE(walked.error);
    EXPECT_EQ(std::count(walked.times.begin(), walked.times.end(), 7), 200);
    EXPECT_EQ(walked.distinct(), (std::vector<std::int64_t>{7, 8}));
}

TEST(UsmWalk, LosesNothingToWhatArrivesMeanwhile) {
    Server server{numbers(1, 60), {}, 1'000};
    server.before_page = [&](std::size_t request) {
        if (request == 3) server.times.push_back(5);   // late: everything moves back by one
        if (request == 4) server.times.push_back(61);  // new
    };
    const auto walked = walk(server, {1}, {90}, {.page_alarms = 10, .pages_deep = 100});
    EXPECT_EQ(walked.distinct(), numbers(1, 61));
}

TEST(UsmWalk, TakesSmallerPagesWhereTheyAreTooLarge) {
    Server server{numbers(1, 100), {}, 1'000};
    server.before_page = [&](std::size_t request) {
        if (request == 2) server.most = 3;
    };
    const auto walked = walk(server, {1}, {100}, {.page_alarms = 16, .pages_deep = 1'000});
    EXPECT_FALSE(walked.error);
    EXPECT_EQ(walked.times, numbers(1, 100));
}

TEST(UsmWalk, GivesUpOnAnAlarmThatIsTooLarge) {
    Server server{numbers(1, 100), {}, 0};
    const auto walked = walk(server, {1}, {100}, {.page_alarms = 16});
    ASSERT_TRUE(walked.error);
    EXPECT_EQ(walked.error->code(), Errc::invalid_input);
    EXPECT_EQ(server.requests, 5U);
}

TEST(UsmWalk, EndsWhereTheServerDoesNot) {
    Server server{std::vector<std::int64_t>(1'000, 7), {}, 1'000};
    const auto walked = walk(server, {7}, {9}, {.page_alarms = 10, .pages = 20});
    ASSERT_TRUE(walked.error);
    EXPECT_EQ(walked.pages, 20U);
}

TEST(UsmWalk, IsResumedWhereItStopped) {
    Server server{numbers(1, 100), {}, 1'000};
    const auto first = walk(server, {1}, {100}, {.page_alarms = 10, .pages_deep = 100, .pages = 4});
    ASSERT_TRUE(first.error);
    EXPECT_EQ(first.reached, Instant{40});
    const auto second = walk(server, first.reached, {100}, {.page_alarms = 10});
    EXPECT_EQ(second.distinct(), numbers(40, 100));
}

}  // namespace

}  // namespace socbot
