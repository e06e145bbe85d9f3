// Defanging: writes an indicator so that no client makes it a link and no reader opens it by
// accident. Every dot and at-sign is bracketed, also in paths and queries, because clients link
// bare domains wherever they find them; schemes lose their letters ("hxxp") or their colon
// ("[:]//").
#include "base/text.h"

namespace socbot {
namespace {

bool ends_with_ignore_case(std::string_view text, std::string_view end) noexcept {
    return text.size() >= end.size() &&
           equals_ignore_case_ascii(text.substr(text.size() - end.size()), end);
}

// `t` becomes `x`, in the letter's own case.
char defanged_letter(char c) noexcept {
    if (c == 't') return 'x';
    if (c == 'T') return 'X';
    return c;
}

// `out` ends in the scheme whose "://" follows.
void append_scheme_end(std::string& out) {
    for (const std::string_view dead : {"hxxp", "hxxps", "fxp"}) {
        if (ends_with_ignore_case(out, dead)) {
            out.append("://");
            return;
        }
    }
    for (const std::string_view scheme : {"http", "https", "ftp"}) {
        if (!ends_with_ignore_case(out, scheme)) continue;
        for (std::size_t i = out.size() - scheme.size(); i < out.size(); ++i)
            out[i] = defanged_letter(out[i]);
        out.append("://");
        return;
    }
    out.append("[:]//");
}

}  // namespace

std::string defang(std::string_view indicator) {
    constexpr std::string_view scheme_end{"://"};
    std::string out;
    out.reserve(indicator.size() + 16);
    for (std::size_t i = 0; i < indicator.size(); ++i) {
        const char c = indicator[i];
        if (c == '.' || c == '@') {
            const bool bracketed = i > 0 && indicator[i - 1] == '[' && i + 1 < indicator.size() &&
                                   indicator[i + 1] == ']';
            if (!bracketed) out.push_back('[');
            out.push_back(c);
            if (!bracketed) out.push_back(']');
        } else if (indicator.substr(i).starts_with(scheme_end)) {
            append_scheme_end(out);
            i += scheme_end.size() - 1;
        } else {
            out.push_back(c);
        }
    }
    return out;
}

}  // namespace socbot
