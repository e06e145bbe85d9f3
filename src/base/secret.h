// A secret: has no formatter and no stream operator, so it can't reach a log by accident.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace socbot {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_{std::move(value)} {}

    // The secret itself. Every call is a place to review.
    std::string_view reveal() const noexcept { return value_; }
    bool empty() const noexcept { return value_.empty(); }

private:
    std::string value_;
};

}  // namespace socbot
