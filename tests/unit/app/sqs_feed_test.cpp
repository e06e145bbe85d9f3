// A queue drained: nothing is deleted that is not on disk, nothing that proves nothing is stored,
// and every kind of trouble ends.
#include "app/sqs_feed.h"

#include "base/json_writer.h"
#include "support/engine_samples.h"
#include "support/faulty_store.h"
#include "support/loop_world.h"
#include "support/memory_store.h"
#include "support/scripted_http.h"
#include "support/sns_signer.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <exception>
#include <string>
#include <vector>

namespace socbot::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const SnsSigner& signer() {
    static const SnsSigner one;
    return one;
}

class MiddleRandom final : public Random {
public:
    std::string bytes(std::size_t count) override { return std::string(count, '\x7f'); }
};

std::string envelope(const std::string& message, const std::string& id = "1") {
    auto members = SnsSigner::notification(message);
    members["MessageId"] = id;
    return signer().sign(members);
}

std::string alarm(const std::string& uid) {
    AlarmSpec spec;
    spec.uid = uid;
    return *alarm_input(spec).json;
}

// SQS as far as a feed sees it: hands out what is put in, once, and remembers what it was asked.
class Queue {
public:
    void put(std::string body) { bodies_.push_back(std::move(body)); }
    void fail(const std::string& action, int status, const std::string& type, int times = 1) {
        for (int i = 0; i < times; ++i)
            failures_.push_back({action, status, R"({"__type":")" + type + R"("})"});
    }
    // The next answer to a reception is larger than is read.
    void answer_too_much() { too_much_ = true; }

    std::vector<std::string> bodies_of(std::string_view action) const {
        std::vector<std::string> found;
        for (const auto& [name, body] : calls_)
            if (name == action) found.push_back(body);
        return found;
    }
    std::size_t count(std::string_view action) const { return bodies_of(action).size(); }

    Result<HttpResponse> operator()(const HttpRequest& request) {
        std::string action;
        for (const auto& [name, value] : request.headers)
            if (name == "X-Amz-Target") action = value.substr(value.find('.') + 1);
        calls_.emplace_back(action, request.body);
        for (auto failure = failures_.begin(); failure != failures_.end(); ++failure)
            if (failure->action == action) {
                HttpResponse answer{failure->status, {}, failure->body};
                failures_.erase(failure);
                return answer;
            }
        if (action == "ReceiveMessage" && std::exchange(too_much_, false))
            return Error{Errc::invalid_input, "the response is too large"};
        if (action == "GetQueueAttributes")
            return HttpResponse{200, {}, R"({"Attributes":{"ApproximateNumberOfMessages":"7"}})"};
        return HttpResponse{200, {}, action == "ReceiveMessage" ? messages() : "{}"};
    }

private:
    struct Failure {
        std::string action;
        int status;
        std::string body;
    };

    std::string messages() {
        std::string text;
        JsonWriter json{text};
        json.open_object().key("Messages").open_array();
        for (std::size_t i = 0; i < 10 && !bodies_.empty(); ++i) {
            json.open_object().key("MessageId").string("m");
            json.key("ReceiptHandle").string("r" + std::to_string(++handed_out_));
            json.key("Body").string(bodies_.front()).close_object();
            bodies_.pop_front();
        }
        json.close_array().close_object();
        return text;
    }

    std::deque<std::string> bodies_;
    std::vector<Failure> failures_;
    std::vector<std::pair<std::string, std::string>> calls_;
    int handed_out_{0};
    bool too_much_{false};
};

class SqsFeedTest : public ::testing::Test {
protected:
    SqsFeedTest() {
        clock_.set_wall(kSnsNow);
        EXPECT_TRUE(world_.loop().open());
        const auto settings = engine_settings();
        world_.loop().submit_retained(settings_input(settings));
        world_.run();
        SnsAuth auth;
        auth.rules.topics.push_back(*parse_sns_topic("arn:aws:sns:eu-west-1:123456789012:soc"));
        auth.certificates.emplace(
            "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem",
            *SnsCertificate::read(signer().certificate())
        );
        auto sources = std::make_shared<IntakeSources>();
        for (const auto& source : settings.sources)
            sources->by_id[source.id.str()] = {source, auth};
        intake_.use(std::move(sources));
        config_.source = SourceId{"acme"};
        config_.queue = *parse_sqs_queue("arn:aws:sqs:eu-west-1:123456789012:soc-alarms");
        config_.keys = [this]() -> Result<AwsCredentials> {
            ++keys_read_;
            return AwsCredentials{"AKID", Secret{"s"}, {}};
        };
        pace_.first_pause = std::chrono::milliseconds{10};
        pace_.longest_pause = std::chrono::milliseconds{20};
        pace_.wait = std::chrono::seconds{0};  // a queue that is empty is asked again at once
        http_.answer([this](const HttpRequest& request) { return queue_(request); });
    }
    ~SqsFeedTest() override { stop(); }

    void start() {
        feed_ = std::make_unique<SqsFeed>(
            config_, pace_, http_, intake_, world_.loop(), clock_, random_, report()
        );
        boost::asio::co_spawn(
            io_,
            [this] { return feed_->run(); },
            boost::asio::bind_cancellation_slot(
                signal_.slot(),
                [this](const std::exception_ptr& failure) {
                    EXPECT_FALSE(failure);
                    ended_ = true;
                }
            )
        );
    }
    // Until `done`, or for five seconds. The engine commits only with `committing`.
    template <class Done>
    bool run(const Done& done, bool committing = true) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        while (!done() && std::chrono::steady_clock::now() < end) {
            io_.restart();
            io_.run_for(std::chrono::milliseconds{1});
            if (committing) world_.run();
        }
        return done();
    }
    void stop() {
        if (!feed_ || ended_) return;
        feed_->stop();
        signal_.emit(boost::asio::cancellation_type::terminal);
        EXPECT_TRUE(run([this] { return ended_; }));
    }
    std::size_t stored() { return *(*store_.open())->count_alarms(); }
    bool said(std::string_view event) const {
        for (const auto& each : events_)
            if (each.starts_with(event)) return true;
        return false;
    }
    const SqsCounters& counters() const { return feed_->counters(); }

    ManualClock clock_;
    MemoryStore store_;
    FaultyStore faulty_{store_};
    LoopWorld world_{faulty_, clock_};
    ScriptedHttp http_;
    SnsGate gate_{http_, clock_, [](std::string_view, std::string_view) {}};
    IntakeHandler intake_{world_.loop(), clock_, gate_};
    MiddleRandom random_;
    Queue queue_;
    SqsFeedConfig config_;
    SqsPace pace_;
    int keys_read_{0};
    std::vector<std::string> events_;
    boost::asio::io_context io_;
    std::unique_ptr<SqsFeed> feed_;

private:
    SqsFeed::Report report() {
        return [this](std::string_view event, std::string_view detail) {
            events_.push_back(std::string{event} + " " + std::string{detail});
        };
    }

    boost::asio::cancellation_signal signal_;
    bool ended_{false};
};

TEST_F(SqsFeedTest, DeletesWhatIsOnDiskAndNothingBefore) {
    queue_.put(envelope(alarm("u1"), "1"));
    queue_.put(envelope(alarm("u2"), "2"));
    start();
    ASSERT_TRUE(run([this] { return counters().received == 2U; }, false));
    ASSERT_TRUE(run([this] { return queue_.count("ReceiveMessage") > 3; }, false));
    EXPECT_EQ(queue_.count("DeleteMessageBatch"), 0U);
    ASSERT_TRUE(run([this] { return counters().deleted == 2U; }));
    EXPECT_EQ(stored(), 2U);
    EXPECT_THAT(
        queue_.bodies_of("DeleteMessageBatch"),
        ElementsAre(HasSubstr(
            R"("Entries":[{"Id":"0","ReceiptHandle":"r1"},{"Id":"1","ReceiptHandle":"r2"}])"
        ))
    );
    EXPECT_EQ(counters().stored, 2U);
    EXPECT_EQ(feed_->trouble(), "");
    EXPECT_EQ(counters().waiting, 7U);
}

TEST_F(SqsFeedTest, DeletesWhatRepeatsAndWhatIsKeptRaw) {
    const auto first = envelope(alarm("u1"), "1");
    for (const auto& body : {first, first, envelope(alarm("u1"), "2"), envelope("hello", "3")})
        queue_.put(body);
    start();
    ASSERT_TRUE(run([this] { return counters().deleted == 4U; }));
    EXPECT_EQ(stored(), 1U);
    EXPECT_THAT(*(*store_.open())->quarantine(10), SizeIs(1));
}

TEST_F(SqsFeedTest, HidesWhatProvesNothingAndNeverDeletesIt) {
    auto forged = envelope(alarm("u1"));
    forged.replace(forged.find("\\\"u1\\\""), 6, "\\\"u2\\\"");
    queue_.put(forged);
    queue_.put("no envelope");
    queue_.put(envelope(alarm("u3"), "3"));
    start();
    ASSERT_TRUE(run([this] { return queue_.count("ChangeMessageVisibilityBatch") == 1; }));
    EXPECT_EQ(counters().refused, 2U);
    EXPECT_EQ(counters().deleted, 1U);
    EXPECT_EQ(stored(), 1U);
    EXPECT_THAT(
        queue_.bodies_of("ChangeMessageVisibilityBatch"),
        ElementsAre(HasSubstr(R"([{"Id":"0","ReceiptHandle":"r1","VisibilityTimeout":600},)"
                              R"({"Id":"1","ReceiptHandle":"r2","VisibilityTimeout":600}])"))
    );
    EXPECT_THAT(
        queue_.bodies_of("DeleteMessageBatch"), ElementsAre(HasSubstr(R"("ReceiptHandle":"r3")"))
    );
}

TEST_F(SqsFeedTest, TriesAgainWhatCantBeStoredNow) {
    queue_.put(envelope(alarm("u1")));
    start();
    ASSERT_TRUE(run([this] { return counters().received == 1U; }, false));
    faulty_.fail_commit(1, CommitFault::lost_before_write);
    ASSERT_TRUE(run([this] { return world_.loop().state() != LoopState::running; }));
    EXPECT_EQ(queue_.count("DeleteMessageBatch"), 0U);
    ASSERT_TRUE(run([this] {
        clock_.advance(Milliseconds{100});  // the probe's back-off
        return counters().deleted == 1U;
    }));
    EXPECT_EQ(stored(), 1U);
}

TEST_F(SqsFeedTest, LeavesWhatIsNoLongerItsToHold) {
    queue_.put(envelope(alarm("u1")));
    start();
    ASSERT_TRUE(run([this] { return counters().received == 1U; }, false));
    faulty_.fill_disk(true);
    ASSERT_TRUE(run([this] { return world_.loop().state() != LoopState::running; }));
    clock_.advance(config_.visibility);
    stop();  // waits for what is in hand
    EXPECT_EQ(queue_.count("DeleteMessageBatch"), 0U);
    EXPECT_EQ(counters().stored, 0U);
}

TEST_F(SqsFeedTest, ReceivesNothingWhileNothingCanBeStored) {
    queue_.put(envelope(alarm("u1")));
    faulty_.fill_disk(true);
    auto ending = world_.submit(Input{alarm_input({})});
    world_.run();
    ASSERT_NE(world_.loop().state(), LoopState::running);
    start();
    int turns = 0;
    run([&turns] { return ++turns > 20; });
    EXPECT_EQ(queue_.count("ReceiveMessage"), 0U);
}

TEST_F(SqsFeedTest, AsksForOneWhenTenAreTooLarge) {
    queue_.answer_too_much();
    queue_.put(envelope(alarm("u1")));
    start();
    ASSERT_TRUE(run([this] { return counters().deleted == 1U; }));
    const auto asked = queue_.bodies_of("ReceiveMessage");
    ASSERT_GE(asked.size(), 2U);
    EXPECT_THAT(asked[0], HasSubstr(R"("MaxNumberOfMessages":10)"));
    EXPECT_THAT(asked[1], HasSubstr(R"("MaxNumberOfMessages":1,)"));
    ASSERT_TRUE(run([this] { return queue_.count("ReceiveMessage") > 25; }));
    EXPECT_THAT(
        queue_.bodies_of("ReceiveMessage").back(), HasSubstr(R"("MaxNumberOfMessages":10)")
    );
}

TEST_F(SqsFeedTest, SaysWhyItIsRefusedAndReadsTheKeysAgain) {
    queue_.put(envelope(alarm("u1")));
    queue_.fail("ReceiveMessage", 403, "ExpiredTokenException", 2);
    start();
    ASSERT_TRUE(run([this] { return counters().failures == 1U; }));
    EXPECT_THAT(feed_->trouble(), HasSubstr("ExpiredTokenException, since 2026-03-01T12:00:00"));
    ASSERT_TRUE(run([this] { return counters().deleted == 1U; }));
    EXPECT_EQ(feed_->trouble(), "");
    EXPECT_TRUE(said("sqs.failing source=acme queue=soc-alarms reason="));
    EXPECT_TRUE(said("sqs.recovered source=acme queue=soc-alarms failures=2"));
    EXPECT_EQ(keys_read_, 3);
}

TEST_F(SqsFeedTest, AMomentOfThrottlingIsNoTrouble) {
    queue_.fail("ReceiveMessage", 400, "com.amazonaws.sqs#RequestThrottled", 2);
    queue_.put(envelope(alarm("u1")));
    start();
    ASSERT_TRUE(run([this] { return counters().failures == 2U; }));
    EXPECT_EQ(feed_->trouble(), "");
    ASSERT_TRUE(run([this] { return counters().deleted == 1U; }));
    queue_.fail("ReceiveMessage", 400, "com.amazonaws.sqs#RequestThrottled", 100);
    ASSERT_TRUE(run([this] { return counters().failures >= 5U; }));
    EXPECT_THAT(feed_->trouble(), HasSubstr("RequestThrottled"));
}

TEST_F(SqsFeedTest, TriesADeletionAgainAndSaysWhenItGivesUp) {
    queue_.put(envelope(alarm("u1")));
    queue_.fail("DeleteMessageBatch", 500, "InternalFailure", 2);
    start();
    ASSERT_TRUE(run([this] { return counters().deleted == 1U; }));
    EXPECT_FALSE(said("sqs.undeleted"));
    queue_.fail("DeleteMessageBatch", 400, "AccessDenied", 3);
    queue_.put(envelope(alarm("u2"), "2"));
    ASSERT_TRUE(run([this] { return said("sqs.undeleted"); }));
    EXPECT_THAT(feed_->trouble(), HasSubstr("stored messages can't be deleted: status 400"));
    queue_.put(envelope(alarm("u2"), "2"));  // as it comes again
    ASSERT_TRUE(run([this] { return counters().deleted == 2U; }));
    EXPECT_EQ(feed_->trouble(), "");
    EXPECT_EQ(stored(), 2U);
}

TEST_F(SqsFeedTest, LooksAtDeadLettersNowAndThen) {
    config_.dead_letters = true;
    pace_.dead_letter_pause = std::chrono::seconds{3600};
    queue_.put(envelope(alarm("u1")));
    start();
    ASSERT_TRUE(run([this] { return counters().deleted == 1U; }));
    int turns = 0;
    run([&turns] { return ++turns > 20; });
    const auto asked = queue_.bodies_of("ReceiveMessage");
    EXPECT_THAT(asked, SizeIs(2));
    EXPECT_THAT(asked[0], HasSubstr(R"("WaitTimeSeconds":1)"));
}

TEST_F(SqsFeedTest, HoldsAFewBatchesAtATime) {
    pace_.batches = 2;
    for (int i = 0; i < 50; ++i)
        queue_.put(envelope(alarm("u" + std::to_string(i)), std::to_string(i)));
    start();
    ASSERT_TRUE(run([this] { return counters().received == 20U; }, false));
    int turns = 0;
    run([&turns] { return ++turns > 20; }, false);
    EXPECT_EQ(counters().received, 20U);
    ASSERT_TRUE(run([this] { return counters().deleted == 50U; }));
    EXPECT_EQ(stored(), 50U);
}

TEST_F(SqsFeedTest, FinishesWhatItHoldsWhenStopped) {
    queue_.put(envelope(alarm("u1")));
    start();
    ASSERT_TRUE(run([this] { return counters().received == 1U; }, false));
    stop();
    EXPECT_EQ(counters().deleted, 1U);
    const auto asked = queue_.count("ReceiveMessage");
    int turns = 0;
    run([&turns] { return ++turns > 20; });
    EXPECT_EQ(queue_.count("ReceiveMessage"), asked);
}

TEST_F(SqsFeedTest, SignsForTheEndpointItGoesTo) {
    config_.endpoint = "http://127.0.0.1:9000";
    start();
    ASSERT_TRUE(run([this] { return queue_.count("ReceiveMessage") > 0; }));
    const auto& request = http_.requests().back();
    EXPECT_EQ(request.url, "http://127.0.0.1:9000/");
    EXPECT_THAT(request.body, HasSubstr("https://sqs.eu-west-1.amazonaws.com/123456789012/"));
}

TEST(AwsKeys, AreReadAgainAfterAMinuteAndWhenRefused) {
    int reads = 0;
    bool there = true;
    AwsKeys keys{[&]() -> Result<AwsCredentials> {
        ++reads;
        if (!there) return Error{Errc::not_found, "is not there"};
        return AwsCredentials{"AKID" + std::to_string(reads), Secret{"s"}, {}};
    }};
    std::chrono::steady_clock::time_point now{std::chrono::hours{1}};
    EXPECT_EQ(keys.get(now)->key_id, "AKID1");
    EXPECT_EQ(keys.get(now + std::chrono::seconds{59})->key_id, "AKID1");
    EXPECT_EQ(keys.get(now + std::chrono::seconds{60})->key_id, "AKID2");
    keys.refused();
    EXPECT_EQ(keys.get(now + std::chrono::seconds{61})->key_id, "AKID3");
    // A file that is being replaced: the last ones stand.
    there = false;
    EXPECT_EQ(keys.get(now + std::chrono::seconds{200})->key_id, "AKID3");
    AwsKeys none{[]() -> Result<AwsCredentials> { return Error{Errc::not_found, "no file"}; }};
    EXPECT_EQ(none.get(now).error().code(), Errc::unauthorised);
}

}  // namespace
}  // namespace socbot::testing
