// An answer of USM Anywhere's API -> pages, and a walk that gets it again and again: it ends.
#include "base/check.h"
#include "domain/intake/usm_walk.h"
#include "fuzz/fuzz_target.h"

#include <string>
#include <string_view>

using namespace socbot;

namespace {

constexpr Instant kNow{1'764'000'000'000};
constexpr int kMostSteps{2'000};

void check_page(std::string_view body) {
    const auto page = read_usm_page(body, {{1}, {2}, 0, 10});
    if (!page) return;
    SOCBOT_CHECK(page->alarms.size() <= kUsmApiLimits.page_alarms, "a page is bounded");
    std::string list;
    for (const auto& alarm : page->alarms) {
        SOCBOT_CHECK(usm_labels_of(alarm).size() <= 64, "labels are bounded");
        list += (list.empty() ? "" : ",") + alarm;
    }
    const auto again =
        read_usm_page(R"({"_embedded":{"alarms":[)" + list + "]}}", {{1}, {2}, 0, 10});
    SOCBOT_CHECK(static_cast<bool>(again), "what was read can be read");
    SOCBOT_CHECK(again->alarms == page->alarms, "reading what was read changes nothing");
    SOCBOT_CHECK(again->newest == page->newest, "nor the times");
}

void check_walk(std::string_view body) {
    UsmSession session{{"https://api", "c", Secret{"s"}}, {}};
    UsmWalkLimits limits;
    limits.pages = 20;
    limits.pages_deep = 3;
    UsmWalk walk{session, {1}, {kNow}, limits};
    Instant now = kNow;
    for (int step = 0; step < kMostSteps; ++step) {
        const auto next = walk.next(now);
        if (std::holds_alternative<UsmWalk::Done>(next) || std::holds_alternative<Error>(next))
            return;
        if (const auto* wait = std::get_if<UsmWait>(&next)) {
            SOCBOT_CHECK(wait->until > now, "a wait is a wait");
            now = wait->until;
        } else if (const auto* send = std::get_if<UsmSend>(&next)) {
            const bool token = send->request.method == "POST" && step == 0;
            walk.take(
                {std::nullopt,
                 200,
                 std::nullopt,
                 token ? R"({"access_token":"t","expires_in":899})" : std::string{body}},
                now,
                0.5
            );
        }
    }
    SOCBOT_CHECK(false, "a walk ends");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body{as_chars(data), size};
    check_page(body);
    const auto token = read_usm_token(body, kNow);
    if (token) SOCBOT_CHECK(token->renew_at > kNow, "a token lasts");
    check_walk(body);
    return 0;
}
