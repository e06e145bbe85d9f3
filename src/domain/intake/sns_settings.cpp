// See sns_settings.h.
#include "domain/intake/sns_settings.h"

#include <string>

namespace socbot {

namespace {

constexpr std::string_view kDeliveryPolicy =
    R"({"healthyRetryPolicy":{"numRetries":50,"numNoDelayRetries":3,"numMinDelayRetries":2,)"
    R"("numMaxDelayRetries":35,"minDelayTarget":1,"maxDelayTarget":60,)"
    R"("backoffFunction":"exponential"},"throttlePolicy":{"maxReceivesPerSecond":20},)"
    R"("requestPolicy":{"headerContentType":"application/json"}})";

// A word of a shell: single quotes around, since neither ARNs nor our JSON hold any.
std::string quoted(std::string_view text) {
    return "'" + std::string{text} + "'";
}

// https://user:PASSWORD@host/...: SNS takes the credentials from the URL.
std::string with_user(std::string_view endpoint, std::string_view user) {
    constexpr std::string_view kScheme = "https://";
    if (user.empty() || !endpoint.starts_with(kScheme)) return std::string{endpoint};
    std::string url{kScheme};
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (const char c : user) {
        const auto byte = static_cast<unsigned char>(c);
        if (kPlain.find(c) != std::string_view::npos)
            url.push_back(c);
        else
            url.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
    return url.append(":PASSWORD@").append(endpoint.substr(kScheme.size()));
}

// Lets this topic alone put its dead letters there.
std::string queue_policy(const SnsTopic& topic, const std::string& queue) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":)"
           R"("sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":")" +
           queue + R"(","Condition":{"ArnEquals":{"aws:SourceArn":")" + topic.arn + R"("}}}]})";
}

// As the value of a JSON member.
std::string escaped(std::string_view json) {
    std::string text;
    for (const char c : json) {
        if (c == '"') text.push_back('\\');
        text.push_back(c);
    }
    return text;
}

}  // namespace

std::string_view sns_delivery_policy() {
    return kDeliveryPolicy;
}

std::string sns_settings(const SnsTopic& topic, std::string_view endpoint, std::string_view user) {
    const std::string name = topic.name + "-dead-letters";
    const std::string queue =
        "arn:" + topic.partition + ":sqs:" + topic.region + ":" + topic.account + ":" + name;
    const std::string region = " --region " + topic.region;
    const std::string attributes = R"({"MessageRetentionPeriod":")" +
                                   std::to_string(kSnsDeadLetterSeconds) + R"(","Policy":")" +
                                   escaped(queue_policy(topic, queue)) + R"("})";
    std::string text;
    const auto line = [&text](const std::string& command) { text.append(command).push_back('\n'); };
    line("# " + topic.arn);
    line("# 1. signatures of SHA-256, and the subscription: socbot confirms it by itself");
    line(
        "aws sns set-topic-attributes" + region + " --topic-arn " + quoted(topic.arn) +
        " --attribute-name SignatureVersion --attribute-value 2"
    );
    line(
        "aws sns subscribe" + region + " --topic-arn " + quoted(topic.arn) +
        " --protocol https --notification-endpoint " + quoted(with_user(endpoint, user))
    );
    line("# 2. its ARN, once it is confirmed: SUBSCRIPTION below");
    line("aws sns list-subscriptions-by-topic" + region + " --topic-arn " + quoted(topic.arn));
    line("# 3. retries for about 38 minutes instead of one");
    line(
        "aws sns set-subscription-attributes" + region +
        " --subscription-arn SUBSCRIPTION --attribute-name DeliveryPolicy --attribute-value " +
        quoted(kDeliveryPolicy)
    );
    line("# 4. what could not be delivered is kept for 14 days");
    line(
        "aws sqs create-queue" + region + " --queue-name " + quoted(name) + " --attributes " +
        quoted(attributes)
    );
    line(
        "aws sns set-subscription-attributes" + region +
        " --subscription-arn SUBSCRIPTION --attribute-name RedrivePolicy --attribute-value " +
        quoted(R"({"deadLetterTargetArn":")" + queue + R"("})")
    );
    return text;
}

}  // namespace socbot
