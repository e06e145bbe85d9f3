// Reading envelopes strictly, and the text that is signed.
#include "domain/intake/sns_envelope.h"

#include "support/sns_signer.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace socbot {

namespace {

using testing::SnsSigner;

SnsSigner::Members with_signature(SnsSigner::Members members) {
    members["Signature"] = "c2lnbmF0dXJl";
    return members;
}

Result<SnsEnvelope> read(const SnsSigner::Members& members) {
    return read_sns_envelope(SnsSigner::json(members));
}

TEST(SnsEnvelope, HoldsANotification) {
    auto members = with_signature(SnsSigner::notification("{\"uuid\":\"1\"}"));
    members["Subject"] = "An alarm";
    const auto envelope = read(members);
    ASSERT_TRUE(envelope) << envelope.error().message();
    EXPECT_EQ(envelope->type, SnsType::notification);
    EXPECT_EQ(envelope->message, "{\"uuid\":\"1\"}");
    EXPECT_EQ(envelope->subject, "An alarm");
    EXPECT_EQ(envelope->sent, testing::kSnsNow + Milliseconds{123});
    EXPECT_EQ(envelope->signature_version, 2);
    EXPECT_EQ(envelope->signature, "signature");
    EXPECT_EQ(
        sns_string_to_sign(*envelope),
        "Message\n{\"uuid\":\"1\"}\n"
        "MessageId\n11111111-2222-3333-4444-555555555555\n"
        "Subject\nAn alarm\n"
        "Timestamp\n2026-03-01T12:00:00.123Z\n"
        "TopicArn\narn:aws:sns:eu-west-1:123456789012:soc\n"
        "Type\nNotification\n"
    );
}

TEST(SnsEnvelope, SignsNoSubjectThatIsAbsentOrNull) {
    const auto absent = read(with_signature(SnsSigner::notification("text")));
    ASSERT_TRUE(absent);
    EXPECT_EQ(sns_string_to_sign(*absent).find("Subject"), std::string::npos);
    auto text = SnsSigner::json(with_signature(SnsSigner::notification("text")));
    text.insert(1, R"("Subject":null,)");
    const auto null = read_sns_envelope(text);
    ASSERT_TRUE(null) << null.error().message();
    EXPECT_EQ(sns_string_to_sign(*null), sns_string_to_sign(*absent));
    // An empty one is signed.
    auto members = with_signature(SnsSigner::notification("text"));
    members["Subject"] = "";
    const auto empty = read(members);
    ASSERT_TRUE(empty);
    EXPECT_NE(sns_string_to_sign(*empty).find("Subject\n\n"), std::string::npos);
}

TEST(SnsEnvelope, SignsTokenAndUrlOfBothConfirmations) {
    for (const auto type :
         {SnsType::subscription_confirmation, SnsType::unsubscribe_confirmation}) {
        const auto members = with_signature(SnsSigner::confirmation(to_word(type)));
        const auto envelope = read(members);
        ASSERT_TRUE(envelope) << envelope.error().message();
        EXPECT_EQ(envelope->type, type);
        EXPECT_EQ(
            sns_string_to_sign(*envelope),
            "Message\nYou have chosen to subscribe to the topic.\n"
            "MessageId\n11111111-2222-3333-4444-555555555555\n"
            "SubscribeURL\n" +
                members.at("SubscribeURL") +
                "\nTimestamp\n2026-03-01T12:00:00.123Z\n"
                "Token\n2336412f37fb687f5d51e6e2425e90cf\n"
                "TopicArn\narn:aws:sns:eu-west-1:123456789012:soc\n"
                "Type\n" +
                to_word(type) + "\n"
        );
    }
}

TEST(SnsEnvelope, KeepsTheMessageAsItIs) {
    const std::string message{"line\r\n\ttab \xF0\x9F\x9A\xA8 \xEF\xBC\xA1 nul:\0.", 25};
    const auto envelope = read(with_signature(SnsSigner::notification(message)));
    ASSERT_TRUE(envelope) << envelope.error().message();
    EXPECT_EQ(envelope->message, message);
}

struct Change {
    const char* name;
    std::function<void(SnsSigner::Members&)> make;
    bool confirmation{false};
};

class WrongEnvelope : public ::testing::TestWithParam<Change> {};

TEST_P(WrongEnvelope, IsRefused) {
    auto members = with_signature(
        GetParam().confirmation ? SnsSigner::confirmation() : SnsSigner::notification("text")
    );
    ASSERT_TRUE(read(members));
    GetParam().make(members);
    const auto envelope = read(members);
    ASSERT_FALSE(envelope);
    EXPECT_EQ(envelope.error().code(), Errc::invalid_input);
}

auto without(const char* name) {
    return [name](SnsSigner::Members& members) { members.erase(name); };
}
auto with(const char* name, std::string value) {
    return [name, value](SnsSigner::Members& members) { members[name] = value; };
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    WrongEnvelope,
    ::testing::Values(
        Change{"NoType", without("Type")},
        Change{"NoMessageId", without("MessageId")},
        Change{"NoTopic", without("TopicArn")},
        Change{"NoMessage", without("Message")},
        Change{"NoTimestamp", without("Timestamp")},
        Change{"NoVersion", without("SignatureVersion")},
        Change{"NoSignature", without("Signature")},
        Change{"NoCertificate", without("SigningCertURL")},
        Change{"NoToken", without("Token"), true},
        Change{"NoSubscribeUrl", without("SubscribeURL"), true},
        Change{"UnknownType", with("Type", "notification")},
        Change{"TypeWithALine", with("Type", "Notification\n")},
        Change{"EmptyType", with("Type", "")},
        Change{"EmptyMessageId", with("MessageId", "")},
        Change{"LineInMessageId", with("MessageId", "1\nSubject\nforged")},
        Change{"LineInTopic", with("TopicArn", "arn:aws:sns:eu-west-1:123456789012:soc\nType")},
        Change{"LineInTimestamp", with("Timestamp", "2026-03-01T12:00:00.123Z\n")},
        Change{"LineInToken", with("Token", "1\nTopicArn"), true},
        Change{"LineInSubscribeUrl", with("SubscribeURL", "https://x/\nTimestamp"), true},
        Change{"ReturnInToken", with("Token", "1\r"), true},
        Change{"LongToken", with("Token", std::string(5000, 'a')), true},
        Change{"Version0", with("SignatureVersion", "0")},
        Change{"Version3", with("SignatureVersion", "3")},
        Change{"VersionText", with("SignatureVersion", "2.0")},
        Change{"NotBase64", with("Signature", "***")},
        Change{"EmptySignature", with("Signature", "")},
        Change{"Base64WithALine", with("Signature", "c2lnbm\nF0dXJl")},
        Change{"HugeSignature", with("Signature", std::string(1 << 20, 'A'))},
        Change{"NoTime", with("Timestamp", "yesterday")},
        Change{"LocalTime", with("Timestamp", "2026-03-01T12:00:00.123")},
        Change{"TimeWithAZone", with("Timestamp", "2026-03-01T12:00:00.123+01:00")},
        Change{"TimeWithASpace", with("Timestamp", "2026-03-01 12:00:00.123Z")},
        Change{"DateOnly", with("Timestamp", "2026-03-01Z")},
        Change{"NoDay", with("Timestamp", "2026-02-30T12:00:00.123Z")}
    ),
    [](const auto& row) { return row.param.name; }
);

class WrongJson : public ::testing::TestWithParam<std::string> {};

TEST_P(WrongJson, IsRefused) {
    const auto envelope = read_sns_envelope(GetParam());
    ASSERT_FALSE(envelope);
    EXPECT_EQ(envelope.error().code(), Errc::invalid_input);
}

std::string whole() {
    return SnsSigner::json(with_signature(SnsSigner::notification("text")));
}
std::string with_first(const std::string& member) {
    return "{" + member + "," + whole().substr(1);
}
std::string replaced(const std::string& from, const std::string& to) {
    auto text = whole();
    text.replace(text.find(from), from.size(), to);
    return text;
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    WrongJson,
    ::testing::Values(
        "",
        "null",
        "[]",
        "\"text\"",
        "{}",
        whole() + whole(),
        whole().substr(0, whole().size() - 1),
        "\xEF\xBB\xBF{}",
        // The same member twice: two parsers would choose differently.
        with_first(R"("Message":"forged")"),
        with_first(R"("TopicArn":"arn:aws:sns:eu-west-1:123456789012:other")"),
        with_first(R"("SigningCertURL":"https://evil.example/x.pem")"),
        replaced(R"("text")", "1"),
        replaced(R"("text")", "{}"),
        replaced(R"("text")", "null"),
        replaced(R"("text")", R"("\ud800")"),
        replaced(R"("text")", "\"\xC0\xAF\""),
        replaced(R"("text")", "\"\xED\xA0\x80\""),
        replaced(R"("text")", R"("te)" + std::string{"\n"} + R"(xt")"),
        replaced(R"("SignatureVersion":"2")", R"("SignatureVersion":2)"),
        replaced(R"("Type":"Notification")", R"("Type":["Notification"])"),
        std::string(3U << 20U, ' ') + whole()
    )
);

TEST(SnsEnvelope, OrderAndUnknownMembersDoNotMatter) {
    const auto known = read_sns_envelope(whole());
    const auto more = read_sns_envelope(
        with_first(R"("MessageAttributes":{"a":{"Type":"String","Value":"b"}},"new":[1,{}])")
    );
    ASSERT_TRUE(known);
    ASSERT_TRUE(more) << more.error().message();
    EXPECT_EQ(sns_string_to_sign(*known), sns_string_to_sign(*more));
}

}  // namespace

}  // namespace socbot
