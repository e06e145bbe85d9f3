// Parsing after Alertmanager's matcher/parse; a missing label equals an empty one there, which
// has() spells out here.
#include "domain/rules/matchers.h"

#include "base/text.h"
#include "domain/rules/checker.h"

#include <re2/re2.h>

#include <algorithm>

namespace socbot {

namespace {

using rules::Base;
using rules::Field;

struct Matcher {
    rules::Position at;
    std::string label;
    bool equal{true};
    bool pattern{false};
    std::string value;
};

class MatcherReader {
public:
    explicit MatcherReader(std::string_view text) : whole_{text}, rest_{text} {}

    Result<std::vector<Matcher>> run() {
        std::vector<Matcher> list;
        const bool braces = take('{');
        while (!at_end() && !(braces && peek('}'))) {
            auto matcher = next();
            if (!matcher) return matcher.error();
            list.push_back(std::move(*matcher));
            if (!take(',')) break;
        }
        if (braces && !take('}')) return fail("expected ',' or '}'");
        if (!at_end()) return fail("expected ',' or the end");
        if (list.empty()) return fail("expected a matcher like severity=\"high\"");
        return list;
    }

private:
    rules::Position here() const {
        rules::Position at;
        for (const char c : whole_.substr(0, whole_.size() - rest_.size()))
            if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++at.column;
        return at;
    }
    Error fail(const std::string& what) const { return rules::error_at(here(), what); }

    void skip_blank() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    }
    bool at_end() {
        skip_blank();
        return rest_.empty();
    }
    bool peek(char c) {
        skip_blank();
        return rest_.starts_with(c);
    }
    bool take(char c) {
        if (!peek(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    Result<Matcher> next() {
        skip_blank();
        Matcher matcher;
        matcher.at = here();
        auto label = word("a label name");
        if (!label) return label.error();
        matcher.label = *std::move(label);
        skip_blank();
        matcher.equal = !rest_.starts_with('!');
        const std::string_view op = rest_.substr(0, 2);
        matcher.pattern = op == "=~" || op == "!~";
        if (!matcher.pattern && op != "!=" && !rest_.starts_with('='))
            return fail("expected =, !=, =~ or !~");
        rest_.remove_prefix(op == "!=" || matcher.pattern ? 2 : 1);
        skip_blank();
        auto value = word("a value");
        if (!value) return value.error();
        matcher.value = *std::move(value);
        return matcher;
    }

    Result<std::string> word(const std::string& expected) {
        if (rest_.starts_with('"')) return quoted();
        // The reserved characters of matcher/parse/lexer.go.
        const std::size_t length =
            std::min(rest_.find_first_of("{}!=~,\\\"'` \t\r\n"), rest_.size());
        if (length == 0) return fail("expected " + expected);
        std::string out{rest_.substr(0, length)};
        rest_.remove_prefix(length);
        return out;
    }

    Result<std::string> quoted() {
        std::string out;
        std::size_t i = 1;
        for (; i < rest_.size() && rest_[i] != '"'; ++i) {
            if (rest_[i] != '\\') {
                out += rest_[i];
                continue;
            }
            ++i;
            const char c = i < rest_.size() ? rest_[i] : ' ';
            if (c != '\\' && c != '"' && c != 'n')
                return fail("unknown escape in a quoted text; write \\\\ for one \\");
            out += c == 'n' ? '\n' : c;
        }
        if (i >= rest_.size()) return fail("quoted text has no end");
        rest_.remove_prefix(i + 1);
        return out;
    }

    std::string_view whole_;
    std::string_view rest_;
};

std::string quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out + "\"";
}

// alertname is what the alarm is called; elsewhere dots may be underscores, as Prometheus wants.
const Field* field_of(std::string_view label) {
    if (label == "alertname") return rules::find_field("title");
    if (const Field* exact = rules::find_field(label)) return exact;
    for (const Field& field : rules::fields()) {
        std::string name{field.name};
        std::replace(name.begin(), name.end(), '.', '_');
        if (name == label) return &field;
    }
    return nullptr;
}

std::vector<std::string> words_of(const Field& field) {
    std::vector<std::string> words;
    if (field.type == rules::kSeverity) {
        for (int i = 0; i <= static_cast<int>(Severity::critical); ++i)
            words.emplace_back(to_word(static_cast<Severity>(i)));
    } else if (field.type == rules::kKind) {
        for (int i = 0; i <= static_cast<int>(Kind::malware); ++i)
            words.emplace_back(to_word(static_cast<Kind>(i)));
    } else {
        words.assign(field.words.begin(), field.words.end());
    }
    return words;
}

struct Pattern {
    std::string anchored;
    bool empty_matches{false};
    std::vector<std::string> words;  // of those given, which match
};

Result<Pattern> pattern_of(const Matcher& matcher, const std::vector<std::string>& words) {
    Pattern out;
    out.anchored = "^(?:" + matcher.value + ")$";
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    const re2::RE2 regex{out.anchored, options};
    if (!regex.ok()) return rules::error_at(matcher.at, "pattern: " + regex.error());
    out.empty_matches = re2::RE2::PartialMatch("", regex);
    for (const std::string& word : words)
        if (re2::RE2::PartialMatch(word, regex)) out.words.push_back(word);
    return out;
}

// A field with few values: those that match are listed.
Result<std::string> worded(const Matcher& matcher, const Field& field) {
    const auto words = words_of(field);
    std::vector<std::string> chosen;
    if (matcher.pattern) {
        auto pattern = pattern_of(matcher, words);
        if (!pattern) return pattern.error();
        chosen = std::move(pattern->words);
    } else if (std::find(words.begin(), words.end(), matcher.value) != words.end()) {
        chosen = {matcher.value};
    }
    if (chosen.empty()) {
        const std::vector<std::string_view> known{words.begin(), words.end()};
        return rules::error_at(
            matcher.at,
            std::string{field.name} + " is never " + rules::shown(matcher.value) +
                rules::suggestion(matcher.value, known)
        );
    }
    std::string list;
    for (const std::string& word : chosen)
        list += (list.empty() ? "" : ", ") + quote(word);
    const std::string in = std::string{field.name} + " in [" + list + "]";
    return matcher.equal ? in : "!(" + in + ")";
}

std::string either(const std::string& missing, const std::string& other) {
    return "(" + missing + " || " + other + ")";
}

Result<std::string> single(const Matcher& matcher, const std::string& name) {
    const std::string missing = "!has(" + name + ")";
    if (!matcher.pattern) {
        if (matcher.value.empty()) return matcher.equal ? missing : "has(" + name + ")";
        if (matcher.equal) return name + " == " + quote(matcher.value);
        return either(missing, name + " != " + quote(matcher.value));
    }
    const auto pattern = pattern_of(matcher, {});
    if (!pattern) return pattern.error();
    const std::string test =
        (matcher.equal ? "" : "!") + name + ".matches(" + quote(pattern->anchored) + ")";
    return pattern->empty_matches == matcher.equal ? either(missing, test) : test;
}

Result<std::string> listed(const Matcher& matcher, const std::string& name) {
    const std::string nothing = "size(" + name + ") == 0";
    const std::string sign = matcher.equal ? "" : "!";
    if (!matcher.pattern) {
        if (matcher.value.empty()) return matcher.equal ? nothing : "has(" + name + ")";
        return sign + "(" + quote(matcher.value) + " in " + name + ")";
    }
    const auto pattern = pattern_of(matcher, {});
    if (!pattern) return pattern.error();
    std::string test = name + ".exists(x, x.matches(" + quote(pattern->anchored) + "))";
    if (pattern->empty_matches) test = either(nothing, test);
    return matcher.equal ? test : "!(" + test + ")";
}

Result<std::string> condition(const Matcher& matcher) {
    const Field* field = field_of(matcher.label);
    if (field == nullptr)
        return rules::error_at(
            matcher.at,
            "no field for label " + rules::shown(matcher.label) +
                rules::field_suggestion(matcher.label)
        );
    const std::string name{field->name};
    const bool few = field->type == rules::kSeverity || field->type == rules::kKind;
    if (few || !field->words.empty()) return worded(matcher, *field);
    if (field->type == rules::kString) return single(matcher, name);
    if (field->type == rules::kStrings) return listed(matcher, name);
    return rules::error_at(
        matcher.at,
        name + " is " + std::string{rules::type_name(field->type)} + ", which no label can be"
    );
}

}  // namespace

Result<std::string> rule_from_matchers(std::string_view text) {
    const auto matchers = MatcherReader{text}.run();
    if (!matchers) return matchers.error();
    std::string rule;
    for (const Matcher& matcher : *matchers) {
        const auto one = condition(matcher);
        if (!one) return one.error();
        rule += (rule.empty() ? "" : " && ") + *one;
    }
    if (const auto compiled = Rule::compile(rule); !compiled)
        return Error{compiled.error()}.with_context("as the rule " + cut_utf8(rule, 200));
    return rule;
}

}  // namespace socbot
