// Reading the envelope; see sns_envelope.h.
#include "domain/intake/sns_envelope.h"

#include "base/digest.h"
#include "base/text.h"
#include "domain/intake/payload.h"
#include "domain/intake/sns_refusal.h"

#include <algorithm>

namespace socbot {

namespace {

using simdjson::dom::object;

// Longer than any that SNS sends; the message is bounded by the body.
constexpr std::size_t kLineBytes = 4096;
constexpr std::size_t kSignatureBytes = 1024;  // a key of 8192 bits

Error unreadable(SnsRefusal why, std::string_view message) {
    return sns_error(why, Errc::invalid_input, "SNS envelope: " + std::string{message});
}

// Absent and null are the same: copies of a message through other services carry nulls.
Result<std::optional<std::string_view>> optional_text(object envelope, std::string_view name) {
    using Text = std::optional<std::string_view>;
    simdjson::dom::element value;
    if (envelope.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return Text{};
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS)
        return unreadable(SnsRefusal::member_form, std::string{name} + " is not a string");
    return Text{text};
}

Result<std::string_view> text(object envelope, std::string_view name) {
    const auto found = optional_text(envelope, name);
    if (!found) return found.error();
    if (!*found) return unreadable(SnsRefusal::member_missing, std::string{name} + " is missing");
    return **found;
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != '\x7f';
    });
}

// One line without control characters: what is signed has no other bounds than line feeds.
Result<std::string> line(object envelope, std::string_view name) {
    const auto found = text(envelope, name);
    if (!found) return found.error();
    if (found->empty()) return unreadable(SnsRefusal::member_form, std::string{name} + " is empty");
    if (found->size() > kLineBytes)
        return unreadable(SnsRefusal::member_form, std::string{name} + " is too long");
    if (!is_plain(*found))
        return unreadable(SnsRefusal::member_form, std::string{name} + " has control characters");
    return std::string{*found};
}

std::optional<SnsType> type_of(std::string_view word) {
    for (const auto type :
         {SnsType::notification,
          SnsType::subscription_confirmation,
          SnsType::unsubscribe_confirmation})
        if (word == to_word(type)) return type;
    return std::nullopt;
}

// RFC 3339 in UTC, and nothing that only parse_rfc3339 is lenient about.
std::optional<Instant> sent_at(std::string_view timestamp) {
    constexpr std::string_view kShape = "0000-00-00T00:00:00";
    if (timestamp.size() <= kShape.size() || timestamp[10] != 'T' || !timestamp.ends_with('Z'))
        return std::nullopt;
    return parse_rfc3339(timestamp);
}

Result<std::string> signature_in(object envelope) {
    const auto encoded = text(envelope, "Signature");
    if (!encoded) return encoded.error();
    if (encoded->size() > kSignatureBytes * 2)
        return unreadable(SnsRefusal::signature_form, "Signature is too long");
    auto bytes = from_base64(*encoded);
    if (!bytes || bytes->empty())
        return unreadable(SnsRefusal::signature_form, "Signature is not base64");
    return *std::move(bytes);
}

// Reads into place; the first failure is kept.
class Members {
public:
    explicit Members(object envelope) : envelope_{envelope} {}
    void line(std::string_view name, std::string& into) {
        if (error_) return;
        auto found = socbot::line(envelope_, name);
        if (found)
            into = *std::move(found);
        else
            error_ = std::move(found).error();
    }
    const std::optional<Error>& error() const { return error_; }

private:
    object envelope_;
    std::optional<Error> error_;
};

Result<void> read_message(object members, SnsEnvelope& envelope) {
    const auto message = text(members, "Message");
    if (!message) return message.error();
    envelope.message = *message;
    if (envelope.type != SnsType::notification) return {};
    const auto subject = optional_text(members, "Subject");
    if (!subject) return subject.error();
    if (!*subject) return {};
    // SNS publishes none with control characters (API reference, "Publish"). With a line feed here,
    // the end of a message could be passed off as its id and subject.
    if (!is_plain(**subject))
        return unreadable(SnsRefusal::member_form, "Subject has control characters");
    envelope.subject = **subject;
    return {};
}

}  // namespace

const char* to_word(SnsType type) {
    switch (type) {
        case SnsType::notification:
            return "Notification";
        case SnsType::subscription_confirmation:
            return "SubscriptionConfirmation";
        case SnsType::unsubscribe_confirmation:
            return "UnsubscribeConfirmation";
    }
    return "unknown";
}

Result<SnsEnvelope> read_sns_envelope(std::string_view body) {
    const auto parsed = intake::parse_payload(body);
    if (!parsed) {
        const bool twice = parsed.error().message().ends_with("is there twice");
        return unreadable(
            twice ? SnsRefusal::duplicate_member : SnsRefusal::json, parsed.error().message()
        );
    }
    const auto type = line(*parsed, "Type");
    if (!type) return type.error();
    const auto known = type_of(*type);
    if (!known) return unreadable(SnsRefusal::type, "unknown Type " + quote_for_log(*type, 64));
    SnsEnvelope envelope;
    envelope.type = *known;
    Members members{*parsed};
    members.line("MessageId", envelope.message_id);
    members.line("TopicArn", envelope.topic_arn);
    members.line("Timestamp", envelope.timestamp);
    members.line("SigningCertURL", envelope.certificate_url);
    std::string version;
    members.line("SignatureVersion", version);
    if (envelope.type != SnsType::notification) {
        members.line("Token", envelope.token);
        members.line("SubscribeURL", envelope.subscribe_url);
    }
    if (members.error()) return *members.error();
    if (version != "1" && version != "2")
        return unreadable(
            SnsRefusal::signature_version, "unknown SignatureVersion " + quote_for_log(version, 16)
        );
    envelope.signature_version = version == "1" ? 1 : 2;
    const auto sent = sent_at(envelope.timestamp);
    if (!sent) return unreadable(SnsRefusal::timestamp, "Timestamp is no time");
    envelope.sent = *sent;
    auto signature = signature_in(*parsed);
    if (!signature) return signature.error();
    envelope.signature = *std::move(signature);
    if (auto read = read_message(*parsed, envelope); !read) return read.error();
    return envelope;
}

std::string sns_string_to_sign(const SnsEnvelope& envelope) {
    std::string out;
    out.reserve(envelope.message.size() + 512);
    const auto add = [&out](std::string_view name, std::string_view value) {
        out.append(name).append("\n").append(value).append("\n");
    };
    add("Message", envelope.message);
    add("MessageId", envelope.message_id);
    if (envelope.type == SnsType::notification) {
        if (envelope.subject) add("Subject", *envelope.subject);
        add("Timestamp", envelope.timestamp);
    } else {
        add("SubscribeURL", envelope.subscribe_url);
        add("Timestamp", envelope.timestamp);
        add("Token", envelope.token);
    }
    add("TopicArn", envelope.topic_arn);
    add("Type", to_word(envelope.type));
    return out;
}

}  // namespace socbot
