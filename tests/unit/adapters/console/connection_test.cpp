// The connection: who is told what, and what it costs.
#include "world.h"

#include <boost/json/parse.hpp>

namespace socbot::console_test {
namespace {

struct ConnectionTest : testing::Test {
    OutgoingMessage message(const std::string& room, const std::string& customer) {
        OutgoingMessage made;
        made.id = DeliveryId{(1ULL << 53U) + 1};
        made.revision = 3;
        made.room = {ConnectionId{"console"}, room};
        made.customer = CustomerCode{customer};
        made.episode = 412;
        made.text = "HIGH";
        made.created = world.clock.now;
        made.card = [this]() -> Result<RenderedCard> {
            ++rendered;
            return RenderedCard{card_json, "hash"};
        };
        return made;
    }
    ChatOutcome attempt(OutgoingMessage made) {
        return run(world.console.connection().attempt(
            std::move(made), Deadline::after(std::chrono::seconds{1})
        ));
    }
    World world;
    int rendered{0};
    std::string card_json{R"({"type":"AdaptiveCard"})"};
};

TEST_F(ConnectionTest, SettlesWithoutRenderingWhenNobodyWatches) {
    const auto outcome = attempt(message("acme", "ACME"));
    EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(outcome.message_id, "9007199254740993");
    EXPECT_EQ(rendered, 0);
}

TEST_F(ConnectionTest, TellsWhoMaySeeIt) {
    world.sign_in("ana@soc.example");
    const auto ana = world.watch();
    world.sign_in("lee@soc.example");
    const auto lee = world.watch();
    attempt(message("acme", "ACME"));
    attempt(message("globex", "GLOBEX"));
    attempt(message("soc", "GLOBEX"));
    EXPECT_EQ(ana->named("message").size(), 1U);
    EXPECT_EQ(lee->named("message").size(), 3U);
    EXPECT_EQ(rendered, 3);
}

TEST_F(ConnectionTest, SendsTheWholeMessage) {
    world.sign_in("ana@soc.example");
    const auto stream = world.watch();
    auto made = message("acme", "ACME");
    made.thread_root = "77";
    const auto outcome = attempt(std::move(made));
    EXPECT_EQ(outcome.template_hash, "hash");
    ASSERT_EQ(stream->named("message").size(), 1U);
    const auto value = boost::json::parse(stream->named("message").front());
    const auto expected = boost::json::parse(
        R"({"connection":"console","room":"acme","id":"9007199254740993","revision":3,
        "thread":"77","customer":"ACME","episode":"ACME-412","level":"notify",
        "created":1790000000000,"text":"HIGH","card":{"type":"AdaptiveCard"}})"
    );
    EXPECT_EQ(value, expected);
}

TEST_F(ConnectionTest, RemovalCarriesNoContent) {
    world.sign_in("ana@soc.example");
    const auto stream = world.watch();
    auto made = message("acme", "ACME");
    made.operation = Operation::remove;
    attempt(std::move(made));
    const auto value = boost::json::parse(stream->named("message").at(0)).as_object();
    EXPECT_TRUE(value.at("removed").as_bool());
    EXPECT_FALSE(value.contains("text"));
    EXPECT_FALSE(value.contains("card"));
    EXPECT_EQ(rendered, 0);
}

TEST_F(ConnectionTest, BrokenCardLeavesItsNotificationLine) {
    world.sign_in("ana@soc.example");
    const auto stream = world.watch();
    card_json = "{\"type\": ";
    EXPECT_EQ(attempt(message("acme", "ACME")).outcome.outcome, OutcomeClass::settled);
    auto failing = message("acme", "ACME");
    failing.card = [] { return Result<RenderedCard>{Error{Errc::internal, "x"}}; };
    EXPECT_EQ(attempt(std::move(failing)).outcome.outcome, OutcomeClass::settled);
    for (const auto& data : stream->named("message")) {
        const auto value = boost::json::parse(data).as_object();
        EXPECT_EQ(value.at("text").as_string(), "HIGH");
        EXPECT_FALSE(value.contains("card"));
    }
}

TEST_F(ConnectionTest, ReloadThatTakesTheCustomerAwayEndsTheView) {
    world.sign_in("ana@soc.example");
    const auto stream = world.watch();
    world.backend.current.people[0].customers.clear();
    attempt(message("acme", "ACME"));
    EXPECT_TRUE(stream->named("message").empty());
}

TEST_F(ConnectionTest, EndedSessionIsToldAndClosed) {
    world.sign_in("ana@soc.example");
    const auto stream = world.watch();
    world.clock.now = world.clock.now + Milliseconds{12 * 3'600'000};
    attempt(message("acme", "ACME"));
    EXPECT_EQ(stream->named("signed_out").size(), 1U);
    EXPECT_TRUE(stream->named("message").empty());
    EXPECT_FALSE(stream->open());
}

TEST_F(ConnectionTest, FindDecidesAnAmbiguousPost) {
    const auto outcome = run(world.console.connection().find(
        message("acme", "ACME"), Deadline::after(std::chrono::seconds{1})
    ));
    EXPECT_EQ(outcome.outcome.outcome, OutcomeClass::settled);
    EXPECT_EQ(outcome.message_id, "9007199254740993");
    const auto can = world.console.connection().capabilities();
    EXPECT_TRUE(can.idempotent_post);
    EXPECT_TRUE(can.find_own);
    EXPECT_EQ(world.console.connection().limits().in_flight, 256U);
}

TEST_F(ConnectionTest, StopClosesStreamsAndRefusesEvents) {
    world.sign_in("ana@soc.example");
    const auto stream = world.watch();
    const auto stop = [this]() -> boost::asio::awaitable<bool> {
        co_await world.console.connection().stop(Deadline::after(std::chrono::seconds{1}));
        co_return true;
    };
    run(stop());
    EXPECT_FALSE(stream->open());
    const auto reply = world.post("/console/api/rooms/console/acme/command", R"({"text":"help"})");
    EXPECT_EQ(reply.response.status, 503);
    EXPECT_TRUE(world.sink.events.empty());
}

}  // namespace
}  // namespace socbot::console_test
