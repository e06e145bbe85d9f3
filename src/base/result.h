// Result<T>: a value or an Error, for failures a caller is expected to handle. Spelled like
// std::expected (`if (!r)`, `*r`, `r->`, `r.error()`), which g++ 12 does not have for C++20.
// Exceptions stay for start-up, cancellation and bugs.
#pragma once

#include "base/check.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace socbot {

// What a caller can act on.
enum class Errc {
    invalid_input,
    not_found,
    conflict,
    unauthorised,
    rate_limited,
    unavailable,
    timeout,
    internal
};

class Error {
public:
    Error(
        Errc code,
        std::string message,
        std::optional<std::chrono::seconds> retry_after = std::nullopt
    )
        : code_{code}, message_{std::move(message)}, retry_after_{retry_after} {}
    Errc code() const noexcept { return code_; }
    // How long the other side asked us to wait; set with rate_limited and unavailable only.
    std::optional<std::chrono::seconds> retry_after() const noexcept { return retry_after_; }
    const std::string& message() const noexcept { return message_; }
    Error with_context(std::string_view context) && {
        message_.insert(0, std::string{context} + ": ");
        return std::move(*this);
    }

private:
    Errc code_;
    std::string message_;
    std::optional<std::chrono::seconds> retry_after_;
};

template <class T>
class [[nodiscard]] Result {
public:
    // Implicit on purpose: `return value;` and `return Error{...};` both read well.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : state_{std::in_place_index<1>, std::move(error)} {}

    explicit operator bool() const noexcept { return state_.index() == 0; }
    T& operator*() & noexcept {
        SOCBOT_CHECK(*this, "value of a failed Result");
        return *std::get_if<0>(&state_);
    }
    const T& operator*() const& noexcept {
        SOCBOT_CHECK(*this, "value of a failed Result");
        return *std::get_if<0>(&state_);
    }
    T&& operator*() && noexcept {
        SOCBOT_CHECK(*this, "value of a failed Result");
        return std::move(*std::get_if<0>(&state_));
    }
    T* operator->() noexcept { return &**this; }
    const T* operator->() const noexcept { return &**this; }
    Error& error() & noexcept {
        SOCBOT_CHECK(!*this, "error of a successful Result");
        return *std::get_if<1>(&state_);
    }
    const Error& error() const& noexcept {
        SOCBOT_CHECK(!*this, "error of a successful Result");
        return *std::get_if<1>(&state_);
    }
    Error&& error() && noexcept {
        SOCBOT_CHECK(!*this, "error of a successful Result");
        return std::move(*std::get_if<1>(&state_));
    }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : error_{std::move(error)} {}
    explicit operator bool() const noexcept { return !error_; }
    const Error& error() const& noexcept {
        SOCBOT_CHECK(error_.has_value(), "error of a successful Result");
        return *error_;
    }
    Error& error() & noexcept {
        SOCBOT_CHECK(error_.has_value(), "error of a successful Result");
        return *error_;
    }
    Error&& error() && noexcept {
        SOCBOT_CHECK(error_.has_value(), "error of a successful Result");
        return std::move(*error_);
    }

private:
    std::optional<Error> error_;
};

}  // namespace socbot
