// Visibility of rooms and messages.
#include "adapters/console/visible.h"

#include <algorithm>

namespace socbot {

bool sees_room(const Person& person, const RoomSettings& room) {
    if (person.role == Role::contact && room.room_class != RoomClass::shared) return false;
    if (room.all_customers) return person.all_customers || !person.customers.empty();
    if (room.customers.empty() && room.room_class == RoomClass::ops)
        return person.all_customers && person.role == Role::engineer;
    return std::any_of(room.customers.begin(), room.customers.end(), [&](const auto& customer) {
        return person.may_see(customer);
    });
}

bool sees_message(const Person& person, const RoomSettings& room, const CustomerCode& customer) {
    return sees_room(person, room) && (customer.empty() || person.may_see(customer));
}

}  // namespace socbot
