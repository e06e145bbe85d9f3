// Putting the console together.
#include "adapters/console/console.h"

#include <utility>

namespace socbot {

Console::Console(
    ConsoleConfig config,
    ConsoleBackend& backend,
    const Clock& clock,
    Random& random,
    PageFiles page
)
    : sessions_{random, config.sessions},
      streams_{backend, sessions_, clock, config.streams},
      connection_{std::move(config.id), streams_},
      handler_{
          ConsoleParts{backend, connection_, sessions_, streams_, clock, random},
          std::move(page)} {}

std::string Console::make_link_token(PersonId person, Instant now) {
    return sessions_.make_link(std::move(person), now);
}

}  // namespace socbot
