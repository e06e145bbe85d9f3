// The words after a verb, read one by one, and what they may name in this room.
#pragma once

#include "domain/commands/command.h"
#include "domain/commands/words.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// A cursor over words. Quoted words are values: no keyword matches them.
class Arguments {
public:
    explicit Arguments(std::vector<Word> words) : words_{std::move(words)} {}

    bool done() const noexcept { return at_ == words_.size(); }
    std::size_t left() const noexcept { return words_.size() - at_; }
    // The word `ahead` of the cursor; must exist.
    const Word& peek(std::size_t ahead = 0) const;
    void skip(std::size_t count = 1);
    // Moves past the next word when it is one of these (lower case).
    bool take(std::initializer_list<std::string_view> keywords);
    // Moves past these words when they follow in this order.
    bool take_all(std::initializer_list<std::string_view> keywords);
    const std::vector<Word>& all() const noexcept { return words_; }

private:
    std::vector<Word> words_;
    std::size_t at_{0};
};

// Customers this room may speak of, in configuration order.
std::vector<CustomerCode> held_customers(const CommandContext& context);

// The one customer that need not be named here.
std::optional<CustomerCode> implied_customer(const CommandContext& context);

// By code or name, any case. One of another room reads as one that doesn't exist.
std::optional<CustomerCode> find_customer(const CommandContext& context, const Word& word);

// "acme-412", "#ACME-412", and "412" where the customer is implied; only of customers of this room.
std::optional<EpisodeId> find_episode(const CommandContext& context, const Word& word);

// "I don't understand `hihg`. Did you mean `high`?", else where to read on. Candidates are the
// keywords given and the room's customers.
Error not_understood(
    const CommandContext& context,
    std::string_view verb,
    const Word& word,
    std::initializer_list<std::string_view> keywords
);

}  // namespace socbot
