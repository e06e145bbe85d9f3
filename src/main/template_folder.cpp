// Walking two levels of a folder; see template_folder.h.
#include "main/template_folder.h"

#include "domain/templating/template.h"
#include "main/config/names.h"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace socbot {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles{500};

class FolderReader {
public:
    void read(const fs::path& folder, const std::string& language) {
        for (const fs::path& path : entries_of(folder)) {
            const std::string name = path.filename().string();
            std::error_code ec;
            if (name.starts_with('.')) continue;
            if (fs::is_directory(path, ec)) {
                read_language(path, name, language);
            } else {
                read_file(path, language);
            }
        }
    }
    TemplateFolder take() { return std::move(out_); }

private:
    void problem(const fs::path& path, std::string message) {
        out_.problems.push_back({path.string(), std::move(message)});
    }

    // Sorted, so that nothing depends on the order of the file system.
    std::vector<fs::path> entries_of(const fs::path& folder) {
        std::vector<fs::path> paths;
        std::error_code ec;
        fs::directory_iterator entries{folder, ec};
        for (; !ec && entries != fs::directory_iterator{}; entries.increment(ec)) {
            if (paths.size() == kMostFiles) {
                problem(folder, "more than " + std::to_string(kMostFiles) + " entries");
                return {};
            }
            paths.push_back(entries->path());
        }
        if (ec) problem(folder, "the folder can't be read: " + ec.message());
        std::sort(paths.begin(), paths.end());
        return paths;
    }

    void read_language(const fs::path& path, const std::string& name, const std::string& above) {
        // The samples that stand beside the shipped templates may be copied along with them.
        if (name == "samples") return;
        const std::string language = canonical_language(name);
        if (!above.empty() || language.empty()) {
            problem(path, "a folder in here is named after a language, like de or pt-BR");
            return;
        }
        read(path, language);
    }

    void read_file(const fs::path& path, const std::string& language) {
        if (path.extension() != ".json") {
            problem(path, "only *.json is read here");
            return;
        }
        const std::string stem = path.stem().string();
        if (!CardTemplates::shipped().contains(stem)) {
            std::vector<std::string> known;
            known.reserve(CardTemplates::shipped().size());
            for (const auto& shipped : CardTemplates::shipped())
                known.push_back(shipped.first);
            problem(path, "no card has the template " + shown(stem) + suggestion(stem, known));
            return;
        }
        std::string key = language.empty() ? stem : language + "/" + stem;
        out_.files.push_back({path.string(), std::move(key), text_of(path)});
    }

    // One byte more than a template may have, so that a longer one is refused and not cut.
    static std::string text_of(const fs::path& path) {
        std::error_code ec;
        if (!fs::is_regular_file(path, ec)) return {};
        std::ifstream stream{path, std::ios::binary};
        std::string text(templating::Limits{}.template_bytes + 1, '\0');
        stream.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(stream.gcount()));
        return text;
    }

    TemplateFolder out_;
};

}  // namespace

TemplateFolder read_template_folder(const fs::path& folder) {
    FolderReader reader;
    if (!folder.empty()) reader.read(folder, {});
    return reader.take();
}

std::vector<std::string> template_problems(const fs::path& folder) {
    TemplateFolder read = read_template_folder(folder);
    auto assembled = assemble_templates(read.files, {});
    if (!assembled) return {assembled.error().message()};
    auto& problems = read.problems;
    problems.insert(problems.end(), assembled->problems.begin(), assembled->problems.end());
    std::vector<std::string> lines;
    lines.reserve(problems.size());
    for (const TemplateProblem& problem : problems)
        lines.push_back(problem.origin + ": " + problem.message);
    return lines;
}

}  // namespace socbot
