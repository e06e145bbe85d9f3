// The shipped kinds on what products say of themselves.
#include "domain/rules/rule.h"
#include "domain/settings/settings.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

// As the engine does: the first shipped rule that matches, else other.
Kind kind_of(const Alarm& alarm) {
    for (const KindRule& shipped : shipped_kinds()) {
        const auto rule = Rule::compile(shipped.when);
        EXPECT_TRUE(rule) << shipped.when << ": " << (rule ? "" : rule.error().message());
        if (rule && rule->matches({.alarm = alarm, .customer = "ACME"})) return shipped.kind;
    }
    return Kind::other;
}

TEST(ShippedKinds, ByAppPluginDeviceTypeAndStrategy) {
    struct Row {
        const char* app;
        const char* plugin;
        const char* device_type;
        const char* strategy;
        Kind kind;
    };
    const Row rows[] = {
        {"office365", "", "", "", Kind::office365},
        {"Office 365", "", "", "", Kind::office365},
        {"", "Microsoft 365", "", "", Kind::office365},
        {"", "Office365 Audit", "Cloud Application", "", Kind::office365},
        {"", "O365", "", "", Kind::office365},
        {"Microsoft Entra ID", "", "", "", Kind::office365},
        {"", "Azure AD", "", "", Kind::office365},
        {"", "AzureAD", "", "", Kind::office365},
        {"Azure Active Directory", "", "", "", Kind::office365},
        {"Exchange Online", "", "", "", Kind::office365},
        {"Office 365", "", "Endpoint Security", "Malware infection", Kind::office365},
        {"Azure Advisor", "", "", "", Kind::other},
        {"Entrance Control", "", "", "", Kind::other},
        {"", "SentinelOne", "Endpoint Security", "", Kind::malware},
        {"", "", "endpoint protection", "", Kind::malware},
        {"", "", "Antivirus", "", Kind::malware},
        {"", "", "Anti-Virus", "", Kind::malware},
        {"", "", "", "Malware infection", Kind::malware},
        {"", "", "", "Mobile trojan infection", Kind::malware},
        {"", "", "", "Ransomware", Kind::malware},
        {"", "", "", "\"Ransonware\" infection", Kind::malware},
        {"", "", "", "Worm infection", Kind::malware},
        {"", "", "", "Backdoor", Kind::malware},
        {"", "", "", "Spyware", Kind::malware},
        {"", "", "", "Adware infection", Kind::malware},
        {"", "", "", "Botnet infection", Kind::malware},
        {"", "", "", "Fake Antivirus infection", Kind::malware},
        {"", "", "Intrusion Detection", "C&C Communication", Kind::malware},
        {"", "", "", "C&amp;C Communication", Kind::malware},
        {"", "", "Intrusion Detection", "Portscan", Kind::network_intrusion},
        {"", "AlienVault NIDS", "intrusion detection", "", Kind::network_intrusion},
        {"", "", "Cloud Infrastructure", "Network Access Control Modification", Kind::other},
        {"", "", "", "Brute Force Authentication", Kind::other},
        {"", "", "", "Wormhole test", Kind::other},
        {"", "", "", "", Kind::other},
    };
    for (const Row& row : rows) {
        Alarm alarm;
        alarm.app_name = row.app;
        alarm.plugin = row.plugin;
        alarm.device_type = row.device_type;
        alarm.strategy = row.strategy;
        EXPECT_EQ(kind_of(alarm), row.kind)
            << row.app << " | " << row.plugin << " | " << row.device_type << " | " << row.strategy;
    }
}

// The public Nmap sample of USM Anywhere carries "nmap" in malware_family.
TEST(ShippedKinds, MalwareFamilyAloneDecidesNothing) {
    Alarm alarm;
    alarm.malware = {{.name = "nmap", .classification = {}}};
    alarm.device_type = "Intrusion Detection";
    alarm.strategy = "Portscan";
    EXPECT_EQ(kind_of(alarm), Kind::network_intrusion);
}

}  // namespace
}  // namespace socbot
