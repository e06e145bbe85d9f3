// The card templates in use: the shipped ones and the team's own, read at start and on SIGHUP. What
// is broken leaves the last good one in use and is told until it is mended.
#pragma once

#include "base/result.h"
#include "domain/cards/template_set.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

// load() on one thread; the others from any.
class TemplateKeeper {
public:
    using Report = std::function<void(std::string_view event, std::string_view detail)>;

    // Reports "template.refused" for each problem, "template.loaded" when the folder gave any.
    // Fails only when a shipped template does, which the tests rule out.
    Result<void> load(const std::filesystem::path& folder, const Report& report);

    // Null before the first load.
    std::shared_ptr<const CardTemplates> templates() const { return templates_.load(); }
    // A line for each problem of the last load, for `status`; plain text.
    std::vector<std::string> status_lines() const { return *lines_.load(); }

private:
    std::map<TemplateKey, std::string> good_;
    std::atomic<std::shared_ptr<const CardTemplates>> templates_;
    std::atomic<std::shared_ptr<const std::vector<std::string>>> lines_{
        std::make_shared<const std::vector<std::string>>()};
};

}  // namespace socbot
