// Walks the JSON of a template once.
#include "domain/templating/prepared.h"
#include "domain/templating/value.h"

#include <algorithm>
#include <array>

namespace socbot::templating {

namespace {

constexpr std::array<std::string_view, 6>
    kReserved{"$data", "$when", "$root", "$index", "$host", "$_acTemplateVersion"};

bool is_reserved(std::string_view key) noexcept {
    return std::find(kReserved.begin(), kReserved.end(), key) != kReserved.end();
}

// RFC 6901 section 3.
std::string pointer(const std::string& base, std::string_view key) {
    std::string out = base + "/";
    for (const char c : key) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

class Preparation {
public:
    explicit Preparation(const Options& options) : options_{options} {}

    Result<Part> part(const json::value& source, std::string path, unsigned depth) {
        if (depth > options_.limits.depth)
            return Error{
                Errc::invalid_input,
                path + ": template is nested deeper than " + std::to_string(options_.limits.depth)};
        Part out;
        out.path = std::move(path);
        if (const auto text = text_of(source); text && is_template(*text))
            return string(*text, std::move(out));
        if (const auto* list = source.if_array()) return array(*list, std::move(out), depth);
        if (const auto* object = source.if_object()) return members(*object, std::move(out), depth);
        out.literal = json::value(source, json::storage_ptr{});
        return out;
    }

private:
    Result<Part> string(std::string_view text, Part out) const {
        auto parsed = parse_interpolation(text, options_.limits);
        if (parsed) {
            out.type = Part::Type::expression;
            out.text = std::move(*parsed);
            return out;
        }
        if (options_.mode == Mode::strict)
            return std::move(parsed).error().with_context(out.path.empty() ? "/" : out.path);
        out.type = Part::Type::broken;
        out.literal = json::string(parsed.error().message());
        return out;
    }

    Result<Part> array(const json::array& list, Part out, unsigned depth) {
        out.type = Part::Type::array;
        out.items.reserve(list.size());
        for (const auto& item : list) {
            auto child = part(item, pointer(out.path, std::to_string(out.items.size())), depth + 1);
            if (!child) return child;
            out.items.push_back(std::move(*child));
        }
        return out;
    }

    Result<Part> members(const json::object& object, Part out, unsigned depth) {
        out.type = Part::Type::object;
        for (const auto& member : object) {
            const std::string_view key{member.key().data(), member.key().size()};
            if (is_reserved(key) && key != "$data" && key != "$when") continue;
            auto child = part(member.value(), pointer(out.path, key), depth + 1);
            if (!child) return child;
            if (key == "$data") {
                out.data = std::make_unique<Part>(std::move(*child));
            } else if (key == "$when") {
                // Kept as written: a $when that is no expression is judged by its JavaScript truth.
                if (child->type == Part::Type::array || child->type == Part::Type::object)
                    child->literal = json::value(true);
                out.when = std::make_unique<Part>(std::move(*child));
            } else {
                out.members.emplace_back(key, std::move(*child));
            }
        }
        return out;
    }

    const Options& options_;
};

bool node_mutates(const Node& node) {
    if (node.builtin != nullptr && node.builtin->mutates) {
        // An object literal is setProperty on a fresh json('{}').
        const Node& target = node.children[0];
        if (target.text != "json" && target.text != "setProperty") return true;
    }
    return std::any_of(node.children.begin(), node.children.end(), node_mutates);
}

}  // namespace

Result<Part> prepare_part(const json::value& source, const Options& options) {
    // Measured without recursion deeper than the template may be.
    auto part = Preparation{options}.part(source, "", 1);
    if (!part) return part;
    if (size_of(source).bytes > options.limits.template_bytes)
        return Error{
            Errc::invalid_input,
            "template is larger than " + std::to_string(options.limits.template_bytes) + " bytes"};
    return part;
}

bool mutates(const Part& part) {
    if (std::any_of(part.text.pieces.begin(), part.text.pieces.end(), node_mutates)) return true;
    if (part.data && mutates(*part.data)) return true;
    if (part.when && mutates(*part.when)) return true;
    return std::any_of(part.items.begin(), part.items.end(), mutates) ||
           std::any_of(part.members.begin(), part.members.end(), [](const auto& member) {
               return mutates(member.second);
           });
}

}  // namespace socbot::templating
