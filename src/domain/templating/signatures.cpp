// The table is that of adaptive-expressions 4.23.3: the return type and validator of each function.
#include "domain/templating/signatures.h"

#include <algorithm>
#include <array>

namespace socbot::templating {

namespace {

constexpr Types B = kBoolean;
constexpr Types N = kNumber;
constexpr Types S = kText;
constexpr Types A = kList;
constexpr Types O = kAnything;

// Arguments beyond the listed ones have the type of the last; 0 ends the list.
struct Signature {
    std::string_view name;
    Types returns;
    std::array<Types, 5> takes{};
};

constexpr std::array kSignatures{
    Signature{"!", B},
    Signature{"!=", B},
    Signature{"%", N, {N}},
    Signature{"&&", B},
    Signature{"*", N, {N}},
    Signature{"+", N | S, {N | S}},
    Signature{"-", N, {N}},
    Signature{"/", N, {N}},
    Signature{"<", B},
    Signature{"<=", B},
    Signature{"==", B},
    Signature{">", B},
    Signature{">=", B},
    Signature{"EOL", S},
    Signature{"^", N, {N}},
    Signature{"abs", N, {N}},
    Signature{"addDays", S, {S, N, S}},
    Signature{"addHours", S, {S, N, S}},
    Signature{"addMinutes", S, {S, N, S}},
    Signature{"addOrdinal", S, {N}},
    Signature{"addProperty", O, {O, S, O}},
    Signature{"addSeconds", S, {S, N, S}},
    Signature{"addToTime", S, {S, N, S}},
    Signature{"all", B},
    Signature{"any", B},
    Signature{"average", N},
    Signature{"base64", S},
    Signature{"base64ToString", S},
    Signature{"bool", B},
    Signature{"ceiling", N, {N}},
    Signature{"concat", S | A},
    Signature{"contains", B},
    Signature{"convertFromUTC", S, {S}},
    Signature{"convertToUTC", S, {S}},
    Signature{"count", N, {S | A}},
    Signature{"countWord", N, {S}},
    Signature{"createArray", A},
    Signature{"dataUri", S},
    Signature{"dataUriToString", S},
    Signature{"date", S, {S}},
    Signature{"dateReadBack", S, {S}},
    Signature{"dateTimeDiff", N, {S}},
    Signature{"dayOfMonth", N, {S}},
    Signature{"dayOfWeek", N, {S}},
    Signature{"dayOfYear", N, {S}},
    Signature{"empty", B},
    Signature{"endsWith", B, {S}},
    Signature{"exists", B},
    Signature{"flatten", A, {A, N}},
    Signature{"float", N},
    Signature{"floor", N, {N}},
    Signature{"foreach", A},
    Signature{"formatDateTime", S, {S}},
    Signature{"formatEpoch", S, {N, S}},
    Signature{"formatNumber", S, {N, N, S}},
    Signature{"formatTicks", S, {N, S}},
    Signature{"getFutureTime", S, {N, S}},
    Signature{"getPastTime", S, {N, S}},
    Signature{"getProperty", O, {O, S}},
    Signature{"getTimeOfDay", S, {S}},
    Signature{"ignore", B, {B}},
    Signature{"indexOf", N, {S | A, O}},
    Signature{"indicesAndValues", A},
    Signature{"int", N},
    Signature{"intersection", A, {A}},
    Signature{"isArray", B},
    Signature{"isBoolean", B},
    Signature{"isDateTime", B},
    Signature{"isFloat", B},
    Signature{"isInteger", B},
    Signature{"isMatch", B, {S}},
    Signature{"isObject", B},
    Signature{"isString", B},
    Signature{"jPath", O, {O, S}},
    Signature{"join", S, {A, S}},
    Signature{"json", O, {S}},
    Signature{"jsonStringify", S},
    Signature{"lastIndexOf", N, {S | A, O}},
    Signature{"length", N, {S}},
    Signature{"max", N},
    Signature{"min", N},
    Signature{"month", N, {S}},
    Signature{"newGuid", S},
    Signature{"optional", B, {B}},
    Signature{"rand", N, {N}},
    Signature{"range", A, {N}},
    Signature{"removeProperty", O, {O, S}},
    Signature{"replace", S, {S}},
    Signature{"replaceIgnoreCase", S, {S}},
    Signature{"reverse", S | A, {S | A}},
    Signature{"round", N, {N}},
    Signature{"select", A},
    Signature{"sentenceCase", S, {S}},
    Signature{"setProperty", O, {O, S, O}},
    Signature{"skip", A, {A, N}},
    Signature{"sortBy", A, {A, S}},
    Signature{"sortByDescending", A, {A, S}},
    Signature{"split", A, {S}},
    Signature{"sqrt", N, {N}},
    Signature{"startOfDay", S, {S}},
    Signature{"startOfHour", S, {S}},
    Signature{"startOfMonth", S, {S}},
    Signature{"startsWith", B, {S}},
    Signature{"string", S, {O, S}},
    Signature{"stringOrValue", O, {S}},
    Signature{"subArray", A, {A, N}},
    Signature{"substring", S, {S, N}},
    Signature{"subtractFromTime", S, {S, N, S}},
    Signature{"sum", N, {A}},
    Signature{"take", S | A, {S | A, N}},
    Signature{"ticks", N, {S}},
    Signature{"ticksToDays", N, {N}},
    Signature{"ticksToHours", N, {N}},
    Signature{"ticksToMinutes", N, {N}},
    Signature{"titleCase", S, {S}},
    Signature{"toLower", S, {S}},
    Signature{"toUpper", S, {S}},
    Signature{"trim", S, {S}},
    Signature{"union", A, {A}},
    Signature{"unique", A, {A}},
    Signature{"uriComponent", S},
    Signature{"uriComponentToString", S},
    Signature{"uriHost", S},
    Signature{"uriPath", S},
    Signature{"uriPathAndQuery", S},
    Signature{"uriPort", N},
    Signature{"uriQuery", S},
    Signature{"uriScheme", S},
    Signature{"utcNow", S, {S}},
    Signature{"where", A},
    Signature{"xPath", O, {O, S}},
    Signature{"xml", S},
    Signature{"year", N, {S}},
    Signature{"||", B},
};

constexpr bool by_name(const Signature& a, const Signature& b) noexcept {
    return a.name < b.name;
}
static_assert(std::is_sorted(kSignatures.begin(), kSignatures.end(), by_name));

// nullptr: any arguments, any result.
const Signature* signature_of(std::string_view name) noexcept {
    const auto* const found =
        std::lower_bound(kSignatures.begin(), kSignatures.end(), Signature{name, O}, by_name);
    return found != kSignatures.end() && found->name == name ? found : nullptr;
}

Types taken(const Signature& signature, std::size_t argument) noexcept {
    Types last = O;
    for (std::size_t i = 0; i < signature.takes.size() && signature.takes[i] != 0; ++i) {
        last = signature.takes[i];
        if (i == argument) break;
    }
    return last;
}

std::string names_of(Types types) {
    constexpr std::array<std::string_view, 4> kNames{"a boolean", "a number", "text", "a list"};
    std::string out;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if ((types & (1U << i)) == 0) continue;
        if (!out.empty()) out += " or ";
        out += kNames[i];
    }
    return out;
}

Types type_of_constant(const Node& node) noexcept {
    if (node.undefined) return O;
    if (node.constant.is_bool()) return B;
    if (node.constant.is_number()) return N;
    return node.constant.is_string() ? S : O;
}

}  // namespace

Types static_type(const Node& node) {
    if (node.type == Node::Type::constant) return type_of_constant(node);
    if (node.type != Node::Type::call) return O;
    // The official parser takes an unknown function for one that gives text.
    if (node.builtin == nullptr) return S;
    const Signature* const signature = signature_of(node.text);
    return signature == nullptr ? O : signature->returns;
}

Result<void> check_types(const Node& node) {
    if (node.type == Node::Type::member) {
        if ((static_type(node.children[0]) & O) != 0) return {};
        return Error{Errc::invalid_input, canonical_text(node) + ": only an object has members"};
    }
    const Signature* const signature = signature_of(node.text);
    if (node.type != Node::Type::call || signature == nullptr) return {};
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Types wanted = taken(*signature, i);
        const Types given = static_type(node.children[i]);
        if (((wanted | given) & O) != 0 || (wanted & given) != 0) continue;
        return Error{
            Errc::invalid_input,
            canonical_text(node) + ": argument " + std::to_string(i + 1) + " must be " +
                names_of(wanted)};
    }
    return {};
}

bool is_refused(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 12> kTimex{
        "getNextViableDate",
        "getNextViableTime",
        "getPreviousViableDate",
        "getPreviousViableTime",
        "isDate",
        "isDateRange",
        "isDefinite",
        "isDuration",
        "isPresent",
        "isTime",
        "isTimeRange",
        "resolve"};
    return std::find(kTimex.begin(), kTimex.end(), name) != kTimex.end();
}

}  // namespace socbot::templating
