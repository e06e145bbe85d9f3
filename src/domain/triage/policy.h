// The policy as compiled from settings: kinds by rules, and what a threshold makes of an alarm in a
// room. Pure; thresholds that people set are passed in.
#pragma once

#include "base/codec.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/alarm/address.h"
#include "domain/alarm/alarm.h"
#include "domain/rules/rule.h"
#include "domain/settings/settings.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// A threshold somebody set. Until 0: permanent.
struct Threshold {
    Severity severity{Severity::medium};
    Instant until;
    PersonId by;
    Instant at;

    bool in_force(Instant now) const { return !until || now < until; }
    void encode(Writer& out) const;
    static Threshold decode(Reader& in);
    friend bool operator==(const Threshold&, const Threshold&) = default;
};

// Where a threshold applies. An empty room or kind widens it; an empty customer means all.
struct ThresholdScope {
    CustomerCode customer;
    RoomRef room;
    std::optional<Kind> kind;

    std::string str() const;  // "ACME, network_intrusion"
    friend auto operator<=>(const ThresholdScope&, const ThresholdScope&) = default;
    friend bool operator==(const ThresholdScope&, const ThresholdScope&) = default;
};

using Thresholds = std::map<ThresholdScope, Threshold>;

struct EffectiveThreshold {
    Severity severity{Severity::medium};
    const Threshold* set{nullptr};  // null: from the configuration
    ThresholdScope scope;
};

class Policy {
public:
    // invalid_input: a kind rule does not compile.
    static Result<Policy> make(const Settings& settings);

    Kind kind_of(const Alarm& alarm, const CustomerCode& customer) const;

private:
    std::vector<std::pair<Kind, Rule>> kinds_;
    std::map<CustomerCode, Networks> networks_;  // of customers that have some
};

// The most specific that is in force: customer+room+kind, customer+room, customer+kind, customer,
// all customers+kind, all customers, then the customer's and the policy's configuration.
EffectiveThreshold effective_threshold(
    const Thresholds& thresholds,
    const Settings& settings,
    const CustomerCode& customer,
    const RoomRef& room,
    Kind kind,
    Instant now
);

// Critical can't be hidden by a threshold. An unknown severity counts as medium.
bool passes(Severity severity, Severity threshold);

}  // namespace socbot
