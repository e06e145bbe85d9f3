// Secrets named by a configuration, "file:PATH" or "env:NAME", read while it is bound.
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <filesystem>
#include <string>

namespace socbot {

inline constexpr std::size_t kSecretBytes{64U << 10U};  // at most

// What binding needs from outside; tests inject a map. No call changes anything.
class SecretReader {
public:
    virtual ~SecretReader() = default;
    // The text of a file without white space at its end; invalid_input when it is empty, too long
    // or holds a control character, not_found when it can't be read.
    virtual Result<Secret> file(const std::filesystem::path& path) = 0;
    // The same for a variable of the environment.
    virtual Result<Secret> environment(const std::string& name) = 0;
    // Ok when it is a file that can be opened for reading.
    virtual Result<void> readable(const std::filesystem::path& path) = 0;
    // A whole file that is no secret, such as a certificate; fails as file() does.
    virtual Result<std::string> text(const std::filesystem::path& path) = 0;
};

class SystemSecretReader final : public SecretReader {
public:
    Result<Secret> file(const std::filesystem::path& path) override;
    Result<Secret> environment(const std::string& name) override;
    Result<void> readable(const std::filesystem::path& path) override;
    Result<std::string> text(const std::filesystem::path& path) override;
};

}  // namespace socbot
