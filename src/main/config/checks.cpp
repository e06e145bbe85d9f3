// What no section can see alone: names across sections, listeners with TLS, rooms and their class.
#include "main/config/sections.h"

#include <charconv>

namespace socbot {
namespace {

void check_listen(BindContext& context, const ListenDraft& draft) {
    const ListenConfig& listen = draft.listen;
    if (!listen.tls && !listen.private_address.is_loopback()) {
        context.problem(
            draft.private_at,
            "the private listener may leave loopback only with listen.tls; use 127.0.0.1:8080 or "
            "add tls"
        );
    }
    if (!listen.tls && !listen.public_address.is_loopback() && listen.trusted_proxies.empty()) {
        context.problem(
            draft.public_at,
            "the public listener without listen.tls may stand only on loopback or behind "
            "listen.trusted_proxies: tokens and alarms would cross the network readable"
        );
    }
    const bool same_port = listen.private_address.port != 0 &&
                           listen.private_address.port == listen.public_address.port;
    if (same_port && listen.private_address.ip == listen.public_address.ip) {
        context.problem(
            draft.public_at, "both listeners have the address " + listen.public_address.str()
        );
    }
}

// The console makes its rooms from their ids, which stand in its pages' addresses.
bool is_console_room(std::string_view id) {
    return id.size() <= 64 &&
           id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
           ) == std::string_view::npos;
}

void take_room(BindContext& context, RootDraft& draft, RoomDraft room) {
    const RoomRef& ref = room.room.ref;
    if (ref.room.empty() || ref.connection.empty()) {
        return;  // reported where it stands
    }
    context.rooms.define(ref.connection.str() + "/" + ref.room, room.at, context.problems);
    for (const ChatConfig& chat : draft.config.chat) {
        if (chat.id == ref.connection && chat.type == ChatType::console &&
            !is_console_room(ref.room)) {
            context.problem(
                room.at,
                "a console room's id takes at most 64 of letters, digits, '.', '_' and '-', not " +
                    shown(ref.room)
            );
        }
    }
    if (!room.language.empty()) draft.config.templates.languages.rooms[ref] = room.language;
    draft.config.settings.rooms.push_back(std::move(room.room));
}

void take_rooms(BindContext& context, RootDraft& draft) {
    for (RoomDraft& room : draft.rooms) {
        if (!room.customers_given) {
            room.room.all_customers = room.room.room_class == RoomClass::soc;
        }
        take_room(context, draft, std::move(room));
    }
    for (CustomerDraft& customer : draft.customers) {
        for (RoomDraft& room : customer.rooms) {
            room.room.customers = {customer.customer.code};
            if (room.room.room_class ==
                RoomClass::soc) {  // the struct's default: no class was given
                room.room.room_class = RoomClass::customer;
            }
            take_room(context, draft, std::move(room));
        }
        if (customer.customer.name.empty()) {
            customer.customer.name = customer.customer.code.str();
        }
        draft.config.settings.customers.push_back(std::move(customer.customer));
    }
}

Severity preset_threshold(Preset preset) {
    return preset == Preset::cautious ? Severity::low : Severity::medium;
}

}  // namespace

void check_across(BindContext& context, RootDraft& draft) {
    if (!draft.chat_given) {
        draft.config.chat = {{ConnectionId{"console"}, ChatType::console}};
        context.connections.define("console", {}, context.problems);
    }
    if (!draft.desks_given) {
        draft.config.desks = {{"local", DeskType::local}};
        context.desks.define("local", {}, context.problems);
    }
    check_listen(context, draft.listen);
    draft.config.listen = std::move(draft.listen.listen);
    take_rooms(context, draft);
    Settings& settings = draft.config.settings;
    for (Person& person : settings.people) {
        if (person.name.empty()) {
            person.name = person.id.str();
        }
    }
    draft.config.preset = draft.policy.preset;
    settings.threshold = draft.policy.threshold.value_or(preset_threshold(draft.policy.preset));
    settings.kinds = std::move(draft.policy.kinds);
    settings.episodes = draft.policy.episodes;
    for (const NameSet* names : {&context.customers, &context.connections, &context.desks}) {
        names->resolve(context.problems);
    }
}

bool ListenAddress::is_loopback() const {
    return ip.is_v4() ? ip.v4_value() >> 24U == 127U : ip.str() == "::1";
}

std::string ListenAddress::str() const {
    const std::string address = ip.str();
    return (ip.is_v4() ? address : "[" + address + "]") + ":" + std::to_string(port);
}

Result<ListenAddress> ListenAddress::parse(std::string_view text) {
    const Error unreadable{
        Errc::invalid_input,
        "takes an address and a port like 127.0.0.1:8080 or [::1]:8080, not " + shown(text)};
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return unreadable;
    }
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) {
        host = host.substr(1, host.size() - 2);
    }
    const auto ip = IpAddress::parse(host);
    ListenAddress address;
    const char* const digits_end = digits.data() + digits.size();
    const auto [end, failure] = std::from_chars(digits.data(), digits_end, address.port);
    if (!ip || bracketed == ip->is_v4() || failure != std::errc{} || end != digits_end) {
        return unreadable;
    }
    address.ip = *ip;
    return address;
}

}  // namespace socbot
