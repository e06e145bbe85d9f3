// Signs messages as Amazon SNS does, with a key and certificate made at run time.
#pragma once

#include "base/time.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace socbot::testing {

// 2026-03-01T12:00:00Z.
inline constexpr Instant kSnsNow{1772366400000};

struct SnsSignerOptions {
    std::string name{"sns.amazonaws.com"};  // the common name, and a SAN unless `without_san`
    bool without_san{false};
    Instant from{kSnsNow - Milliseconds{86'400'000}};
    Instant until{kSnsNow + Milliseconds{86'400'000}};
    int key_bits{2048};
};

class SnsSigner {
public:
    explicit SnsSigner(const SnsSignerOptions& options = {});
    ~SnsSigner();

    const std::string& certificate() const { return certificate_; }  // PEM

    // Base64 of the signature over `text`; version 1 is SHA-1, 2 is SHA-256.
    std::string sign(std::string_view text, int version) const;

    // Members as they stand in the envelope, by name.
    using Members = std::map<std::string, std::string>;
    // A notification of `message`, not signed yet.
    static Members notification(std::string message);
    // A SubscriptionConfirmation, or another `type` of that form.
    static Members confirmation(std::string type = "SubscriptionConfirmation");
    // The members with their Signature, as JSON.
    std::string sign(Members members) const;
    // As they are.
    static std::string json(const Members& members);

private:
    struct Key;
    std::unique_ptr<Key> key_;
    std::string certificate_;
};

}  // namespace socbot::testing
