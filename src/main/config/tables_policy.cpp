// policy, its kinds and episodes.
#include "domain/rules/rule.h"
#include "main/config/fields.h"
#include "main/config/sections.h"

namespace socbot {
namespace {

constexpr DurationRange kEpisodeRange{std::chrono::minutes{1}, std::chrono::days{30}};

void bind_gap(BindContext& context, const ConfigNode::Member& member, Milliseconds& gap) {
    gap = read_duration(context, member.node, member.key, kEpisodeRange).value_or(gap);
}

}  // namespace

const Section<KindRule>& kind_section() {
    static const Section<KindRule> section{
        "policy.kinds[]",
        "Rules that choose an alarm's kind, before the shipped ones; the first that matches "
        "decides.",
        {
            {{"kind",
              "office365 | network_intrusion | malware | other",
              "",
              "The kind, and with it the card.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, KindRule& rule) {
                 const auto word = read_word(
                     context,
                     member.node,
                     member.key,
                     {"office365", "network_intrusion", "malware", "other"}
                 );
                 rule.kind = word ? parse_kind(*word).value_or(Kind::other) : Kind::other;
             }},
            {{"when",
              "rule",
              "",
              "A condition over the alarm: `plugin == \"Suricata\" && severity >= high`.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, KindRule& rule) {
                 const auto* const scalar = std::get_if<ConfigNode::Scalar>(&member.node.value);
                 if (scalar == nullptr) {
                     context.problem(member.node.position, "'when' takes a rule as one text");
                     return;
                 }
                 if (const auto compiled = Rule::compile(scalar->text); !compiled) {
                     context.problem(member.node.position, "'when': " + compiled.error().message());
                     return;
                 }
                 rule.when = scalar->text;
             }},
        }};
    return section;
}

const Section<EpisodeSettings>& episodes_section() {
    static const Section<EpisodeSettings> section{
        "policy.episodes",
        "Alarms of one customer and entity that come close in time are one episode, one card (1m "
        "to 30d).",
        {
            {{"quiet_gap_host",
              "duration",
              "4h",
              "Quiet time that ends an episode about a host of ours."},
             [](BindContext& context, const ConfigNode::Member& member, EpisodeSettings& episodes) {
                 bind_gap(context, member, episodes.quiet_gap_host);
             }},
            {{"quiet_gap_user", "duration", "8h", "The same about a user."},
             [](BindContext& context, const ConfigNode::Member& member, EpisodeSettings& episodes) {
                 bind_gap(context, member, episodes.quiet_gap_user);
             }},
            {{"quiet_gap_outside", "duration", "24h", "The same about an address outside."},
             [](BindContext& context, const ConfigNode::Member& member, EpisodeSettings& episodes) {
                 bind_gap(context, member, episodes.quiet_gap_outside);
             }},
            {{"maximum_age", "duration", "12h", "Age at which an episode ends even without quiet."},
             [](BindContext& context, const ConfigNode::Member& member, EpisodeSettings& episodes) {
                 bind_gap(context, member, episodes.maximum_age);
             }},
        }};
    return section;
}

const Section<PolicyDraft>& policy_section() {
    static const Section<PolicyDraft> section{
        "policy",
        "What is shown. Analysts change thresholds from the room too; those changes outlive a "
        "restart.",
        {
            {{"preset",
              "balanced | cautious",
              "balanced",
              "Where the other keys of this section start from: balanced shows medium and above, "
              "cautious low "
              "and above."},
             [](BindContext& context, const ConfigNode::Member& member, PolicyDraft& policy) {
                 const auto word =
                     read_word(context, member.node, member.key, {"balanced", "cautious"});
                 policy.preset = word == "cautious" ? Preset::cautious : Preset::balanced;
             }},
            {{"threshold",
              "severity",
              "the preset's",
              "informational, low, medium, high or critical: what is less severe is stored and "
              "counted, not "
              "shown."},
             [](BindContext& context, const ConfigNode::Member& member, PolicyDraft& policy) {
                 policy.threshold = read_severity(context, member.node);
             }},
            {{"kinds", "list", "[]", "Rules that choose an alarm's kind, before the shipped ones."},
             [](BindContext& context, const ConfigNode::Member& member, PolicyDraft& policy) {
                 policy.kinds = bind_list(context, member, kind_section());
             }},
            {{"episodes", "section", "{}", "When alarms belong together."},
             [](BindContext& context, const ConfigNode::Member& member, PolicyDraft& policy) {
                 bind_section(context, member.node, episodes_section(), policy.episodes);
             }},
            {{"rules",
              "list",
              "[]",
              "Refused unless empty in this version: only the threshold hides."},
             [](BindContext& context, const ConfigNode::Member& member, PolicyDraft&) {
                 refuse_unless_empty(context, member, "only the threshold decides what is shown");
             }},
            {{"mutes",
              "section",
              "{}",
              "Refused unless empty in this version: only the threshold hides."},
             [](BindContext& context, const ConfigNode::Member& member, PolicyDraft&) {
                 refuse_unless_empty(context, member, "only the threshold decides what is shown");
             }},
        }};
    return section;
}

}  // namespace socbot
