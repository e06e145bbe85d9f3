// An alarm with every member set, for round trips.
#pragma once

#include "domain/alarm/alarm.h"

namespace socbot {

inline void set_finding(Alarm& a) {
    a.connector_type = "usm_anywhere";
    a.tenant_uid = "example";
    a.vendor_name = "LevelBlue";
    a.product_name = "USM Anywhere";
    a.transport_uid = "11111111-2222-3333-4444-555555555555";
    a.uid = "9f4a0000-0000-0000-0000-000000000001";
    a.uid_synthetic = true;
    a.activity = Activity::update;
    a.time = {1'764'000'000'000};
    a.start_time = {1'763'999'999'999};
    a.end_time = {1'764'000'000'001};
    a.severity = Severity::high;
    a.severity_text = "high";
    a.severity_score = 0;
    a.status = AlarmStatus::in_progress;
    a.suppressed = true;
    a.title = "C&C Communication: \"Beacon\"";
    a.description = "first line\nsecond \\ line";
    a.types = {"System Compromise", "Intrusion"};
    a.intent = "System Compromise";
    a.strategy = "C&C Communication";
    a.method = "Malware Beaconing to C&C";
    a.rule_uid = "ExampleBeacon";
    a.rule_name = "Example beacon";
    a.attacks = {{"Command and Control", "TA0011", "Web Protocols", "T1071.001"}};
    a.src_url = "https://example.alienvault.cloud/#/alarm/9f4a";
    a.related_events_count = 4'294'967'295U;
}

inline void set_evidence(Alarm& a) {
    a.sources = {
        {"10.0.0.5",
         49152,
         "wks-17",
         "00:00:5e:00:53:01",
         "corp",
         "CH",
         "Bern",
         "Example AG",
         "a-1",
         "low",
         2,
         -4}};
    a.destinations = {{"2001:db8::9", 443, "evil.example", "", "", "", "", "", "", ""}};
    a.devices = {{"wks-17", "10.0.0.5", "d-1", "Windows 11", "corp.example"}};
    a.users = {
        {"alice", "CORP", "s-1-5", "alice@corp.example", UserRole::actor},
        {"bob", "", "", "", UserRole::target}};
    a.files = {
        {"a.exe",
         R"(C:\Temp\a.exe)",
         std::string(32, 'a'),
         std::string(40, 'b'),
         std::string(64, 'c')}};
    a.processes = {{"a.exe", "a.exe -x \"y\"", "cmd.exe", "cmd /c a", 9'007'199'254'740'993}};
    a.malware = {{"Win32/Example", "Trojan"}};
    a.urls = {"http://evil.example/a?b=c"};
    a.emails = {"mallory@evil.example"};
    a.cve = {"CVE-2021-44228"};
}

inline void set_context(Alarm& a) {
    a.action = "connect";
    a.category = "network";
    a.subcategory = "flow";
    a.outcome = "success";
    a.connection = {"outbound", "TCP", 0, 9'223'372'036'854'775'807, 1, 2};
    a.http_hostname = "evil.example";
    a.http_user_agent = "curl/7.88";
    a.dns_query = "c2.evil.example";
    a.tls_sni = "tls.evil.example";
    a.tls_fingerprint = "771,4865";
    a.app_name = "office365";
    a.app_id = "app-1";
    a.labels = {"label-1", "label-2"};
    a.extras = {{"tls_subject", "CN=\"x\""}, {"security_group_id", "sg-1"}};
    a.auth_type = "kerberos";
    a.plugin = "AlienVault NIDS";
    a.device_type = "Intrusion Detection";
    a.signature_uid = "2024897";
    a.event_name = "ET MALWARE Example";
    a.disposition = Disposition::detected;
    a.observables = {{"ip", "10.0.0.5", "src", "src_endpoints.ip"}};
    a.warnings = {"timestamp missing"};
}

inline Alarm full_alarm() {
    Alarm alarm;
    set_finding(alarm);
    set_evidence(alarm);
    set_context(alarm);
    return alarm;
}

}  // namespace socbot
