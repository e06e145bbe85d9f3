// Reading scalars, each with the reason when it is none of what it should be.
#include "main/config/fields.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace socbot {
namespace {

bool only(std::string_view text, std::string_view letters) {
    return text.find_first_not_of(letters) == std::string_view::npos;
}

constexpr std::string_view kIdLetters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr std::string_view kCodeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

std::string quoted(std::string_view what) {
    return "'" + std::string{what} + "'";
}

std::optional<std::int64_t> unit_ms(std::string_view unit) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> kUnits{
        {{"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    for (const auto& [name, ms] : kUnits) {
        if (name == unit) {
            return ms;
        }
    }
    return std::nullopt;
}

std::optional<Milliseconds> parse_duration(std::string_view text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + digits, number);
    const auto unit = unit_ms(text.substr(digits));
    if (failure != std::errc{} || end != text.data() + digits || !unit ||
        number > std::numeric_limits<std::int64_t>::max() / *unit) {
        return std::nullopt;
    }
    return Milliseconds{number * *unit};
}

// Words as the file would write them: "1d", "4h".
std::string duration_text(Milliseconds duration) {
    const std::int64_t ms = duration.count();
    for (const auto& [unit, name] :
         {std::pair{86'400'000, "d"}, std::pair{3'600'000, "h"}, std::pair{60'000, "m"}}) {
        if (ms >= unit && ms % unit == 0) {
            return std::to_string(ms / unit) + name;
        }
    }
    return std::to_string(ms / 1000) + "s";
}

}  // namespace

std::optional<std::string>
read_text(BindContext& context, const ConfigNode& node, std::string_view what, std::size_t bytes) {
    const auto* const scalar = std::get_if<ConfigNode::Scalar>(&node.value);
    if (scalar == nullptr) {
        context.problem(node.position, quoted(what) + " takes one value");
        return std::nullopt;
    }
    if (scalar->text.empty()) {
        context.problem(node.position, quoted(what) + " is empty");
        return std::nullopt;
    }
    if (scalar->text.size() > bytes) {
        context.problem(
            node.position, quoted(what) + " is longer than " + std::to_string(bytes) + " bytes"
        );
        return std::nullopt;
    }
    if (to_plain_line(scalar->text) != scalar->text) {
        context.problem(
            node.position,
            quoted(what) + " holds invisible characters, line feeds or spaces at an end: " +
                shown(scalar->text)
        );
        return std::nullopt;
    }
    return scalar->text;
}

std::optional<std::string> read_word(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    const std::vector<std::string>& words
) {
    const auto text = read_text(context, node, what);
    if (!text || std::find(words.begin(), words.end(), *text) != words.end()) {
        return text;
    }
    std::string known;
    for (const std::string& word : words) {
        known += (known.empty() ? "" : ", ") + word;
    }
    context.problem(
        node.position,
        quoted(what) + " can't be " + shown(*text) + suggestion(*text, words) +
            " (known: " + known + ")"
    );
    return std::nullopt;
}

bool check_id(
    BindContext& context,
    const ConfigPosition& at,
    std::string_view id,
    std::string_view what
) {
    if (!id.empty() && id.size() <= 32 && only(id, kIdLetters)) {
        return true;
    }
    context.problem(at, quoted(what) + " takes 1 to 32 of a-z, 0-9, '-' and '_', not " + shown(id));
    return false;
}

std::optional<std::string>
read_id(BindContext& context, const ConfigNode& node, std::string_view what) {
    auto text = read_text(context, node, what);
    if (!text || !check_id(context, node.position, *text, what)) {
        return std::nullopt;
    }
    return text;
}

std::optional<CustomerCode>
read_customer_code(BindContext& context, const ConfigNode& node, std::string_view what) {
    const auto text = read_text(context, node, what);
    if (!text) {
        return std::nullopt;
    }
    if (text->size() <= 16 && only(*text, kCodeLetters)) {
        return CustomerCode{*text};
    }
    const std::string upper = to_upper_ascii(*text);
    const bool case_only = upper.size() <= 16 && only(upper, kCodeLetters);
    context.problem(
        node.position,
        quoted(what) + " takes 1 to 16 of A-Z, 0-9 and '-', not " + shown(*text) +
            (case_only ? "; did you mean '" + upper + "'?" : "")
    );
    return std::nullopt;
}

std::optional<CustomerCode> read_customer(BindContext& context, const ConfigNode& node) {
    const auto text = read_text(context, node, "customer");
    if (!text) {
        return std::nullopt;
    }
    context.customers.refer(*text, node.position);
    return CustomerCode{*text};
}

std::optional<CustomerScope> read_scope(BindContext& context, const ConfigNode& node) {
    if (const auto* const scalar = std::get_if<ConfigNode::Scalar>(&node.value)) {
        if (scalar->text == "all") {
            return CustomerScope{true, {}};
        }
        context.problem(
            node.position, "'customers' takes 'all' or a list of codes, not " + shown(scalar->text)
        );
        return std::nullopt;
    }
    const ConfigNode::List* const items = list_of(context, node, "customers");
    if (items == nullptr) {
        return std::nullopt;
    }
    CustomerScope scope;
    for (const ConfigNode& item : *items) {
        const auto code = read_customer(context, item);
        if (!code) {
            continue;
        }
        if (std::find(scope.customers.begin(), scope.customers.end(), *code) !=
            scope.customers.end()) {
            context.problem(item.position, shown(code->str()) + " stands twice in 'customers'");
            continue;
        }
        scope.customers.push_back(*code);
    }
    return scope;
}

std::optional<std::string> read_zone(BindContext& context, const ConfigNode& node) {
    auto text = read_text(context, node, "zone", 64);
    if (text && !context.services.zones.known(*text)) {
        context.problem(
            node.position,
            "the time zone " + shown(*text) + " is unknown; write an IANA name like Europe/London"
        );
        return std::nullopt;
    }
    return text;
}

std::optional<Severity> read_severity(BindContext& context, const ConfigNode& node) {
    const auto word = read_word(
        context, node, "threshold", {"informational", "low", "medium", "high", "critical"}
    );
    return word ? parse_severity(*word) : std::nullopt;
}

std::optional<Milliseconds> read_duration(
    BindContext& context,
    const ConfigNode& node,
    std::string_view what,
    const DurationRange& range
) {
    const auto text = read_text(context, node, what);
    if (!text) {
        return std::nullopt;
    }
    const auto duration = parse_duration(*text);
    if (!duration) {
        context.problem(
            node.position,
            quoted(what) + " takes a number with s, m, h or d like 4h, not " + shown(*text)
        );
        return std::nullopt;
    }
    if (*duration < range.least || *duration > range.most) {
        context.problem(
            node.position,
            quoted(what) + " takes " + duration_text(range.least) + " to " +
                duration_text(range.most) + ", not " + shown(*text)
        );
        return std::nullopt;
    }
    return duration;
}

}  // namespace socbot
