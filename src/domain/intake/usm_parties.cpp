// Endpoints and users are told several times in one alarm, each time in part: flattened on the
// alarm, whole in its events, as display names and as asset ids in lists. Parts that name the same
// thing are put together; asset UUIDs are ids and never names.
#include "domain/intake/usm_parties.h"

#include "base/text.h"
#include "domain/intake/clean_text.h"
#include "domain/intake/usm_values.h"

#include <algorithm>
#include <utility>

namespace socbot::intake {
namespace {

using F = UsmField;

// The members of one side. `none` where the wire has no such member.
struct Side {
    F address, port, hostname, fqdn, name, canonical, asset_id, mac, ntdomain;
    F objects;  // of the API's specification
    F country, registered_country, city, organisation;
    F reputation, reputation_priority, reputation_reliability;
    F names, list, asset_ids;                             // of the alarm: arrays
    F countries, cities, organisations, all_reputations;  // of the alarm: arrays
    const char* word;
};

constexpr Side kSource{
    F::source_address,
    F::source_port,
    F::source_hostname,
    F::source_fqdn,
    F::source_name,
    F::source_canonical,
    F::source_asset_id,
    F::source_mac,
    F::source_ntdomain,
    F::sources,
    F::source_country,
    F::source_registered_country,
    F::source_city,
    F::source_organisation,
    F::source_blacklist_activity,
    F::source_blacklist_priority,
    F::source_blacklist_reliability,
    F::alarm_source_names,
    F::alarm_sources,
    F::alarm_source_asset_ids,
    F::alarm_source_countries,
    F::alarm_source_cities,
    F::alarm_source_organisations,
    F::alarm_source_blacklist_activity,
    "sources"};

constexpr Side kDestination{
    F::destination_address,
    F::destination_port,
    F::destination_hostname,
    F::destination_fqdn,
    F::destination_name,
    F::destination_canonical,
    F::destination_asset_id,
    F::destination_mac,
    F::destination_ntdomain,
    F::destinations,
    F::destination_country,
    F::destination_registered_country,
    F::destination_city,
    F::destination_organisation,
    F::destination_blacklist_activity,
    F::destination_blacklist_priority,
    F::destination_blacklist_reliability,
    F::alarm_destination_names,
    F::alarm_destinations,
    F::alarm_destination_asset_ids,
    F::alarm_destination_countries,
    F::alarm_destination_cities,
    F::alarm_destination_organisations,
    F::alarm_destination_blacklist_activity,
    "destinations"};

void fill(std::string& into, std::string&& from) {
    if (into.empty()) into = std::move(from);
}

bool agree(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || equals_ignore_case_ascii(a, b);
}

// The two may be parts of one endpoint: nothing contradicts.
bool compatible(const Endpoint& a, const Endpoint& b) {
    return agree(a.ip, b.ip) && agree(a.hostname, b.hostname);
}

bool same(const Endpoint& a, const Endpoint& b) {
    if (!compatible(a, b)) return false;
    return (!a.ip.empty() && a.ip == b.ip) ||
           (!a.hostname.empty() && equals_ignore_case_ascii(a.hostname, b.hostname));
}

void merge(Endpoint& into, Endpoint&& from) {
    fill(into.ip, std::move(from.ip));
    fill(into.hostname, std::move(from.hostname));
    fill(into.mac, std::move(from.mac));
    fill(into.domain, std::move(from.domain));
    fill(into.country, std::move(from.country));
    fill(into.city, std::move(from.city));
    fill(into.organisation, std::move(from.organisation));
    fill(into.asset_uid, std::move(from.asset_uid));
    fill(into.reputation, std::move(from.reputation));
    if (into.port == 0) into.port = from.port;
    if (!into.reputation_priority) into.reputation_priority = from.reputation_priority;
    if (!into.reputation_reliability) into.reputation_reliability = from.reputation_reliability;
}

class Endpoints {
public:
    explicit Endpoints(std::vector<Endpoint>& out) : out_{out} {}

    void add(Endpoint&& part) {
        if (part.ip.empty() && part.hostname.empty()) return;
        const auto known = std::find_if(out_.begin(), out_.end(), [&](const Endpoint& endpoint) {
            return same(endpoint, part);
        });
        if (known != out_.end()) {
            merge(*known, std::move(part));
        } else if (out_.size() == kAlarmLimits.list_items) {
            ++left_out_;
        } else {
            out_.push_back(std::move(part));
        }
    }
    // For parts known to speak of the only endpoint so far, if nothing contradicts.
    void add_to_only(Endpoint&& part) {
        if (out_.size() == 1 && compatible(out_.front(), part)) {
            merge(out_.front(), std::move(part));
        } else {
            add(std::move(part));
        }
    }
    std::size_t left_out() const noexcept { return left_out_; }

private:
    std::vector<Endpoint>& out_;
    std::size_t left_out_{0};
};

// An address, a name or the id of an asset: the product puts each of them in any of these members.
void take_name(std::string text, Endpoint& endpoint) {
    if (text.empty()) return;
    if (auto address = as_address(text)) {
        fill(endpoint.ip, std::move(*address));
    } else if (is_uuid(text)) {
        fill(endpoint.asset_uid, std::move(text));
    } else {
        fill(endpoint.hostname, std::move(text));
    }
}

Endpoint endpoint_of(const UsmFields& in, const Side& side) {
    Endpoint endpoint;
    for (const F field : {side.address, side.hostname, side.fqdn, side.name, side.canonical})
        take_name(line(in, field), endpoint);
    const std::int64_t port = integer(in, side.port).value_or(0);
    if (port > 0 && port <= 65'535) endpoint.port = static_cast<std::uint16_t>(port);
    fill(endpoint.asset_uid, line(in, side.asset_id));
    endpoint.mac = line(in, side.mac);
    endpoint.domain = line(in, side.ntdomain);
    endpoint.country = line(in, side.country);
    fill(endpoint.country, line(in, side.registered_country));
    endpoint.city = line(in, side.city);
    endpoint.organisation = line(in, side.organisation);
    endpoint.reputation = line(in, side.reputation);
    endpoint.reputation_priority = integer(in, side.reputation_priority);
    endpoint.reputation_reliability = integer(in, side.reputation_reliability);
    return endpoint;
}

// "sources" and "destinations" of the API's specification: objects with the members of a side,
// without its prefix.
void add_objects(const UsmFields& alarm, F field, Endpoints& into) {
    simdjson::dom::array items;
    if (!alarm.has(field) || alarm.at(field).get(items) != simdjson::SUCCESS) return;
    for (const simdjson::dom::element item : items) {
        simdjson::dom::object object;
        if (item.get(object) != simdjson::SUCCESS) continue;
        const auto text = [&](std::string_view name) {
            std::string_view value;
            if (object.at_key(name).get(value) != simdjson::SUCCESS) return std::string{};
            return clean_line(value, kAlarmLimits.text_bytes);
        };
        Endpoint part;
        for (const std::string_view name : {"address", "hostname", "fqdn", "name", "canonical"})
            take_name(text(name), part);
        fill(part.asset_uid, text("asset_id"));
        part.country = text("country");
        part.organisation = text("organisation");
        into.add(std::move(part));
    }
}

// Display names, addresses and asset ids in one list.
void add_names(const UsmFields& alarm, F field, Endpoints& into) {
    std::vector<std::string> names = lines(alarm, field);
    for (std::string& name : names) {
        if (is_uuid(name)) continue;
        Endpoint part;
        if (auto address = as_address(name)) {
            part.ip = std::move(*address);
        } else {
            part.hostname = std::move(name);
        }
        if (names.size() == 1) {
            into.add_to_only(std::move(part));
        } else {
            into.add(std::move(part));
        }
    }
}

std::string only(const UsmFields& alarm, F field) {
    std::vector<std::string> values = lines(alarm, field);
    return values.size() == 1 ? std::move(values.front()) : std::string{};
}

void note_left_out(std::size_t count, const char* what, Alarm& alarm) {
    if (count > 0)
        alarm.warnings.push_back(
            std::string{what} + ": " + std::to_string(count) + " more left out"
        );
}

void read_side(const UsmPayload& in, const Side& side, std::vector<Endpoint>& out, Alarm& alarm) {
    Endpoints endpoints{out};
    endpoints.add(endpoint_of(in.alarm, side));
    bool first = true;
    for (const UsmFields& event : in.events) {
        // The alarm's flattened members repeat those of its first event.
        if (std::exchange(first, false)) {
            endpoints.add_to_only(endpoint_of(event, side));
        } else {
            endpoints.add(endpoint_of(event, side));
        }
    }
    add_objects(in.alarm, side.objects, endpoints);
    add_names(in.alarm, side.names, endpoints);
    add_names(in.alarm, side.list, endpoints);
    note_left_out(endpoints.left_out(), side.word, alarm);
    if (out.size() != 1) return;  // the lists don't say which value belongs to which endpoint
    fill(out.front().asset_uid, only(in.alarm, side.asset_ids));
    fill(out.front().country, only(in.alarm, side.countries));
    fill(out.front().city, only(in.alarm, side.cities));
    fill(out.front().organisation, only(in.alarm, side.organisations));
    fill(out.front().reputation, only(in.alarm, side.all_reputations));
}

// "CORP\alice" and "alice@corp.example" say the domain in the name.
User user_of(std::string name, std::string domain, std::string uid, UserRole role) {
    User user;
    user.role = role;
    user.uid = std::move(uid);
    // Cloud services put the sign-in name where others have an opaque id.
    if (name.empty() && user.uid.find('@') != std::string::npos) name = user.uid;
    const std::size_t backslash = name.rfind('\\');
    const std::size_t at = name.rfind('@');
    if (backslash != std::string::npos) {
        user.domain = name.substr(0, name.find('\\'));
        user.name = name.substr(backslash + 1);
    } else if (at != std::string::npos && at > 0 && at + 1 < name.size()) {
        user.domain = name.substr(at + 1);
        if (user.domain.find('.') != std::string::npos) user.email = name;
        user.name = name.substr(0, at);
    } else {
        user.domain = std::move(domain);
        user.name = std::move(name);
    }
    return user;
}

bool same(const User& a, const User& b) {
    return a.role == b.role && equals_ignore_case_ascii(a.name, b.name) &&
           agree(a.domain, b.domain) && (!a.name.empty() || a.uid == b.uid);
}

class Users {
public:
    explicit Users(std::vector<User>& out) : out_{out} {}

    void add(User&& user) {
        if (user.name.empty() && user.uid.empty()) return;
        const auto known = std::find_if(out_.begin(), out_.end(), [&](const User& other) {
            return same(other, user);
        });
        if (known != out_.end()) {
            fill(known->domain, std::move(user.domain));
            fill(known->uid, std::move(user.uid));
            fill(known->email, std::move(user.email));
        } else if (out_.size() == kAlarmLimits.list_items) {
            ++left_out_;
        } else {
            out_.push_back(std::move(user));
        }
    }
    void add_from(const UsmFields& in) {
        add(user_of(
            line(in, F::source_username),
            line(in, F::source_ntdomain),
            line(in, F::source_userid),
            UserRole::actor
        ));
        add(user_of(
            line(in, F::destination_username),
            line(in, F::destination_ntdomain),
            line(in, F::destination_userid),
            UserRole::target
        ));
    }
    std::size_t left_out() const noexcept { return left_out_; }

private:
    std::vector<User>& out_;
    std::size_t left_out_{0};
};

void read_users(const UsmPayload& in, Alarm& alarm) {
    Users users{alarm.users};
    users.add_from(in.alarm);
    for (const UsmFields& event : in.events)
        users.add_from(event);
    // A cloud account acts under its own name or under a key.
    if (alarm.users.empty())
        users.add(user_of(
            first_line(in, {F::account_name}),
            {},
            first_line(in, {F::access_key_id, F::account_id}),
            UserRole::actor
        ));
    note_left_out(users.left_out(), "users", alarm);
}

// What runs on an endpoint reports the endpoint itself, as the source where it has one.
void read_devices(const UsmPayload& in, Alarm& alarm) {
    const std::string type = to_lower_ascii(alarm.device_type);
    const bool on_endpoint =
        type.find("endpoint") != std::string::npos || type.find("virus") != std::string::npos;
    if (!on_endpoint) return;
    const auto& side = alarm.sources.empty() ? alarm.destinations : alarm.sources;
    if (side.empty()) return;
    const Endpoint& host = side.front();
    alarm.devices.push_back(
        {host.hostname,
         host.ip,
         host.asset_uid,
         first_line(in, {F::affected_platform}),
         host.domain}
    );
}

}  // namespace

void read_parties(const UsmPayload& in, Alarm& alarm) {
    read_side(in, kSource, alarm.sources, alarm);
    read_side(in, kDestination, alarm.destinations, alarm);
    read_users(in, alarm);
    read_devices(in, alarm);
}

}  // namespace socbot::intake
