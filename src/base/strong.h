// Strong types for identifiers, so that a customer code can't be passed where a room id is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace socbot {

// Text with a meaning. Empty means "none". Ordered by bytes, never by locale.
template <class Tag>
class StrongString {
public:
    StrongString() = default;
    explicit StrongString(std::string value) : value_{std::move(value)} {}
    explicit StrongString(std::string_view value) : value_{value} {}
    explicit StrongString(const char* value) : value_{value} {}

    const std::string& str() const noexcept { return value_; }
    bool empty() const noexcept { return value_.empty(); }
    friend auto operator<=>(const StrongString&, const StrongString&) = default;
    friend bool operator==(const StrongString&, const StrongString&) = default;

private:
    std::string value_;
};

// A number with a meaning. 0 means "none".
template <class Tag>
class StrongNumber {
public:
    constexpr StrongNumber() = default;
    constexpr explicit StrongNumber(std::uint64_t value) : value_{value} {}

    constexpr std::uint64_t value() const noexcept { return value_; }
    constexpr explicit operator bool() const noexcept { return value_ != 0; }
    friend constexpr auto operator<=>(const StrongNumber&, const StrongNumber&) = default;
    friend constexpr bool operator==(const StrongNumber&, const StrongNumber&) = default;

private:
    std::uint64_t value_{0};
};

}  // namespace socbot

template <class Tag>
struct std::hash<socbot::StrongString<Tag>> {
    std::size_t operator()(const socbot::StrongString<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.str());
    }
};

template <class Tag>
struct std::hash<socbot::StrongNumber<Tag>> {
    std::size_t operator()(const socbot::StrongNumber<Tag>& id) const noexcept {
        return std::hash<std::uint64_t>{}(id.value());
    }
};
