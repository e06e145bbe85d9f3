// Writing to people and pipes: JSON lines to one, problems to the other.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace socbot {

// A line of standard output; control characters escaped when it is a terminal.
void print_line(std::string_view line);
// A line of standard error, always escaped.
void print_problem(std::string_view line);
// print_problem with the error; returns 1.
int fail(const Error& error);

// data_dir by --data-dir, else of the configuration, else ./.socbot. Problems are printed.
Result<std::filesystem::path> data_dir_of(const std::string& config, const std::string& data_dir);

}  // namespace socbot
