// Builds the tree from yaml-cpp's events rather than from its node graph: an alias is refused when
// it is seen, and a limit stops the parser before the text is taken apart further.
#include "adapters/yaml/yaml.h"

#include "base/text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

namespace socbot {
namespace {

// Ends the parsing; caught in parse_yaml only. The problem is already noted.
struct StopParsing {};

class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(std::string file, const YamlLimits& limits, YamlDocument& document)
        : file_{std::move(file)}, limits_{limits}, document_{document} {}

    ConfigPosition at(const YAML::Mark& mark) const {
        // A null mark (-1) comes with errors that have no place.
        const auto from_one = [](int n) { return n < 0 ? 1U : static_cast<unsigned>(n) + 1U; };
        return {file_, from_one(mark.line), from_one(mark.column)};
    }

    [[noreturn]] void stop(const YAML::Mark& mark, std::string message) {
        document_.problems.push_back({at(mark), std::move(message)});
        throw StopParsing{};
    }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (std::exchange(started_, true)) {
            stop(mark, "a second document in one file; keep one and remove the '---' before this");
        }
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuse_anchor(mark, anchor);
        if (expecting_key()) {
            stop(mark, "a key is missing here");
        }
        count(mark);
        // yaml-cpp places an absent value at the token that follows, often on another line: a
        // reader looks for it at its key.
        const bool has_key = !frames_.empty() && frames_.back().key;
        place({has_key ? frames_.back().key->position : at(mark), std::monostate{}});
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        // Only a defined anchor gets here, and anchors are refused; kept for what yaml-cpp may
        // allow.
        stop(mark, "aliases (*name) are not accepted; write the value out");
    }

    void OnScalar(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        const std::string& text
    ) override {
        refuse_anchor(mark, anchor);
        // yaml-cpp marks plain scalars "?" and quoted or block ones "!".
        if (tag != "?" && tag != "!") {
            refuse_tag(mark, tag);
        }
        if (expecting_key()) {
            take_key(mark, text);
            return;
        }
        add(mark, ConfigNode::Scalar{text, tag == "!"});
    }

    void OnSequenceStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        YAML::EmitterStyle::value
    ) override {
        open(mark, tag, anchor, ConfigNode::List{});
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        YAML::EmitterStyle::value
    ) override {
        open(mark, tag, anchor, ConfigNode::Map{});
    }
    void OnMapEnd() override { close(); }

private:
    struct Key {
        std::string name;
        ConfigPosition position;
        bool repeated{false};  // its value is read and dropped
    };
    struct Frame {
        ConfigNode node;
        std::map<std::string, unsigned> key_lines;
        std::optional<Key> key;
    };

    bool expecting_key() const {
        return !frames_.empty() &&
               std::holds_alternative<ConfigNode::Map>(frames_.back().node.value) &&
               !frames_.back().key;
    }

    void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            stop(mark, "anchors (&name) are not accepted; write the value out where it is needed");
        }
    }

    void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        stop(mark, "the tag " + quote_for_log(tag, 64) + " is not accepted; remove it");
    }

    void take_key(const YAML::Mark& mark, const std::string& name) {
        Frame& frame = frames_.back();
        const ConfigPosition position = at(mark);
        const auto [known, fresh] = frame.key_lines.emplace(name, position.line);
        if (!fresh) {
            document_.problems.push_back(
                {position,
                 "the key " + quote_for_log(name, 64) + " stands here twice (first in line " +
                     std::to_string(known->second) + "); remove one"}
            );
        }
        frame.key = Key{name, position, !fresh};
    }

    void open(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        decltype(ConfigNode::value) value
    ) {
        refuse_anchor(mark, anchor);
        if (tag != "?" && tag != "!" && !tag.empty()) {
            refuse_tag(mark, tag);
        }
        if (expecting_key()) {
            stop(mark, "a key must be a word, not a list or a map");
        }
        if (frames_.size() >= limits_.depth) {
            stop(mark, "nested deeper than " + std::to_string(limits_.depth) + " levels");
        }
        count(mark);
        frames_.push_back({{at(mark), std::move(value)}, {}, {}});
    }

    void close() {
        ConfigNode node = std::move(frames_.back().node);
        frames_.pop_back();
        place(std::move(node));
    }

    void add(const YAML::Mark& mark, decltype(ConfigNode::value) value) {
        count(mark);
        place({at(mark), std::move(value)});
    }

    void count(const YAML::Mark& mark) {
        if (++nodes_ > limits_.nodes) {
            stop(mark, "more than " + std::to_string(limits_.nodes) + " values in one file");
        }
    }

    // Puts a finished node into the list or map that is open, or makes it the root.
    void place(ConfigNode node) {
        if (frames_.empty()) {
            document_.root = std::move(node);
            return;
        }
        Frame& frame = frames_.back();
        if (auto* list = std::get_if<ConfigNode::List>(&frame.node.value)) {
            list->push_back(std::move(node));
            return;
        }
        Key key = *std::exchange(frame.key, std::nullopt);
        if (!key.repeated) {
            std::get<ConfigNode::Map>(frame.node.value)
                .push_back({std::move(key.name), std::move(key.position), std::move(node)});
        }
    }

    std::string file_;
    YamlLimits limits_;
    YamlDocument& document_;
    std::vector<Frame> frames_;
    std::size_t nodes_{0};
    bool started_{false};
};

// Line and column (from 1) of a byte.
ConfigPosition position_of(std::string_view text, std::size_t offset, const std::string& file) {
    const std::string_view before = text.substr(0, offset);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start =
        before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {
        file, static_cast<unsigned>(lines) + 1U, static_cast<unsigned>(offset - line_start) + 1U};
}

// yaml-cpp guesses UTF-16 and UTF-32 from the first bytes and takes U+0004 for the end of the
// stream, so what is left out here could hide the rest of a file.
std::optional<ConfigProblem> unreadable(std::string_view text, const std::string& file) {
    if (!is_valid_utf8(text)) {
        return ConfigProblem{{file, 1, 1}, "the file is not valid UTF-8"};
    }
    const auto* const control = std::find_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
    });
    if (control != text.end()) {
        return ConfigProblem{
            position_of(text, static_cast<std::size_t>(control - text.begin()), file),
            "a control character; write it as an escape in double quotes"};
    }
    return std::nullopt;
}

}  // namespace

YamlDocument parse_yaml(std::string_view text, const std::string& file, const YamlLimits& limits) {
    YamlDocument document;
    document.root.position = {file, 1, 1};
    if (text.size() > limits.bytes) {
        document.problems.push_back(
            {{file, 1, 1}, "the file is larger than " + std::to_string(limits.bytes) + " bytes"}
        );
        return document;
    }
    if (auto problem = unreadable(text, file)) {
        document.problems.push_back(*std::move(problem));
        return document;
    }
    TreeBuilder builder{file, limits, document};
    try {
        std::istringstream stream{std::string{text}};
        YAML::Parser parser{stream};
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const StopParsing&) {
        // Noted where it was found.
    } catch (const YAML::Exception& failure) {
        document.problems.push_back(
            {builder.at(failure.mark), "not readable as YAML: " + failure.msg}
        );
    }
    return document;
}

}  // namespace socbot
