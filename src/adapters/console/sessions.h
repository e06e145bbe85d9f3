// Who is signed in. One-use links become sessions; both are kept in memory only and only as
// SHA-256, so that neither a core dump's strings nor a restart hands out a way in.
#pragma once

#include "base/digest.h"
#include "base/ids.h"
#include "base/time.h"
#include "ports/random.h"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace socbot {

struct SessionLimits {
    Milliseconds link_life{10 * 60'000};
    Milliseconds session_life{12 * 3'600'000};  // since last used
    std::size_t links{1'000};                   // more push out the oldest
    std::size_t sessions{1'000};                // more push out the one longest unused
};

struct Session {
    Digest key{};
    PersonId person;
    std::string csrf;  // what the page sends back in X-Socbot-CSRF
};

// Thread-safe.
class Sessions {
public:
    explicit Sessions(Random& random, SessionLimits limits = {});

    // A token for /console/login?token=..., base64url of 32 random bytes.
    std::string make_link(PersonId person, Instant now);
    // Whose link it is; does not use it up. nullopt: unknown, used or expired.
    std::optional<PersonId> peek_link(std::string_view token, Instant now);
    std::optional<PersonId> take_link(std::string_view token, Instant now);

    // Opens a session; the value is the cookie's.
    std::string open(PersonId person, Instant now);
    // The session of a cookie, used now.
    std::optional<Session> find(std::string_view cookie, Instant now);
    // Whose session it still is, without using it.
    std::optional<PersonId> holder(const Digest& key, Instant now) const;
    void change_person(const Digest& key, PersonId person);
    void close(const Digest& key);

private:
    struct Entry {
        PersonId person;
        Instant at;  // links: made; sessions: last used
    };
    using Table = std::map<Digest, Entry>;
    std::string fresh_token();
    static void make_room(Table& table, std::size_t limit, Milliseconds life, Instant now);

    Random& random_;
    SessionLimits limits_;
    std::string csrf_key_;
    mutable std::mutex mutex_;
    Table links_;
    Table sessions_;
};

}  // namespace socbot
