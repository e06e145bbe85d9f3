// Random: the only place entropy comes from. What the engine needs is recorded with its inputs.
#pragma once

#include <cstddef>
#include <string>

namespace socbot {

// Thread-safe. Cryptographically strong.
class Random {
public:
    virtual ~Random() = default;
    virtual std::string bytes(std::size_t count) = 0;
};

}  // namespace socbot
