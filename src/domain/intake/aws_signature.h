// Requests to Amazon Web Services, signed: Signature Version 4 in the Authorization header (AWS
// General Reference, "Create a signed AWS API request"). Pure: the time is an argument.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace socbot {

struct AwsCredentials {
    std::string key_id;    // "AKIA...", "ASIA..." of temporary ones
    Secret secret;         // the secret access key
    Secret session_token;  // of temporary ones; else empty
    bool empty() const { return key_id.empty() || secret.empty(); }
};

// What is signed. The path is sent as it stands here; it and the query are in canonical form
// already (percent-encoded once, parameters sorted by name).
struct AwsRequest {
    std::string method{"POST"};
    std::string host;  // with the port when it is not the scheme's own
    std::string path{"/"};
    std::string query;
    std::vector<std::pair<std::string, std::string>> headers;  // signed too; not Host
    std::string_view body;
};

struct AwsScope {
    std::string region;   // "eu-west-1"
    std::string service;  // "sqs"
};

// Fields to send beside those of `request`: X-Amz-Date, X-Amz-Security-Token when there is a token,
// and Authorization.
std::vector<std::pair<std::string, std::string>> sign_aws(
    const AwsRequest& request,
    const AwsScope& scope,
    const AwsCredentials& credentials,
    Instant now
);

// The profile of a shared credentials file (AWS CLI User Guide, "Configuration and credential file
// settings"): "[name]" and aws_access_key_id, aws_secret_access_key, aws_session_token below it.
// not_found: no such profile; invalid_input: it lacks a key. The message never holds a value.
Result<AwsCredentials> read_aws_credentials(std::string_view text, std::string_view profile);

}  // namespace socbot
