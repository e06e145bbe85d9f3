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
    return {
        .name = name,
        .type = kString,
        .note = note,
        .string = read,
        .words = words,
        .has = nullptr};
}

constexpr Field integer_field(
    std::string_view name,
    Type type,
    std::int64_t (*read)(const RuleSubject&),
    std::string_view note,
    bool (*has)(const RuleSubject&) = nullptr
) {
    return {.name = name, .type = type, .note = note, .integer = read, .words = {}, .has = has};
}

constexpr Field list_field(
    std::string_view name,
    bool (*visit)(const RuleSubject&, StringVisitor),
    std::string_view note
) {
    return {.name = name, .type = kStrings, .note = note, .strings = visit, .words = {}};
}

constexpr Field port_field(
    std::string_view name,
    bool (*visit)(const RuleSubject&, IntegerVisitor),
    std::string_view note
) {
    return {.name = name, .type = kIntegers, .note = note, .integers = visit, .words = {}};
}

template <auto List>
bool each_record(const RuleSubject& subject, RecordVisitor visit) {
    for (const auto& item : subject.alarm.*List)
        if (visit(&item)) return true;
    return false;
}

template <auto List>
constexpr Field record_field(std::string_view name, Base base, std::string_view note) {
    return {
        .name = name,
        .type = {base, true},
        .note = note,
        .records = each_record<List>,
        .words = {}};
}

template <auto Member>
constexpr Field time_field(std::string_view name, std::string_view note) {
    return integer_field(
        name,
        kTimestamp,
        [](const RuleSubject& s) { return (s.alarm.*Member).ms; },
        note,
        [](const RuleSubject& s) { return bool{s.alarm.*Member}; }
    );
}

constexpr std::array kFields{
    string_field(
        "customer",
        [](const RuleSubject& s) { return s.customer; },
        "code of the customer"
    ),
    integer_field(
        "kind",
        kKind,
        [](const RuleSubject& s) { return static_cast<std::int64_t>(s.kind); },
        "other, office365, network_intrusion or malware"
    ),
    integer_field(
        "severity",
        kSeverity,
        [](const RuleSubject& s) { return static_cast<std::int64_t>(s.alarm.severity); },
        "unknown < informational < low < medium < high < critical"
    ),
    integer_field(
        "severity_score",
        kInteger,
        [](const RuleSubject& s) { return std::int64_t{s.alarm.severity_score.value_or(0)}; },
        "the source's number, 0 to 100",
        [](const RuleSubject& s) { return s.alarm.severity_score.has_value(); }
    ),
    integer_field(
        "suppressed",
        kBoolean,
        [](const RuleSubject& s) { return std::int64_t{s.alarm.suppressed}; },
        "suppressed by the source"
    ),
    integer_field(
        "events",
        kInteger,
        [](const RuleSubject& s) { return std::int64_t{s.alarm.related_events_count}; },
        "how many events the alarm stands for"
    ),
    time_field<&Alarm::time>("time", "when the source raised the alarm"),
    time_field<&Alarm::start_time>("start_time", "first event behind it"),
    time_field<&Alarm::end_time>("end_time", "last event behind it"),
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
    record_field<&Alarm::sources>("src", Base::endpoint, "sources"),
    record_field<&Alarm::destinations>("dst", Base::endpoint, "destinations"),
    record_field<&Alarm::devices>("device", Base::device, "devices"),
    record_field<&Alarm::users>("users", Base::user, "users"),
    record_field<&Alarm::files>("files", Base::file, "files"),
    record_field<&Alarm::processes>("processes", Base::process, "processes"),
    record_field<&Alarm::malware>("malware", Base::malware, "malware"),
    record_field<&Alarm::attacks>("attacks", Base::attack, "tactics and techniques"),
    record_field<&Alarm::observables>("observables", Base::observable, "indicators"),
};

struct Alias {
    std::string_view name;
    std::string_view field;
};

// OCSF 1.1 to 1.4, Detection Finding (class 2004), and the members of the stored alarm.
constexpr std::array kAliases{
    Alias{"finding_info.title", "title"},
    Alias{"finding_info.desc", "description"},
    Alias{"finding_info.types", "types"},
    Alias{"finding_info.analytic.uid", "rule.uid"},
    Alias{"finding_info.analytic.name", "rule.name"},
    Alias{"finding_info.attacks", "attacks"},
    Alias{"finding_info.related_events_count", "events"},
    Alias{"metadata.product.name", "product"},
    Alias{"metadata.product.vendor_name", "vendor"},
    Alias{"tenant_uid", "tenant"},
    Alias{"connector_type", "source_type"},
    Alias{"src_endpoints", "src"},
    Alias{"dst_endpoints", "dst"},
    Alias{"devices", "device"},
    Alias{"connection.direction", "direction"},
    Alias{"connection.protocol", "protocol"},
    Alias{"http.hostname", "http.host"},
    Alias{"app.name", "app"},
    Alias{"auth.type", "auth_type"},
};

template <auto Part>
struct Owner;
template <class Record, class Value, Value Record::*Part>
struct Owner<Part> {
    using type = Record;
};

template <auto Part>
constexpr Member
text_member(Base owner, std::string_view name, std::string_view note, bool alias = false) {
    return {
        .owner = owner,
        .name = name,
        .type = kString,
        .note = note,
        .string = [](const void* record) -> std::string_view {
            return static_cast<const typename Owner<Part>::type*>(record)->*Part;
        },
        .alias = alias};
}

std::int64_t port_of(const void* record) {
    return static_cast<const Endpoint*>(record)->port;
}

std::int64_t pid_of(const void* record) {
    return static_cast<const Process*>(record)->pid.value_or(0);
}

std::string_view role_of(const void* record) {
    switch (static_cast<const User*>(record)->role) {
        case UserRole::actor:
            return "actor";
        case UserRole::target:
            return "target";
        case UserRole::unknown:
            break;
    }
    return {};
}

constexpr std::array kMembers{
    text_member<&Endpoint::ip>(Base::endpoint, "ip", "address"),
    Member{
        .owner = Base::endpoint,
        .name = "port",
        .type = kInteger,
        .note = "port",
        .integer = port_of},
    text_member<&Endpoint::hostname>(Base::endpoint, "host", "host name"),
    text_member<&Endpoint::hostname>(Base::endpoint, "hostname", "host name", true),
    text_member<&Endpoint::mac>(Base::endpoint, "mac", "hardware address"),
    text_member<&Endpoint::domain>(Base::endpoint, "domain", "domain"),
    text_member<&Endpoint::country>(Base::endpoint, "country", "country"),
    text_member<&Endpoint::city>(Base::endpoint, "city", "city"),
    text_member<&Endpoint::organisation>(Base::endpoint, "organisation", "who holds the address"),
    text_member<&Endpoint::asset_uid>(Base::endpoint, "asset", "asset id of the source"),
    text_member<&Endpoint::reputation>(Base::endpoint, "reputation", "as the source says"),
    text_member<&Device::hostname>(Base::device, "host", "host name"),
    text_member<&Device::hostname>(Base::device, "hostname", "host name", true),
    text_member<&Device::ip>(Base::device, "ip", "address"),
    text_member<&Device::uid>(Base::device, "uid", "id"),
    text_member<&Device::os>(Base::device, "os", "operating system"),
    text_member<&Device::domain>(Base::device, "domain", "domain"),
    text_member<&User::name>(Base::user, "name", "name"),
    text_member<&User::domain>(Base::user, "domain", "domain"),
    text_member<&User::uid>(Base::user, "uid", "id"),
    text_member<&User::email>(Base::user, "email", "e-mail address"),
    Member{
        .owner = Base::user,
        .name = "role",
        .type = kString,
        .note = "actor or target",
        .string = role_of},
    text_member<&File::name>(Base::file, "name", "name"),
    text_member<&File::path>(Base::file, "path", "path"),
    text_member<&File::md5>(Base::file, "md5", "MD5"),
    text_member<&File::sha1>(Base::file, "sha1", "SHA-1"),
    text_member<&File::sha256>(Base::file, "sha256", "SHA-256"),
    text_member<&Process::name>(Base::process, "name", "name"),
    text_member<&Process::cmd_line>(Base::process, "cmd_line", "command line"),
    text_member<&Process::parent>(Base::process, "parent", "name of the parent"),
    text_member<&Process::parent_cmd_line>(
        Base::process,
        "parent_cmd_line",
        "command line of the parent"
    ),
    Member{
        .owner = Base::process,
        .name = "pid",
        .type = kInteger,
        .note = "process id",
        .integer = pid_of},
    text_member<&Malware::name>(Base::malware, "name", "name"),
    text_member<&Malware::classification>(Base::malware, "classification", "class"),
    text_member<&Attack::tactic>(Base::attack, "tactic", "tactic"),
    text_member<&Attack::tactic_uid>(Base::attack, "tactic_uid", "tactic, TA0006"),
    text_member<&Attack::technique>(Base::attack, "technique", "technique"),
    text_member<&Attack::technique_uid>(Base::attack, "technique_uid", "technique, T1110"),
    text_member<&Observable::type>(Base::observable, "type", "ip, domain, url, user, sha256, ..."),
    text_member<&Observable::value>(Base::observable, "value", "value"),
    text_member<&Observable::role>(Base::observable, "role", "src, dst, device, actor or target"),
    text_member<&Observable::field>(Base::observable, "field", "member it came from"),
};

}  // namespace

std::string_view type_name(Type type) {
    struct Name {
        std::string_view one, list;
    };
    constexpr std::array kNames{
        Name{"bool", "list(bool)"},
        Name{"int", "list(int)"},
        Name{"string", "list(string)"},
        Name{"severity", "list(severity)"},
        Name{"kind", "list(kind)"},
        Name{"timestamp", "list(timestamp)"},
        Name{"duration", "list(duration)"},
        Name{"cidr", "list(cidr)"},
        Name{"endpoint", "list(endpoint)"},
        Name{"device", "list(device)"},
        Name{"user", "list(user)"},
        Name{"file", "list(file)"},
        Name{"process", "list(process)"},
        Name{"malware", "list(malware)"},
        Name{"attack", "list(attack)"},
        Name{"observable", "list(observable)"},
    };
    const Name& name = kNames[static_cast<std::size_t>(type.base)];
    return type.list ? name.list : name.one;
}

std::span<const Field> fields() {
    return kFields;
}

const Field* find_field(std::string_view name) {
    for (const Field& field : kFields)
        if (field.name == name) return &field;
    for (const Alias& alias : kAliases)
        if (alias.name == name) return find_field(alias.field);
    return nullptr;
}

std::span<const Member> members() {
    return kMembers;
}

const Member* find_member(Base owner, std::string_view name) {
    for (const Member& member : kMembers)
        if (member.owner == owner && member.name == name) return &member;
    return nullptr;
}

std::string member_suggestion(Base owner, std::string_view word) {
    std::vector<std::string_view> names;
    for (const Member& member : kMembers)
        if (member.owner == owner) names.push_back(member.name);
    return suggestion(word, names);
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

std::vector<RuleField> rule_members() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const rules::Member& member : rules::members())
            list.push_back(
                std::string{rules::type_name({member.owner})} + "." + std::string{member.name}
            );
        return list;
    }();
    std::vector<RuleField> list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const rules::Member& member = rules::members()[i];
        if (!member.alias) list.push_back({names[i], rules::type_name(member.type), member.note});
    }
    return list;
}

}  // namespace socbot
