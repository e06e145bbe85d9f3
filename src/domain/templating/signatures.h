// The static types of the functions: what each returns and takes. The official parser refuses an
// argument whose type can't fit as soon as it reads it, so `length(5)` rejects a template that is
// never expanded.
#pragma once

#include "base/result.h"
#include "domain/templating/ast.h"

#include <cstdint>
#include <string_view>

namespace socbot::templating {

// A set of types, as bits.
using Types = std::uint8_t;
inline constexpr Types kBoolean = 1;
inline constexpr Types kNumber = 2;
inline constexpr Types kText = 4;
inline constexpr Types kList = 8;
inline constexpr Types kAnything = 16;  // a name, a member, null: known when expanded only

Types static_type(const Node& node);

// invalid_input when an argument of the call can't have the type its function takes, or when the
// member's object can't have members.
Result<void> check_types(const Node& node);

// The functions of the official packages that this engine refuses (the Timex family, which needs
// a recogniser of natural language).
bool is_refused(std::string_view name) noexcept;

}  // namespace socbot::templating
