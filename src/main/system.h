// The real clock, the real entropy, small files with secrets.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "ports/clock.h"
#include "ports/random.h"

#include <filesystem>

namespace socbot {

class SystemClock final : public Clock {
public:
    std::chrono::system_clock::time_point wall() const override {
        return std::chrono::system_clock::now();
    }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::now();
    }
};

// OpenSSL's generator. Throws std::runtime_error when the system gives no entropy.
class SystemRandom final : public Random {
public:
    std::string bytes(std::size_t count) override;
};

// The text of a secret file (0600), made from `fresh` when it is missing; its folder too (0700).
Result<Secret> read_or_make_secret(const std::filesystem::path& file, const std::string& fresh);

// The whole file, or not_found / invalid_input (more than `limit` bytes). "-" is standard input.
Result<std::string> read_file(const std::string& path, std::size_t limit);

}  // namespace socbot
