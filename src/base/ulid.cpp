// ULID (github.com/ulid/spec): 10 characters of time, 16 of entropy.
#include "base/ulid.h"

#include "base/check.h"

#include <algorithm>

namespace socbot {
namespace {

constexpr std::string_view kCrockford{"0123456789ABCDEFGHJKMNPQRSTVWXYZ"};
constexpr std::int64_t kLatest = (std::int64_t{1} << 48) - 1;
constexpr std::size_t kEntropyBytes = 10;

}  // namespace

std::string make_ulid(Instant at, std::string_view entropy) {
    SOCBOT_CHECK(entropy.size() >= kEntropyBytes, "a ULID takes ten bytes of entropy");
    std::string out;
    out.reserve(26);
    const auto time = static_cast<std::uint64_t>(std::clamp<std::int64_t>(at.ms, 0, kLatest));
    for (unsigned shift = 50; shift > 0; shift -= 5)
        out.push_back(kCrockford[(time >> (shift - 5)) & 0x1FU]);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char byte : entropy.substr(0, kEntropyBytes)) {
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
        held += 8;
        while (held >= 5) {
            held -= 5;
            out.push_back(kCrockford[(bits >> held) & 0x1FU]);
        }
    }
    return out;
}

}  // namespace socbot
