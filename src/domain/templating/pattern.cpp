// RE2 with a memory limit.
#include "domain/templating/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace socbot::templating {

namespace {

// JavaScript's $1 and $& as RE2's \1 and \0.
std::string to_rewrite(std::string_view with) {
    std::string rewrite;
    for (std::size_t i = 0; i < with.size(); ++i) {
        const char next = i + 1 < with.size() ? with[i + 1] : ' ';
        if (with[i] == '$' && ((next >= '1' && next <= '9') || next == '&')) {
            rewrite += '\\';
            rewrite += next == '&' ? '0' : next;
            ++i;
        } else {
            if (with[i] == '\\') rewrite += '\\';
            rewrite += with[i];
        }
    }
    return rewrite;
}

// The bytes of the code point at `at`; at least 1.
std::size_t code_point_length(std::string_view text, std::size_t at) {
    std::size_t length = 1;
    while (at + length < text.size() &&
           (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80U)
        ++length;
    return length;
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view source, std::size_t bytes, bool ignore_case) {
    if (source.size() > bytes)
        return Error{
            Errc::invalid_input, "pattern is longer than " + std::to_string(bytes) + " bytes"};
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!ignore_case);
    options.set_max_mem(1 << 20);
    auto regex =
        std::make_shared<re2::RE2>(re2::StringPiece{source.data(), source.size()}, options);
    if (!regex->ok()) return Error{Errc::invalid_input, "pattern: " + regex->error()};
    return Pattern{std::move(regex)};
}

bool Pattern::found_in(std::string_view text) const {
    return re2::RE2::PartialMatch(re2::StringPiece{text.data(), text.size()}, *regex_);
}

std::optional<std::string>
Pattern::replace_all(std::string_view text, std::string_view with, std::size_t most) const {
    const std::string rewrite = to_rewrite(with);
    std::string error;
    if (!regex_->CheckRewriteString(rewrite, &error)) return std::nullopt;
    std::array<re2::StringPiece, 10> groups;
    const int wanted = 1 + re2::RE2::MaxSubmatch(rewrite);
    const re2::StringPiece subject{text.data(), text.size()};
    std::string out;
    std::size_t at = 0;
    while (at <= text.size() && out.size() <= most) {
        const bool found =
            regex_->Match(subject, at, text.size(), re2::RE2::UNANCHORED, groups.data(), wanted);
        if (!found) break;
        const auto start = static_cast<std::size_t>(groups[0].data() - text.data());
        out.append(text.substr(at, start - at));
        regex_->Rewrite(&out, rewrite, groups.data(), wanted);
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
