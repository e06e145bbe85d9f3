// The table of acts, and the sentences of a refusal. Two rules stand above the table: a person acts
// for their own customers only, and in the rooms that hold them; and people of a customer may ask
// for the status in a shared room and nothing else.
#include "domain/commands/authorise.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace socbot {
namespace {

struct ActRow {
    Act act;
    const char* word;
    Role least;         // of our own people
    const char* doing;  // begins the sentence of a refusal
};

constexpr std::array<ActRow, 9> kActs{
    {{Act::view, "view", Role::viewer, "Looking at alarms"},
     {Act::status, "status", Role::viewer, "Asking for the status"},
     {Act::take, "take", Role::analyst, "Taking an alarm group"},
     {Act::release_own, "release_own", Role::analyst, "Giving back an alarm group"},
     {Act::take_over, "take_over", Role::analyst, "Taking over from someone"},
     {Act::note, "note", Role::analyst, "Writing a note"},
     {Act::threshold_for_shift,
      "threshold_for_shift",
      Role::analyst,
      "Changing a threshold until the shift ends"},
     {Act::threshold_permanent,
      "threshold_permanent",
      Role::senior,
      "Changing a threshold for longer than a shift or for all customers"},
     {Act::undo_own, "undo_own", Role::analyst, "Undoing a change"}}};

const ActRow& row_of(Act act) {
    const auto found =
        std::find_if(kActs.begin(), kActs.end(), [&](const ActRow& row) { return row.act == act; });
    SOCBOT_CHECK(found != kActs.end(), "every act is in the table");
    return *found;
}

Error refused(std::string message) {
    return {Errc::unauthorised, std::move(message)};
}

// For everyone in a room where customers listen: no role, name or rule of ours.
Error refused_politely(const Settings& settings) {
    return refused(fmt::format(
        "Sorry, that is not available to you here. Please ask your contact at {}.",
        settings.organisation.empty() ? "our security team" : settings.organisation
    ));
}

// Someone who could do it: the first with the least role that suffices.
const Person* whom_to_ask(Role least, const ActScope& scope, const Settings& settings) {
    const Person* best = nullptr;
    for (const Person& person : settings.people) {
        const bool able = person.role >= least && person.role != Role::contact;
        const bool sees =
            scope.customer.empty() ? person.all_customers : person.may_see(scope.customer);
        if (able && sees && (best == nullptr || person.role < best->role)) best = &person;
    }
    return best;
}

Error missing_role(
    const Person& person,
    const ActRow& row,
    const ActScope& scope,
    const Settings& settings
) {
    const Person* other = whom_to_ask(row.least, scope, settings);
    const std::string_view name =
        other == nullptr ? std::string_view{} : std::string_view{other->name};
    return refused(fmt::format(
        "{} needs the role {}; yours is {}. Ask {}.",
        row.doing,
        to_word(row.least),
        to_word(person.role),
        name.empty() ? "whoever runs socbot" : name
    ));
}

bool sees_any_customer(const Person& person, const RoomSettings& room, const Settings& settings) {
    if (const auto only = room.only_customer()) return person.may_see(*only);
    return !visible_customers(person, room, settings).empty();
}

Result<void>
check_scope(const Person& person, Act act, const ActScope& scope, const Settings& settings) {
    if (!scope.customer.empty()) {
        // One wording for "not yours", "not in this room" and "does not exist".
        if (person.may_see(scope.customer) && scope.room.holds(scope.customer)) return {};
        return refused("That customer is not one of yours in this room.");
    }
    if (act == Act::threshold_for_shift)
        return refused("Name the customer whose threshold should change.");
    if (act == Act::threshold_permanent) {
        const bool everywhere = scope.room.all_customers && scope.room.room_class == RoomClass::soc;
        if (person.all_customers && everywhere) return {};
        return refused(
            "A threshold for all customers is changed by someone who sees all of them, in a room "
            "of all "
            "customers."
        );
    }
    if (scope.room.room_class == RoomClass::ops || sees_any_customer(person, scope.room, settings))
        return {};
    return refused("None of this room's customers is yours.");
}

}  // namespace

const char* to_word(Act act) {
    return row_of(act).word;
}

bool role_may(Role role, RoomClass room_class, Act act) {
    if (role == Role::contact) return room_class == RoomClass::shared && act == Act::status;
    return role >= row_of(act).least;
}

Result<void>
authorise(const Person* person, Act act, const ActScope& scope, const Settings& settings) {
    const bool overheard = scope.room.room_class == RoomClass::shared;
    if (person == nullptr) {
        if (overheard) return refused_politely(settings);
        return refused("I don't know you yet. Ask whoever runs socbot to add you to its people.");
    }
    if (!role_may(person->role, scope.room.room_class, act)) {
        if (overheard || person->role == Role::contact) return refused_politely(settings);
        return missing_role(*person, row_of(act), scope, settings);
    }
    const Result<void> in_scope = check_scope(*person, act, scope, settings);
    if (!in_scope && overheard) return refused_politely(settings);
    return in_scope;
}

std::vector<CustomerCode>
visible_customers(const Person& person, const RoomSettings& room, const Settings& settings) {
    std::vector<CustomerCode> visible;
    for (const CustomerSettings& customer : settings.customers)
        if (room.holds(customer.code) && person.may_see(customer.code))
            visible.push_back(customer.code);
    return visible;
}

}  // namespace socbot
