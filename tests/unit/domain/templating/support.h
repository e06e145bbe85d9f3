// What the tests of templating share: expanding one expression or one template over JSON text.
#pragma once

#include "domain/templating/template.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>
#include <string_view>

namespace socbot::templating {

inline Result<Expansion> expand_template(
    std::string_view source,
    std::string_view data,
    const Options& options = {.mode = Mode::strict}
) {
    const auto prepared =
        Template::prepare(boost::json::parse({source.data(), source.size()}), options);
    if (!prepared) return prepared.error();
    return prepared->expand({.root = boost::json::parse({data.data(), data.size()})});
}

// The output as JSON text; "undefined", or "error: ..." when it fails.
inline std::string expanded(
    std::string_view source,
    std::string_view data,
    const Options& options = {.mode = Mode::strict}
) {
    const auto expansion = expand_template(source, data, options);
    if (!expansion) return "error: " + expansion.error().message();
    if (expansion->undefined) return "undefined";
    return to_json(expansion->output);
}

// One expression, alone in its string.
inline std::string evaluated(
    std::string_view expression,
    std::string_view data = "{}",
    const Options& options = {.mode = Mode::strict}
) {
    const boost::json::value source(boost::json::string("${" + std::string{expression} + "}"));
    return expanded(boost::json::serialize(source), data, options);
}

}  // namespace socbot::templating
