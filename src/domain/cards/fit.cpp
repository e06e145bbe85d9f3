// Fitting. The bounds are those a card stays readable in; with all of them used a card takes about
// 20 kB, a quarter of what the strictest platform allows.
#include "domain/cards/fit.h"

#include "base/text.h"
#include "domain/cards/words.h"

#include <algorithm>

namespace socbot::cards {
namespace {

struct Bounds {
    std::size_t facts, lines, sentence, line;  // items, items, code points, code points
};

Bounds bounds_of(Fit fit) {
    switch (fit) {
        case Fit::whole:
            return {7, 40, 400, 500};
        case Fit::short_facts:
            return {4, 12, 200, 200};
        case Fit::no_facts:
            return {0, 4, 120, 120};
    }
    return {0, 4, 120, 120};
}

class Fitter {
public:
    void cut(std::string& text, std::size_t code_points) {
        // Cleaning a megabyte to show 80 characters of it would be wasted: 4 bytes a character, and
        // as much again for what cleaning removes.
        const std::size_t enough = code_points * 8 + 64;
        if (text.size() > enough) text = cut_utf8(text, enough);
        std::string clean = to_plain_line(text);
        text = cut_code_points(clean, code_points);
        shortened_ = shortened_ || text.size() != clean.size() || clean.size() >= enough;
    }
    template <class Item>
    void keep(std::vector<Item>& items, std::size_t count, const char* one, const char* many) {
        if (items.size() <= count) return;
        const std::size_t lost = items.size() - count;
        left_out_.push_back(std::to_string(lost) + (lost == 1 ? one : many));
        items.resize(count);
    }
    std::vector<std::string> take() {
        if (shortened_) left_out_.emplace_back("parts of long text");
        return std::move(left_out_);
    }

private:
    std::vector<std::string> left_out_;
    bool shortened_{false};
};

}  // namespace

CardView
fitted(const CardView& view, Fit fit, unsigned buttons, std::vector<std::string>& left_out) {
    const Bounds bounds = bounds_of(fit);
    CardView out = view;
    Fitter fitter;
    fitter.keep(out.facts, bounds.facts, " fact", " facts");
    fitter.keep(out.lines, bounds.lines, " line", " lines");
    fitter.keep(out.buttons, buttons, " button", " buttons");
    fitter.cut(out.customer, 32);
    fitter.cut(out.customer_name, 64);
    fitter.cut(out.chip, 40);
    fitter.cut(out.title, 80);
    fitter.cut(out.sentence, bounds.sentence);
    for (Fact& fact : out.facts) {
        fitter.cut(fact.name, 40);
        fitter.cut(fact.value, 200);
    }
    for (std::string* text : {&out.why, &out.context, &out.time, &out.clock, &out.changed})
        fitter.cut(*text, 200);
    fitter.cut(out.foot, 300);
    for (std::string& line : out.lines)
        fitter.cut(line, bounds.line);
    for (Button& button : out.buttons)
        fitter.cut(button.label, 40);
    // An empty fact says nothing and looks like a fault.
    std::erase_if(out.facts, [](const Fact& fact) {
        return fact.name.empty() || fact.value.empty();
    });
    std::erase_if(out.lines, [](const std::string& line) { return line.empty(); });
    for (std::string& text : fitter.take())
        left_out.push_back(std::move(text));
    return out;
}

}  // namespace socbot::cards
