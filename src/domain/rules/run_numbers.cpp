// Arithmetic with CEL's errors, and local time.
#include "domain/rules/run.h"

#include <chrono>
#include <limits>

namespace socbot::rules {

using Node = Rule::Node;
using Op = Node::Op;

namespace {

LocalTime utc(Instant at) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{at.ms}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(time - day)};
    LocalTime out;
    out.year = static_cast<int>(date.year());
    out.month = static_cast<unsigned>(date.month());
    out.day = static_cast<unsigned>(date.day());
    out.hour = static_cast<unsigned>(clock.hours().count());
    out.minute = static_cast<unsigned>(clock.minutes().count());
    out.second = static_cast<unsigned>(clock.seconds().count());
    out.weekday = weekday{day}.c_encoding();
    return out;
}

std::int64_t part_of(const LocalTime& time, Node::Part part) {
    switch (part) {
        case Node::Part::year:
            return time.year;
        case Node::Part::month:
            return std::int64_t{time.month} - 1;
        case Node::Part::date:
            return time.day;
        case Node::Part::day_of_month:
            return std::int64_t{time.day} - 1;
        case Node::Part::day_of_week:
            return time.weekday;
        case Node::Part::hours:
            return time.hour;
        case Node::Part::minutes:
            return time.minute;
        case Node::Part::seconds:
            return time.second;
    }
    return 0;
}

bool divide(const Node& node, Env& env, std::int64_t a, std::int64_t b, std::int64_t& out) {
    if (b == 0) return env.fail(Fault::zero, node);
    if (a == std::numeric_limits<std::int64_t>::min() && b == -1)
        return env.fail(Fault::overflow, node);
    out = node.op == Op::divide ? a / b : a % b;
    return true;
}

std::string reason(const Env& env) {
    const Node& node = *env.where;
    switch (env.fault) {
        case Fault::missing:
            if (node.op == Op::record_part)
                return "no such key: " + std::string{type_name({node.member->owner})} + "." +
                       std::string{node.member->name};
            return "no such key: " + std::string{node.field->name};
        case Fault::overflow:
            return "number does not fit 64 bits";
        case Fault::zero:
            return node.op == Op::divide ? "division by zero" : "modulus by zero";
        case Fault::no_address:
            return "text is no address";
        case Fault::no_clock:
            return "now is not known here";
        case Fault::no_zone:
            return "unknown time zone '" + node.text + "'";
        case Fault::none:
            break;
    }
    return "no value";
}

}  // namespace

bool arithmetic(const Node& node, Env& env, std::int64_t& out) {
    std::int64_t a = 0;
    std::int64_t b = 0;
    const bool unary = node.op == Op::minus;
    if (!number(node.children[0], env, unary ? b : a)) return false;
    if (!unary && !number(node.children[1], env, b)) return false;
    bool overflow = false;
    if (node.op == Op::add) {
        overflow = __builtin_add_overflow(a, b, &out);
    } else if (node.op == Op::subtract || unary) {
        overflow = __builtin_sub_overflow(a, b, &out);
    } else if (node.op == Op::multiply) {
        overflow = __builtin_mul_overflow(a, b, &out);
    } else {
        return divide(node, env, a, b, out);
    }
    return !overflow || env.fail(Fault::overflow, node);
}

bool time_part(const Node& node, Env& env, std::int64_t& out) {
    std::int64_t ms{};
    if (!number(node.children[0], env, ms)) return false;
    // Years 0 to 9999, as format_rfc3339: calendars of other times mean nothing here.
    constexpr std::int64_t kFirst = -62'167'219'200'000;
    constexpr std::int64_t kLast = 253'402'300'799'999;
    if (ms < kFirst || ms > kLast) return env.fail(Fault::overflow, node);
    const Zones* zones = env.subject.zones;
    if (node.text == "UTC") {
        out = part_of(utc({ms}), node.part);
        return true;
    }
    if (zones == nullptr || !zones->known(node.text)) return env.fail(Fault::no_zone, node);
    out = part_of(zones->local(node.text, {ms}), node.part);
    return true;
}

Error fault_error(const Env& env) {
    return error_at(env.where->at, reason(env));
}

}  // namespace socbot::rules
