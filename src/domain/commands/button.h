// Signed button data: what a click may ask for can't be made up or moved to another card or room.
// HMAC-SHA256 over length-prefixed (key id, connection, room, episode, action, revision, expiry).
// Inputs of a card are not covered; they are validated.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

struct ButtonClaim {
    RoomRef room;
    EpisodeId episode;   // number 0: a reply's button
    std::string action;  // "take", "apply:<pending id>"
    std::uint32_t revision{0};
    Instant expires;
};

struct ButtonKey {
    std::string id;  // short, [a-z0-9]{1,8}
    Secret key;      // 32 bytes
};

// Immutable; thread-safe. Keys rotate: the first signs, all verify.
class ButtonSigner {
public:
    explicit ButtonSigner(
        std::vector<ButtonKey> keys,
        Milliseconds lifetime = Milliseconds{7LL * 86'400'000}
    );

    // Compact text for Action.Submit data: "v1.<key id>.<base64url claim>.<base64url mac>". The
    // expiry is set here (now + lifetime) and rounded up to the hour, so that the same card renders
    // to the same bytes.
    std::string sign(ButtonClaim claim, Instant now) const;

    // unauthorised: malformed, unknown key, wrong mac, or another room than `clicked_in`.
    // timeout: genuine but expired; the claim is in *expired then (a fresh card is owed).
    Result<ButtonClaim> verify(
        std::string_view text,
        const RoomRef& clicked_in,
        Instant now,
        ButtonClaim* expired = nullptr
    ) const;

private:
    std::vector<ButtonKey> keys_;
    Milliseconds lifetime_;
};

}  // namespace socbot
