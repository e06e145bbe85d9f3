// The members of a USM Anywhere alarm and of its events that we read, found in one walk over the
// object instead of a search for each. Spellings are the wire's, mistakes included
// ("timestamp_occured", "alarm_destination_assset_ids"). Internal to the reader.
#pragma once

#include "base/time.h"

#include <simdjson.h>

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace socbot::intake {

enum class UsmField : std::uint8_t {
    // clang-format off
    none,
    access_control_outcome, access_key_id, account_id, account_name, affected_platform, alarm_destination_asset_ids,
    alarm_destination_names, alarm_destinations, alarm_events_count, alarm_source_asset_ids,
    alarm_source_blacklist_activity, alarm_source_cities, alarm_source_countries,
    alarm_source_names, alarm_source_organisations, alarm_sources, app_id, app_name, authentication_mode,
    authentication_type,
    bytes_in, bytes_out, destination_address, destination_asset_id, destination_blacklist_activity,
    destination_canonical, destination_city, destination_country, destination_fqdn,
    destination_hostname, destination_mac, destination_name, destination_ntdomain,
    destination_organisation, destination_port, destination_process,
    destination_process_commandline, destination_process_parent,
    destination_process_parent_commandline, destination_registered_country, destination_userid, destination_username, destinations,
    device_direction, device_event_category, dns_rrname, email_recipient, email_sender, event_action, event_attack_id,
    event_activity, event_attack_tactic, event_attack_technique, event_category, event_cve, event_description,
    event_name, event_outcome, event_severity, event_subcategory, event_type, events,
    file_hash, file_hash_md5, file_hash_sha1, file_hash_sha256, file_name, file_path,
    highlight_fields, http_hostname, id, links, malware_family, message, packet_type,
    packets_received, packets_sent, plugin, plugin_device, plugin_device_type, priority,
    priority_label, rep_device_rule_id, request_url, request_user_agent, rule_attack_id,
    rule_attack_tactic, rule_attack_technique, rule_dictionary, rule_id, rule_intent, rule_method,
    rule_name, rule_strategy, source_address, source_asset_id, source_blacklist_activity,
    source_canonical, source_city, source_country, source_fqdn, source_hostname, source_mac,
    source_name, source_ntdomain, source_organisation, source_port, source_process,
    source_process_commandline, source_process_id, source_process_parent,
    source_process_parent_commandline, source_registered_country, source_userid, source_username,
    sources, status, suppressed,
    time_stamp, timestamp_arrived, timestamp_occured, timestamp_occured_iso8601, timestamp_received,
    timestamp_received_iso8601, tls_fingerprint, tls_sni, transport_protocol, uuid,
    x_att_tenant_subdomain, x_att_tenantid,
    alarm_destination_blacklist_activity, alarm_destination_cities, alarm_destination_countries,
    alarm_destination_organisations, alarm_labels, app_type, destination_blacklist_priority,
    destination_blacklist_reliability, destination_process_id, log, security_group_id,
    source_blacklist_priority, source_blacklist_reliability, ssh_server_version,
    timestamp_to_storage, tls_subject,
    count
    // clang-format on
};

// The field a member's name stands for; none for what we don't read. Aliases count.
UsmField usm_field(std::string_view name) noexcept;

// One object's members by field. Points into the parser's document.
class UsmFields {
public:
    explicit UsmFields(simdjson::dom::object object);

    bool has(UsmField field) const noexcept { return present_[index(field)]; }
    // Only if has(field).
    simdjson::dom::element at(UsmField field) const noexcept { return values_[index(field)]; }

    // A member that is none of ours, searched for; nullopt when absent or null.
    std::optional<simdjson::dom::element> find(std::string_view name) const;
    // There are "customheader_N": fields that the customer's own parsing made.
    bool has_custom() const noexcept { return custom_; }

private:
    static constexpr std::size_t kFields{static_cast<std::size_t>(UsmField::count)};
    static std::size_t index(UsmField field) noexcept { return static_cast<std::size_t>(field); }

    simdjson::dom::object object_;
    bool custom_{false};
    std::bitset<kFields> present_;
    std::array<simdjson::dom::element, kFields> values_;
};

// The alarm's own members, then those of its events in order.
struct UsmPayload {
    UsmFields alarm;
    std::vector<UsmFields> events;
    Instant first_event, last_event;  // 0: no event says when it happened
    std::size_t left_out{0};          // events beyond the limit
    // Own what events point into that came as JSON in a string.
    std::vector<std::unique_ptr<simdjson::dom::parser>> texts;
};

}  // namespace socbot::intake
