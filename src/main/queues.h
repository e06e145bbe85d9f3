// The queues of a configuration as the poller takes them.
#pragma once

#include "app/sqs_feed.h"
#include "main/config/app_config.h"

#include <vector>

namespace socbot {

// A queue and its dead-letter queue are a feed each. Keys in a file are read when they are needed.
std::vector<SqsFeedConfig> queue_feeds(const AppConfig& config);

}  // namespace socbot
