// The public face: prepare once, expand many times.
#include "domain/templating/template.h"

#include "domain/templating/prepared.h"
#include "domain/templating/value.h"
#include "domain/templating/walk.h"

#include <boost/json/parse.hpp>

#include <cmath>

namespace socbot::templating {

namespace {

// JSON has no NaN and no infinity; JSON.stringify writes null.
void replace_non_finite(json::value& value) {
    if (value.is_double() && !std::isfinite(value.get_double())) {
        value = nullptr;
    } else if (auto* list = value.if_array()) {
        for (json::value& item : *list)
            replace_non_finite(item);
    } else if (auto* object = value.if_object()) {
        for (auto& member : *object)
            replace_non_finite(member.value());
    }
}

}  // namespace

Result<json::value> parse_json(std::string_view text, unsigned depth) {
    json::error_code failure;
    json::parse_options options;
    options.max_depth = depth;
    auto parsed = json::parse(text, failure, {}, options);
    if (failure) return Error{Errc::invalid_input, "not JSON: " + failure.message()};
    return parsed;
}

Result<Template> Template::prepare(const json::value& source, const Options& options) {
    auto root = prepare_part(source, options);
    if (!root) return root.error();
    auto prepared = std::make_shared<Prepared>();
    prepared->mutates = options.mode == Mode::strict && mutates(*root);
    prepared->root = std::move(*root);
    prepared->options = options;
    return Template{std::move(prepared)};
}

Result<Expansion> Template::expand(const Data& data, const json::storage_ptr& storage) const {
    const Prepared& prepared = *prepared_;
    json::value root_copy;
    json::value host_copy;
    const json::value* const host = data.host ? &*data.host : nullptr;
    Scope scope{&data.root, host, &data.root, std::nullopt, nullptr, &data};
    if (prepared.mutates) {
        root_copy = json::value(data.root, json::storage_ptr{});
        if (host != nullptr) host_copy = json::value(*host, json::storage_ptr{});
        scope = {
            &root_copy,
            host == nullptr ? nullptr : &host_copy,
            &root_copy,
            std::nullopt,
            nullptr,
            &data};
    }
    Walk walk{prepared.options, prepared.mutates, storage};
    auto output = walk.expand(prepared.root, scope);
    if (!output) return Error{Errc::invalid_input, output.failure().message};
    const bool undefined = output->is_undefined();
    Expansion expansion{std::move(*output).take(storage), undefined, {}};
    replace_non_finite(expansion.output);
    expansion.problems = std::move(walk).take_problems();
    return expansion;
}

std::string to_json(const json::value& value) {
    return json_text(value);
}

}  // namespace socbot::templating
