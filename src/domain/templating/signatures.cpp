// The table is that of adaptive-expressions 4.23.3: the return type and validator of each function.
#include "domain/templating/signatures.h"

#include <algorithm>
#include <array>

namespace socbot::templating {

namespace {

constexpr Types kB = kBoolean;
constexpr Types kN = kNumber;
constexpr Types kS = kText;
constexpr Types kA = kList;
constexpr Types kO = kAnything;

// Arguments beyond the listed ones have the type of the last; 0 ends the list.
struct Signature {
    std::string_view name;
    Types returns;
    std::array<Types, 5> takes{};
};

constexpr std::array kSignatures{
    Signature{"!", kB},
    Signature{"!=", kB},
    Signature{"%", kN, {kN}},
    Signature{"&&", kB},
    Signature{"*", kN, {kN}},
    Signature{"+", kN | kS, {kN | kS}},
    Signature{"-", kN, {kN}},
    Signature{"/", kN, {kN}},
    Signature{"<", kB},
    Signature{"<=", kB},
    Signature{"==", kB},
    Signature{">", kB},
    Signature{">=", kB},
    Signature{"EOL", kS},
    Signature{"^", kN, {kN}},
    Signature{"abs", kN, {kN}},
    Signature{"addDays", kS, {kS, kN, kS}},
    Signature{"addHours", kS, {kS, kN, kS}},
    Signature{"addMinutes", kS, {kS, kN, kS}},
    Signature{"addOrdinal", kS, {kN}},
    Signature{"addProperty", kO, {kO, kS, kO}},
    Signature{"addSeconds", kS, {kS, kN, kS}},
    Signature{"addToTime", kS, {kS, kN, kS}},
    Signature{"all", kB},
    Signature{"any", kB},
    Signature{"average", kN},
    Signature{"base64", kS},
    Signature{"base64ToString", kS},
    Signature{"bool", kB},
    Signature{"ceiling", kN, {kN}},
    Signature{"concat", kS | kA},
    Signature{"contains", kB},
    Signature{"convertFromUTC", kS, {kS}},
    Signature{"convertToUTC", kS, {kS}},
    Signature{"count", kN, {kS | kA}},
    Signature{"countWord", kN, {kS}},
    Signature{"createArray", kA},
    Signature{"dataUri", kS},
    Signature{"dataUriToString", kS},
    Signature{"date", kS, {kS}},
    Signature{"dateReadBack", kS, {kS}},
    Signature{"dateTimeDiff", kN, {kS}},
    Signature{"dayOfMonth", kN, {kS}},
    Signature{"dayOfWeek", kN, {kS}},
    Signature{"dayOfYear", kN, {kS}},
    Signature{"empty", kB},
    Signature{"endsWith", kB, {kS}},
    Signature{"exists", kB},
    Signature{"flatten", kA, {kA, kN}},
    Signature{"float", kN},
    Signature{"floor", kN, {kN}},
    Signature{"foreach", kA},
    Signature{"formatDateTime", kS, {kS}},
    Signature{"formatEpoch", kS, {kN, kS}},
    Signature{"formatNumber", kS, {kN, kN, kS}},
    Signature{"formatTicks", kS, {kN, kS}},
    Signature{"getFutureTime", kS, {kN, kS}},
    Signature{"getPastTime", kS, {kN, kS}},
    Signature{"getProperty", kO, {kO, kS}},
    Signature{"getTimeOfDay", kS, {kS}},
    Signature{"ignore", kB, {kB}},
    Signature{"indexOf", kN, {kS | kA, kO}},
    Signature{"indicesAndValues", kA},
    Signature{"int", kN},
    Signature{"intersection", kA, {kA}},
    Signature{"isArray", kB},
    Signature{"isBoolean", kB},
    Signature{"isDateTime", kB},
    Signature{"isFloat", kB},
    Signature{"isInteger", kB},
    Signature{"isMatch", kB, {kS}},
    Signature{"isObject", kB},
    Signature{"isString", kB},
    Signature{"jPath", kO, {kO, kS}},
    Signature{"join", kS, {kA, kS}},
    Signature{"json", kO, {kS}},
    Signature{"jsonStringify", kS},
    Signature{"lastIndexOf", kN, {kS | kA, kO}},
    Signature{"length", kN, {kS}},
    Signature{"max", kN},
    Signature{"min", kN},
    Signature{"month", kN, {kS}},
    Signature{"newGuid", kS},
    Signature{"optional", kB, {kB}},
    Signature{"rand", kN, {kN}},
    Signature{"range", kA, {kN}},
    Signature{"removeProperty", kO, {kO, kS}},
    Signature{"replace", kS, {kS}},
    Signature{"replaceIgnoreCase", kS, {kS}},
    Signature{"reverse", kS | kA, {kS | kA}},
    Signature{"round", kN, {kN}},
    Signature{"select", kA},
    Signature{"sentenceCase", kS, {kS}},
    Signature{"setProperty", kO, {kO, kS, kO}},
    Signature{"skip", kA, {kA, kN}},
    Signature{"sortBy", kA, {kA, kS}},
    Signature{"sortByDescending", kA, {kA, kS}},
    Signature{"split", kA, {kS}},
    Signature{"sqrt", kN, {kN}},
    Signature{"startOfDay", kS, {kS}},
    Signature{"startOfHour", kS, {kS}},
    Signature{"startOfMonth", kS, {kS}},
    Signature{"startsWith", kB, {kS}},
    Signature{"string", kS, {kO, kS}},
    Signature{"stringOrValue", kO, {kS}},
    Signature{"subArray", kA, {kA, kN}},
    Signature{"substring", kS, {kS, kN}},
    Signature{"subtractFromTime", kS, {kS, kN, kS}},
    Signature{"sum", kN, {kA}},
    Signature{"take", kS | kA, {kS | kA, kN}},
    Signature{"ticks", kN, {kS}},
    Signature{"ticksToDays", kN, {kN}},
    Signature{"ticksToHours", kN, {kN}},
    Signature{"ticksToMinutes", kN, {kN}},
    Signature{"titleCase", kS, {kS}},
    Signature{"toLower", kS, {kS}},
    Signature{"toUpper", kS, {kS}},
    Signature{"trim", kS, {kS}},
    Signature{"union", kA, {kA}},
    Signature{"unique", kA, {kA}},
    Signature{"uriComponent", kS},
    Signature{"uriComponentToString", kS},
    Signature{"uriHost", kS},
    Signature{"uriPath", kS},
    Signature{"uriPathAndQuery", kS},
    Signature{"uriPort", kN},
    Signature{"uriQuery", kS},
    Signature{"uriScheme", kS},
    Signature{"utcNow", kS, {kS}},
    Signature{"where", kA},
    Signature{"xPath", kO, {kO, kS}},
    Signature{"xml", kS},
    Signature{"year", kN, {kS}},
    Signature{"||", kB},
};

constexpr bool by_name(const Signature& a, const Signature& b) noexcept {
    return a.name < b.name;
}
static_assert(std::is_sorted(kSignatures.begin(), kSignatures.end(), by_name));

// nullptr: any arguments, any result.
const Signature* signature_of(std::string_view name) noexcept {
    const auto* const found =
        std::lower_bound(kSignatures.begin(), kSignatures.end(), Signature{name, kO}, by_name);
    return found != kSignatures.end() && found->name == name ? found : nullptr;
}

Types taken(const Signature& signature, std::size_t argument) noexcept {
    Types last = kO;
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
    if (node.undefined) return kO;
    if (node.constant.is_bool()) return kB;
    if (node.constant.is_number()) return kN;
    return node.constant.is_string() ? kS : kO;
}

}  // namespace

Types static_type(const Node& node) {
    if (node.type == Node::Type::constant) return type_of_constant(node);
    if (node.type != Node::Type::call) return kO;
    // The official parser takes an unknown function for one that gives text.
    if (node.builtin == nullptr) return kS;
    const Signature* const signature = signature_of(node.text);
    return signature == nullptr ? kO : signature->returns;
}

Result<void> check_types(const Node& node) {
    if (node.type == Node::Type::member) {
        if ((static_type(node.children[0]) & kO) != 0) return {};
        return Error{Errc::invalid_input, canonical_text(node) + ": only an object has members"};
    }
    const Signature* const signature = signature_of(node.text);
    if (node.type != Node::Type::call || signature == nullptr) return {};
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Types wanted = taken(*signature, i);
        const Types given = static_type(node.children[i]);
        if (((wanted | given) & kO) != 0 || (wanted & given) != 0) continue;
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
