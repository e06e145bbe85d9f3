// A URL of any bytes -> whether it may be fetched. The first byte picks the topic, the rest is the
// URL; after a line feed comes the token of a confirmation. What passes has exactly one form, which
// is checked here in another way than the rules do.
#include "domain/intake/sns_urls.h"

#include "base/check.h"
#include "fuzz/fuzz_target.h"

#include <array>
#include <string>
#include <string_view>

using namespace socbot;

namespace {

constexpr std::array<std::string_view, 4> kTopics{
    "arn:aws:sns:eu-west-1:123456789012:soc",
    "arn:aws-cn:sns:cn-north-1:123456789012:soc",
    "arn:aws-us-gov:sns:us-gov-west-1:123456789012:soc",
    "arn:aws-eusc:sns:eusc-de-east-1:123456789012:soc"};

// What follows the host, which must be there whole.
std::string_view behind_host(std::string_view url, const SnsTopic& topic) {
    const std::string start = "https://" + topic.host();
    SOCBOT_CHECK(url.substr(0, start.size()) == start, "the topic's host by https");
    url.remove_prefix(start.size());
    if (url.substr(0, 4) == ":443") url.remove_prefix(4);
    SOCBOT_CHECK(url.substr(0, 1) == "/", "a path, no other port, no user");
    return url;
}

void check_certificate(std::string_view url, const SnsTopic& topic) {
    const std::string_view path = behind_host(url, topic);
    SOCBOT_CHECK(path.size() == 1 + 26 + 32 + 4, "one length");
    SOCBOT_CHECK(path.find_first_of("?#%\\@:", 1) == std::string_view::npos, "a file's name");
    SOCBOT_CHECK(path.find('/', 1) == std::string_view::npos, "no folder");
}

void check_confirmation(std::string_view url, const SnsTopic& topic) {
    const std::string_view query = behind_host(url, topic);
    SOCBOT_CHECK(query.substr(0, 2) == "/?", "no path");
    SOCBOT_CHECK(query.find("Action=ConfirmSubscription") != std::string_view::npos, "the action");
    SOCBOT_CHECK(query.find_first_of("#\\ \t\r\n") == std::string_view::npos, "a query alone");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto topic = parse_sns_topic(kTopics[data[0] % kTopics.size()]);
    SOCBOT_CHECK(static_cast<bool>(topic), "the topics are topics");
    const std::string_view text{as_chars(data) + 1, size - 1};
    const std::size_t end = text.find('\n');
    const std::string_view url = text.substr(0, end);
    if (check_sns_certificate_url(url, *topic)) check_certificate(url, *topic);
    SnsEnvelope confirmation;
    confirmation.type = SnsType::subscription_confirmation;
    confirmation.topic_arn = topic->arn;
    confirmation.subscribe_url = url;
    if (end != std::string_view::npos) confirmation.token = text.substr(end + 1);
    // A token is one line of plain text; read_sns_envelope() sees to that.
    if (confirmation.token.find_first_of("#\\ \t\r\n") != std::string::npos) return 0;
    if (check_sns_subscribe_url(confirmation, *topic)) check_confirmation(url, *topic);
    return 0;
}
