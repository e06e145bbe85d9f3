// What do preparing the malware template, and filling, fitting and writing its card cost? Driven by
// bench/cards.mjs, which takes turns with the official JavaScript packages; alone, a line on stdin
// is a question:
//
//   template          the template's JSON
//   data              what the product hands to it for an alarm of the usual size
//   card              what the template gives for it
//   prepare N         nanoseconds of preparing it N times, from JSON text
//   expand N          nanoseconds of expanding it N times over that data
//   render N          nanoseconds of N cards from the values of an episode to the JSON that is
//                     sent: fitting, escaping, expanding, writing
#include "unit/domain/cards/card_samples.h"

#include <boost/json.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

namespace {

namespace cards = socbot::testing_support;

void expect(bool holds, const char* what) {
    if (holds) return;
    std::cerr << "card_rounds: " << what << '\n';
    std::exit(1);
}

// So that no work is left out because nobody looks at it.
volatile std::size_t g_seen{0};

template <class Work>
long long nanoseconds(std::size_t times, const Work& work) {
    const auto began = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < times; ++i)
        g_seen = g_seen + work();
    const auto taken = std::chrono::steady_clock::now() - began;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(taken).count();
}

struct Subject {
    std::string source{socbot::CardTemplates::shipped().at("malware")};
    socbot::CardView view{cards::card_of(cards::malware_alarm(), socbot::Kind::malware)};
    socbot::RenderContext context{cards::render_context()};
    socbot::templating::Data data{.root = socbot::template_data(view, context)};

    std::size_t prepare() const {
        const auto prepared = socbot::CardTemplates::prepare({{"malware", source}});
        expect(bool{prepared}, "the template is refused");
        return prepared->hash("malware").size();
    }
    std::size_t expand() const {
        const auto expansion = context.templates.find("malware")->expand(data);
        expect(expansion && expansion->problems.empty(), "the template fails");
        return expansion->output.as_object().size();
    }
    std::size_t render() const {
        const auto rendered = socbot::render_card(view, context);
        expect(rendered.left_out.empty(), "the card leaves something out");
        return rendered.json.size();
    }
};

long long measure(const Subject& subject, const std::string& what, std::size_t times) {
    if (what == "prepare") return nanoseconds(times, [&] { return subject.prepare(); });
    if (what == "expand") return nanoseconds(times, [&] { return subject.expand(); });
    expect(what == "render", "no such question");
    return nanoseconds(times, [&] { return subject.render(); });
}

}  // namespace

int main() {
    const Subject subject;
    std::string line;
    while (std::getline(std::cin, line)) {
        const std::size_t space = line.find(' ');
        if (line == "template") {
            std::cout << boost::json::serialize(boost::json::parse(subject.source)) << std::endl;
        } else if (line == "data") {
            std::cout << boost::json::serialize(subject.data.root) << std::endl;
        } else if (line == "card") {
            const auto expansion = subject.context.templates.find("malware")->expand(subject.data);
            std::cout << boost::json::serialize(expansion->output) << std::endl;
        } else {
            expect(space != std::string::npos, "no such question");
            const auto times = std::stoul(line.substr(space + 1));
            std::cout << measure(subject, line.substr(0, space), times) << std::endl;
        }
    }
    return 0;
}
