// What SQS answers; see sqs.h.
#include "base/text.h"
#include "domain/intake/sqs.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace socbot {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kDepth = 16;
constexpr std::size_t kReceiptBytes = 4096;  // real ones have a few hundred

Error malformed(std::string_view what) {
    return Error{Errc::unavailable, "an answer that is none of SQS: " + std::string{what}};
}

// A parser of its own for each answer: they are large and rare, and intake's parser is in use by
// what they hold.
class Answer {
public:
    Result<object> read(std::string_view body) {
        element root;
        object members;
        if (body.size() > kSqsAnswerBytes || parser_.allocate(body.size() + 1, kDepth) ||
            parser_.parse(body.data(), body.size()).get(root) || root.get(members))
            return malformed("no JSON object");
        return members;
    }

private:
    simdjson::dom::parser parser_;
};

std::string_view text(object from, std::string_view name) {
    std::string_view value;
    if (from.at_key(name).get(value)) return {};
    return value;
}

std::optional<array> list(object from, std::string_view name) {
    array values;
    if (from.at_key(name).get(values)) return std::nullopt;
    return values;
}

template <class Number>
std::optional<Number> number(std::string_view digits) {
    Number value{};
    const auto* const end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, value);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return value;
}

struct Known {
    std::string_view part;
    Errc code;
};

// Parts of the codes that AWS gives its errors; the same one comes with and without "Exception",
// from the service and from what checks signatures before it.
constexpr std::array kKnown{
    Known{"Throttl", Errc::rate_limited},
    Known{"OverLimit", Errc::rate_limited},
    Known{"TooManyRequests", Errc::rate_limited},
    Known{"SlowDown", Errc::rate_limited},
    Known{"QueueDoesNotExist", Errc::not_found},
    Known{"NonExistentQueue", Errc::not_found},
    Known{"AccessDenied", Errc::unauthorised},
    Known{"UnrecognizedClient", Errc::unauthorised},
    Known{"InvalidClientTokenId", Errc::unauthorised},
    Known{"InvalidAccessKeyId", Errc::unauthorised},
    Known{"Signature", Errc::unauthorised},
    Known{"ExpiredToken", Errc::unauthorised},
    Known{"AuthenticationToken", Errc::unauthorised},
    Known{"NotAuthorized", Errc::unauthorised},
    Known{"InvalidSecurity", Errc::unauthorised},
    Known{"OptInRequired", Errc::unauthorised},
    Known{"Kms", Errc::unauthorised},
    Known{"InternalFailure", Errc::unavailable},
    Known{"InternalError", Errc::unavailable},
    Known{"ServiceUnavailable", Errc::unavailable}};

Errc kind_of(int status, std::string_view code) {
    const auto known = std::find_if(kKnown.begin(), kKnown.end(), [code](const Known& each) {
        return code.find(each.part) != std::string_view::npos;
    });
    if (known != kKnown.end()) return known->code;
    if (status == 429) return Errc::rate_limited;
    if (status == 401 || status == 403) return Errc::unauthorised;
    // Without a code it is not SQS that speaks.
    return status >= 500 || code.empty() ? Errc::unavailable : Errc::invalid_input;
}

Result<SqsMessage> message_in(element each) {
    object members;
    if (each.get(members)) return malformed("a message that is no object");
    SqsMessage message;
    message.id = cut_utf8(to_plain_line(text(members, "MessageId")), 128);
    message.receipt = text(members, "ReceiptHandle");
    message.body = text(members, "Body");
    if (message.receipt.empty() || message.receipt.size() > kReceiptBytes)
        return malformed("a message without a receipt handle");
    object attributes;
    if (!members.at_key("Attributes").get(attributes))
        message.receives =
            number<unsigned>(text(attributes, "ApproximateReceiveCount")).value_or(1);
    return message;
}

}  // namespace

Error sqs_error(int status, std::string_view body) {
    Answer answer;
    std::string code;
    std::string message;
    if (const auto members = answer.read(body)) {
        code = text(*members, "__type");
        code.erase(0, code.rfind('#') + 1);
        message = text(*members, "message");
        if (message.empty()) message = text(*members, "Message");
    }
    std::string said = "status " + std::to_string(status);
    if (!code.empty()) said += " " + cut_utf8(to_plain_line(code), 128);
    if (!message.empty()) said += ": " + cut_utf8(to_plain_line(message), 256);
    return Error{kind_of(status, code), std::move(said)};
}

Result<std::vector<SqsMessage>> read_sqs_messages(std::string_view body) {
    Answer answer;
    const auto members = answer.read(body);
    if (!members) return members.error();
    std::vector<SqsMessage> messages;
    const auto all = list(*members, "Messages");
    if (!all) return messages;  // the member is absent when there is none
    for (const auto each : *all) {
        if (messages.size() == kSqsBatch) return malformed("more messages than asked for");
        auto message = message_in(each);
        if (!message) return message.error();
        messages.push_back(*std::move(message));
    }
    return messages;
}

Result<SqsFailed> read_sqs_batch(std::string_view body, std::size_t entries) {
    Answer answer;
    const auto members = answer.read(body);
    if (!members) return members.error();
    SqsFailed failed;
    const auto all = list(*members, "Failed");
    if (!all) return failed;
    for (const auto each : *all) {
        object entry;
        if (each.get(entry)) return malformed("an entry that is no object");
        const auto place = number<std::size_t>(text(entry, "Id"));
        if (!place || *place >= entries) return malformed("an entry that was not sent");
        failed.places.push_back(*place);
        if (failed.reason.empty())
            failed.reason = cut_utf8(to_plain_line(text(entry, "Code")), 128);
    }
    return failed;
}

Result<std::uint64_t> read_sqs_depth(std::string_view body) {
    Answer answer;
    const auto members = answer.read(body);
    if (!members) return members.error();
    object attributes;
    if (members->at_key("Attributes").get(attributes)) return malformed("no attributes");
    const auto depth = number<std::uint64_t>(text(attributes, "ApproximateNumberOfMessages"));
    if (!depth) return malformed("no number of messages");
    return *depth;
}

}  // namespace socbot
