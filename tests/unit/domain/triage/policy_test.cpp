// Kinds by rules: the configured ones first, then those that come with the product.
#include "domain/triage/policy.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

const CustomerCode kAcme{"ACME"};

Alarm titled(std::string title) {
    Alarm alarm;
    alarm.uid = "u1";
    alarm.title = std::move(title);
    return alarm;
}

Policy policy_of(std::vector<KindRule> kinds) {
    Settings settings;
    settings.kinds = std::move(kinds);
    auto policy = Policy::make(settings);
    EXPECT_TRUE(policy) << policy.error().message();
    return *std::move(policy);
}

TEST(Policy, WithoutRulesOfItsOwnUsesTheShippedOnes) {
    const auto policy = policy_of({});
    auto alarm = titled("Anything");
    EXPECT_EQ(policy.kind_of(alarm, kAcme), Kind::other);
    alarm.strategy = "Malware Infection";
    EXPECT_EQ(policy.kind_of(alarm, kAcme), Kind::malware);
}

TEST(Policy, TheFirstRuleThatMatchesDecides) {
    const auto policy = policy_of(
        {{Kind::office365, "title == 'Both'"},
         {Kind::network_intrusion, "title == 'Both' || title == 'One'"}}
    );
    EXPECT_EQ(policy.kind_of(titled("Both"), kAcme), Kind::office365);
    EXPECT_EQ(policy.kind_of(titled("One"), kAcme), Kind::network_intrusion);
    EXPECT_EQ(policy.kind_of(titled("None"), kAcme), Kind::other);
}

TEST(Policy, AConfiguredRuleGoesBeforeTheShippedOnes) {
    const auto policy = policy_of({{Kind::other, "title == 'Test file'"}});
    auto alarm = titled("Test file");
    alarm.strategy = "Malware Infection";
    EXPECT_EQ(policy.kind_of(alarm, kAcme), Kind::other);
}

TEST(Policy, ARuleMayAskForTheCustomer) {
    const auto policy = policy_of({{Kind::malware, "customer == 'ACME'"}});
    EXPECT_EQ(policy.kind_of(titled("Same"), kAcme), Kind::malware);
    EXPECT_EQ(policy.kind_of(titled("Same"), CustomerCode{"BETA"}), Kind::other);
}

// The sensor sees an address of the customer's as any other.
TEST(Policy, ADirectionIsJudgedByTheCustomersNetworks) {
    Settings settings;
    settings.customers.resize(1);
    settings.customers[0].code = kAcme;
    settings.customers[0].networks = {*Network::parse("203.0.113.0/24")};
    settings.kinds = {{Kind::malware, "direction == 'inbound'"}};
    const auto policy = Policy::make(settings);
    ASSERT_TRUE(policy);
    auto alarm = titled("Same");
    alarm.sources = {{"198.51.100.1", 1, "", "", "", "", "", "", "", ""}};
    alarm.destinations = {{"203.0.113.9", 2, "", "", "", "", "", "", "", ""}};
    EXPECT_EQ(policy->kind_of(alarm, kAcme), Kind::malware);
    EXPECT_EQ(policy->kind_of(alarm, CustomerCode{"BETA"}), Kind::other);
}

TEST(Policy, ARuleThatDoesNotCompileIsRefusedByItsKind) {
    Settings settings;
    settings.kinds = {{Kind::malware, "title =="}};
    const auto policy = Policy::make(settings);
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().code(), Errc::invalid_input);
    EXPECT_NE(policy.error().message().find("malware"), std::string::npos)
        << policy.error().message();
}

}  // namespace
}  // namespace socbot
