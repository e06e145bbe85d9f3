// Readers by type, and the OCSF reader's rules for what comes from a live source.
#include "domain/intake/reader.h"

#include "usm_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

constexpr std::string_view kOcsf{
    R"({"metadata":{"product":{"vendor_name":"V","name":"P"}},"connector_type":"usm_anywhere",)"
    R"("finding_info":{"uid":"f-1","title":"T","src_url":"https://siem.example/f-1"},)"
    R"("time":1764000000000,"severity_id":4,"tenant":{"name":"acme"}})"};

SourceSettings ocsf_source() {
    SourceSettings source;
    source.type = "ocsf";
    return source;
}

TEST(Readers, KnowTheirTypes) {
    EXPECT_THAT(reader_types(), testing::UnorderedElementsAre("ocsf", "usm_anywhere"));
}

TEST(Readers, RefuseAnUnknownType) {
    SourceSettings source;
    source.type = "carrier_pigeon";
    const auto alarm = read_alarm("{}", source);
    ASSERT_FALSE(alarm);
    EXPECT_EQ(alarm.error().code(), Errc::invalid_input);
}

TEST(Readers, DispatchByType) {
    EXPECT_TRUE(
        read_alarm(testing_support::golden_usm("portscan.json"), testing_support::usm_source())
    );
    EXPECT_TRUE(read_alarm(kOcsf, ocsf_source()));
}

TEST(Ocsf, TakesTheConnectorFromTheSource) {
    const auto alarm = read_ocsf(kOcsf, ocsf_source());
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->connector_type, "ocsf");
    EXPECT_EQ(alarm->severity, Severity::high);
}

TEST(Ocsf, KeepsALinkOnTheConfiguredHostOnly) {
    SourceSettings source = ocsf_source();
    EXPECT_EQ(read_ocsf(kOcsf, source)->src_url, "");
    source.link_base = "https://siem.example";
    EXPECT_EQ(read_ocsf(kOcsf, source)->src_url, "https://siem.example/f-1");
    source.link_base = "https://other.example";
    EXPECT_EQ(read_ocsf(kOcsf, source)->src_url, "");
}

TEST(Ocsf, ReadsTheTenantByPath) {
    SourceSettings source = ocsf_source();
    source.tenant_field = "tenant.name";
    EXPECT_EQ(read_ocsf(kOcsf, source)->tenant_uid, "acme");
}

TEST(Ocsf, RefusesWhatLacksARequiredMember) {
    const auto alarm = read_ocsf(R"({"finding_info":{"uid":"f-1","title":"T"}})", ocsf_source());
    ASSERT_FALSE(alarm);
    EXPECT_EQ(alarm.error().code(), Errc::invalid_input);
}

}  // namespace
}  // namespace socbot
