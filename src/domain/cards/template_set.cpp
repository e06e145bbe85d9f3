// Trying templates before they are used, and keeping what works; see template_set.h.
#include "domain/cards/template_set.h"

#include "base/check.h"
#include "base/text.h"

#include <boost/json.hpp>

#include <algorithm>

namespace socbot {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostProblems{20};
// RFC 5646 section 4.4.1: room for the longest tag that is in use.
constexpr std::size_t kLanguageBytes{35};

void add(std::vector<std::string>& problems, const templating::Problem& problem) {
    problems.push_back(
        problem.path.empty() ? problem.message : problem.path + ": " + problem.message
    );
}

// The emptiest card there is: lines that may be empty must guard themselves.
json::value hardly_any(std::string_view name) {
    CardView view;
    view.template_name = name == "answer" ? "answer" : "alarm";
    view.title = "T";
    static const CardTemplates none;
    return template_data(view, {none, {}, {}});
}

// Fills the template and looks at what came out.
void try_with(
    const templating::Template& prepared,
    const json::value& data,
    std::vector<std::string>& problems
) {
    auto expansion = prepared.expand({.root = data});
    if (!expansion) {
        problems.push_back(expansion.error().message());
        return;
    }
    for (const templating::Problem& problem : expansion->problems)
        add(problems, problem);
    for (const templating::Problem& problem : validate_card(expansion->output, CardLimits{}))
        add(problems, problem);
}

}  // namespace

std::vector<std::string> check_template(std::string_view name, std::string_view text) {
    const std::string key{name};
    auto prepared = CardTemplates::prepare({{key, std::string{text}}});
    if (!prepared) return {prepared.error().message()};
    std::vector<std::string> problems;
    const auto sample = CardTemplates::samples().find(key);
    if (sample != CardTemplates::samples().end())
        try_with(*prepared->find(name), json::parse(sample->second), problems);
    if (problems.empty()) try_with(*prepared->find(name), hardly_any(name), problems);
    // What neither of them reaches: branches not taken, members of lists that are empty.
    if (problems.empty()) {
        const auto parsed = templating::parse_json(text);
        SOCBOT_CHECK(parsed, "what was prepared is JSON");
        for (const templating::Problem& problem : validate_template(*parsed, CardLimits{}))
            add(problems, problem);
    }
    if (problems.size() > kMostProblems) problems.resize(kMostProblems);
    return problems;
}

Result<TemplateSet> assemble_templates(
    const std::vector<TemplateFile>& files,
    const std::map<TemplateKey, std::string>& last_good
) {
    std::vector<TemplateProblem> found;
    std::map<TemplateKey, std::string> custom;
    for (const TemplateFile& file : files) {
        const std::string name = file.key.substr(file.key.rfind('/') + 1);
        const auto problems = check_template(name, file.text);
        for (const std::string& problem : problems)
            found.push_back({file.origin, problem});
        if (problems.empty()) {
            custom.emplace(file.key, file.text);
        } else if (const auto kept = last_good.find(file.key); kept != last_good.end()) {
            custom.emplace(*kept);
        }
    }
    std::map<std::string, std::string> sources = CardTemplates::shipped();
    for (const auto& [key, text] : custom)
        sources.insert_or_assign(key, text);
    auto templates = CardTemplates::prepare(sources);
    if (!templates) return std::move(templates).error();
    return TemplateSet{*std::move(templates), std::move(custom), std::move(found)};
}

std::string canonical_language(std::string_view tag) {
    if (tag.size() > kLanguageBytes) return {};
    std::string lower = to_lower_ascii(tag);
    const auto parts = split(lower, '-');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
        const auto part_of_tag = [&](char c) {
            return letter(c) || (i > 0 && c >= '0' && c <= '9');
        };
        const bool length = i == 0 ? parts[i].size() == 2 || parts[i].size() == 3
                                   : !parts[i].empty() && parts[i].size() <= 8;
        if (!length || !std::all_of(parts[i].begin(), parts[i].end(), part_of_tag)) return {};
    }
    return lower;
}

}  // namespace socbot
