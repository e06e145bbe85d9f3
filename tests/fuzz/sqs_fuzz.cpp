// Answers of SQS, and credentials files. Whatever the bytes: no more messages than were asked for,
// each with a receipt, no place that was not sent, errors of one line.
#include "domain/intake/sqs.h"

#include "base/check.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

namespace {

void check_batch(std::string_view bytes) {
    const auto failed = read_sqs_batch(bytes, 3);
    if (!failed) return;
    for (const auto place : failed->places)
        SOCBOT_CHECK(place < 3, "only what was sent can fail");
}

void check_error(std::string_view bytes) {
    const auto error = sqs_error(400, bytes);
    SOCBOT_CHECK(error.message().size() < 512, "an error is short");
    SOCBOT_CHECK(error.message().find('\n') == std::string::npos, "an error is one line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{as_chars(data), size};
    if (const auto messages = read_sqs_messages(bytes)) {
        SOCBOT_CHECK(messages->size() <= kSqsBatch, "as many as asked for");
        for (const auto& message : *messages)
            SOCBOT_CHECK(!message.receipt.empty(), "what is received can be deleted");
    }
    check_batch(bytes);
    check_error(bytes);
    [[maybe_unused]] const auto depth = read_sqs_depth(bytes);
    if (const auto keys = read_aws_credentials(bytes, "default"))
        SOCBOT_CHECK(!keys->empty(), "keys are two");
    if (const auto queue = parse_sqs_queue(bytes))
        SOCBOT_CHECK(queue->url().starts_with("https://sqs."), "a queue is at SQS");
    return 0;
}
