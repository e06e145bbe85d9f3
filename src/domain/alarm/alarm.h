// The alarm: one normalised finding of a source. A fixed subset of OCSF Detection Finding
// (class 2004, names of versions 1.1 to 1.4), with socbot's own members beside it.
//
// All strings are valid UTF-8 without control characters and within kAlarmLimits; the intake
// readers see to that, so nothing behind them has to. Absent text is empty, absent numbers are
// nullopt.
#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// OCSF severity_id. Ordered.
enum class Severity : std::uint8_t {
    unknown = 0,
    informational = 1,
    low = 2,
    medium = 3,
    high = 4,
    critical = 5
};

// Chosen by rules; picks the card template.
enum class Kind : std::uint8_t { other = 0, office365 = 1, network_intrusion = 2, malware = 3 };

// OCSF activity_id and status_id.
enum class Activity : std::uint8_t { create = 1, update = 2, close = 3 };
enum class AlarmStatus : std::uint8_t {
    unknown = 0,
    fresh = 1,
    in_progress = 2,
    suppressed = 3,
    resolved = 4
};

enum class Disposition : std::uint8_t { unknown = 0, allowed, blocked, quarantined, detected };

struct AlarmLimits {
    std::size_t title_bytes{256};
    std::size_t description_bytes{4096};
    std::size_t text_bytes{1024};  // any other text
    std::size_t id_bytes{256};     // uid, rule id, tenant
    std::size_t list_items{32};    // of each list; the rest is counted in `warnings`
};
inline constexpr AlarmLimits kAlarmLimits{};

struct Attack {
    std::string tactic, tactic_uid, technique, technique_uid;
    friend bool operator==(const Attack&, const Attack&) = default;
};

struct Endpoint {
    std::string ip;  // canonical text; IPv4-mapped IPv6 folded
    std::uint16_t port{0};
    std::string hostname;
    std::string mac, domain, country, city, organisation, asset_uid, reputation;
    // Of the reputation, as the source counts; higher is worse and surer.
    std::optional<std::int64_t> reputation_priority{}, reputation_reliability{};
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

struct Device {
    std::string hostname, ip, uid, os, domain;
    friend bool operator==(const Device&, const Device&) = default;
};

enum class UserRole : std::uint8_t { unknown = 0, actor, target };

struct User {
    std::string name, domain, uid, email;
    UserRole role{UserRole::unknown};
    friend bool operator==(const User&, const User&) = default;
};

struct File {
    std::string name, path, md5, sha1, sha256;
    friend bool operator==(const File&, const File&) = default;
};

struct Process {
    std::string name, cmd_line, parent, parent_cmd_line;
    std::optional<std::int64_t> pid;
    friend bool operator==(const Process&, const Process&) = default;
};

struct Malware {
    std::string name, classification;
    friend bool operator==(const Malware&, const Malware&) = default;
};

struct Connection {
    std::string direction;  // inbound, outbound, lateral or empty
    std::string protocol;
    std::optional<std::int64_t> bytes_in, bytes_out, packets_in, packets_out;
    friend bool operator==(const Connection&, const Connection&) = default;
};

// An indicator: something an analyst looks up. Derived from the alarm, deduplicated.
struct Observable {
    std::string type;   // ip, hostname, domain, url, user, email, md5, sha1, sha256, file
    std::string value;  // whole, never defanged here
    std::string role;   // src, dst, device, actor, target or empty
    std::string field;  // the alarm field it came from, "src_endpoints.ip"
    friend bool operator==(const Observable&, const Observable&) = default;
};

// A member of the source's own that the alarm has no other place for, as the source names it.
struct Extra {
    std::string name, value;
    friend bool operator==(const Extra&, const Extra&) = default;
};

struct Alarm {
    std::uint16_t schema{1};
    // Where it came from.
    std::string connector_type;  // usm_anywhere, ocsf
    std::string tenant_uid;      // as the payload names it; the engine maps it to a customer
    std::string vendor_name, product_name;
    std::string transport_uid;  // metadata.uid: the transport's message id
    // The finding.
    std::string uid;            // finding_info.uid; required
    bool uid_synthetic{false};  // hashed from the payload because the source has none
    Activity activity{Activity::create};
    Instant time;                  // alarm creation by the source's clock
    Instant start_time, end_time;  // 0: not given
    Severity severity{Severity::unknown};
    std::string severity_text;          // the source's own word
    std::optional<int> severity_score;  // 0..100
    AlarmStatus status{AlarmStatus::fresh};
    bool suppressed{false};  // by the source
    std::string title, description;
    std::vector<std::string> types;        // intent, category
    std::string intent, strategy, method;  // USM Anywhere's words; empty elsewhere
    std::string rule_uid, rule_name;       // finding_info.analytic
    std::vector<Attack> attacks;
    std::string src_url;  // built from configuration, https only
    std::uint32_t related_events_count{1};
    std::vector<Endpoint> sources, destinations;  // src_endpoints, dst_endpoints
    std::vector<Device> devices;
    std::vector<User> users;
    std::vector<File> files;
    std::vector<Process> processes;
    std::vector<Malware> malware;
    std::vector<std::string> urls, emails, cve;
    std::string action, category, subcategory, outcome;  // activity.*
    Connection connection;
    std::string http_hostname, http_user_agent, dns_query, tls_sni, tls_fingerprint;
    std::string app_name, app_id, auth_type;
    std::string plugin,
        device_type;  // the product that saw it ("AlienVault NIDS", "Intrusion Detection")
    std::string signature_uid;  // e.g. the Suricata SID
    std::string event_name;
    Disposition disposition{Disposition::unknown};
    std::vector<std::string> labels;  // put on the alarm at the source, by id or name
    std::vector<Extra> extras;        // "unmapped"; the source's choice of what is worth showing
    std::vector<Observable> observables;
    std::vector<std::string> warnings;

    friend bool operator==(const Alarm&, const Alarm&) = default;
};

// Words as configuration, commands and rules spell them.
const char* to_word(Severity severity);  // "medium"
const char* to_word(Kind kind);          // "network_intrusion"
const char* display_name(Kind kind);     // "Network intrusion"
const char* to_word(Disposition disposition);
std::optional<Severity> parse_severity(std::string_view word
);                                                      // any case; "info", "med", "crit" too
std::optional<Kind> parse_kind(std::string_view word);  // also "o365", "network", "nids"

// The entity an episode gathers around: "user:corp\alice", "ip:203.0.113.9", "host:wks-17",
// "rule:Nmap". Never empty; hosts and users in lower case, so that spellings compare equal. By
// kind: office365 user, else source address; network intrusion from outside that address, else our
// host; malware host, else user; other host, user, source address, else the rule. Inside is what
// is_inside says: the customer's own networks and private ranges.
class Networks;
std::string entity_of(const Alarm& alarm, Kind kind, const Networks& own);

// inbound, outbound, lateral or empty: by which ends of the first connection lie inside, and by the
// sensor's word only where that cannot tell.
std::string_view direction_of(const Alarm& alarm, const Networks& own);

// Bytes this alarm holds in memory, roughly.
std::size_t footprint(const Alarm& alarm);

}  // namespace socbot
