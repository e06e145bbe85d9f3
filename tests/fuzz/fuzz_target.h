// What every target of this folder defines: one call an input, of any bytes. It must not crash,
// leak, run long or break the property the target checks (SOCBOT_CHECK), whatever the bytes are.
// The same file is linked with libFuzzer (preset fuzz) and with run_corpus.cpp (every build).
#pragma once

#include <cstddef>
#include <cstdint>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace socbot {

inline const char* as_chars(const std::uint8_t* data) {
    return reinterpret_cast<const char*>(data);  // NOLINT: bytes are text here
}

}  // namespace socbot
