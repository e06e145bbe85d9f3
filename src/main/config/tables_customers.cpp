// customers with their rooms and cases, rooms of many customers, people.
#include "main/config/fields.h"
#include "main/config/sections.h"

namespace socbot {
namespace {

std::optional<RoomClass> read_room_class(
    BindContext& context,
    const ConfigNode& node,
    const std::vector<std::string>& words
) {
    const auto word = read_word(context, node, "class", words);
    return word ? parse_room_class(*word) : std::nullopt;
}

void bind_connection(BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
    if (const auto id = read_text(context, member.node, member.key, 64)) {
        context.connections.refer(*id, member.node.position);
        draft.room.ref.connection = ConnectionId{*id};
    }
}

void bind_room_id(BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
    draft.at = member.node.position;
    draft.room.ref.room = read_text(context, member.node, member.key).value_or("");
}

void bind_room_name(BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
    draft.room.name = read_text(context, member.node, member.key, 64).value_or("");
}

void bind_room_zone(BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
    draft.room.zone = read_zone(context, member.node).value_or("");
}

void bind_room_language(BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
    draft.language = read_language(context, member.node).value_or("");
}

constexpr KeyDoc kConnectionKey{
    "connection",
    "chat connection",
    "",
    "One of the chat section.",
    Need::required};
constexpr KeyDoc kRoomIdKey{
    "id",
    "text",
    "",
    "The room as the platform names it; the console makes the room it reads here.",
    Need::required};
constexpr KeyDoc kRoomNameKey{"name", "text", "", "What the console shows; the id when absent."};
constexpr KeyDoc kRoomLanguageKey{
    "language",
    "language tag",
    "that of templates",
    "Picks the card templates of that folder: de, pt-BR."};

}  // namespace

const Section<RoomDraft>& customer_room_section() {
    static const Section<RoomDraft> section{
        "customers[].rooms[]",
        "Rooms for this customer alone.",
        {
            {kConnectionKey, bind_connection},
            {kRoomIdKey, bind_room_id},
            {{"class",
              "customer | shared",
              "customer",
              "customer: only our own people are in it. shared: the customer's people are too, "
              "which bounds "
              "what is said there."},
             [](BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
                 draft.room.room_class =
                     read_room_class(context, member.node, {"customer", "shared"})
                         .value_or(RoomClass::customer);
             }},
            {kRoomNameKey, bind_room_name},
            {{"zone", "time zone", "", "IANA name; the customer's when absent."}, bind_room_zone},
            {kRoomLanguageKey, bind_room_language},
        }};
    return section;
}

const Section<RoomDraft>& room_section() {
    static const Section<RoomDraft> section{
        "rooms[]",
        "Rooms of several customers or of none. Rooms of one customer stand with the customer.",
        {
            {kConnectionKey, bind_connection},
            {kRoomIdKey, bind_room_id},
            {{"class",
              "soc | ops",
              "soc",
              "soc: our own people work many customers' alarms here. ops: socbot speaks of "
              "itself."},
             [](BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
                 draft.room.room_class =
                     read_room_class(context, member.node, {"soc", "ops"}).value_or(RoomClass::soc);
             }},
            {{"customers",
              "all | list of codes",
              "all (soc), none (ops)",
              "Whose alarms may be shown here."},
             [](BindContext& context, const ConfigNode::Member& member, RoomDraft& draft) {
                 draft.customers_given = true;
                 if (auto scope = read_scope(context, member.node)) {
                     draft.room.all_customers = scope->all;
                     draft.room.customers = std::move(scope->customers);
                 }
             }},
            {kRoomNameKey, bind_room_name},
            {{"zone", "time zone", "", "IANA name; that of the shifts when absent."},
             bind_room_zone},
            {kRoomLanguageKey, bind_room_language},
        }};
    return section;
}

const Section<CasesDraft>& cases_section() {
    static const Section<CasesDraft> section{
        "customers[].cases",
        "Where this customer's cases are kept.",
        {
            {{"desk", "case desk", "local", "One of the desks section."},
             [](BindContext& context, const ConfigNode::Member& member, CasesDraft&) {
                 if (const auto id = read_text(context, member.node, member.key)) {
                     context.desks.refer(*id, member.node.position);
                 }
             }},
            {{"organisation",
              "text",
              "",
              "Refused in this version: no available desk has organisations."},
             [](BindContext& context, const ConfigNode::Member& member, CasesDraft&) {
                 refuse_unless_empty(context, member, "no available case desk has organisations");
             }},
            {{"tags",
              "list",
              "[]",
              "Refused unless empty in this version: no available desk has tags."},
             [](BindContext& context, const ConfigNode::Member& member, CasesDraft&) {
                 refuse_unless_empty(context, member, "no available case desk has tags");
             }},
        }};
    return section;
}

const Section<CustomerDraft>& customer_section() {
    static const Section<CustomerDraft> section{
        "customers[]",
        "A customer, here or as a file of its own in `customers.d/` beside the configuration "
        "(`*.yaml`, "
        "the same keys without the list).",
        {
            {{"code",
              "A-Z, 0-9, '-', at most 16",
              "",
              "Names the customer and its episodes: ACME-412.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 if (const auto code = read_customer_code(context, member.node, member.key)) {
                     context.customers.define(code->str(), member.node.position, context.problems);
                     draft.customer.code = *code;
                 }
             }},
            {{"name", "text", "the code", "As people write it."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 draft.customer.name =
                     read_text(context, member.node, member.key, 128).value_or("");
             }},
            {{"zone", "time zone", "UTC", "IANA name; times in the customer's rooms."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 draft.customer.zone = read_zone(context, member.node).value_or("UTC");
             }},
            {{"tlp",
              "clear | green | amber | amber+strict | red",
              "amber",
              "How far this customer's information may travel (FIRST TLP 2.0)."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 draft.customer.tlp = read_word(
                                          context,
                                          member.node,
                                          member.key,
                                          {"clear", "green", "amber", "amber+strict", "red"}
                 )
                                          .value_or("amber");
             }},
            {{"threshold",
              "severity",
              "the policy's",
              "What is less severe is stored and counted, not shown."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 draft.customer.threshold = read_severity(context, member.node);
             }},
            {{"networks",
              "list of networks",
              "[]",
              "The customer's own addresses, beside the private ranges."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 draft.customer.networks = read_networks(context, member.node, member.key);
             }},
            {{"domains",
              "list of domains",
              "[]",
              "The customer's own domains; addresses of users in them stand on cards as they are."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 draft.customer.domains = read_domains(context, member.node, member.key);
             }},
            {{"rooms", "list", "[]", "Rooms for this customer alone."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft& draft) {
                 draft.rooms = bind_list(context, member, customer_room_section());
             }},
            {{"cases", "section", "{}", "Where this customer's cases are kept."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft&) {
                 CasesDraft cases;
                 bind_section(context, member.node, cases_section(), cases);
             }},
            {{"notable",
              "section",
              "{}",
              "Lists vip, admins, break_glass and critical_assets. Refused unless empty in this "
              "version: "
              "nothing weighs them."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft&) {
                 const ConfigNode::Map* const lists = map_of(context, member.node, member.key);
                 if (lists == nullptr) {
                     return;
                 }
                 const std::vector<std::string> known{
                     "vip", "admins", "break_glass", "critical_assets"};
                 for (const ConfigNode::Member& list : *lists) {
                     if (std::find(known.begin(), known.end(), list.key) == known.end()) {
                         unknown_key(context, list, "customers[].notable", known);
                         continue;
                     }
                     refuse_unless_empty(context, list, "nothing weighs notable people and assets");
                 }
             }},
            {{"lookups",
              "list",
              "[local]",
              "Classes of look-up its indicators may go to. This version has `local` alone."},
             [](BindContext& context, const ConfigNode::Member& member, CustomerDraft&) {
                 if (const ConfigNode::List* const items =
                         list_of(context, member.node, member.key)) {
                     for (const ConfigNode& item : *items) {
                         (void)read_word(context, item, member.key, {"local"});
                     }
                 }
             }},
        }};
    return section;
}

const Section<Person>& person_section() {
    static const Section<Person> section{
        "people[]",
        "Who may sign in and give commands.",
        {
            {{"email", "e-mail address", "", "Names the person; unique, any case.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, Person& person) {
                 if (const auto email = read_email(context, member.node)) {
                     context.people.define(email->str(), member.node.position, context.problems);
                     person.id = *email;
                 }
             }},
            {{"name", "text", "the e-mail address", "As cards and answers name the person."},
             [](BindContext& context, const ConfigNode::Member& member, Person& person) {
                 person.name = read_text(context, member.node, member.key, 128).value_or("");
             }},
            {{"role",
              "viewer | contact | analyst | senior | lead | engineer",
              "viewer",
              "What the person may do; lead is another word for senior."},
             [](BindContext& context, const ConfigNode::Member& member, Person& person) {
                 const auto word = read_word(
                     context,
                     member.node,
                     member.key,
                     {"viewer", "contact", "analyst", "senior", "lead", "engineer"}
                 );
                 person.role = word ? parse_role(*word).value_or(Role::viewer) : Role::viewer;
             }},
            {{"customers",
              "all | list of codes",
              "[]",
              "Whose alarms the person may see and work."},
             [](BindContext& context, const ConfigNode::Member& member, Person& person) {
                 if (auto scope = read_scope(context, member.node)) {
                     person.all_customers = scope->all;
                     person.customers = std::move(scope->customers);
                 }
             }},
        }};
    return section;
}

void bind_customer(BindContext& context, const ConfigNode& node, RootDraft& draft) {
    bind_section(context, node, customer_section(), draft.customers.emplace_back());
}

}  // namespace socbot
