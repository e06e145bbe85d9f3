// An alarm with something in every field a rule may read.
#pragma once

#include "domain/rules/rule.h"

namespace socbot {

inline Alarm sample_alarm() {
    Alarm alarm;
    alarm.connector_type = "usm_anywhere";
    alarm.tenant_uid = "acme-prod";
    alarm.vendor_name = "AT&T";
    alarm.product_name = "USM Anywhere";
    alarm.uid = "a1";
    alarm.severity = Severity::medium;
    alarm.severity_score = 50;
    alarm.title = "Brute Force Authentication";
    alarm.description = "Many failed log-ins";
    alarm.types = {"Delivery & Attack", "Brute Force"};
    alarm.intent = "Delivery & Attack";
    alarm.strategy = "Brute Force Authentication";
    alarm.method = "SSH";
    alarm.rule_uid = "SshBrute";
    alarm.rule_name = "SSH brute force";
    alarm.signature_uid = "2001219";
    alarm.attacks = {{"Credential Access", "TA0006", "Brute Force", "T1110"}};
    alarm.related_events_count = 7;
    alarm.sources = {{.ip = "203.0.113.9", .port = 50123, .hostname = "scanner", .country = "NL"}};
    alarm.destinations = {
        {.ip = "10.0.0.5", .port = 22, .hostname = "wks-17", .country = "GB"},
        {.ip = "10.0.0.6", .port = 0, .hostname = "", .country = ""}};
    alarm.devices = {{.hostname = "fw-1", .ip = "10.0.0.1"}};
    alarm.users = {{.name = "alice", .domain = "CORP", .email = "alice@corp.example"}};
    alarm.files = {
        {.name = "a.exe", .path = "C:\\a.exe", .md5 = "d41d", .sha1 = "da39", .sha256 = "e3b0"}};
    alarm.processes = {{.name = "sshd", .cmd_line = "sshd -D"}};
    alarm.malware = {{.name = "EICAR", .classification = "test"}};
    alarm.urls = {"http://evil.example/a"};
    alarm.emails = {"bob@corp.example"};
    alarm.cve = {"CVE-2024-1234"};
    alarm.action = "login";
    alarm.category = "Authentication";
    alarm.subcategory = "Failed";
    alarm.outcome = "denied";
    alarm.connection = {.direction = "inbound", .protocol = "TCP"};
    alarm.http_hostname = "evil.example";
    alarm.http_user_agent = "curl/8";
    alarm.dns_query = "evil.example";
    alarm.tls_sni = "evil.example";
    alarm.app_name = "ssh";
    alarm.auth_type = "password";
    alarm.plugin = "OpenSSH";
    alarm.device_type = "Server";
    alarm.event_name = "Failed password";
    alarm.disposition = Disposition::blocked;
    return alarm;
}

inline RuleSubject subject_of(const Alarm& alarm) {
    return {.alarm = alarm, .customer = "ACME", .kind = Kind::network_intrusion};
}

}  // namespace socbot
