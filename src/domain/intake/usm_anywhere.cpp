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
#include "domain/intake/usm_audit.h"
#include "domain/intake/usm_events.h"
#include "domain/intake/usm_evidence.h"
#include "domain/intake/usm_extras.h"
#include "domain/intake/usm_parties.h"
#include "domain/intake/usm_values.h"

#include <algorithm>

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

void read_times(const UsmPayload& in, Alarm& alarm) {
    alarm.start_time = in.first_event;
    alarm.end_time = in.last_event;
    alarm.time = instant(in.alarm, F::timestamp_occured_iso8601, F::timestamp_occured);
    if (alarm.time) return;
    alarm.time = instant(in.alarm, F::timestamp_received_iso8601, F::timestamp_received);
    for (const F stamp : {F::timestamp_arrived, F::timestamp_to_storage})
        if (!alarm.time) alarm.time = instant(in.alarm, F::none, stamp);
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
        alarm.activity = Activity::close;
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

// "T1059.001", "TA0011".
bool is_attack_id(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    const auto digits = [](std::string_view part, std::size_t count) {
        return part.size() == count &&
               part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!digits(text.substr(0, 4), 4)) return false;
    return text.size() == 4 || (text[4] == '.' && digits(text.substr(5), 3));
}

// "T1110" or several, or with words ("T1110 - Brute Force"), in no documented form. Text without
// any id in it stays as it is.
std::vector<std::string> attack_ids(std::string_view text) {
    std::vector<std::string> parts = split_list(text);
    const auto is_word = [](const std::string& part) {
        return !is_attack_id(part, "T") && !is_attack_id(part, "TA");
    };
    if (!std::all_of(parts.begin(), parts.end(), is_word)) std::erase_if(parts, is_word);
    return parts;
}

void read_attacks(const UsmFields& in, F id, F tactic, F technique, Alarm& alarm) {
    std::vector<std::string> techniques_by_id;
    std::vector<std::string> tactics_by_id;
    for (const std::string& text : lines(in, id))
        for (std::string& each : attack_ids(text)) {
            auto& ids = is_attack_id(each, "TA") ? tactics_by_id : techniques_by_id;
            if (ids.size() < kAlarmLimits.list_items) ids.push_back(std::move(each));
        }
    const std::vector<std::string> tactics = lines(in, tactic);
    const std::vector<std::string> techniques = lines(in, technique);
    const std::size_t count =
        std::max({techniques_by_id.size(), tactics_by_id.size(), tactics.size(), techniques.size()}
        );
    const auto item = [](const std::vector<std::string>& texts, std::size_t i) {
        return i < texts.size() ? texts[i] : std::string{};
    };
    for (std::size_t i = 0; i < count; ++i)
        alarm.attacks.push_back(
            {item(tactics, i),
             item(tactics_by_id, i),
             item(techniques, i),
             item(techniques_by_id, i)}
        );
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
    // CEF's deviceDirection, which the product's parsers fill this from, is a number.
    if (direction == "0" || direction == "in") alarm.connection.direction = "inbound";
    if (direction == "1" || direction == "out") alarm.connection.direction = "outbound";
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

void read_product(const UsmPayload& in, Alarm& alarm) {
    alarm.connector_type = "usm_anywhere";
    alarm.vendor_name = "LevelBlue";
    alarm.product_name = "USM Anywhere";
    alarm.plugin = first_line(in, {F::plugin_device, F::plugin});
    alarm.device_type = first_words(in, {F::plugin_device_type});
    alarm.signature_uid = first_line(in, {F::rep_device_rule_id}, kAlarmLimits.id_bytes);
    alarm.app_id = first_line(in, {F::app_id});
    alarm.app_name = first_line(in, {F::app_name});
    if (alarm.app_name.empty()) alarm.app_name = alarm.app_id;
    alarm.auth_type = first_line(in, {F::authentication_type, F::authentication_mode});
    for (const std::string* type : {&alarm.intent, &alarm.device_type}) {
        if (!type->empty()) alarm.types.push_back(*type);
    }
}

void read_count(const UsmPayload& in, Alarm& alarm) {
    // Ten events at most are kept by the product: its own count is the true one.
    const std::size_t told = in.events.size() + in.left_out;
    const std::int64_t count =
        std::max(integer(in.alarm, F::alarm_events_count).value_or(0), std::int64_t{1});
    constexpr std::int64_t most{4'294'967'295};
    alarm.related_events_count =
        static_cast<std::uint32_t>(std::min(std::max(count, static_cast<std::int64_t>(told)), most)
        );
    if (in.left_out > 0)
        alarm.warnings.push_back("events: " + std::to_string(in.left_out) + " more left out");
}

}  // namespace

Result<Alarm> read_usm_anywhere(std::string_view payload, const SourceSettings& source) {
    auto parsed = parse_payload(payload);
    if (!parsed) return std::move(parsed).error().with_context("usm_anywhere");
    UsmPayload in{UsmFields{*parsed}, {}, {}, {}, 0, {}};
    if (auto alarm = refuse_other_packets(in.alarm); !alarm)
        return std::move(alarm).error().with_context("usm_anywhere");
    read_events(in);

    Alarm alarm;
    read_identity(in, payload, alarm);
    read_times(in, alarm);
    read_severity(in, alarm);
    read_status(in, alarm);
    read_words(in, alarm);
    read_product(in, alarm);
    read_count(in, alarm);
    read_all_attacks(in, alarm);
    read_activity(in, alarm);
    read_connection(in, alarm);
    read_evidence(in, alarm);
    read_parties(in, alarm);
    read_audit_record(in, alarm);
    read_extras(in, alarm);
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
