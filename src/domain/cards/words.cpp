// Cutting, counting and defanging of card text. Clients differ in what they link: the official
// renderer links nothing by itself, chat clients link bare domains wherever they find them, so
// everything that looks like one is written defanged.
#include "domain/cards/words.h"

#include "base/text.h"
#include "base/utf8.h"
#include "domain/alarm/address.h"

#include <algorithm>
#include <array>

namespace socbot::cards {
namespace {

constexpr std::string_view kEllipsis{"\xE2\x80\xA6"};

// Last parts that make a dotted word a file name. "com" is missing on purpose: far more often a
// domain.
constexpr std::array<std::string_view, 58> kFileEndings{
    "7z",   "aspx", "asp", "bat", "bin",  "cmd", "conf", "csv",  "dat", "db",   "dll", "doc",
    "docm", "docx", "dmg", "elf", "eml",  "exe", "gz",   "hta",  "htm", "html", "ini", "iso",
    "jar",  "jpg",  "js",  "jse", "json", "jsp", "lnk",  "log",  "msi", "msg",  "ocx", "odt",
    "pdf",  "php",  "png", "ppt", "pptx", "ps1", "py",   "rar",  "rtf", "scr",  "sh",  "sys",
    "tar",  "tmp",  "txt", "vbe", "vbs",  "xls", "xlsm", "xlsx", "xml", "zip"};

// What clients take for the end of a site's name without "www." or a scheme: two letters
// (countries) and these, linkify-it's list ("fuzzyLink", the linker of most web clients) and those
// of the newer ones that are sold for abuse.
constexpr std::array<std::string_view, 29> kLinkedEndings{
    "aero", "app",  "asia", "biz", "click", "club", "com",    "coop", "dev", "edu",
    "gov",  "info", "live", "mil", "mov",   "name", "museum", "net",  "org", "online",
    "pro",  "shop", "site", "top", "web",   "work", "xxx",    "xyz",  "zip"};

bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 0x7F;
}
bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_name_character(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}

bool is_file_ending(std::string_view label) {
    const std::string lower = to_lower_ascii(label);
    return std::find(kFileEndings.begin(), kFileEndings.end(), lower) != kFileEndings.end();
}

// Labels of name characters, two at least, the last of two letters or more.
bool looks_like_domain(std::string_view word) {
    if (word.ends_with('.')) word.remove_suffix(1);
    const auto labels = split(word, '.');
    if (labels.size() < 2) return false;
    for (const std::string_view label : labels) {
        if (label.empty() || !std::all_of(label.begin(), label.end(), is_name_character))
            return false;
    }
    const std::string_view last = labels.back();
    if (last.starts_with("xn--")) return true;
    return last.size() >= 2 && std::all_of(last.begin(), last.end(), is_letter);
}

bool has_scheme(std::string_view word) noexcept {
    return word.find("://") != std::string_view::npos;
}

bool starts_as_link(std::string_view word) {
    const std::string start = to_lower_ascii(word.substr(0, 12));
    return start.starts_with("www.") || start.starts_with("mailto:") || start.starts_with("tel:");
}

bool looks_like_link(std::string_view word) {
    if (has_scheme(word) || starts_as_link(word)) return true;
    if (const std::size_t at = word.rfind('@'); at != std::string_view::npos && at > 0)
        return looks_like_domain(word.substr(at + 1));
    // "evil.example/a", "evil.example:8080"
    const std::string_view host = word.substr(0, word.find_first_of("/:?#"));
    if (!looks_like_domain(host)) return false;
    return host.size() != word.size() || !is_file_ending(host.substr(host.rfind('.') + 1));
}

bool is_linked_ending(std::string_view label) {
    const std::string lower = to_lower_ascii(label);
    return label.size() == 2 || lower.starts_with("xn--") ||
           static_cast<unsigned char>(label.front()) > 0x7F ||
           std::find(kLinkedEndings.begin(), kLinkedEndings.end(), lower) != kLinkedEndings.end();
}

// One word of a mail address before its '@', as Entra and Exchange allow it.
bool is_local_part(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_name_character(c) || c == '.' || c == '\'' || c == '+' || c == '#';
    });
}

constexpr std::string_view kOpening{"\"'([{<`"};
constexpr std::string_view kClosing{"\"')]}>`,;.!?"};

}  // namespace

std::size_t count_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    while (!text.empty()) {
        text.remove_prefix(decode_utf8(text).length);
        ++count;
    }
    return count;
}

std::string cut_code_points(std::string_view text, std::size_t count) {
    if (text.size() <= count) return std::string{text};
    std::size_t end = 0;  // where the text would be cut, leaving room for the ellipsis
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++seen) {
        if (seen + 1 == count) end = at;
        if (seen == count) {
            std::string_view kept = text.substr(0, end);
            while (kept.ends_with(' '))
                kept.remove_suffix(1);
            return count == 0 ? std::string{} : std::string{kept}.append(kEllipsis);
        }
        at += decode_utf8(text.substr(at)).length;
    }
    return std::string{text};
}

std::string defang_links(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 16);
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, space);
        const std::size_t start = std::min(word.find_first_not_of(kOpening), word.size());
        const std::size_t last = word.find_last_not_of(kClosing);
        const std::size_t end = last == std::string_view::npos ? start : std::max(last + 1, start);
        const std::string_view inner = word.substr(start, end - start);
        out.append(word.substr(0, start));
        out.append(looks_like_link(inner) ? defang(inner) : std::string{inner});
        out.append(word.substr(end));
        text.remove_prefix(space);
        if (!text.empty()) {
            out.push_back(' ');
            text.remove_prefix(1);
        }
    }
    return out;
}

bool is_own_domain(std::string_view domain, const std::vector<std::string>& own_domains) {
    return std::any_of(own_domains.begin(), own_domains.end(), [&](std::string_view own) {
        if (own.empty() || domain.size() < own.size()) return false;
        const auto above = domain.size() - own.size();
        return equals_ignore_case_ascii(domain.substr(above), own) &&
               (above == 0 || domain[above - 1] == '.');
    });
}

std::string defang_user(std::string_view user, const std::vector<std::string>& own_domains) {
    if (const auto at = user.find('@'); at != std::string_view::npos) {
        const auto domain = user.substr(at + 1);
        const bool own = is_local_part(user.substr(0, at)) && looks_like_domain(domain) &&
                         is_own_domain(domain, own_domains);
        return own ? std::string{user} : defang(user);
    }
    if (!looks_like_domain(user) || starts_as_link(user)) return defang_links(user);
    const auto labels = split(user.ends_with('.') ? user.substr(0, user.size() - 1) : user, '.');
    return is_linked_ending(labels.back()) ? defang(user) : std::string{user};
}

std::string defang_host(std::string_view name) {
    return looks_like_domain(name) || IpAddress::parse(name) ? defang(name) : std::string{name};
}

std::string join(std::initializer_list<std::string_view> parts, std::string_view separator) {
    std::string out;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out.append(separator);
        out.append(part);
    }
    return out;
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

}  // namespace socbot::cards
