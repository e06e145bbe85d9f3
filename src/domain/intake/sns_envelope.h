// The JSON envelope that Amazon SNS wraps around a message, and the text its signature covers.
// Source: Amazon SNS Developer Guide, "Message and JSON formats" and "Verifying the signatures of
// Amazon SNS messages".
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace socbot {

enum class SnsType { notification, subscription_confirmation, unsubscribe_confirmation };

const char* to_word(SnsType type);  // as `Type` has it

struct SnsEnvelope {
    SnsType type{SnsType::notification};
    std::string message_id;
    std::string topic_arn;
    std::string message;                 // what was published; UTF-8, may hold anything
    std::optional<std::string> subject;  // notifications only
    std::string timestamp;               // as received: the signature covers its characters
    Instant sent;                        // the same, read
    int signature_version{1};            // 1: SHA1withRSA, 2: SHA256withRSA
    std::string signature;               // bytes
    std::string certificate_url;         // not signed
    std::string token, subscribe_url;    // of confirmations
};

// Strict: every member that is signed is a string without control characters (the message may hold
// any), none is there twice, the type and version are known. invalid_input otherwise.
// `UnsubscribeURL` is ignored: it is not signed, and nothing here may follow it.
Result<SnsEnvelope> read_sns_envelope(std::string_view body);

// Name, line feed, value, line feed of each signed member in the order of their names.
std::string sns_string_to_sign(const SnsEnvelope& envelope);

}  // namespace socbot
