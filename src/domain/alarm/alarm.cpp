// The words of the alarm's enums and the memory an alarm takes.
#include "domain/alarm/alarm.h"

#include "base/check.h"
#include "base/text.h"

#include <array>

namespace socbot {
namespace {

template <class Value>
struct Word {
    std::string_view word;
    Value value;
};

constexpr std::array<Word<Severity>, 9> kSeverityWords{{
    {"unknown", Severity::unknown},
    {"informational", Severity::informational},
    {"info", Severity::informational},
    {"low", Severity::low},
    {"medium", Severity::medium},
    {"med", Severity::medium},
    {"high", Severity::high},
    {"critical", Severity::critical},
    {"crit", Severity::critical},
}};

constexpr std::array<Word<Kind>, 7> kKindWords{{
    {"other", Kind::other},
    {"office365", Kind::office365},
    {"o365", Kind::office365},
    {"network_intrusion", Kind::network_intrusion},
    {"network", Kind::network_intrusion},
    {"nids", Kind::network_intrusion},
    {"malware", Kind::malware},
}};

template <class Value, std::size_t N>
std::optional<Value> find_word(const std::array<Word<Value>, N>& words, std::string_view word) {
    for (const Word<Value>& known : words) {
        if (equals_ignore_case_ascii(known.word, word)) return known.value;
    }
    return std::nullopt;
}

// Heap bytes behind a value; what lies inside the object is counted by its owner's sizeof.
std::size_t heap(const std::string& text) {
    const std::size_t inside = std::string{}.capacity();
    return text.capacity() > inside ? text.capacity() + 1 : 0;
}

template <class... Texts>
std::size_t heap_of(const Texts&... texts) {
    return (heap(texts) + ... + 0U);
}

std::size_t heap(const Attack& a) {
    return heap_of(a.tactic, a.tactic_uid, a.technique, a.technique_uid);
}
std::size_t heap(const Endpoint& e) {
    return heap_of(
        e.ip,
        e.hostname,
        e.mac,
        e.domain,
        e.country,
        e.city,
        e.organisation,
        e.asset_uid,
        e.reputation
    );
}
std::size_t heap(const Device& d) {
    return heap_of(d.hostname, d.ip, d.uid, d.os, d.domain);
}
std::size_t heap(const User& u) {
    return heap_of(u.name, u.domain, u.uid, u.email);
}
std::size_t heap(const File& f) {
    return heap_of(f.name, f.path, f.md5, f.sha1, f.sha256);
}
std::size_t heap(const Process& p) {
    return heap_of(p.name, p.cmd_line, p.parent, p.parent_cmd_line);
}
std::size_t heap(const Malware& m) {
    return heap_of(m.name, m.classification);
}
std::size_t heap(const Extra& e) {
    return heap_of(e.name, e.value);
}
std::size_t heap(const Observable& o) {
    return heap_of(o.type, o.value, o.role, o.field);
}

template <class Item>
std::size_t heap(const std::vector<Item>& items) {
    std::size_t bytes = items.capacity() * sizeof(Item);
    for (const Item& item : items)
        bytes += heap(item);
    return bytes;
}

}  // namespace

const char* to_word(Severity severity) {
    switch (severity) {
        case Severity::unknown:
            return "unknown";
        case Severity::informational:
            return "informational";
        case Severity::low:
            return "low";
        case Severity::medium:
            return "medium";
        case Severity::high:
            return "high";
        case Severity::critical:
            return "critical";
    }
    SOCBOT_CHECK(false, "every severity has a word");
}

const char* to_word(Kind kind) {
    switch (kind) {
        case Kind::other:
            return "other";
        case Kind::office365:
            return "office365";
        case Kind::network_intrusion:
            return "network_intrusion";
        case Kind::malware:
            return "malware";
    }
    SOCBOT_CHECK(false, "every kind has a word");
}

const char* display_name(Kind kind) {
    switch (kind) {
        case Kind::other:
            return "Other";
        case Kind::office365:
            return "Office 365";
        case Kind::network_intrusion:
            return "Network intrusion";
        case Kind::malware:
            return "Malware";
    }
    SOCBOT_CHECK(false, "every kind has a name");
}

const char* to_word(Disposition disposition) {
    switch (disposition) {
        case Disposition::unknown:
            return "unknown";
        case Disposition::allowed:
            return "allowed";
        case Disposition::blocked:
            return "blocked";
        case Disposition::quarantined:
            return "quarantined";
        case Disposition::detected:
            return "detected";
    }
    SOCBOT_CHECK(false, "every disposition has a word");
}

std::optional<Severity> parse_severity(std::string_view word) {
    return find_word(kSeverityWords, word);
}

std::optional<Kind> parse_kind(std::string_view word) {
    return find_word(kKindWords, word);
}

std::size_t footprint(const Alarm& a) {
    std::size_t bytes = sizeof(Alarm);
    bytes += heap_of(
        a.connector_type,
        a.tenant_uid,
        a.vendor_name,
        a.product_name,
        a.transport_uid,
        a.uid,
        a.severity_text,
        a.title,
        a.description,
        a.intent,
        a.strategy,
        a.method,
        a.rule_uid,
        a.rule_name,
        a.src_url
    );
    bytes += heap_of(
        a.action,
        a.category,
        a.subcategory,
        a.outcome,
        a.connection.direction,
        a.connection.protocol,
        a.http_hostname,
        a.http_user_agent,
        a.dns_query,
        a.tls_sni,
        a.tls_fingerprint,
        a.app_name,
        a.app_id,
        a.auth_type,
        a.plugin,
        a.device_type,
        a.signature_uid,
        a.event_name
    );
    bytes += heap(a.types) + heap(a.attacks) + heap(a.sources) + heap(a.destinations) +
             heap(a.devices) + heap(a.users) + heap(a.files) + heap(a.processes) + heap(a.malware) +
             heap(a.urls) + heap(a.emails) + heap(a.cve) + heap(a.labels) + heap(a.extras) +
             heap(a.observables) + heap(a.warnings);
    return bytes;
}

}  // namespace socbot
