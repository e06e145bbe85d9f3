// Building requests; answers are read in sqs_answers.cpp. See sqs.h.
#include "domain/intake/sqs.h"

#include "base/check.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/intake/sns_topic.h"

#include <algorithm>

namespace socbot {

namespace {

constexpr std::size_t kNameBytes = 80;  // API reference, CreateQueue
constexpr std::chrono::seconds kHiddenMost{12 * 3600};

Error wrong(std::string_view arn, std::string_view what) {
    return Error{
        Errc::invalid_input, quote_for_log(arn, 128) + " is no queue: " + std::string{what}};
}

// {"QueueUrl": ..., and what `more` adds.
template <class More>
std::string body_of(const SqsQueue& queue, const More& more) {
    std::string text;
    JsonWriter json{text};
    json.open_object().key("QueueUrl").string(queue.url());
    more(json);
    json.close_object();
    return text;
}

void open_entry(JsonWriter& json, std::size_t place, std::string_view receipt) {
    json.open_object().key("Id").string(std::to_string(place));
    json.key("ReceiptHandle").string(receipt);
}

}  // namespace

std::string SqsQueue::host() const {
    return "sqs." + region + "." + std::string{*aws_suffix(partition)};
}

std::string SqsQueue::url() const {
    return "https://" + host() + "/" + account + "/" + name;
}

Result<SqsQueue> parse_sqs_queue(std::string_view arn) {
    const auto parts = split(arn, ':');
    if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "sqs")
        return wrong(arn, "it has the form arn:aws:sqs:<region>:<account>:<name>");
    // Partition, region, account and letters as those of topics.
    const std::string as_topic = "arn:" + std::string{parts[1]} + ":sns:" + std::string{parts[3]} +
                                 ":" + std::string{parts[4]} + ":" + std::string{parts[5]};
    const auto alike = parse_sns_topic(as_topic);
    if (!alike) {
        const std::string_view why = alike.error().message();
        return wrong(arn, why.substr(std::min(why.size(), why.rfind(": ") + 2)));
    }
    if (parts[5].size() > kNameBytes) return wrong(arn, "a name has at most 80 characters");
    SqsQueue queue;
    queue.arn = arn;
    queue.partition = parts[1];
    queue.region = parts[3];
    queue.account = parts[4];
    queue.name = parts[5];
    return queue;
}

SqsCall sqs_receive(const SqsQueue& queue, const SqsReceive& wanted) {
    return {"ReceiveMessage", body_of(queue, [&](JsonWriter& json) {
                json.key("MaxNumberOfMessages").number(std::uint64_t{wanted.most});
                json.key("WaitTimeSeconds").number(std::int64_t{wanted.wait.count()});
                json.key("VisibilityTimeout").number(std::int64_t{wanted.visibility.count()});
                json.key("MessageSystemAttributeNames").open_array();
                json.string("ApproximateReceiveCount").close_array();
            })};
}

SqsCall sqs_delete(const SqsQueue& queue, const std::vector<std::string>& receipts) {
    SOCBOT_CHECK(!receipts.empty() && receipts.size() <= kSqsBatch, "a batch has 1 to 10 entries");
    return {"DeleteMessageBatch", body_of(queue, [&](JsonWriter& json) {
                json.key("Entries").open_array();
                for (std::size_t place = 0; place < receipts.size(); ++place) {
                    open_entry(json, place, receipts[place]);
                    json.close_object();
                }
                json.close_array();
            })};
}

SqsCall sqs_hide(
    const SqsQueue& queue,
    const std::vector<std::pair<std::string, std::chrono::seconds>>& receipts
) {
    SOCBOT_CHECK(!receipts.empty() && receipts.size() <= kSqsBatch, "a batch has 1 to 10 entries");
    return {"ChangeMessageVisibilityBatch", body_of(queue, [&](JsonWriter& json) {
                json.key("Entries").open_array();
                for (std::size_t place = 0; place < receipts.size(); ++place) {
                    const auto& [receipt, hidden] = receipts[place];
                    open_entry(json, place, receipt);
                    const std::int64_t seconds = std::min(hidden, kHiddenMost).count();
                    json.key("VisibilityTimeout").number(seconds).close_object();
                }
                json.close_array();
            })};
}

SqsCall sqs_depth(const SqsQueue& queue) {
    return {"GetQueueAttributes", body_of(queue, [](JsonWriter& json) {
                json.key("AttributeNames").open_array();
                json.string("ApproximateNumberOfMessages").close_array();
            })};
}

std::vector<std::pair<std::string, std::string>> sqs_headers(
    const SqsQueue& queue,
    const SqsCall& call,
    const std::string& host,
    const AwsCredentials& credentials,
    Instant now
) {
    AwsRequest request;
    request.host = host;
    request.headers = {
        {"Content-Type", "application/x-amz-json-1.0"},
        {"X-Amz-Target", std::string{"AmazonSQS."} + call.action}};
    request.body = call.body;
    auto fields = request.headers;
    auto added = sign_aws(request, {queue.region, "sqs"}, credentials, now);
    std::move(added.begin(), added.end(), std::back_inserter(fields));
    return fields;
}

}  // namespace socbot
