// System services; see system.h.
#include "main/system.h"

#include "base/text.h"

#include <openssl/rand.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace socbot {

std::string SystemRandom::bytes(std::size_t count) {
    std::string out(count, '\0');
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL's byte type
    auto* data = reinterpret_cast<unsigned char*>(out.data());
    if (RAND_bytes(data, static_cast<int>(count)) != 1)
        throw std::runtime_error{"the system gives no entropy"};
    return out;
}

Result<Secret> read_or_make_secret(const std::filesystem::path& file, const std::string& fresh) {
    std::error_code ec;
    if (!std::filesystem::exists(file, ec)) {
        const auto folder = file.parent_path();
        if (!folder.empty() && std::filesystem::create_directories(folder, ec))
            std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ec);
        const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0)
            return Error{
                Errc::unavailable, file.string() + ": " + std::generic_category().message(errno)};
        const auto text = fresh + "\n";
        const bool written =
            ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
        ::close(fd);
        if (!written) return Error{Errc::unavailable, file.string() + ": could not be written"};
    }
    auto text = read_file(file.string(), 4096);
    if (!text) return std::move(text).error();
    const auto trimmed = trim_ascii(*text);
    if (trimmed.empty()) return Error{Errc::invalid_input, file.string() + " is empty"};
    return Secret{std::string{trimmed}};
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file)
            return Error{Errc::not_found, path + ": " + std::generic_category().message(errno)};
    }
    std::istream& in = path == "-" ? std::cin : file;
    std::string text;
    std::string chunk(1U << 16U, '\0');
    while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
        text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > limit)
            return Error{
                Errc::invalid_input, path + ": more than " + std::to_string(limit) + " bytes"};
    }
    return text;
}

}  // namespace socbot
