// A small world for command tests: three customers, rooms of each class, Monday 2 March 2026 at
// noon UTC.
#pragma once

#include "base/time.h"
#include "domain/commands/command.h"
#include "domain/settings/zones_tz.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace socbot::test {

inline const CustomerCode kAcme{"ACME"};
inline const CustomerCode kBeta{"BETA"};
inline const CustomerCode kGamma{"GAMMA-1"};

inline Instant at(std::string_view text) {
    return parse_rfc3339(text).value_or(Instant{});
}

inline RoomSettings
make_room(const char* id, RoomClass room_class, std::vector<CustomerCode> customers) {
    RoomSettings room;
    room.ref = {ConnectionId{"console"}, id};
    room.room_class = room_class;
    room.customers = std::move(customers);
    return room;
}

inline Person make_person(const char* id, Role role, std::vector<CustomerCode> customers = {}) {
    Person person;
    person.id = PersonId{id};
    const std::string_view mail{id};
    person.name = std::string{mail.substr(0, mail.find('@'))};
    person.role = role;
    person.all_customers = customers.empty();
    person.customers = std::move(customers);
    return person;
}

inline Settings make_settings() {
    Settings settings;
    settings.organisation = "Example SOC";
    settings.shifts = {.zone = "UTC", .minutes = {420, 900, 1380}};
    for (const CustomerCode& code : {kAcme, kBeta, kGamma}) {
        CustomerSettings customer;
        customer.code = code;
        settings.customers.push_back(customer);
    }
    settings.customers[0].name = "Acme Ltd";
    return settings;
}

struct World {
    Settings settings = make_settings();
    std::unique_ptr<Zones> zones = make_system_zones();
    RoomSettings soc = [] {
        RoomSettings room = make_room("soc", RoomClass::soc, {});
        room.all_customers = true;
        return room;
    }();
    RoomSettings two = make_room("two", RoomClass::soc, {kAcme, kBeta});
    RoomSettings acme = make_room("acme", RoomClass::customer, {kAcme});
    RoomSettings shared = make_room("acme-shared", RoomClass::shared, {kAcme});
    RoomSettings ops = make_room("ops", RoomClass::ops, {});
    Instant now = at("2026-03-02T12:00:00Z");  // a Monday

    Result<Command> parse(std::string_view text, const RoomSettings& room) const {
        return parse_command(
            text, {.settings = settings, .zones = *zones, .room = room, .now = now}
        );
    }
};

// A command as text, for tables: "threshold ACME network_intrusion high length=4h".
inline std::string describe(const Command& command) {
    struct Describe {
        static std::string episode(const std::optional<EpisodeId>& id) {
            return id ? " " + id->str() : "";
        }
        static std::string customer(const std::optional<CustomerCode>& code) {
            return code ? " " + code->str() : "";
        }
        std::string operator()(const HelpCommand& c) const { return "help(" + c.topic + ")"; }
        std::string operator()(const StatusCommand&) const { return "status"; }
        std::string operator()(const ThresholdCommand& c) const {
            std::string text = "threshold" + customer(c.customer);
            if (c.all_customers) text += " all";
            if (c.kind) text.append(" ").append(to_word(*c.kind));
            if (c.severity) text.append(" ").append(to_word(*c.severity));
            if (c.reset) text += " default";
            if (c.permanent) text += " permanent";
            if (c.length) text += " length=" + std::to_string(c.length->count() / 60'000) + "m";
            if (c.until) text += " until=" + format_rfc3339(*c.until).substr(0, 16);
            return text;
        }
        std::string operator()(const OpenCommand& c) const {
            std::string text = "open" + customer(c.customer);
            if (c.severity) text.append(" ").append(to_word(*c.severity));
            return text + (c.mine ? " mine" : "");
        }
        std::string operator()(const EpisodeCommand& c) const {
            constexpr const char* verbs[] = {"show", "take", "release", "why"};
            return verbs[static_cast<std::size_t>(c.verb)] + episode(c.episode);
        }
        std::string operator()(const NoteCommand& c) const {
            return "note" + episode(c.episode) + " [" + c.text + "]";
        }
        std::string operator()(const HiddenCommand& c) const {
            std::string text = "hidden" + customer(c.customer);
            if (c.since) text += " since=" + format_rfc3339(*c.since).substr(0, 16);
            return text;
        }
        std::string operator()(const UndoCommand&) const { return "undo"; }
    };
    return std::visit(Describe{}, command);
}

// The command, or "refused: ..." with the sentence.
inline std::string outcome(const Result<Command>& command) {
    if (command) return describe(*command);
    if (command.error().code() != Errc::invalid_input) return "refused with another code";
    return "refused: " + command.error().message();
}

}  // namespace socbot::test
