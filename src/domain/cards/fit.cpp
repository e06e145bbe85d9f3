// Fitting. The bounds are those a card stays readable in; with all of them used a card takes about
// 20 kB, a quarter of what the strictest platform allows.
#include "domain/cards/fit.h"

#include "base/text.h"
#include "domain/cards/words.h"

#include <algorithm>

namespace socbot::cards {
namespace {

struct Bounds {
    std::size_t facts, lines;                   // items
    std::size_t sentence, value, line, detail;  // code points
};

Bounds bounds_of(Fit fit) {
    switch (fit) {
        case Fit::full:
            return {7, 40, 400, 200, 500, 200};
        case Fit::condensed:
            return {4, 12, 200, 100, 200, 100};
        case Fit::essential:
            return {0, 4, 120, 100, 120, 0};
    }
    return {0, 4, 120, 100, 120, 0};
}

// What nothing stopped is said to the last.
constexpr std::size_t kMostAlerts{2};

class Fitter {
public:
    void cut(std::string& text, std::size_t code_points) {
        // Cleaning a megabyte to show 80 characters of it would be wasted: 4 bytes a character, and
        // as much again for what cleaning removes.
        const std::size_t enough = code_points * 8 + 64;
        if (text.size() > enough) text = cut_utf8(text, enough);
        text = to_plain_line(text);
        shortened_ = shortened_ || text.size() >= enough;
        if (text.size() <= code_points) return;
        std::string shorter = cut_code_points(text, code_points);
        shortened_ = shortened_ || shorter.size() != text.size();
        text = std::move(shorter);
    }
    void drop(std::string& text) {
        dropped_ = dropped_ || !text.empty();
        text.clear();
    }
    template <class Item>
    void keep(std::vector<Item>& items, std::size_t count, const char* one, const char* many) {
        if (items.size() <= count) return;
        lose(items.size() - count, one, many);
        items.resize(count);
    }
    void lose(std::size_t count, const char* one, const char* many) {
        left_out_.push_back(std::to_string(count) + (count == 1 ? one : many));
    }
    std::vector<std::string> take() {
        if (dropped_) left_out_.emplace_back("details");
        if (shortened_) left_out_.emplace_back("parts of long text");
        return std::move(left_out_);
    }

private:
    std::vector<std::string> left_out_;
    bool shortened_{false};
    bool dropped_{false};
};

// Facts go from the end, those that cannot wait last.
void keep_facts(std::vector<Fact>& facts, std::size_t count, Fitter& fitter) {
    const auto alerts = static_cast<std::size_t>(
        std::count_if(facts.begin(), facts.end(), [](const Fact& fact) { return fact.emphasised; })
    );
    count = std::max(count, std::min(alerts, kMostAlerts));
    if (facts.size() <= count) return;
    std::vector<Fact> kept;
    std::size_t quiet = count - std::min(alerts, count);
    std::size_t loud = count - quiet;
    for (Fact& fact : facts) {
        std::size_t& left = fact.emphasised ? loud : quiet;
        if (left == 0) continue;
        --left;
        kept.push_back(std::move(fact));
    }
    fitter.lose(facts.size() - kept.size(), " fact", " facts");
    facts = std::move(kept);
}

// The link to the rest stays even where there are too many buttons.
void keep_buttons(std::vector<Button>& buttons, std::size_t count, Fitter& fitter) {
    if (buttons.size() <= count || count == 0)
        return fitter.keep(buttons, count, " button", " buttons");
    const auto is_link = [](const Button& button) { return button.action.empty(); };
    const auto end = buttons.begin() + static_cast<std::ptrdiff_t>(count);
    if (std::none_of(buttons.begin(), end, is_link)) {
        const auto link = std::find_if(end, buttons.end(), is_link);
        if (link != buttons.end()) std::iter_swap(end - 1, link);
    }
    fitter.keep(buttons, count, " button", " buttons");
}

void cut_texts(CardView& view, const Bounds& bounds, Fitter& fitter) {
    fitter.cut(view.customer, 32);
    fitter.cut(view.customer_name, 64);
    fitter.cut(view.chip, 40);
    fitter.cut(view.title, 80);
    fitter.cut(view.sentence, bounds.sentence);
    for (Fact& fact : view.facts) {
        fitter.cut(fact.name, 40);
        fitter.cut(fact.value, bounds.value);
    }
    for (std::string* text : {&view.why, &view.context, &view.changed}) {
        if (bounds.detail == 0) fitter.drop(*text);
        fitter.cut(*text, bounds.detail);
    }
    for (std::string* text : {&view.time, &view.clock})
        fitter.cut(*text, 200);
    fitter.cut(view.foot, 300);
    for (std::string& line : view.lines)
        fitter.cut(line, bounds.line);
    for (Button& button : view.buttons)
        fitter.cut(button.label, 40);
}

}  // namespace

CardView
fitted(const CardView& view, Fit fit, unsigned buttons, std::vector<std::string>& left_out) {
    const Bounds bounds = bounds_of(fit);
    CardView out = view;
    Fitter fitter;
    keep_facts(out.facts, bounds.facts, fitter);
    fitter.keep(out.lines, bounds.lines, " line", " lines");
    keep_buttons(out.buttons, buttons, fitter);
    cut_texts(out, bounds, fitter);
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
