// Amazon SQS without its transport: which queue, what is asked, what the answers mean. The JSON
// protocol (AWS JSON 1.0) of the service's API reference; requests are signed by aws_signature.h.
#pragma once

#include "base/result.h"
#include "domain/intake/aws_signature.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace socbot {

// arn:<partition>:sqs:<region>:<account>:<name>
struct SqsQueue {
    std::string arn;
    std::string partition, region, account, name;

    std::string host() const;  // "sqs.eu-west-1.amazonaws.com"
    std::string url() const;   // what SQS calls the queue: https://<host>/<account>/<name>
};

// invalid_input, saying what is wrong.
Result<SqsQueue> parse_sqs_queue(std::string_view arn);

inline constexpr std::size_t kSqsBatch{10};  // the most messages of one request (API reference)
// An answer of ten messages of 256 KiB, escaped twice, has room; ten of the largest may not, and
// have to be asked for one by one.
inline constexpr std::size_t kSqsAnswerBytes{16U << 20U};

struct SqsReceive {
    std::size_t most{kSqsBatch};
    std::chrono::seconds wait{20};  // the longest that SQS waits (long polling)
    std::chrono::seconds visibility{300};
};

// What is posted for an action ("ReceiveMessage"): its name is in X-Amz-Target.
struct SqsCall {
    const char* action;
    std::string body;
};

SqsCall sqs_receive(const SqsQueue& queue, const SqsReceive& wanted);
// Both take 1 to kSqsBatch receipts; the answer names them by their place.
SqsCall sqs_delete(const SqsQueue& queue, const std::vector<std::string>& receipts);
// Each with how long it stays hidden from now on; at most 12 hours.
SqsCall sqs_hide(
    const SqsQueue& queue,
    const std::vector<std::pair<std::string, std::chrono::seconds>>& receipts
);
SqsCall sqs_depth(const SqsQueue& queue);

// The fields to send with a call, signed for `host` (the queue's own, or that of an endpoint).
std::vector<std::pair<std::string, std::string>> sqs_headers(
    const SqsQueue& queue,
    const SqsCall& call,
    const std::string& host,
    const AwsCredentials& credentials,
    Instant now
);

struct SqsMessage {
    std::string id;
    std::string receipt;  // of this reception; deletes and hides
    std::string body;
    unsigned receives{1};  // how often it was handed out, this time included
};

// What kind of failure an answer is: unauthorised (credentials, signature, permissions), not_found
// (no such queue), rate_limited, unavailable (5xx, or nothing SQS would say), invalid_input.
Error sqs_error(int status, std::string_view body);

Result<std::vector<SqsMessage>> read_sqs_messages(std::string_view body);

// The places of those that failed, with the first reason. invalid_input: the answer is malformed.
struct SqsFailed {
    std::vector<std::size_t> places;
    std::string reason;
};
Result<SqsFailed> read_sqs_batch(std::string_view body, std::size_t entries);

// How many messages wait to be received, about.
Result<std::uint64_t> read_sqs_depth(std::string_view body);

}  // namespace socbot
