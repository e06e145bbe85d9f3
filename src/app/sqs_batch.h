// A batch of messages in the hand of SqsFeed. Internal to it.
#pragma once

#include "app/sqs_feed.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace socbot {

enum class MessageEnd : std::uint8_t { later, stored, refused };

struct SqsFeed::Batch {
    std::vector<SqsMessage> messages;
    std::vector<MessageEnd> ends;  // of each
    Time until;                    // ours to hold up to then
};

}  // namespace socbot
