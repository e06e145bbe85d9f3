// An envelope of SNS -> what would be verified and fetched. Whatever the bytes: the URLs that pass
// are on the topic's own host, and what is signed has one line a member besides message and
// subject.
#include "base/check.h"
#include "domain/intake/sns_check.h"
#include "fuzz/fuzz_target.h"

#include <algorithm>
#include <string>
#include <string_view>

using namespace socbot;

namespace {

std::ptrdiff_t line_feeds(std::string_view text) {
    return std::count(text.begin(), text.end(), '\n');
}

void check_lines(const SnsEnvelope& envelope) {
    const auto& subject = envelope.subject.value_or(std::string{});
    const auto members = envelope.type == SnsType::notification ? (envelope.subject ? 6 : 5) : 7;
    const auto own = line_feeds(envelope.message) + line_feeds(subject);
    SOCBOT_CHECK(
        line_feeds(sns_string_to_sign(envelope)) == 2 * members + own, "a member is one line"
    );
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto envelope = read_sns_envelope({as_chars(data), size});
    if (!envelope) return 0;
    check_lines(*envelope);
    const auto topic = parse_sns_topic(envelope->topic_arn);
    if (!topic) return 0;
    const std::string host = "https://" + topic->host();
    if (check_sns_certificate_url(envelope->certificate_url, *topic))
        SOCBOT_CHECK(
            envelope->certificate_url.starts_with(host + "/") ||
                envelope->certificate_url.starts_with(host + ":443/"),
            "a certificate comes from the topic's host"
        );
    if (check_sns_subscribe_url(*envelope, *topic))
        SOCBOT_CHECK(
            envelope->subscribe_url.starts_with(host + "/?") ||
                envelope->subscribe_url.starts_with(host + ":443/?"),
            "a confirmation goes to the topic's host"
        );
    return 0;
}
