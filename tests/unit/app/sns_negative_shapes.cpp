// What is no envelope: JSON and members.
#include "domain/intake/reader.h"
#include "sns_negative.h"

namespace socbot::testing::negative {

std::vector<Row> json_rows() {
    const std::string deep(100, '[');
    return {
        shape("NoJson", "json", text("hello")),
        shape("Empty", "json", text("")),
        shape("OnlySpace", "json", text(" \n ")),
        shape("AnArray", "json", text("[]")),
        shape("AString", "json", text("\"Notification\"")),
        shape("Null", "json", text("null")),
        shape(
            "Truncated",
            "json",
            [] {
                auto body = signer().sign(notification());
                body.pop_back();
                return body;
            }
        ),
        shape("TextBehind", "json", [] { return signer().sign(notification()) + "x"; }),
        shape(
            "TwoDocuments",
            "json",
            [] { return signer().sign(notification()) + signer().sign(notification()); }
        ),
        shape("Comment", "json", [] { return "/**/" + signer().sign(notification()); }),
        shape("TrailingComma", "json", changed("\"}", "\",}")),
        shape(
            "InvalidUtf8",
            "json",
            changed(
                "\"text\"",
                "\"te\xff"
                "t\""
            )
        ),
        shape("OverlongUtf8", "json", changed("\"text\"", "\"te\xc0\xaft\"")),
        shape("LoneSurrogate", "json", changed("\"text\"", "\"\\ud800\"")),
        shape("RawLineFeed", "json", changed("\"text\"", "\"te\nxt\"")),
        shape("TooDeep", "json", more("\"MessageAttributes\":" + deep + std::string(100, ']'))),
        shape("HugeNumber", "json", more("\"n\":123456789012345678901234567890")),
        shape("MessageTwice", "duplicate_member", more(R"("Message":"other")")),
        shape("SameMessageTwice", "duplicate_member", more(R"("Message":"text")")),
        shape("SignatureTwice", "duplicate_member", more(R"("Signature":"AAAA")")),
        shape("TopicTwice", "duplicate_member", more(R"("TopicArn":"x")")),
        shape("CertificateTwice", "duplicate_member", more(R"("SigningCertURL":"x")")),
        shape("TwiceByEscape", "duplicate_member", more(R"("\u004dessage":"other")")),
        shape("UnknownTwice", "duplicate_member", more(R"("a":1,"a":2)")),
        {"TooLarge",
         413,
         "body",
         "too_large",
         0,
         0,
         text(std::string(kIntakeLimits.body_bytes + 1, ' '))},
    };
}

std::vector<Row> member_rows() {
    std::vector<Row> rows;
    for (const char* name :
         {"Type",
          "MessageId",
          "TopicArn",
          "Message",
          "Timestamp",
          "SignatureVersion",
          "SigningCertURL"})
        rows.push_back(shape(name, "member_missing", without(name)));
    const std::vector<Row> others{
        shape("NoSignature", "member_missing", [] { return SnsSigner::json(notification()); }),
        shape("EmptyObject", "member_missing", text("{}")),
        shape("AnAlarmAlone", "member_missing", text(R"({"uuid":"1","packet_type":"alarm"})")),
        shape("OtherCase", "member_missing", changed("\"TopicArn\"", "\"topicArn\"")),
        shape(
            "ConfirmationWithoutToken",
            "member_missing",
            confirmation_without("SubscriptionConfirmation", "Token")
        ),
        shape(
            "ConfirmationWithoutUrl",
            "member_missing",
            confirmation_without("SubscriptionConfirmation", "SubscribeURL")
        ),
        shape(
            "UnsubscriptionWithoutToken",
            "member_missing",
            confirmation_without("UnsubscribeConfirmation", "Token")
        ),
        shape("NullMessage", "member_missing", changed("\"text\"", "null")),
        shape("MessageIsANumber", "member_form", changed("\"text\"", "5")),
        shape("MessageIsAnObject", "member_form", changed("\"text\"", R"({"default":"text"})")),
        shape(
            "VersionIsANumber",
            "member_form",
            changed("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":2")
        ),
        shape("SubjectIsANumber", "member_form", more("\"Subject\":7")),
        shape("EmptyMessageId", "member_form", with("MessageId", "")),
        shape("EmptyTopic", "member_form", with("TopicArn", "")),
        shape("EmptyCertificateUrl", "member_form", with("SigningCertURL", "")),
        shape("LineFeedInMessageId", "member_form", with("MessageId", "a\nTimestamp\nb")),
        shape("LineFeedInTopic", "member_form", with("TopicArn", std::string{kTopic} + "\n")),
        shape("LineFeedInTimestamp", "member_form", with("Timestamp", "2026-03-01T12:00:00Z\n")),
        shape("LineFeedInType", "member_form", with("Type", "Notification\n")),
        shape("LineFeedInSubject", "member_form", with("Subject", "a\nMessageId\nb")),
        shape("LineFeedInToken", "member_form", confirmation("Token", "a\nb")),
        shape(
            "LineFeedInSubscribeUrl",
            "member_form",
            confirmation("SubscribeURL", kHost + "/\n?Action=ConfirmSubscription")
        ),
        shape(
            "CarriageReturnInCertificateUrl",
            "member_form",
            with("SigningCertURL", kHost + "/\r" + kFile)
        ),
        shape("NulInMessageId", "member_form", with("MessageId", std::string{"a\0b", 3})),
        shape("DeleteInMessageId", "member_form", with("MessageId", "a\x7f")),
        shape("LongMessageId", "member_form", with("MessageId", std::string(5000, 'a'))),
        shape(
            "LongCertificateUrl",
            "member_form",
            with("SigningCertURL", kHost + "/" + std::string(5000, 'a'))
        ),
        shape("UnknownType", "type", with("Type", "Other")),
        shape("LowerCaseType", "type", with("Type", "notification")),
        shape("TypeWithSpace", "type", with("Type", " Notification")),
        shape("Version3", "signature_version", with("SignatureVersion", "3")),
        shape("Version0", "signature_version", with("SignatureVersion", "0")),
        shape("Version02", "signature_version", with("SignatureVersion", "02")),
        shape("Version2Point0", "signature_version", with("SignatureVersion", "2.0")),
        shape("Yesterday", "timestamp", with("Timestamp", "yesterday")),
        shape("TimeWithOffset", "timestamp", with("Timestamp", "2026-03-01T12:00:00+00:00")),
        shape("TimeWithoutZone", "timestamp", with("Timestamp", "2026-03-01T12:00:00")),
        shape("NoSuchDay", "timestamp", with("Timestamp", "2026-02-30T12:00:00Z")),
        shape("EpochTime", "timestamp", with("Timestamp", "1772366400000")),
        shape("TimeInLowerCase", "timestamp", with("Timestamp", "2026-03-01t12:00:00z")),
        shape(
            "SignatureNoBase64",
            "signature_form",
            [] {
                auto members = notification();
                members["Signature"] = "!!!";
                return SnsSigner::json(members);
            }
        ),
        shape(
            "SignatureEmpty",
            "signature_form",
            [] {
                auto members = notification();
                members["Signature"] = "";
                return SnsSigner::json(members);
            }
        ),
        shape(
            "SignatureOnlyPadding",
            "signature_form",
            [] {
                auto members = notification();
                members["Signature"] = "====";
                return SnsSigner::json(members);
            }
        ),
        shape(
            "SignatureWithLineFeed",
            "signature_form",
            [] {
                auto members = notification();
                members["Signature"] = "AAAA\nAAAA";
                return SnsSigner::json(members);
            }
        ),
        shape(
            "SignatureForUrls",
            "signature_form",
            [] {
                auto members = notification();
                members["Signature"] = "--__";
                return SnsSigner::json(members);
            }
        ),
        shape(
            "HugeBase64",
            "signature_form",
            [] {
                auto members = notification();
                members["Signature"] = std::string(1U << 20U, 'A');
                return SnsSigner::json(members);
            }
        ),
    };
    rows.insert(rows.end(), others.begin(), others.end());
    return rows;
}

}  // namespace socbot::testing::negative
