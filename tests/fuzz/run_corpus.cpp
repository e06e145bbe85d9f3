// Runs a target over every file of its corpus, and over each file cut in half and in quarters.
// Exit 0, 1 when there is no corpus; a broken property aborts.
#include "fuzz/fuzz_target.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

void run(const std::string& bytes) {
    // A copy of exactly that size: a sanitizer sees a read past the end.
    const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
    (void)LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 1;
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{argv[1]}) {
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        for (std::size_t quarter = 1; quarter <= 4; ++quarter)
            run(bytes.substr(0, bytes.size() * quarter / 4));
        ++count;
    }
    run({});
    std::printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
