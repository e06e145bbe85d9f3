// RE2 with a memory limit.
#include "domain/templating/pattern.h"

#include "domain/templating/common_regex.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace socbot::templating {

namespace {

using Groups = std::vector<re2::StringPiece>;

Result<std::shared_ptr<const re2::RE2>> compile_re2(const std::string& source, bool ignore_case) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!ignore_case);
    options.set_max_mem(1 << 20);
    auto regex = std::make_shared<re2::RE2>(source, options);
    if (!regex->ok()) return Error{Errc::invalid_input, "pattern: " + regex->error()};
    return std::shared_ptr<const re2::RE2>{std::move(regex)};
}

Error too_long(std::size_t bytes) {
    return {Errc::invalid_input, "pattern is longer than " + std::to_string(bytes) + " bytes"};
}

// The bytes of the code point at `at`; at least 1.
std::size_t code_point_length(std::string_view text, std::size_t at) {
    std::size_t length = 1;
    while (at + length < text.size() &&
           (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80U)
        ++length;
    return length;
}

// How many characters of a "$..." name a group, and which; two digits when there is such a group.
struct GroupName {
    std::size_t length{0};
    std::size_t group{0};
};
GroupName group_name(std::string_view after_dollar, std::size_t groups) {
    const auto digit = [&](std::size_t i) -> std::optional<std::size_t> {
        if (i >= after_dollar.size() || after_dollar[i] < '0' || after_dollar[i] > '9')
            return std::nullopt;
        return static_cast<std::size_t>(after_dollar[i] - '0');
    };
    const auto first = digit(0);
    if (!first) return {};
    if (const auto second = digit(1)) {
        const std::size_t both = *first * 10 + *second;
        if (both >= 1 && both < groups) return {2, both};
    }
    return *first >= 1 && *first < groups ? GroupName{1, *first} : GroupName{};
}

// GetSubstitution of ECMA-262.
void append_replacement(std::string& out, std::string_view with, const Groups& groups) {
    for (std::size_t i = 0; i < with.size(); ++i) {
        const std::string_view next = with.substr(i + 1);
        if (with[i] != '$' || next.empty()) {
            out += with[i];
        } else if (next.front() == '$') {
            out += '$';
            ++i;
        } else if (next.front() == '&') {
            out.append(groups[0].data(), groups[0].size());
            ++i;
        } else if (const GroupName name = group_name(next, groups.size()); name.length > 0) {
            out.append(groups[name.group].data(), groups[name.group].size());
            i += name.length;
        } else {
            out += '$';
        }
    }
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view source, std::size_t bytes) {
    if (source.size() > bytes) return too_long(bytes);
    const auto translated = common_to_re2(source);
    if (!translated) return translated.error();
    auto regex = compile_re2(*translated, false);
    if (!regex) return regex.error();
    return Pattern{std::move(*regex)};
}

Result<Pattern> Pattern::compile_raw(std::string_view source, std::size_t bytes) {
    if (source.size() > bytes) return too_long(bytes);
    auto regex = compile_re2(javascript_to_re2(source), true);
    if (!regex) return regex.error();
    return Pattern{std::move(*regex)};
}

bool Pattern::found_in(std::string_view text) const {
    return re2::RE2::PartialMatch(re2::StringPiece{text.data(), text.size()}, *regex_);
}

std::string Pattern::replace_all(std::string_view text, std::string_view with, std::size_t most)
    const {
    const re2::StringPiece subject{text.data(), text.size()};
    Groups groups(static_cast<std::size_t>(regex_->NumberOfCapturingGroups()) + 1);
    std::string out;
    std::size_t at = 0;
    while (at <= text.size() && out.size() <= most) {
        const bool found = regex_->Match(
            subject,
            at,
            text.size(),
            re2::RE2::UNANCHORED,
            groups.data(),
            static_cast<int>(groups.size())
        );
        if (!found) break;
        const auto start = static_cast<std::size_t>(groups[0].data() - text.data());
        out.append(text.substr(at, start - at));
        append_replacement(out, with, groups);
        at = start + groups[0].size();
        if (!groups[0].empty()) continue;
        // An empty match takes the next character along, else it would be found for ever.
        const std::size_t length = code_point_length(text, at);
        out.append(text.substr(std::min(at, text.size()), length));
        at += length;
    }
    if (at < text.size()) out.append(text.substr(at));
    return out;
}

}  // namespace socbot::templating
