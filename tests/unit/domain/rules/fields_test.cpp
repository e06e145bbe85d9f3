// Every field of the table reads what it says, and the document names every field.
#include "unit/domain/rules/support.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace socbot {
namespace {

// A rule for each field that is true for the sample alarm and false for an empty one.
const std::map<std::string, std::string>& samples() {
    static const std::map<std::string, std::string> list{
        {"customer", "customer == 'ACME'"},
        {"kind", "kind == network_intrusion"},
        {"severity", "severity == medium"},
        {"severity_score", "severity_score == 50"},
        {"suppressed", "!suppressed && title != ''"},
        {"events", "events == 7"},
        {"title", "title.contains('Brute')"},
        {"description", "description.contains('failed')"},
        {"rule.uid", "rule.uid == 'SshBrute'"},
        {"rule.name", "rule.name == 'SSH brute force'"},
        {"signature.uid", "signature.uid == '2001219'"},
        {"intent", "intent == 'Delivery & Attack'"},
        {"strategy", "strategy.startsWith('Brute')"},
        {"method", "method == 'SSH'"},
        {"plugin", "plugin == 'OpenSSH'"},
        {"device_type", "device_type == 'Server'"},
        {"app", "app == 'ssh'"},
        {"app_id", "app_id == 'ssh-1'"},
        {"labels", "'phase-1' in labels"},
        {"auth_type", "auth_type == 'password'"},
        {"event_name", "event_name == 'Failed password'"},
        {"action", "action == 'login'"},
        {"category", "category == 'Authentication'"},
        {"subcategory", "subcategory == 'Failed'"},
        {"outcome", "outcome == 'denied'"},
        {"direction", "direction == 'inbound'"},
        {"protocol", "protocol == 'TCP'"},
        {"status", "status == 'new' && title != ''"},
        {"disposition", "disposition == 'blocked'"},
        {"activity", "activity == 'create' && title != ''"},
        {"tenant", "tenant == 'acme-prod'"},
        {"source_type", "source_type == 'usm_anywhere'"},
        {"vendor", "vendor == 'AT&T'"},
        {"product", "product == 'USM Anywhere'"},
        {"http.host", "http.host == 'evil.example'"},
        {"http.user_agent", "http.user_agent == 'curl/8'"},
        {"dns.query", "dns.query == 'evil.example'"},
        {"tls.sni", "tls.sni == 'evil.example'"},
        {"src.ip", "'203.0.113.9' in src.ip"},
        {"src.host", "'scanner' in src.host"},
        {"src.country", "'NL' in src.country"},
        {"src.port", "50123 in src.port"},
        {"dst.ip", "'10.0.0.5' in dst.ip"},
        {"dst.host", "'wks-17' in dst.host"},
        {"dst.country", "'GB' in dst.country"},
        {"dst.port", "22 in dst.port"},
        {"device.host", "'fw-1' in device.host"},
        {"device.ip", "'10.0.0.1' in device.ip"},
        {"users.name", "'alice' in users.name"},
        {"users.domain", "'CORP' in users.domain"},
        {"users.email", "'alice@corp.example' in users.email"},
        {"files.name", "'a.exe' in files.name"},
        {"files.path", "r'C:\\a.exe' in files.path"},
        {"files.md5", "'d41d' in files.md5"},
        {"files.sha1", "'da39' in files.sha1"},
        {"files.sha256", "'e3b0' in files.sha256"},
        {"processes.name", "'sshd' in processes.name"},
        {"processes.cmd_line", "'sshd -D' in processes.cmd_line"},
        {"malware.name", "'EICAR' in malware.name"},
        {"attacks.tactic", "'Credential Access' in attacks.tactic"},
        {"attacks.technique", "'Brute Force' in attacks.technique"},
        {"attacks.technique_uid", "'T1110' in attacks.technique_uid"},
        {"types", "'Brute Force' in types"},
        {"urls", "'http://evil.example/a' in urls"},
        {"emails", "'bob@corp.example' in emails"},
        {"cve", "'CVE-2024-1234' in cve"},
        {"time", "time == timestamp('2026-03-29T00:30:00Z')"},
        {"start_time", "start_time == timestamp('2026-03-28T23:30:00Z')"},
        {"end_time", "end_time == timestamp('2026-03-29T00:00:00Z')"},
        {"src", "src.exists(e, e.port == 50123)"},
        {"dst", "dst.exists(e, e.port == 22)"},
        {"device", "device.exists(d, d.host == 'fw-1')"},
        {"users", "users.exists(u, u.name == 'alice')"},
        {"files", "files.exists(f, f.name == 'a.exe')"},
        {"processes", "processes.exists(p, p.name == 'sshd')"},
        {"malware", "malware.exists(m, m.classification == 'test')"},
        {"attacks", "attacks.exists(a, a.tactic_uid == 'TA0006')"},
        {"observables", "observables.exists(o, o.role == 'src')"},
    };
    return list;
}

TEST(RuleFields, EachReadsItsMember) {
    const Alarm full = sample_alarm();
    const Alarm none;
    for (const RuleField& field : rule_fields()) {
        const auto sample = samples().find(std::string{field.name});
        ASSERT_NE(sample, samples().end()) << field.name;
        const auto rule = Rule::compile(sample->second);
        ASSERT_TRUE(rule) << field.name << ": " << rule.error().message();
        EXPECT_TRUE(rule->matches(subject_of(full))) << field.name;
        EXPECT_FALSE(rule->matches({.alarm = none, .customer = ""})) << field.name;
    }
    EXPECT_EQ(rule_fields().size(), samples().size());
}

Alarm alarm_with_full_records() {
    Alarm alarm;
    alarm.sources.resize(1);
    alarm.sources[0] = {
        "ip", 7, "host", "mac", "domain", "country", "city", "organisation", "asset", "reputation"};
    alarm.devices = {{"host", "ip", "uid", "os", "domain"}};
    alarm.users = {{"name", "domain", "uid", "email", UserRole::actor}};
    alarm.files = {{"name", "path", "md5", "sha1", "sha256"}};
    alarm.processes = {{"name", "cmd_line", "parent", "parent_cmd_line", 7}};
    alarm.malware = {{"name", "classification"}};
    alarm.attacks = {{"tactic", "tactic_uid", "technique", "technique_uid"}};
    alarm.observables = {{"type", "value", "role", "field"}};
    return alarm;
}

// Every text of the sample is its member's name, every number 7.
TEST(RuleFields, EachMemberReadsItsOwn) {
    const std::map<std::string, std::string> lists{
        {"endpoint", "src"},
        {"device", "device"},
        {"user", "users"},
        {"file", "files"},
        {"process", "processes"},
        {"malware", "malware"},
        {"attack", "attacks"},
        {"observable", "observables"}};
    const Alarm alarm = alarm_with_full_records();
    for (const RuleField& member : rule_members()) {
        const std::string name{member.name};
        const std::size_t dot = name.find('.');
        const std::string part = name.substr(dot + 1);
        std::string wanted = member.type == "int" ? "7" : "'" + part + "'";
        if (name == "user.role") wanted = "'actor'";
        const std::string list = lists.at(name.substr(0, dot));
        const std::string source = list + ".exists(x, x." + part + " == " + wanted + ")";
        EXPECT_EQ(value_of(source, subject_of(alarm)), "true") << source;
        const std::string there = list + ".exists(x, has(x." + part + "))";
        EXPECT_EQ(value_of(there, subject_of(alarm)), "true") << there;
    }
}

TEST(RuleFields, NamesOfOcsf) {
    const Alarm full = sample_alarm();
    const struct {
        const char* source;
        const char* value;
    } rows[] = {
        {"finding_info.title", "Brute Force Authentication"},
        {"finding_info.desc", "Many failed log-ins"},
        {"finding_info.types", "[Delivery & Attack, Brute Force]"},
        {"finding_info.analytic.uid", "SshBrute"},
        {"finding_info.analytic.name", "SSH brute force"},
        {"finding_info.attacks.map(a, a.tactic)", "[Credential Access]"},
        {"finding_info.related_events_count", "7"},
        {"metadata.product.name", "USM Anywhere"},
        {"metadata.product.vendor_name", "AT&T"},
        {"tenant_uid", "acme-prod"},
        {"connector_type", "usm_anywhere"},
        {"src_endpoints.map(e, e.hostname)", "[scanner]"},
        {"dst_endpoints.map(e, e.ip)", "[10.0.0.5, 10.0.0.6]"},
        {"devices.map(d, d.hostname)", "[fw-1]"},
        {"connection.direction", "inbound"},
        {"connection.protocol", "TCP"},
        {"http.hostname", "evil.example"},
        {"app.name", "ssh"},
        {"auth.type", "password"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(value_of(row.source, subject_of(full)), row.value) << row.source;
}

TEST(RuleFields, StatusAndActivityHaveAllTheirWords) {
    Alarm alarm;
    const auto holds = [&alarm](std::string_view source) {
        const auto rule = Rule::compile(source);
        return rule && rule->matches({.alarm = alarm, .customer = ""});
    };
    alarm.status = AlarmStatus::resolved;
    EXPECT_TRUE(holds("status == 'resolved'"));
    alarm.status = AlarmStatus::unknown;
    EXPECT_TRUE(holds("status == 'unknown'"));
    alarm.activity = Activity::close;
    EXPECT_TRUE(holds("activity == 'close'"));
    alarm.activity = Activity::update;
    EXPECT_TRUE(holds("activity == 'update'"));
    alarm.disposition = Disposition::detected;
    EXPECT_TRUE(holds("disposition == 'detected'"));
    alarm.suppressed = true;
    EXPECT_TRUE(holds("suppressed"));
}

// docs/rules.md has a row "| `name` | type | note |" for each field.
TEST(RuleFields, TheDocumentIsComplete) {
    std::ifstream file{std::string{SOCBOT_SOURCE_DIR} + "/docs/rules.md"};
    std::ostringstream text;
    text << file.rdbuf();
    for (const RuleField& field : rule_fields()) {
        const std::string row = "| `" + std::string{field.name} + "` | " + std::string{field.type} +
                                " | " + std::string{field.note} + " |";
        EXPECT_NE(text.str().find(row), std::string::npos) << row;
    }
    for (const RuleField& member : rule_members()) {
        const std::string row = "| `" + std::string{member.name} + "` | " +
                                std::string{member.type} + " | " + std::string{member.note} + " |";
        EXPECT_NE(text.str().find(row), std::string::npos) << row;
    }
}

// The examples of docs/rules.md: the first block and those under "Examples".
TEST(RuleFields, TheExamplesCompile) {
    std::ifstream file{std::string{SOCBOT_SOURCE_DIR} + "/docs/rules.md"};
    std::string section;
    std::string line;
    bool inside = false;
    int examples = 0;
    while (std::getline(file, line)) {
        if (!inside && line.starts_with("#")) section = line;
        if (line.starts_with("```")) {
            inside = !inside;
        } else if (inside && (section == "# Rules" || section == "## Examples") && !line.starts_with("//")) {
            const auto rule = Rule::compile(line);
            EXPECT_TRUE(rule) << line << ": " << (rule ? "" : rule.error().message());
            ++examples;
        }
    }
    EXPECT_GE(examples, 11);
}

}  // namespace
}  // namespace socbot
