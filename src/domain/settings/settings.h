// Settings: who the customers, people, rooms and sources are and what the policy starts from. The
// part of the configuration that decides anything. It is an input of the engine (a whole one, at
// start and at each reload), so it is a plain value with a canonical encoding.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "base/zones.h"
#include "domain/alarm/address.h"
#include "domain/alarm/alarm.h"
#include "domain/rules/rule.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

enum class Role : std::uint8_t { viewer = 0, contact = 1, analyst = 2, senior = 3, engineer = 4 };
const char* to_word(Role role);
std::optional<Role> parse_role(std::string_view word);  // "lead" is senior

enum class RoomClass : std::uint8_t { soc = 1, customer = 2, shared = 3, ops = 4 };
const char* to_word(RoomClass room_class);
std::optional<RoomClass> parse_room_class(std::string_view word);

struct Person {
    PersonId id;  // lower-case e-mail
    std::string name;
    Role role{Role::viewer};
    bool all_customers{false};
    std::vector<CustomerCode> customers;  // when not all
    bool demo{false};

    bool may_see(const CustomerCode& customer) const;
    std::string_view first_name() const;
    friend bool operator==(const Person&, const Person&) = default;
};

struct RoomSettings {
    RoomRef ref;
    RoomClass room_class{RoomClass::soc};
    bool all_customers{false};
    std::vector<CustomerCode> customers;
    std::string zone;  // IANA; empty: the customer's, else the shifts'
    std::string name;  // what the console shows; empty: the id

    // An `ops` room is about socbot itself and holds no customer.
    bool holds(const CustomerCode& customer) const;
    // The one customer of a room that has exactly one.
    std::optional<CustomerCode> only_customer() const;
    friend bool operator==(const RoomSettings&, const RoomSettings&) = default;
};

struct CustomerSettings {
    CustomerCode code;
    std::string name;
    std::string zone{"UTC"};
    std::string tlp{"amber"};  // clear, green, amber, amber+strict, red
    std::vector<Network> networks;
    std::vector<std::string> domains;
    std::optional<Severity> threshold;  // else the policy's
    friend bool operator==(const CustomerSettings&, const CustomerSettings&) = default;
};

struct SourceSettings {
    SourceId id;
    std::string type;          // usm_anywhere, ocsf
    CustomerCode customer;     // fixed; empty: by tenant
    std::string tenant_field;  // member of the payload that names the tenant
    std::map<std::string, CustomerCode> tenants;
    std::string link_base;  // https://acme.alienvault.cloud, for "View alarm"; empty: derived
    // Its transport is subscribed to and says so (SNS over HTTPS).
    bool subscribed{false};
    Milliseconds silent_after{0};  // without an alarm; 0: never silent
    friend bool operator==(const SourceSettings&, const SourceSettings&) = default;
};

struct KindRule {
    Kind kind{Kind::other};
    std::string when;  // rule source
    friend bool operator==(const KindRule&, const KindRule&) = default;
};

struct ShiftSettings {
    std::string zone{"UTC"};
    std::vector<unsigned> minutes{420, 900, 1380};  // of the day, local, ascending
    friend bool operator==(const ShiftSettings&, const ShiftSettings&) = default;
};

struct EpisodeSettings {
    Milliseconds quiet_gap_host{4 * 3'600'000};
    Milliseconds quiet_gap_user{8 * 3'600'000};
    Milliseconds quiet_gap_outside{24 * 3'600'000};
    Milliseconds maximum_age{12 * 3'600'000};
    friend bool operator==(const EpisodeSettings&, const EpisodeSettings&) = default;
};

struct Settings {
    std::string organisation;
    ShiftSettings shifts;
    std::vector<Person> people;
    std::vector<CustomerSettings> customers;
    std::vector<RoomSettings> rooms;  // customers' rooms included
    std::vector<SourceSettings> sources;
    Severity threshold{Severity::medium};
    std::vector<KindRule> kinds;  // before the shipped ones
    EpisodeSettings episodes;
    std::map<std::string, std::string>
        chat_limits;  // connection -> encoded RoomLimits, as its adapter says
    bool demo{false};

    const Person* person(const PersonId& id) const;
    const CustomerSettings* customer(const CustomerCode& code) const;
    const RoomSettings* room(const RoomRef& ref) const;
    const SourceSettings* source(const SourceId& id) const;
    // Rooms that may hold this customer's text, in configuration order.
    std::vector<const RoomSettings*> rooms_of(const CustomerCode& customer) const;
    friend bool operator==(const Settings&, const Settings&) = default;
};

// The shipped kinds (first that matches), after the configured ones.
const std::vector<KindRule>& shipped_kinds();

// Canonical JSON: equal settings give equal bytes. Holds no secret.
std::string encode_settings(const Settings& settings);
// invalid_input on malformed JSON, an unknown schema, a missing member or a word or number out of
// range, naming the member.
Result<Settings> decode_settings(std::string_view json);

// "13:21" and "Fri 24 Nov 13:21". English, whatever the locale.
std::string clock_time(const LocalTime& time);
std::string day_and_time(const LocalTime& time);

// The zone a person's times are read and shown in: the room's, else that of the room's one
// customer, else the shifts'.
std::string_view room_zone(const Settings& settings, const RoomSettings& room);

// When the running shift ends: the first change of shift after `now`; 8 hours from now when no
// change is configured.
Instant shift_end(const ShiftSettings& shifts, const Zones& zones, Instant now);

}  // namespace socbot
