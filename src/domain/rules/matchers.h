// Alertmanager's matchers as a rule: `alertname="Brute force", severity=~"high|critical"` with or
// without braces, after prometheus/alertmanager matcher/parse. What has no exact meaning here is
// refused, never guessed.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace socbot {

// A rule that compiles. Labels are field names, dots as underscores allowed (rule_name), and
// alertname, which is the title. = and != compare, =~ and !~ match the whole value as Alertmanager
// does; a missing label is the empty text there, and so it is in the rule. On a list, = asks for
// one such item. invalid_input with the column: syntax, an unknown label, a label that is neither
// text nor severity, customer or kind, a pattern that RE2 refuses.
Result<std::string> rule_from_matchers(std::string_view text);

}  // namespace socbot
