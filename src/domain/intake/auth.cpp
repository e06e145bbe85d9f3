// Verifies who hands in alarms. Secrets are compared through digests, so that neither the place of
// the first difference nor the length of a secret shows in the time taken.
#include "domain/intake/auth.h"

#include "base/digest.h"
#include "base/text.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace socbot {
namespace {

// No header of ours needs more; longer ones are refused unread.
constexpr std::size_t kHeaderBytes{4096};

bool equal_secrets(std::string_view a, std::string_view b) {
    const Digest digest_a = sha256(a);
    const Digest digest_b = sha256(b);
    return constant_time_equal(as_bytes(digest_a), as_bytes(digest_b));
}

Error refused(const char* why) {
    return Error{Errc::unauthorised, why};
}

// What follows the scheme, compared without case (RFC 9110 section 11.1).
std::optional<std::string_view> credentials(std::string_view header, std::string_view scheme) {
    header = trim_ascii(header);
    if (header.size() <= scheme.size() || header.size() > kHeaderBytes) return std::nullopt;
    if (!equals_ignore_case_ascii(header.substr(0, scheme.size()), scheme)) return std::nullopt;
    if (header[scheme.size()] != ' ') return std::nullopt;
    return trim_ascii(header.substr(scheme.size()));
}

Result<void> check(const BearerAuth& auth, const AuthRequest& request) {
    // An empty configured token would let everybody in.
    if (auth.token.empty()) return refused("no bearer token is configured");
    const auto token = credentials(request.authorization, "Bearer");
    if (!token) return refused("no bearer token in the request");
    if (!equal_secrets(*token, auth.token.reveal())) return refused("wrong bearer token");
    return {};
}

Result<void> check(const BasicAuth& auth, const AuthRequest& request) {
    if (auth.password.empty()) return refused("no password is configured");
    const auto encoded = credentials(request.authorization, "Basic");
    if (!encoded) return refused("no basic credentials in the request");
    const auto decoded = from_base64(*encoded);
    if (!decoded) return refused("basic credentials are not base64");
    // RFC 7617 section 2: the user can't hold a colon, the password can.
    const std::size_t colon = decoded->find(':');
    if (colon == std::string::npos) return refused("basic credentials without a colon");
    const std::string_view all{*decoded};
    // Both are always compared: a wrong user must not answer sooner than a wrong password.
    const bool user = equal_secrets(all.substr(0, colon), auth.user);
    const bool password = equal_secrets(all.substr(colon + 1), auth.password.reveal());
    if (!(user && password)) return refused("wrong user or password");
    return {};
}

struct Signature {
    std::string_view time;
    std::vector<std::string_view> digests;  // several while a sender rotates its secret
};

// "t=1764000000,v1=<hex>"; other members are for versions to come.
std::optional<Signature> parse_signature(std::string_view header) {
    constexpr std::size_t most_digests{4};
    if (header.size() > kHeaderBytes) return std::nullopt;
    Signature signature;
    for (std::string_view part : split(header, ',')) {
        part = trim_ascii(part);
        if (part.starts_with("t=")) {
            if (!signature.time.empty()) return std::nullopt;
            signature.time = part.substr(2);
        } else if (part.starts_with("v1=")) {
            if (signature.digests.size() == most_digests) return std::nullopt;
            signature.digests.push_back(part.substr(3));
        }
    }
    if (signature.time.empty() || signature.digests.empty()) return std::nullopt;
    return signature;
}

std::optional<std::int64_t> parse_seconds(std::string_view text) {
    // 11 digits: enough until the year 5138, too few to overflow when multiplied.
    if (text.empty() || text.size() > 11 || text.front() == '-') return std::nullopt;
    std::int64_t seconds{0};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return seconds;
}

Result<void> check(const HmacAuth& auth, const AuthRequest& request) {
    if (auth.secret.empty()) return refused("no signing secret is configured");
    const auto signature = parse_signature(request.signature);
    if (!signature) return refused("the signature header is missing or malformed");
    const auto seconds = parse_seconds(signature->time);
    if (!seconds) return refused("the signature's time is not a number of seconds");

    std::string message{signature->time};
    message.append(".").append(request.body);
    const Digest expected = hmac_sha256(auth.secret.reveal(), message);
    bool genuine = false;
    for (const std::string_view hex : signature->digests) {
        const auto digest = from_hex(hex);
        genuine = (digest && constant_time_equal(*digest, as_bytes(expected))) || genuine;
    }
    if (!genuine) return refused("wrong signature");
    // After the signature, so that the clock's answer is for genuine senders only.
    const Milliseconds away = request.now - Instant{*seconds * 1000};
    if (away > auth.tolerance || away < -auth.tolerance)
        return refused("the signature's time is too far from ours");
    return {};
}

Result<void> check(const SnsAuth& /*auth*/, const AuthRequest& /*request*/) {
    return refused("only a signature of SNS counts");
}

}  // namespace

Result<void> authenticate(const SourceAuth& auth, const AuthRequest& request) {
    return std::visit([&](const auto& kind) { return check(kind, request); }, auth);
}

std::string challenge(const SourceAuth& auth) {
    const auto* sns = std::get_if<SnsAuth>(&auth);
    if (std::holds_alternative<BasicAuth>(auth) || (sns != nullptr && sns->basic))
        return R"(Basic realm="socbot", charset="UTF-8")";
    if (std::holds_alternative<BearerAuth>(auth)) return R"(Bearer realm="socbot")";
    return R"(Signature realm="socbot")";
}

}  // namespace socbot
