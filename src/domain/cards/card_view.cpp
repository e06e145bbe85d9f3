// CardView and AlarmSketch as bytes. Written by us and read by us: a schema number in front,
// nothing tolerated that was not written.
#include "domain/cards/card_view.h"

#include "base/check.h"
#include "domain/cards/build.h"

namespace socbot {
namespace {

// 1: without a clock.
constexpr std::uint64_t kViewSchema{2};
constexpr std::uint64_t kSketchSchema{1};

// The schema that was written, from 1 to the newest.
std::uint64_t take_schema(Reader& in, std::uint64_t newest, const char* what) {
    const std::uint64_t schema = in.u();
    if (schema == 0 || schema > newest) throw CodecError{std::string{what} + ": unknown schema"};
    return schema;
}

template <class Enum>
void put(Writer& out, Enum value) {
    out.u(static_cast<std::uint64_t>(value));
}
template <class Enum>
Enum take(Reader& in, Enum last) {
    const std::uint64_t value = in.u();
    if (value > static_cast<std::uint64_t>(last)) throw CodecError{"card: value out of range"};
    return static_cast<Enum>(value);
}

void put(Writer& out, const std::vector<Fact>& facts) {
    out.u(facts.size());
    for (const Fact& fact : facts)
        out.s(fact.name).s(fact.value).b(fact.emphasised);
}
std::vector<Fact> take_facts(Reader& in) {
    std::vector<Fact> facts(in.count());
    for (Fact& fact : facts) {
        fact.name = in.str();
        fact.value = in.str();
        fact.emphasised = in.b();
    }
    return facts;
}

std::size_t heap(const std::string& text) {
    const std::size_t inside = std::string{}.capacity();
    return text.capacity() > inside ? text.capacity() + 1 : 0;
}
template <class... Texts>
std::size_t heap_of(const Texts&... texts) {
    return (heap(texts) + ... + 0U);
}
std::size_t heap_of_facts(const std::vector<Fact>& facts) {
    std::size_t bytes = facts.capacity() * sizeof(Fact);
    for (const Fact& fact : facts)
        bytes += heap_of(fact.name, fact.value);
    return bytes;
}

}  // namespace

void CardView::encode(Writer& out) const {
    out.u(kViewSchema).s(template_name);
    put(out, kind);
    put(out, severity);
    out.s(customer).s(customer_name).s(episode.customer.str()).u(episode.number);
    put(out, state);
    out.s(chip).s(title).s(sentence);
    put(out, facts);
    out.s(why).s(context).s(time).s(clock).s(changed).s(foot);
    out.u(lines.size());
    for (const std::string& line : lines)
        out.s(line);
    out.u(buttons.size());
    for (const Button& button : buttons)
        out.s(button.label).s(button.action).s(button.url).b(button.primary);
    out.s(notification).b(minimal_notification);
}

CardView CardView::decode(Reader& in) {
    const std::uint64_t schema = take_schema(in, kViewSchema, "card view");
    CardView view;
    view.template_name = in.str();
    view.kind = take(in, Kind::malware);
    view.severity = take(in, Severity::critical);
    view.customer = in.str();
    view.customer_name = in.str();
    view.episode.customer = CustomerCode{in.str()};
    view.episode.number = in.u();
    view.state = take(in, CardState::closed);
    view.chip = in.str();
    view.title = in.str();
    view.sentence = in.str();
    view.facts = take_facts(in);
    view.why = in.str();
    view.context = in.str();
    view.time = in.str();
    if (schema >= 2) view.clock = in.str();
    view.changed = in.str();
    view.foot = in.str();
    view.lines.resize(in.count());
    for (std::string& line : view.lines)
        line = in.str();
    view.buttons.resize(in.count());
    for (Button& button : view.buttons) {
        button.label = in.str();
        button.action = in.str();
        button.url = in.str();
        button.primary = in.b();
    }
    view.notification = in.str();
    view.minimal_notification = in.b();
    return view;
}

std::size_t CardView::footprint() const {
    std::size_t bytes = sizeof(CardView) + heap_of_facts(facts);
    bytes += heap_of(
        template_name,
        customer,
        customer_name,
        episode.customer.str(),
        chip,
        title,
        sentence,
        why,
        context,
        time,
        clock,
        changed,
        foot,
        notification
    );
    bytes += lines.capacity() * sizeof(std::string);
    for (const std::string& line : lines)
        bytes += heap(line);
    bytes += buttons.capacity() * sizeof(Button);
    for (const Button& button : buttons)
        bytes += heap_of(button.label, button.action, button.url);
    return bytes;
}

void AlarmSketch::encode(Writer& out) const {
    out.u(kSketchSchema).s(title).s(sentence);
    put(out, facts);
    out.u(left_out).s(tactic).s(who).s(what).s(src_url);
    put(out, severity);
    out.i(time.ms);
}

AlarmSketch AlarmSketch::decode(Reader& in) {
    take_schema(in, kSketchSchema, "alarm sketch");
    AlarmSketch sketch;
    sketch.title = in.str();
    sketch.sentence = in.str();
    sketch.facts = take_facts(in);
    sketch.left_out = static_cast<std::uint32_t>(in.u());
    sketch.tactic = in.str();
    sketch.who = in.str();
    sketch.what = in.str();
    sketch.src_url = in.str();
    sketch.severity = take(in, Severity::critical);
    sketch.time.ms = in.i();
    return sketch;
}

std::size_t AlarmSketch::footprint() const {
    return sizeof(AlarmSketch) + heap_of_facts(facts) +
           heap_of(title, sentence, tactic, who, what, src_url);
}

}  // namespace socbot
