// The commands an operator pastes: right JSON, the numbers SNS accepts, and nothing a shell would
// take for more than a word.
#include "domain/intake/sns_settings.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace socbot {
namespace {

namespace json = boost::json;

std::string settings(std::string_view user = {}) {
    return sns_settings(
        *parse_sns_topic("arn:aws:sns:eu-west-1:123456789012:soc"),
        "https://soc.example/intake/usm",
        user
    );
}

// What stands in single quotes, in order.
std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t at = text.find('\''); at != std::string::npos;) {
        const auto end = text.find('\'', at + 1);
        all.push_back(text.substr(at + 1, end - at - 1));
        at = text.find('\'', end + 1);
    }
    return all;
}

TEST(SnsSettings, ThePolicyIsWithinWhatSnsAccepts) {
    const auto policy = json::parse({sns_delivery_policy().data(), sns_delivery_policy().size()});
    const auto& retry = policy.at("healthyRetryPolicy");
    const auto number = [&](const char* name) { return retry.at(name).as_int64(); };
    EXPECT_LE(number("numRetries"), 100);
    const auto phases =
        number("numNoDelayRetries") + number("numMinDelayRetries") + number("numMaxDelayRetries");
    EXPECT_LE(phases, number("numRetries"));
    // Even if every delay were the longest, an hour is not passed.
    EXPECT_LE(
        (number("numRetries") - number("numNoDelayRetries")) * number("maxDelayTarget"), 3600
    );
    EXPECT_LE(number("minDelayTarget"), number("maxDelayTarget"));
    EXPECT_EQ(policy.at("throttlePolicy").at("maxReceivesPerSecond").as_int64(), 20);
}

TEST(SnsSettings, AreCommandsForThisTopicAndSource) {
    const auto text = settings();
    EXPECT_NE(text.find("--attribute-name SignatureVersion --attribute-value 2\n"), text.npos);
    EXPECT_NE(text.find("--notification-endpoint 'https://soc.example/intake/usm'\n"), text.npos);
    EXPECT_NE(text.find(" --region eu-west-1 "), text.npos);
    EXPECT_NE(text.find(std::string{sns_delivery_policy()}), text.npos);
}

TEST(SnsSettings, TheQueueKeepsDeadLettersOfThisTopicAlone) {
    std::size_t objects = 0;
    for (const auto& word : words(settings())) {
        if (!word.starts_with('{')) continue;
        ++objects;
        const auto value = json::parse(word);
        if (const auto* period = value.as_object().if_contains("MessageRetentionPeriod")) {
            EXPECT_EQ(period->as_string(), "1209600");
            const auto policy = json::parse(value.at("Policy").as_string());
            const auto& statement = policy.at("Statement").at(0);
            EXPECT_EQ(statement.at("Action").as_string(), "sqs:SendMessage");
            EXPECT_EQ(
                statement.at("Condition").at("ArnEquals").at("aws:SourceArn").as_string(),
                "arn:aws:sns:eu-west-1:123456789012:soc"
            );
            EXPECT_EQ(
                statement.at("Resource").as_string(),
                "arn:aws:sqs:eu-west-1:123456789012:soc-dead-letters"
            );
        }
        if (const auto* target = value.as_object().if_contains("deadLetterTargetArn")) {
            EXPECT_EQ(target->as_string(), "arn:aws:sqs:eu-west-1:123456789012:soc-dead-letters");
        }
    }
    EXPECT_EQ(objects, 3U);
}

TEST(SnsSettings, APasswordIsLeftForTheOperator) {
    EXPECT_NE(
        settings("a b'c").find("'https://a%20b%27c:PASSWORD@soc.example/intake/usm'"),
        std::string::npos
    );
}

}  // namespace
}  // namespace socbot
