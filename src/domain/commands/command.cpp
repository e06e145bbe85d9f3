// A line becomes a command: skip the mention, find the verb, read what that verb takes.
#include "domain/commands/command.h"

#include "base/check.h"
#include "base/text.h"
#include "domain/commands/arguments.h"
#include "domain/commands/threshold.h"
#include "domain/commands/times.h"
#include "domain/commands/verbs.h"

#include <fmt/format.h>

namespace socbot {
namespace {

constexpr std::size_t kNoteBytes = 1'000;
constexpr std::size_t kTopicBytes = 32;

Error refused(std::string message) {
    return {Errc::invalid_input, std::move(message)};
}

// "@socbot", "socbot:", "Socbot,". Chat platforms leave the mention in front of what was typed.
bool is_mention(const Word& word) {
    std::string_view name{word.folded};
    if (name.starts_with('@')) name.remove_prefix(1);
    if (name.ends_with(':') || name.ends_with(',')) name.remove_suffix(1);
    return name == "socbot" && !word.quoted;
}

// "status?", "/open", "note:".
std::string_view bare_verb(std::string_view folded) {
    if (folded.size() > 1 && folded.starts_with('/')) folded.remove_prefix(1);
    while (folded.size() > 1 &&
           std::string_view{"?!.,:"}.find(folded.back()) != std::string_view::npos)
        folded.remove_suffix(1);
    return folded;
}

std::string topic_of(std::string_view folded) {
    const VerbInfo* verb = find_verb(bare_verb(folded));
    return verb != nullptr ? std::string{verb->name} : cut_utf8(folded, kTopicBytes);
}

Result<Command> parse_help(Arguments& arguments) {
    if (arguments.done()) return Command{HelpCommand{}};
    return Command{HelpCommand{topic_of(arguments.peek().folded)}};
}

Result<Command> parse_open(Arguments& arguments, const CommandContext& context) {
    OpenCommand command;
    while (!arguments.done()) {
        if (arguments.take({"mine", "my", "me"})) {
            command.mine = true;
            continue;
        }
        if (arguments.take({"all", "alarms", "alerts"})) continue;
        const Word& word = arguments.peek();
        const auto severity = word.quoted ? std::nullopt : parse_severity(word.folded);
        if (severity && *severity != Severity::unknown) {
            if (command.severity) return refused("Say one severity only.");
            command.severity = severity;
        } else if (const auto customer = find_customer(context, word)) {
            if (command.customer) return refused("Say one customer only.");
            command.customer = customer;
        } else {
            return not_understood(
                context, "open", word, {"mine", "low", "medium", "high", "critical"}
            );
        }
        arguments.skip();
    }
    if (!command.customer) command.customer = implied_customer(context);
    return Command{std::move(command)};
}

Error no_such_episode(const CommandContext& context, const Word& word) {
    const std::vector<CustomerCode> held = held_customers(context);
    std::string message = fmt::format("No alarm group {} in this room.", shown(word.text));
    if (!held.empty())
        message += fmt::format(" They read like `{}-412`.", to_lower_ascii(held.front().str()));
    return refused(std::move(message));
}

Result<Command> parse_episode(
    EpisodeCommand::Verb verb,
    std::string_view name,
    Arguments& arguments,
    const CommandContext& context
) {
    EpisodeCommand command{.verb = verb, .episode = std::nullopt};
    arguments.take({"this", "it"});
    if (arguments.done()) return Command{command};
    const Word word = arguments.peek();
    command.episode = find_episode(context, word);
    if (!command.episode) return no_such_episode(context, word);
    arguments.skip();
    if (!arguments.done())
        return refused(fmt::format(
            "I don't understand {}. `{}` takes one alarm group.", shown(arguments.peek().text), name
        ));
    return Command{std::move(command)};
}

Result<Command>
parse_note(std::string_view line, Arguments& arguments, const CommandContext& context) {
    NoteCommand command;
    // A bare number begins a sentence more often than it names a group: "note 3 hosts isolated".
    const bool may_name = !arguments.done() && !arguments.peek().quoted &&
                          arguments.peek().text.find('-') != std::string::npos;
    if (may_name) command.episode = find_episode(context, arguments.peek());
    if (command.episode) arguments.skip();
    if (!arguments.done()) command.text = rest_of(line, arguments.peek().begin);
    if (command.text.empty())
        return refused("What should the note say? For example `note isolated by EDR`.");
    if (command.text.size() > kNoteBytes)
        return refused(fmt::format("A note holds at most {} bytes.", kNoteBytes));
    return Command{std::move(command)};
}

Result<Command> parse_hidden(Arguments& arguments, const CommandContext& context) {
    HiddenCommand command;
    while (!arguments.done()) {
        const bool named = arguments.take({"since", "last", "from"});
        const bool today =
            !arguments.done() && !arguments.peek().quoted &&
            (arguments.peek().folded == "today" || arguments.peek().folded == "yesterday");
        const auto length = named ? std::nullopt : take_length(arguments);
        if ((named || today || length) && command.since) return refused("Say one time only.");
        if (length) {
            command.since = context.now - *length;
            continue;
        }
        if (named || today) {
            const Result<Instant> since = take_since(arguments, context);
            if (!since) return since.error();
            command.since = *since;
            continue;
        }
        const Word& word = arguments.peek();
        const auto customer = find_customer(context, word);
        if (!customer)
            return not_understood(context, "hidden", word, {"since", "today", "yesterday"});
        if (command.customer) return refused("Say one customer only.");
        command.customer = customer;
        arguments.skip();
    }
    if (!command.customer) command.customer = implied_customer(context);
    return Command{std::move(command)};
}

template <class Plain>
Result<Command> parse_plain(std::string_view name, const Arguments& arguments) {
    if (arguments.done()) return Command{Plain{}};
    return refused(
        fmt::format("I don't understand {}. `{}` stands alone.", shown(arguments.peek().text), name)
    );
}

Result<Command> parse_verb(
    const VerbInfo& verb,
    std::string_view line,
    Arguments& arguments,
    const CommandContext& context
) {
    using Of = EpisodeCommand::Verb;
    switch (verb.verb) {
        case Verb::help:
            return parse_help(arguments);
        case Verb::status:
            return parse_plain<StatusCommand>(verb.name, arguments);
        case Verb::open:
            return parse_open(arguments, context);
        case Verb::show:
            return parse_episode(Of::show, verb.name, arguments, context);
        case Verb::take:
            return parse_episode(Of::take, verb.name, arguments, context);
        case Verb::release:
            return parse_episode(Of::release, verb.name, arguments, context);
        case Verb::why:
            return parse_episode(Of::why, verb.name, arguments, context);
        case Verb::note:
            return parse_note(line, arguments, context);
        case Verb::threshold:
            return parse_threshold(arguments, context);
        case Verb::hidden:
            return parse_hidden(arguments, context);
        case Verb::undo:
            return parse_plain<UndoCommand>(verb.name, arguments);
    }
    SOCBOT_CHECK(false, "every verb has a reader");
}

Error unknown_verb(std::string_view word) {
    const std::vector<std::string_view> words = verb_words();
    const std::string suggestion = did_you_mean(word, words);
    return refused(fmt::format(
        "Unknown word {}. {}",
        shown(word),
        suggestion.empty() ? "Try `help` or `status`." : suggestion
    ));
}

}  // namespace

Result<Command> parse_command(std::string_view text, const CommandContext& context) {
    if (text.size() > kCommandBytes)
        return refused(fmt::format("That is too long: at most {} bytes.", kCommandBytes));
    const std::string line = typed_line(text);
    std::vector<Word> words = words_of(line);
    while (!words.empty() && is_mention(words.front()))
        words.erase(words.begin());
    if (words.empty()) return Command{HelpCommand{}};
    const std::string typed{bare_verb(words.front().folded)};
    const VerbInfo* verb = find_verb(typed);
    if (verb == nullptr) return unknown_verb(typed);
    words.erase(words.begin());
    const bool asks_help = words.size() == 1 && !words[0].quoted &&
                           (words[0].folded == "help" || words[0].folded == "?");
    if (asks_help && verb->verb != Verb::help) return Command{HelpCommand{std::string{verb->name}}};
    Arguments arguments{std::move(words)};
    return parse_verb(*verb, line, arguments, context);
}

}  // namespace socbot
