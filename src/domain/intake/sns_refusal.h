// Why a message of Amazon SNS is not taken: a stable word for the log and the metrics. The sender
// gets a status and one of a few codes only: which topics are pinned is nobody's business.
#pragma once

#include "base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace socbot {

enum class SnsRefusal : std::uint8_t {
    // 400
    json,
    duplicate_member,
    member_missing,
    member_form,
    type,
    signature_version,
    timestamp,
    signature_form,
    // 403
    raw_delivery,
    topic,
    certificate_url,
    too_old,
    from_the_future,
    certificate_time,
    certificate_name,
    signature,
    subscribe_url,
    // 413
    too_large,
    // 503
    certificate_unavailable,
    confirmation_failed,
    other,
    count
};

inline constexpr std::size_t kSnsRefusals{static_cast<std::size_t>(SnsRefusal::count)};

const char* to_word(SnsRefusal refusal);  // "certificate_url"

// An error whose message begins with the word: "topic: ...".
Error sns_error(SnsRefusal refusal, Errc code, std::string_view message);

// Which one made that error; `other` for errors of another origin.
SnsRefusal sns_refusal_of(const Error& error);

}  // namespace socbot
