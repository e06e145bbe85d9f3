// Customers and alarm groups as people name them. Nothing here tells a customer of another room
// from one that does not exist: who types a name learns nothing from the refusal.
#include "domain/commands/arguments.h"

#include "base/check.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace socbot {
namespace {

// 18 digits are more than any count and less than 2^63, which the store's integers end at.
constexpr std::size_t kNumberDigits = 18;

std::optional<std::uint64_t> parse_number(std::string_view digits) {
    if (digits.empty() || digits.size() > kNumberDigits) return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = failure == std::errc{} && end == digits.data() + digits.size();
    if (!whole || number == 0) return std::nullopt;
    return number;
}

}  // namespace

const Word& Arguments::peek(std::size_t ahead) const {
    SOCBOT_CHECK(ahead < left(), "a word is only looked at where there is one");
    return words_[at_ + ahead];
}

void Arguments::skip(std::size_t count) {
    SOCBOT_CHECK(count <= left(), "only words that are there are skipped");
    at_ += count;
}

bool Arguments::take(std::initializer_list<std::string_view> keywords) {
    if (done() || peek().quoted) return false;
    if (std::find(keywords.begin(), keywords.end(), peek().folded) == keywords.end()) return false;
    skip();
    return true;
}

bool Arguments::take_all(std::initializer_list<std::string_view> keywords) {
    if (left() < keywords.size()) return false;
    std::size_t ahead = 0;
    for (const std::string_view keyword : keywords) {
        const Word& word = peek(ahead++);
        if (word.quoted || word.folded != keyword) return false;
    }
    skip(keywords.size());
    return true;
}

std::vector<CustomerCode> held_customers(const CommandContext& context) {
    // A room may be bound to a customer that only its alarms named so far.
    if (const auto only = context.room.only_customer()) return {*only};
    std::vector<CustomerCode> held;
    for (const CustomerSettings& customer : context.settings.customers)
        if (context.room.holds(customer.code)) held.push_back(customer.code);
    return held;
}

std::optional<CustomerCode> implied_customer(const CommandContext& context) {
    const std::vector<CustomerCode> held = held_customers(context);
    if (held.size() != 1) return std::nullopt;
    return held.front();
}

std::optional<CustomerCode> find_customer(const CommandContext& context, const Word& word) {
    for (const CustomerCode& code : held_customers(context)) {
        if (equals_ignore_case_ascii(code.str(), word.text)) return code;
        const CustomerSettings* customer = context.settings.customer(code);
        const bool by_name = customer != nullptr && !customer->name.empty() &&
                             equals_ignore_case_ascii(customer->name, word.text);
        if (by_name) return code;
    }
    return std::nullopt;
}

std::optional<EpisodeId> find_episode(const CommandContext& context, const Word& word) {
    std::string_view text{word.text};
    if (text.starts_with('#')) text.remove_prefix(1);
    while (!text.empty() && std::string_view{".,;:!?"}.find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos) {
        const auto customer = implied_customer(context);
        const auto number = parse_number(text);
        if (!customer || !number) return std::nullopt;
        return EpisodeId{*customer, *number};
    }
    const auto number = parse_number(text.substr(dash + 1));
    if (!number) return std::nullopt;
    for (const CustomerCode& code : held_customers(context))
        if (equals_ignore_case_ascii(code.str(), text.substr(0, dash)))
            return EpisodeId{code, *number};
    return std::nullopt;
}

Error not_understood(
    const CommandContext& context,
    std::string_view verb,
    const Word& word,
    std::initializer_list<std::string_view> keywords
) {
    std::vector<std::string> customers;
    for (const CustomerCode& code : held_customers(context))
        customers.push_back(to_lower_ascii(code.str()));
    std::vector<std::string_view> candidates{keywords};
    candidates.insert(candidates.end(), customers.begin(), customers.end());
    std::string message = "I don't understand " + shown(word.text) + ". ";
    const std::string suggestion = did_you_mean(word.folded, candidates);
    message += suggestion.empty() ? "Try `help " + std::string{verb} + "`." : suggestion;
    return {Errc::invalid_input, std::move(message)};
}

}  // namespace socbot
