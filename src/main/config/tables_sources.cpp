// sources, how their requests are authenticated, and whose alarms they are.
#include "domain/intake/reader.h"
#include "main/config/fields.h"
#include "main/config/sections.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace socbot {
namespace {

constexpr std::size_t kTokenBytes{16};    // least length of a bearer token or HMAC secret
constexpr std::size_t kPasswordBytes{8};  // least length of a password

bool is_token(std::string_view text) {
    // RFC 9110 section 5.6.2, what a header name may hold.
    return !text.empty() &&
           text.find_first_not_of(
               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
           ) == std::string_view::npos;
}

// Whole numbers of at most nine digits.
std::optional<std::uint32_t> read_count(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    std::uint32_t least
) {
    const auto text = read_text(context, node, what, 16);
    if (!text) {
        return std::nullopt;
    }
    std::uint32_t number = 0;
    const char* const end = text->data() + text->size();
    const auto [stop, failure] = std::from_chars(text->data(), end, number);
    constexpr std::uint32_t kMost = 1'000'000;
    if (failure != std::errc{} || stop != end || number < least || number > kMost) {
        context.problem(
            node.position,
            "'" + std::string{what} + "' takes " + std::to_string(least) + " to " +
                std::to_string(kMost) + ", not " + shown(*text)
        );
        return std::nullopt;
    }
    return number;
}

// One way only: two would make the weaker one the real one. But SNS takes a password beside its
// signature: both must be right then.
bool first_auth(BindContext& context, const ConfigNode::Member& member, const SourceDraft& draft) {
    if (draft.auth) {
        context.problem(member.position, "'auth' takes one way, and another stands before this");
        return false;
    }
    return true;
}

std::vector<std::string> source_types() {
    std::vector<std::string> types;
    for (const std::string_view type : reader_types()) {
        types.emplace_back(type);
    }
    return types;
}

void bind_topics(BindContext& context, const ConfigNode::Member& member, SnsAuth& auth) {
    const ConfigNode::List* const items = list_of(context, member.node, member.key);
    if (items == nullptr) {
        return;
    }
    if (items->empty()) {
        context.problem(member.position, "'topics' is empty: no message would be accepted");
    }
    for (const ConfigNode& item : *items) {
        const auto arn = read_text(context, item, member.key, 512);
        if (!arn) {
            continue;
        }
        auto topic = parse_sns_topic(*arn);
        if (!topic) {
            context.problem(item.position, "'topics': " + topic.error().message());
            continue;
        }
        auth.rules.topics.push_back(*std::move(topic));
    }
}

// The URL of a message decides which one signs, so each is known by its file's name.
void bind_certificates(BindContext& context, const ConfigNode::Member& member, SnsAuth& auth) {
    const ConfigNode::List* const items = list_of(context, member.node, member.key);
    if (items == nullptr) {
        return;
    }
    for (const ConfigNode& item : *items) {
        const auto path = read_file_path(context, item, member.key);
        if (!path) {
            continue;
        }
        const auto name = path->filename().string();
        const auto problem = [&](const std::string& what) {
            context.problem(item.position, "'certificates': the file " + shown(name) + " " + what);
        };
        if (!is_sns_certificate_file(name)) {
            problem("is not named SimpleNotificationService-<32 hexadecimal digits>.pem");
            continue;
        }
        const auto text = context.services.secrets.text(*path);
        if (!text) {
            problem(text.error().message());
            continue;
        }
        auto certificate = SnsCertificate::read(*text);
        if (!certificate) {
            problem("can't be used: " + certificate.error().message());
            continue;
        }
        auth.certificates.insert_or_assign(name, *std::move(certificate));
    }
}

void bind_tenants(BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
    const ConfigNode::Map* const tenants = map_of(context, member.node, member.key);
    if (tenants == nullptr) {
        return;
    }
    if (tenants->empty()) {
        context.problem(member.position, "'map' is empty: no alarm would belong to a customer");
    }
    for (const ConfigNode::Member& tenant : *tenants) {
        if (const auto code = read_customer(context, tenant.node)) {
            draft.settings.tenants.emplace(tenant.key, *code);
        }
    }
}

}  // namespace

const Section<BasicAuth>& basic_section() {
    static const Section<BasicAuth> section{
        "sources[].auth.basic",
        "HTTP Basic (RFC 7617).",
        {
            {{"user", "text", "", "No ':' in it.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, BasicAuth& auth) {
                 auth.user = read_text(context, member.node, member.key).value_or("");
                 if (auth.user.find(':') != std::string::npos) {
                     context.problem(
                         member.node.position, "'user' may not hold ':' (RFC 7617 section 2)"
                     );
                 }
             }},
            {{"password", "secret", "", "At least 8 bytes.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, BasicAuth& auth) {
                 auth.password = read_secret(context, member.node, member.key, kPasswordBytes)
                                     .value_or(Secret{});
             }},
        }};
    return section;
}

const Section<HmacAuth>& hmac_section() {
    static const Section<HmacAuth> section{
        "sources[].auth.hmac",
        "A header `t=<unix seconds>,v1=<hex HMAC-SHA256 of \"t.body\">`, at most 300 s old.",
        {
            {{"secret", "secret", "", "At least 16 bytes.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, HmacAuth& auth) {
                 auth.secret =
                     read_secret(context, member.node, member.key, kTokenBytes).value_or(Secret{});
             }},
            {{"header", "header name", "X-Socbot-Signature", "The header that carries it."},
             [](BindContext& context, const ConfigNode::Member& member, HmacAuth& auth) {
                 const auto name = read_text(context, member.node, member.key, 64);
                 if (name && !is_token(*name)) {
                     context.problem(member.node.position, "'header' can't be " + shown(*name));
                 } else if (name) {
                     auth.header = *name;
                 }
             }},
        }};
    return section;
}

const Section<SnsAuth>& sns_section() {
    static const Section<SnsAuth> section{
        "sources[].auth.sns",
        "Messages of Amazon SNS over HTTPS, verified by their signature. Anybody may publish on a "
        "topic of their own, so only those named here count. A subscription of a topic named here "
        "is confirmed without asking.",
        {
            {{"topics", "list of ARNs", "", "arn:aws:sns:REGION:ACCOUNT:NAME", Need::required},
             bind_topics},
            {{"certificates",
              "list of files",
              "[]",
              "Signing certificates named SimpleNotificationService-....pem, for sites that can't "
              "fetch them. Others are fetched from the topic's region."},
             bind_certificates},
            {{"oldest",
              "duration",
              "75m",
              "How old a message may be, from 5m to 14d. SNS tries again for at most an hour."},
             [](BindContext& context, const ConfigNode::Member& member, SnsAuth& auth) {
                 constexpr DurationRange kRange{
                     std::chrono::minutes{5}, std::chrono::hours{14 * 24}};
                 auth.rules.oldest = read_duration(context, member.node, member.key, kRange)
                                         .value_or(auth.rules.oldest);
             }},
        }};
    return section;
}

const Section<Quota>& quota_section() {
    static const Section<Quota> section{
        "sources[].quota",
        "How much a source may hand in; what is more gets 503 with Retry-After, and no other "
        "source notices.",
        {
            {{"rate",
              "0 to 1000000",
              "200",
              "Alarms a second, for as long as it lasts; 0: no quota."},
             [](BindContext& context, const ConfigNode::Member& member, Quota& quota) {
                 quota.rate = read_count(context, member.node, member.key, 0).value_or(quota.rate);
             }},
            {{"burst", "1 to 1000000", "5000", "Alarms at once, after a pause."},
             [](BindContext& context, const ConfigNode::Member& member, Quota& quota) {
                 quota.burst =
                     read_count(context, member.node, member.key, 1).value_or(quota.burst);
             }},
        }};
    return section;
}

const Section<SourceDraft>& auth_section() {
    static const Section<SourceDraft> section{
        "sources[].auth",
        "How a request of this source proves itself: exactly one of these; or `sns` and `basic` "
        "together, which asks SNS for both. Messages delivered raw carry no signature: they are "
        "accepted only with both set, for a topic named under `sns`.",
        {
            {{"bearer", "secret", "", "A token in `Authorization: Bearer ...`, at least 16 bytes."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 if (first_auth(context, member, draft)) {
                     draft.auth =
                         BearerAuth{read_secret(context, member.node, member.key, kTokenBytes)
                                        .value_or(Secret{})};
                 }
             }},
            {{"basic", "section", "", "A user and a password."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 auto* const sns = draft.auth ? std::get_if<SnsAuth>(&*draft.auth) : nullptr;
                 if (sns != nullptr || first_auth(context, member, draft)) {
                     BasicAuth basic;
                     bind_section(context, member.node, basic_section(), basic);
                     if (sns != nullptr) {
                         sns->basic = std::move(basic);
                     } else {
                         draft.auth = std::move(basic);
                     }
                 }
             }},
            {{"hmac", "section", "", "A signature over time and body."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 if (first_auth(context, member, draft)) {
                     HmacAuth hmac;
                     bind_section(context, member.node, hmac_section(), hmac);
                     draft.auth = std::move(hmac);
                 }
             }},
            {{"sns", "section", "", "A signature of Amazon SNS for a topic named here."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 auto* const basic = draft.auth ? std::get_if<BasicAuth>(&*draft.auth) : nullptr;
                 if (basic != nullptr || first_auth(context, member, draft)) {
                     SnsAuth sns;
                     bind_section(context, member.node, sns_section(), sns);
                     if (basic != nullptr) {
                         sns.basic = std::move(*basic);
                     }
                     draft.auth = std::move(sns);
                 }
             }},
        }};
    return section;
}

const Section<SourceDraft>& customer_from_section() {
    static const Section<SourceDraft> section{
        "sources[].customer_from",
        "One feed of many customers: a member of the payload decides. What names no known one goes "
        "to "
        "quarantine, never to another customer.",
        {
            {{"field",
              "text",
              "",
              "The member of the payload, like x_att_tenant_subdomain.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 draft.settings.tenant_field =
                     read_text(context, member.node, member.key, 128).value_or("");
             }},
            {{"map", "value: code", "", "The customer of each value.", Need::required},
             bind_tenants},
        }};
    return section;
}

const Section<SourceDraft>& source_section() {
    static const Section<SourceDraft> section{
        "sources[]",
        "Feeds of alarms, each at `POST /intake/ID`.",
        {
            {{"id",
              "a-z, 0-9, '-', '_', at most 32",
              "",
              "Names the source and its path.",
              Need::required},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 draft.id_at = member.node.position;
                 if (const auto id = read_id(context, member.node, member.key)) {
                     context.sources.define(*id, member.node.position, context.problems);
                     draft.settings.id = SourceId{*id};
                 }
             }},
            {{"type", "usm_anywhere | ocsf", "", "What its payloads look like.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 draft.settings.type =
                     read_word(context, member.node, member.key, source_types()).value_or("");
             }},
            {{"auth", "section", "", "How its requests prove themselves.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 const std::size_t before = context.problems.size();
                 bind_section(context, member.node, auth_section(), draft);
                 if (!draft.auth && context.problems.size() == before) {
                     context.problem(
                         member.position, "'auth' needs one of bearer, basic, hmac, sns"
                     );
                 }
             }},
            {{"sqs", "section", "none", "A queue that keeps its messages, with auth.sns only."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 bind_sqs(context, member, draft.sqs.emplace());
             }},
            {{"usm_api",
              "section",
              "none",
              "USM Anywhere's own interface: brings what the push lost."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 draft.usm_api_at = member.position;
                 bind_section(context, member.node, usm_api_section(), draft.usm_api.emplace());
             }},
            {{"customer", "code", "", "Whose alarms all of them are. This or customer_from."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 draft.customer_given = true;
                 draft.settings.customer =
                     read_customer(context, member.node).value_or(CustomerCode{});
             }},
            {{"customer_from",
              "section",
              "",
              "Whose an alarm is, by its payload. This or customer."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 draft.tenants_given = true;
                 bind_section(context, member.node, customer_from_section(), draft);
             }},
            {{"silent_after",
              "duration or off",
              "24h",
              "Without an alarm for so long it is silent: told in the `ops` rooms, seen in "
              "`status`."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 constexpr DurationRange kRange{
                     std::chrono::minutes{5}, std::chrono::hours{90 * 24}};
                 const auto* const word = std::get_if<ConfigNode::Scalar>(&member.node.value);
                 draft.settings.silent_after =
                     word != nullptr && word->text == "off"
                         ? Milliseconds{0}
                         : read_duration(context, member.node, member.key, kRange)
                               .value_or(Milliseconds{0});
             }},
            {{"quota", "section", "{}", "How much it may hand in."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 bind_section(context, member.node, quota_section(), draft.quota);
             }},
            {{"link_base",
              "https URL",
              "derived from the payload",
              "Where \"View alarm\" leads, like https://acme.alienvault.cloud."},
             [](BindContext& context, const ConfigNode::Member& member, SourceDraft& draft) {
                 draft.settings.link_base =
                     read_url(context, member.node, member.key, {}).value_or("");
             }},
        }};
    return section;
}

}  // namespace socbot
