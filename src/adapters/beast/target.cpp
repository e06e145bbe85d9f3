// Reading the request target (RFC 9112 section 3.2). Strict, because a path that two programs
// decode differently is how access rules are passed by.
#include "adapters/beast/gate.h"
#include "base/text.h"

#include <algorithm>

namespace socbot {
namespace {

constexpr Refusal kBadTarget{400, "target", "the request target is malformed"};
constexpr Refusal kBadPath{400, "path", "the path is malformed"};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_plain_ascii(char c) {
    return c > 0x20 && c < 0x7f;
}

// The part between the scheme and the path of an absolute-form target moves to `authority`.
bool cut_absolute_form(std::string& target, std::string& authority) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        const std::string_view text{target};
        if (text.size() < scheme.size() ||
            !equals_ignore_case_ascii(text.substr(0, scheme.size()), scheme))
            continue;
        const auto end = std::min(text.find_first_of("/?", scheme.size()), text.size());
        authority = std::string{text.substr(scheme.size(), end - scheme.size())};
        target.erase(0, end);
        if (target.empty() || target.front() == '?') target.insert(0, "/");
        return !authority.empty() && authority.find('@') == std::string::npos;
    }
    return false;
}

// Controls would move a log reader's cursor, a slash or backslash would make a segment of two.
bool decodes_to_trouble(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\';
}

bool decode_path(std::string_view raw, std::string& out) {
    out.clear();
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '\\') return false;
        if (raw[i] != '%') {
            out.push_back(raw[i]);
            continue;
        }
        if (i + 2 >= raw.size()) return false;
        const int high = hex_value(raw[i + 1]);
        const int low = hex_value(raw[i + 2]);
        if (high < 0 || low < 0) return false;
        const char byte = static_cast<char>(high * 16 + low);
        if (decodes_to_trouble(byte)) return false;
        out.push_back(byte);
        i += 2;
    }
    return true;
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto segment = path.substr(0, slash);
        if (segment == "." || segment == "..") return true;
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    return false;
}

}  // namespace

std::optional<Refusal> read_target(http::Request& request, std::string& authority) {
    std::string& target = request.target;
    if (!std::all_of(target.begin(), target.end(), is_plain_ascii)) return kBadTarget;
    if (target.find('#') != std::string::npos) return kBadTarget;
    if (!target.starts_with('/') && !cut_absolute_form(target, authority)) return kBadTarget;
    const std::string_view text{target};
    const auto question = text.find('?');
    const auto raw_path = text.substr(0, question);
    request.query = question == std::string_view::npos ? "" : text.substr(question + 1);
    if (!decode_path(raw_path, request.path)) return kBadPath;
    if (has_dot_segment(request.path) || !is_valid_utf8(request.path)) return kBadPath;
    return std::nullopt;
}

}  // namespace socbot
