// A path is a list of items that every part maps to another list; an expression in a filter is a
// list or a single value, and a comparison holds when it does for any pair.
#include "domain/templating/jpath.h"

#include "domain/templating/jpath_parser.h"
#include "domain/templating/unicode.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

namespace socbot::templating {

namespace {

using Items = std::vector<const json::value*>;
using Type = PathNode::Type;

// A list, or one value (undefined when there is none).
struct Term {
    bool list{false};
    Items items;
    const json::value* single() const { return items.empty() ? nullptr : items.front(); }
};

double to_number(const json::value* value) {
    return value == nullptr ? std::numeric_limits<double>::quiet_NaN() : js_number(*value);
}

bool is_nothing(const json::value* value) {
    return value == nullptr || value->is_null();
}

bool identical(const json::value* a, const json::value* b) {
    if (a == nullptr || b == nullptr) return a == b;
    return templating::identical(*a, *b);
}

// JavaScript's ==, but text whatever its case.
bool alike(const json::value* a, const json::value* b) {
    if (is_nothing(a) || is_nothing(b)) return is_nothing(a) && is_nothing(b);
    const auto s = text_of(*a);
    const auto t = text_of(*b);
    if (s && t) return to_lower(*s) == to_lower(*t);
    if (a->kind() == b->kind() || a->is_structured() || b->is_structured()) return identical(a, b);
    return to_number(a) == to_number(b);
}

bool in_order(std::string_view op, const json::value* a, const json::value* b) {
    const auto s = a == nullptr ? std::nullopt : text_of(*a);
    const auto t = b == nullptr ? std::nullopt : text_of(*b);
    const double x = s && t ? compare_utf16(*s, *t) : to_number(a);
    const double y = s && t ? 0 : to_number(b);
    if (op == "<") return x < y;
    if (op == "<=") return x <= y;
    return op == ">" ? x > y : x >= y;
}

// ^ begins with, $ ends with, * holds; with == the case matters and both must be text.
bool part_of(std::string_view op, const json::value* whole, const json::value* part) {
    if (is_nothing(whole) || is_nothing(part)) return false;
    const bool strict = op.find("==") != std::string_view::npos;
    if (strict && (!whole->is_string() || !part->is_string())) return false;
    const std::string a = strict ? js_text(*whole) : to_lower(js_text(*whole));
    const std::string b = strict ? js_text(*part) : to_lower(js_text(*part));
    if (op.find('^') != std::string_view::npos) return a.starts_with(b);
    if (op.find('$') != std::string_view::npos) return a.ends_with(b);
    return a.find(b) != std::string::npos;
}

bool compare(std::string_view op, const json::value* a, const json::value* b) {
    if (op == "===") return identical(a, b);
    if (op == "!==") return !identical(a, b);
    if (op == "==") return alike(a, b);
    if (op == "!=") {
        const bool texts = a != nullptr && b != nullptr && a->is_string() && b->is_string();
        return texts ? !identical(a, b) : !alike(a, b);
    }
    if (op.front() == '<' || op.front() == '>') return in_order(op, a, b);
    return op.front() == '=' ? part_of(op, b, a) : part_of(op, a, b);
}

class Application {
public:
    Application(Evaluator& evaluator, const json::value& root)
        : evaluator_{evaluator}, root_{root} {}

    Term apply(const PathNode& node, const json::value& context) {
        return expression(node, {true, items_of(context)});
    }
    std::optional<Failure> take_failure() { return std::move(failure_); }

private:
    static Items items_of(const json::value& value) {
        Items out;
        append(out, &value);
        return out;
    }
    // A list is opened.
    static void append(Items& out, const json::value* value) {
        if (const auto* list = value->if_array()) {
            for (const auto& item : *list)
                out.push_back(&item);
        } else {
            out.push_back(value);
        }
    }

    bool spend(std::size_t steps) {
        if (!failure_) failure_ = evaluator_.charge(steps);
        return !failure_;
    }
    const json::value* keep(json::value value) { return &owned_.emplace_back(std::move(value)); }

    Term expression(const PathNode& node, const Term& context);
    Items path(const PathNode& node, const Term& context);
    Items part(const PathNode& node, const Items& items);
    Items select(const PathNode& node, const Items& items);
    static Items enter(const PathNode& node, const json::value* item, Items& out);
    Items descend(const PathNode& node, const Items& items);
    Items filter(const PathNode& node, const Items& items);
    Items at_index(const PathNode& node, const Items& items);
    Items slice(const PathNode& node, const Items& items);
    const json::value* property(const json::value& of, const std::string& name);
    bool holds(const PathNode& node, const Term& term) const;
    bool matches(const PathNode& node, const Term& context);
    const json::value* calculate(const PathNode& node, const Term& context);

    Evaluator& evaluator_;
    const json::value& root_;
    std::deque<json::value> owned_;
    std::optional<Failure> failure_;
};

Term Application::expression(const PathNode& node, const Term& context) {
    if (!spend(1)) return {};
    switch (node.type) {
        case Type::path:
            return {true, path(node, context)};
        case Type::unite: {
            Term left = expression(node.children[0], context);
            const Term right = expression(node.children[1], context);
            left.items.insert(left.items.end(), right.items.begin(), right.items.end());
            return {true, std::move(left.items)};
        }
        case Type::literal:
            return {false, {&node.literal}};
        case Type::compare:
        case Type::logical:
            return {false, {keep(json::value(matches(node, context)))}};
        case Type::unary:
            if (node.text == "!") {
                const Term operand = expression(node.children[0], context);
                return {false, {keep(json::value(!holds(node.children[0], operand)))}};
            }
            return {false, {calculate(node, context)}};
        default:
            return {false, {calculate(node, context)}};
    }
}

// What a filter takes for true: a path that leads somewhere, a truthy value.
bool Application::holds(const PathNode& node, const Term& term) const {
    if (node.type == Type::path || term.list) return !term.items.empty();
    return term.single() != nullptr && is_truthy(*term.single());
}

bool Application::matches(const PathNode& node, const Term& context) {
    if (node.type == Type::logical) {
        const bool any = node.text == "||";
        return std::any_of(node.children.begin(), node.children.end(), [&](const PathNode& child) {
                   return holds(child, expression(child, context)) == any;
               }) == any;
    }
    Term left = expression(node.children[0], context);
    Term right = expression(node.children[1], context);
    for (Term* side : {&left, &right})
        if (side->items.size() == 1 || !side->list) side->list = false;
    if (!left.list && left.items.empty()) left.items.push_back(nullptr);
    if (!right.list && right.items.empty()) right.items.push_back(nullptr);
    if (!spend(left.items.size() * right.items.size())) return false;
    return std::any_of(left.items.begin(), left.items.end(), [&](const json::value* a) {
        return std::any_of(right.items.begin(), right.items.end(), [&](const json::value* b) {
            return compare(node.text, a, b);
        });
    });
}

const json::value* Application::calculate(const PathNode& node, const Term& context) {
    const Term first = expression(node.children[0], context);
    const json::value* const a = first.single();
    if (node.type == Type::unary) return keep(make_number(-to_number(a)));
    const Term second = expression(node.children[1], context);
    const json::value* const b = second.single();
    const bool texts = (a != nullptr && a->is_string()) || (b != nullptr && b->is_string());
    if (node.text == "+" && texts) {
        const std::string left = a == nullptr ? "undefined" : js_text(*a);
        return keep(json::string(left + (b == nullptr ? "undefined" : js_text(*b))));
    }
    const double x = to_number(a);
    const double y = to_number(b);
    if (node.text == "+") return keep(make_number(x + y));
    if (node.text == "-") return keep(make_number(x - y));
    if (node.text == "*") return keep(make_number(x * y));
    return keep(make_number(node.text == "/" ? x / y : std::fmod(x, y)));
}

Items Application::path(const PathNode& node, const Term& context) {
    Items items;
    if (node.text == "^") {
        items = items_of(root_);
    } else if (node.text.size() > 1) {
        items = {nullptr};
    } else {
        for (const json::value* item : context.items)
            items.push_back(item);
    }
    for (const PathNode& next : node.children) {
        if (!spend(1 + items.size())) return {};
        items = part(next, items);
    }
    return items;
}

Items Application::part(const PathNode& node, const Items& items) {
    switch (node.type) {
        case Type::selector:
            return node.text == ".." ? descend(node, items) : select(node, items);
        case Type::filter:
            return filter(node, items);
        case Type::index:
            return at_index(node, items);
        case Type::slice:
            return slice(node, items);
        case Type::unite:
            return expression(node, {true, items}).items;
        default:
            return items;  // a group of one path does nothing, as in the original
    }
}

// Own members, and those of text and lists a path can name.
const json::value* Application::property(const json::value& of, const std::string& name) {
    if (const auto* object = of.if_object()) return object->if_contains(name);
    const auto text = text_of(of);
    if (name == "length" && text)
        return keep(make_number(static_cast<double>(to_utf16(*text).size())));
    if (const auto* list = of.if_array()) {
        if (name == "length") return keep(make_number(static_cast<double>(list->size())));
        return find_step(of, name);
    }
    return nullptr;
}

Items Application::select(const PathNode& node, const Items& items) {
    if (!node.has_property) return items;
    Items out;
    for (const json::value* item : items) {
        if (is_nothing(item)) continue;
        if (node.property != "*") {
            if (const json::value* found = property(*item, node.property)) append(out, found);
        } else if (const auto* object = item->if_object()) {
            for (const auto* member : ordered_members(*object))
                append(out, &member->value());
        } else if (item->is_array()) {
            append(out, item);
        }
    }
    if (!spend(out.size())) return {};
    return out;
}

// The children of an item in a descent, and what of it is found.
Items Application::enter(const PathNode& node, const json::value* item, Items& out) {
    Items children;
    if (item != nullptr && item->is_array()) {
        for (const auto& child : item->get_array())
            if (!node.has_property || child.is_structured() || child.is_null())
                append(children, &child);
        return children;
    }
    if (!node.has_property) append(out, item);
    const auto* object = item == nullptr ? nullptr : item->if_object();
    if (object == nullptr) return children;
    const bool all = node.property == "*";
    const auto* named = node.has_property && !all ? object->if_contains(node.property) : nullptr;
    if (named != nullptr) append(out, named);
    for (const auto* member : ordered_members(*object)) {
        append(children, &member->value());
        if (all) append(out, &member->value());
    }
    return children;
}

Items Application::descend(const PathNode& node, const Items& items) {
    Items out;
    std::deque<const json::value*> open(items.begin(), items.end());
    while (!open.empty() && spend(1)) {
        const json::value* const item = open.front();
        open.pop_front();
        if (node.has_property && (item == nullptr || !item->is_structured())) continue;
        const Items children = enter(node, item, out);
        open.insert(open.begin(), children.begin(), children.end());
    }
    return out;
}

Items Application::filter(const PathNode& node, const Items& items) {
    Items out;
    for (const json::value* item : items) {
        Term context{true, {}};
        if (item != nullptr) context.items = items_of(*item);
        const Term condition = expression(node.children[0], context);
        if (failure_) return {};
        if (holds(node.children[0], condition)) out.push_back(item);
    }
    return out;
}

Items Application::at_index(const PathNode& node, const Items& items) {
    const Term term = expression(node.children[0], {true, items});
    double index = to_number(term.single());
    const auto size = static_cast<double>(items.size());
    if (index < 0) index += size;
    if (!(index >= 0 && index < size) || index != std::trunc(index)) return {};
    const json::value* const found = items[static_cast<std::size_t>(index)];
    return is_nothing(found) ? Items{} : Items{found};
}

// Array.prototype.slice.
Items Application::slice(const PathNode& node, const Items& items) {
    const auto size = static_cast<double>(items.size());
    const auto end = [&](std::size_t child, double missing) {
        const Term term = expression(node.children[child], {true, items});
        if (is_nothing(term.single())) return missing;
        double at = std::trunc(to_number(term.single()));
        if (std::isnan(at)) at = 0;
        return std::clamp(at < 0 ? at + size : at, 0.0, size);
    };
    const double from = end(0, 0);
    const double to = std::max(from, end(1, size));
    return {
        items.begin() + static_cast<std::ptrdiff_t>(from),
        items.begin() + static_cast<std::ptrdiff_t>(to)};
}

}  // namespace

Outcome apply_jpath(Evaluator& evaluator, std::string_view path, const json::value& data) {
    if (auto limit = evaluator.charge(1 + path.size())) return *std::move(limit);
    const auto parsed = parse_jpath(path);
    if (!parsed) return fail(parsed.error().message());
    Application application{evaluator, data};
    const Term found = application.apply(*parsed, data);
    if (auto failure = application.take_failure()) return *std::move(failure);
    const bool one = !parsed->children.empty() && parsed->children.back().type == Type::index;
    if (one && parsed->type == Type::path) {
        if (found.single() == nullptr) return Value{};
        return Value{json::value(*found.single())};
    }
    json::array out;
    for (const json::value* item : found.items) {
        if (auto limit = evaluator.charge(item == nullptr ? 1 : size_of(*item).nodes))
            return *std::move(limit);
        out.push_back(item == nullptr ? json::value{} : *item);
    }
    return Value{json::value(std::move(out))};
}

}  // namespace socbot::templating
