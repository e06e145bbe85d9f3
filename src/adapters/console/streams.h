// The event streams that are open, and who sits at them. Every event is checked against the
// settings and sessions of the moment it is sent, so a reload or a sign-out takes effect at once.
#pragma once

#include "adapters/console/backend.h"
#include "adapters/console/sessions.h"
#include "ports/clock.h"
#include "ports/http.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace socbot {

struct StreamLimits {
    std::size_t per_session{8};
    std::size_t total{256};
};

// Thread-safe. Streams are written outside the lock.
class Streams {
public:
    using Stream = std::shared_ptr<http::EventStream>;

    Streams(
        const ConsoleBackend& backend,
        const Sessions& sessions,
        const Clock& clock,
        StreamLimits limits = {}
    );

    // Whether one more stream of this session is within the limits.
    bool has_room(const Digest& session) const;
    // Takes the stream, or closes it when the limit was reached meanwhile.
    void add(const Digest& session, Stream stream);

    // Streams whose person may see this customer's text in this room. A stream whose session has
    // ended is told so and closed.
    std::vector<Stream> watching(const RoomRef& room, const CustomerCode& customer);

    void close_session(const Digest& session);
    void close_all();

private:
    struct Watcher {
        Digest session;
        Stream stream;
    };
    bool fits(const Digest& session) const;  // with mutex_ held
    void forget_closed();                    // with mutex_ held

    const ConsoleBackend& backend_;
    const Sessions& sessions_;
    const Clock& clock_;
    StreamLimits limits_;
    mutable std::mutex mutex_;
    std::vector<Watcher> watchers_;
};

}  // namespace socbot
