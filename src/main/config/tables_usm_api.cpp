// sources[].usm_api: how a feed's own interface is asked for what the push lost.
#include "main/config/fields.h"
#include "main/config/sections.h"

#include <algorithm>

namespace socbot {
namespace {

constexpr std::size_t kApiSecretBytes{8};
constexpr std::string_view kVersion{"/api/2.0"};

// A path segment of the interface; the vendor's are UUIDs.
std::string read_label(BindContext& context, const ConfigNode::Member& member) {
    const auto text = read_text(context, member.node, member.key, 64);
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    };
    if (text && !std::all_of(text->begin(), text->end(), fits)) {
        context.problem(
            member.node.position,
            "'" + member.key + "' takes the id of a label, not " + shown(*text)
        );
        return {};
    }
    return text.value_or("");
}

}  // namespace

const Section<UsmApiConfig>& usm_api_labels_section() {
    static const Section<UsmApiConfig> section{
        "sources[].usm_api.labels",
        "Labels that socbot puts on alarms in USM Anywhere. They must exist there; their ids are "
        "in "
        "its interface (`GET /alarms/ID/labels`). They are put and taken with each round, on "
        "alarms "
        "that the round reaches.",
        {
            {{"shown", "label id", "none", "On alarms that are on a card. Never taken back."},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 api.label_shown = read_label(context, member);
             }},
            {{"taken", "label id", "none", "While somebody has taken the card."},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 api.label_taken = read_label(context, member);
             }},
        }};
    return section;
}

const Section<UsmApiConfig>& usm_api_section() {
    static const Section<UsmApiConfig> section{
        "sources[].usm_api",
        "The REST interface of USM Anywhere (2.0), beside the push. Every `interval` its alarms "
        "are "
        "compared with what is stored: what the push lost is shown as if it had come, what is here "
        "already is left alone, and what was closed there is counted by `status`. `socbot "
        "backfill` counts its history. The client is made under Settings > API Clients.",
        {
            {{"url",
              "https URL",
              "",
              "`https://SUBDOMAIN.alienvault.cloud`; may end in /api/2.0. http only for this "
              "machine.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 const UrlRules rules{true, true};
                 auto url = read_url(context, member.node, member.key, rules).value_or("");
                 if (!url.empty() && !url.ends_with(kVersion)) {
                     url += kVersion;
                 }
                 api.access.base = std::move(url);
             }},
            {{"client", "text", "", "The id of the API client.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 api.access.client = read_text(context, member.node, member.key).value_or("");
                 if (api.access.client.find(':') != std::string::npos) {
                     context.problem(
                         member.node.position, "'client' may not hold ':' (RFC 7617 section 2)"
                     );
                 }
             }},
            {{"secret", "secret", "", "Its secret, at least 8 bytes.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 api.access.secret = read_secret(context, member.node, member.key, kApiSecretBytes)
                                         .value_or(Secret{});
             }},
            {{"interval", "duration", "5m", "Between two rounds, from 10s to 1d."},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 constexpr DurationRange kRange{std::chrono::seconds{10}, std::chrono::hours{24}};
                 api.interval =
                     read_duration(context, member.node, member.key, kRange).value_or(api.interval);
             }},
            {{"overlap",
              "duration",
              "1h",
              "How far a round reaches back over the one before, from 1h to 13d: alarms appear "
              "late."},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 // Within the 14 days in which the engine knows an alarm's id again.
                 constexpr DurationRange kRange{std::chrono::hours{1}, std::chrono::hours{13 * 24}};
                 api.overlap =
                     read_duration(context, member.node, member.key, kRange).value_or(api.overlap);
             }},
            {{"labels", "section", "{}", "Labels to put on alarms there."},
             [](BindContext& context, const ConfigNode::Member& member, UsmApiConfig& api) {
                 bind_section(context, member.node, usm_api_labels_section(), api);
             }},
        }};
    return section;
}

}  // namespace socbot
