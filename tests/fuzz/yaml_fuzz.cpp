// Any text as a configuration file.
#include "adapters/yaml/yaml.h"

#include "fuzz/fuzz_target.h"

#include <string_view>

using namespace socbot;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    YamlLimits limits;
    limits.bytes = 4096;
    limits.nodes = 500;
    (void)parse_yaml(std::string_view{as_chars(data), size}, "fuzz.yaml", limits);
    return 0;
}
