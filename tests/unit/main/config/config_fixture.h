// Binds a text with secrets from a map and the zones UTC, Europe/London and Europe/Berlin.
#pragma once

#include "adapters/yaml/yaml.h"
#include "main/config/bind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace socbot {

class MapSecrets final : public SecretReader {
public:
    std::map<std::string, std::string> files{{"/s/token", "0123456789abcdef"}, {"/s/key.pem", "x"}};
    std::map<std::string, std::string> variables{{"TOKEN", "fedcba9876543210"}};

    Result<Secret> file(const std::filesystem::path& path) override {
        return find(files, path.string());
    }
    Result<Secret> environment(const std::string& name) override { return find(variables, name); }
    Result<void> readable(const std::filesystem::path& path) override {
        if (!files.contains(path.string())) return Error{Errc::not_found, "does not exist"};
        return {};
    }

    Result<std::string> text(const std::filesystem::path& path) override {
        const auto found = files.find(path.string());
        if (found == files.end()) return Error{Errc::not_found, "does not exist"};
        return found->second;
    }

private:
    static Result<Secret>
    find(const std::map<std::string, std::string>& from, const std::string& name) {
        const auto found = from.find(name);
        if (found == from.end()) return Error{Errc::not_found, "is not there"};
        return Secret{found->second};
    }
};

class FewZones final : public Zones {
public:
    bool known(std::string_view zone) const override {
        return zone == "UTC" || zone == "Europe/London" || zone == "Europe/Berlin";
    }
    LocalTime local(std::string_view, Instant) const override { return {}; }
    Instant next(std::string_view, unsigned, Instant at) const override { return at; }
};

inline BoundConfig
bind_text(std::string_view text, const std::vector<std::string>& customers = {}) {
    MapSecrets secrets;
    const FewZones zones;
    YamlDocument document = parse_yaml(text, "f.yaml");
    EXPECT_THAT(document.problems, ::testing::IsEmpty());
    std::vector<ConfigNode> files;
    for (std::size_t i = 0; i < customers.size(); ++i) {
        files.push_back(parse_yaml(customers[i], "c" + std::to_string(i) + ".yaml").root);
    }
    return bind_config(document.root, files, {secrets, zones});
}

inline std::vector<std::string> lines_of(const BoundConfig& bound) {
    std::vector<std::string> lines;
    for (const ConfigProblem& problem : bound.problems)
        lines.push_back(format_problem(problem));
    return lines;
}

inline std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream stream{path, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace socbot
