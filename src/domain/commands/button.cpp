// Button data: a claim in the project's binary form, and an HMAC over the key id and that claim,
// each part length-prefixed, so that no two claims share their bytes.
#include "domain/commands/button.h"

#include "base/check.h"
#include "base/codec.h"
#include "base/digest.h"
#include "base/text.h"

#include <algorithm>
#include <limits>

namespace socbot {
namespace {

constexpr std::string_view kVersion{"v1"};
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kKeyIdBytes = 8;
// More than any room id, customer code and action we make; a click with more is not ours.
constexpr std::size_t kTextBytes = 2'048;
constexpr std::int64_t kHourMs = 3'600'000;

std::string encode_claim(const ButtonClaim& claim) {
    Writer writer;
    writer.s(claim.room.connection.str()).s(claim.room.room);
    writer.s(claim.episode.customer.str()).u(claim.episode.number);
    writer.s(claim.action).u(claim.revision).i(claim.expires.ms);
    return writer.take();
}

ButtonClaim decode_claim(std::string_view bytes) {
    Reader reader{bytes};
    ButtonClaim claim;
    claim.room.connection = ConnectionId{reader.str()};
    claim.room.room = reader.str();
    claim.episode.customer = CustomerCode{reader.str()};
    claim.episode.number = reader.u();
    claim.action = reader.str();
    const std::uint64_t revision = reader.u();
    if (revision > std::numeric_limits<std::uint32_t>::max()) throw CodecError{"revision"};
    claim.revision = static_cast<std::uint32_t>(revision);
    claim.expires = {reader.i()};
    if (!reader.empty()) throw CodecError{"claim with a tail"};
    return claim;
}

Digest mac_of(const ButtonKey& key, std::string_view claim) {
    Writer message;
    message.s(key.id).raw(claim);
    return hmac_sha256(key.key.reveal(), message.bytes());
}

Instant up_to_the_hour(Instant at) {
    const std::int64_t hours = at.ms / kHourMs + (at.ms % kHourMs > 0 ? 1 : 0);
    return {hours * kHourMs};
}

bool is_key_id(std::string_view id) {
    return !id.empty() && id.size() <= kKeyIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

Error not_ours() {
    return {Errc::unauthorised, "This button does not belong here."};
}

}  // namespace

ButtonSigner::ButtonSigner(std::vector<ButtonKey> keys, Milliseconds lifetime)
    : keys_{std::move(keys)}, lifetime_{lifetime} {
    SOCBOT_CHECK(!keys_.empty(), "a signer has a key");
    SOCBOT_CHECK(lifetime_.count() > 0, "a button lives for a while");
    for (const ButtonKey& key : keys_) {
        SOCBOT_CHECK(is_key_id(key.id), "a key id is [a-z0-9]{1,8}");
        SOCBOT_CHECK(key.key.reveal().size() == kKeyBytes, "a key has 32 bytes");
    }
}

std::string ButtonSigner::sign(ButtonClaim claim, Instant now) const {
    claim.expires = up_to_the_hour(now + lifetime_);
    const ButtonKey& key = keys_.front();
    const std::string bytes = encode_claim(claim);
    std::string text{kVersion};
    text.append(".").append(key.id).append(".").append(to_base64url(bytes));
    text.append(".").append(to_base64url(as_bytes(mac_of(key, bytes))));
    return text;
}

Result<ButtonClaim> ButtonSigner::verify(
    std::string_view text,
    const RoomRef& clicked_in,
    Instant now,
    ButtonClaim* expired
) const {
    if (text.size() > kTextBytes) return not_ours();
    const std::vector<std::string_view> parts = split(text, '.');
    if (parts.size() != 4 || parts[0] != kVersion) return not_ours();
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const ButtonKey& candidate) {
        return candidate.id == parts[1];
    });
    const auto bytes = from_base64url(parts[2]);
    const auto mac = from_base64url(parts[3]);
    if (key == keys_.end() || !bytes || !mac) return not_ours();
    // Nothing of the claim is read before the MAC has proven that we wrote it.
    if (!constant_time_equal(as_bytes(mac_of(*key, *bytes)), *mac)) return not_ours();
    try {
        ButtonClaim claim = decode_claim(*bytes);
        if (claim.room != clicked_in) return not_ours();
        if (now < claim.expires) return claim;
        if (expired != nullptr) *expired = std::move(claim);
        return Error{Errc::timeout, "This button has expired; a fresh card is on its way."};
    } catch (const CodecError&) {
        return not_ours();
    }
}

}  // namespace socbot
