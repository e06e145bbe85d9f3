// What a card says by kind: which facts, in which order, in which words.
#include "card_samples.h"
#include "domain/cards/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;

std::vector<std::string> names(const AlarmSketch& sketch) {
    std::vector<std::string> out;
    for (const Fact& fact : sketch.facts)
        out.push_back(fact.name);
    return out;
}
std::string value(const AlarmSketch& sketch, std::string_view name) {
    for (const Fact& fact : sketch.facts) {
        if (fact.name == name) return fact.value;
    }
    return "(none)";
}
AlarmSketch sketch(const Alarm& alarm, Kind kind) {
    return sketch_alarm(alarm, kind, own_networks(), {"acme.example"});
}

TEST(MalwareFacts, ComeInTheDocumentedOrder) {
    const AlarmSketch card = sketch(malware_alarm(), Kind::malware);
    EXPECT_THAT(
        names(card),
        testing::ElementsAre("Detection", "Outcome", "Host", "User", "File", "SHA-256", "Process")
    );
    EXPECT_EQ(card.left_out, 1U) << "where it came from";
    EXPECT_EQ(value(card, "Outcome"), "NOT blocked");
    EXPECT_EQ(value(card, "Host"), "WKS-17 (10.20.0.17), Windows 11");
    EXPECT_EQ(value(card, "User"), "ACME\\j.doe");
    EXPECT_EQ(value(card, "File"), R"(C:\Users\j.doe\invoice.docm)");
    EXPECT_EQ(value(card, "SHA-256"), std::string(64, 'a')) << "whole, to be copied";
    EXPECT_EQ(value(card, "Process"), "powershell.exe -enc SQBFAFgA \xE2\x86\x90 winword.exe");
    EXPECT_EQ(card.sentence, "Emotet found on WKS-17 (ACME\\j.doe) in invoice.docm, NOT blocked");
    EXPECT_EQ(card.tactic, "Execution T1059");
}

TEST(MalwareFacts, OnlyWhatNothingStoppedIsEmphasised) {
    for (const auto& [disposition, emphasised] :
         {std::pair{Disposition::allowed, true},
          std::pair{Disposition::detected, true},
          std::pair{Disposition::blocked, false},
          std::pair{Disposition::quarantined, false}}) {
        Alarm alarm = malware_alarm();
        alarm.disposition = disposition;
        const AlarmSketch card = sketch(alarm, Kind::malware);
        ASSERT_EQ(card.facts[1].name, "Outcome");
        EXPECT_EQ(card.facts[1].emphasised, emphasised) << to_word(disposition);
    }
}

TEST(NetworkFacts, ComeInTheDocumentedOrder) {
    const AlarmSketch card = sketch(scan_alarm(), Kind::network_intrusion);
    EXPECT_THAT(
        names(card),
        testing::ElementsAre("Direction", "Our host", "Signature", "Peer", "Flow", "Action")
    );
    EXPECT_EQ(value(card, "Direction"), "inbound");
    EXPECT_EQ(value(card, "Our host"), "10.20.0.77") << "inside addresses can be copied";
    EXPECT_EQ(value(card, "Peer"), "203[.]0[.]113[.]16:47301, NL, Example Hosting");
    EXPECT_EQ(
        value(card, "Flow"),
        "203[.]0[.]113[.]16:47301 \xE2\x86\x92 10.20.0.77:80 TCP, not answered, 60 bytes in, 0 out"
    );
    EXPECT_EQ(
        card.sentence,
        "203[.]0[.]113[.]16 (NL) contacted 10.20.0.77 on port 80/TCP: "
        "ET SCAN NMAP -sS window 1024, allowed, not answered"
    );
    EXPECT_EQ(card.who, "203[.]0[.]113[.]16");
    EXPECT_EQ(card.what, "10.20.0.77");
}

TEST(NetworkFacts, OwnNetworksDecideTheDirection) {
    Alarm alarm = scan_alarm();
    alarm.sources[0].ip = "203.0.113.200";  // a customer's own, public
    EXPECT_EQ(value(sketch(alarm, Kind::network_intrusion), "Direction"), "lateral");
    alarm.destinations[0].ip = "198.51.100.9";
    const AlarmSketch outbound = sketch(alarm, Kind::network_intrusion);
    EXPECT_EQ(value(outbound, "Direction"), "outbound");
    EXPECT_EQ(value(outbound, "Our host"), "203.0.113.200");
    EXPECT_EQ(outbound.who, "198[.]51[.]100[.]9");
}

TEST(NetworkFacts, WithoutAddressesTheSensorDecides) {
    Alarm alarm = scan_alarm();
    alarm.sources.clear();
    alarm.destinations.clear();
    EXPECT_EQ(value(sketch(alarm, Kind::network_intrusion), "Direction"), "inbound");
}

TEST(Office365Facts, ComeInTheDocumentedOrder) {
    const AlarmSketch card = sketch(office_alarm(), Kind::office365);
    EXPECT_THAT(
        names(card), testing::ElementsAre("User", "Action", "Outcome", "Target", "From", "Client")
    );
    EXPECT_EQ(value(card, "User"), "j.doe@acme.example");
    EXPECT_EQ(value(card, "Target"), "drop[@]evil[.]example");
    EXPECT_EQ(
        card.sentence,
        "j.doe@acme.example: New-InboxRule on drop[@]evil[.]example from 203[.]0[.]113[.]77 (NL), "
        "success"
    );
}

TEST(Office365Facts, AStrangersNameIsNoLink) {
    Alarm alarm = office_alarm();
    alarm.users[0].email = "j.doe@evil.example";
    EXPECT_EQ(value(sketch(alarm, Kind::office365), "User"), "j[.]doe[@]evil[.]example");
}

TEST(UserFacts, AreWrittenAsAConsoleWantsThem) {
    Alarm alarm = malware_alarm();
    alarm.users = {{"j.doe", {}, {}, {}, UserRole::actor}};
    EXPECT_EQ(value(sketch(alarm, Kind::malware), "User"), "j.doe");
    alarm.users[0].domain = "uk.acme.example";
    EXPECT_EQ(value(sketch(alarm, Kind::malware), "User"), "uk.acme.example\\j.doe");
    alarm.users[0].domain = "uk.evil.example";
    EXPECT_EQ(value(sketch(alarm, Kind::malware), "User"), "uk[.]evil[.]example\\j.doe");
    alarm.users[0].name = "evil.com";
    EXPECT_EQ(value(sketch(alarm, Kind::malware), "User"), "uk[.]evil[.]example\\evil[.]com");
}

TEST(OtherFacts, SayWhatIsThere) {
    Alarm alarm;
    alarm.title = "Brute Force: RDP";
    alarm.event_name = "Logon failure";
    alarm.users.push_back({"alice", "CORP", {}, {}, UserRole::actor});
    const AlarmSketch card = sketch(alarm, Kind::other);
    EXPECT_THAT(names(card), testing::ElementsAre("User", "Action"));
    EXPECT_EQ(card.sentence, "CORP\\alice: Logon failure");
}

TEST(Office365Facts, TheTargetIsWhatTheAuditRecordNames) {
    Alarm alarm = office_alarm();
    alarm.users.resize(1);
    alarm.extras = {
        {"DeleteMessage", "True"},
        {"ForwardTo", "drop@evil.example"},
        {"Role.DisplayName", "Global Administrator"}};
    EXPECT_EQ(
        value(sketch(alarm, Kind::office365), "Target"),
        "drop[@]evil[.]example, Global Administrator"
    );
}

TEST(OtherFacts, EndWithMembersOfTheSourcesOwn) {
    Alarm alarm;
    for (int i = 0; i < 8; ++i)
        alarm.extras.push_back({"group_" + std::to_string(i), "evil.example"});
    const AlarmSketch card = sketch(alarm, Kind::other);
    ASSERT_EQ(card.facts.size(), 6U) << "no more than a card has room for";
    EXPECT_EQ(card.facts[0], (Fact{"Group 0", "evil[.]example"}));
}

TEST(NetworkFacts, SayHowBadAReputationIs) {
    Alarm alarm = scan_alarm();
    alarm.sources[0].reputation = "Malicious Host";
    alarm.sources[0].reputation_priority = 2;
    const auto peer = [&] { return value(sketch(alarm, Kind::network_intrusion), "Peer"); };
    EXPECT_TRUE(peer().ends_with("Malicious Host (priority 2)")) << peer();
    alarm.sources[0].reputation_reliability = 4;
    EXPECT_TRUE(peer().ends_with("Malicious Host (priority 2, reliability 4)")) << peer();
}

TEST(Facts, AnEmptyAlarmHasNone) {
    for (const Kind kind : {Kind::other, Kind::office365, Kind::network_intrusion, Kind::malware}) {
        const AlarmSketch card = sketch(Alarm{}, kind);
        for (const Fact& fact : card.facts)
            EXPECT_FALSE(fact.value.empty()) << to_word(kind) << ": " << fact.name;
    }
}

TEST(Facts, SeveralEndpointsAreCounted) {
    Alarm alarm = scan_alarm();
    for (int i = 0; i < 3; ++i)
        alarm.destinations.push_back(
            {"10.20.0." + std::to_string(i), 0, {}, {}, {}, {}, {}, {}, {}, {}}
        );
    EXPECT_EQ(value(sketch(alarm, Kind::network_intrusion), "Our host"), "10.20.0.77 +3 more");
}

TEST(Facts, LongCommandLinesAreCut) {
    Alarm alarm = malware_alarm();
    alarm.processes[0].cmd_line = std::string(1000, 'x');
    const std::string process = value(sketch(alarm, Kind::malware), "Process");
    EXPECT_EQ(cards::count_code_points(process), 200U);
    EXPECT_THAT(process, testing::StartsWith("powershell.exe: xxx"));
    EXPECT_THAT(process, testing::EndsWith("\xE2\x80\xA6 \xE2\x86\x90 winword.exe"))
        << "the parent stays";
}

TEST(MalwareFacts, SayWhereElseItIs) {
    Alarm alarm = malware_alarm();
    alarm.files.clear();
    alarm.processes.clear();
    EXPECT_EQ(
        value(sketch(alarm, Kind::malware), "Came from"), "hxxp://files[.]evil[.]example/a[.]php"
    );
    alarm.urls.clear();
    alarm.devices.push_back({"WKS-18", "10.20.0.18", {}, {}, {}});
    EXPECT_EQ(value(sketch(alarm, Kind::malware), "Came from"), "also on 1 host");
    alarm.devices.push_back({"WKS-19", "10.20.0.19", {}, {}, {}});
    alarm.emails.emplace_back("bill@evil.example");
    EXPECT_EQ(
        value(sketch(alarm, Kind::malware), "Came from"), "bill[@]evil[.]example, also on 2 hosts"
    );
}

TEST(NetworkFacts, CountASweep) {
    Alarm alarm = scan_alarm();
    EXPECT_EQ(value(sketch(alarm, Kind::network_intrusion), "Spread"), "(none)");
    for (int i = 0; i < 13; ++i)
        alarm.destinations.push_back(alarm.destinations[0]);
    EXPECT_EQ(value(sketch(alarm, Kind::network_intrusion), "Spread"), "1 \xE2\x86\x92 14 hosts");
}

TEST(NetworkFacts, AnIpv6AddressBeforeAPortHasBrackets) {
    Alarm alarm = scan_alarm();
    alarm.sources[0].ip = "fd00::1";
    alarm.destinations[0].ip = "fd00::20";
    EXPECT_THAT(
        value(sketch(alarm, Kind::network_intrusion), "Flow"),
        testing::StartsWith("[fd00::1]:47301 \xE2\x86\x92 [fd00::20]:80 TCP")
    );
}

TEST(NetworkFacts, WithoutPortsTheFlowIsTheProtocol) {
    Alarm alarm = scan_alarm();
    alarm.sources[0].port = alarm.destinations[0].port = 0;
    alarm.connection = {"inbound", "ICMP", {}, {}, {}, {}};
    EXPECT_EQ(value(sketch(alarm, Kind::network_intrusion), "Flow"), "ICMP");
}

TEST(Office365Facts, MarkGuestsAndLegacySignIns) {
    Alarm alarm = office_alarm();
    alarm.users[0].email = "anna_partner.example#EXT#@acme.example";
    alarm.http_user_agent = "BAV2ROPC";
    const AlarmSketch card = sketch(alarm, Kind::office365);
    EXPECT_EQ(value(card, "User"), "anna_partner.example#EXT#@acme.example (guest)");
    EXPECT_EQ(value(card, "Client"), "Office 365, BAV2ROPC (legacy sign-in)");
    alarm.http_user_agent = std::string(300, 'x') + " imap";
    EXPECT_THAT(
        value(sketch(alarm, Kind::office365), "Client"), testing::EndsWith(" (legacy sign-in)")
    ) << "the mark is never what is cut";
    alarm.http_user_agent = "Mozilla/5.0";
    EXPECT_EQ(value(sketch(alarm, Kind::office365), "Client"), "Office 365, Mozilla/5.0");
}

}  // namespace
}  // namespace socbot
