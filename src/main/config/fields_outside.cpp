// Fields that name what lies outside the file: networks, hosts, people's addresses, files, secrets
// and URLs.
#include "base/text.h"
#include "main/config/fields.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace socbot {
namespace {

bool only(std::string_view text, std::string_view letters) {
    return text.find_first_not_of(letters) == std::string_view::npos;
}

std::string quoted(std::string_view what) {
    return "'" + std::string{what} + "'";
}

bool is_host_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           only(label, "abcdefghijklmnopqrstuvwxyz0123456789-");
}

}  // namespace

bool is_host_name(std::string_view name) {
    if (name.empty() || name.size() > 253) {
        return false;
    }
    const auto labels = split(name, '.');
    return std::all_of(labels.begin(), labels.end(), is_host_label);
}

std::vector<Network>
read_networks(BindContext& context, const ConfigNode& node, std::string_view what) {
    std::vector<Network> networks;
    const ConfigNode::List* const items = list_of(context, node, what);
    if (items == nullptr) {
        return networks;
    }
    for (const ConfigNode& item : *items) {
        const auto text = read_text(context, item, what, 64);
        if (!text) {
            continue;
        }
        auto network = Network::parse(*text);
        if (!network) {
            context.problem(item.position, quoted(what) + ": " + network.error().message());
            continue;
        }
        networks.push_back(*std::move(network));
    }
    return networks;
}

std::vector<std::string>
read_domains(BindContext& context, const ConfigNode& node, std::string_view what) {
    std::vector<std::string> domains;
    const ConfigNode::List* const items = list_of(context, node, what);
    if (items == nullptr) {
        return domains;
    }
    for (const ConfigNode& item : *items) {
        const auto text = read_text(context, item, what);
        if (!text) {
            continue;
        }
        std::string name = to_lower_ascii(*text);
        if (!is_host_name(name)) {
            context.problem(
                item.position,
                quoted(what) + " takes names like acme.example (punycode for others), not " +
                    shown(*text)
            );
            continue;
        }
        domains.push_back(std::move(name));
    }
    return domains;
}

std::optional<PersonId> read_email(BindContext& context, const ConfigNode& node) {
    const auto text = read_text(context, node, "email", 254);
    if (!text) {
        return std::nullopt;
    }
    const std::string email = to_lower_ascii(*text);
    const std::size_t at = email.find('@');
    const bool local_part = at != std::string::npos && at >= 1 && at <= 64 &&
                            only(
                                std::string_view{email}.substr(0, at),
                                "abcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-"
                            );
    if (!local_part || !is_host_name(std::string_view{email}.substr(at + 1))) {
        context.problem(
            node.position, "'email' takes an address like ana@soc.example, not " + shown(*text)
        );
        return std::nullopt;
    }
    return PersonId{email};
}

std::optional<std::filesystem::path>
read_file_path(BindContext& context, const ConfigNode& node, std::string_view what) {
    const auto text = read_text(context, node, what, 4096);
    if (!text) {
        return std::nullopt;
    }
    auto path = path_from(node.position, *text);
    if (const auto found = context.services.secrets.readable(path); !found) {
        context.problem(
            node.position,
            quoted(what) + ": the file " + shown(path.string()) + " " + found.error().message()
        );
        return std::nullopt;
    }
    return path;
}

std::optional<Secret> read_secret(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    std::size_t least_bytes
) {
    const auto* const scalar = std::get_if<ConfigNode::Scalar>(&node.value);
    const std::string_view text = scalar == nullptr ? std::string_view{} : scalar->text;
    const bool from_file = text.starts_with("file:") && text.size() > 5;
    const bool from_environment = text.starts_with("env:") && text.size() > 4;
    if (!from_file && !from_environment) {
        // The value itself may be the secret: it is not repeated.
        context.problem(
            node.position,
            quoted(what) +
                " is a secret and may not stand in the file: write it into a file of its own and "
                "name "
                "that, \"file:/run/secrets/NAME\", or name a variable, \"env:NAME\""
        );
        return std::nullopt;
    }
    const std::string place{text.substr(from_file ? 5 : 4)};
    auto secret = from_file ? context.services.secrets.file(path_from(node.position, place))
                            : context.services.secrets.environment(place);
    if (!secret) {
        context.problem(
            node.position,
            quoted(what) + ": " + (from_file ? "the file " : "the variable ") + shown(place) + " " +
                secret.error().message()
        );
        return std::nullopt;
    }
    if (secret->reveal().size() < least_bytes) {
        context.problem(
            node.position,
            quoted(what) + ": the secret is shorter than " + std::to_string(least_bytes) +
                " bytes; `openssl rand -hex 32` makes a good one"
        );
        return std::nullopt;
    }
    return *std::move(secret);
}

std::optional<std::string> read_url(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    const UrlRules& rules
) {
    const auto text = read_text(context, node, what, 2048);
    if (!text) {
        return std::nullopt;
    }
    const auto refuse = [&](const char* why) {
        context.problem(node.position, quoted(what) + " " + why + ", not " + shown(*text));
        return std::nullopt;
    };
    const auto parsed = boost::urls::parse_uri(*text);
    if (!parsed || !parsed->has_authority() || parsed->encoded_host().empty()) {
        return refuse("takes a URL like https://soc.example.net");
    }
    const boost::urls::url_view url = *parsed;
    if (url.has_userinfo() || url.has_query() || url.has_fragment()) {
        return refuse("takes a URL without user, query or fragment");
    }
    const auto address = IpAddress::parse(url.host_address());
    const bool loopback = url.host() == "localhost" ||
                          (address && (address->str() == "::1" ||
                                       (address->is_v4() && address->v4_value() >> 24U == 127U)));
    const bool plain = url.scheme() == "http" && rules.plain_on_loopback && loopback;
    if (url.scheme() != "https" && !plain) {
        return refuse(
            rules.plain_on_loopback ? "takes https (http only for this machine itself)"
                                    : "takes https"
        );
    }
    std::string result = *text;
    while (result.ends_with('/')) {
        result.pop_back();
    }
    if (!rules.path && !std::string_view{url.encoded_path()}.empty() && url.encoded_path() != "/") {
        return refuse("takes a URL without a path");
    }
    return result;
}

}  // namespace socbot
