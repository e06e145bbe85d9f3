// The prepared template: the JSON of the source with every string parsed once. Immutable.
#pragma once

#include "domain/templating/interpolation.h"
#include "domain/templating/template.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace socbot::templating {

struct Part {
    enum class Type {
        literal,     // `literal`, copied
        expression,  // `text`
        broken,      // lenient mode: a string that does not parse; `literal` is the message
        array,       // `items`
        object       // `members`, with `data` and `when`
    };

    Type type{Type::literal};
    std::string path;  // JSON pointer
    boost::json::value literal;
    Interpolation text;
    std::vector<Part> items;
    std::vector<std::pair<std::string, Part>> members;
    std::unique_ptr<Part> data;  // $data
    std::unique_ptr<Part> when;  // $when
};

// invalid_input with the JSON pointer: see Template::prepare.
Result<Part> prepare_part(const boost::json::value& source, const Options& options);

struct Template::Prepared {
    Part root;
    Options options;
    bool mutates{false};  // some expression may change the data
};

// Whether an expression of the part calls a function that changes its argument.
bool mutates(const Part& part);

}  // namespace socbot::templating
