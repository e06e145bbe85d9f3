// What a scrape shows: counters by event, gauges, and figures kept elsewhere with their own type.
#include "adapters/prometheus/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace socbot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, AnEventIsCountedByItsLabels) {
    Metrics metrics;
    metrics.count("alarm.stored", CustomerCode{"ACME"}, SourceId{"usm"}, {});
    metrics.count("alarm.stored", CustomerCode{"ACME"}, SourceId{"usm"}, {});
    metrics.count("reload.refused", {}, {}, {});
    const auto text = metrics.scrape();
    EXPECT_THAT(
        text,
        HasSubstr("socbot_events_total{connection=\"\",customer=\"ACME\",event=\"alarm.stored\","
                  "source=\"usm\"} 2")
    );
    EXPECT_THAT(text, HasSubstr("event=\"reload.refused\",source=\"\"} 1"));
}

TEST(Metrics, AFigureKeptElsewhereIsReadAtEachScrape) {
    Metrics metrics;
    double refused = 1;
    double open = 7;
    metrics.counter_from("http_public_refused", "Refused", [&] { return refused; });
    metrics.gauge_from("http_public_connections", "Open", [&] { return open; });
    EXPECT_THAT(metrics.scrape(), HasSubstr("socbot_http_public_refused_total 1\n"));
    refused = 3;
    open = 2;
    const auto text = metrics.scrape();
    EXPECT_THAT(text, HasSubstr("# TYPE socbot_http_public_refused_total counter\n"));
    EXPECT_THAT(text, HasSubstr("socbot_http_public_refused_total 3\n"));
    EXPECT_THAT(text, HasSubstr("# TYPE socbot_http_public_connections gauge\n"));
    EXPECT_THAT(text, HasSubstr("socbot_http_public_connections 2\n"));
}

TEST(Metrics, AGaugeShowsItsNewestValue) {
    Metrics metrics;
    EXPECT_THAT(metrics.scrape(), Not(HasSubstr("socbot_wal_bytes")));
    metrics.gauge("wal_bytes", 4096);
    metrics.gauge("wal_bytes", 8192);
    EXPECT_THAT(metrics.scrape(), HasSubstr("socbot_wal_bytes 8192\n"));
}

TEST(Metrics, ACommitIsATimeAndASize) {
    Metrics metrics;
    metrics.commit(std::chrono::milliseconds{3}, 5);
    const auto text = metrics.scrape();
    EXPECT_THAT(text, HasSubstr("socbot_commit_seconds_count 1\n"));
    EXPECT_THAT(text, HasSubstr("socbot_commit_seconds_bucket{le=\"0.002\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("socbot_commit_seconds_bucket{le=\"0.004\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("socbot_batch_inputs_sum 5\n"));
}

}  // namespace
}  // namespace socbot
