// The JSON API: scope, limits, and what reaches the sink.
#include "world.h"

#include <boost/json/parse.hpp>

namespace socbot::console_test {
namespace {

struct ApiTest : testing::Test {
    ApiTest() { world.sign_in("ana@soc.example"); }
    boost::json::object json(const http::Reply& reply) {
        return boost::json::parse(reply.response.body).as_object();
    }
    World world;
};

TEST_F(ApiTest, NothingWithoutASession) {
    world.cookie = "socbot_session=" + std::string(43, 'A');
    for (const auto* path :
         {"/console/api/me", "/console/api/stream", "/console/api/rooms/console/acme/messages"})
        EXPECT_EQ(world.get(path).response.status, 401) << path;
    EXPECT_EQ(world.post("/console/api/rooms/console/acme/command", "{}").response.status, 401);
}

TEST_F(ApiTest, PersonWhoLeftTheConfigurationIsOut) {
    world.backend.current.people.erase(world.backend.current.people.begin());
    EXPECT_EQ(world.get("/console/api/me").response.status, 401);
}

TEST_F(ApiTest, MeNamesPersonAndVisibleRooms) {
    const auto me = json(world.get("/console/api/me"));
    EXPECT_EQ(me.at("person").at("id").as_string(), "ana@soc.example");
    EXPECT_EQ(me.at("person").at("role").as_string(), "analyst");
    EXPECT_EQ(me.at("status").as_string(), "2 sources");
    ASSERT_EQ(me.at("rooms").as_array().size(), 2U);
    EXPECT_EQ(me.at("rooms").at(0).at("room").as_string(), "soc");
    EXPECT_EQ(me.at("rooms").at(1).at("room").as_string(), "acme");
    EXPECT_TRUE(me.at("people").as_array().empty());
}

TEST_F(ApiTest, RoomsOfOthersDoNotExist) {
    for (const auto* path : {
             "/console/api/rooms/console/globex/messages",
             "/console/api/rooms/console/nowhere/messages",
             "/console/api/rooms/webex/acme/messages",
             "/console/api/rooms/console/messages",
             "/console/api/rooms/",
         })
        EXPECT_EQ(world.get(path).response.status, 404) << path;
    EXPECT_EQ(world.get("/console/api/rooms/console/acme/nothing").response.status, 404);
    EXPECT_EQ(
        world.post("/console/api/rooms/console/globex/command", R"({"text":"help"})")
            .response.status,
        404
    );
    EXPECT_TRUE(world.sink.events.empty());
}

ConsoleMessage stored(std::uint64_t id, const std::string& customer) {
    ConsoleMessage made;
    made.id = DeliveryId{id};
    made.customer = CustomerCode{customer};
    made.text = "text";
    return made;
}

TEST_F(ApiTest, HistoryShowsOnlyOwnCustomers) {
    world.backend.messages = {stored(7, "GLOBEX"), stored(8, "ACME"), stored(9, "")};
    const auto reply = json(world.get("/console/api/rooms/console/soc/messages"));
    ASSERT_EQ(reply.at("messages").as_array().size(), 2U);
    EXPECT_EQ(reply.at("messages").at(0).at("id").as_string(), "8");
    EXPECT_FALSE(reply.contains("before"));
}

TEST_F(ApiTest, HistoryPagesAreBounded) {
    world.backend.messages = {stored(7, "GLOBEX"), stored(8, "ACME")};
    const auto path = "/console/api/rooms/console/soc/messages";
    const auto reply = json(world.get(path, "before=99&limit=2"));
    EXPECT_EQ(world.backend.asked_before, DeliveryId{99});
    EXPECT_EQ(world.backend.asked_limit, 2U);
    EXPECT_EQ(reply.at("before").as_string(), "7");
    world.get(path, "limit=100000000");
    EXPECT_EQ(world.backend.asked_limit, 200U);
    world.get(path);
    EXPECT_EQ(world.backend.asked_limit, 50U);
    for (const auto* query : {"limit=0", "limit=-1", "before=x", "before=99999999999999999999"})
        EXPECT_EQ(world.get(path, query).response.status, 400) << query;
    world.backend.broken = true;
    EXPECT_EQ(world.get(path).response.status, 503);
}

TEST_F(ApiTest, CommandReachesTheSink) {
    const auto reply = world.post(
        "/console/api/rooms/console/acme/command", R"({"text":"threshold high","thread":"12"})"
    );
    EXPECT_EQ(reply.response.status, 202);
    ASSERT_EQ(world.sink.events.size(), 1U);
    const auto& event = world.sink.events.front();
    EXPECT_EQ(event.type, ChatEvent::Type::command);
    EXPECT_EQ(event.connection.str(), "console");
    EXPECT_EQ(event.room.room, "acme");
    EXPECT_EQ(event.person.str(), "ana@soc.example");
    EXPECT_EQ(event.text, "threshold high");
    EXPECT_EQ(event.message_id, "12");
    EXPECT_FALSE(event.event_id.empty());
}

TEST_F(ApiTest, ActionReachesTheSinkWithItsInputs) {
    const auto path = "/console/api/rooms/console/acme/action";
    const auto body = R"({"message":"9007199254740993","action":"v1.k.c.m","inputs":{"a":"1"}})";
    EXPECT_EQ(world.post(path, body).response.status, 202);
    EXPECT_EQ(world.post(path, body).response.status, 202);
    ASSERT_EQ(world.sink.events.size(), 2U);
    const auto& event = world.sink.events.front();
    EXPECT_EQ(event.type, ChatEvent::Type::action);
    EXPECT_EQ(event.message_id, "9007199254740993");
    EXPECT_EQ(event.action, "v1.k.c.m");
    ASSERT_EQ(event.inputs.size(), 1U);
    EXPECT_EQ(event.inputs[0].first, "a");
    EXPECT_EQ(event.inputs[0].second, "1");
    EXPECT_NE(event.event_id, world.sink.events[1].event_id);
}

TEST_F(ApiTest, BusyIsSaid) {
    world.sink.answer = EventAnswer::refused;
    const auto reply = world.post("/console/api/rooms/console/acme/command", R"({"text":"help"})");
    EXPECT_EQ(reply.response.status, 503);
    EXPECT_EQ(header(reply.response, "Retry-After"), "2");
}

struct BadBody {
    std::string name, verb, body;
    int status;
};

class BadBodies : public testing::TestWithParam<BadBody> {};

TEST_P(BadBodies, AreRefused) {
    World world;
    world.sign_in("ana@soc.example");
    const auto& row = GetParam();
    const auto reply = world.post("/console/api/rooms/console/acme/" + row.verb, row.body);
    EXPECT_EQ(reply.response.status, row.status) << reply.response.body;
    EXPECT_EQ(world.sink.events.size(), row.status == 202 ? 1U : 0U);
}

std::string text_body(std::size_t bytes) {
    return "{\"text\":\"" + std::string(bytes, 'x') + "\"}";
}

std::string action_body(std::size_t bytes) {
    return R"({"message":"1","action":")" + std::string(bytes, 'x') + "\"}";
}

std::string inputs_body(std::size_t count, std::size_t bytes) {
    std::string out{"{\"message\":\"1\",\"action\":\"a\",\"inputs\":{"};
    for (std::size_t i = 0; i < count; ++i)
        out += (i ? ",\"" : "\"") + std::to_string(i) + "\":\"" + std::string(bytes, 'x') + "\"";
    return out + "}}";
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    BadBodies,
    testing::Values(
        BadBody{"LongestText", "command", text_body(2'000), 202},
        BadBody{"TooLongText", "command", text_body(2'001), 400},
        BadBody{"TooLargeBody", "command", text_body(16 * 1024), 413},
        BadBody{"BlankText", "command", R"({"text":"  \t"})", 400},
        BadBody{"NoText", "command", "{}", 400},
        BadBody{"TextIsNumber", "command", R"({"text":1})", 400},
        BadBody{"NotAnObject", "command", "[]", 400},
        BadBody{"NotJson", "command", "text=help", 400},
        BadBody{"InvalidUtf8", "command", "{\"text\":\"\xff\"}", 400},
        BadBody{"TooDeep", "command", R"({"text":"x","y":[[[[[[]]]]]]})", 400},
        BadBody{"ThreadIsNoId", "command", R"({"text":"x","thread":"a"})", 400},
        BadBody{"ActionWithoutMessage", "action", R"({"action":"a"})", 400},
        BadBody{"ActionWithoutAction", "action", R"({"message":"1"})", 400},
        BadBody{"LongestAction", "action", action_body(4'096), 202},
        BadBody{"TooLongAction", "action", action_body(4'097), 400},
        BadBody{
            "TooLongInputName",
            "action",
            R"({"message":"1","action":"a","inputs":{")" + std::string(65, 'x') + R"(":""}})",
            400},
        BadBody{"MostInputs", "action", inputs_body(20, 1), 202},
        BadBody{"TooManyInputs", "action", inputs_body(21, 1), 400},
        BadBody{"LongestInput", "action", inputs_body(1, 2'000), 202},
        BadBody{"TooLongInput", "action", inputs_body(1, 2'001), 400},
        BadBody{"InputIsObject", "action", R"({"message":"1","action":"a","inputs":{"a":{}}})", 400}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST_F(ApiTest, BodyMustSayItIsJson) {
    auto made = world.request("POST", "/console/api/rooms/console/acme/command");
    made.headers.emplace_back("Cookie", world.cookie);
    made.headers.emplace_back("X-Socbot-CSRF", world.csrf);
    made.headers.emplace_back("Content-Type", "text/plain");
    made.body = R"({"text":"help"})";
    EXPECT_EQ(world.send(made).response.status, 415);
}

TEST_F(ApiTest, StreamsOfASessionAreBounded) {
    std::vector<std::shared_ptr<FakeStream>> open;
    for (int i = 0; i < 8; ++i)
        open.push_back(world.watch());
    EXPECT_TRUE(open.back());
    EXPECT_EQ(world.get("/console/api/stream").response.status, 429);
    open.front()->close();
    EXPECT_TRUE(world.watch());
}

TEST(ConsoleStreams, AreBoundedInAll) {
    ManualClock clock;
    CountingRandom random;
    FakeBackend backend;
    Sessions sessions{random};
    Streams streams{backend, sessions, clock, {.per_session = 8, .total = 2}};
    std::vector<std::shared_ptr<FakeStream>> open;
    for (std::uint8_t i = 0; i < 3; ++i) {
        EXPECT_EQ(streams.has_room(Digest{i}), i < 2);
        open.push_back(std::make_shared<FakeStream>());
        streams.add(Digest{i}, open.back());
    }
    EXPECT_TRUE(open[0]->open());
    EXPECT_TRUE(open[1]->open());
    EXPECT_FALSE(open[2]->open());
    streams.close_all();
    EXPECT_FALSE(open[0]->open());
}

TEST_F(ApiTest, LogoutEndsSessionAndStreams) {
    const auto stream = world.watch();
    const auto reply = world.post("/console/api/logout", "");
    EXPECT_EQ(reply.response.status, 200);
    EXPECT_NE(header(reply.response, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_FALSE(stream->open());
    EXPECT_EQ(world.get("/console/api/me").response.status, 401);
}

TEST_F(ApiTest, BecomeIsForTheDemonstrationOnly) {
    const auto path = "/console/api/become";
    const std::string lee{R"({"person":"lee@soc.example"})"};
    EXPECT_EQ(world.post(path, lee).response.status, 404);
    world.backend.current.demo = true;
    EXPECT_EQ(world.post(path, lee).response.status, 403);
    world.backend.current.people[1].demo = true;
    EXPECT_EQ(world.post(path, lee).response.status, 403);
    world.backend.current.people[0].demo = true;
    const auto stream = world.watch();
    const auto me = json(world.post(path, lee));
    EXPECT_EQ(me.at("person").at("id").as_string(), "lee@soc.example");
    EXPECT_EQ(me.at("people").as_array().size(), 2U);
    EXPECT_FALSE(stream->open());
    EXPECT_EQ(world.post(path, R"({"person":"x@soc.example"})").response.status, 403);
    EXPECT_EQ(json(world.get("/console/api/me")).at("person").at("role").as_string(), "senior");
}

TEST_F(ApiTest, WrongMethodsAreNamed) {
    EXPECT_EQ(world.post("/console/api/me", "{}").response.status, 405);
    EXPECT_EQ(world.get("/console/api/logout").response.status, 405);
    EXPECT_EQ(world.get("/console/api/rooms/console/acme/command").response.status, 405);
    EXPECT_EQ(world.get("/console/api/nothing").response.status, 404);
}

}  // namespace
}  // namespace socbot::console_test
