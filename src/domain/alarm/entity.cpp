// The entity an episode gathers around: whom or what an analyst would look at first. Host names and
// user names are compared in lower case, because the same host reports itself in both.
#include "base/text.h"
#include "domain/alarm/address.h"
#include "domain/alarm/alarm.h"

#include <algorithm>

namespace socbot {
namespace {

std::string host_or_ip(const std::string& hostname, const std::string& ip) {
    if (hostname.empty()) return ip.empty() ? "" : "ip:" + ip;
    if (const auto address = IpAddress::parse(hostname)) return "ip:" + address->str();
    std::string name = to_lower_ascii(hostname);
    if (name.size() > 1 && name.ends_with('.')) name.pop_back();
    return "host:" + name;
}

std::string user_key(const User& user) {
    if (!user.name.empty() && !user.domain.empty())
        return "user:" + to_lower_ascii(user.domain + "\\" + user.name);
    for (const std::string* text : {&user.email, &user.name, &user.uid}) {
        if (!text->empty()) return "user:" + to_lower_ascii(*text);
    }
    return {};
}

// Who acted, before who was acted upon.
std::string user_of(const Alarm& alarm) {
    std::string first;
    for (const User& user : alarm.users) {
        std::string key = user_key(user);
        if (key.empty()) continue;
        if (user.role == UserRole::actor) return key;
        if (first.empty()) first = std::move(key);
    }
    return first;
}

std::string source_address(const Alarm& alarm) {
    for (const Endpoint& source : alarm.sources) {
        if (!source.ip.empty()) return "ip:" + source.ip;
    }
    return {};
}

std::string outside_source(const Alarm& alarm, const Networks& own) {
    for (const Endpoint& source : alarm.sources) {
        if (!source.ip.empty() && !is_inside(source.ip, own)) return "ip:" + source.ip;
    }
    return {};
}

// Ours: a device the source knows, else the end of the connection that lies inside.
std::string host_of(const Alarm& alarm, const Networks& own) {
    for (const Device& device : alarm.devices) {
        std::string key = host_or_ip(device.hostname, device.ip);
        if (!key.empty()) return key;
    }
    for (const auto* side : {&alarm.sources, &alarm.destinations}) {
        for (const Endpoint& endpoint : *side) {
            if (is_inside(endpoint.ip, own)) return host_or_ip(endpoint.hostname, endpoint.ip);
        }
    }
    return {};
}

// A name without an address to judge it by: still better than the rule.
std::string named_endpoint(const Alarm& alarm) {
    for (const auto* side : {&alarm.sources, &alarm.destinations}) {
        for (const Endpoint& endpoint : *side) {
            if (!endpoint.hostname.empty() && endpoint.ip.empty())
                return host_or_ip(endpoint.hostname, {});
        }
    }
    return {};
}

std::string rule_of(const Alarm& alarm) {
    for (const std::string* text : {&alarm.rule_name, &alarm.rule_uid, &alarm.title, &alarm.uid}) {
        if (!text->empty()) return "rule:" + *text;
    }
    return "rule:unnamed";
}

enum class Where { unknown, inside, outside };

Where where_is(const std::vector<Endpoint>& side, const Networks& own) {
    if (side.empty() || side.front().ip.empty()) return Where::unknown;
    return is_inside(side.front().ip, own) ? Where::inside : Where::outside;
}

}  // namespace

std::string_view direction_of(const Alarm& alarm, const Networks& own) {
    const Where from = where_is(alarm.sources, own);
    const Where to = where_is(alarm.destinations, own);
    if (from == Where::outside && to == Where::inside) return "inbound";
    if (from == Where::inside && to == Where::outside) return "outbound";
    if (from == Where::inside && to == Where::inside) return "lateral";
    return alarm.connection.direction;
}

std::string entity_of(const Alarm& alarm, Kind kind, const Networks& own) {
    const auto first_of = [&](std::initializer_list<std::string> candidates) {
        const auto found = std::find_if(candidates.begin(), candidates.end(), [](const auto& key) {
            return !key.empty();
        });
        return found != candidates.end() ? *found : rule_of(alarm);
    };
    switch (kind) {
        case Kind::office365:
            return first_of({user_of(alarm), source_address(alarm)});
        case Kind::network_intrusion:
            return first_of(
                {outside_source(alarm, own),
                 host_of(alarm, own),
                 named_endpoint(alarm),
                 source_address(alarm)}
            );
        case Kind::malware:
            return first_of(
                {host_of(alarm, own), named_endpoint(alarm), user_of(alarm), source_address(alarm)}
            );
        case Kind::other:
            break;
    }
    return first_of(
        {host_of(alarm, own), named_endpoint(alarm), user_of(alarm), source_address(alarm)}
    );
}

}  // namespace socbot
