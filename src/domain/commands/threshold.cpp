// `threshold acme network high until mon 08:00`: words in any order, each said once. A change names
// its customer wherever the room holds several; the refusal shows the line to type instead.
#include "domain/commands/threshold.h"

#include "base/text.h"
#include "domain/commands/times.h"

#include <fmt/format.h>

namespace socbot {
namespace {

class ThresholdReader {
public:
    ThresholdReader(Arguments& arguments, const CommandContext& context)
        : arguments_{arguments}, context_{context} {}

    Result<Command> read() {
        while (!arguments_.done()) {
            const Result<void> taken = take_one();
            if (!taken) return taken.error();
        }
        const Result<void> sound = check();
        if (!sound) return sound.error();
        return Command{std::move(command_)};
    }

private:
    Result<void> take_one() {
        if (arguments_.take({"for", "to", "at", "is"})) return {};
        if (arguments_.take({"until", "till", "til"})) return take_end();
        if (take_end_of_shift(arguments_))
            return set(
                "end",
                command_.until,
                shift_end(context_.settings.shifts, context_.zones, context_.now)
            );
        if (const auto length = take_length(arguments_))
            return set("length", command_.length, *length);
        if (arguments_.take({"permanent", "permanently", "forever", "always"})) {
            command_.permanent = true;
            return {};
        }
        if (arguments_.take({"default", "reset"})) {
            command_.reset = true;
            return {};
        }
        if (arguments_.take({"all", "everyone", "everywhere"})) {
            command_.all_customers = true;
            return {};
        }
        return take_name();
    }

    Result<void> take_end() {
        const Result<Instant> at = take_until(arguments_, context_);
        if (!at) return at.error();
        return set("end", command_.until, *at);
    }

    // A severity, a kind or a customer.
    Result<void> take_name() {
        const Word word = arguments_.peek();
        if (!word.quoted) {
            const auto severity = parse_severity(word.folded);
            if (severity && *severity != Severity::unknown) {
                arguments_.skip();
                return set("severity", command_.severity, *severity);
            }
            if (const auto kind = parse_kind(word.folded)) {
                arguments_.skip();
                return set("kind", command_.kind, *kind);
            }
        }
        if (const auto customer = find_customer(context_, word)) {
            arguments_.skip();
            return set("customer", command_.customer, *customer);
        }
        if (looks_like_clock(word.folded))
            return refused(fmt::format("Did you mean {}?", shown("until " + word.folded)));
        return not_understood(
            context_,
            "threshold",
            word,
            {"low",
             "medium",
             "high",
             "critical",
             "network",
             "malware",
             "o365",
             "other",
             "all",
             "default",
             "permanent",
             "until"}
        );
    }

    template <class T>
    Result<void> set(std::string_view what, std::optional<T>& slot, T value) {
        if (slot) return refused(fmt::format("Say one {} only.", what));
        slot = std::move(value);
        return {};
    }

    Result<void> check() {
        const int ends = int{command_.until.has_value()} + int{command_.length.has_value()} +
                         int{command_.permanent};
        if (command_.all_customers && command_.customer)
            return refused("Say either `all` or one customer.");
        if (ends > 1) return refused("Say one end only: a length, `until` or `permanent`.");
        if (command_.reset && (command_.severity || ends > 0))
            return refused(
                "`default` goes back to the configuration at once; it takes no severity and "
                "no time."
            );
        const bool changes = command_.severity || command_.reset;
        if (!changes && ends > 0)
            return refused("Which severity? For example `threshold high 4h`.");
        return changes ? settle_customer() : Result<void>{};
    }

    // Whose threshold a change is about must be beyond doubt.
    Result<void> settle_customer() {
        if (command_.all_customers) {
            if (context_.room.all_customers && context_.room.room_class == RoomClass::soc)
                return {};
            return refused("`all` works in a room of all customers only.");
        }
        if (command_.customer) return {};
        command_.customer = implied_customer(context_);
        if (command_.customer) return {};
        const std::vector<CustomerCode> held = held_customers(context_);
        if (held.empty()) return refused("This room holds no customer.");
        return refused(fmt::format(
            "Which customer? Say for example {} or {}.", line_for(held[0]), line_for(held[1])
        ));
    }

    std::string line_for(const CustomerCode& customer) const {
        std::string line = "threshold " + to_lower_ascii(customer.str());
        for (const Word& word : arguments_.all())
            line.append(word.quoted ? " \"" + word.text + "\"" : " " + word.folded);
        return shown(line, 80);
    }

    static Error refused(std::string message) { return {Errc::invalid_input, std::move(message)}; }

    Arguments& arguments_;
    const CommandContext& context_;
    ThresholdCommand command_;
};

}  // namespace

Result<Command> parse_threshold(Arguments& arguments, const CommandContext& context) {
    return ThresholdReader{arguments, context}.read();
}

}  // namespace socbot
