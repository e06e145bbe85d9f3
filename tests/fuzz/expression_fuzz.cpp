// Text as every small language of templating: a string of a template, a path of jPath or
// xPath, XML, a pattern, a URL, a date and its format. Whatever parses keeps the limits, and a path
// is applied within its steps.
#include "base/check.h"
#include "domain/templating/ast.h"
#include "domain/templating/date_format.h"
#include "domain/templating/date_parse.h"
#include "domain/templating/interpolation.h"
#include "domain/templating/jpath.h"
#include "domain/templating/pattern.h"
#include "domain/templating/url.h"
#include "domain/templating/xpath.h"
#include "fuzz/fuzz_target.h"

#include <boost/json/parse.hpp>

#include <string_view>

using namespace socbot;

namespace {

void check_depth(const templating::Node& node, unsigned most) {
    SOCBOT_CHECK(node.depth <= most, "an expression is deeper than its limit");
    for (const templating::Node& child : node.children) {
        SOCBOT_CHECK(child.depth < node.depth, "a part is as deep as its whole");
        check_depth(child, most);
    }
}

void parse_string(std::string_view text) {
    templating::Limits limits;
    limits.depth = 24;
    const auto parsed = templating::parse_interpolation(text, limits);
    if (!parsed) return;
    for (const templating::Node& piece : parsed->pieces) {
        check_depth(piece, limits.depth);
        (void)templating::canonical_text(piece);
    }
}

void apply_path(std::string_view text) {
    static const auto data = boost::json::parse(
        R"({"a": [1, {"b": "x"}, [2, null]], "b": {"c": true, "a": "text"}, "d": -0.5})"
    );
    templating::Options options;
    options.limits.steps = 5'000;
    templating::Evaluator evaluator{options, false};
    (void)templating::apply_jpath(evaluator, text, data);
    (void)templating::apply_xpath(evaluator, "<a x='1'>t<b/><b y='2'>u</b></a>", text);
    (void)templating::apply_xpath(evaluator, text, "//*[@*][last()] | //text()[. != '1']");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{as_chars(data), size};
    parse_string(text);
    apply_path(text);
    if (const auto pattern = templating::Pattern::compile(text, 256))
        (void)pattern->found_in("aaaa\xC2\xA0 0.5 <b>");
    if (const auto pattern = templating::Pattern::compile_raw(text, 256))
        (void)pattern->replace_all("Aaab\xC3\xA9", text, 1'000);
    (void)templating::parse_url(text);
    (void)templating::parse_date(text);
    (void)templating::format_dayjs(1'772'360'130'250, templating::to_dayjs_format(text), -330);
    return 0;
}
