// The product normalises who did what from where; where mail is forwarded to, which role was given
// and what an application may do stand only in the raw record, in `log`.
// Source of the names: Microsoft Learn, "Office 365 Management Activity API schema".
#include "domain/intake/usm_audit.h"

#include "base/text.h"
#include "domain/alarm/address.h"
#include "domain/intake/clean_text.h"
#include "domain/intake/reader.h"
#include "domain/intake/usm_extras.h"
#include "domain/intake/usm_values.h"

#include <algorithm>
#include <array>

namespace socbot::intake {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kRecordBytes{64U * 1024U};
constexpr std::size_t kListed{12};  // parameters and properties, each

std::string text_in(object record, std::string_view name) {
    element value;
    return record.at_key(name).get(value) == simdjson::SUCCESS ? line_of(value) : std::string{};
}

// Lists of {Name, Value}: `each(name, value)` for the first of them.
template <class Each>
void pairs_in(object record, std::string_view list, std::string_view value_name, Each each) {
    array items;
    if (record.at_key(list).get(items) != simdjson::SUCCESS) return;
    std::size_t left = kListed;
    for (const element item : items) {
        object pair;
        if (left-- == 0) return;
        if (item.get(pair) != simdjson::SUCCESS) continue;
        std::string name = text_in(pair, "Name");
        std::string value = text_in(pair, value_name);
        if (!name.empty() && !value.empty()) each(std::move(name), std::move(value));
    }
}

// "192.0.2.1:443", "[2001:db8::1]:443", with or without the port.
std::string address_in(std::string_view text) {
    if (auto plain = as_address(text)) return *plain;
    if (text.starts_with('[')) {
        text = text.substr(1, text.find(']') - 1);
    } else {
        text = text.substr(0, text.find(':'));
    }
    return as_address(text).value_or(std::string{});
}

// "smtp:drop@evil.example": whom mail goes to is an indicator.
void add_email(std::string_view value, Alarm& alarm) {
    for (std::string& part : split_list(value)) {
        const std::string lower = to_lower_ascii(part);
        if (lower.starts_with("smtp:")) part.erase(0, 5);
        const std::size_t at = part.find('@');
        if (at == 0 || at == std::string::npos || at + 1 == part.size()) continue;
        if (alarm.emails.size() == kAlarmLimits.list_items) return;
        if (std::find(alarm.emails.begin(), alarm.emails.end(), part) == alarm.emails.end())
            alarm.emails.push_back(std::move(part));
    }
}

bool forwards(std::string_view parameter) {
    constexpr std::array<std::string_view, 5> kNames{
        "ForwardTo",
        "ForwardAsAttachmentTo",
        "ForwardingAddress",
        "ForwardingSmtpAddress",
        "RedirectTo"};
    return std::find(kNames.begin(), kNames.end(), parameter) != kNames.end();
}

void read_changes(object record, Alarm& alarm) {
    add_extra("ObjectId", text_in(record, "ObjectId"), alarm);
    pairs_in(record, "Parameters", "Value", [&](std::string name, std::string value) {
        if (forwards(name)) add_email(value, alarm);
        add_extra(std::move(name), std::move(value), alarm);
    });
    pairs_in(record, "ModifiedProperties", "NewValue", [&](std::string name, std::string value) {
        add_extra(std::move(name), std::move(value), alarm);
    });
    for (const std::string_view name : {"LogonError", "ErrorNumber"})
        add_extra(std::string{name}, text_in(record, name), alarm);
}

void fill(std::string& into, std::string&& from) {
    if (into.empty()) into = std::move(from);
}

void read_actor(object record, Alarm& alarm) {
    fill(alarm.action, text_in(record, "Operation"));
    fill(alarm.outcome, text_in(record, "ResultStatus"));
    fill(alarm.http_user_agent, text_in(record, "UserAgent"));
    pairs_in(
        record,
        "ExtendedProperties",
        "Value",
        [&](const std::string& name, std::string value) {
            if (name == "UserAgent") fill(alarm.http_user_agent, std::move(value));
        }
    );
    if (alarm.sources.empty()) {
        Endpoint source;
        source.ip = address_in(text_in(record, "ClientIP"));
        if (source.ip.empty()) source.ip = address_in(text_in(record, "ClientIPAddress"));
        if (!source.ip.empty()) alarm.sources.push_back(std::move(source));
    }
    std::string who = text_in(record, "UserId");
    if (!alarm.users.empty() || who.empty()) return;
    User user;
    user.role = UserRole::actor;
    if (const std::size_t at = who.rfind('@'); at != std::string::npos && at > 0) {
        user.domain = who.substr(at + 1);
        user.email = who;
        user.name = who.substr(0, at);
    } else {
        user.name = std::move(who);
    }
    alarm.users.push_back(std::move(user));
}

// The record may stand behind a syslog header.
std::string_view record_in(const UsmFields& in) {
    std::string_view text;
    if (!in.has(UsmField::log) || in.at(UsmField::log).get(text) != simdjson::SUCCESS) return {};
    if (text.size() > kRecordBytes || text.find("\"Operation\"") == std::string_view::npos)
        return {};
    const std::size_t start = text.find('{');
    return start == std::string_view::npos ? std::string_view{} : text.substr(start);
}

}  // namespace

void read_audit_record(const UsmPayload& in, Alarm& alarm) {
    const auto read = [&](const UsmFields& fields) {
        const std::string_view text = record_in(fields);
        if (text.empty()) return false;
        simdjson::dom::parser parser;
        object record;
        if (parser.allocate(text.size(), kIntakeLimits.depth) != simdjson::SUCCESS ||
            parser.parse(text.data(), text.size()).get(record) != simdjson::SUCCESS)
            return false;
        read_changes(record, alarm);
        read_actor(record, alarm);
        return true;
    };
    // The first one: ten events of one alarm tell of one deed.
    if (read(in.alarm)) return;
    for (const UsmFields& event : in.events)
        if (read(event)) return;
}

}  // namespace socbot::intake
