// Rows of sns_negative_test.cpp: messages that a public endpoint has to refuse, and how they are
// made.
#pragma once

#include "ports/http_client.h"
#include "support/sns_signer.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace socbot::testing::negative {

using Members = SnsSigner::Members;
using Body = std::function<std::string()>;

inline constexpr const char* kTopic = "arn:aws:sns:eu-west-1:123456789012:soc";
inline const std::string kHost{"https://sns.eu-west-1.amazonaws.com"};
inline const std::string kFile{"SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"};

struct Row {
    const char* name;
    int status;
    const char* code;           // in the answer
    const char* reason;         // in the log
    std::size_t certificates;   // fetches of the certificate
    std::size_t confirmations;  // requests to SubscribeURL
    std::function<std::string()> body;
    std::function<Result<HttpResponse>()> certificate{};  // empty: the genuine one
    const char* raw_delivery{""};                         // the header's value
};

const SnsSigner& signer();

Members notification();
Body text(std::string body);
Body with(const char* name, std::string value);
Body without(const char* name);
Body confirmation(const char* name, std::string value);
Body confirmation_without(std::string type, const char* name);
std::string replaced(std::string in, const std::string& from, const std::string& to);
Body changed(std::string from, std::string to);
Body more(std::string members);
Body signed_over(Members members, std::string text, int version = 2);
std::string canonical();
std::string other_order();
Row shape(const char* name, const char* reason, Body body);
Row forbidden(const char* name, const char* reason, Body body);
Row forged(const char* name, Body body);
Row elsewhere(const char* name, const std::string& url);
Row confirms_elsewhere(const char* name, std::string url);
Row later(const char* name, int status, std::string body);
Row certified(const char* name, const char* reason, const SnsSignerOptions& options);

// The rows by what is wrong.
std::vector<Row> json_rows();
std::vector<Row> member_rows();
std::vector<Row> topic_rows();
std::vector<Row> host_rows();
std::vector<Row> signature_rows();
std::vector<Row> confirmation_rows();
std::vector<Row> certificate_rows();

}  // namespace socbot::testing::negative
