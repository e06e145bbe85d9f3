// How the rows are made; see sns_negative.h.
#include "sns_negative.h"

#include <gtest/gtest.h>

#include <utility>

namespace socbot::testing::negative {

const SnsSigner& signer() {
    static const SnsSigner one;
    return one;
}

Members notification() {
    return SnsSigner::notification("text");
}
Body text(std::string body) {
    return [body = std::move(body)] { return body; };
}
// Signed with another value, or without the member.
Body with(const char* name, std::string value) {
    return [name, value = std::move(value)] {
        auto members = notification();
        members[name] = value;
        return signer().sign(std::move(members));
    };
}
Body without(const char* name) {
    return [name] {
        auto members = notification();
        members["Signature"] = "AAAA";
        members.erase(name);
        return SnsSigner::json(members);
    };
}
Body confirmation(const char* name, std::string value) {
    return [name, value = std::move(value)] {
        auto members = SnsSigner::confirmation();
        members[name] = value;
        return signer().sign(std::move(members));
    };
}
Body confirmation_without(std::string type, const char* name) {
    return [type = std::move(type), name] {
        auto members = SnsSigner::confirmation(type);
        members.erase(name);
        return signer().sign(std::move(members));
    };
}
std::string replaced(std::string in, const std::string& from, const std::string& to) {
    const auto at = in.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) in.replace(at, from.size(), to);
    return in;
}
// Genuine, then changed as text.
Body changed(std::string from, std::string to) {
    return [from = std::move(from), to = std::move(to)] {
        return replaced(signer().sign(notification()), from, to);
    };
}
Body more(std::string members) {
    return [members = std::move(members)] {
        auto body = signer().sign(notification());
        body.insert(body.size() - 1, "," + members);
        return body;
    };
}
// The members with a signature of our own making over `text`.
Body signed_over(Members members, std::string text, int version) {
    return [members = std::move(members), text = std::move(text), version]() mutable {
        members["Signature"] = signer().sign(text, version);
        return SnsSigner::json(members);
    };
}
std::string canonical() {
    const auto members = notification();
    std::string text;
    for (const char* name : {"Message", "MessageId", "Timestamp", "TopicArn", "Type"})
        text.append(name).append("\n").append(members.at(name)).append("\n");
    return text;
}
std::string other_order() {
    const auto members = notification();
    std::string text;
    for (const char* name : {"Type", "TopicArn", "Timestamp", "MessageId", "Message"})
        text.append(name).append("\n").append(members.at(name)).append("\n");
    return text;
}

Row shape(const char* name, const char* reason, Body body) {
    return {name, 400, "envelope", reason, 0, 0, std::move(body)};
}
Row forbidden(const char* name, const char* reason, Body body) {
    return {name, 403, "sns", reason, 0, 0, std::move(body)};
}
// Only a certificate tells.
Row forged(const char* name, Body body) {
    return {name, 403, "sns", "signature", 1, 0, std::move(body)};
}
Row elsewhere(const char* name, const std::string& url) {
    return forbidden(name, "certificate_url", with("SigningCertURL", url));
}
Row confirms_elsewhere(const char* name, std::string url) {
    return {name, 403, "sns", "subscribe_url", 1, 0, confirmation("SubscribeURL", std::move(url))};
}
Row later(const char* name, int status, std::string body) {
    return {
        name,
        503,
        "unavailable",
        "certificate_unavailable",
        1,
        0,
        with("Message", "x"),
        [status, body = std::move(body)]() -> Result<HttpResponse> {
            return HttpResponse{status, {}, body};
        }};
}
Row certified(const char* name, const char* reason, const SnsSignerOptions& options) {
    return {
        name, 403, "sns", reason, 1, 0, with("Message", "x"), [options]() -> Result<HttpResponse> {
            return HttpResponse{200, {}, SnsSigner{options}.certificate()};
        }};
}

}  // namespace socbot::testing::negative
