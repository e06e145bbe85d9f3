// See engine_samples.h.
#include "support/engine_samples.h"

#include "base/digest.h"
#include "domain/alarm/alarm_json.h"

#include <memory>
#include <utility>
#include <vector>

namespace socbot::testing {

namespace {

RoomSettings
room_settings(const char* id, RoomClass room_class, std::vector<CustomerCode> customers) {
    RoomSettings settings;
    settings.ref = room(id);
    settings.room_class = room_class;
    settings.all_customers = room_class == RoomClass::soc;
    settings.customers = std::move(customers);
    return settings;
}

Person person_settings(const char* name, Role role, std::vector<CustomerCode> customers = {}) {
    Person settings;
    settings.id = person(name);
    settings.name = name;
    settings.role = role;
    settings.all_customers = customers.empty();
    settings.customers = std::move(customers);
    return settings;
}

SourceSettings source_settings(const char* id, const CustomerCode& customer) {
    SourceSettings settings;
    settings.id = SourceId{id};
    settings.type = "ocsf";
    settings.customer = customer;
    return settings;
}

}  // namespace

RoomRef room(const std::string& id) {
    return {ConnectionId{"chat"}, id};
}

PersonId person(const std::string& name) {
    return PersonId{name + "@example.org"};
}

Settings engine_settings(const RoomLimits& limits) {
    Settings settings;
    settings.organisation = "Example SOC";
    for (const auto& code : {kAcme, kBeta, kGamma}) {
        CustomerSettings customer;
        customer.code = code;
        customer.name = code.str() + " Ltd";
        settings.customers.push_back(std::move(customer));
    }
    settings.people = {
        person_settings("ana", Role::analyst),
        person_settings("sam", Role::senior),
        person_settings("eve", Role::senior),
        person_settings("bob", Role::analyst, {kAcme}),
        person_settings("cora", Role::contact, {kBeta})};
    settings.rooms = {
        room_settings("soc", RoomClass::soc, {}),
        room_settings("acme", RoomClass::customer, {kAcme}),
        room_settings("beta", RoomClass::shared, {kBeta}),
        room_settings("gamma", RoomClass::shared, {kGamma}),
        room_settings("ops", RoomClass::ops, {})};
    settings.sources = {
        source_settings("acme", kAcme),
        source_settings("beta", kBeta),
        source_settings("gamma", kGamma),
        source_settings("mapped", {})};
    settings.sources.back().tenants = {{"t-acme", kAcme}};
    Writer encoded;
    limits.encode(encoded);
    settings.chat_limits["chat"] = to_hex(encoded.take());
    return settings;
}

Input settings_input(const Settings& settings) {
    return SettingsInput{encode_settings(settings)};
}

AlarmInput alarm_input(const AlarmSpec& spec) {
    Alarm alarm;
    alarm.connector_type = "ocsf";
    alarm.product_name = "Example SIEM";
    alarm.tenant_uid = spec.tenant;
    alarm.uid = spec.uid;
    alarm.title = spec.title;
    alarm.severity = spec.severity;
    alarm.time = spec.time;
    alarm.rule_uid = spec.rule;
    Endpoint source;
    source.ip = spec.host;
    alarm.sources.push_back(std::move(source));
    AlarmInput input;
    input.source = SourceId{spec.source};
    input.json = std::make_shared<const std::string>(to_json(alarm));
    input.raw = std::make_shared<const std::string>("raw " + *input.json);
    input.content = sha256(*input.raw);
    input.alarm = std::make_shared<const Alarm>(std::move(alarm));
    return input;
}

CommandInput
command_input(const std::string& event, const RoomRef& in, const PersonId& who, std::string text) {
    CommandInput input;
    input.connection = in.connection;
    input.event_id = event;
    input.room = in;
    input.person = who;
    input.text = std::move(text);
    input.nonce = "0123456789abcdef";
    return input;
}

ActionInput action_input(
    const std::string& event,
    const RoomRef& in,
    const PersonId& who,
    const EpisodeId& episode,
    std::string action
) {
    ActionInput input;
    input.connection = in.connection;
    input.event_id = event;
    input.room = in;
    input.person = who;
    input.episode = episode;
    input.action = std::move(action);
    input.revision = 1;
    input.nonce = "0123456789abcdef";
    return input;
}

}  // namespace socbot::testing
