// From configured queues to feeds.
#include "main/queues.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace socbot {
namespace {

AppConfig with_queue(const SqsConfig& sqs) {
    AppConfig config;
    config.sources.push_back({SourceId{"plain"}, BearerAuth{}});
    config.sources.push_back({SourceId{"usm"}, SnsAuth{}, sqs});
    return config;
}

TEST(QueueFeeds, AreOneForEachQueue) {
    SqsConfig sqs;
    sqs.queue = *parse_sqs_queue("arn:aws:sqs:eu-west-1:123456789012:soc");
    sqs.dead_letters = *parse_sqs_queue("arn:aws:sqs:eu-west-1:123456789012:dead");
    sqs.keys = {"AKID", Secret{"s"}, {}};
    sqs.endpoint = "https://vpce.example";
    sqs.visibility = Milliseconds{60'000};
    const auto feeds = queue_feeds(with_queue(sqs));
    ASSERT_EQ(feeds.size(), 2U);
    EXPECT_EQ(feeds[0].source, SourceId{"usm"});
    EXPECT_EQ(feeds[0].queue.name, "soc");
    EXPECT_FALSE(feeds[0].dead_letters);
    EXPECT_EQ(feeds[1].queue.name, "dead");
    EXPECT_TRUE(feeds[1].dead_letters);
    for (const auto& feed : feeds) {
        EXPECT_EQ(feed.endpoint, "https://vpce.example");
        EXPECT_EQ(feed.visibility, std::chrono::seconds{60});
        EXPECT_EQ(feed.keys()->key_id, "AKID");
    }
}

TEST(QueueFeeds, ReadTheirKeysFromAFileWhenAsked) {
    const auto file =
        std::filesystem::temp_directory_path() / ("socbot-keys-" + std::to_string(::getpid()));
    SqsConfig sqs;
    sqs.queue = *parse_sqs_queue("arn:aws:sqs:eu-west-1:123456789012:soc");
    sqs.credentials = file;
    const auto feeds = queue_feeds(with_queue(sqs));
    ASSERT_EQ(feeds.size(), 1U);
    EXPECT_FALSE(feeds[0].keys());
    for (const std::string id : {"AKIDA", "AKIDB"}) {
        std::ofstream{file} << "[default]\naws_access_key_id=" << id
                            << "\naws_secret_access_key=s\n";
        const auto keys = feeds[0].keys();
        ASSERT_TRUE(keys) << keys.error().message();
        EXPECT_EQ(keys->key_id, id);
    }
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace socbot
