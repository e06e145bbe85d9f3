// What else is worth showing: a few members that always are, what the rule's author listed in
// highlight_fields (with spaces around the names at times), and fields of the customer's own
// parsing. Never coordinates, ids of sensors and assets, flags of the product's own machinery.
#include "domain/intake/usm_extras.h"

#include "base/text.h"
#include "domain/intake/clean_text.h"
#include "domain/intake/usm_values.h"

#include <algorithm>
#include <array>

namespace socbot::intake {
namespace {

using F = UsmField;

struct Shown {
    F field;
    std::string_view name;
};

// Always, where there is one.
constexpr std::array kShown{
    Shown{F::account_id, "account_id"},
    Shown{F::access_key_id, "access_key_id"},
    Shown{F::security_group_id, "security_group_id"},
    Shown{F::ssh_server_version, "ssh_server_version"},
    Shown{F::tls_subject, "tls_subject"}};

// Known to the reader, without a place in the alarm, and fit to be shown.
constexpr std::array kOnlyIfHighlighted{
    Shown{F::account_name, "account_name"},
    Shown{F::app_type, "app_type"},
    Shown{F::event_severity, "event_severity"},
    Shown{F::rule_dictionary, "rule_dictionary"}};

constexpr std::array<std::string_view, 15> kNever{
    "asset_id",
    "assset_id",
    "blacklist",
    "canonical",
    "enrichment",
    "has_alarm",
    "latitude",
    "longitude",
    "packet_data",
    "sensor",
    "time_offset",
    "time_zone",
    "transient",
    "used_hint",
    "was_"};

bool is_never_shown(std::string_view name) {
    return std::any_of(kNever.begin(), kNever.end(), [&](std::string_view part) {
        return name.find(part) != std::string_view::npos;
    });
}

std::string first_named(const UsmPayload& in, std::string_view name) {
    if (const auto value = in.alarm.find(name))
        if (std::string text = line_of(*value); !text.empty()) return text;
    for (const UsmFields& event : in.events)
        if (const auto value = event.find(name))
            if (std::string text = line_of(*value); !text.empty()) return text;
    return {};
}

void add_highlighted(const UsmPayload& in, const std::string& name, Alarm& alarm) {
    const F field = usm_field(name);
    if (field == F::none) {
        if (!is_never_shown(name)) add_extra(name, first_named(in, name), alarm);
        return;
    }
    for (const Shown& shown : kOnlyIfHighlighted)
        if (shown.field == field) add_extra(name, first_line(in, {field}), alarm);
}

void read_highlights(const UsmPayload& in, Alarm& alarm) {
    for (const std::string& name : lines(in.alarm, F::highlight_fields))
        add_highlighted(in, name, alarm);
    for (const UsmFields& event : in.events) {
        if (alarm.extras.size() == kAlarmLimits.list_items) return;
        for (const std::string& name : lines(event, F::highlight_fields))
            add_highlighted(in, name, alarm);
    }
}

// customheader_3 says what customfield_3 is.
void read_custom(const UsmFields& in, Alarm& alarm) {
    if (!in.has_custom()) return;
    constexpr int kMost{20};
    for (int i = 0; i <= kMost; ++i) {
        const std::string number = std::to_string(i);
        const auto header = in.find("customheader_" + number);
        const auto field = in.find("customfield_" + number);
        if (header && field)
            add_extra(line_of(*header, kAlarmLimits.id_bytes), line_of(*field), alarm);
    }
}

// Ids; one client shows objects with a name.
void read_labels(const UsmFields& in, Alarm& alarm) {
    alarm.labels = lines(in, F::alarm_labels);
    simdjson::dom::array items;
    if (!alarm.labels.empty() || !in.has(F::alarm_labels) ||
        in.at(F::alarm_labels).get(items) != simdjson::SUCCESS)
        return;
    for (const simdjson::dom::element item : items) {
        simdjson::dom::object label;
        if (alarm.labels.size() == kAlarmLimits.list_items) return;
        if (item.get(label) != simdjson::SUCCESS) continue;
        for (const std::string_view name : {"name", "id"}) {
            simdjson::dom::element value;
            if (label.at_key(name).get(value) != simdjson::SUCCESS) continue;
            std::string text = line_of(value);
            if (text.empty()) continue;
            alarm.labels.push_back(std::move(text));
            break;
        }
    }
}

}  // namespace

void add_extra(std::string name, std::string value, Alarm& alarm) {
    if (name.empty() || value.empty() || is_uuid(value)) return;
    if (alarm.extras.size() == kAlarmLimits.list_items) return;
    const bool known =
        std::any_of(alarm.extras.begin(), alarm.extras.end(), [&](const Extra& extra) {
            return extra.name == name;
        });
    if (!known) alarm.extras.push_back({cut_utf8(name, kAlarmLimits.id_bytes), std::move(value)});
}

void read_extras(const UsmPayload& in, Alarm& alarm) {
    read_labels(in.alarm, alarm);
    for (const Shown& shown : kShown)
        add_extra(std::string{shown.name}, first_line(in, {shown.field}), alarm);
    read_highlights(in, alarm);
    read_custom(in.alarm, alarm);
    for (const UsmFields& event : in.events)
        read_custom(event, alarm);
}

}  // namespace socbot::intake
