// Settings and inputs for tests of the engine: three customers, rooms of each class on one
// connection, people of each role.
#pragma once

#include "domain/delivery/delivery.h"
#include "domain/engine/input.h"
#include "domain/settings/settings.h"

#include <string>

namespace socbot::testing {

inline const CustomerCode kAcme{"ACME"};
inline const CustomerCode kBeta{"BETA"};
inline const CustomerCode kGamma{"GAMMA"};

// "soc" holds all, "acme" is ACME's own (class customer), "beta" is shared with BETA, "gamma" is
// shared with GAMMA, "ops" holds nobody.
RoomRef room(const std::string& id);

// ana (analyst, all), sam and eve (seniors, all), bob (analyst, ACME only), cora (contact, BETA).
PersonId person(const std::string& name);

// Sources "acme", "beta", "gamma", each of its customer, and "mapped", by tenant "t-acme".
Settings engine_settings(const RoomLimits& limits = {});
Input settings_input(const Settings& settings);

struct AlarmSpec {
    std::string source{"acme"};
    std::string uid{"u1"};
    std::string title{"Title"};
    Severity severity{Severity::high};
    std::string host{"10.0.0.1"};  // the entity: a source address
    std::string tenant;
    std::string rule;
    Instant time;
};
AlarmInput alarm_input(const AlarmSpec& spec);

CommandInput
command_input(const std::string& event, const RoomRef& in, const PersonId& who, std::string text);
ActionInput action_input(
    const std::string& event,
    const RoomRef& in,
    const PersonId& who,
    const EpisodeId& episode,
    std::string action
);

}  // namespace socbot::testing
