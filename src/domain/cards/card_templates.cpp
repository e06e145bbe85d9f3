// The prepared templates of a team, by name and by language and name.
#include "base/digest.h"
#include "base/text.h"
#include "domain/cards/render.h"

#include <boost/json.hpp>

namespace socbot {

namespace json = boost::json;

Result<CardTemplates> CardTemplates::prepare(const std::map<std::string, std::string>& sources) {
    CardTemplates templates;
    for (const auto& [name, source] : sources) {
        const std::string context = "template " + quote_for_log(name, 64);
        if (source.size() > templating::Limits{}.template_bytes)
            return Error{Errc::invalid_input, context + ": larger than 256 KiB"};
        const auto parsed = templating::parse_json(source);
        if (!parsed) return Error{parsed.error()}.with_context(context);
        auto prepared = templating::Template::prepare(*parsed);
        if (!prepared) return std::move(prepared).error().with_context(context);
        templates.entries_.emplace(
            name, Entry{std::move(*prepared), to_hex(as_bytes(sha256(source)))}
        );
    }
    return templates;
}

const templating::Template* CardTemplates::find(std::string_view name) const {
    const auto entry = entries_.find(name);
    return entry == entries_.end() ? nullptr : &entry->second.prepared;
}

std::string CardTemplates::nearest(std::string_view name, std::string_view language) const {
    while (!language.empty()) {
        std::string key{language};
        key.append("/").append(name);
        if (entries_.contains(key)) return key;
        const std::size_t part = language.rfind('-');
        language = part == std::string_view::npos ? std::string_view{} : language.substr(0, part);
    }
    return std::string{name};
}

std::string CardTemplates::hash(std::string_view name) const {
    const auto entry = entries_.find(name);
    return entry == entries_.end() ? std::string{} : entry->second.hash;
}

}  // namespace socbot
