// Reads secrets from files and the environment, bounded.
#include "main/config/secrets.h"

#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <system_error>

namespace socbot {
namespace {

Result<Secret> usable(std::string_view text) {
    // Editors and `echo` leave a line feed at the end of a file.
    text = trim_ascii(text);
    if (text.empty()) {
        return Error{Errc::invalid_input, "is empty"};
    }
    if (text.size() > kSecretBytes) {
        return Error{
            Errc::invalid_input, "is larger than " + std::to_string(kSecretBytes) + " bytes"};
    }
    // It goes into a header one day: a line feed there would add one of its own.
    const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
    if (controls) {
        return Error{Errc::invalid_input, "holds a line feed or another control character"};
    }
    return Secret{std::string{text}};
}

}  // namespace

Result<Secret> SystemSecretReader::file(const std::filesystem::path& path) {
    auto whole = text(path);
    if (!whole) {
        return std::move(whole).error();
    }
    return usable(*std::move(whole));
}

Result<std::string> SystemSecretReader::text(const std::filesystem::path& path) {
    if (auto found = readable(path); !found) {
        return std::move(found).error();
    }
    std::ifstream stream{path, std::ios::binary};
    std::string text(kSecretBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) {
        return Error{Errc::not_found, "can't be read"};
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kSecretBytes) {
        return Error{
            Errc::invalid_input, "is larger than " + std::to_string(kSecretBytes) + " bytes"};
    }
    return text;
}

Result<Secret> SystemSecretReader::environment(const std::string& name) {
    // Read while the process has one thread (start and reload run it on one; nothing calls setenv).
    const char* const value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr) {
        return Error{Errc::not_found, "is not set"};
    }
    return usable(value);
}

Result<void> SystemSecretReader::readable(const std::filesystem::path& path) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status)) {
        return Error{Errc::not_found, "does not exist"};
    }
    // A device or a pipe could block or never end.
    if (!std::filesystem::is_regular_file(status)) {
        return Error{Errc::invalid_input, "is not a file"};
    }
    if (!std::ifstream{path, std::ios::binary}) {
        return Error{Errc::not_found, "can't be read by this user"};
    }
    return {};
}

}  // namespace socbot
