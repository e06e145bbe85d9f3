// Who may hand in alarms: the checks of a source's `auth`, pure over bytes and time.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/intake/sns_check.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace socbot {

struct BearerAuth {
    Secret token;
};
struct BasicAuth {
    std::string user;
    Secret password;
};
// X-Socbot-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">; up to 300 s away either
// way.
struct HmacAuth {
    Secret secret;
    std::string header{"X-Socbot-Signature"};
    Milliseconds tolerance{300'000};
};
// Signed by Amazon SNS for a pinned topic. Checked by app/sns_gate.h, because the certificate may
// have to be fetched; authenticate() refuses.
struct SnsAuth {
    SnsRules rules;
    // By file name, "SimpleNotificationService-<32 hex>.pem": never fetched.
    std::map<std::string, std::shared_ptr<const SnsCertificate>, std::less<>> certificates;
    // Asked for besides, and what alone proves a message that is delivered raw.
    std::optional<BasicAuth> basic{};
};
using SourceAuth = std::variant<BearerAuth, BasicAuth, HmacAuth, SnsAuth>;

struct AuthRequest {
    std::string_view authorization;  // the Authorization header, empty when absent
    std::string_view signature;      // the header an HmacAuth names
    std::string_view body;
    Instant now;
};

// Ok, or unauthorised; the message is for our log, never for the caller. Constant time in secrets.
Result<void> authenticate(const SourceAuth& auth, const AuthRequest& request);

// What a 401 must carry in WWW-Authenticate; SNS repeats with credentials only after it.
std::string challenge(const SourceAuth& auth);

}  // namespace socbot
