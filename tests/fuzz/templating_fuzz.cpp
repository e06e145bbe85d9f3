// {"template": ..., "data": ...} expanded in both modes, with limits small enough to be met.
#include "base/check.h"
#include "domain/templating/template.h"
#include "fuzz/fuzz_target.h"

#include <boost/json/parse.hpp>

#include <string_view>

using namespace socbot;

namespace {

void expand(
    const boost::json::value& source,
    const boost::json::value& data,
    templating::Mode mode
) {
    templating::Options options;
    options.mode = mode;
    options.limits.steps = 20'000;
    options.limits.output_nodes = 500;
    options.limits.output_bytes = 16 * 1024;
    options.limits.range_items = 500;
    const auto prepared = templating::Template::prepare(source, options);
    if (!prepared) return;
    const auto expansion = prepared->expand({.root = data, .now = 1'772'360'130'250, .seed = 3});
    if (!expansion) return;
    SOCBOT_CHECK(
        mode == templating::Mode::lenient || expansion->problems.empty(),
        "strict mode fails instead"
    );
    const auto text = templating::to_json(expansion->output);
    boost::json::error_code ec;
    boost::json::parse_options reading;
    reading.max_depth = 1000;
    (void)boost::json::parse(text, ec, {}, reading);
    SOCBOT_CHECK(!ec, "the output is JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    boost::json::error_code ec;
    const auto input = boost::json::parse(std::string_view{as_chars(data), size}, ec);
    if (ec || !input.is_object()) return 0;
    const auto* source = input.as_object().if_contains("template");
    const auto* values = input.as_object().if_contains("data");
    if (source == nullptr) return 0;
    const boost::json::value nothing;
    for (const auto mode : {templating::Mode::strict, templating::Mode::lenient})
        expand(*source, values == nullptr ? nothing : *values, mode);
    return 0;
}
