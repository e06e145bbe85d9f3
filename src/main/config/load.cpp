// Reads the configuration's files, bounded, and hands their trees to the binding.
#include "adapters/yaml/yaml.h"
#include "main/config/bind.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>

namespace socbot {
namespace {

constexpr std::size_t kCustomerFiles{1000};
constexpr YamlLimits kLimits{};

// One byte more than the limit, so that parse_yaml sees that there is more.
std::optional<std::string> read_bounded(const std::filesystem::path& file) {
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure)) {
        return std::nullopt;
    }
    std::ifstream stream{file, std::ios::binary};
    if (!stream) {
        return std::nullopt;
    }
    std::string text(kLimits.bytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) {
        return std::nullopt;
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

// The file's tree; nullopt when it can't be read as YAML at all, with the problems noted.
std::optional<ConfigNode>
read_tree(const std::filesystem::path& file, std::vector<ConfigProblem>& problems) {
    const auto text = read_bounded(file);
    if (!text) {
        problems.push_back({{file.string(), 1, 1}, "the file can't be read"});
        return std::nullopt;
    }
    YamlDocument document = parse_yaml(*text, file.string());
    problems.insert(problems.end(), document.problems.begin(), document.problems.end());
    return std::move(document.root);
}

// Sorted by name, so that the order of customers does not depend on the file system.
std::vector<std::filesystem::path>
customer_files(const std::filesystem::path& folder, std::vector<ConfigProblem>& problems) {
    std::vector<std::filesystem::path> files;
    std::error_code failure;
    if (!std::filesystem::exists(folder, failure)) {
        return files;
    }
    std::filesystem::directory_iterator entries{folder, failure};
    for (; !failure && entries != std::filesystem::directory_iterator{};
         entries.increment(failure)) {
        const std::filesystem::path& path = entries->path();
        const std::string name = path.filename().string();
        if (path.extension() == ".yml") {
            problems.push_back({{path.string(), 1, 1}, "only *.yaml is read here; rename the file"}
            );
        }
        if (path.extension() == ".yaml" && !name.starts_with('.')) {
            files.push_back(path);
        }
    }
    if (failure) {
        problems.push_back(
            {{folder.string(), 1, 1}, "the folder can't be read: " + failure.message()}
        );
    }
    if (files.size() > kCustomerFiles) {
        problems.push_back(
            {{folder.string(), 1, 1}, "more than " + std::to_string(kCustomerFiles) + " files"}
        );
        files.clear();
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

BoundConfig load_config(const std::filesystem::path& file, const BindServices& services) {
    std::vector<ConfigProblem> problems;
    const auto root = read_tree(file, problems);
    if (!root || !problems.empty()) {
        // A tree cut at a syntax error would only add problems that aren't there.
        return {{}, std::move(problems)};
    }
    std::vector<ConfigNode> customers;
    for (const auto& path : customer_files(file.parent_path() / "customers.d", problems)) {
        if (auto tree = read_tree(path, problems)) {
            customers.push_back(*std::move(tree));
        }
    }
    if (!problems.empty()) {
        return {{}, std::move(problems)};
    }
    return bind_config(*root, customers, services);
}

}  // namespace socbot
