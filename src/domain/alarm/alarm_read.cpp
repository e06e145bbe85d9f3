// Reading the alarm: what to_json wrote, and what other tools write for replay. Every text is
// cleaned and cut, every list bounded, so that nothing behind this has to.
#include "base/digest.h"
#include "base/text.h"
#include "domain/alarm/address.h"
#include "domain/alarm/alarm_json.h"
#include "domain/alarm/json_members.h"
#include "domain/alarm/observables.h"

#include <limits>

namespace socbot {
namespace {

constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLastMs = 253'402'300'799'999;  // the end of the year 9999

constexpr std::size_t kText = kAlarmLimits.text_bytes;
constexpr std::size_t kId = kAlarmLimits.id_bytes;
constexpr std::size_t kItems = kAlarmLimits.list_items;

// OCSF ids that we have no value for (6 Fatal, 99 Other, ...) read as the nearest we have.
Severity severity_of(std::int64_t id) {
    if (id == 6) return Severity::critical;
    return id >= 1 && id <= 5 ? static_cast<Severity>(id) : Severity::unknown;
}
Activity activity_of(std::int64_t id) {
    return id >= 1 && id <= 3 ? static_cast<Activity>(id) : Activity::create;
}
AlarmStatus status_of(std::int64_t id) {
    if (id == 5 || id == 6) return AlarmStatus::resolved;  // archived, deleted
    return id >= 1 && id <= 4 ? static_cast<AlarmStatus>(id) : AlarmStatus::unknown;
}
Disposition disposition_of(std::int64_t id) {
    if (id == 15) return Disposition::detected;
    return id >= 1 && id <= 3 ? static_cast<Disposition>(id) : Disposition::unknown;
}
UserRole role_of(std::string_view word) {
    if (word == "actor") return UserRole::actor;
    return word == "target" ? UserRole::target : UserRole::unknown;
}

// Canonical text; what is no address is left out and noted.
std::string read_ip(JsonMembers& in, std::string_view name) {
    const std::string_view text = in.text(name);
    if (text.empty()) return {};
    if (const auto address = IpAddress::parse(text)) return address->str();
    in.log().warnings.push_back(in.path_of(name) + " is not an IP address");
    return {};
}

// Two long ids must not become one by cutting: the alarm would be taken for an update of the other.
void read_uid(JsonMembers& finding, Alarm& alarm) {
    alarm.uid = finding.line("uid", std::numeric_limits<std::size_t>::max(), Required::yes);
    if (alarm.uid.size() <= kId) return;
    alarm.uid = "sha256:" + to_hex(as_bytes(sha256(alarm.uid)));
    alarm.uid_synthetic = true;
    finding.log().warnings.push_back(finding.path_of("uid") + " is too long and was hashed");
}

void read_product(JsonMembers& root, Alarm& alarm) {
    JsonMembers metadata = root.object("metadata", Required::yes);
    JsonMembers product = metadata.object("product", Required::yes);
    alarm.vendor_name = product.line("vendor_name", kText);
    alarm.product_name = product.line("name", kText);
    if (alarm.vendor_name.empty() && alarm.product_name.empty())
        root.log().fail("metadata.product", "must have a name or a vendor_name");
    alarm.transport_uid = metadata.line("uid", kId);
    alarm.labels = metadata.lines("labels", kText, kItems);
}

void read_head(JsonMembers& root, Alarm& alarm) {
    // A later schema may mean other things by the same names.
    root.integer("schema", 1, 1);
    alarm.connector_type = root.line("connector_type", kId);
    alarm.tenant_uid = root.line("tenant_uid", kId);
    read_product(root, alarm);
    alarm.activity = activity_of(root.integer("activity_id", 0, kAny).value_or(1));
    alarm.time.ms = root.integer("time", 0, kLastMs, Required::yes).value_or(0);
    alarm.start_time.ms = root.integer("start_time", 0, kLastMs).value_or(0);
    alarm.end_time.ms = root.integer("end_time", 0, kLastMs).value_or(0);
    alarm.severity = severity_of(root.integer("severity_id", 0, kAny, Required::yes).value_or(0));
    alarm.severity_text = root.line("severity", kText);
    if (const auto score = root.integer("severity_score", 0, 100))
        alarm.severity_score = static_cast<int>(*score);
    alarm.status = status_of(root.integer("status_id", 0, kAny).value_or(1));
    alarm.disposition = disposition_of(root.integer("disposition_id", 0, kAny).value_or(0));
}

void read_finding(JsonMembers& root, Alarm& alarm) {
    JsonMembers finding = root.object("finding_info", Required::yes);
    read_uid(finding, alarm);
    alarm.title = finding.line("title", kAlarmLimits.title_bytes, Required::yes);
    alarm.description =
        cut_utf8(to_plain_text(finding.text("desc")), kAlarmLimits.description_bytes);
    alarm.types = finding.lines("types", kText, kItems);
    JsonMembers analytic = finding.object("analytic");
    alarm.rule_uid = analytic.line("uid", kId);
    alarm.rule_name = analytic.line("name", kText);
    finding.each("attacks", kItems, [&](JsonMembers& in) {
        Attack attack;
        attack.tactic = in.line("tactic", kText);
        attack.tactic_uid = in.line("tactic_uid", kId);
        attack.technique = in.line("technique", kText);
        attack.technique_uid = in.line("technique_uid", kId);
        alarm.attacks.push_back(std::move(attack));
    });
    alarm.src_url = finding.line("src_url", kText);
    if (!alarm.src_url.empty() && !alarm.src_url.starts_with("https://")) {
        alarm.src_url.clear();
        finding.log().warnings.emplace_back("finding_info.src_url is not an https link");
    }
    constexpr std::int64_t limit = std::numeric_limits<std::uint32_t>::max();
    alarm.related_events_count =
        static_cast<std::uint32_t>(finding.integer("related_events_count", 0, limit).value_or(1));
}

void read_endpoints(JsonMembers& root, std::string_view name, std::vector<Endpoint>& endpoints) {
    root.each(name, kItems, [&](JsonMembers& in) {
        Endpoint endpoint;
        endpoint.ip = read_ip(in, "ip");
        endpoint.port = static_cast<std::uint16_t>(in.integer("port", 0, 65535).value_or(0));
        endpoint.hostname = in.line("hostname", kText);
        endpoint.mac = in.line("mac", kText);
        endpoint.domain = in.line("domain", kText);
        JsonMembers location = in.object("location");
        endpoint.country = location.line("country", kText);
        endpoint.city = location.line("city", kText);
        endpoint.organisation = in.line("organisation", kText);
        endpoint.asset_uid = in.line("asset_uid", kId);
        endpoint.reputation = in.line("reputation", kText);
        endpoint.reputation_priority = in.integer("reputation_priority", kLowest, kAny);
        endpoint.reputation_reliability = in.integer("reputation_reliability", kLowest, kAny);
        endpoints.push_back(std::move(endpoint));
    });
}

void read_devices_and_users(JsonMembers& root, Alarm& alarm) {
    root.each("devices", kItems, [&](JsonMembers& in) {
        Device device;
        device.hostname = in.line("hostname", kText);
        device.ip = read_ip(in, "ip");
        device.uid = in.line("uid", kId);
        device.os = in.line("os", kText);
        device.domain = in.line("domain", kText);
        alarm.devices.push_back(std::move(device));
    });
    root.each("users", kItems, [&](JsonMembers& in) {
        User user;
        user.name = in.line("name", kText);
        user.domain = in.line("domain", kText);
        user.uid = in.line("uid", kId);
        user.email = in.line("email", kText);
        user.role = role_of(in.text("role"));
        alarm.users.push_back(std::move(user));
    });
}

void read_files_and_processes(JsonMembers& root, Alarm& alarm) {
    root.each("files", kItems, [&](JsonMembers& in) {
        File file;
        file.name = in.line("name", kText);
        file.path = in.line("path", kText);
        file.md5 = in.line("md5", kId);
        file.sha1 = in.line("sha1", kId);
        file.sha256 = in.line("sha256", kId);
        alarm.files.push_back(std::move(file));
    });
    root.each("processes", kItems, [&](JsonMembers& in) {
        Process process;
        process.name = in.line("name", kText);
        process.cmd_line = in.line("cmd_line", kText);
        process.pid = in.integer("pid", kLowest, kAny);
        process.parent = in.line("parent", kText);
        process.parent_cmd_line = in.line("parent_cmd_line", kText);
        alarm.processes.push_back(std::move(process));
    });
    root.each("malware", kItems, [&](JsonMembers& in) {
        Malware malware;
        malware.name = in.line("name", kText);
        malware.classification = in.line("classification", kText);
        alarm.malware.push_back(std::move(malware));
    });
    alarm.urls = root.lines("urls", kText, kItems);
    alarm.emails = root.lines("emails", kText, kItems);
    alarm.cve = root.lines("cve", kText, kItems);
}

void read_context(JsonMembers& root, Alarm& alarm) {
    JsonMembers activity = root.object("activity");
    alarm.action = activity.line("action", kText);
    alarm.category = activity.line("category", kText);
    alarm.subcategory = activity.line("subcategory", kText);
    alarm.outcome = activity.line("outcome", kText);
    JsonMembers connection = root.object("connection");
    alarm.connection.direction = connection.line("direction", kText);
    alarm.connection.protocol = connection.line("protocol", kText);
    alarm.connection.bytes_in = connection.integer("bytes_in", 0, kAny);
    alarm.connection.bytes_out = connection.integer("bytes_out", 0, kAny);
    alarm.connection.packets_in = connection.integer("packets_in", 0, kAny);
    alarm.connection.packets_out = connection.integer("packets_out", 0, kAny);
    JsonMembers http = root.object("http");
    alarm.http_hostname = http.line("hostname", kText);
    alarm.http_user_agent = http.line("user_agent", kText);
    alarm.dns_query = root.object("dns").line("query", kText);
    JsonMembers tls = root.object("tls");
    alarm.tls_sni = tls.line("sni", kText);
    alarm.tls_fingerprint = tls.line("fingerprint", kText);
    JsonMembers app = root.object("app");
    alarm.app_id = app.line("uid", kText);
    alarm.app_name = app.line("name", kText);
    alarm.auth_type = root.object("auth").line("type", kText);
}

void read_own(JsonMembers& root, Alarm& alarm) {
    JsonMembers own = root.object("socbot");
    alarm.uid_synthetic = own.flag("uid_synthetic") || alarm.uid_synthetic;
    alarm.suppressed = own.flag("suppressed");
    alarm.intent = own.line("intent", kText);
    alarm.strategy = own.line("strategy", kText);
    alarm.method = own.line("method", kText);
    alarm.plugin = own.line("plugin", kText);
    alarm.device_type = own.line("device_type", kText);
    alarm.signature_uid = own.line("signature_uid", kId);
    alarm.event_name = own.line("event_name", kText);
}

// Another tool may put anything there: what is no text is none of ours.
void read_extras(JsonMembers& root, Alarm& alarm) {
    root.each_text("unmapped", kItems, [&](std::string_view name, std::string_view value) {
        Extra extra{cut_utf8(to_plain_line(name), kId), cut_utf8(to_plain_line(value), kText)};
        if (!extra.name.empty() && !extra.value.empty()) alarm.extras.push_back(std::move(extra));
    });
}

void read_observables(JsonMembers& root, Alarm& alarm) {
    root.each("observables", kItems, [&](JsonMembers& in) {
        Observable observable;
        observable.type = in.line("type", kId);
        observable.value = in.line("value", kText);
        observable.role = in.line("role", kId);
        observable.field = in.line("field", kId);
        alarm.observables.push_back(std::move(observable));
    });
    alarm.warnings = root.lines("warnings", kText, kItems);
}

// One per thread, so that its buffers are reused from alarm to alarm; a document out of the
// ordinary gets its own, so that the buffers stay small.
constexpr std::size_t kOrdinaryBytes = 64U << 10U;

template <class Read>
auto with_parsed(std::string_view json, Read read) -> decltype(read(simdjson::dom::object{})) {
    thread_local simdjson::dom::parser ordinary;
    std::optional<simdjson::dom::parser> large;
    if (json.size() > kOrdinaryBytes) large.emplace();
    auto object = parse_object(large ? *large : ordinary, json);
    if (!object) return std::move(object).error();
    return read(*object);
}

Result<Alarm> read_alarm(simdjson::dom::object object) {
    ReadLog log;
    JsonMembers root{object, "", log};
    Alarm alarm;
    read_head(root, alarm);
    read_finding(root, alarm);
    read_endpoints(root, "src_endpoints", alarm.sources);
    read_endpoints(root, "dst_endpoints", alarm.destinations);
    read_devices_and_users(root, alarm);
    read_files_and_processes(root, alarm);
    read_context(root, alarm);
    read_own(root, alarm);
    read_extras(root, alarm);
    read_observables(root, alarm);
    const bool has_observables = root.has("observables");
    if (log.error) return std::move(*log.error);
    for (std::string& warning : log.warnings) {
        if (alarm.warnings.size() < kItems) alarm.warnings.push_back(std::move(warning));
    }
    if (!has_observables) derive_observables(alarm);
    return alarm;
}

Result<ReplayEnvelope> read_envelope(simdjson::dom::object object) {
    constexpr std::size_t longest_code = 16;
    ReadLog log;
    JsonMembers root{object, "", log};
    ReplayEnvelope envelope;
    // Codes are upper case; recorded files often are not.
    const std::string customer = to_upper_ascii(root.text("customer"));
    const bool well_formed =
        customer.size() <= longest_code &&
        customer.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == std::string::npos;
    if (!well_formed) log.fail("customer", "must be 1 to 16 letters, digits or hyphens");
    envelope.received.ms = root.integer("received_time", 0, kLastMs).value_or(0);
    if (log.error) return std::move(*log.error);
    envelope.customer = CustomerCode{customer};
    return envelope;
}

}  // namespace

Result<Alarm> alarm_from_json(std::string_view json) {
    return with_parsed(json, read_alarm);
}

Result<ReplayEnvelope> replay_envelope(std::string_view json) {
    return with_parsed(json, read_envelope);
}

}  // namespace socbot
