// listen, its tls, and retention.
#include "main/config/fields.h"
#include "main/config/sections.h"

namespace socbot {
namespace {

void bind_address(
    BindContext& context,
    const ConfigNode::Member& member,
    ListenAddress& address,
    ConfigPosition& at
) {
    at = member.node.position;
    const auto text = read_text(context, member.node, member.key, 64);
    if (!text) {
        return;
    }
    auto parsed = ListenAddress::parse(*text);
    if (!parsed) {
        context.problem(at, "'" + member.key + "' " + parsed.error().message());
        return;
    }
    address = *parsed;
}

void bind_days(BindContext& context, const ConfigNode::Member& member, std::chrono::days& days) {
    constexpr std::chrono::days kLeast{1};
    constexpr std::chrono::days kMost{3650};
    const auto duration = read_duration(context, member.node, member.key, {kLeast, kMost});
    if (!duration) {
        return;
    }
    days = std::chrono::floor<std::chrono::days>(*duration);
    if (days != *duration) {
        context.problem(member.node.position, "'" + member.key + "' takes whole days like 90d");
    }
}

}  // namespace

const Section<ListenDraft>& listen_section() {
    static const Section<ListenDraft> section{
        "listen",
        "The two listeners. A path of one is unknown on the other.",
        {
            {{"private",
              "address:port",
              "127.0.0.1:8080",
              "The console page, its data, /metrics, /healthz and /readyz. Beyond loopback only "
              "with tls. "
              "Port 0 picks a free one."},
             [](BindContext& context, const ConfigNode::Member& member, ListenDraft& draft) {
                 bind_address(context, member, draft.listen.private_address, draft.private_at);
             }},
            {{"public",
              "address:port",
              "127.0.0.1:8081",
              "Alarms (/intake/...), chat webhooks and hooks. Without tls only on loopback or "
              "behind "
              "trusted_proxies."},
             [](BindContext& context, const ConfigNode::Member& member, ListenDraft& draft) {
                 bind_address(context, member, draft.listen.public_address, draft.public_at);
             }},
            {{"tls",
              "section",
              "",
              "Certificate and key of both listeners. Without it both speak plain HTTP."},
             [](BindContext& context, const ConfigNode::Member& member, ListenDraft& draft) {
                 bind_section(context, member.node, tls_section(), draft.listen.tls.emplace());
             }},
            {{"trusted_proxies",
              "list of networks",
              "[]",
              "Reverse proxies whose word about the client address and TLS is believed."},
             [](BindContext& context, const ConfigNode::Member& member, ListenDraft& draft) {
                 draft.listen.trusted_proxies = read_networks(context, member.node, member.key);
             }},
            {{"hosts",
              "list of host names",
              "[]",
              "Host names the listeners answer to, beside public_url's host and the addresses "
              "themselves."},
             [](BindContext& context, const ConfigNode::Member& member, ListenDraft& draft) {
                 draft.listen.hosts = read_domains(context, member.node, member.key);
             }},
        }};
    return section;
}

const Section<TlsConfig>& tls_section() {
    static const Section<TlsConfig> section{
        "listen.tls",
        "PEM files, read again on SIGHUP.",
        {
            {{"certificate", "file", "", "The certificate chain.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, TlsConfig& tls) {
                 tls.certificate = read_file_path(context, member.node, member.key).value_or("");
             }},
            {{"key", "file", "", "The private key, unencrypted.", Need::required},
             [](BindContext& context, const ConfigNode::Member& member, TlsConfig& tls) {
                 tls.key = read_file_path(context, member.node, member.key).value_or("");
             }},
        }};
    return section;
}

const Section<RetentionConfig>& retention_section() {
    static const Section<RetentionConfig> section{
        "retention",
        "How long each class of records is to be kept, in whole days (1d to 3650d). This version "
        "records "
        "the choice and deletes nothing yet.",
        {
            {{"raw", "days", "90d", "Payloads as they arrived."},
             [](BindContext& context, const ConfigNode::Member& member, RetentionConfig& retention
             ) { bind_days(context, member, retention.raw); }},
            {{"alarms", "days", "400d", "Normalised alarms."},
             [](BindContext& context, const ConfigNode::Member& member, RetentionConfig& retention
             ) { bind_days(context, member, retention.alarms); }},
            {{"journal", "days", "90d", "The journal, and with it how far back replay reaches."},
             [](BindContext& context, const ConfigNode::Member& member, RetentionConfig& retention
             ) { bind_days(context, member, retention.journal); }},
            {{"audit", "days", "730d", "Who did what."},
             [](BindContext& context, const ConfigNode::Member& member, RetentionConfig& retention
             ) { bind_days(context, member, retention.audit); }},
        }};
    return section;
}

}  // namespace socbot
