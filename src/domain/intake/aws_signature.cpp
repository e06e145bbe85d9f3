// Canonical request, string to sign, derived key; see aws_signature.h.
#include "domain/intake/aws_signature.h"

#include "base/digest.h"
#include "base/text.h"

#include <algorithm>

namespace socbot {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string hex_digest(std::string_view bytes) {
    return to_hex(as_bytes(sha256(bytes)));
}

std::string hmac(std::string_view key, std::string_view message) {
    return std::string{as_bytes(hmac_sha256(key, message))};
}

// "20150830T123600Z"
std::string basic_time(Instant at) {
    std::string text = format_rfc3339(at).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

// Trimmed, runs of spaces as one.
std::string canonical_value(std::string_view value) {
    std::string out;
    for (const char c : trim_ascii(value))
        if (c != ' ' || !out.ends_with(' ')) out += c;
    return out;
}

struct CanonicalHeaders {
    std::string lines;  // "name:value\n" each
    std::string names;  // "a;b"
};

CanonicalHeaders canonical(std::vector<std::pair<std::string, std::string>> headers) {
    for (auto& [name, value] : headers) {
        name = to_lower_ascii(name);
        value = canonical_value(value);
    }
    std::stable_sort(headers.begin(), headers.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    CanonicalHeaders all;
    for (const auto& [name, value] : headers) {
        all.lines.append(name).append(":").append(value).append("\n");
        if (!all.names.empty()) all.names += ';';
        all.names += name;
    }
    return all;
}

std::string canonical_request(const AwsRequest& request, const CanonicalHeaders& headers) {
    std::string text;
    text.append(request.method).append("\n");
    text.append(request.path).append("\n");
    text.append(request.query).append("\n");
    text.append(headers.lines).append("\n");
    text.append(headers.names).append("\n");
    text.append(hex_digest(request.body));
    return text;
}

std::string signing_key(const Secret& secret, std::string_view date, const AwsScope& scope) {
    const std::string first = "AWS4" + std::string{secret.reveal()};
    return hmac(hmac(hmac(hmac(first, date), scope.region), scope.service), "aws4_request");
}

// "aws_access_key_id = VALUE"
struct Setting {
    std::string_view name, value;
};

Setting setting_of(std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return {};
    return {trim_ascii(line.substr(0, equals)), trim_ascii(line.substr(equals + 1))};
}

std::string_view section_of(std::string_view line) {
    if (!line.starts_with('[') || !line.ends_with(']')) return {};
    return trim_ascii(line.substr(1, line.size() - 2));
}

void take(const Setting& setting, AwsCredentials& credentials) {
    if (setting.name == "aws_access_key_id") credentials.key_id = setting.value;
    if (setting.name == "aws_secret_access_key")
        credentials.secret = Secret{std::string{setting.value}};
    if (setting.name == "aws_session_token")
        credentials.session_token = Secret{std::string{setting.value}};
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

std::vector<std::pair<std::string, std::string>> sign_aws(
    const AwsRequest& request,
    const AwsScope& scope,
    const AwsCredentials& credentials,
    Instant now
) {
    const std::string time = basic_time(now);
    const std::string date = time.substr(0, 8);
    std::vector<std::pair<std::string, std::string>> added{{"X-Amz-Date", time}};
    if (!credentials.session_token.empty())
        added.emplace_back("X-Amz-Security-Token", std::string{credentials.session_token.reveal()});
    auto signed_headers = request.headers;
    signed_headers.emplace_back("Host", request.host);
    signed_headers.insert(signed_headers.end(), added.begin(), added.end());
    const auto headers = canonical(std::move(signed_headers));
    const std::string in = date + "/" + scope.region + "/" + scope.service + "/aws4_request";
    std::string to_sign{kAlgorithm};
    to_sign.append("\n").append(time).append("\n").append(in).append("\n");
    to_sign.append(hex_digest(canonical_request(request, headers)));
    std::string authorization{kAlgorithm};
    authorization.append(" Credential=").append(credentials.key_id).append("/").append(in);
    authorization.append(", SignedHeaders=").append(headers.names);
    authorization.append(", Signature=")
        .append(to_hex(hmac(signing_key(credentials.secret, date, scope), to_sign)));
    added.emplace_back("Authorization", std::move(authorization));
    return added;
}

Result<AwsCredentials> read_aws_credentials(std::string_view text, std::string_view profile) {
    AwsCredentials credentials;
    bool found = false;
    bool inside = false;
    for (const auto raw : split(text, '\n')) {
        const auto line = trim_ascii(raw);
        if (line.starts_with('#') || line.starts_with(';')) continue;
        if (const auto section = section_of(line); !section.empty()) {
            inside = section == profile;
            found = found || inside;
        } else if (inside) {
            take(setting_of(line), credentials);
        }
    }
    const std::string name = "the profile " + quote_for_log(profile, 64);
    if (!found) return Error{Errc::not_found, name + " is not there"};
    if (credentials.empty())
        return Error{
            Errc::invalid_input, name + " lacks aws_access_key_id or aws_secret_access_key"};
    for (const auto part :
         {std::string_view{credentials.key_id},
          credentials.secret.reveal(),
          credentials.session_token.reveal()})
        if (!is_plain(part)) return Error{Errc::invalid_input, name + " holds odd characters"};
    return credentials;
}

}  // namespace socbot
