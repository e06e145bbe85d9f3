// Names to fields by a hash table made at compile time: an alarm has about 120 members and the
// reader has microseconds.
#include "domain/intake/usm_fields.h"

namespace socbot::intake {
namespace {

struct Name {
    std::string_view name;
    UsmField field;
};

constexpr Name kNames[] = {
    // clang-format off
    {"access_control_outcome", UsmField::access_control_outcome},
    {"access_key_id", UsmField::access_key_id},
    {"account_id", UsmField::account_id},
    {"account_name", UsmField::account_name},
    {"affected_platform", UsmField::affected_platform},
    {"alarm_destination_asset_ids", UsmField::alarm_destination_asset_ids},
    {"alarm_destination_assset_ids", UsmField::alarm_destination_asset_ids},
    {"alarm_destination_blacklist_activity", UsmField::alarm_destination_blacklist_activity},
    {"alarm_destination_cities", UsmField::alarm_destination_cities},
    {"alarm_destination_countries", UsmField::alarm_destination_countries},
    {"alarm_destination_names", UsmField::alarm_destination_names},
    {"alarm_destination_organisations", UsmField::alarm_destination_organisations},
    {"alarm_destinations", UsmField::alarm_destinations},
    {"alarm_events_count", UsmField::alarm_events_count},
    {"alarm_labels", UsmField::alarm_labels},
    {"alarm_source_asset_ids", UsmField::alarm_source_asset_ids},
    {"alarm_source_blacklist_activity", UsmField::alarm_source_blacklist_activity},
    {"alarm_source_cities", UsmField::alarm_source_cities},
    {"alarm_source_countries", UsmField::alarm_source_countries},
    {"alarm_source_names", UsmField::alarm_source_names},
    {"alarm_source_organisations", UsmField::alarm_source_organisations},
    {"alarm_sources", UsmField::alarm_sources},
    {"app_id", UsmField::app_id},
    {"app_name", UsmField::app_name},
    {"app_type", UsmField::app_type},
    {"authentication_mode", UsmField::authentication_mode},
    {"authentication_type", UsmField::authentication_type},
    {"bytes_in", UsmField::bytes_in},
    {"bytes_out", UsmField::bytes_out},
    {"destination_address", UsmField::destination_address},
    {"destination_asset_id", UsmField::destination_asset_id},
    {"destination_blacklist_activity", UsmField::destination_blacklist_activity},
    {"destination_blacklist_priority", UsmField::destination_blacklist_priority},
    {"destination_blacklist_reliability", UsmField::destination_blacklist_reliability},
    {"destination_canonical", UsmField::destination_canonical},
    {"destination_city", UsmField::destination_city},
    {"destination_country", UsmField::destination_country},
    {"destination_fqdn", UsmField::destination_fqdn},
    {"destination_hostname", UsmField::destination_hostname},
    {"destination_mac", UsmField::destination_mac},
    {"destination_name", UsmField::destination_name},
    {"destination_ntdomain", UsmField::destination_ntdomain},
    {"destination_organisation", UsmField::destination_organisation},
    {"destination_port", UsmField::destination_port},
    {"destination_process", UsmField::destination_process},
    {"destination_process_commandline", UsmField::destination_process_commandline},
    {"destination_process_id", UsmField::destination_process_id},
    {"destination_process_parent", UsmField::destination_process_parent},
    {"destination_process_parent_commandline", UsmField::destination_process_parent_commandline},
    {"destination_registered_country", UsmField::destination_registered_country},
    {"destination_userid", UsmField::destination_userid},
    {"destination_username", UsmField::destination_username},
    {"destinations", UsmField::destinations},
    {"device_direction", UsmField::device_direction},
    {"device_event_category", UsmField::device_event_category},
    {"dns_rrname", UsmField::dns_rrname},
    {"email_recipient", UsmField::email_recipient},
    {"email_sender", UsmField::email_sender},
    {"event_action", UsmField::event_action},
    {"event_activity", UsmField::event_activity},
    {"event_attack_id", UsmField::event_attack_id},
    {"event_attack_tactic", UsmField::event_attack_tactic},
    {"event_attack_technique", UsmField::event_attack_technique},
    {"event_category", UsmField::event_category},
    {"event_cve", UsmField::event_cve},
    {"event_description", UsmField::event_description},
    {"event_name", UsmField::event_name},
    {"event_outcome", UsmField::event_outcome},
    {"event_severity", UsmField::event_severity},
    {"event_subcategory", UsmField::event_subcategory},
    {"event_type", UsmField::event_type},
    {"events", UsmField::events},
    {"file_hash", UsmField::file_hash},
    {"file_hash_md5", UsmField::file_hash_md5},
    {"file_hash_sha1", UsmField::file_hash_sha1},
    {"file_hash_sha256", UsmField::file_hash_sha256},
    {"file_name", UsmField::file_name},
    {"file_path", UsmField::file_path},
    {"highlight_fields", UsmField::highlight_fields},
    {"http_hostname", UsmField::http_hostname},
    {"id", UsmField::id},
    {"_links", UsmField::links},
    {"log", UsmField::log},
    {"malware_family", UsmField::malware_family},
    {"message", UsmField::message},
    {"packet_type", UsmField::packet_type},
    {"packets_received", UsmField::packets_received},
    {"packets_sent", UsmField::packets_sent},
    {"plugin", UsmField::plugin},
    {"plugin_device", UsmField::plugin_device},
    {"plugin_device_type", UsmField::plugin_device_type},
    {"priority", UsmField::priority},
    {"priority_label", UsmField::priority_label},
    {"rep_device_rule_id", UsmField::rep_device_rule_id},
    {"request_url", UsmField::request_url},
    {"request_user_agent", UsmField::request_user_agent},
    {"rule_attack_id", UsmField::rule_attack_id},
    {"rule_attack_tactic", UsmField::rule_attack_tactic},
    {"rule_attack_technique", UsmField::rule_attack_technique},
    {"rule_dictionary", UsmField::rule_dictionary},
    {"rule_id", UsmField::rule_id},
    {"rule_intent", UsmField::rule_intent},
    {"rule_method", UsmField::rule_method},
    {"rule_name", UsmField::rule_name},
    {"rule_strategy", UsmField::rule_strategy},
    {"security_group_id", UsmField::security_group_id},
    {"source_address", UsmField::source_address},
    {"source_asset_id", UsmField::source_asset_id},
    {"source_blacklist_activity", UsmField::source_blacklist_activity},
    {"source_blacklist_priority", UsmField::source_blacklist_priority},
    {"source_blacklist_reliability", UsmField::source_blacklist_reliability},
    {"source_canonical", UsmField::source_canonical},
    {"source_city", UsmField::source_city},
    {"source_country", UsmField::source_country},
    {"source_fqdn", UsmField::source_fqdn},
    {"source_hostname", UsmField::source_hostname},
    {"source_mac", UsmField::source_mac},
    {"source_name", UsmField::source_name},
    {"source_ntdomain", UsmField::source_ntdomain},
    {"source_organisation", UsmField::source_organisation},
    {"source_port", UsmField::source_port},
    {"source_process", UsmField::source_process},
    {"source_process_commandline", UsmField::source_process_commandline},
    {"source_process_id", UsmField::source_process_id},
    {"source_process_parent", UsmField::source_process_parent},
    {"source_process_parent_commandline", UsmField::source_process_parent_commandline},
    {"source_registered_country", UsmField::source_registered_country},
    {"source_userid", UsmField::source_userid},
    {"source_username", UsmField::source_username},
    {"sources", UsmField::sources},
    {"ssh_server_version", UsmField::ssh_server_version},
    {"status", UsmField::status},
    {"suppressed", UsmField::suppressed},
    {"timeStamp", UsmField::time_stamp},
    {"timestamp", UsmField::time_stamp},
    {"timestamp_arrived", UsmField::timestamp_arrived},
    {"timestamp_occured", UsmField::timestamp_occured},
    {"timestamp_occured_iso8601", UsmField::timestamp_occured_iso8601},
    {"timestamp_occurred", UsmField::timestamp_occured},
    {"timestamp_occurred_iso8601", UsmField::timestamp_occured_iso8601},
    {"timestamp_received", UsmField::timestamp_received},
    {"timestamp_received_iso8601", UsmField::timestamp_received_iso8601},
    {"timestamp_to_storage", UsmField::timestamp_to_storage},
    {"tls_fingerprint", UsmField::tls_fingerprint},
    {"tls_sni", UsmField::tls_sni},
    {"tls_subject", UsmField::tls_subject},
    {"transport_protocol", UsmField::transport_protocol},
    {"uuid", UsmField::uuid},
    {"x_att_tenant_subdomain", UsmField::x_att_tenant_subdomain},
    {"x_att_tenantid", UsmField::x_att_tenantid},
    // clang-format on
};

constexpr std::size_t kSlots{512};  // a power of two, about three times the names

constexpr std::size_t slot_of(std::string_view name) noexcept {
    std::uint32_t hash{2166136261U};  // FNV-1a
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return (hash ^ (hash >> 15U)) & (kSlots - 1);
}

// Slot -> 1 + index into kNames; 0 is free. Collisions go to the next slot.
constexpr std::array<std::uint8_t, kSlots> kTable = [] {
    static_assert(std::size(kNames) < 255);
    std::array<std::uint8_t, kSlots> table{};
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        std::size_t slot = slot_of(kNames[i].name);
        while (table[slot] != 0)
            slot = (slot + 1) & (kSlots - 1);
        table[slot] = static_cast<std::uint8_t>(i + 1);
    }
    return table;
}();

constexpr std::size_t kLongestName{64};

}  // namespace

UsmField usm_field(std::string_view name) noexcept {
    if (name.size() > kLongestName) return UsmField::none;
    for (std::size_t slot = slot_of(name); kTable[slot] != 0; slot = (slot + 1) & (kSlots - 1)) {
        const Name& known = kNames[kTable[slot] - 1U];
        if (known.name == name) return known.field;
    }
    return UsmField::none;
}

UsmFields::UsmFields(simdjson::dom::object object) : object_{object} {
    for (const auto member : object) {
        const UsmField field = usm_field(member.key);
        custom_ = custom_ || member.key.starts_with("customheader_");
        // The first of two spellings wins; null is as good as absent.
        if (field == UsmField::none || has(field) || member.value.is_null()) continue;
        present_.set(index(field));
        values_[index(field)] = member.value;
    }
}

std::optional<simdjson::dom::element> UsmFields::find(std::string_view name) const {
    simdjson::dom::element value;
    if (object_.at_key(name).get(value) != simdjson::SUCCESS || value.is_null())
        return std::nullopt;
    return value;
}

}  // namespace socbot::intake
