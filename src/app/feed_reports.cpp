// See feed_reports.h.
#include "app/feed_reports.h"

#include "base/text.h"

#include <algorithm>

namespace socbot {

void FeedReports::report(const SourceId& source, FeedEvent event, std::string_view detail) {
    constexpr std::size_t kDetailBytes = 256;
    FeedInput input{source, event, 0, {}};
    {
        const std::scoped_lock lock{mutex_};
        auto& limit = limits_[{source, event}];
        const auto now = clock_.steady();
        ++limit.untold;
        if (limit.left < kFeedReportsAtOnce && now >= limit.grows_at) {
            const std::int64_t grown = 1 + (now - limit.grows_at) / kFeedReportEvery;
            const auto most = std::int64_t{kFeedReportsAtOnce - limit.left};
            limit.left += static_cast<std::uint32_t>(std::min(grown, most));
            limit.grows_at += grown * kFeedReportEvery;
        }
        if (limit.left == 0) return;
        if (limit.left == kFeedReportsAtOnce) limit.grows_at = now + kFeedReportEvery;
        --limit.left;
        input.count = std::exchange(limit.untold, 0);
    }
    input.detail = cut_utf8(to_plain_line(detail), kDetailBytes);
    submit_(std::move(input));
}

}  // namespace socbot
