// Bodies of the answers; see intake_answers.h.
#include "app/intake_answers.h"

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

}  // namespace socbot
