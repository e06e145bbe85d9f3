// Kinds by rules; thresholds by scope.
#include "domain/triage/policy.h"

#include <array>

namespace socbot {

void Threshold::encode(Writer& out) const {
    out.u(1).u(static_cast<std::uint64_t>(severity)).i(until.ms).s(by.str()).i(at.ms);
}

Threshold Threshold::decode(Reader& in) {
    if (in.u() != 1) throw CodecError{"threshold: unknown schema"};
    Threshold threshold;
    threshold.severity = static_cast<Severity>(in.u());
    threshold.until = {in.i()};
    threshold.by = PersonId{in.str()};
    threshold.at = {in.i()};
    return threshold;
}

std::string ThresholdScope::str() const {
    std::string text = customer.empty() ? "all customers" : customer.str();
    if (kind) text.append(", ").append(display_name(*kind));
    return text;
}

Result<Policy> Policy::make(const Settings& settings) {
    Policy policy;
    for (const auto& customer : settings.customers)
        if (!customer.networks.empty())
            policy.networks_.emplace(customer.code, Networks{customer.networks});
    const auto add = [&policy](const KindRule& entry) -> Result<void> {
        auto rule = Rule::compile(entry.when);
        if (!rule) return std::move(rule).error().with_context(to_word(entry.kind));
        policy.kinds_.emplace_back(entry.kind, *std::move(rule));
        return {};
    };
    for (const auto& entry : settings.kinds)
        if (auto added = add(entry); !added) return std::move(added).error();
    for (const auto& entry : shipped_kinds())
        if (auto added = add(entry); !added) return std::move(added).error();
    return policy;
}

Kind Policy::kind_of(const Alarm& alarm, const CustomerCode& customer) const {
    const auto own = networks_.find(customer);
    const RuleSubject subject{
        alarm, customer.str(), Kind::other, own == networks_.end() ? nullptr : &own->second};
    for (const auto& [kind, rule] : kinds_)
        if (rule.matches(subject)) return kind;
    return Kind::other;
}

EffectiveThreshold effective_threshold(
    const Thresholds& thresholds,
    const Settings& settings,
    const CustomerCode& customer,
    const RoomRef& room,
    Kind kind,
    Instant now
) {
    EffectiveThreshold effective;
    if (!thresholds.empty()) {
        const std::array<ThresholdScope, 6> scopes{
            {{customer, room, kind},
             {customer, room, std::nullopt},
             {customer, {}, kind},
             {customer, {}, std::nullopt},
             {{}, {}, kind},
             {{}, {}, std::nullopt}}};
        for (const auto& scope : scopes) {
            const auto found = thresholds.find(scope);
            if (found == thresholds.end() || !found->second.in_force(now)) continue;
            return {found->second.severity, &found->second, scope};
        }
    }
    const auto* configured = settings.customer(customer);
    effective.severity = configured != nullptr && configured->threshold ? *configured->threshold
                                                                        : settings.threshold;
    effective.scope.customer = customer;
    return effective;
}

bool passes(Severity severity, Severity threshold) {
    // A severity nobody could read is no reason to hide: it counts as medium.
    const auto known = severity == Severity::unknown ? Severity::medium : severity;
    return known == Severity::critical || known >= threshold;
}

}  // namespace socbot
