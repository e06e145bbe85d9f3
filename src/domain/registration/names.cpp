// Host names in their two forms, and what of one is registered. Letters are libidn2's to judge, the
// list libpsl's; only walking up a name is done here, because libpsl offers the registered domain
// for both sections of the list together.
#include "base/text.h"
#include "base/utf8.h"
#include "domain/registration/query.h"

#include <unicode/uspoof.h>

#include <idn2.h>
#include <libpsl.h>

#include <algorithm>
#include <cstdio>

namespace socbot {
namespace {

constexpr std::size_t kNameBytes{253};
constexpr std::size_t kLabelBytes{63};

// Strings libidn2 allocates.
struct FreeIdn {
    void operator()(char* text) const noexcept { idn2_free(text); }
};
using IdnText = std::unique_ptr<char, FreeIdn>;

Error no_name(std::string why) {
    return Error{Errc::invalid_input, std::move(why)};
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

Result<void> check_labels(std::string_view ascii) {
    if (ascii.empty()) return no_name("nothing to look up");
    if (ascii.size() > kNameBytes) return no_name("a name has at most 253 characters");
    std::string_view last;
    for (const std::string_view label : split(ascii, '.')) {
        if (label.empty()) return no_name("a name has no empty label");
        if (label.size() > kLabelBytes) return no_name("a label has at most 63 characters");
        if (!std::all_of(label.begin(), label.end(), is_name_character))
            return no_name("a name has letters, digits and hyphens");
        if (label.front() == '-' || label.back() == '-')
            return no_name("a label neither starts nor ends with a hyphen");
        last = label;
    }
    if (std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return no_name("neither an address nor a name");
    return {};
}

Result<std::string> to_ascii(std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80;
    });
    if (plain) return to_lower_ascii(text);
    if (!is_valid_utf8(text)) return no_name("not UTF-8");
    const std::string input{text};
    std::uint8_t* made = nullptr;
    const int failed = idn2_lookup_u8(
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): its type for UTF-8
        reinterpret_cast<const std::uint8_t*>(input.c_str()),
        &made,
        IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL
    );
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as above
    const IdnText out{reinterpret_cast<char*>(made)};
    if (failed != IDN2_OK) return no_name("not an internationalised name (RFC 5891)");
    return to_lower_ascii(out.get());
}

}  // namespace

Result<HostName> parse_host_name(std::string_view text) {
    if (text.size() > 4 * kNameBytes) return no_name("a name has at most 253 characters");
    if (text.find('\0') != std::string_view::npos) return no_name("a name has no NUL");
    auto ascii = to_ascii(text);
    if (!ascii) return std::move(ascii).error();
    if (ascii->ends_with('.')) ascii->pop_back();
    if (const auto good = check_labels(*ascii); !good) return good.error();
    HostName name{.ascii = *ascii, .unicode = *ascii};
    if (ascii->find("xn--") != std::string::npos) {
        char* made = nullptr;
        const int failed = idn2_to_unicode_8z8z(ascii->c_str(), &made, IDN2_NONTRANSITIONAL);
        const IdnText out{made};
        if (failed == IDN2_OK && is_valid_utf8(out.get()) && to_plain_line(out.get()) == out.get())
            name.unicode = out.get();
    }
    return name;
}

bool is_mixed_script(std::string_view unicode) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker{
        uspoof_open(&status), &uspoof_close};
    if (U_FAILURE(status)) return false;
    uspoof_setRestrictionLevel(checker.get(), USPOOF_HIGHLY_RESTRICTIVE);
    uspoof_setChecks(checker.get(), USPOOF_RESTRICTION_LEVEL, &status);
    for (const std::string_view label : split(unicode, '.')) {
        const std::int32_t found = uspoof_check2UTF8(
            checker.get(),
            label.data(),
            static_cast<std::int32_t>(std::min(label.size(), 4 * kNameBytes)),
            nullptr,
            &status
        );
        if (U_SUCCESS(status) && found != 0) return true;
    }
    return false;
}

PublicSuffixes PublicSuffixes::built_in() {
    // libpsl's own: not to be freed, but psl_free knows that and lets it be.
    return PublicSuffixes{
        std::shared_ptr<const psl_ctx_st>{psl_builtin(), [](const psl_ctx_st*) {}}};
}

Result<PublicSuffixes> PublicSuffixes::read(std::string_view list) {
    if (list.empty()) return no_name("the public suffix list is empty");
    std::string copy{list};
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream{
        fmemopen(copy.data(), copy.size(), "r"), &std::fclose};
    psl_ctx_t* const read = stream ? psl_load_fp(stream.get()) : nullptr;
    std::shared_ptr<const psl_ctx_st> owned{read, [](const psl_ctx_st* made) {
                                                // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast):
                                                // ours
                                                psl_free(const_cast<psl_ctx_st*>(made));
                                            }};
    if (!owned || psl_suffix_count(owned.get()) == 0)
        return no_name("the public suffix list holds no rule");
    return PublicSuffixes{std::move(owned)};
}

PublicSuffixes::Split PublicSuffixes::split(std::string_view name) const {
    const auto is_suffix = [&](const std::string& candidate) {
        return list_ && psl_is_public_suffix2(
                            list_.get(), candidate.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE
                        ) != 0;
    };
    std::size_t start = 0;            // of the candidate
    std::size_t above = name.size();  // of the name one label longer; past the end: none
    while (true) {
        const std::string candidate{name.substr(start)};
        const std::size_t dot = name.find('.', start);
        const bool last = dot == std::string_view::npos;
        // A rule like "*.ck" makes every name below a suffix and says nothing of "ck" itself.
        const bool listed = is_suffix(candidate) || (last && is_suffix("x." + candidate));
        if (listed || last) {
            return {
                .registered = above == name.size() ? std::string_view{} : name.substr(above),
                .listed = listed};
        }
        above = start;
        start = dot + 1;
    }
}

}  // namespace socbot
