// The words; see sns_refusal.h.
#include "domain/intake/sns_refusal.h"

namespace socbot {

namespace {

// By value. Operators build alerts on these: never rename one.
constexpr std::array<const char*, kSnsRefusals> kWords{
    "json",
    "duplicate_member",
    "member_missing",
    "member_form",
    "type",
    "signature_version",
    "timestamp",
    "signature_form",
    "raw_delivery",
    "topic",
    "certificate_url",
    "too_old",
    "from_the_future",
    "certificate_time",
    "certificate_name",
    "signature",
    "subscribe_url",
    "too_large",
    "certificate_unavailable",
    "confirmation_failed",
    "other"};

}  // namespace

const char* to_word(SnsRefusal refusal) {
    const auto index = static_cast<std::size_t>(refusal);
    return index < kWords.size() ? kWords[index] : "other";
}

Error sns_error(SnsRefusal refusal, Errc code, std::string_view message) {
    return Error{code, std::string{to_word(refusal)} + ": " + std::string{message}};
}

SnsRefusal sns_refusal_of(const Error& error) {
    const std::string_view message{error.message()};
    const std::string_view word = message.substr(0, message.find(':'));
    for (std::size_t i = 0; i < kWords.size(); ++i)
        if (word == kWords[i]) return static_cast<SnsRefusal>(i);
    return SnsRefusal::other;
}

}  // namespace socbot
