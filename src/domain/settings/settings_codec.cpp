// Settings as canonical JSON: every member, in a fixed order, also when it is empty. The journal
// keeps these bytes, so equal settings must give equal bytes and an older schema must be refused,
// not guessed.
#include "base/digest.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "domain/settings/settings.h"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace socbot {
namespace {

namespace json = boost::json;

constexpr std::int64_t kSchema = 1;
constexpr std::size_t kDepth = 8;

// --- writing

class SettingsWriter {
public:
    explicit SettingsWriter(std::string& out) : json_{out} {}

    void write(const Settings& settings) {
        json_.open_object();
        json_.key("schema").number(kSchema);
        text("organisation", settings.organisation);
        json_.key("shifts");
        write(settings.shifts);
        list("people", settings.people);
        list("customers", settings.customers);
        list("rooms", settings.rooms);
        list("sources", settings.sources);
        text("threshold", to_word(settings.threshold));
        list("kinds", settings.kinds);
        json_.key("episodes");
        write(settings.episodes);
        json_.key("chat_limits").open_object();
        // The limits are bytes of another codec; JSON holds text only.
        for (const auto& [connection, limits] : settings.chat_limits)
            text(connection, to_base64(limits));
        json_.close_object();
        flag("demo", settings.demo);
        json_.close_object();
    }

private:
    void text(std::string_view name, std::string_view value) {
        json_.key(to_valid_utf8(name));
        string(value);
    }
    void string(std::string_view value) { json_.string(to_valid_utf8(value)); }
    void flag(std::string_view name, bool value) { json_.key(name).boolean(value); }
    void duration(std::string_view name, Milliseconds value) {
        json_.key(name).number(std::int64_t{value.count()});
    }

    template <class T>
    void list(std::string_view name, const std::vector<T>& items) {
        json_.key(name).open_array();
        for (const T& item : items)
            write(item);
        json_.close_array();
    }

    void write(const std::string& value) { string(value); }
    void write(const CustomerCode& code) { string(code.str()); }
    void write(const Network& network) { string(network.str()); }
    void write(unsigned number) { json_.number(std::uint64_t{number}); }

    void write(const ShiftSettings& shifts) {
        json_.open_object();
        text("zone", shifts.zone);
        list("minutes", shifts.minutes);
        json_.close_object();
    }

    void write(const Person& person) {
        json_.open_object();
        text("id", person.id.str());
        text("name", person.name);
        text("role", to_word(person.role));
        flag("all_customers", person.all_customers);
        list("customers", person.customers);
        flag("demo", person.demo);
        json_.close_object();
    }

    void write(const RoomSettings& room) {
        json_.open_object();
        text("connection", room.ref.connection.str());
        text("id", room.ref.room);
        text("class", to_word(room.room_class));
        flag("all_customers", room.all_customers);
        list("customers", room.customers);
        text("zone", room.zone);
        text("name", room.name);
        json_.close_object();
    }

    void write(const CustomerSettings& customer) {
        json_.open_object();
        text("code", customer.code.str());
        text("name", customer.name);
        text("zone", customer.zone);
        text("tlp", customer.tlp);
        list("networks", customer.networks);
        list("domains", customer.domains);
        json_.key("threshold");
        if (customer.threshold) {
            string(to_word(*customer.threshold));
        } else {
            json_.null();
        }
        json_.close_object();
    }

    void write(const SourceSettings& source) {
        json_.open_object();
        text("id", source.id.str());
        text("type", source.type);
        text("customer", source.customer.str());
        text("tenant_field", source.tenant_field);
        json_.key("tenants").open_object();
        for (const auto& [tenant, customer] : source.tenants)
            text(tenant, customer.str());
        json_.close_object();
        text("link_base", source.link_base);
        if (source.subscribed) flag("subscribed", true);
        if (source.silent_after.count() > 0) duration("silent_after_ms", source.silent_after);
        json_.close_object();
    }

    void write(const KindRule& rule) {
        json_.open_object();
        text("kind", to_word(rule.kind));
        text("when", rule.when);
        json_.close_object();
    }

    void write(const EpisodeSettings& episodes) {
        json_.open_object();
        duration("quiet_gap_host_ms", episodes.quiet_gap_host);
        duration("quiet_gap_user_ms", episodes.quiet_gap_user);
        duration("quiet_gap_outside_ms", episodes.quiet_gap_outside);
        duration("maximum_age_ms", episodes.maximum_age);
        json_.close_object();
    }

    JsonWriter json_;
};

// --- reading

// Unwinds the reader inside this file only; decode_settings makes an Error of it.
class Malformed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// An object whose members are asked for by name; what is missing or of another type is Malformed.
class Members {
public:
    Members(const json::value& value, std::string where) : where_{std::move(where)} {
        object_ = value.if_object();
        if (object_ == nullptr) fail("", "is not an object");
    }

    const json::value& member(std::string_view name) const {
        const json::value* found = object_->if_contains(name);
        if (found == nullptr) fail(name, "is missing");
        return *found;
    }

    bool has(std::string_view name) const { return object_->contains(name); }

    std::string text(std::string_view name) const { return text_of(member(name), name); }

    bool flag(std::string_view name) const {
        const bool* found = member(name).if_bool();
        if (found == nullptr) fail(name, "is not true or false");
        return *found;
    }

    std::int64_t number(std::string_view name, std::int64_t low, std::int64_t high) const {
        return number_of(member(name), name, low, high);
    }

    Milliseconds duration(std::string_view name) const {
        constexpr std::int64_t year_ms = 366LL * 86'400'000;
        return Milliseconds{number(name, 0, year_ms)};
    }

    template <class Parse>
    auto word(std::string_view name, Parse parse) const {
        const auto value = parse(text(name));
        if (!value) fail(name, "is not a word known here");
        return *value;
    }

    // Calls add(element, name of the member).
    template <class Add>
    void each(std::string_view name, Add add) const {
        const json::array* found = member(name).if_array();
        if (found == nullptr) fail(name, "is not a list");
        for (const json::value& element : *found)
            add(element);
    }

    // Calls add(key, text).
    template <class Add>
    void each_text(std::string_view name, Add add) const {
        const json::object* found = member(name).if_object();
        if (found == nullptr) fail(name, "is not an object");
        for (const auto& [key, value] : *found)
            add(std::string{key}, text_of(value, name));
    }

    std::string text_of(const json::value& value, std::string_view name) const {
        const json::string* found = value.if_string();
        if (found == nullptr) fail(name, "is not text");
        return std::string{*found};
    }

    std::int64_t number_of(
        const json::value& value,
        std::string_view name,
        std::int64_t low,
        std::int64_t high
    ) const {
        const std::int64_t* found = value.if_int64();
        if (found == nullptr) fail(name, "is not a whole number");
        if (*found < low || *found > high) fail(name, "is out of range");
        return *found;
    }

    std::vector<CustomerCode> customers(std::string_view name) const {
        std::vector<CustomerCode> codes;
        each(name, [&](const json::value& value) { codes.emplace_back(text_of(value, name)); });
        return codes;
    }

    [[noreturn]] void fail(std::string_view name, std::string_view what) const {
        std::string path{where_};
        if (!name.empty()) path.append(path.empty() ? "" : ".").append(name);
        throw Malformed{"settings: '" + path + "' " + std::string{what}};
    }

private:
    std::string where_;
    const json::object* object_{nullptr};
};

ShiftSettings read_shifts(const json::value& value) {
    const Members members{value, "shifts"};
    ShiftSettings shifts{.zone = members.text("zone"), .minutes = {}};
    members.each("minutes", [&](const json::value& minute) {
        shifts.minutes.push_back(static_cast<unsigned>(members.number_of(minute, "minutes", 0, 1439)
        ));
    });
    return shifts;
}

Person read_person(const json::value& value) {
    const Members members{value, "people"};
    return {
        .id = PersonId{members.text("id")},
        .name = members.text("name"),
        .role = members.word("role", parse_role),
        .all_customers = members.flag("all_customers"),
        .customers = members.customers("customers"),
        .demo = members.flag("demo"),
    };
}

RoomSettings read_room(const json::value& value) {
    const Members members{value, "rooms"};
    return {
        .ref = {ConnectionId{members.text("connection")}, members.text("id")},
        .room_class = members.word("class", parse_room_class),
        .all_customers = members.flag("all_customers"),
        .customers = members.customers("customers"),
        .zone = members.text("zone"),
        .name = members.text("name"),
    };
}

CustomerSettings read_customer(const json::value& value) {
    const Members members{value, "customers"};
    CustomerSettings customer;
    customer.code = CustomerCode{members.text("code")};
    customer.name = members.text("name");
    customer.zone = members.text("zone");
    customer.tlp = members.text("tlp");
    members.each("networks", [&](const json::value& element) {
        auto network = Network::parse(members.text_of(element, "networks"));
        if (!network) members.fail("networks", "holds what is no network");
        customer.networks.push_back(*std::move(network));
    });
    members.each("domains", [&](const json::value& element) {
        customer.domains.push_back(members.text_of(element, "domains"));
    });
    if (!members.member("threshold").is_null())
        customer.threshold = members.word("threshold", parse_severity);
    return customer;
}

SourceSettings read_source(const json::value& value) {
    const Members members{value, "sources"};
    SourceSettings source;
    source.id = SourceId{members.text("id")};
    source.type = members.text("type");
    source.customer = CustomerCode{members.text("customer")};
    source.tenant_field = members.text("tenant_field");
    members.each_text("tenants", [&](std::string tenant, const std::string& customer) {
        source.tenants.emplace(std::move(tenant), CustomerCode{customer});
    });
    source.link_base = members.text("link_base");
    // Absent in settings recorded before there were such.
    if (members.has("subscribed")) source.subscribed = members.flag("subscribed");
    if (members.has("silent_after_ms")) source.silent_after = members.duration("silent_after_ms");
    return source;
}

KindRule read_kind(const json::value& value) {
    const Members members{value, "kinds"};
    return {.kind = members.word("kind", parse_kind), .when = members.text("when")};
}

EpisodeSettings read_episodes(const json::value& value) {
    const Members members{value, "episodes"};
    return {
        .quiet_gap_host = members.duration("quiet_gap_host_ms"),
        .quiet_gap_user = members.duration("quiet_gap_user_ms"),
        .quiet_gap_outside = members.duration("quiet_gap_outside_ms"),
        .maximum_age = members.duration("maximum_age_ms"),
    };
}

template <class T, class Read>
std::vector<T> read_list(const Members& members, std::string_view name, Read read) {
    std::vector<T> items;
    members.each(name, [&](const json::value& element) { items.push_back(read(element)); });
    return items;
}

Settings read_settings(const json::value& value) {
    const Members members{value, ""};
    if (members.number("schema", 0, INT64_MAX) != kSchema)
        members.fail("schema", "is not known here");
    Settings settings;
    settings.organisation = members.text("organisation");
    settings.shifts = read_shifts(members.member("shifts"));
    settings.people = read_list<Person>(members, "people", read_person);
    settings.customers = read_list<CustomerSettings>(members, "customers", read_customer);
    settings.rooms = read_list<RoomSettings>(members, "rooms", read_room);
    settings.sources = read_list<SourceSettings>(members, "sources", read_source);
    settings.threshold = members.word("threshold", parse_severity);
    settings.kinds = read_list<KindRule>(members, "kinds", read_kind);
    settings.episodes = read_episodes(members.member("episodes"));
    members.each_text("chat_limits", [&](std::string connection, const std::string& limits) {
        auto bytes = from_base64(limits);
        if (!bytes) members.fail("chat_limits", "is not base64");
        settings.chat_limits.emplace(std::move(connection), *std::move(bytes));
    });
    settings.demo = members.flag("demo");
    return settings;
}

}  // namespace

std::string encode_settings(const Settings& settings) {
    std::string out;
    SettingsWriter{out}.write(settings);
    return out;
}

Result<Settings> decode_settings(std::string_view text) {
    json::parse_options options;
    options.max_depth = kDepth;
    json::error_code failure;
    const json::value value = json::parse(text, failure, {}, options);
    if (failure) return Error{Errc::invalid_input, "settings: not JSON: " + failure.message()};
    try {
        return read_settings(value);
    } catch (const Malformed& malformed) {
        return Error{Errc::invalid_input, malformed.what()};
    }
}

}  // namespace socbot
