// See terminal.h.
#include "main/terminal.h"

#include "base/text.h"
#include "domain/settings/zones_tz.h"
#include "main/config/bind.h"

#include <unistd.h>

#include <cstdio>

namespace socbot {

namespace {

void write_line(std::FILE* out, std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), out);
    std::fputc('\n', out);
    std::fflush(out);
}

}  // namespace

void print_line(std::string_view line) {
    if (::isatty(STDOUT_FILENO) == 1)
        write_line(stdout, escape_for_terminal(line));
    else
        write_line(stdout, line);
}

void print_problem(std::string_view line) {
    write_line(stderr, escape_for_terminal(line));
}

int fail(const Error& error) {
    print_problem(error.message());
    return 1;
}

Result<std::filesystem::path> data_dir_of(const std::string& config, const std::string& data_dir) {
    if (!data_dir.empty()) return std::filesystem::path{data_dir};
    if (config.empty()) return std::filesystem::path{".socbot"};
    SystemSecretReader secrets;
    const auto zones = make_system_zones();
    auto bound = load_config(config, {secrets, *zones});
    for (const auto& problem : bound.problems)
        print_problem(format_problem(problem));
    if (!bound.problems.empty()) return Error{Errc::invalid_input, config + " has problems"};
    return bound.config.data_dir;
}

}  // namespace socbot
