// Writing the alarm. Straight into one string, in the order of the OCSF object tree; what is empty
// is left out, so a stored alarm holds little but its values. Reading is in alarm_read.cpp.
#include "domain/alarm/alarm_json.h"

#include "base/json_writer.h"

namespace socbot {
namespace {

using Opt = std::optional<std::int64_t>;

void optional_number(JsonWriter& json, std::string_view name, const Opt& value) {
    if (value) json.key(name).number(*value);
}

// {"name": {...}} when any of the texts is there.
struct Named {
    std::string_view name;
    const std::string& text;
};
void text_object(JsonWriter& json, std::string_view name, std::initializer_list<Named> members) {
    bool any = false;
    for (const Named& member : members)
        any = any || !member.text.empty();
    if (!any) return;
    json.key(name).open_object();
    for (const Named& member : members)
        json.text_member(member.name, member.text);
    json.close_object();
}

void text_array(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    json.key(name).open_array();
    for (const std::string& text : texts)
        json.string(text);
    json.close_array();
}

template <class Item, class Write>
void object_array(
    JsonWriter& json,
    std::string_view name,
    const std::vector<Item>& items,
    Write write
) {
    if (items.empty()) return;
    json.key(name).open_array();
    for (const Item& item : items) {
        json.open_object();
        write(item);
        json.close_object();
    }
    json.close_array();
}

std::int64_t disposition_id(Disposition disposition) {
    // OCSF 1.1 dictionary, disposition_id: "Detected" is 15.
    return disposition == Disposition::detected ? 15 : static_cast<std::int64_t>(disposition);
}

const std::string& role_of(UserRole role) {
    static const std::string words[] = {"", "actor", "target"};
    return words[static_cast<std::size_t>(role)];
}

void write_head(JsonWriter& json, const Alarm& a) {
    json.key("schema").number(std::int64_t{a.schema});
    json.text_member("connector_type", a.connector_type);
    json.text_member("tenant_uid", a.tenant_uid);
    json.key("metadata").open_object();
    json.key("product").open_object();
    json.text_member("vendor_name", a.vendor_name).text_member("name", a.product_name);
    json.close_object();
    json.text_member("uid", a.transport_uid);
    text_array(json, "labels", a.labels);
    json.close_object();
    json.key("activity_id").number(static_cast<std::int64_t>(a.activity));
    json.key("time").number(a.time.ms);
    json.number_member("start_time", a.start_time.ms).number_member("end_time", a.end_time.ms);
    json.key("severity_id").number(static_cast<std::int64_t>(a.severity));
    json.text_member("severity", a.severity_text);
    if (a.severity_score) json.key("severity_score").number(std::int64_t{*a.severity_score});
    json.key("status_id").number(static_cast<std::int64_t>(a.status));
    json.number_member("disposition_id", disposition_id(a.disposition));
}

void write_finding(JsonWriter& json, const Alarm& a) {
    json.key("finding_info").open_object();
    json.text_member("uid", a.uid).text_member("title", a.title).text_member("desc", a.description);
    text_array(json, "types", a.types);
    text_object(json, "analytic", {{"uid", a.rule_uid}, {"name", a.rule_name}});
    object_array(json, "attacks", a.attacks, [&json](const Attack& attack) {
        json.text_member("tactic", attack.tactic).text_member("tactic_uid", attack.tactic_uid);
        json.text_member("technique", attack.technique);
        json.text_member("technique_uid", attack.technique_uid);
    });
    json.text_member("src_url", a.src_url);
    json.key("related_events_count").number(std::int64_t{a.related_events_count});
    json.close_object();
}

void write_endpoints(
    JsonWriter& json,
    std::string_view name,
    const std::vector<Endpoint>& endpoints
) {
    object_array(json, name, endpoints, [&json](const Endpoint& e) {
        json.text_member("ip", e.ip).number_member("port", e.port);
        json.text_member("hostname", e.hostname).text_member("mac", e.mac);
        json.text_member("domain", e.domain);
        text_object(json, "location", {{"country", e.country}, {"city", e.city}});
        json.text_member("organisation", e.organisation).text_member("asset_uid", e.asset_uid);
        json.text_member("reputation", e.reputation);
        optional_number(json, "reputation_priority", e.reputation_priority);
        optional_number(json, "reputation_reliability", e.reputation_reliability);
    });
}

void write_evidence(JsonWriter& json, const Alarm& a) {
    write_endpoints(json, "src_endpoints", a.sources);
    write_endpoints(json, "dst_endpoints", a.destinations);
    object_array(json, "devices", a.devices, [&json](const Device& d) {
        json.text_member("hostname", d.hostname).text_member("ip", d.ip).text_member("uid", d.uid);
        json.text_member("os", d.os).text_member("domain", d.domain);
    });
    object_array(json, "users", a.users, [&json](const User& u) {
        json.text_member("name", u.name).text_member("domain", u.domain).text_member("uid", u.uid);
        json.text_member("email", u.email).text_member("role", role_of(u.role));
    });
    object_array(json, "files", a.files, [&json](const File& f) {
        json.text_member("name", f.name).text_member("path", f.path).text_member("md5", f.md5);
        json.text_member("sha1", f.sha1).text_member("sha256", f.sha256);
    });
    object_array(json, "processes", a.processes, [&json](const Process& p) {
        json.text_member("name", p.name).text_member("cmd_line", p.cmd_line);
        optional_number(json, "pid", p.pid);
        json.text_member("parent", p.parent).text_member("parent_cmd_line", p.parent_cmd_line);
    });
    object_array(json, "malware", a.malware, [&json](const Malware& m) {
        json.text_member("name", m.name).text_member("classification", m.classification);
    });
    text_array(json, "urls", a.urls);
    text_array(json, "emails", a.emails);
    text_array(json, "cve", a.cve);
}

void write_connection(JsonWriter& json, const Connection& connection) {
    if (connection == Connection{}) return;
    json.key("connection").open_object();
    json.text_member("direction", connection.direction)
        .text_member("protocol", connection.protocol);
    optional_number(json, "bytes_in", connection.bytes_in);
    optional_number(json, "bytes_out", connection.bytes_out);
    optional_number(json, "packets_in", connection.packets_in);
    optional_number(json, "packets_out", connection.packets_out);
    json.close_object();
}

void write_context(JsonWriter& json, const Alarm& a) {
    text_object(
        json,
        "activity",
        {{"action", a.action},
         {"category", a.category},
         {"subcategory", a.subcategory},
         {"outcome", a.outcome}}
    );
    write_connection(json, a.connection);
    text_object(json, "http", {{"hostname", a.http_hostname}, {"user_agent", a.http_user_agent}});
    text_object(json, "dns", {{"query", a.dns_query}});
    text_object(json, "tls", {{"sni", a.tls_sni}, {"fingerprint", a.tls_fingerprint}});
    text_object(json, "app", {{"name", a.app_name}, {"uid", a.app_id}});
    text_object(json, "auth", {{"type", a.auth_type}});
}

// Members that OCSF has no name for.
void write_own(JsonWriter& json, const Alarm& a) {
    const bool any = a.uid_synthetic || a.suppressed || !a.intent.empty() || !a.strategy.empty() ||
                     !a.method.empty() || !a.plugin.empty() || !a.device_type.empty() ||
                     !a.signature_uid.empty() || !a.event_name.empty();
    if (!any) return;
    json.key("socbot").open_object();
    if (a.uid_synthetic) json.key("uid_synthetic").boolean(true);
    if (a.suppressed) json.key("suppressed").boolean(true);
    json.text_member("intent", a.intent).text_member("strategy", a.strategy);
    json.text_member("method", a.method).text_member("plugin", a.plugin);
    json.text_member("device_type", a.device_type).text_member("signature_uid", a.signature_uid);
    json.text_member("event_name", a.event_name);
    json.close_object();
}

void write_members(JsonWriter& json, const Alarm& a) {
    write_head(json, a);
    write_finding(json, a);
    write_evidence(json, a);
    write_context(json, a);
    write_own(json, a);
    if (!a.extras.empty()) {
        json.key("unmapped").open_object();
        for (const Extra& extra : a.extras)
            json.text_member(extra.name, extra.value);
        json.close_object();
    }
    // Also when empty: absent means "derive them" to the reader.
    json.key("observables").open_array();
    for (const Observable& o : a.observables) {
        json.open_object();
        json.text_member("type", o.type).text_member("value", o.value);
        json.text_member("role", o.role).text_member("field", o.field);
        json.close_object();
    }
    json.close_array();
    text_array(json, "warnings", a.warnings);
}

constexpr std::size_t kUsualBytes = 2048;

}  // namespace

std::string to_json(const Alarm& alarm) {
    std::string out;
    out.reserve(kUsualBytes);
    JsonWriter json{out};
    json.open_object();
    write_members(json, alarm);
    json.close_object();
    return out;
}

std::string to_json(const Alarm& alarm, const CustomerCode& customer, Kind kind) {
    std::string out;
    out.reserve(kUsualBytes);
    JsonWriter json{out};
    json.open_object();
    write_members(json, alarm);
    json.text_member("customer", customer.str());
    json.key("kind").string(to_word(kind));
    json.close_object();
    return out;
}

}  // namespace socbot
