// Bodies of the answers; see intake_answers.h.
#include "app/intake_answers.h"

#include <string>

namespace socbot {

http::Response intake_status(std::string_view word) {
    http::Response response;
    response.body.append(R"({"status":")").append(word).append(R"("})");
    return response;
}

http::Response intake_later() {
    auto response = http::refusal(503, "unavailable", "not stored; send it again later");
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

http::Response intake_over_quota(std::chrono::nanoseconds wait) {
    auto response =
        http::refusal(503, "quota", "this source is over its quota; send it again later");
    // Whole seconds (RFC 9110 section 10.2.3), never none.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    response.headers.emplace_back("Retry-After", std::to_string(seconds < 1 ? 1 : seconds));
    return response;
}

}  // namespace socbot
