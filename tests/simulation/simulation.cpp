// See simulation.h.
#include "simulation/simulation.h"

#include "domain/engine/job.h"
#include "simulation/job_answers.h"

#include <algorithm>
#include <array>
#include <utility>

namespace socbot::testing {

namespace {

constexpr std::array<const char*, 3> kSources{"acme", "beta", "gamma"};
constexpr std::array<const char*, 4> kRooms{"soc", "acme", "beta", "gamma"};
constexpr std::array<const char*, 5> kPeople{"ana", "sam", "eve", "bob", "cora"};
constexpr std::array kSteps{
    Milliseconds{0},
    Milliseconds{7},
    Milliseconds{180},
    Milliseconds{1'100},
    Milliseconds{9'000},
    Milliseconds{45'000},
    Milliseconds{400'000}};

RoomLimits tight_limits() {
    RoomLimits limits;
    limits.in_flight = 2;
    limits.edits = 6;
    limits.burst = 4;
    limits.refill = Milliseconds{700};
    return limits;
}

}  // namespace

Simulation::Simulation(SimulationPlan plan)
    : plan_{plan}, random_{plan.seed}, settings_{engine_settings(tight_limits())} {
    settings_.episodes.quiet_gap_host = Milliseconds{20 * 60'000};
    settings_.episodes.quiet_gap_outside = Milliseconds{30 * 60'000};
    settings_.episodes.maximum_age = Milliseconds{60 * 60'000};
    platform_.script([this](const PlatformCall& call) { return mood(call); });
    boot();
    world_->submit(settings_input(settings_));
    world_->run();
}

EngineLimits Simulation::limits(std::size_t working_set_bytes) {
    EngineLimits limits;
    limits.working_set_bytes = working_set_bytes;
    limits.seen_ids = 60;  // the duplicate window turns over several times
    limits.uid_window = Milliseconds{2LL * 3'600'000};
    return limits;
}

std::uint64_t Simulation::draw(std::uint64_t below) {
    // Not std::uniform_int_distribution: its values differ between libraries.
    return random_() % below;
}

void Simulation::boot() {
    EngineLoopConfig config;
    config.engine = limits(plan_.working_set_bytes);
    config.batch_inputs = plan_.batch_inputs;
    world_ = std::make_unique<LoopWorld>(store_, clock_, config);
    auto opened = world_->loop().open();
    SOCBOT_CHECK(opened, "the engine opens over its own store");
    world_->submit(StartInput{"simulated", world_->loop().engine().now()});
}

void Simulation::crash() {
    ++crashes_;
    // Some of what was on its way happened, and nobody will tell us.
    auto lost = std::exchange(world_->jobs(), {});
    for (const auto& job : lost)
        if (chance(50)) work(job, false);
    world_.reset();
    boot();
}

void Simulation::send(const AlarmInput& input) {
    sent_.push_back({input, world_->submit(input)});
}

AlarmInput Simulation::new_alarm() {
    AlarmSpec spec;
    const auto n = ++uid_;
    spec.source = kSources.at(draw(kSources.size()));
    // Some take the uid of another: an update of that alarm.
    spec.uid = "u" + std::to_string(chance(10) && n > 5 ? n - draw(5) : n);
    spec.title = "Alarm " + token(n) + " of " + mark(spec.source);
    spec.rule = "rule" + std::to_string(draw(4)) + mark(spec.source);
    spec.severity = static_cast<Severity>(draw(6));
    spec.host = (chance(30) ? "203.0.113." : "10.0.0.") + std::to_string(1 + draw(5));
    spec.time = clock_.now() - Milliseconds{500};
    auto input = alarm_input(spec);
    // Some transports name what they deliver.
    if (n % 2 == 0) input.transport = {"topic", "m" + std::to_string(n)};
    return input;
}

void Simulation::send_alarms() {
    constexpr std::size_t kRecent = 80;
    const auto count = draw(6);
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!sent_.empty() && chance(15)) {
            const auto from = sent_.size() > kRecent ? sent_.size() - kRecent : 0;
            const auto repeated = sent_[from + draw(sent_.size() - from)].input;
            send(repeated);
        } else {
            send(new_alarm());
        }
    }
    if (chance(3)) {
        UnreadableInput unreadable;
        unreadable.source = SourceId{"acme"};
        unreadable.reason = "no JSON";
        unreadable.raw = std::make_shared<const std::string>("{");
        world_->submit(unreadable);
    }
}

EpisodeId Simulation::some_episode() {
    static const std::array<CustomerCode, 3> kCustomers{kAcme, kBeta, kGamma};
    return {kCustomers.at(draw(3)), 1 + draw(12)};
}

std::string Simulation::some_line(const EpisodeId& episode) {
    const std::array<std::string, 14> lines{
        "take " + episode.str(),
        "release " + episode.str(),
        "note " + episode.str() + " looked at it",
        "threshold acme high",
        "threshold beta low 2h",
        "threshold gamma critical",
        "threshold acme informational",
        "undo",
        "show " + episode.str(),
        "why " + episode.str(),
        "hidden",
        "open",
        "status",
        "what is this"};
    return lines.at(draw(lines.size()));
}

void Simulation::person_acts() {
    const auto where = room(kRooms.at(draw(kRooms.size())));
    const auto who = person(kPeople.at(draw(kPeople.size())));
    if (!applies_.empty() && chance(50)) {
        // Mostly one that has not expired, by who may.
        const auto recent = std::min<std::size_t>(applies_.size(), chance(80) ? 2 : 20);
        const auto& [in, action] = applies_.at(applies_.size() - 1 - draw(recent));
        const auto by = chance(70) ? person(chance(50) ? "sam" : "eve") : who;
        world_->submit(action_input(event(), in, by, {}, action));
        return;
    }
    if (!cards_.empty() && chance(40)) {
        // A button's data is signed: only those shown in a room are clicked there.
        const auto& [in, card] = cards_.at(draw(cards_.size()));
        world_->submit(action_input(event(), in, who, card, chance(70) ? "take" : "release"));
        return;
    }
    auto command = command_input(event(), where, who, some_line(some_episode()));
    if (!platform_.messages().empty() && chance(30)) {
        auto message = platform_.messages().begin();
        std::advance(message, static_cast<std::ptrdiff_t>(draw(platform_.messages().size())));
        command.thread_message = message->first;
        command.room = message->second.room;
    }
    world_->submit(command);
    if (chance(5)) world_->submit(command);  // the platform tells us twice
}

PlatformEnd Simulation::mood(const PlatformCall& call) {
    const auto pause = Milliseconds{static_cast<std::int64_t>(500 + draw(4'000))};
    if (calm_) return {};
    if (call.operation == Operation::reconcile)
        return {chance(30) ? OutcomeClass::undecided : OutcomeClass::settled, true, {}};
    switch (draw(14)) {
        case 0:
            return {OutcomeClass::retry_after, false, pause};
        case 1:
            return {OutcomeClass::retry_after, false, {}};
        case 2:
        case 3:
            return {OutcomeClass::ambiguous, chance(50), {}};
        case 4:
            return {chance(30) ? OutcomeClass::permanent : OutcomeClass::settled, true, {}};
        case 5:
            return {chance(30) ? OutcomeClass::gone : OutcomeClass::settled, true, {}};
        case 6:
            return {chance(50) ? OutcomeClass::too_big : OutcomeClass::settled, true, {}};
        case 7:
            return {chance(50) ? OutcomeClass::auth_lost : OutcomeClass::settled, true, {}};
        default:
            return {};
    }
}

void Simulation::work(const JobStart& job, bool report) {
    OutcomeInput outcome;
    Reader in{job.body};
    if (job.kind == static_cast<std::uint8_t>(JobKind::deliver)) {
        auto delivery = Delivery::decode(in);
        if (delivery.attempt.possible_repeat) repeated_.insert(delivery.id.value());
        for (const auto& button : delivery.view.buttons)
            if (button.action.starts_with("apply:"))
                applies_.emplace_back(delivery.room, button.action);
        if (delivery.is_card)
            cards_.push_back({delivery.room, {delivery.customer, delivery.episode}});
        deliveries_.push_back(std::move(delivery));
        outcome = platform_.run(job);
    } else {
        const auto request = JobRequest::decode(in);
        outcome.job = job.id;
        outcome.kind = request.kind;
        outcome.outcome.attempt = job.attempt;
        if (!calm_ && chance(15)) {
            outcome.outcome.outcome = OutcomeClass::retry_after;
            outcome.outcome.error = "busy";
        } else {
            outcome.result = answer_job(store_, request);
        }
    }
    if (report) world_->submit(outcome);
    if (report && chance(5)) world_->submit(outcome);  // outcomes may come twice
}

void Simulation::work_jobs(unsigned percent) {
    auto jobs = std::exchange(world_->jobs(), {});
    for (auto& job : jobs) {
        if (chance(percent))
            work(job, true);
        else
            world_->jobs().push_back(std::move(job));
    }
}

void Simulation::round() {
    clock_.advance(kSteps.at(draw(kSteps.size())));
    if (chance(60)) send_alarms();
    if (chance(25)) person_acts();
    work_jobs(60);
    if (chance(2)) world_->submit(settings_input(settings_));
    if (chance(80)) world_->run();
    if (plan_.crashes && chance(4)) crash();
}

void Simulation::settle_down() {
    calm_ = true;
    // Past every back-off, edit spacing and slot of the lazy counters.
    for (int i = 0; i < 400; ++i) {
        clock_.advance(i < 60 ? Milliseconds{1'000} : Milliseconds{60'000});
        world_->run();
        work_jobs(100);
        world_->run();
    }
}

void Simulation::run() {
    for (int i = 0; i < plan_.rounds; ++i)
        round();
    settle_down();
}

std::uint64_t Simulation::answered(Verdict verdict) const {
    std::uint64_t count = 0;
    for (const auto& [input, ending] : sent_)
        if (ending->end == Waiter::End::committed && ending->answer.verdict == verdict) ++count;
    return count;
}

}  // namespace socbot::testing
