// Evaluates an XPath over the tree. Every node looked at is charged to the expansion's budget.
#include "domain/templating/xpath.h"

#include "domain/templating/number_text.h"
#include "domain/templating/unicode.h"
#include "domain/templating/xml_tree.h"
#include "domain/templating/xpath_parser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <variant>

namespace socbot::templating {

namespace {

using Nodes = std::vector<XmlNode*>;
using Type = XPathNode::Type;
using Found = std::variant<Nodes, double, std::string, bool>;

double number_from(const std::string& text) {
    const std::string_view digits = trim_js(text);
    if (digits.empty() || digits.find_first_of("eE+") != std::string_view::npos)
        return std::numeric_limits<double>::quiet_NaN();
    return js_number(json::value(json::string(digits)));
}

std::string to_text(const Found& value) {
    if (const auto* nodes = std::get_if<Nodes>(&value))
        return nodes->empty() ? std::string{} : string_value(*nodes->front());
    if (const auto* number = std::get_if<double>(&value)) return number_text(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return std::get<bool>(value) ? "true" : "false";
}

double to_number(const Found& value) {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
    return number_from(to_text(value));
}

bool to_truth(const Found& value) {
    if (const auto* nodes = std::get_if<Nodes>(&value)) return !nodes->empty();
    if (const auto* number = std::get_if<double>(&value))
        return *number != 0 && !std::isnan(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    return std::get<bool>(value);
}

bool holds(std::string_view op, double a, double b) {
    if (op == "<") return a < b;
    if (op == "<=") return a <= b;
    if (op == ">") return a > b;
    return a >= b;
}

// Section 3.4: a set of nodes compares true when one of its nodes does.
bool compare(std::string_view op, const Found& a, const Found& b) {
    if (const auto* nodes = std::get_if<Nodes>(&a); nodes && !std::holds_alternative<bool>(b))
        return std::any_of(nodes->begin(), nodes->end(), [&](const XmlNode* node) {
            return compare(op, Found{string_value(*node)}, b);
        });
    if (const auto* nodes = std::get_if<Nodes>(&b); nodes && !std::holds_alternative<bool>(a))
        return std::any_of(nodes->begin(), nodes->end(), [&](const XmlNode* node) {
            return compare(op, a, Found{string_value(*node)});
        });
    if (op != "=" && op != "!=") return holds(op, to_number(a), to_number(b));
    bool equal = false;
    if (std::holds_alternative<bool>(a) || std::holds_alternative<bool>(b)) {
        equal = to_truth(a) == to_truth(b);
    } else if (std::holds_alternative<double>(a) || std::holds_alternative<double>(b)) {
        equal = to_number(a) == to_number(b);
    } else {
        equal = to_text(a) == to_text(b);
    }
    return equal == (op == "=");
}

struct Context {
    XmlNode* node{nullptr};
    double position{1};
    double size{1};
};

class XPathRun {
public:
    XPathRun(Evaluator& evaluator, XmlTree& tree) : evaluator_{evaluator}, tree_{tree} {}

    Found evaluate(const XPathNode& node, const Context& context);
    const std::optional<Failure>& failure() const { return failure_; }

private:
    bool spend(std::size_t steps) {
        if (!failure_) failure_ = evaluator_.charge(steps);
        return !failure_;
    }
    void refuse(std::string why) {
        if (!failure_) failure_ = fail(std::move(why));
    }

    Found operation(const XPathNode& node, const Context& context);
    Found arithmetic(const std::string& op, double a, double b);
    Found call(const XPathNode& node, const Context& context);
    Found text_call(const XPathNode& node, const std::vector<Found>& args);
    Nodes path(const XPathNode& node, const Context& context);
    Nodes step(const XPathNode& step, XmlNode& from);
    Nodes axis(const std::string& name, XmlNode& from);
    void descend(XmlNode& node, Nodes& out);
    Nodes filtered(Nodes nodes, const std::vector<XPathNode>& predicates);

    Evaluator& evaluator_;
    XmlTree& tree_;
    std::optional<Failure> failure_;
};

bool fits(const XmlNode& node, const XPathNode& step) {
    using Kind = XmlNode::Type;
    const bool text = node.type == Kind::text || node.type == Kind::cdata;
    if (step.test == "node()") return true;
    if (step.test == "text()") return text;
    if (step.test == "comment()") return node.type == Kind::comment;
    const Kind wanted = step.text == "attribute" ? Kind::attribute : Kind::element;
    return node.type == wanted && (step.test == "*" || step.test == node.name);
}

void in_document_order(Nodes& nodes) {
    std::sort(nodes.begin(), nodes.end(), [](const XmlNode* a, const XmlNode* b) {
        return a->order < b->order;
    });
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
}

void XPathRun::descend(XmlNode& node, Nodes& out) {
    for (XmlNode* child : node.children) {
        if (!spend(1)) return;
        out.push_back(child);
        descend(*child, out);
    }
}

Nodes XPathRun::axis(const std::string& name, XmlNode& from) {
    Nodes out;
    if (name == "child") return from.children;
    if (name == "attribute") return from.attributes;
    if (name == "self") return {&from};
    if (name == "descendant-or-self") out.push_back(&from);
    if (name == "parent" && from.parent != nullptr) return {from.parent};
    if (name == "ancestor")
        for (XmlNode* up = from.parent; up != nullptr; up = up->parent)
            out.push_back(up);
    if (name.starts_with("descendant")) descend(from, out);
    return out;
}

Nodes XPathRun::filtered(Nodes nodes, const std::vector<XPathNode>& predicates) {
    for (const XPathNode& predicate : predicates) {
        Nodes kept;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const Context context{
                nodes[i], static_cast<double>(i + 1), static_cast<double>(nodes.size())};
            const Found value = evaluate(predicate, context);
            if (failure_) return {};
            const auto* position = std::get_if<double>(&value);
            if (position != nullptr ? *position == context.position : to_truth(value))
                kept.push_back(nodes[i]);
        }
        nodes = std::move(kept);
    }
    return nodes;
}

Nodes XPathRun::step(const XPathNode& step, XmlNode& from) {
    Nodes nodes = axis(step.text, from);
    if (!spend(1 + nodes.size())) return {};
    nodes.erase(
        std::remove_if(
            nodes.begin(), nodes.end(), [&step](const XmlNode* node) { return !fits(*node, step); }
        ),
        nodes.end()
    );
    return filtered(std::move(nodes), step.predicates);
}

Nodes XPathRun::path(const XPathNode& node, const Context& context) {
    Nodes nodes{node.absolute ? &tree_.document() : context.node};
    if (!node.from.empty()) {
        Found start = evaluate(node.from.front(), context);
        auto* found = std::get_if<Nodes>(&start);
        if (found == nullptr) {
            refuse("a path begins with no nodes");
            return {};
        }
        nodes = filtered(std::move(*found), node.from.front().predicates);
    }
    for (const XPathNode& next : node.children) {
        Nodes reached;
        for (XmlNode* from : nodes) {
            const Nodes more = step(next, *from);
            reached.insert(reached.end(), more.begin(), more.end());
        }
        if (!spend(reached.size())) return {};
        in_document_order(reached);
        nodes = std::move(reached);
    }
    return nodes;
}

Found XPathRun::arithmetic(const std::string& op, double a, double b) {
    if (op == "+") return a + b;
    if (op == "-") return a - b;
    if (op == "*") return a * b;
    return op == "div" ? a / b : std::fmod(a, b);
}

Found XPathRun::operation(const XPathNode& node, const Context& context) {
    const std::string& op = node.text;
    Found left = evaluate(node.children[0], context);
    if (node.children.size() == 1) return -to_number(left);
    if (op == "or" && to_truth(left)) return true;
    if (op == "and" && !to_truth(left)) return false;
    Found right = evaluate(node.children[1], context);
    if (op == "or" || op == "and") return to_truth(right);
    if (op == "|") {
        auto* a = std::get_if<Nodes>(&left);
        const auto* b = std::get_if<Nodes>(&right);
        if (a == nullptr || b == nullptr) {
            refuse("only nodes unite");
            return false;
        }
        a->insert(a->end(), b->begin(), b->end());
        in_document_order(*a);
        return left;
    }
    if (op == "=" || op == "!=" || op.front() == '<' || op.front() == '>') {
        const auto count = [](const Found& value) {
            const auto* nodes = std::get_if<Nodes>(&value);
            return nodes == nullptr ? std::size_t{1} : nodes->size();
        };
        if (!spend(count(left) * count(right))) return false;
        return compare(op, left, right);
    }
    return arithmetic(op, to_number(left), to_number(right));
}

std::string normalised(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

// Section 4.2: positions from 1, rounded, of UTF-16 units.
std::string substring(const std::string& text, double from, double length) {
    const std::u16string units = to_utf16(text);
    std::u16string out;
    const double start = round_half_up(from);
    const double end = start + round_half_up(length);
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto position = static_cast<double>(i + 1);
        if (position >= start && position < end) out += units[i];
    }
    return to_utf8(out);
}

Found XPathRun::text_call(const XPathNode& node, const std::vector<Found>& args) {
    const std::string& name = node.text;
    const std::string first = to_text(args[0]);
    const std::string second = args.size() > 1 ? to_text(args[1]) : std::string{};
    if (name == "string") return first;
    if (name == "string-length") return static_cast<double>(to_utf16(first).size());
    if (name == "normalize-space") return normalised(first);
    if (name == "number") return to_number(args[0]);
    if (name == "starts-with") return first.starts_with(second);
    if (name == "contains") return first.find(second) != std::string::npos;
    if (name == "substring") {
        constexpr double kAll = std::numeric_limits<double>::infinity();
        return substring(
            first,
            args.size() > 1 ? to_number(args[1]) : 1,
            args.size() > 2 ? to_number(args[2]) : kAll
        );
    }
    const auto at = first.find(second);
    if (name == "substring-before")
        return at == std::string::npos ? std::string{} : first.substr(0, at);
    if (name == "substring-after")
        return at == std::string::npos ? std::string{} : first.substr(at + second.size());
    if (name == "concat") {
        std::string out;
        for (const Found& argument : args)
            out += to_text(argument);
        if (!failure_) failure_ = evaluator_.charge_text(out.size());
        return out;
    }
    refuse("XPath function " + name + " is not supported");
    return false;
}

Found XPathRun::call(const XPathNode& node, const Context& context) {
    const std::string& name = node.text;
    if (name == "position") return context.position;
    if (name == "last") return context.size;
    if (name == "true" || name == "false") return name == "true";
    std::vector<Found> args;
    for (const XPathNode& child : node.children)
        args.push_back(evaluate(child, context));
    if (failure_) return false;
    if (args.empty()) args.emplace_back(Nodes{context.node});
    if (name == "not") return !to_truth(args[0]);
    if (name == "boolean") return to_truth(args[0]);
    if (name == "floor") return std::floor(to_number(args[0]));
    if (name == "ceiling") return std::ceil(to_number(args[0]));
    if (name == "round") return round_half_up(to_number(args[0]));
    const bool of_nodes =
        name == "count" || name == "sum" || name == "name" || name == "local-name";
    if (!of_nodes) return text_call(node, args);
    const auto* nodes = std::get_if<Nodes>(&args[0]);
    if (nodes == nullptr) {
        refuse(name + " takes nodes");
        return false;
    }
    if (name == "count") return static_cast<double>(nodes->size());
    if (name == "sum") {
        double sum = 0;
        for (const XmlNode* item : *nodes)
            sum += number_from(string_value(*item));
        return sum;
    }
    const std::string full = nodes->empty() ? std::string{} : nodes->front()->name;
    return name == "name" ? full : full.substr(full.find(':') + 1);
}

Found XPathRun::evaluate(const XPathNode& node, const Context& context) {
    if (!spend(1)) return false;
    switch (node.type) {
        case Type::operation:
            return operation(node, context);
        case Type::call:
            return call(node, context);
        case Type::literal:
            return node.text;
        case Type::number:
            return node.number;
        default:
            return path(node, context);
    }
}

}  // namespace

Outcome apply_xpath(Evaluator& evaluator, std::string_view xml, std::string_view path) {
    if (auto limit = evaluator.charge_text(xml.size() + path.size())) return *std::move(limit);
    auto tree = XmlTree::read(xml, evaluator.limits().output_nodes);
    if (!tree) return fail("the first argument is no XML");
    const auto parsed = parse_xpath(path);
    if (!parsed) return fail(parsed.error().message());
    XPathRun evaluation{evaluator, *tree};
    const Found found = evaluation.evaluate(*parsed, {&tree->document()});
    if (evaluation.failure()) return *evaluation.failure();
    if (const auto* number = std::get_if<double>(&found)) return Value::number(*number);
    if (const auto* truth = std::get_if<bool>(&found)) return Value::boolean(*truth);
    if (const auto* text = std::get_if<std::string>(&found)) return evaluator.text(*text);
    const auto& nodes = std::get<Nodes>(found);
    if (nodes.empty()) return fail("the XPath leads nowhere");
    json::array out;
    for (const XmlNode* node : nodes) {
        const std::string text = xml_text(*node);
        if (auto limit = evaluator.charge_text(text.size())) return *std::move(limit);
        out.emplace_back(text);
    }
    return Value{json::value(std::move(out))};
}

}  // namespace socbot::templating
