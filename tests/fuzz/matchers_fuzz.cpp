// Alertmanager's matchers: what becomes a rule compiles.
#include "domain/rules/matchers.h"

#include "base/check.h"
#include "domain/rules/rule.h"
#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto source = rule_from_matchers(std::string_view{as_chars(data), size});
    if (source) SOCBOT_CHECK(static_cast<bool>(Rule::compile(*source)), "it is a rule");
    return 0;
}
