// sources[].sqs: what is accepted, and what is refused with its place and reason.
#include "config_fixture.h"

#include <ostream>

namespace socbot {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kSns = "auth: {sns: {topics: [\"arn:aws:sns:eu-west-1:123456789012:soc\"]}}";
constexpr const char* kQueue = "queue: \"arn:aws:sqs:eu-west-1:123456789012:soc\"";
constexpr const char* kKeys = "access_key: \"env:TOKEN\", secret_key: \"file:/s/token\"";

std::string source(const std::string& sqs, const std::string& auth = kSns, int number = 0) {
    return "  - {id: usm" + std::to_string(number) + ", type: usm_anywhere, customer: ACME, " +
           auth + ", sqs: {" + sqs + "}}\n";
}

BoundConfig bind_sources(const std::string& sources) {
    return bind_text("customers: [{code: ACME}]\nsources:\n" + sources);
}

TEST(ConfigSqs, BindsEveryKey) {
    const auto bound = bind_sources(source(
        std::string{kQueue} + ", " + kKeys +
        ", dead_letters: \"arn:aws:sqs:eu-west-1:123456789012:soc-dead\", visibility: 2m, "
        "endpoint: \"https://VPCE-1.example:443/\""
    ));
    ASSERT_THAT(lines_of(bound), IsEmpty());
    const auto& sqs = bound.config.sources.at(0).sqs;
    ASSERT_TRUE(sqs);
    EXPECT_EQ(sqs->queue->name, "soc");
    EXPECT_EQ(sqs->dead_letters->name, "soc-dead");
    EXPECT_EQ(sqs->keys.key_id, "fedcba9876543210");
    EXPECT_EQ(sqs->keys.secret.reveal(), "0123456789abcdef");
    EXPECT_EQ(sqs->visibility, Milliseconds{120'000});
    EXPECT_EQ(sqs->endpoint, "https://vpce-1.example") << "as curl writes it";
}

TEST(ConfigSqs, HasDefaults) {
    const auto bound = bind_sources(source(std::string{kQueue} + ", " + kKeys));
    ASSERT_THAT(lines_of(bound), IsEmpty());
    const auto& sqs = bound.config.sources.at(0).sqs;
    EXPECT_EQ(sqs->visibility, Milliseconds{300'000});
    EXPECT_FALSE(sqs->dead_letters);
    EXPECT_EQ(sqs->endpoint, "");
    EXPECT_FALSE(bind_text("").config.sources.size());
}

TEST(ConfigSqs, KeepsAPortThatIsNotTheSchemesOwn) {
    const auto bound = bind_sources(
        source(std::string{kQueue} + ", " + kKeys + ", endpoint: \"http://127.0.0.1:443\"")
    );
    ASSERT_THAT(lines_of(bound), IsEmpty());
    EXPECT_EQ(bound.config.sources.at(0).sqs->endpoint, "http://127.0.0.1:443");
}

struct Refusal {
    const char* name;
    std::string sources;
    std::string says;

    friend void PrintTo(const Refusal& row, std::ostream* out) { *out << row.name; }
};

class ConfigSqsRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(ConfigSqsRefuses, WithPositionAndReason) {
    const auto lines = lines_of(bind_sources(GetParam().sources));
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_THAT(lines[0], AllOf(StartsWith("f.yaml:"), HasSubstr(GetParam().says)));
}

std::string queued(const std::string& more) {
    return source(std::string{kQueue} + ", " + more);
}

std::string many(int count) {
    std::string all;
    for (int i = 0; i < count; ++i)
        all += source(
            "queue: \"arn:aws:sqs:eu-west-1:123456789012:q" + std::to_string(i) + "\", " + kKeys,
            kSns,
            i
        );
    return all;
}

TEST(ConfigSqs, TakesFortyEightQueues) {
    EXPECT_THAT(lines_of(bind_sources(many(48))), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Each,
    ConfigSqsRefuses,
    ::testing::Values(
        Refusal{"NoQueue", source(kKeys), "needs the key 'queue'"},
        Refusal{
            "AUrlForAQueue",
            source(
                std::string{"queue: \"https://sqs.eu-west-1.amazonaws.com/123456789012/q\", "} +
                kKeys
            ),
            "it has the form arn:aws:sqs:"},
        Refusal{"NoKeys", source(kQueue), "either access_key and secret_key, or credentials"},
        Refusal{"HalfOfTheKeys", queued("access_key: \"env:TOKEN\""), "either access_key"},
        Refusal{
            "BothWays",
            queued(std::string{kKeys} + ", credentials: /s/token"),
            "either access_key"},
        Refusal{"NoFile", queued("credentials: /s/none"), "does not exist"},
        Refusal{"AFileWithoutTheProfile", queued("credentials: /s/token"), "is not there"},
        Refusal{"AKeyInTheFile", queued("access_key: \"env:TOKEN\", secret_key: s"), "is a secret"},
        Refusal{
            "AnEndpointInTheClear",
            queued(std::string{kKeys} + ", endpoint: \"http://sqs.inside\""),
            "takes https"},
        Refusal{
            "AnEndpointWithAPath",
            queued(std::string{kKeys} + ", endpoint: \"https://sqs.inside/x\""),
            "without a path"},
        Refusal{
            "AShortVisibility",
            queued(std::string{kKeys} + ", visibility: 29s"),
            "'visibility' takes 30s to 12h"},
        Refusal{
            "AnotherAuth",
            source(std::string{kQueue} + ", " + kKeys, "auth: {bearer: \"env:TOKEN\"}"),
            "which takes 'auth: {sns: ...}'"},
        Refusal{
            "AQueueOfTwoSources",
            source(std::string{kQueue} + ", " + kKeys, kSns, 0) +
                source(std::string{kQueue} + ", " + kKeys, kSns, 1),
            "arn:aws:sqs:eu-west-1:123456789012:soc"},
        Refusal{
            "ADeadLetterQueueThatIsTheQueue",
            queued(
                std::string{"dead_letters: \"arn:aws:sqs:eu-west-1:123456789012:soc\", "} + kKeys
            ),
            "arn:aws:sqs:eu-west-1:123456789012:soc"},
        Refusal{"TooMany", many(49), "more than 48 sources have 'sqs'"}
    ),
    [](const ::testing::TestParamInfo<Refusal>& row) { return row.param.name; }
);

}  // namespace
}  // namespace socbot
