// Links are taken apart by hand, not by a URL parser: what is accepted is one narrow form, and
// anything a parser would have to be clever about (user info, ports, other cases) is refused.
#include "domain/intake/src_url.h"

#include "base/text.h"

#include <algorithm>

namespace socbot::intake {
namespace {

constexpr std::string_view kScheme{"https://"};
constexpr std::string_view kProductDomain{".alienvault.cloud"};

bool is_letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_label(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_letter_or_digit(c) || c == '-';
           });
}

// The lower-case host of an https URL without user info; with its port, when `port` is allowed.
std::string https_host(std::string_view url) {
    if (!url.starts_with(kScheme)) return {};
    url.remove_prefix(kScheme.size());
    const std::string_view authority = url.substr(0, url.find_first_of("/?#\\"));
    std::string_view host = authority;
    if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
        const std::string_view port = authority.substr(colon + 1);
        const bool number = !port.empty() && port.size() <= 5 &&
                            port.find_first_not_of("0123456789") == std::string_view::npos;
        if (!number) return {};
        host = authority.substr(0, colon);
    }
    const auto labels = split(host, '.');
    if (host.size() > 253 || !std::all_of(labels.begin(), labels.end(), is_label)) return {};
    return to_lower_ascii(authority);
}

// RFC 3986 section 2.3: what is not unreserved is written as %XX.
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits{"0123456789ABCDEF"};
    std::string out;
    for (const char c : text) {
        if (is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == '~') {
            out.push_back(c);
            continue;
        }
        const unsigned byte = static_cast<unsigned char>(c);
        out.append({'%', digits[byte >> 4U], digits[byte & 0xFU]});
    }
    return out;
}

std::string usm_host(std::string_view subdomain, std::string_view self_url) {
    if (is_label(subdomain)) return to_lower_ascii(subdomain) + std::string{kProductDomain};
    std::string host = https_host(self_url);
    return host.size() > kProductDomain.size() && host.ends_with(kProductDomain) ? host : "";
}

}  // namespace

std::string usm_alarm_url(
    std::string_view link_base,
    std::string_view subdomain,
    std::string_view self_url,
    std::string_view uid
) {
    std::string base;
    if (!link_base.empty()) {
        if (https_host(link_base).empty()) return {};
        base = link_base.substr(0, link_base.find_first_of("?#"));
        while (base.ends_with('/'))
            base.pop_back();
    } else {
        const std::string host = usm_host(subdomain, self_url);
        if (host.empty()) return {};
        base = std::string{kScheme} + host;
    }
    return base + "/#/alarm/" + percent_encoded(uid);
}

std::string url_on_host_of(std::string_view link_base, std::string_view url) {
    const std::string host = https_host(link_base);
    return !host.empty() && https_host(url) == host ? std::string{url} : std::string{};
}

}  // namespace socbot::intake
