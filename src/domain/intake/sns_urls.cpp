// URL rules; see sns_urls.h.
#include "domain/intake/sns_urls.h"

#include "base/digest.h"
#include "base/text.h"
#include "domain/intake/sns_refusal.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace socbot {

namespace {

constexpr std::string_view kFileStart = "SimpleNotificationService-";
constexpr std::string_view kFileEnd = ".pem";
constexpr std::size_t kFileDigits = 32;

Error refused(SnsRefusal why, std::string_view url, const char* what) {
    return sns_error(why, Errc::unauthorised, std::string{what} + ": " + quote_for_log(url, 200));
}

// What follows the host; nullopt when it is another scheme, host, user or port.
std::optional<std::string_view> after_host(std::string_view url, const SnsTopic& topic) {
    const std::string start = "https://" + topic.host();
    if (!url.starts_with(start)) return std::nullopt;
    url.remove_prefix(start.size());
    constexpr std::string_view kPort = ":443";
    if (url.starts_with(kPort)) url.remove_prefix(kPort.size());
    return url;
}

bool is_lower_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain.push_back(text[i]);
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const auto byte = from_hex(text.substr(i + 1, 2));
        if (!byte) return std::nullopt;
        plain.append(*byte);
        i += 2;
    }
    return plain;
}

}  // namespace

Result<void> check_sns_certificate_url(std::string_view url, const SnsTopic& topic) {
    auto path = after_host(url, topic);
    if (!path)
        return refused(
            SnsRefusal::certificate_url, url, "the certificate is not on the topic's SNS host"
        );
    if (!path->starts_with('/'))
        return refused(SnsRefusal::certificate_url, url, "no certificate of SNS");
    if (!is_sns_certificate_file(path->substr(1)))
        return refused(SnsRefusal::certificate_url, url, "no certificate of SNS");
    return {};
}

bool is_sns_certificate_file(std::string_view name) {
    if (!name.starts_with(kFileStart) || !name.ends_with(kFileEnd) ||
        name.size() != kFileStart.size() + kFileDigits + kFileEnd.size())
        return false;
    const auto digits = name.substr(kFileStart.size(), kFileDigits);
    return std::all_of(digits.begin(), digits.end(), is_lower_hex);
}

std::string_view sns_certificate_file(std::string_view url) {
    return url.substr(url.rfind('/') + 1);
}

Result<void> check_sns_subscribe_url(const SnsEnvelope& confirmation, const SnsTopic& topic) {
    const std::string_view url{confirmation.subscribe_url};
    auto query = after_host(url, topic);
    if (!query)
        return refused(
            SnsRefusal::subscribe_url, url, "the confirmation is not on the topic's SNS host"
        );
    if (!query->starts_with("/?"))
        return refused(SnsRefusal::subscribe_url, url, "no confirmation of SNS");
    query->remove_prefix(2);
    struct Wanted {
        std::string_view name;
        std::string_view value;
        int times{0};
    };
    std::array<Wanted, 3> wanted{
        {{"Action", "ConfirmSubscription"},
         {"TopicArn", confirmation.topic_arn},
         {"Token", confirmation.token}}};
    if (confirmation.topic_arn != topic.arn)
        return refused(SnsRefusal::subscribe_url, url, "another topic");
    for (const auto part : split(*query, '&')) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos)
            return refused(SnsRefusal::subscribe_url, url, "an unknown parameter");
        auto* one = std::find_if(wanted.begin(), wanted.end(), [&](const Wanted& each) {
            return each.name == part.substr(0, equals);
        });
        if (one == wanted.end())
            return refused(SnsRefusal::subscribe_url, url, "an unknown parameter");
        const auto value = percent_decoded(part.substr(equals + 1));
        if (!value || *value != one->value)
            return refused(SnsRefusal::subscribe_url, url, "another value than the message's");
        ++one->times;
    }
    for (const auto& one : wanted)
        if (one.times != 1)
            return refused(SnsRefusal::subscribe_url, url, "a parameter is missing or there twice");
    return {};
}

}  // namespace socbot
