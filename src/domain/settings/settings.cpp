// Words, look-ups and scopes of the settings.
#include "domain/settings/settings.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace socbot {
namespace {

template <class Enum, std::size_t N>
std::optional<Enum>
find_word(const std::array<std::pair<Enum, const char*>, N>& words, std::string_view word) {
    for (const auto& [value, text] : words)
        if (equals_ignore_case_ascii(text, word)) return value;
    return std::nullopt;
}

constexpr std::array<std::pair<Role, const char*>, 6> kRoles{
    {{Role::viewer, "viewer"},
     {Role::contact, "contact"},
     {Role::analyst, "analyst"},
     {Role::senior, "senior"},
     {Role::senior, "lead"},
     {Role::engineer, "engineer"}}};

constexpr std::array<std::pair<RoomClass, const char*>, 4> kRoomClasses{
    {{RoomClass::soc, "soc"},
     {RoomClass::customer, "customer"},
     {RoomClass::shared, "shared"},
     {RoomClass::ops, "ops"}}};

template <class Enum, std::size_t N>
const char* word_of(const std::array<std::pair<Enum, const char*>, N>& words, Enum value) {
    for (const auto& [candidate, text] : words)
        if (candidate == value) return text;
    return "";
}

template <class T, class Key, class Member>
const T* find_by(const std::vector<T>& items, const Key& key, Member member) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) {
        return item.*member == key;
    });
    return found == items.end() ? nullptr : &*found;
}

bool lists(const std::vector<CustomerCode>& customers, const CustomerCode& customer) {
    return std::find(customers.begin(), customers.end(), customer) != customers.end();
}

}  // namespace

const char* to_word(Role role) {
    return word_of(kRoles, role);
}

std::optional<Role> parse_role(std::string_view word) {
    return find_word(kRoles, word);
}

const char* to_word(RoomClass room_class) {
    return word_of(kRoomClasses, room_class);
}

std::optional<RoomClass> parse_room_class(std::string_view word) {
    return find_word(kRoomClasses, word);
}

bool Person::may_see(const CustomerCode& customer) const {
    return all_customers || lists(customers, customer);
}

std::string_view Person::first_name() const {
    const std::string_view whole = trim_ascii(name);
    if (!whole.empty()) return whole.substr(0, whole.find(' '));
    const std::string_view mail = id.str();
    return mail.substr(0, mail.find('@'));
}

bool RoomSettings::holds(const CustomerCode& customer) const {
    if (room_class == RoomClass::ops) return false;
    return all_customers || lists(customers, customer);
}

std::optional<CustomerCode> RoomSettings::only_customer() const {
    if (all_customers || customers.size() != 1 || room_class == RoomClass::ops) return std::nullopt;
    return customers.front();
}

const Person* Settings::person(const PersonId& id) const {
    return find_by(people, id, &Person::id);
}

const CustomerSettings* Settings::customer(const CustomerCode& code) const {
    return find_by(customers, code, &CustomerSettings::code);
}

const RoomSettings* Settings::room(const RoomRef& ref) const {
    return find_by(rooms, ref, &RoomSettings::ref);
}

const SourceSettings* Settings::source(const SourceId& id) const {
    return find_by(sources, id, &SourceSettings::id);
}

std::vector<const RoomSettings*> Settings::rooms_of(const CustomerCode& customer) const {
    std::vector<const RoomSettings*> found;
    for (const RoomSettings& candidate : rooms)
        if (candidate.holds(customer)) found.push_back(&candidate);
    return found;
}

std::string_view room_zone(const Settings& settings, const RoomSettings& room) {
    if (!room.zone.empty()) return room.zone;
    if (const auto only = room.only_customer()) {
        const CustomerSettings* customer = settings.customer(*only);
        if (customer != nullptr && !customer->zone.empty()) return customer->zone;
    }
    return settings.shifts.zone;
}

}  // namespace socbot
