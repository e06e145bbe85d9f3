// Each answer of the gate's table, and that nothing is fetched that need not be.
#include "app/sns_gate.h"

#include "base/json_writer.h"
#include "domain/intake/reader.h"
#include "support/manual_clock.h"
#include "support/scripted_http.h"
#include "support/sns_signer.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace socbot::testing {

namespace {

using Taken = std::variant<SnsMessage, http::Response>;

const SnsSigner& signer() {
    static const SnsSigner one;
    return one;
}

class SnsGateTest : public ::testing::Test {
protected:
    SnsGateTest() {
        clock_.set_wall(kSnsNow);
        auth_.rules.topics.push_back(*parse_sns_topic("arn:aws:sns:eu-west-1:123456789012:soc"));
        http_.answer([](const HttpRequest& request) -> Result<HttpResponse> {
            const bool certificate = request.url.ends_with(".pem");
            return HttpResponse{200, {}, certificate ? signer().certificate() : "<ok/>"};
        });
    }

    Taken take(http::Request request) {
        std::optional<Taken> taken;
        auto work = [&] { return run(std::move(request), taken); };
        boost::asio::co_spawn(io_, std::move(work), [](const std::exception_ptr& failure) {
            if (failure) std::rethrow_exception(failure);
        });
        io_.restart();
        io_.poll();
        EXPECT_TRUE(taken) << "no answer came";
        return taken.value_or(Taken{});
    }
    Taken take(std::string body) {
        http::Request request;
        request.method = "POST";
        request.body = std::move(body);
        return take(std::move(request));
    }
    Taken take_queued(std::string body) {
        std::optional<Taken> taken;
        auto work = [&] { return run_queued(std::move(body), taken); };
        boost::asio::co_spawn(io_, std::move(work), [](const std::exception_ptr& failure) {
            if (failure) std::rethrow_exception(failure);
        });
        io_.restart();
        io_.poll();
        EXPECT_TRUE(taken) << "no answer came";
        return taken.value_or(Taken{});
    }
    // 0: the message was handed on.
    static int status(const Taken& taken) {
        const auto* response = std::get_if<http::Response>(&taken);
        return response == nullptr ? 0 : response->status;
    }
    bool said(std::string_view event) const {
        for (const auto& each : events_)
            if (each.starts_with(event)) return true;
        return false;
    }

    ManualClock clock_;
    ScriptedHttp http_;
    std::vector<std::string> events_;
    SnsAuth auth_;
    SnsGate gate_{http_, clock_, [this](std::string_view event, std::string_view detail) {
                      events_.push_back(std::string{event} + " " + std::string{detail});
                  }};

private:
    boost::asio::awaitable<void> run(http::Request request, std::optional<Taken>& taken) {
        const SourceId source{"usm"};
        auto result = co_await gate_.take(source, auth_, request);
        taken.emplace(std::move(result));
    }
    boost::asio::awaitable<void> run_queued(std::string body, std::optional<Taken>& taken) {
        const SourceId source{"usm"};
        auto result = co_await gate_.take_queued(source, auth_, body);
        taken.emplace(std::move(result));
    }
    boost::asio::io_context io_;
};

TEST_F(SnsGateTest, HandsOnTheMessage) {
    const auto taken = take(signer().sign(SnsSigner::notification(R"({"uuid":"1"})")));
    ASSERT_TRUE(std::holds_alternative<SnsMessage>(taken)) << status(taken);
    const auto& message = std::get<SnsMessage>(taken);
    EXPECT_EQ(message.text, "{\"uuid\":\"1\"}");
    EXPECT_EQ(message.transport.channel, "arn:aws:sns:eu-west-1:123456789012:soc");
    EXPECT_EQ(message.transport.id, SnsSigner::notification("text").at("MessageId"));
    EXPECT_EQ(http_.requests().size(), 1U);
}

TEST_F(SnsGateTest, FetchesNoCertificateThatIsGiven) {
    auth_.certificates.emplace(
        "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem",
        *SnsCertificate::read(signer().certificate())
    );
    const auto taken = take(signer().sign(SnsSigner::notification("text")));
    EXPECT_EQ(status(taken), 0);
    EXPECT_TRUE(http_.requests().empty());
}

TEST_F(SnsGateTest, ConfirmsAPinnedTopicOnce) {
    const auto members = SnsSigner::confirmation();
    const auto taken = take(signer().sign(members));
    EXPECT_EQ(status(taken), 200);
    ASSERT_EQ(http_.requests().size(), 2U);
    EXPECT_EQ(http_.requests()[1].url, members.at("SubscribeURL"));
    EXPECT_EQ(http_.requests()[1].method, "GET");
    EXPECT_EQ(http_.requests()[1].redirects, 0U);
    EXPECT_TRUE(said("sns.confirmed source=usm topic="));
}

TEST_F(SnsGateTest, AConfirmationThatFailsIsTriedAgain) {
    http_.answer([](const HttpRequest& request) -> Result<HttpResponse> {
        if (request.url.ends_with(".pem")) return HttpResponse{200, {}, signer().certificate()};
        return HttpResponse{500, {}, ""};
    });
    EXPECT_EQ(status(take(signer().sign(SnsSigner::confirmation()))), 503);
    EXPECT_FALSE(said("sns.confirmed"));
}

TEST_F(SnsGateTest, AnUnsubscriptionIsNotedAndNotUndone) {
    const auto taken = take(signer().sign(SnsSigner::confirmation("UnsubscribeConfirmation")));
    EXPECT_EQ(status(taken), 200);
    EXPECT_EQ(http_.requests().size(), 1U);  // the certificate alone
    EXPECT_TRUE(said("sns.unsubscribed"));
}

TEST_F(SnsGateTest, ACertificateThatCantBeHadIsOurProblem) {
    http_.answer([](const HttpRequest&) -> Result<HttpResponse> {
        return Error{Errc::timeout, "no answer"};
    });
    EXPECT_EQ(status(take(signer().sign(SnsSigner::notification("text")))), 503);
    // A captive portal's page, too.
    clock_.advance(std::chrono::minutes{1});
    http_.answer_all(200, "<html>");
    EXPECT_EQ(status(take(signer().sign(SnsSigner::notification("text")))), 503);
}

TEST_F(SnsGateTest, RawDeliveryProvesNothing) {
    http::Request request;
    request.body = "{}";
    request.headers.emplace_back("x-amz-sns-rawdelivery", "true");
    EXPECT_EQ(status(take(std::move(request))), 403);
    EXPECT_TRUE(said("sns.refused"));
}

// "user:pass word" in Base64.
constexpr const char* kCredentials = "Basic dXNlcjpwYXNzIHdvcmQ=";

class SnsGateBasic : public SnsGateTest {
protected:
    SnsGateBasic() { auth_.basic = BasicAuth{"user", Secret{"pass word"}}; }

    static http::Request raw(const std::string& topic, const std::string& id) {
        http::Request request;
        request.body = R"({"uuid":"1"})";
        request.headers = {
            {"x-amz-sns-rawdelivery", "true"},
            {"x-amz-sns-topic-arn", topic},
            {"x-amz-sns-message-id", id},
            {"Authorization", kCredentials}};
        return request;
    }
    static constexpr const char* kTopic = "arn:aws:sns:eu-west-1:123456789012:soc";
};

// As SNS speaks it: without credentials first, and then with those of the subscription's URL.
TEST_F(SnsGateBasic, IsAskedForBesidesTheSignature) {
    http::Request request;
    request.body = signer().sign(SnsSigner::notification("text"));
    const auto first = take(request);
    ASSERT_EQ(status(first), 401);
    const auto& headers = std::get<http::Response>(first).headers;
    const bool asks = std::any_of(headers.begin(), headers.end(), [](const auto& each) {
        return each.first == "WWW-Authenticate" && each.second.starts_with("Basic realm=");
    });
    EXPECT_TRUE(asks);
    request.headers = {{"Authorization", "Basic dXNlcjp3cm9uZw=="}};
    EXPECT_EQ(status(take(request)), 401);
    EXPECT_TRUE(http_.requests().empty());  // no certificate for those who prove nothing
    EXPECT_TRUE(events_.empty());
    request.headers = {{"Authorization", kCredentials}};
    EXPECT_EQ(status(take(request)), 0);
    request.body.replace(request.body.find("text"), 4, "tent");
    EXPECT_EQ(status(take(request)), 403);  // the signature still counts
}

TEST_F(SnsGateBasic, TakesWhatIsDeliveredRawOnAPinnedTopic) {
    const auto taken = take(raw(kTopic, "m1"));
    ASSERT_EQ(status(taken), 0);
    const auto& message = std::get<SnsMessage>(taken);
    EXPECT_EQ(message.text, R"({"uuid":"1"})");
    EXPECT_EQ(message.transport, (TransportId{kTopic, "m1"}));
    EXPECT_TRUE(http_.requests().empty());
}

TEST_F(SnsGateBasic, RefusesOtherRawMessages) {
    EXPECT_EQ(status(take(raw("arn:aws:sns:eu-west-1:123456789012:other", "m1"))), 403);
    EXPECT_EQ(status(take(raw(kTopic, ""))), 400);
    EXPECT_EQ(status(take(raw(kTopic, std::string(129, 'a')))), 400);
    EXPECT_EQ(status(take(raw(kTopic, "a\nb"))), 400);
    auto request = raw(kTopic, "m1");
    request.headers.pop_back();
    EXPECT_EQ(status(take(std::move(request))), 401);
}

TEST_F(SnsGateTest, ReasonsAreSaidOnceASecond) {
    for (int i = 0; i < 5; ++i)
        (void)take(std::string{"hello"});
    EXPECT_EQ(events_.size(), 1U);
    clock_.advance(std::chrono::seconds{1});
    (void)take(std::string{"hello"});
    ASSERT_EQ(events_.size(), 2U);
    EXPECT_TRUE(events_.back().ends_with(" others=4")) << events_.back();
}

struct Refused {
    const char* name;
    int status;
    std::size_t fetches;  // how many requests it may cause
    std::function<std::string(SnsSigner::Members)> body;
    bool confirmation{false};
};

class SnsGateRefusal : public SnsGateTest, public ::testing::WithParamInterface<Refused> {};

TEST_P(SnsGateRefusal, HasItsStatusAndCausesNothingMore) {
    const auto& row = GetParam();
    const auto members =
        row.confirmation ? SnsSigner::confirmation() : SnsSigner::notification("text");
    const auto taken = take(row.body(members));
    EXPECT_EQ(status(taken), row.status);
    EXPECT_EQ(http_.requests().size(), row.fetches);
}

auto set(const char* name, const std::string& value) {
    return [name, value](SnsSigner::Members members) {
        members[name] = value;
        return signer().sign(std::move(members));
    };
}
// Changed after it was signed.
auto forge(const char* name, const std::string& value) {
    return [name, value](const SnsSigner::Members& members) {
        auto text = signer().sign(members);
        const auto& old = members.at(name);
        std::string from, to;
        append_json_escaped(from, old);
        append_json_escaped(to, value);
        text.replace(text.find(from), from.size(), to);
        return text;
    };
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    SnsGateRefusal,
    ::testing::Values(
        Refused{"NoJson", 400, 0, [](auto) { return std::string{"hello"}; }},
        Refused{"Empty", 400, 0, [](auto) { return std::string{}; }},
        Refused{"NoEnvelope", 400, 0, [](auto) { return std::string{"{\"uuid\":\"1\"}"}; }},
        Refused{
            "TooLarge",
            413,
            0,
            [](auto) { return std::string(kIntakeLimits.body_bytes + 1, ' '); }},
        Refused{"UnknownType", 400, 0, set("Type", "Other")},
        Refused{"UnknownVersion", 400, 0, set("SignatureVersion", "3")},
        Refused{"OtherTopic", 403, 0, set("TopicArn", "arn:aws:sns:eu-west-1:123456789012:other")},
        Refused{"OtherAccount", 403, 0, set("TopicArn", "arn:aws:sns:eu-west-1:999999999999:soc")},
        Refused{"OtherRegion", 403, 0, set("TopicArn", "arn:aws:sns:us-east-1:123456789012:soc")},
        Refused{"OtherHost", 403, 0, set("SigningCertURL", "https://evil.example/x.pem")},
        Refused{"Old", 403, 0, set("Timestamp", "2026-03-01T10:44:59.999Z")},
        Refused{"Future", 403, 0, set("Timestamp", "2026-03-01T12:05:00.001Z")},
        Refused{"ForgedMessage", 403, 1, forge("Message", "forged")},
        Refused{"ForgedId", 403, 1, forge("MessageId", "21111111-2222-3333-4444-555555555555")},
        Refused{"ForgedTime", 403, 1, forge("Timestamp", "2026-03-01T12:00:00.124Z")},
        Refused{"ForgedToken", 403, 1, forge("Token", "0000"), true},
        Refused{
            "OtherSubscribeHost",
            403,
            1,
            set("SubscribeURL", "https://evil.example/?Action=ConfirmSubscription"),
            true},
        Refused{
            "SubscribeUrlOfMetadata",
            403,
            1,
            set("SubscribeURL", "http://169.254.169.254/latest/meta-data/"),
            true}
    ),
    [](const auto& row) { return row.param.name; }
);

class SnsGateQueueTest : public SnsGateTest {
protected:
    // The status of a message of `sent` that is taken `after` that.
    int status_of(const std::string& sent, Milliseconds after) {
        auto members = SnsSigner::notification("text");
        members["Timestamp"] = sent;
        clock_.set_wall(*parse_rfc3339(sent) + after);
        return status(take_queued(signer().sign(members)));
    }
};

constexpr Milliseconds kDay{86'400'000};

TEST_F(SnsGateQueueTest, AQueuedMessageMayBeFourteenDaysOld) {
    // Longer than `oldest`, and after the end of the certificate, which was in force then.
    EXPECT_EQ(status_of("2026-03-01T12:00:00.000Z", 14 * kDay), 0);
    EXPECT_EQ(status_of("2026-03-01T12:00:00.000Z", 14 * kDay + Milliseconds{1}), 403);
    EXPECT_EQ(status_of("2026-03-01T12:00:00.000Z", Milliseconds{-300'001}), 403);
}

TEST_F(SnsGateQueueTest, ItsCertificateCountsAtItsOwnTime) {
    EXPECT_EQ(status_of("2026-03-02T11:59:59.000Z", kDay), 0);
    EXPECT_EQ(status_of("2026-03-02T12:00:01.000Z", kDay), 403);
    EXPECT_EQ(status_of("2026-02-28T11:59:59.000Z", kDay), 403);
}

TEST_F(SnsGateQueueTest, TheRestIsAsForPushedOnes) {
    EXPECT_EQ(status(take_queued("{\"uuid\":\"1\"}")), 400);
    EXPECT_EQ(status(take_queued(std::string(kIntakeLimits.body_bytes + 1, ' '))), 413);
    auto members = SnsSigner::notification("text");
    members["TopicArn"] = "arn:aws:sns:eu-west-1:123456789012:other";
    EXPECT_EQ(status(take_queued(signer().sign(members))), 403);
    EXPECT_TRUE(http_.requests().empty());
    EXPECT_EQ(status(take_queued(signer().sign(SnsSigner::confirmation()))), 200);
    EXPECT_TRUE(said("sns.confirmed"));
    const auto taken = take_queued(signer().sign(SnsSigner::notification("text")));
    ASSERT_TRUE(std::holds_alternative<SnsMessage>(taken));
    EXPECT_EQ(std::get<SnsMessage>(taken).text, "text");
    EXPECT_EQ(std::get<SnsMessage>(taken).transport.id, "11111111-2222-3333-4444-555555555555");
}

TEST_F(SnsGateTest, AnExpiredCertificateIsRefused) {
    auto members = SnsSigner::notification("text");
    members["Timestamp"] = "2026-03-03T12:00:00.123Z";
    clock_.advance(std::chrono::hours{48});
    EXPECT_EQ(status(take(signer().sign(members))), 403);
}

}  // namespace

}  // namespace socbot::testing
