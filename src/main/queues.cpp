// Queues and where their keys come from; see queues.h.
#include "main/queues.h"

#include "main/config/secrets.h"

#include <chrono>
#include <utility>

namespace socbot {

namespace {

AwsKeys::Read keys_of(const SqsConfig& sqs) {
    if (sqs.credentials.empty())
        return [keys = sqs.keys]() -> Result<AwsCredentials> { return keys; };
    return [file = sqs.credentials, profile = sqs.profile]() -> Result<AwsCredentials> {
        SystemSecretReader reader;
        const auto text = reader.text(file);
        if (!text) return text.error();
        return read_aws_credentials(*text, profile);
    };
}

}  // namespace

std::vector<SqsFeedConfig> queue_feeds(const AppConfig& config) {
    std::vector<SqsFeedConfig> feeds;
    for (const auto& source : config.sources) {
        if (!source.sqs) continue;
        const auto add = [&](const std::optional<SqsQueue>& queue, bool dead_letters) {
            if (!queue) return;
            SqsFeedConfig feed;
            feed.source = source.id;
            feed.queue = *queue;
            feed.dead_letters = dead_letters;
            feed.endpoint = source.sqs->endpoint;
            feed.visibility =
                std::chrono::duration_cast<std::chrono::seconds>(source.sqs->visibility);
            feed.keys = keys_of(*source.sqs);
            feeds.push_back(std::move(feed));
        };
        add(source.sqs->queue, false);
        add(source.sqs->dead_letters, true);
    }
    return feeds;
}

}  // namespace socbot
