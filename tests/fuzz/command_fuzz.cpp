// What people type, and where they type it.
#include "domain/commands/command.h"

#include "base/check.h"
#include "domain/settings/zones_tz.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Settings settings;
    static const auto zones = make_utc_zones();
    static const RoomSettings room;
    const std::string_view text{as_chars(data), size};
    const auto duration = parse_duration(text);
    SOCBOT_CHECK(
        !duration || (duration->count() > 0 && *duration <= std::chrono::hours{24 * 400}),
        "a length is between nothing and 400 days"
    );
    const auto command = parse_command(text, {settings, *zones, room, Instant{1'772'236'684'250}});
    if (!command) {
        SOCBOT_CHECK(!command.error().message().empty(), "a refusal says why");
        return 0;
    }
    if (const auto* note = std::get_if<NoteCommand>(&*command))
        SOCBOT_CHECK(!note->text.empty() && note->text.size() <= 1000, "a note is bounded");
    return 0;
}
