// Loading and reporting; see template_keeper.h.
#include "main/template_keeper.h"

#include "base/text.h"
#include "main/template_folder.h"

#include <fmt/format.h>

#include <utility>

namespace socbot {
namespace {

// What `status` shows of them; the log has them all.
constexpr std::size_t kMostLines{5};

}  // namespace

Result<void> TemplateKeeper::load(const std::filesystem::path& folder, const Report& report) {
    const TemplateFolder read = read_template_folder(folder);
    auto assembled = assemble_templates(read.files, good_);
    if (!assembled) return std::move(assembled).error().with_context("card templates");
    std::vector<TemplateProblem> problems = read.problems;
    problems.insert(problems.end(), assembled->problems.begin(), assembled->problems.end());
    std::vector<std::string> lines;
    for (const TemplateProblem& problem : problems) {
        report(
            "template.refused",
            fmt::format(
                "file={} reason={}",
                quote_for_log(problem.origin, 300),
                quote_for_log(problem.message, 300)
            )
        );
        if (lines.size() < kMostLines)
            lines.push_back(fmt::format("card template {}: {}", problem.origin, problem.message));
    }
    if (problems.size() > kMostLines)
        lines.push_back(
            fmt::format("{} more problems of card templates", problems.size() - kMostLines)
        );
    if (!read.files.empty())
        report(
            "template.loaded",
            fmt::format("own={} problems={}", assembled->custom.size(), problems.size())
        );
    good_ = std::move(assembled->custom);
    templates_.store(std::make_shared<const CardTemplates>(std::move(assembled->templates)));
    lines_.store(std::make_shared<const std::vector<std::string>>(std::move(lines)));
    return {};
}

}  // namespace socbot
