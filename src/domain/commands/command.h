// What people type, understood: verbs with aliases, typed arguments, quoted values, durations,
// suggestions. Pure. Tolerant of phones: smart quotes, NBSP, capitals, defanged input.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/alarm/alarm.h"
#include "domain/settings/settings.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace socbot {

inline constexpr std::size_t kCommandBytes = 2'000;

struct HelpCommand {
    std::string topic;
};
struct StatusCommand {};
// Without severity: show. `until` 0 with severity: until the shift ends; `permanent` by the word.
struct ThresholdCommand {
    std::optional<CustomerCode> customer;
    bool all_customers{false};
    std::optional<Kind> kind;
    std::optional<Severity> severity;
    bool reset{false};  // "threshold default": back to the configuration's
    bool permanent{false};
    std::optional<Milliseconds> length;  // "4h"
    std::optional<Instant> until;  // "until 15:00", "until mon 08:00"; in the typist's room zone
};
struct OpenCommand {
    std::optional<CustomerCode> customer;
    std::optional<Severity> severity;
    bool mine{false};
};
struct EpisodeCommand {
    enum class Verb { show, take, release, why } verb{Verb::show};
    std::optional<EpisodeId> episode;  // else the thread's
};
struct NoteCommand {
    std::optional<EpisodeId> episode;
    std::string text;  // 1..1000 bytes
};
struct HiddenCommand {
    std::optional<CustomerCode> customer;
    std::optional<Instant> since;
};
struct UndoCommand {};

using Command = std::variant<
    HelpCommand,
    StatusCommand,
    ThresholdCommand,
    OpenCommand,
    EpisodeCommand,
    NoteCommand,
    HiddenCommand,
    UndoCommand>;

struct CommandContext {
    const Settings& settings;
    const Zones& zones;
    const RoomSettings& room;
    Instant now;
};

// invalid_input: a sentence for the person, with up to two suggestions ("Unknown word `treshold`.
// Did you mean `threshold`?"). Changing verbs never match by prefix.
Result<Command> parse_command(std::string_view text, const CommandContext& context);

// "4h", "90m", "2d", "1h30m", "45 min"; nullopt otherwise. At most 400 days.
std::optional<Milliseconds> parse_duration(std::string_view text);

// The answer to `help` and `help WORD`, at most 12 lines, only what this person may do here.
std::vector<std::string>
help_lines(std::string_view topic, const Person& person, const RoomSettings& room);

}  // namespace socbot
