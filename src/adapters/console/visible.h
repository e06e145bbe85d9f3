// Who sees what in the console. One place, asked by the API and by every stream.
#pragma once

#include "domain/settings/settings.h"

namespace socbot {

// A room is seen by who may see one of its customers. A customer's own people (contact) see shared
// rooms only: the other classes are ours. An ops room that holds no customer is for engineers of
// all customers.
bool sees_room(const Person& person, const RoomSettings& room);

// A message of one customer needs that customer too; one of no customer goes with the room.
bool sees_message(const Person& person, const RoomSettings& room, const CustomerCode& customer);

}  // namespace socbot
