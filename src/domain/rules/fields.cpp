// The table. Names follow the words people use in commands and on cards, with OCSF's structure.
#include "domain/rules/fields.h"

#include "base/text.h"
#include "domain/alarm/address.h"

#include <array>
#include <vector>

namespace socbot::rules {

namespace {

template <auto Member>
std::string_view text(const RuleSubject& subject) {
    return subject.alarm.*Member;
}

template <auto Member>
std::string_view connection(const RuleSubject& subject) {
    return subject.alarm.connection.*Member;
}

// Our own networks know better than the sensor.
std::string_view direction(const RuleSubject& subject) {
    static const Networks none;
    return direction_of(subject.alarm, subject.own == nullptr ? none : *subject.own);
}

template <auto List, auto Member>
bool each(const RuleSubject& subject, StringVisitor visit) {
    for (const auto& item : subject.alarm.*List)
        if (!(item.*Member).empty() && visit(item.*Member)) return true;
    return false;
}

template <auto List>
bool each_text(const RuleSubject& subject, StringVisitor visit) {
    for (const std::string& item : subject.alarm.*List)
        if (visit(item)) return true;
    return false;
}

template <auto List>
bool each_port(const RuleSubject& subject, IntegerVisitor visit) {
    for (const Endpoint& endpoint : subject.alarm.*List)
        if (endpoint.port != 0 && visit(endpoint.port)) return true;
    return false;
}

constexpr std::array<std::string_view, 5> kStatusWords{
    "unknown",
    "new",
    "in_progress",
    "suppressed",
    "resolved"};
constexpr std::array<std::string_view, 5> kDispositionWords{
    "unknown",
    "allowed",
    "blocked",
    "quarantined",
    "detected"};
constexpr std::array<std::string_view, 3> kActivityWords{"create", "update", "close"};

std::string_view status_word(const RuleSubject& subject) {
    const auto index = static_cast<std::size_t>(subject.alarm.status);
    return index < kStatusWords.size() ? kStatusWords[index] : kStatusWords.front();
}

std::string_view disposition_word(const RuleSubject& subject) {
    const auto index = static_cast<std::size_t>(subject.alarm.disposition);
    return index < kDispositionWords.size() ? kDispositionWords[index] : kDispositionWords.front();
}

std::string_view activity_word(const RuleSubject& subject) {
    switch (subject.alarm.activity) {
        case Activity::create:
            return kActivityWords[0];
        case Activity::update:
            return kActivityWords[1];
        case Activity::close:
            return kActivityWords[2];
    }
    return kActivityWords[0];
}

constexpr Field string_field(
    std::string_view name,
    std::string_view (*read)(const RuleSubject&),
    std::string_view note,
    std::span<const std::string_view> words = {}
) {
    return {name, Type::string, note, read, nullptr, nullptr, nullptr, words};
}

constexpr Field integer_field(
    std::string_view name,
    Type type,
    std::int64_t (*read)(const RuleSubject&),
    std::string_view note
) {
    return {name, type, note, nullptr, read, nullptr, nullptr, {}};
}

constexpr Field list_field(
    std::string_view name,
    bool (*visit)(const RuleSubject&, StringVisitor),
    std::string_view note
) {
    return {name, Type::strings, note, nullptr, nullptr, visit, nullptr, {}};
}

constexpr Field port_field(
    std::string_view name,
    bool (*visit)(const RuleSubject&, IntegerVisitor),
    std::string_view note
) {
    return {name, Type::integers, note, nullptr, nullptr, nullptr, visit, {}};
}

constexpr std::array kFields{
    string_field(
        "customer",
        [](const RuleSubject& s) { return s.customer; },
        "code of the customer"
    ),
    integer_field(
        "kind",
        Type::kind,
        [](const RuleSubject& s) { return static_cast<std::int64_t>(s.kind); },
        "other, office365, network_intrusion or malware"
    ),
    integer_field(
        "severity",
        Type::severity,
        [](const RuleSubject& s) { return static_cast<std::int64_t>(s.alarm.severity); },
        "unknown < informational < low < medium < high < critical"
    ),
    integer_field(
        "severity_score",
        Type::integer,
        [](const RuleSubject& s) { return std::int64_t{s.alarm.severity_score.value_or(0)}; },
        "the source's number, 0 to 100"
    ),
    integer_field(
        "suppressed",
        Type::boolean,
        [](const RuleSubject& s) { return std::int64_t{s.alarm.suppressed}; },
        "suppressed by the source"
    ),
    integer_field(
        "events",
        Type::integer,
        [](const RuleSubject& s) { return std::int64_t{s.alarm.related_events_count}; },
        "how many events the alarm stands for"
    ),
    string_field("title", text<&Alarm::title>, "title of the finding"),
    string_field("description", text<&Alarm::description>, "description of the finding"),
    string_field("rule.uid", text<&Alarm::rule_uid>, "rule that fired, by id"),
    string_field("rule.name", text<&Alarm::rule_name>, "rule that fired, by name"),
    string_field("signature.uid", text<&Alarm::signature_uid>, "signature of the sensor"),
    string_field("intent", text<&Alarm::intent>, "USM Anywhere: rule intent"),
    string_field("strategy", text<&Alarm::strategy>, "USM Anywhere: rule strategy"),
    string_field("method", text<&Alarm::method>, "USM Anywhere: rule method"),
    string_field("plugin", text<&Alarm::plugin>, "product that saw it"),
    string_field("device_type", text<&Alarm::device_type>, "type of that product"),
    string_field("app", text<&Alarm::app_name>, "application"),
    string_field("app_id", text<&Alarm::app_id>, "application, by id"),
    string_field("auth_type", text<&Alarm::auth_type>, "how the user authenticated"),
    string_field("event_name", text<&Alarm::event_name>, "name of the event behind the alarm"),
    string_field("action", text<&Alarm::action>, "what was done"),
    string_field("category", text<&Alarm::category>, "category of the event"),
    string_field("subcategory", text<&Alarm::subcategory>, "subcategory of the event"),
    string_field("outcome", text<&Alarm::outcome>, "outcome of the event"),
    string_field("direction", direction, "inbound, outbound or lateral"),
    string_field(
        "protocol",
        connection<&Connection::protocol>,
        "transport or application protocol"
    ),
    string_field(
        "status",
        status_word,
        "unknown, new, in_progress, suppressed or resolved",
        kStatusWords
    ),
    string_field(
        "disposition",
        disposition_word,
        "unknown, allowed, blocked, quarantined or detected",
        kDispositionWords
    ),
    string_field("activity", activity_word, "create, update or close", kActivityWords),
    string_field("tenant", text<&Alarm::tenant_uid>, "tenant as the payload names it"),
    string_field("source_type", text<&Alarm::connector_type>, "type of the source"),
    string_field("vendor", text<&Alarm::vendor_name>, "vendor of the product"),
    string_field("product", text<&Alarm::product_name>, "product that raised the alarm"),
    string_field("http.host", text<&Alarm::http_hostname>, "host of the HTTP request"),
    string_field(
        "http.user_agent",
        text<&Alarm::http_user_agent>,
        "user agent of the HTTP request"
    ),
    string_field("dns.query", text<&Alarm::dns_query>, "name that was asked for"),
    string_field("tls.sni", text<&Alarm::tls_sni>, "server name of the TLS handshake"),
    list_field("src.ip", each<&Alarm::sources, &Endpoint::ip>, "source addresses"),
    list_field("src.host", each<&Alarm::sources, &Endpoint::hostname>, "source host names"),
    list_field("src.country", each<&Alarm::sources, &Endpoint::country>, "source countries"),
    port_field("src.port", each_port<&Alarm::sources>, "source ports"),
    list_field("dst.ip", each<&Alarm::destinations, &Endpoint::ip>, "destination addresses"),
    list_field(
        "dst.host",
        each<&Alarm::destinations, &Endpoint::hostname>,
        "destination host names"
    ),
    list_field(
        "dst.country",
        each<&Alarm::destinations, &Endpoint::country>,
        "destination countries"
    ),
    port_field("dst.port", each_port<&Alarm::destinations>, "destination ports"),
    list_field("device.host", each<&Alarm::devices, &Device::hostname>, "host names of devices"),
    list_field("device.ip", each<&Alarm::devices, &Device::ip>, "addresses of devices"),
    list_field("users.name", each<&Alarm::users, &User::name>, "names of users"),
    list_field("users.domain", each<&Alarm::users, &User::domain>, "domains of users"),
    list_field("users.email", each<&Alarm::users, &User::email>, "e-mail addresses of users"),
    list_field("files.name", each<&Alarm::files, &File::name>, "names of files"),
    list_field("files.path", each<&Alarm::files, &File::path>, "paths of files"),
    list_field("files.md5", each<&Alarm::files, &File::md5>, "MD5 of files"),
    list_field("files.sha1", each<&Alarm::files, &File::sha1>, "SHA-1 of files"),
    list_field("files.sha256", each<&Alarm::files, &File::sha256>, "SHA-256 of files"),
    list_field("processes.name", each<&Alarm::processes, &Process::name>, "names of processes"),
    list_field("processes.cmd_line", each<&Alarm::processes, &Process::cmd_line>, "command lines"),
    list_field("malware.name", each<&Alarm::malware, &Malware::name>, "names of malware"),
    list_field("attacks.tactic", each<&Alarm::attacks, &Attack::tactic>, "MITRE ATT&CK tactics"),
    list_field(
        "attacks.technique",
        each<&Alarm::attacks, &Attack::technique>,
        "techniques by name"
    ),
    list_field(
        "attacks.technique_uid",
        each<&Alarm::attacks, &Attack::technique_uid>,
        "techniques, T1110"
    ),
    list_field("types", each_text<&Alarm::types>, "types of the finding"),
    list_field("urls", each_text<&Alarm::urls>, "URLs in the alarm"),
    list_field("emails", each_text<&Alarm::emails>, "e-mail addresses in the alarm"),
    list_field("labels", each_text<&Alarm::labels>, "labels the source put on the alarm"),
    list_field("cve", each_text<&Alarm::cve>, "vulnerabilities, CVE-2024-1234"),
};

}  // namespace

std::string_view type_name(Type type) {
    switch (type) {
        case Type::boolean:
            return "bool";
        case Type::integer:
            return "int";
        case Type::string:
            return "string";
        case Type::severity:
            return "severity";
        case Type::kind:
            return "kind";
        case Type::strings:
            return "list(string)";
        case Type::integers:
            return "list(int)";
    }
    return {};
}

std::span<const Field> fields() {
    return kFields;
}

const Field* find_field(std::string_view name) {
    for (const Field& field : kFields)
        if (field.name == name) return &field;
    return nullptr;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
    const auto found = nearest(word, candidates);
    return found ? "; did you mean '" + std::string{*found} + "'?" : std::string{};
}

std::string field_suggestion(std::string_view word) {
    std::vector<std::string_view> names;
    for (const Field& field : kFields)
        names.push_back(field.name);
    return suggestion(word, names);
}

}  // namespace socbot::rules

namespace socbot {

std::vector<RuleField> rule_fields() {
    std::vector<RuleField> list;
    for (const rules::Field& field : rules::fields())
        list.push_back({field.name, rules::type_name(field.type), field.note});
    return list;
}

}  // namespace socbot
