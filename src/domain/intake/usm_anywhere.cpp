// USM Anywhere: the alarm object as its notifications and its REST API give it. No field list of
// the vendor's is complete and no two samples agree, so everything but the identity of the payload
// is optional here.
#include "base/digest.h"
#include "base/text.h"
#include "domain/alarm/observables.h"
#include "domain/intake/clean_text.h"
#include "domain/intake/payload.h"
#include "domain/intake/reader.h"
#include "domain/intake/src_url.h"
#include "domain/intake/usm_parties.h"
#include "domain/intake/usm_values.h"

#include <algorithm>
#include <array>

namespace socbot {
namespace {

using namespace intake;
using F = UsmField;

// The same topic can carry events, vulnerabilities and system messages.
Result<void> refuse_other_packets(const UsmFields& alarm) {
    const std::string type = line(alarm, F::packet_type);
    if (!type.empty()) {
        if (equals_ignore_case_ascii(type, "alarm")) return {};
        return Error{
            Errc::invalid_input, "packet_type is " + quote_for_log(type, 64) + ", not alarm"};
    }
    const bool looks_like_one = equals_ignore_case_ascii(line(alarm, F::event_type), "alarm") ||
                                alarm.has(F::rule_intent) || alarm.has(F::rule_strategy) ||
                                alarm.has(F::rule_method);
    if (looks_like_one) return {};
    return Error{Errc::invalid_input, "no packet_type and no rule_*: not an alarm"};
}

// Nested events hold theirs in "message"; the API's specification shows them flat.
void read_events(const UsmFields& alarm, std::vector<UsmFields>& events, std::size_t& left_out) {
    simdjson::dom::array items;
    if (!alarm.has(F::events) || alarm.at(F::events).get(items) != simdjson::SUCCESS) return;
    events.reserve(std::min(items.size(), kIntakeLimits.events));
    for (const simdjson::dom::element item : items) {
        simdjson::dom::object event;
        if (item.get(event) != simdjson::SUCCESS) continue;
        if (events.size() == kIntakeLimits.events) {
            ++left_out;
            continue;
        }
        simdjson::dom::object message;
        const bool nested = event.at_key("message").get(message) == simdjson::SUCCESS;
        events.emplace_back(nested ? message : event);
    }
}

// Where an event says when it happened: beside its message, or as its own timestamp_occured.
void read_event_times(const UsmFields& alarm, const UsmPayload& in, Alarm& out) {
    const auto take = [&](Instant at) {
        if (!at) return;
        if (!out.start_time || at < out.start_time) out.start_time = at;
        if (at > out.end_time) out.end_time = at;
    };
    simdjson::dom::array items;
    if (alarm.has(F::events) && alarm.at(F::events).get(items) == simdjson::SUCCESS) {
        std::size_t seen = 0;
        for (const simdjson::dom::element item : items) {
            simdjson::dom::object event;
            if (seen++ == kIntakeLimits.events) break;
            if (item.get(event) == simdjson::SUCCESS)
                take(instant(UsmFields{event}, F::none, F::time_stamp));
        }
    }
    if (out.start_time) return;
    for (const UsmFields& event : in.events)
        take(instant(event, F::timestamp_occured_iso8601, F::timestamp_occured));
}

void read_times(const UsmPayload& in, Alarm& alarm) {
    read_event_times(in.alarm, in, alarm);
    alarm.time = instant(in.alarm, F::timestamp_occured_iso8601, F::timestamp_occured);
    if (alarm.time) return;
    alarm.time = instant(in.alarm, F::timestamp_received_iso8601, F::timestamp_received);
    if (!alarm.time) alarm.time = instant(in.alarm, F::none, F::timestamp_arrived);
    if (!alarm.time) alarm.time = alarm.start_time;
    alarm.warnings.emplace_back(
        alarm.time ? "timestamp_occured missing, used another" : "timestamp missing"
    );
}

// The number decides (bands of the vendor's "Alarms list" page; 91 and up are critical there unless
// the "Critical" toggle is off, which the label tells). Without one the label does.
void read_severity(const UsmPayload& in, Alarm& alarm) {
    alarm.severity_text = line(in.alarm, F::priority_label, 64);
    const auto label = parse_severity(alarm.severity_text);
    const auto score = integer(in.alarm, F::priority);
    if (!score || *score < 0 || *score > 100) {
        alarm.severity = label.value_or(Severity::unknown);
        if (score) alarm.warnings.emplace_back("priority is outside 0 to 100");
        return;
    }
    alarm.severity_score = static_cast<int>(*score);
    if (*score <= 33) {
        alarm.severity = Severity::low;
    } else if (*score <= 66) {
        alarm.severity = Severity::medium;
    } else if (*score <= 90 || label == Severity::high) {
        alarm.severity = Severity::high;
    } else {
        alarm.severity = Severity::critical;
    }
}

// A long id is hashed, not cut: two of them must not become one.
void read_identity(const UsmPayload& in, std::string_view payload, Alarm& alarm) {
    constexpr std::size_t longest{64U * 1024U};
    alarm.uid = line(in.alarm, F::uuid, longest);
    if (alarm.uid.empty()) alarm.uid = line(in.alarm, F::id, longest);
    if (!alarm.uid.empty() && alarm.uid.size() <= kAlarmLimits.id_bytes) return;
    const std::string_view identity = alarm.uid.empty() ? payload : std::string_view{alarm.uid};
    alarm.warnings.emplace_back(
        alarm.uid.empty() ? "uuid missing, hashed the payload" : "uuid is too long and was hashed"
    );
    alarm.uid = "sha256:" + to_hex(as_bytes(sha256(identity)));
    alarm.uid_synthetic = true;
}

void read_status(const UsmPayload& in, Alarm& alarm) {
    alarm.suppressed = boolean(in.alarm, F::suppressed);
    const std::string status = to_lower_ascii(line(in.alarm, F::status, 64));
    if (status.empty() || status == "open") {
        alarm.status = AlarmStatus::fresh;
    } else if (status == "in_review" || status == "in review") {
        alarm.status = AlarmStatus::in_progress;
    } else if (status == "closed") {
        alarm.status = AlarmStatus::resolved;
    } else {
        alarm.status = AlarmStatus::unknown;
    }
}

void read_words(const UsmPayload& in, Alarm& alarm) {
    constexpr std::size_t title = kAlarmLimits.title_bytes;
    alarm.intent = first_words(in, {F::rule_intent}, title);
    alarm.strategy = first_words(in, {F::rule_strategy}, title);
    alarm.method = first_words(in, {F::rule_method}, title);
    alarm.rule_uid = line(in.alarm, F::rule_id, kAlarmLimits.id_bytes);
    alarm.rule_name = first_words(in, {F::rule_name}, title);
    alarm.event_name = first_words(in, {F::event_name}, title);
    alarm.description =
        first_words(in, {F::event_description, F::event_name}, kAlarmLimits.description_bytes);
    if (!alarm.strategy.empty() && !alarm.method.empty()) {
        alarm.title = cut_utf8(alarm.strategy + ": " + alarm.method, title);
        return;
    }
    for (const std::string* text :
         {&alarm.strategy, &alarm.method, &alarm.event_name, &alarm.rule_name}) {
        if (alarm.title.empty()) alarm.title = *text;
    }
    if (alarm.title.empty()) alarm.title = "Alarm without a name";
}

// "T1110" or several, in no documented form.
std::vector<std::string> split_ids(std::string_view text) {
    std::vector<std::string> ids;
    std::string id;
    for (const char c : std::string{text} + " ") {
        if (c != ',' && c != ';' && c != '|' && c != ' ') {
            id.push_back(c);
        } else if (!id.empty()) {
            if (ids.size() < kAlarmLimits.list_items) ids.push_back(std::move(id));
            id.clear();
        }
    }
    return ids;
}

void read_attacks(const UsmFields& in, F id, F tactic, F technique, Alarm& alarm) {
    std::vector<std::string> ids;
    for (const std::string& text : lines(in, id)) {
        for (std::string& each : split_ids(text))
            if (ids.size() < kAlarmLimits.list_items) ids.push_back(std::move(each));
    }
    const std::vector<std::string> tactics = lines(in, tactic);
    const std::vector<std::string> techniques = lines(in, technique);
    const std::size_t count = std::max({ids.size(), tactics.size(), techniques.size()});
    const auto item = [](const std::vector<std::string>& texts, std::size_t i) {
        return i < texts.size() ? texts[i] : std::string{};
    };
    for (std::size_t i = 0; i < count; ++i)
        alarm.attacks.push_back({item(tactics, i), {}, item(techniques, i), item(ids, i)});
}

void read_all_attacks(const UsmPayload& in, Alarm& alarm) {
    read_attacks(
        in.alarm, F::rule_attack_id, F::rule_attack_tactic, F::rule_attack_technique, alarm
    );
    for (const UsmFields& event : in.events) {
        if (!alarm.attacks.empty()) return;
        read_attacks(
            event, F::event_attack_id, F::event_attack_tactic, F::event_attack_technique, alarm
        );
    }
}

// By the first word, which has to be one of these: "Removed member from role" is no outcome, but
// "Blocked by policy" is one.
Disposition disposition_of(std::string_view text) {
    const std::string words = to_lower_ascii(text);
    if (words.starts_with("not blocked")) return Disposition::allowed;
    const std::string first = words.substr(0, words.find_first_of(" ,.:;"));
    const auto is_one_of = [&](std::initializer_list<std::string_view> known) {
        return std::find(known.begin(), known.end(), first) != known.end();
    };
    if (is_one_of({"allow", "allowed", "permit", "permitted", "pass", "passed", "accept"}))
        return Disposition::allowed;
    if (is_one_of({"quarantine", "quarantined"})) return Disposition::quarantined;
    if (is_one_of({"block", "blocked", "deny", "denied", "drop", "dropped", "reject", "rejected"}
        ) ||
        is_one_of({"prevent", "prevented", "terminated", "cleaned"}))
        return Disposition::blocked;
    if (is_one_of({"detect", "detected", "alert"})) return Disposition::detected;
    return Disposition::unknown;
}

void read_activity(const UsmPayload& in, Alarm& alarm) {
    alarm.action = first_words(in, {F::event_action, F::event_activity});
    alarm.category = first_words(in, {F::event_category, F::device_event_category});
    alarm.subcategory = first_words(in, {F::event_subcategory});
    const std::string control = first_words(in, {F::access_control_outcome});
    alarm.outcome = first_words(in, {F::event_outcome});
    if (alarm.outcome.empty()) alarm.outcome = control;
    for (const std::string_view text :
         {std::string_view{control},
          std::string_view{alarm.outcome},
          std::string_view{alarm.action}}) {
        alarm.disposition = disposition_of(text);
        if (alarm.disposition != Disposition::unknown) return;
    }
}

void read_connection(const UsmPayload& in, Alarm& alarm) {
    const std::string direction = to_lower_ascii(first_line(in, {F::device_direction}, 64));
    if (direction == "inbound" || direction == "outbound" || direction == "lateral")
        alarm.connection.direction = direction;
    if (direction == "internal") alarm.connection.direction = "lateral";
    alarm.connection.protocol = first_line(in, {F::transport_protocol}, 64);
    alarm.connection.bytes_in = first_integer(in, F::bytes_in);
    alarm.connection.bytes_out = first_integer(in, F::bytes_out);
    alarm.connection.packets_in = first_integer(in, F::packets_received);
    alarm.connection.packets_out = first_integer(in, F::packets_sent);
    alarm.http_hostname = first_line(in, {F::http_hostname});
    alarm.http_user_agent = first_line(in, {F::request_user_agent});
    alarm.dns_query = first_line(in, {F::dns_rrname});
    alarm.tls_sni = first_line(in, {F::tls_sni});
    alarm.tls_fingerprint = first_line(in, {F::tls_fingerprint});
}

std::string hash_of(const UsmFields& in, F field, std::size_t digits) {
    for (const F candidate : {field, F::file_hash}) {
        std::string text = to_lower_ascii(line(in, candidate, 256));
        if (is_hex(text, digits)) return text;
    }
    return {};
}

bool agree(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b;
}

// Two objects may each tell a part of one file; parts of different files must not be mixed.
void add_file(const UsmFields& in, std::vector<File>& files) {
    File file{
        line(in, F::file_name),
        line(in, F::file_path),
        hash_of(in, F::file_hash_md5, 32),
        hash_of(in, F::file_hash_sha1, 40),
        hash_of(in, F::file_hash_sha256, 64)};
    if (file == File{}) return;
    constexpr std::array kParts{&File::name, &File::path, &File::md5, &File::sha1, &File::sha256};
    for (File& known : files) {
        const bool one = std::all_of(kParts.begin(), kParts.end(), [&](const auto part) {
            return agree(known.*part, file.*part);
        });
        if (!one) continue;
        for (const auto part : kParts)
            if ((known.*part).empty()) known.*part = std::move(file.*part);
        return;
    }
    if (files.size() < kAlarmLimits.list_items) files.push_back(std::move(file));
}

std::string either(const UsmFields& in, F first, F second) {
    std::string text = line(in, first);
    return text.empty() ? line(in, second) : text;
}

void add_process(const UsmFields& in, std::vector<Process>& processes) {
    Process process{
        either(in, F::source_process, F::destination_process),
        either(in, F::source_process_commandline, F::destination_process_commandline),
        either(in, F::source_process_parent, F::destination_process_parent),
        either(in, F::source_process_parent_commandline, F::destination_process_parent_commandline),
        std::nullopt};
    if (process == Process{}) return;
    process.pid = integer(in, F::source_process_id);
    constexpr std::array kParts{
        &Process::name, &Process::cmd_line, &Process::parent, &Process::parent_cmd_line};
    for (Process& known : processes) {
        const bool one = std::all_of(kParts.begin(), kParts.end(), [&](const auto part) {
            return agree(known.*part, process.*part);
        });
        if (!one || (known.pid && process.pid && *known.pid != *process.pid)) continue;
        for (const auto part : kParts)
            if ((known.*part).empty()) known.*part = std::move(process.*part);
        if (!known.pid) known.pid = process.pid;
        return;
    }
    if (processes.size() < kAlarmLimits.list_items) processes.push_back(std::move(process));
}

void add_malware(const UsmFields& in, std::vector<Malware>& malware) {
    for (std::string& family : lines(in, F::malware_family)) {
        Malware one{std::move(family), {}};
        if (malware.size() < kAlarmLimits.list_items &&
            std::find(malware.begin(), malware.end(), one) == malware.end())
            malware.push_back(std::move(one));
    }
}

void read_file_and_process(const UsmPayload& in, Alarm& alarm) {
    const auto read = [&](const UsmFields& fields) {
        add_file(fields, alarm.files);
        add_process(fields, alarm.processes);
        add_malware(fields, alarm.malware);
    };
    read(in.alarm);
    for (const UsmFields& event : in.events)
        read(event);
}

void read_indicators(const UsmPayload& in, Alarm& alarm) {
    const auto add = [](std::vector<std::string>& to, std::string text) {
        if (text.empty() || to.size() == kAlarmLimits.list_items) return;
        if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
    };
    add(alarm.urls, line(in.alarm, F::request_url));
    add(alarm.emails, line(in.alarm, F::email_sender));
    add(alarm.emails, line(in.alarm, F::email_recipient));
    for (const UsmFields& event : in.events) {
        add(alarm.urls, line(event, F::request_url));
        add(alarm.emails, line(event, F::email_sender));
        add(alarm.emails, line(event, F::email_recipient));
        for (const std::string& text : lines(event, F::event_cve)) {
            for (std::string& id : split_ids(text))
                add(alarm.cve, std::move(id));
        }
    }
}

void read_product(const UsmPayload& in, Alarm& alarm) {
    alarm.connector_type = "usm_anywhere";
    alarm.vendor_name = "LevelBlue";
    alarm.product_name = "USM Anywhere";
    alarm.plugin = first_line(in, {F::plugin_device, F::plugin});
    alarm.device_type = first_words(in, {F::plugin_device_type});
    alarm.signature_uid = first_line(in, {F::rep_device_rule_id}, kAlarmLimits.id_bytes);
    alarm.app_name = first_line(in, {F::app_name, F::app_id});
    alarm.auth_type = first_line(in, {F::authentication_type, F::authentication_mode});
    for (const std::string* type : {&alarm.intent, &alarm.device_type}) {
        if (!type->empty()) alarm.types.push_back(*type);
    }
}

void read_count(const UsmPayload& in, std::size_t left_out, Alarm& alarm) {
    // Ten events at most are kept by the product: its own count is the true one.
    const std::size_t told = in.events.size() + left_out;
    const std::int64_t count =
        std::max(integer(in.alarm, F::alarm_events_count).value_or(0), std::int64_t{1});
    constexpr std::int64_t most{4'294'967'295};
    alarm.related_events_count =
        static_cast<std::uint32_t>(std::min(std::max(count, static_cast<std::int64_t>(told)), most)
        );
    if (left_out > 0)
        alarm.warnings.push_back("events: " + std::to_string(left_out) + " more left out");
}

}  // namespace

Result<Alarm> read_usm_anywhere(std::string_view payload, const SourceSettings& source) {
    auto parsed = parse_payload(payload);
    if (!parsed) return std::move(parsed).error().with_context("usm_anywhere");
    UsmPayload in{UsmFields{*parsed}, {}};
    if (auto alarm = refuse_other_packets(in.alarm); !alarm)
        return std::move(alarm).error().with_context("usm_anywhere");
    std::size_t left_out = 0;
    read_events(in.alarm, in.events, left_out);

    Alarm alarm;
    read_identity(in, payload, alarm);
    read_times(in, alarm);
    read_severity(in, alarm);
    read_status(in, alarm);
    read_words(in, alarm);
    read_product(in, alarm);
    read_count(in, left_out, alarm);
    read_all_attacks(in, alarm);
    read_activity(in, alarm);
    read_connection(in, alarm);
    read_file_and_process(in, alarm);
    read_indicators(in, alarm);
    read_parties(in, alarm);
    // A configured member that is absent must not be replaced by another: the engine keeps such
    // alarms apart instead of guessing the customer.
    alarm.tenant_uid = source.tenant_field.empty()
                           ? line(in.alarm, F::x_att_tenant_subdomain, kAlarmLimits.id_bytes)
                           : text_at(*parsed, source.tenant_field);
    if (source.tenant_field.empty() && alarm.tenant_uid.empty())
        alarm.tenant_uid = line(in.alarm, F::x_att_tenantid, kAlarmLimits.id_bytes);
    std::string self;
    if (in.alarm.has(F::links)) {
        std::string_view href;
        if (in.alarm.at(F::links).at_pointer("/self/href").get(href) == simdjson::SUCCESS)
            self = clean_line(href, kAlarmLimits.text_bytes);
    }
    if (!alarm.uid_synthetic)
        alarm.src_url = usm_alarm_url(
            source.link_base,
            line(in.alarm, F::x_att_tenant_subdomain, kAlarmLimits.id_bytes),
            self,
            alarm.uid
        );
    derive_observables(alarm);
    return alarm;
}

}  // namespace socbot
