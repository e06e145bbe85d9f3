// What is fetched and what is kept, by a clock of ours.
#include "app/sns_certificates.h"

#include "support/manual_clock.h"
#include "support/scripted_http.h"
#include "support/sns_signer.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace socbot::testing {

namespace {

namespace asio = boost::asio;
using Outcome = std::optional<Result<SharedCertificate>>;

const std::string& pem() {
    static const std::string one = SnsSigner{}.certificate();
    return one;
}

std::string url_of(int number) {
    auto digits = std::to_string(number);
    digits.insert(0, 32 - digits.size(), '0');
    return "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-" + digits + ".pem";
}

class SnsCertificatesTest : public ::testing::Test {
protected:
    SnsCertificatesTest() { http_.answer_all(200, pem()); }

    std::shared_ptr<Outcome>
    start(const std::string& url, asio::cancellation_slot slot = asio::cancellation_slot{}) {
        auto outcome = std::make_shared<Outcome>();
        auto task = ask(url, outcome);
        auto done = [](const std::exception_ptr&) {};
        asio::co_spawn(io_, std::move(task), asio::bind_cancellation_slot(slot, done));
        run();
        return outcome;
    }
    Result<SharedCertificate> get(const std::string& url) {
        const auto outcome = start(url);
        EXPECT_TRUE(*outcome) << "no answer came";
        return *outcome ? **outcome : Error{Errc::internal, "no answer"};
    }
    // Of each number once, with a pause after each.
    void get_all(int from, int until, std::chrono::seconds pause = {}) {
        for (int i = from; i < until; ++i) {
            (void)get(url_of(i));
            clock_.advance(pause);
        }
    }
    void run() {
        io_.restart();
        io_.poll();
    }
    std::size_t fetches() const { return http_.requests().size(); }

    ManualClock clock_;
    ScriptedHttp http_;
    asio::io_context io_;
    SnsCertificates certificates_{http_, clock_};

private:
    asio::awaitable<void> ask(std::string url, std::shared_ptr<Outcome> outcome) {
        auto result = co_await certificates_.get(std::move(url));
        outcome->emplace(std::move(result));
    }
};

TEST_F(SnsCertificatesTest, AreFetchedOnceADay) {
    ASSERT_TRUE(get(url_of(1)));
    ASSERT_TRUE(get(url_of(1)));
    EXPECT_EQ(fetches(), 1U);
    EXPECT_EQ(http_.requests()[0].url, url_of(1));
    EXPECT_EQ(http_.requests()[0].redirects, 0U);
    EXPECT_LE(http_.requests()[0].response_limit, 16U * 1024U);
    clock_.advance(std::chrono::hours{24});
    ASSERT_TRUE(get(url_of(1)));
    EXPECT_EQ(fetches(), 2U);
}

TEST_F(SnsCertificatesTest, ManyWhoAskAtOnceCauseOneFetch) {
    http_.hold();
    const auto first = start(url_of(1));
    const auto second = start(url_of(1));
    const auto third = start(url_of(1));
    EXPECT_FALSE(*first || *second || *third);
    http_.release();
    run();
    ASSERT_TRUE(*first && *second && *third);
    EXPECT_TRUE(**first && **second && **third);
    EXPECT_EQ(fetches(), 1U);
}

TEST_F(SnsCertificatesTest, WhoHangsUpTakesNobodyAlong) {
    http_.hold();
    asio::cancellation_signal hang_up;
    const auto first = start(url_of(1), hang_up.slot());
    const auto second = start(url_of(1));
    hang_up.emit(asio::cancellation_type::terminal);
    run();
    http_.release();
    run();
    ASSERT_TRUE(*second);
    EXPECT_TRUE(**second);
    EXPECT_EQ(fetches(), 1U);
}

TEST_F(SnsCertificatesTest, AFailureIsRememberedForHalfAMinute) {
    http_.answer_all(404, "");
    const auto failed = get(url_of(1));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code(), Errc::unavailable);
    http_.answer_all(200, pem());
    clock_.advance(std::chrono::seconds{29});
    EXPECT_FALSE(get(url_of(1)));
    EXPECT_EQ(fetches(), 1U);
    clock_.advance(std::chrono::seconds{1});
    EXPECT_TRUE(get(url_of(1)));
    EXPECT_EQ(fetches(), 2U);
}

TEST_F(SnsCertificatesTest, SomethingElseIsNoCertificate) {
    http_.answer_all(200, "<html>sign in to this network</html>");
    const auto page = get(url_of(1));
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code(), Errc::invalid_input);
}

// Anybody who reaches the public listener can make up names.
TEST_F(SnsCertificatesTest, MadeUpNamesCauseFewFetches) {
    http_.answer_all(404, "");
    for (int i = 0; i < 100; ++i)
        EXPECT_FALSE(get(url_of(i)));
    EXPECT_EQ(fetches(), 8U);
    clock_.advance(std::chrono::seconds{25});
    for (int i = 100; i < 200; ++i)
        EXPECT_FALSE(get(url_of(i)));
    EXPECT_EQ(fetches(), 10U);
}

TEST_F(SnsCertificatesTest, MadeUpNamesPushOutNothing) {
    ASSERT_TRUE(get(url_of(1000)));
    http_.answer_all(404, "");
    get_all(0, 100, std::chrono::seconds{10});
    const auto before = fetches();
    EXPECT_TRUE(get(url_of(1000)));
    EXPECT_EQ(fetches(), before);
}

// A day later the budget is spent by others, or the host is down.
TEST_F(SnsCertificatesTest, AnOlderOneIsBetterThanNone) {
    ASSERT_TRUE(get(url_of(1000)));
    http_.answer_all(503, "");
    clock_.advance(std::chrono::hours{25});
    EXPECT_TRUE(get(url_of(1000)));
    EXPECT_EQ(fetches(), 2U);
    EXPECT_TRUE(get(url_of(1000)));
    EXPECT_EQ(fetches(), 2U);  // the failure is remembered all the same
}

TEST_F(SnsCertificatesTest, AnOlderOneIsFetchedAgainOnceThatWorks) {
    ASSERT_TRUE(get(url_of(1000)));
    http_.answer_all(404, "");
    clock_.advance(std::chrono::hours{25});
    get_all(0, 100);
    EXPECT_TRUE(get(url_of(1000)));  // the budget is spent
    EXPECT_EQ(fetches(), 9U);
    http_.answer_all(200, pem());
    clock_.advance(std::chrono::minutes{1});
    EXPECT_TRUE(get(url_of(1000)));
    EXPECT_EQ(fetches(), 10U);
}

TEST_F(SnsCertificatesTest, TheOneUsedLongestAgoIsForgotten) {
    const std::chrono::seconds pause{10};
    get_all(0, 16, pause);
    get_all(0, 1);  // now the second is the oldest
    get_all(16, 17, pause);
    EXPECT_EQ(fetches(), 17U);
    get_all(0, 1);
    EXPECT_EQ(fetches(), 17U);
    get_all(1, 2);
    EXPECT_EQ(fetches(), 18U);
}

}  // namespace

}  // namespace socbot::testing
