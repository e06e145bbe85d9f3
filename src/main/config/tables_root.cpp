// The file itself, and its small sections: organisation, shifts, chat, desks, lookups.
#include "main/config/fields.h"
#include "main/config/sections.h"

#include <algorithm>
#include <charconv>

namespace socbot {
namespace {

// "07:00" as minutes of the day.
std::optional<unsigned> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    unsigned hour = 0;
    unsigned minute = 0;
    const char* const start = text.data();
    const auto hours = std::from_chars(start, start + 2, hour);
    const auto minutes = std::from_chars(start + 3, start + 5, minute);
    const bool whole = hours.ptr == start + 2 && minutes.ptr == start + 5;
    if (!whole || hour > 23 || minute > 59) {
        return std::nullopt;
    }
    return hour * 60 + minute;
}

void bind_shift_starts(
    BindContext& context,
    const ConfigNode::Member& member,
    ShiftSettings& shifts
) {
    const ConfigNode::List* const items = list_of(context, member.node, member.key);
    if (items == nullptr) {
        return;
    }
    if (items->empty() || items->size() > 24) {
        context.problem(member.node.position, "'at' takes 1 to 24 times of day");
        return;
    }
    shifts.minutes.clear();
    for (const ConfigNode& item : *items) {
        const auto text = read_text(context, item, member.key, 16);
        const auto minute = text ? parse_clock(*text) : std::nullopt;
        if (text && !minute) {
            context.problem(item.position, "'at' takes times like \"07:00\", not " + shown(*text));
        }
        if (minute && !shifts.minutes.empty() && shifts.minutes.back() >= *minute) {
            context.problem(
                item.position, "'at' takes each time once, in order; " + shown(*text) + " is not"
            );
        } else if (minute) {
            shifts.minutes.push_back(*minute);
        }
    }
}

// The map of named things `section` describes; what has a type this version lacks is one problem
// that says so, whatever else it holds.
template <class Target>
std::vector<Target> bind_named(
    BindContext& context,
    const ConfigNode::Member& member,
    const Section<Target>& section,
    const std::string& only_type,
    NameSet& names
) {
    std::vector<Target> all;
    const ConfigNode::Map* const map = map_of(context, member.node, member.key);
    if (map == nullptr) {
        return all;
    }
    for (const ConfigNode::Member& named : *map) {
        if (!check_id(context, named.position, named.key, member.key)) {
            continue;
        }
        // Known from here on, so that what refers to it is not a second problem.
        names.define(named.key, named.position, context.problems);
        const auto* const keys = std::get_if<ConfigNode::Map>(&named.node.value);
        const ConfigNode::Member* const type =
            keys == nullptr ? nullptr : find_member(*keys, "type");
        const auto* const word =
            type == nullptr ? nullptr : std::get_if<ConfigNode::Scalar>(&type->node.value);
        if (word != nullptr && word->text != only_type) {
            context.problem(
                type->node.position,
                shown(named.key) + ": the type " + shown(word->text) +
                    " is not available in this version (available: " + only_type + ")"
            );
            continue;
        }
        Target& target = all.emplace_back();
        bind_section(context, named.node, section, target);
        if constexpr (requires { target.id = ConnectionId{}; }) {
            target.id = ConnectionId{named.key};
        } else {
            target.id = named.key;
        }
    }
    return all;
}

// Each is asked by a request that is open all the time.
constexpr std::size_t kQueuedSources = 48;

void check_queues(BindContext& context, const std::vector<SourceDraft>& sources) {
    std::size_t queued = 0;
    for (const SourceDraft& source : sources) {
        if (!source.sqs) {
            continue;
        }
        if (source.auth && !std::holds_alternative<SnsAuth>(*source.auth)) {
            context.problem(
                source.id_at,
                "the source " + shown(source.settings.id.str()) +
                    " has 'sqs', which takes 'auth: {sns: ...}': its messages prove themselves"
            );
        }
        if (++queued == kQueuedSources + 1) {
            context.problem(
                source.id_at, "more than " + std::to_string(kQueuedSources) + " sources have 'sqs'"
            );
        }
    }
}

void bind_lookups(BindContext& context, const ConfigNode::Member& member) {
    const std::vector<std::string> known{"rdap", "whois", "dns", "mmdb"};
    const ConfigNode::Map* const lookups = map_of(context, member.node, member.key);
    if (lookups == nullptr) {
        return;
    }
    for (const ConfigNode::Member& lookup : *lookups) {
        if (std::find(known.begin(), known.end(), lookup.key) == known.end()) {
            unknown_key(context, lookup, "lookups", known);
            continue;
        }
        context.problem(
            lookup.position,
            "'" + lookup.key +
                "' is not available in this version: it has no look-ups; "
                "remove it"
        );
    }
}

}  // namespace

const Section<OrganisationDraft>& organisation_section() {
    static const Section<OrganisationDraft> section{
        "organisation",
        "The security team itself.",
        {
            {{"name", "text", "", "As the console's title shows it."},
             [](BindContext& context, const ConfigNode::Member& member, OrganisationDraft& draft) {
                 draft.name = read_text(context, member.node, member.key, 128).value_or("");
             }},
            {{"domains",
              "list of domains",
              "[]",
              "Refused unless empty in this version: no room needs to tell our people from others "
              "by domain."},
             [](BindContext& context, const ConfigNode::Member& member, OrganisationDraft&) {
                 refuse_unless_empty(
                     context, member, "no available connection tells people by their domain"
                 );
             }},
        }};
    return section;
}

const Section<ShiftSettings>& shifts_section() {
    static const Section<ShiftSettings> section{
        "shifts",
        "A threshold set without a duration lasts until the running shift ends.",
        {
            {{"zone", "time zone", "UTC", "IANA name."},
             [](BindContext& context, const ConfigNode::Member& member, ShiftSettings& shifts) {
                 shifts.zone = read_zone(context, member.node).value_or("UTC");
             }},
            {{"at",
              "list of times",
              "[\"07:00\", \"15:00\", \"23:00\"]",
              "When shifts start, in order."},
             bind_shift_starts},
        }};
    return section;
}

const Section<ChatConfig>& chat_section() {
    static const Section<ChatConfig> section{
        "chat.ID",
        "Chat connections by id (a-z, 0-9, '-', '_').",
        {
            {{"type",
              "console",
              "",
              "console: the built-in rooms at /console/ of the private listener. Other "
              "platforms are refused in this version.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, ChatConfig& chat) {
                 (void)read_word(context, member.node, member.key, {"console"});
                 chat.type = ChatType::console;
             }},
        }};
    return section;
}

const Section<DeskConfig>& desk_section() {
    static const Section<DeskConfig> section{
        "desks.ID",
        "Case desks by id.",
        {
            {{"type",
              "local",
              "",
              "local: kept by socbot itself. Other desks are refused in this version.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, DeskConfig& desk) {
                 (void)read_word(context, member.node, member.key, {"local"});
                 desk.type = DeskType::local;
             }},
        }};
    return section;
}

const Section<RootDraft>& root_section() {
    static const Section<RootDraft> section{
        "",
        "",
        {
            {{"data_dir", "path", ".socbot", "Where everything is kept; made when missing."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 if (const auto text = read_text(context, member.node, member.key, 4096)) {
                     draft.config.data_dir = path_from(member.node.position, *text);
                 }
             }},
            {{"public_url",
              "URL",
              "",
              "How people and platforms reach the server; https, or http on this "
              "machine only. Used in links and to know our own pages."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 draft.config.public_url =
                     read_url(context, member.node, member.key, {false, true}).value_or("");
             }},
            {{"listen", "section", "{}", "The two listeners."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 bind_section(context, member.node, listen_section(), draft.listen);
             }},
            {{"egress", "section", "{}", "How our own requests leave."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 bind_egress(context, member, draft.config.egress);
             }},
            {{"organisation", "section", "{}", "The security team itself."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 OrganisationDraft organisation;
                 bind_section(context, member.node, organisation_section(), organisation);
                 draft.config.settings.organisation = organisation.name;
             }},
            {{"shifts", "section", "{}", "When shifts start."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 bind_section(context, member.node, shifts_section(), draft.config.settings.shifts);
             }},
            {{"people", "list", "[]", "Who may sign in and give commands."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 draft.config.settings.people = bind_list(context, member, person_section());
             }},
            {{"customers", "list", "[]", "Whose alarms these are."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 if (const ConfigNode::List* const items =
                         list_of(context, member.node, member.key)) {
                     for (const ConfigNode& item : *items) {
                         bind_customer(context, item, draft);
                     }
                 }
             }},
            {{"rooms", "list", "[]", "Rooms of several customers."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 draft.rooms = bind_list(context, member, room_section());
             }},
            {{"sources", "list", "[]", "Feeds of alarms."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 const auto sources = bind_list(context, member, source_section());
                 for (const SourceDraft& source : sources) {
                     if (source.customer_given == source.tenants_given &&
                         !source.settings.id.empty()) {
                         context.problem(
                             source.id_at,
                             "the source " + shown(source.settings.id.str()) +
                                 " needs either 'customer' or 'customer_from'"
                         );
                     }
                     if (source.usm_api && source.settings.type != "usm_anywhere") {
                         context.problem(
                             source.usm_api_at, "'usm_api' is for sources of type usm_anywhere"
                         );
                     }
                     draft.config.settings.sources.push_back(source.settings);
                     draft.config.settings.sources.back().subscribed =
                         source.auth && std::holds_alternative<SnsAuth>(*source.auth);
                     draft.config.sources.push_back(
                         {source.settings.id,
                          source.auth.value_or(BearerAuth{}),
                          source.sqs,
                          source.usm_api,
                          source.quota}
                     );
                 }
                 check_queues(context, sources);
             }},
            {{"chat", "id: section", "{console: {type: console}}", "Where messages go."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 draft.chat_given = true;
                 draft.config.chat =
                     bind_named(context, member, chat_section(), "console", context.connections);
             }},
            {{"desks", "id: section", "{local: {type: local}}", "Where cases are kept."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 draft.desks_given = true;
                 draft.config.desks =
                     bind_named(context, member, desk_section(), "local", context.desks);
             }},
            {{"lookups",
              "section",
              "{}",
              "Refused unless empty in this version: it has no look-ups."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft&) {
                 bind_lookups(context, member);
             }},
            {{"templates", "section", "{}", "A team's own card templates."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 bind_section(context, member.node, templates_section(), draft.config.templates);
             }},
            {{"policy", "section", "{}", "What is shown."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 bind_section(context, member.node, policy_section(), draft.policy);
             }},
            {{"retention", "section", "{}", "How long records are to be kept."},
             [](BindContext& context, const ConfigNode::Member& member, RootDraft& draft) {
                 bind_section(context, member.node, retention_section(), draft.config.retention);
             }},
        }};
    return section;
}

}  // namespace socbot
