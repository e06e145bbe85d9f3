// An alarm with something in every field a rule may read.
#pragma once

#include "domain/rules/expression.h"
#include "domain/rules/rule.h"

#include <string>
#include <variant>

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
    Endpoint scanner;
    scanner.ip = "203.0.113.9";
    scanner.port = 50123;
    scanner.hostname = "scanner";
    scanner.country = "NL";
    alarm.sources = {scanner};
    Endpoint workstation;
    workstation.ip = "10.0.0.5";
    workstation.port = 22;
    workstation.hostname = "wks-17";
    workstation.country = "GB";
    Endpoint nameless;
    nameless.ip = "10.0.0.6";
    alarm.destinations = {workstation, nameless};
    alarm.devices.resize(1);
    alarm.devices[0].hostname = "fw-1";
    alarm.devices[0].ip = "10.0.0.1";
    alarm.users.resize(1);
    alarm.users[0].name = "alice";
    alarm.users[0].domain = "CORP";
    alarm.users[0].email = "alice@corp.example";
    alarm.files = {{"a.exe", "C:\\a.exe", "d41d", "da39", "e3b0"}};
    alarm.processes.resize(1);
    alarm.processes[0].name = "sshd";
    alarm.processes[0].cmd_line = "sshd -D";
    alarm.malware = {{"EICAR", "test"}};
    alarm.urls = {"http://evil.example/a"};
    alarm.emails = {"bob@corp.example"};
    alarm.cve = {"CVE-2024-1234"};
    alarm.action = "login";
    alarm.category = "Authentication";
    alarm.subcategory = "Failed";
    alarm.outcome = "denied";
    alarm.connection.direction = "inbound";
    alarm.connection.protocol = "TCP";
    alarm.http_hostname = "evil.example";
    alarm.http_user_agent = "curl/8";
    alarm.dns_query = "evil.example";
    alarm.tls_sni = "evil.example";
    alarm.app_name = "ssh";
    alarm.app_id = "ssh-1";
    alarm.labels = {"phase-1"};
    alarm.auth_type = "password";
    alarm.plugin = "OpenSSH";
    alarm.device_type = "Server";
    alarm.event_name = "Failed password";
    alarm.disposition = Disposition::blocked;
    alarm.time = {1'774'744'200'000};  // 2026-03-29T00:30:00Z
    alarm.start_time = {1'774'740'600'000};
    alarm.end_time = {1'774'742'400'000};
    alarm.observables = {{"ip", "203.0.113.9", "src", "src_endpoints.ip"}};
    return alarm;
}

// Knows Europe/London only, always an hour ahead of UTC.
class SummerZones final : public Zones {
public:
    bool known(std::string_view zone) const override { return zone == "Europe/London"; }
    LocalTime local(std::string_view, Instant at) const override {
        const std::int64_t hours = at.ms / 3'600'000 + 1;
        LocalTime time;
        time.hour = static_cast<unsigned>(hours % 24);
        time.weekday = static_cast<unsigned>((hours / 24 + 4) % 7);
        return time;
    }
    Instant next(std::string_view, unsigned, Instant at) const override { return at; }
};

// Five minutes after the sample alarm: Sunday, 2026-03-29T00:35:00Z.
inline RuleSubject subject_of(const Alarm& alarm) {
    static const SummerZones zones;
    return {
        .alarm = alarm,
        .customer = "ACME",
        .kind = Kind::network_intrusion,
        .now = {1'774'744'500'000},
        .zones = &zones};
}

inline std::string shown(const RuleValue& value) {
    if (const auto* truth = std::get_if<bool>(&value.value)) return *truth ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&value.value))
        return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
    std::string out = "[";
    for (const RuleValue& item : std::get<RuleValue::List>(value.value))
        out += (out.size() > 1 ? ", " : "") + shown(item);
    return out + "]";
}

// What an expression of any type gives, or its error.
inline std::string value_of(std::string_view source, const RuleSubject& subject) {
    const auto expression = Expression::compile(source);
    if (!expression) return "does not compile: " + expression.error().message();
    const auto value = expression->evaluate(subject);
    return value ? shown(*value) : "error: " + value.error().message();
}

}  // namespace socbot
