// The resolver against a server on loopback.
#include "adapters/dns/ares_resolver.h"

#include "unit/adapters/dns/dns_server.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <exception>
#include <list>
#include <optional>

namespace socbot {
namespace {

namespace asio = boost::asio;
using namespace testing_support;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr int kServerFailure = 2;
constexpr int kNoSuchName = 3;
constexpr int kRefused = 5;

using Outcome = std::optional<Result<DnsAnswer>>;

asio::awaitable<Outcome>
boxed(Resolver& resolver, std::string name, RecordType type, Deadline deadline) {
    co_return co_await resolver.resolve(std::move(name), type, deadline);
}

std::string silence(std::string_view /*question*/) {
    return {};
}

DnsServerOnLoopback::Act says(int rcode, std::vector<DnsRecord> records) {
    return [rcode, records = std::move(records)](std::string_view question) {
        return dns_answer(question, rcode, records);
    };
}

struct AresResolverTest : testing::Test {
    void serve(DnsServerOnLoopback::Act act) {
        server = std::make_unique<DnsServerOnLoopback>(std::move(act));
        config.servers = {{IpAddress::v4(0x7f000001), server->port()}};
    }
    Result<DnsAnswer> ask(
        const std::string& name,
        RecordType type = RecordType::a,
        Deadline deadline = Deadline::after(hours{1})
    ) {
        AresResolver resolver{config};
        return ask(resolver, name, type, deadline);
    }
    Result<DnsAnswer>
    ask(AresResolver& resolver, const std::string& name, RecordType type, Deadline deadline) {
        Outcome outcome;
        start(resolver, name, type, deadline, outcome);
        io.restart();
        io.run();
        return *outcome;
    }
    void start(
        AresResolver& resolver,
        const std::string& name,
        RecordType type,
        Deadline deadline,
        Outcome& outcome
    ) {
        auto asking = boxed(resolver, name, type, deadline);
        const auto slot = signals.emplace_back().slot();
        auto done = [this, &outcome](const std::exception_ptr& thrown, Outcome result) {
            failure = thrown;
            outcome = std::move(result);
        };
        asio::co_spawn(io, std::move(asking), asio::bind_cancellation_slot(slot, std::move(done)));
    }

    std::unique_ptr<DnsServerOnLoopback> server;
    DnsConfig config;
    asio::io_context io{1};
    std::list<asio::cancellation_signal>
        signals;  // one a question: a slot has room for one handler
    std::exception_ptr failure;
};

TEST_F(AresResolverTest, FindsRecordsAndTheirLife) {
    serve(says(
        0, {a_record("a.example", 90, "203.0.113.5"), a_record("a.example", 60, "203.0.113.6")}
    ));
    const auto answer = ask("a.example");
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_THAT(answer->records, ElementsAre("203.0.113.5", "203.0.113.6"));
    EXPECT_EQ(answer->ttl, seconds{60});
}

TEST_F(AresResolverTest, AsksForTheTypeAndName) {
    std::string seen;
    serve([&seen](std::string_view question) {
        seen = question;
        return dns_answer(
            question, 0, {{"5.113.0.203.in-addr.arpa", 12, 60, wire_name("host.example")}}
        );
    });
    const auto answer = ask("5.113.0.203.in-addr.arpa", RecordType::ptr);
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_THAT(answer->records, ElementsAre("host.example"));
    server.reset();  // `seen` is its thread's until then
    const auto wire = wire_name("5.113.0.203.in-addr.arpa");
    EXPECT_EQ(seen.substr(12, wire.size()), wire);
    EXPECT_EQ(seen.substr(12 + wire.size(), 4), std::string("\0\x0c\0\1", 4));
}

struct Failing {
    const char* name;
    int rcode;
    Errc code;
};

class Failure : public AresResolverTest, public testing::WithParamInterface<Failing> {};

TEST_P(Failure, IsNamed) {
    serve(says(GetParam().rcode, {}));
    const auto answer = ask("a.example");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), GetParam().code) << answer.error().message();
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    Failure,
    testing::Values(
        Failing{"NoRecord", 0, Errc::not_found},
        Failing{"NoSuchName", kNoSuchName, Errc::not_found},
        Failing{"ServerFailure", kServerFailure, Errc::unavailable},
        Failing{"Refused", kRefused, Errc::unavailable}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST_F(AresResolverTest, WhatIsNoNameIsNotAsked) {
    serve(says(0, {}));
    for (const std::string name : {"", "a b.example", "a..example"}) {
        const auto answer = ask(name);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code(), Errc::invalid_input);
    }
    EXPECT_EQ(server->questions(), 0);
}

TEST_F(AresResolverTest, TheDeadlineEndsAQuestionNobodyAnswers) {
    serve(silence);
    config.try_time = hours{1};
    const auto answer = ask("a.example", RecordType::a, Deadline::after(milliseconds{50}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::timeout);
}

TEST_F(AresResolverTest, ADeadlineThatPassedAsksNothing) {
    serve(says(0, {a_record("a.example", 90, "203.0.113.5")}));
    const auto answer = ask("a.example", RecordType::a, Deadline::after(seconds{0}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::timeout);
    EXPECT_EQ(server->questions(), 0);
}

TEST_F(AresResolverTest, ALostDatagramIsSentAgain) {
    std::atomic<int> count{0};
    serve([&count](std::string_view question) {
        if (++count == 1) return std::string{};
        return dns_answer(question, 0, {a_record("a.example", 90, "203.0.113.5")});
    });
    config.try_time = milliseconds{50};
    config.tries = 10;
    const auto answer = ask("a.example");
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_GE(server->questions(), 2);
}

TEST_F(AresResolverTest, ServersThatStaySilentAreATimeout) {
    serve(silence);
    config.try_time = milliseconds{20};
    config.tries = 2;
    const auto answer = ask("a.example");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::timeout);
}

TEST_F(AresResolverTest, AnAnswerThatIsRubbishIsUnavailable) {
    serve([](std::string_view question) {
        auto answer = dns_answer(question, 0, {a_record("a.example", 90, "203.0.113.5")});
        answer.resize(answer.size() - 2);
        return answer;
    });
    const auto answer = ask("a.example");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::unavailable) << answer.error().message();
}

TEST_F(AresResolverTest, TooManyQuestionsAreRefused) {
    serve(silence);
    config.limits.in_flight = 1;
    config.try_time = hours{1};
    auto resolver = std::make_unique<AresResolver>(config);
    Outcome held;
    start(*resolver, "a.example", RecordType::a, Deadline::after(hours{1}), held);
    io.poll();
    Outcome refused;
    start(*resolver, "b.example", RecordType::a, Deadline::after(hours{1}), refused);
    while (!refused)
        io.run_one();
    ASSERT_FALSE(*refused);
    EXPECT_EQ(refused->error().code(), Errc::unavailable);
    EXPECT_FALSE(held);
    resolver.reset();
    io.run();
}

TEST_F(AresResolverTest, AQuestionWhoseCallerLeftStillCounts) {
    serve(silence);
    config.limits.in_flight = 1;
    config.try_time = hours{1};
    AresResolver resolver{config};
    const auto late = ask(resolver, "a.example", RecordType::a, Deadline::after(milliseconds{20}));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), Errc::timeout);
    const auto refused = ask(resolver, "b.example", RecordType::a, Deadline::after(hours{1}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Errc::unavailable);
}

TEST_F(AresResolverTest, ACancelledCallerIsAnsweredAtOnce) {
    serve(silence);
    config.try_time = hours{1};
    AresResolver resolver{config};
    Outcome outcome;
    start(resolver, "a.example", RecordType::a, Deadline::after(hours{1}), outcome);
    io.poll();
    signals.back().emit(asio::cancellation_type::terminal);
    io.run();
    ASSERT_TRUE(failure);
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        EXPECT_EQ(error.code(), asio::error::operation_aborted);
    }
}

TEST_F(AresResolverTest, DestructionFailsWhatIsInFlight) {
    serve(silence);
    config.try_time = hours{1};
    auto resolver = std::make_unique<AresResolver>(config);
    Outcome outcome;
    start(*resolver, "a.example", RecordType::a, Deadline::after(hours{1}), outcome);
    io.poll();
    resolver.reset();
    io.run();
    ASSERT_TRUE(outcome);
    ASSERT_FALSE(*outcome);
    EXPECT_EQ(outcome->error().code(), Errc::unavailable);
}

}  // namespace
}  // namespace socbot
