// A certificate that SNS signs with: read from PEM, checked for name and time, used to verify.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "domain/intake/sns_envelope.h"

#include <memory>
#include <string>
#include <string_view>

namespace socbot {

// Immutable; verify() and check() are thread-safe. A verification's time is nearly all RSA, which
// is OpenSSL's: what decides who is believed is not written again here.
class SnsCertificate {
public:
    // The first certificate of the text. invalid_input: not PEM, no certificate, no RSA key of 2048
    // bits or more.
    static Result<std::shared_ptr<const SnsCertificate>> read(std::string_view pem);

    ~SnsCertificate();
    SnsCertificate(const SnsCertificate&) = delete;
    SnsCertificate& operator=(const SnsCertificate&) = delete;

    // In force at that time and for exactly that name (a SAN, or the common name when there is
    // none; no wildcards). unauthorised otherwise.
    Result<void> check(const std::string& name, Instant at) const;

    // RSASSA-PKCS1-v1_5 over the string to sign. unauthorised when the signature is another's.
    Result<void> verify(const SnsEnvelope& envelope) const;

    Instant not_before() const noexcept { return not_before_; }
    Instant not_after() const noexcept { return not_after_; }

private:
    struct Parts;
    explicit SnsCertificate(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
    Instant not_before_, not_after_;
};

}  // namespace socbot
