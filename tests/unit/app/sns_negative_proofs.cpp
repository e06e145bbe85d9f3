// What the signature or the certificate tells.
#include "sns_negative.h"

namespace socbot::testing::negative {

std::vector<Row> signature_rows() {
    const std::string plain = canonical();
    return {
        forged("ForgedMessage", changed("\"text\"", "\"texT\"")),
        forged("MessageWithSpace", changed("\"text\"", "\"text \"")),
        forged("MessageWithNul", changed("\"text\"", "\"text\\u0000\"")),
        forged("EmptiedMessage", changed("\"text\"", "\"\"")),
        forged("ForgedId", changed("11111111-2222", "11111111-2223")),
        forged("ForgedTime", changed("12:00:00.123Z", "12:00:00.124Z")),
        forged("ReformattedTime", changed("12:00:00.123Z", "12:00:00.1230Z")),
        forged("SubjectAdded", more(R"("Subject":"An alarm")")),
        forged("EmptySubjectAdded", more(R"("Subject":"")")),
        forged(
            "SubjectRemoved",
            [] {
                auto members = notification();
                members["Subject"] = "An alarm";
                return replaced(signer().sign(std::move(members)), R"("Subject":"An alarm",)", "");
            }
        ),
        forged(
            "OtherNormalisation",
            [] {
                return replaced(
                    signer().sign(SnsSigner::notification("caf\xc3\xa9")),
                    "caf\xc3\xa9",
                    "cafe\xcc\x81"
                );
            }
        ),
        forged(
            "OtherLineEnds",
            [] {
                return replaced(
                    signer().sign(SnsSigner::notification("a\nb")), "a\\nb", "a\\r\\nb"
                );
            }
        ),
        forged(
            "VersionRaised",
            [] {
                auto members = notification();
                members["SignatureVersion"] = "1";
                return replaced(
                    signer().sign(std::move(members)),
                    "\"SignatureVersion\":\"1\"",
                    "\"SignatureVersion\":\"2\""
                );
            }
        ),
        forged(
            "VersionLowered", changed("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"1\"")
        ),
        forged(
            "KindChanged",
            [] {
                return replaced(
                    signer().sign(SnsSigner::confirmation("UnsubscribeConfirmation")),
                    "UnsubscribeConfirmation",
                    "SubscriptionConfirmation"
                );
            }
        ),
        forged(
            "ForgedToken",
            [] {
                return replaced(
                    signer().sign(SnsSigner::confirmation()), "\"Token\":\"2336", "\"Token\":\"2337"
                );
            }
        ),
        forged(
            "ForgedSubscribeUrl",
            [] {
                return replaced(signer().sign(SnsSigner::confirmation()), "/?Action=", "/?action=");
            }
        ),
        forged("AnothersKey", [] { return SnsSigner{}.sign(notification()); }),
        forged(
            "ShortSignature",
            [] {
                auto members = notification();
                members["Signature"] = "AAAA";
                return SnsSigner::json(members);
            }
        ),
        forged(
            "ZeroSignature",
            [] {
                auto members = notification();
                members["Signature"] = std::string(342, 'A') + "==";
                return SnsSigner::json(members);
            }
        ),
        forged(
            "LongSignature",
            [] {
                auto members = notification();
                members["Signature"] = std::string(1024, 'A');
                return SnsSigner::json(members);
            }
        ),
        forged(
            "WithoutFinalLineFeed", signed_over(notification(), plain.substr(0, plain.size() - 1))
        ),
        forged("OtherOrder", signed_over(notification(), other_order())),
        forged("NothingSigned", signed_over(notification(), "")),
        forged("MessageSignedAlone", signed_over(notification(), "text")),
        forged(
            "TokenSignedInANotification",
            [] {
                auto members = notification();
                members["Token"] = "2336";
                return signed_over(members, canonical() + "Token\n2336\n")();
            }
        ),
        forged(
            "CarriageReturnsSigned",
            [plain] {
                std::string text;
                for (const char c : plain)
                    text.append(c == '\n' ? "\r\n" : std::string(1, c));
                return signed_over(notification(), text)();
            }
        ),
        // The end of a genuine message passed off as its id and a subject.
        shape(
            "ShiftedMembers",
            "member_form",
            [] {
                const auto genuine =
                    signer().sign(SnsSigner::notification("a\nMessageId\n1\nSubject\nb"));
                auto body = replaced(genuine, "\"a\\nMessageId\\n1\\nSubject\\nb\"", "\"a\"");
                body = replaced(body, "\"11111111-2222-3333-4444-555555555555\"", "\"1\"");
                body.insert(
                    body.size() - 1,
                    R"(,"Subject":"b\nMessageId\n11111111-2222-3333-4444-555555555555")"
                );
                return body;
            }
        ),
    };
}

std::vector<Row> certificate_rows() {
    constexpr Milliseconds day{86'400'000};
    SnsSignerOptions past, coming, opt_in, wildcard, cn_only, weak;
    past.until = kSnsNow - Milliseconds{1000};
    coming.from = kSnsNow + Milliseconds{1000};
    coming.until = kSnsNow + day;
    opt_in.name = "sns-signing.eu-west-1.amazonaws.com";
    wildcard.name = "*.amazonaws.com";
    cn_only.name = "sns.amazonaws.com.evil.example";
    cn_only.without_san = true;
    weak.key_bits = 1024;
    std::vector<Row> rows{
        later("CertificateNotFound", 404, ""),
        later("CertificateForbidden", 403, ""),
        later("CertificateServerError", 500, ""),
        later("CertificateRedirected", 302, ""),
        later("CertificateEmpty", 200, ""),
        later("CertificateIsAPage", 200, "<html>sign in</html>"),
        later(
            "CertificateIsBroken",
            200,
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        ),
        later(
            "CertificateIsAKey", 200, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
        ),
        later("CertificateIsWeak", 200, SnsSigner{weak}.certificate()),
        certified("CertificateExpired", "certificate_time", past),
        certified("CertificateNotYetInForce", "certificate_time", coming),
        certified("CertificateOfAnotherRegion", "certificate_name", opt_in),
        certified("CertificateWithWildcard", "certificate_name", wildcard),
        certified("CertificateOfAnother", "certificate_name", cn_only),
        certified("CertificateWithAnotherKey", "signature", {}),
    };
    Row timeout = later("CertificateTimesOut", 200, "");
    timeout.certificate = []() -> Result<HttpResponse> {
        return Error{Errc::timeout, "no answer"};
    };
    rows.push_back(timeout);
    return rows;
}

}  // namespace socbot::testing::negative
