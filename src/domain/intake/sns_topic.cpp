// Regions, partitions and certificate names; the names are those of the AWS SDK for Java 2
// (SnsHostProvider).
#include "domain/intake/sns_topic.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace socbot {

namespace {

struct Partition {
    std::string_view name;
    std::string_view suffix;
    std::string_view certificate;  // "%" stands for the region; empty: "sns." and the suffix
};

constexpr std::array kPartitions{
    Partition{"aws", "amazonaws.com", {}},
    Partition{"aws-cn", "amazonaws.com.cn", "sns-%.amazonaws.com.cn"},
    // Both regions share one certificate.
    Partition{"aws-us-gov", "amazonaws.com", "sns-us-gov-west-1.amazonaws.com"},
    Partition{"aws-eusc", "amazonaws.eu", "sns-signing.%.amazonaws.eu"},
    Partition{"aws-iso", "c2s.ic.gov", "sns-us-iso-east-1.c2s.ic.gov"},
    Partition{"aws-iso-b", "sc2s.sgov.gov", "sns-us-isob-east-1.sc2s.sgov.gov"},
    Partition{"aws-iso-e", "cloud.adc-e.uk", "sns-signing.%.cloud.adc-e.uk"},
    Partition{"aws-iso-f", "csp.hci.ic.gov", "sns-signing.%.csp.hci.ic.gov"}};

// Of the partition "aws": those a customer must enable.
constexpr std::array<std::string_view, 17> kOptInRegions{
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1"};

constexpr std::size_t kArnBytes = 512;
constexpr std::size_t kNameBytes = 256;

const Partition* partition_of(std::string_view name) {
    const auto* found =
        std::find_if(kPartitions.begin(), kPartitions.end(), [name](const Partition& each) {
            return each.name == name;
        });
    return found == kPartitions.end() ? nullptr : found;
}

bool consists_of(std::string_view text, bool (*allowed)(char)) {
    return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

bool in_region(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_';
}

// A label of a host name. Known first words keep a bucket's or another service's name out.
bool is_region(std::string_view region) {
    return consists_of(region, in_region) && region.size() <= 40 && region.front() >= 'a' &&
           region.front() <= 'z' && is_digit(region.back()) && !region.starts_with("s3");
}

Error wrong(std::string_view arn, const char* what) {
    return Error{Errc::invalid_input, quote_for_log(arn, 128) + " is no topic: " + what};
}

}  // namespace

std::optional<std::string_view> aws_suffix(std::string_view partition) {
    const auto* own = partition_of(partition);
    return own == nullptr ? std::nullopt : std::optional{own->suffix};
}

std::string SnsTopic::host() const {
    const auto* own = partition_of(partition);
    return "sns." + region + "." + std::string{own->suffix};
}

std::string SnsTopic::certificate_name() const {
    const auto* own = partition_of(partition);
    if (own->certificate.empty()) {
        const bool opt_in =
            std::find(kOptInRegions.begin(), kOptInRegions.end(), region) != kOptInRegions.end();
        const std::string suffix{own->suffix};
        return opt_in ? "sns-signing." + region + "." + suffix : "sns." + suffix;
    }
    std::string result{own->certificate};
    if (const auto at = result.find('%'); at != std::string::npos) result.replace(at, 1, region);
    return result;
}

Result<SnsTopic> parse_sns_topic(std::string_view arn) {
    if (arn.size() > kArnBytes) return wrong(arn, "too long");
    const auto parts = split(arn, ':');
    if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "sns")
        return wrong(arn, "it has the form arn:aws:sns:<region>:<account>:<name>");
    SnsTopic topic;
    topic.arn = arn;
    topic.partition = parts[1];
    topic.region = parts[3];
    topic.account = parts[4];
    topic.name = parts[5];
    if (partition_of(topic.partition) == nullptr) return wrong(arn, "unknown partition");
    if (!is_region(topic.region)) return wrong(arn, "no region");
    if (topic.account.size() != 12 || !consists_of(topic.account, is_digit))
        return wrong(arn, "an account has 12 digits");
    std::string_view name{topic.name};
    if (name.ends_with(".fifo")) name.remove_suffix(5);
    if (topic.name.size() > kNameBytes || !consists_of(name, in_name))
        return wrong(arn, "a name has letters, digits, - and _");
    return topic;
}

}  // namespace socbot
