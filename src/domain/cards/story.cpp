// Who is who in an alarm: whose machine, which side is ours, how it ended.
#include "base/text.h"
#include "domain/cards/facts.h"
#include "domain/cards/words.h"

#include <algorithm>

namespace socbot::cards {
namespace {

std::string user_text(const User& user, const std::vector<std::string>& own_domains) {
    if (!user.email.empty()) return defang_user(user.email, own_domains);
    if (user.name.empty()) return defang_user(user.uid, own_domains);
    const auto name = defang_user(user.name, own_domains);
    if (user.domain.empty()) return name;
    const bool own = is_own_domain(user.domain, own_domains);
    return (own ? user.domain : defang_host(user.domain)) + "\\" + name;
}

std::string user_of(const Alarm& alarm, const std::vector<std::string>& own_domains) {
    const auto actor = std::find_if(alarm.users.begin(), alarm.users.end(), [](const User& user) {
        return user.role == UserRole::actor;
    });
    if (actor != alarm.users.end()) return user_text(*actor, own_domains);
    return alarm.users.empty() ? std::string{} : user_text(alarm.users.front(), own_domains);
}

const Endpoint* first(const std::vector<Endpoint>& endpoints) {
    return endpoints.empty() ? nullptr : &endpoints.front();
}

bool inside(const Endpoint* endpoint, const Networks& own) {
    return endpoint != nullptr && is_inside(endpoint->ip, own);
}

// Our own networks know better than the sensor which way something went.
void take_sides(const Alarm& alarm, const Networks& own, Story& story) {
    const Endpoint* const source = first(alarm.sources);
    const Endpoint* const destination = first(alarm.destinations);
    story.direction = direction_of(alarm, own);
    const bool ours_is_source = story.direction == "outbound" || story.direction == "lateral" ||
                                (inside(source, own) && destination == nullptr);
    story.ours = ours_is_source ? source : destination;
    story.theirs = ours_is_source ? destination : source;
}

std::string name_of(const Endpoint* endpoint, const Networks& own) {
    if (endpoint == nullptr) return {};
    if (!endpoint->hostname.empty()) return defang_host(endpoint->hostname);
    return is_inside(endpoint->ip, own) ? endpoint->ip : defang(endpoint->ip);
}

Outcome outcome_of(const Alarm& alarm, Kind kind) {
    const bool malware = kind == Kind::malware;
    switch (alarm.disposition) {
        case Disposition::blocked:
            return {"blocked"};
        case Disposition::quarantined:
            return {"quarantined"};
        case Disposition::allowed:
            if (malware) return {"NOT blocked", true};
            break;
        case Disposition::detected:
            if (malware) return {"detected, NOT blocked", true};
            return {"detected only"};
        case Disposition::unknown:
            break;
    }
    // A sign-in that was let in may still have failed: the event's own word says more.
    if (!alarm.outcome.empty() && kind != Kind::network_intrusion)
        return {defang_links(to_lower_ascii(alarm.outcome))};
    return {alarm.disposition == Disposition::allowed ? "allowed" : to_lower_ascii(alarm.outcome)};
}

std::string target_of(const Alarm& alarm, const std::vector<std::string>& own_domains) {
    const auto target = std::find_if(alarm.users.begin(), alarm.users.end(), [](const User& user) {
        return user.role == UserRole::target;
    });
    if (target == alarm.users.end()) return {};
    return defang_user(target->email.empty() ? target->name : target->email, own_domains);
}

}  // namespace

Story story_of(
    const Alarm& alarm,
    Kind kind,
    const Networks& own,
    const std::vector<std::string>& own_domains
) {
    Story story;
    story.kind = kind;
    story.user = user_of(alarm, own_domains);
    story.target = target_of(alarm, own_domains);
    take_sides(alarm, own, story);
    story.peer = name_of(story.theirs, own);
    if (!alarm.devices.empty()) {
        const Device& device = alarm.devices.front();
        story.host = device.hostname.empty() ? device.ip : defang_host(device.hostname);
    } else {
        story.host = name_of(story.ours, own);
    }
    story.outcome = outcome_of(alarm, kind);
    return story;
}

}  // namespace socbot::cards
