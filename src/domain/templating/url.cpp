// https://url.spec.whatwg.org, section 4.4, by parts instead of by states.
#include "domain/templating/url.h"

#include "base/text.h"

#include <unicode/idna.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <vector>

namespace socbot::templating {

namespace {

std::optional<unsigned> default_port(std::string_view scheme) {
    if (scheme == "http" || scheme == "ws") return 80U;
    if (scheme == "https" || scheme == "wss") return 443U;
    if (scheme == "ftp") return 21U;
    return std::nullopt;
}
bool is_special(std::string_view scheme) {
    return scheme == "file" || default_port(scheme).has_value();
}

// Without control characters and blanks at the ends, without tabs and line ends anywhere.
std::string cleaned(std::string_view text) {
    const auto outer = [](char c) { return static_cast<unsigned char>(c) <= 0x20U; };
    while (!text.empty() && outer(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && outer(text.back()))
        text.remove_suffix(1);
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) {
        return c != '\t' && c != '\n' && c != '\r';
    });
    return out;
}

void append_encoded(std::string& out, std::string_view text, std::string_view also) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte > 0x20U && byte < 0x7FU && also.find(c) == std::string_view::npos;
        if (plain || (byte == 0x20U && also.find(' ') == std::string_view::npos && also.empty())) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        const bool triple =
            text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr ==
                text.data() + i + 3;
        out += triple ? static_cast<char>(byte) : text[i];
        if (triple) i += 2;
    }
    return out;
}

// One number of an IPv4 address: decimal, 0x hexadecimal or 0 octal.
std::optional<std::uint64_t> ipv4_number(std::string_view part) {
    int base = 10;
    if (part.starts_with("0x") || part.starts_with("0X")) {
        base = 16;
        part.remove_prefix(2);
    } else if (part.size() > 1 && part.front() == '0') {
        base = 8;
        part.remove_prefix(1);
    }
    if (part.empty()) return 0;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, base);
    if (error != std::errc{} || end != part.data() + part.size()) return std::nullopt;
    return value;
}

// Section 3.5: a host whose last label is a number is an IPv4 address or nothing.
std::optional<std::string> ipv4_host(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    std::uint32_t address = 0;
    std::size_t count = 0;
    while (true) {
        const auto dot = host.find('.');
        const auto value = ipv4_number(host.substr(0, dot));
        const bool last = dot == std::string_view::npos;
        if (!value || count > 3) return std::nullopt;
        const auto bits = static_cast<unsigned>(last ? 8 * (4 - count) : 8);
        if (*value >= (std::uint64_t{1} << bits)) return std::nullopt;
        address += static_cast<std::uint32_t>(*value << (last ? 0U : 8U * (3 - count)));
        ++count;
        if (last) break;
        host.remove_prefix(dot + 1);
    }
    return std::to_string(address >> 24U) + "." + std::to_string(address >> 16U & 255U) + "." +
           std::to_string(address >> 8U & 255U) + "." + std::to_string(address & 255U);
}

bool ends_in_number(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    const std::string_view label = host.substr(host.rfind('.') + 1);
    if (label.empty()) return false;
    const bool digits = label.find_first_not_of("0123456789") == std::string_view::npos;
    return digits || ((label.starts_with("0x") || label.starts_with("0X")) && ipv4_number(label));
}

std::optional<std::string> to_ascii(const std::string& host) {
    const bool ascii = std::all_of(host.begin(), host.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80U;
    });
    if (ascii) return to_lower_ascii(host);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::IDNA> idna{icu::IDNA::createUTS46Instance(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, status
    )};
    if (U_FAILURE(status) != 0) return std::nullopt;
    std::string out;
    icu::StringByteSink<std::string> sink{&out};
    icu::IDNAInfo info;
    idna->nameToASCII_UTF8(host, sink, info, status);
    if (U_FAILURE(status) != 0 || info.hasErrors()) return std::nullopt;
    return out;
}

std::optional<std::string> special_host(std::string_view text) {
    if (text.starts_with('[')) {
        if (!text.ends_with(']')) return std::nullopt;
        return to_lower_ascii(text);
    }
    const std::string decoded = percent_decoded(text);
    if (!is_valid_utf8(decoded)) return std::nullopt;
    auto host = to_ascii(decoded);
    constexpr std::string_view kForbidden = " #%/:<>?@[\\]^|\x7F";
    const bool bad =
        !host || host->empty() || std::any_of(host->begin(), host->end(), [kForbidden](char c) {
            return static_cast<unsigned char>(c) < 0x20U ||
                   kForbidden.find(c) != std::string_view::npos;
        });
    if (bad) return std::nullopt;
    return ends_in_number(*host) ? ipv4_host(*host) : host;
}

bool read_authority(std::string_view authority, Url& url) {
    authority.remove_prefix(std::min(authority.rfind('@') + 1, authority.size()));
    const auto bracket = authority.rfind(']');
    const auto colon = authority.rfind(':');
    const bool has_port =
        colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    const std::string_view name = authority.substr(0, has_port ? colon : authority.size());
    if (is_special(url.scheme)) {
        const bool local = url.scheme == "file" && name.empty();
        auto host = local ? std::optional{std::string{}} : special_host(name);
        if (!host) return false;
        url.host = *host == "localhost" && url.scheme == "file" ? "" : *std::move(host);
    } else {
        append_encoded(url.host, name, " ");
    }
    const std::string_view digits = has_port ? authority.substr(colon + 1) : std::string_view{};
    if (digits.empty()) return true;
    unsigned port{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port > 65535) return false;
    if (default_port(url.scheme) != port) url.port = port;
    return true;
}

bool is_dot(std::string_view segment) {
    return segment == "." || equals_ignore_case_ascii(segment, "%2e");
}
bool is_double_dot(std::string_view segment) {
    return segment == ".." || equals_ignore_case_ascii(segment, ".%2e") ||
           equals_ignore_case_ascii(segment, "%2e.") || equals_ignore_case_ascii(segment, "%2e%2e");
}

// Segments encoded, "." and ".." resolved.
std::string normalised_path(std::string_view path, bool special) {
    std::vector<std::string> segments;
    std::string_view rest = path;
    for (bool more = !rest.empty(); more;) {
        rest.remove_prefix(1);  // the slash
        const auto end = std::min(rest.find_first_of(special ? "/\\" : "/"), rest.size());
        const std::string_view segment = rest.substr(0, end);
        more = end < rest.size();
        rest.remove_prefix(end);
        if (is_double_dot(segment)) {
            if (!segments.empty()) segments.pop_back();
            if (!more) segments.emplace_back();
        } else if (is_dot(segment)) {
            if (!more) segments.emplace_back();
        } else {
            append_encoded(segments.emplace_back(), segment, " \"#<>?`{}^");
        }
    }
    std::string out;
    for (const std::string& segment : segments)
        out += "/" + segment;
    return out;
}

// "scheme" of "scheme:...", lower case; empty when there is none.
std::string scheme_of(std::string_view text) {
    const std::string scheme = to_lower_ascii(text.substr(0, text.find(':')));
    const bool fits =
        !scheme.empty() && scheme.size() < text.size() && scheme.front() >= 'a' &&
        scheme.front() <= 'z' &&
        scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") == std::string::npos;
    return fits ? scheme : std::string{};
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
    const std::string clean = cleaned(text);
    Url url;
    url.scheme = scheme_of(clean);
    if (url.scheme.empty()) return std::nullopt;
    const bool special = is_special(url.scheme);
    std::string_view rest = std::string_view{clean}.substr(url.scheme.size() + 1);
    rest = rest.substr(0, rest.find('#'));
    const auto question = std::min(rest.find('?'), rest.size());
    if (rest.size() - question > 1) {
        url.query = "?";
        append_encoded(url.query, rest.substr(question + 1), special ? " \"#<>'" : " \"#<>");
    }
    rest = rest.substr(0, question);
    const bool file = url.scheme == "file";
    if (special && !file) {
        // However many slashes, of either kind.
        rest.remove_prefix(std::min(rest.find_first_not_of("/\\"), rest.size()));
    } else if (rest.starts_with("//")) {
        rest.remove_prefix(2);
    } else {
        // No authority: a path, or text that is none.
        const bool rooted = file || rest.starts_with('/');
        if (!rooted) {
            append_encoded(url.path, rest, "");
        } else {
            url.path = normalised_path(
                rest.starts_with('/') ? std::string{rest} : "/" + std::string{rest}, special
            );
        }
        return url;
    }
    const auto end = std::min(rest.find_first_of(special ? "/\\" : "/"), rest.size());
    if (!read_authority(rest.substr(0, end), url)) return std::nullopt;
    url.path = normalised_path(rest.substr(end), special);
    if (url.path.empty() && special) url.path = "/";
    return url;
}

}  // namespace socbot::templating
