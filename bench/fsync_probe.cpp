// How fast is this disk's fsync? Appends 4 kB and fdatasyncs, many times, in a file of its own that
// it removes. No commit can be faster than this.
//
//   fsync_probe DIRECTORY [TIMES]
#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

constexpr std::size_t kBlock = 4096;

class ProbeFile {
public:
    explicit ProbeFile(std::string directory)
        : path_{std::move(directory) + "/fsync-probe-XXXXXX"} {
        fd_ = ::mkostemp(path_.data(), O_CLOEXEC);
        if (fd_ < 0) throw std::system_error{errno, std::generic_category(), path_};
        (void)::unlink(path_.c_str());
    }
    ~ProbeFile() { ::close(fd_); }
    ProbeFile(const ProbeFile&) = delete;
    ProbeFile& operator=(const ProbeFile&) = delete;

    void append(std::span<const char> block, std::size_t number) const {
        const auto offset = static_cast<off_t>(number * block.size());
        if (::pwrite(fd_, block.data(), block.size(), offset) !=
                static_cast<ssize_t>(block.size()) ||
            ::fdatasync(fd_) != 0)
            throw std::system_error{errno, std::generic_category(), "append"};
    }

private:
    std::string path_;
    int fd_{-1};
};

std::vector<double> measure(const std::string& directory, std::size_t times) {
    const ProbeFile file{directory};
    std::array<char, kBlock> block{};
    std::vector<double> took_ms;
    for (std::size_t i = 0; i < times; ++i) {
        block.fill(static_cast<char>('a' + i % 26));
        const auto began = std::chrono::steady_clock::now();
        file.append(block, i);
        took_ms.push_back(std::chrono::duration<double, std::milli>{
            std::chrono::steady_clock::now() - began}
                              .count());
    }
    std::sort(took_ms.begin(), took_ms.end());
    return took_ms;
}

}  // namespace

int main(int count, char** words) {
    try {
        const std::span arguments{words, static_cast<std::size_t>(count)};
        if (arguments.size() < 2) throw std::runtime_error{"usage: fsync_probe DIRECTORY [TIMES]"};
        std::size_t times = 1000;
        if (arguments.size() > 2) {
            const std::string_view text{arguments[2]};
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), times);
            if (error != std::errc{} || times == 0 || times > 1'000'000)
                throw std::runtime_error{"TIMES: from 1 to 1000000"};
        }
        const auto took_ms = measure(arguments[1], times);
        std::cout << fmt::format(
            R"({{"times":{},"p50_ms":{:.3f},"p99_ms":{:.3f},"max_ms":{:.3f}}})"
            "\n",
            times,
            took_ms[times / 2],
            took_ms[times * 99 / 100],
            took_ms.back()
        );
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
