// Who may do what (docs/operations.md, "Roles"): one table, asked by commands and buttons alike.
#pragma once

#include "base/result.h"
#include "domain/settings/settings.h"

namespace socbot {

enum class Act : std::uint8_t {
    view,
    status,
    take,
    release_own,
    take_over,
    note,
    threshold_for_shift,  // one customer, at most until the shift ends
    threshold_permanent,  // longer, permanent or all customers: a second person too
    undo_own,
};
const char* to_word(Act act);

struct ActScope {
    const RoomSettings& room;
    CustomerCode customer;  // empty: not about one customer
};

// Ok, or unauthorised with a sentence for the person: the missing role and whom to ask; polite and
// without internals in shared rooms. A person unknown to us may do nothing.
Result<void>
authorise(const Person* person, Act act, const ActScope& scope, const Settings& settings);

// The table alone, whatever the customer: what `help` lists.
bool role_may(Role role, RoomClass room_class, Act act);

// The customers a person may see in this room: the intersection, in configuration order.
std::vector<CustomerCode>
visible_customers(const Person& person, const RoomSettings& room, const Settings& settings);

}  // namespace socbot
