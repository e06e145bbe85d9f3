// The table. Sources are the vendors' documentation; where a vendor gives no figure or changed it
// over the years, the smallest one seen. Bytes are those of the card's JSON in UTF-8, which is
// never shorter than the same text counted in characters or UTF-16 units.
#include "domain/cards/platform.h"

#include <algorithm>
#include <array>

namespace socbot {
namespace {

constexpr std::size_t kKiB{1024};

const std::array<CardPlatform, 5>& table() {
    static const std::array<CardPlatform, 5> platforms{{
        // "Getting Started with Cards": Adaptive Cards 1.3, five actions. No size is documented; 22
        // KB is the smallest that others report as refused.
        {"webex", {.bytes = 20 * kKiB, .buttons = 5, .version = "1.3"}},
        // "Cards reference": 1.5 for bots, six buttons. Messages of bots may have 80 KB in UTF-16,
        // those of webhooks and workflows 28 KB, of which the envelope takes a part.
        {"teams", {.bytes = 20 * kKiB, .buttons = 6, .version = "1.5"}},
        // Cards are translated to blocks: "Block Kit" allows 50 in a message, 25 buttons in a row
        // of
        // actions, 3000 characters in a text. Five buttons are what a phone shows in one row.
        {"slack",
         {.bytes = 20 * kKiB, .buttons = 5, .version = "1.3", .elements = 50, .text = 3000}},
        // Translated to attachments, which count towards the post: 16383 characters since 5.0.
        {"mattermost",
         {.bytes = 16383, .buttons = 5, .version = "1.3", .elements = 100, .text = 16383}},
        // Our own page, drawn by the official renderer 3.0.
        {"console", {.bytes = 64 * kKiB, .buttons = 5, .version = "1.6"}},
    }};
    return platforms;
}

}  // namespace

std::span<const CardPlatform> card_platforms() {
    return table();
}

const CardPlatform* find_card_platform(std::string_view name) {
    const auto& platforms = table();
    const auto found =
        std::find_if(platforms.begin(), platforms.end(), [&](const CardPlatform& platform) {
            return platform.name == name;
        });
    return found == platforms.end() ? nullptr : &*found;
}

std::string card_platform_names() {
    std::string names;
    for (const CardPlatform& platform : table()) {
        if (!names.empty()) names += ", ";
        names += platform.name;
    }
    return names;
}

}  // namespace socbot
