// egress: how requests of our own leave.
#include "base/text.h"
#include "main/config/fields.h"
#include "main/config/sections.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <charconv>

namespace socbot {
namespace {

// "host:443", "[2001:db8::1]:443"
std::optional<AllowedEndpoint> parse_endpoint(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    AllowedEndpoint endpoint{to_lower_ascii(text.substr(0, colon)), 0};
    const auto digits = text.substr(colon + 1);
    const auto* const end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, endpoint.port);
    if (failure != std::errc{} || stop != end || endpoint.port == 0) {
        return std::nullopt;
    }
    auto& host = endpoint.host;
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) {
        host = host.substr(1, host.size() - 2);
    }
    const auto address = IpAddress::parse(host);
    const bool sound = bracketed ? address && !address->is_v4()
                                 : (address ? address->is_v4() : is_host_name(host));
    return sound ? std::optional{std::move(endpoint)} : std::nullopt;
}

// http(s)://HOST:PORT. The port is demanded because curl's default for proxies, 1080, is nobody's.
bool is_proxy_url(const std::string& text) {
    const auto parsed = boost::urls::parse_uri(text);
    if (!parsed) {
        return false;
    }
    const boost::urls::url_view& url = *parsed;
    const bool scheme = url.scheme() == "http" || url.scheme() == "https";
    const bool bare = !url.has_userinfo() && !url.has_query() && !url.has_fragment() &&
                      (url.encoded_path().empty() || url.encoded_path() == "/");
    return scheme && bare && !url.encoded_host().empty() && url.port_number() != 0;
}

bool is_bypass(std::string_view text) {
    return text == "*" || Network::parse(text) ||
           is_host_name(text.starts_with('.') ? text.substr(1) : text);
}

void bind_no_proxy(BindContext& context, const ConfigNode::Member& member, EgressConfig& egress) {
    const ConfigNode::List* const items = list_of(context, member.node, member.key);
    if (items == nullptr) {
        return;
    }
    for (const ConfigNode& item : *items) {
        const auto text = read_text(context, item, member.key);
        if (!text) {
            continue;
        }
        if (!is_bypass(to_lower_ascii(*text))) {
            context.problem(
                item.position,
                "'no_proxy' takes names, .suffixes, addresses, networks or *, not " + shown(*text)
            );
            continue;
        }
        egress.no_proxy.push_back(to_lower_ascii(*text));
    }
}

void bind_allow(BindContext& context, const ConfigNode::Member& member, EgressConfig& egress) {
    const ConfigNode::List* const items = list_of(context, member.node, member.key);
    if (items == nullptr) {
        return;
    }
    for (const ConfigNode& item : *items) {
        const auto text = read_text(context, item, member.key, 300);
        if (!text) {
            continue;
        }
        auto endpoint = parse_endpoint(*text);
        if (!endpoint) {
            context.problem(
                item.position,
                "'allow' takes a host and a port like hive.example:443, not " + shown(*text)
            );
            continue;
        }
        egress.allow.push_back(*std::move(endpoint));
    }
}

}  // namespace

const Section<EgressConfig>& egress_section() {
    static const Section<EgressConfig> section{
        "egress",
        "How requests of our own leave: signing certificates, confirmations, queues, interfaces of "
        "feeds. The environment (`https_proxy` and its kind) is not read. Addresses that are not "
        "global are refused, unless their host and port are named, here or as the URL of what is "
        "configured. A proxy resolves names itself, so through one only named hosts are asked for: "
        "those of this file, and Amazon's for the topics and queues of this file.",
        {
            {{"ca_file",
              "file",
              "the system's",
              "Certificate authorities to trust instead, PEM; those of an inspecting proxy too."},
             [](BindContext& context, const ConfigNode::Member& member, EgressConfig& egress) {
                 egress.ca_file = read_file_path(context, member.node, member.key).value_or("");
             }},
            {{"proxy", "URL", "none", "`http://HOST:PORT` or `https://HOST:PORT`."},
             [](BindContext& context, const ConfigNode::Member& member, EgressConfig& egress) {
                 const auto text = read_text(context, member.node, member.key, 300);
                 if (text && !is_proxy_url(*text)) {
                     context.problem(
                         member.node.position,
                         "'proxy' takes a URL like http://proxy.example:3128, with a port and "
                         "nothing after it (the user is proxy_user)"
                     );
                 } else if (text) {
                     egress.proxy = *text;
                 }
             }},
            {{"proxy_user", "text", "", "With proxy_password."},
             [](BindContext& context, const ConfigNode::Member& member, EgressConfig& egress) {
                 egress.proxy_user = read_text(context, member.node, member.key).value_or("");
             }},
            {{"proxy_password", "secret", "", "With proxy_user."},
             [](BindContext& context, const ConfigNode::Member& member, EgressConfig& egress) {
                 egress.proxy_password =
                     read_secret(context, member.node, member.key, 1).value_or(Secret{});
             }},
            {{"no_proxy",
              "list",
              "[]",
              "Reached without the proxy: a name, `.suffix` (and the name itself), an address, a "
              "network, `*`."},
             bind_no_proxy},
            {{"allow",
              "list of host:port",
              "[]",
              "May be asked for though its address is private, and through the proxy: a mirror of "
              "Amazon's certificates, an interface endpoint inside a VPC."},
             bind_allow},
        }};
    return section;
}

void bind_egress(BindContext& context, const ConfigNode::Member& member, EgressConfig& egress) {
    const std::size_t before = context.problems.size();
    bind_section(context, member.node, egress_section(), egress);
    if (context.problems.size() != before) {
        return;
    }
    if (egress.proxy_user.empty() != egress.proxy_password.empty()) {
        context.problem(member.position, "'egress' takes proxy_user and proxy_password together");
    }
    if (egress.proxy.empty() && (!egress.proxy_user.empty() || !egress.no_proxy.empty())) {
        context.problem(member.position, "'egress' has no 'proxy' that its other keys are about");
    }
}

}  // namespace socbot
