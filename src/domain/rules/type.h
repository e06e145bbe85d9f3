// The types of the rule language: single values, records of the alarm, and lists of either. There
// are no lists of lists.
#pragma once

#include <cstdint>
#include <string_view>

namespace socbot::rules {

enum class Base : std::uint8_t {
    boolean,
    integer,
    string,
    severity,
    kind,
    timestamp,
    duration,
    network,
    endpoint,
    device,
    user,
    file,
    process,
    malware,
    attack,
    observable
};

struct Type {
    Base base{Base::boolean};
    bool list{false};
    friend constexpr bool operator==(const Type&, const Type&) = default;
};

inline constexpr Type kBoolean{Base::boolean};
inline constexpr Type kInteger{Base::integer};
inline constexpr Type kString{Base::string};
inline constexpr Type kSeverity{Base::severity};
inline constexpr Type kKind{Base::kind};
inline constexpr Type kTimestamp{Base::timestamp};
inline constexpr Type kDuration{Base::duration};
inline constexpr Type kNetwork{Base::network};
inline constexpr Type kStrings{Base::string, true};
inline constexpr Type kIntegers{Base::integer, true};

constexpr bool is_record(Type type) noexcept {
    return !type.list && type.base >= Base::endpoint;
}

// "list(string)".
std::string_view type_name(Type type);

}  // namespace socbot::rules
