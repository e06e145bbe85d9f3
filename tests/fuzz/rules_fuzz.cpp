// An expression: compiled, and run over an alarm, which must not depend on how often it runs.
#include "base/check.h"
#include "domain/rules/rule.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto rule = Rule::compile(std::string_view{as_chars(data), size});
    if (!rule) return 0;
    static const Alarm empty;
    const RuleSubject subject{empty, "ACME", Kind::malware};
    SOCBOT_CHECK(rule->matches(subject) == rule->matches(subject), "running changes nothing");
    const auto again = Rule::compile(rule->source());
    SOCBOT_CHECK(static_cast<bool>(again), "the source of a rule compiles");
    return 0;
}
