// POST /intake/{source}: every answer of its table, and that 200 means on disk.
#include "app/intake.h"

#include "domain/intake/reader.h"
#include "support/engine_samples.h"
#include "support/faulty_store.h"
#include "support/loop_world.h"
#include "support/memory_store.h"
#include "support/scripted_http.h"
#include "support/sns_signer.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace socbot::testing {
namespace {

constexpr auto kOk = R"({"status":"stored"})";
constexpr auto kDuplicate = R"({"status":"duplicate"})";
constexpr auto kQuarantined = R"({"status":"quarantined"})";

std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers)
        if (known == name) return value;
    return {};
}

std::string body_of(const AlarmSpec& spec = {}) {
    return *alarm_input(spec).json;
}

class IntakeTest : public ::testing::Test {
protected:
    explicit IntakeTest(EngineLoopConfig config = {}) : world_{faulty_, clock_, config} {
        const auto opened = world_.loop().open();
        EXPECT_TRUE(opened) << opened.error().message();
        const auto settings = engine_settings();
        world_.loop().submit_retained(settings_input(settings));
        world_.run();
        auto sources = std::make_shared<IntakeSources>();
        for (const auto& source : settings.sources)
            sources->by_id[source.id.str()] = {source, BearerAuth{Secret{"token-of-acme"}}};
        sources->by_id["beta"].auth = BasicAuth{"usm", Secret{"pass"}};
        sources->by_id["gamma"].auth = HmacAuth{Secret{"key"}};
        handler_.use(std::move(sources));
    }

    http::Request request(std::string path, std::string body) {
        http::Request made;
        made.method = "POST";
        made.path = std::move(path);
        made.target = made.path;
        made.headers = {{"Authorization", "Bearer token-of-acme"}};
        made.body = std::move(body);
        return made;
    }
    http::Response send(http::Request request) {
        return run([&](std::optional<http::Response>& response) {
            return answer(std::move(request), response);
        });
    }
    template <class Start>
    http::Response run(const Start& start) {
        std::optional<http::Response> response;
        boost::asio::io_context context;
        auto task = start(response);
        boost::asio::co_spawn(context, std::move(task), [](std::exception_ptr failure) {
            if (failure) std::rethrow_exception(failure);
        });
        for (int turn = 0; turn < 10 && !response; ++turn) {
            context.restart();
            context.poll();
            world_.run();
        }
        EXPECT_TRUE(response) << "no answer came";
        return response.value_or(http::Response{});
    }
    http::Response send(std::string body) { return send(request("/intake/acme", std::move(body))); }
    std::size_t stored() {
        auto reader = store_.open();
        EXPECT_TRUE(reader);
        return *(*reader)->count_alarms();
    }
    std::vector<QuarantineRecord> quarantined() {
        auto reader = store_.open();
        EXPECT_TRUE(reader);
        return *(*reader)->quarantine(10);
    }

    ManualClock clock_;
    MemoryStore store_;
    FaultyStore faulty_{store_};
    LoopWorld world_;
    ScriptedHttp http_;
    SnsGate sns_{http_, clock_, [](std::string_view, std::string_view) {}};
    IntakeHandler handler_{world_.loop(), clock_, sns_};

private:
    boost::asio::awaitable<void>
    answer(http::Request request, std::optional<http::Response>& response) {
        response = (co_await handler_.handle(std::move(request))).response;
    }
};

TEST_F(IntakeTest, AnAlarmIsStoredThenADuplicate) {
    const auto first = send(body_of());
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, kOk);
    const auto second = send(body_of());
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(second.body, kDuplicate);
    EXPECT_EQ(stored(), 1U);
}

TEST_F(IntakeTest, OtherContentUnderTheSameIdIsStored) {
    send(body_of());
    AlarmSpec changed;
    changed.title = "Another title";
    EXPECT_EQ(send(body_of(changed)).body, kOk);
    EXPECT_EQ(stored(), 2U);
}

TEST_F(IntakeTest, WhatCantBeReadIsKeptRaw) {
    const auto response = send("{not json");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, kQuarantined);
    ASSERT_EQ(quarantined().size(), 1U);
    EXPECT_EQ(quarantined().front().source, SourceId{"acme"});
    EXPECT_EQ(*quarantined().front().raw, "{not json");
    EXPECT_EQ(handler_.counters().unreadable, 1U);
    EXPECT_EQ(stored(), 0U);
}

TEST_F(IntakeTest, AnUnknownTenantIsNoOtherCustomers) {
    AlarmSpec spec;
    spec.tenant = "t-unknown";
    EXPECT_EQ(send(request("/intake/mapped", body_of(spec))).body, kQuarantined);
    EXPECT_EQ(stored(), 0U);
    spec.tenant = "t-acme";
    EXPECT_EQ(send(request("/intake/mapped", body_of(spec))).body, kOk);
}

TEST_F(IntakeTest, TheContentTypeOfAFeedSaysNothing) {
    int number = 0;
    for (const auto* type : {"text/plain; charset=UTF-8", "application/octet-stream", ""}) {
        AlarmSpec spec;
        spec.uid = "u" + std::to_string(++number);
        auto made = request("/intake/acme", body_of(spec));
        made.headers.emplace_back("Content-Type", type);
        EXPECT_EQ(send(std::move(made)).body, kOk) << type;
    }
}

// --- refused: 401, 404, 405, 413

struct Refused {
    const char* name;
    const char* path;
    std::vector<http::Header> headers;
    const char* challenge;
};

void PrintTo(const Refused& row, std::ostream* out) {
    *out << row.name;
}

class IntakeRefuses : public IntakeTest, public ::testing::WithParamInterface<Refused> {};

TEST_P(IntakeRefuses, WithoutTheRightCredentials) {
    auto made = request(GetParam().path, body_of());
    made.headers = GetParam().headers;
    const auto response = send(std::move(made));
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(header(response, "WWW-Authenticate"), GetParam().challenge);
    EXPECT_EQ(handler_.counters().unauthorised, 1U);
    EXPECT_EQ(stored(), 0U);
    EXPECT_TRUE(quarantined().empty());
}

constexpr auto kBearer = R"(Bearer realm="socbot")";

INSTANTIATE_TEST_SUITE_P(
    Credentials,
    IntakeRefuses,
    ::testing::Values(
        Refused{"None", "/intake/acme", {}, kBearer},
        Refused{"WrongToken", "/intake/acme", {{"Authorization", "Bearer token-of-acm"}}, kBearer},
        Refused{
            "ATokenAsBasic",
            "/intake/acme",
            {{"Authorization", "Basic token-of-acme"}},
            kBearer},
        Refused{
            "AnothersTokenAtABasicSource",
            "/intake/beta",
            {{"Authorization", "Bearer token-of-acme"}},
            R"(Basic realm="socbot", charset="UTF-8")"},
        Refused{
            "ASignatureThatIsNone",
            "/intake/gamma",
            {{"X-Socbot-Signature", "t=1,v1=00"}},
            R"(Signature realm="socbot")"},
        // Which sources exist is nobody's business: answered as one that does.
        Refused{
            "UnknownSource",
            "/intake/nobody",
            {{"Authorization", "Bearer token-of-acme"}},
            kBearer},
        Refused{"NoSource", "/intake/", {{"Authorization", "Bearer token-of-acme"}}, kBearer},
        Refused{
            "DeeperPath",
            "/intake/acme/x",
            {{"Authorization", "Bearer token-of-acme"}},
            kBearer}
    ),
    [](const auto& row) { return row.param.name; }
);

TEST_F(IntakeTest, BasicAndSignedSourcesAreLetIn) {
    auto basic = request("/intake/beta", body_of());
    basic.headers = {{"Authorization", "Basic dXNtOnBhc3M="}};  // usm:pass
    EXPECT_EQ(send(std::move(basic)).body, kOk);
    auto made = request("/intake/gamma", body_of());
    const auto seconds = std::to_string(clock_.now().ms / 1'000);
    const auto mac = hmac_sha256("key", seconds + "." + made.body);
    made.headers = {{"x-socbot-signature", "t=" + seconds + ",v1=" + to_hex(as_bytes(mac))}};
    EXPECT_EQ(send(made).body, kOk);
    clock_.advance(Milliseconds{301'000});
    EXPECT_EQ(send(std::move(made)).status, 401);
}

TEST_F(IntakeTest, OtherPathsAreNotHere) {
    EXPECT_EQ(send(request("/intak", body_of())).status, 404);
}

TEST_F(IntakeTest, OtherMethodsAreNotAllowed) {
    auto made = request("/intake/acme", body_of());
    made.method = "GET";
    const auto response = send(std::move(made));
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(header(response, "Allow"), "POST");
}

TEST_F(IntakeTest, ABodyBeyondTheLimitIsRefusedAndNotKept) {
    const auto response = send(std::string(kIntakeLimits.body_bytes + 1, ' '));
    EXPECT_EQ(response.status, 413);
    EXPECT_TRUE(quarantined().empty());
    EXPECT_EQ(send(std::string(kIntakeLimits.body_bytes, ' ')).body, kQuarantined);
}

TEST_F(IntakeTest, WhoMayNotHandInLearnsNothingOfLimits) {
    auto made = request("/intake/acme", std::string(kIntakeLimits.body_bytes + 1, ' '));
    made.headers.clear();
    EXPECT_EQ(send(std::move(made)).status, 401);
}

// --- ours: 503

void expect_busy(const http::Response& response) {
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(header(response, "Retry-After"), "5");
}

TEST_F(IntakeTest, AFailedCommitIsNotStoredAndMayBeSentAgain) {
    faulty_.fail_commit(1, CommitFault::lost_before_write);
    expect_busy(send(body_of()));
    EXPECT_EQ(handler_.counters().unavailable, 1U);
    EXPECT_EQ(stored(), 0U);
    expect_busy(send(body_of()));  // read-only
    clock_.advance(Milliseconds{10'000});
    world_.run();
    EXPECT_EQ(send(body_of()).body, kOk);
}

TEST_F(IntakeTest, ACommitThatHappenedUnknownToUsIsADuplicateWhenSentAgain) {
    faulty_.fail_commit(1, CommitFault::unknown_after_write);
    expect_busy(send(body_of()));
    clock_.advance(Milliseconds{10'000});
    world_.run();
    EXPECT_EQ(send(body_of()).body, kDuplicate);
    EXPECT_EQ(stored(), 1U);
}

TEST_F(IntakeTest, AStoppedServerTakesNothing) {
    world_.loop().stop();
    expect_busy(send(body_of()));
}

// --- release

class ReleaseTest : public IntakeTest {
protected:
    http::Response release(const QuarantineRecord& record) {
        return run([&](std::optional<http::Response>& response) { return order(record, response); }
        );
    }
    void use_map(std::map<std::string, CustomerCode> tenants) {
        auto settings = engine_settings();
        settings.sources.back().tenants = std::move(tenants);
        auto sources = std::make_shared<IntakeSources>();
        for (const auto& source : settings.sources)
            sources->by_id[source.id.str()] = {source, BearerAuth{Secret{"token-of-acme"}}, {}};
        handler_.use(std::move(sources));
        world_.loop().submit_retained(settings_input(settings));
        world_.run();
    }

private:
    boost::asio::awaitable<void>
    order(const QuarantineRecord& record, std::optional<http::Response>& response) {
        const auto who = person("sam");
        std::string nonce = "0123456789abcdef";
        response = co_await handler_.release(record, who, std::move(nonce));
    }
};

TEST_F(ReleaseTest, ReadsAnewAndStoresOnce) {
    AlarmSpec spec;
    spec.tenant = "t-new";
    EXPECT_EQ(send(request("/intake/mapped", body_of(spec))).body, kQuarantined);
    const auto record = quarantined().front();
    const auto still = release(record);
    EXPECT_EQ(still.status, 409);
    EXPECT_NE(still.body.find("unknown tenant"), std::string::npos) << still.body;
    use_map({{"t-new", kBeta}});
    EXPECT_EQ(release(record).body, kOk);
    EXPECT_EQ(release(record).body, kDuplicate);
    EXPECT_EQ(stored(), 1U);
    EXPECT_EQ(quarantined().size(), 1U);
}

TEST_F(ReleaseTest, WhatIsStillUnreadableStays) {
    EXPECT_EQ(send("no JSON").body, kQuarantined);
    const auto record = quarantined().front();
    const auto still = release(record);
    EXPECT_EQ(still.status, 409);
    EXPECT_NE(still.body.find("unreadable: "), std::string::npos) << still.body;
    EXPECT_EQ(quarantined().size(), 1U);
    auto nobodys = record;
    nobodys.source = SourceId{"gone"};
    EXPECT_EQ(release(nobodys).status, 409);
    world_.loop().stop();
    auto readable = record;
    readable.raw = std::make_shared<const std::string>(body_of());
    EXPECT_EQ(release(readable).status, 503);
}

// --- quota

TEST_F(IntakeTest, ASourceOverItsQuotaIsAnsweredLaterAndNoOtherNotices) {
    auto sources = std::make_shared<IntakeSources>();
    for (const auto& source : engine_settings().sources)
        sources->by_id[source.id.str()] = {
            source, BearerAuth{Secret{"token-of-acme"}}, false, Quota{1, 2}};
    handler_.use(sources);
    std::vector<std::string> told;
    handler_.on_over_quota([&](const SourceId& source) { told.push_back(source.str()); });
    AlarmSpec spec;
    for (const auto* uid : {"q1", "q2"}) {
        spec.uid = uid;
        EXPECT_EQ(send(body_of(spec)).body, kOk);
    }
    spec.uid = "q3";
    const auto refused = send(body_of(spec));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(header(refused, "Retry-After"), "1");
    EXPECT_EQ(stored(), 2U);
    EXPECT_EQ(told, (std::vector<std::string>{"acme"}));
    EXPECT_EQ(handler_.counters().over_quota, 1U);
    EXPECT_EQ(handler_.counters().unavailable, 0U);
    // A reload empties no bucket, and wrong credentials take nothing from one.
    handler_.use(sources);
    EXPECT_EQ(send(body_of(spec)).status, 503);
    auto stranger = request("/intake/beta", body_of());
    stranger.headers = {{"Authorization", "Bearer wrong"}};
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(send(stranger).status, 401);
    spec.source = "beta";
    for (const auto* uid : {"q1", "q2"}) {
        spec.uid = uid;
        EXPECT_EQ(send(request("/intake/beta", body_of(spec))).body, kOk);
    }
    clock_.advance(Milliseconds{1'000});
    spec.uid = "q3";
    EXPECT_EQ(send(body_of(spec)).body, kOk);
}

class FullIntake : public IntakeTest {
protected:
    FullIntake() : IntakeTest{no_room()} {}
    static EngineLoopConfig no_room() {
        EngineLoopConfig config;
        config.queue_bytes = 256;
        return config;
    }
};

TEST_F(FullIntake, AFullQueueTakesNothingMore) {
    expect_busy(send(std::string(300, '{')));
    EXPECT_EQ(send("{").body, kQuarantined);
}

}  // namespace
}  // namespace socbot::testing
