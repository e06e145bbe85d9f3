// See workday.h.
#include "simulation/workday.h"

#include "simulation/job_answers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace socbot::testing {

namespace {

using std::chrono::minutes;

// More than any failure here takes; reached only by a loop that never recovers.
constexpr int kTries = 200;
constexpr Milliseconds kPatience{300};

Input alarm(
    const char* source,
    const char* uid,
    Severity severity,
    const char* host,
    const char* title = "Title"
) {
    AlarmSpec spec;
    spec.source = source;
    spec.uid = uid;
    spec.severity = severity;
    spec.host = host;
    spec.title = title;
    spec.rule = "rule";
    spec.time = ManualClock::kStart;
    return alarm_input(spec);
}

Input unreadable() {
    UnreadableInput input;
    input.source = SourceId{"beta"};
    input.reason = "no JSON";
    input.raw = std::make_shared<const std::string>("{");
    return input;
}

}  // namespace

void Workday::boot() {
    for (int i = 0; i < kTries; ++i) {
        // A start that fails ends the process; the service manager starts another.
        if (!faulty_.reopen()) continue;
        world_ = std::make_unique<LoopWorld>(faulty_, clock_);
        if (!world_->loop().open()) continue;
        world_->submit(StartInput{"workday", world_->loop().engine().now()});
        settle();
        return;
    }
    FAIL() << "it never starts";
}

void Workday::part(minutes since_start) {
    const auto at = ManualClock::kStart + since_start;
    ASSERT_LE(clock_.now(), at) << "the part before took too long";
    // In steps, because what becomes due may make more due.
    for (const auto left : {minutes{3}, minutes{2}, minutes{1}, minutes{0}}) {
        if (at - left > clock_.now()) clock_.advance(at - left - clock_.now());
        settle();
    }
}

std::vector<Answer> Workday::deliver(const std::vector<Input>& inputs) {
    std::vector<std::shared_ptr<Ending>> endings(inputs.size());
    for (int i = 0; i < kTries; ++i) {
        bool refused = false;
        for (std::size_t n = 0; n < inputs.size(); ++n)
            if (!endings[n] || endings[n]->end == Waiter::End::refused)
                endings[n] = world_->submit(inputs[n]);
        world_->run();
        for (const auto& ending : endings) {
            EXPECT_TRUE(ending->end) << "an input was neither answered nor refused";
            if (ending->end != Waiter::End::refused) continue;
            refused = true;
            ++refusals_;
        }
        if (!refused) break;
        clock_.advance(kPatience);
    }
    std::vector<Answer> answers;
    for (const auto& ending : endings) {
        EXPECT_EQ(ending->end, Waiter::End::committed) << "refused for ever";
        answers.push_back(ending->answer);
    }
    return answers;
}

void Workday::hand_in(const JobStart& job) {
    OutcomeInput outcome;
    Reader in{job.body};
    if (job.kind == static_cast<std::uint8_t>(JobKind::deliver)) {
        for (const auto& button : Delivery::decode(in).view.buttons)
            if (button.action.starts_with("apply:")) applies_.push_back(button.action);
        outcome = platform_.run(job);
    } else {
        const auto request = JobRequest::decode(in);
        outcome.job = job.id;
        outcome.kind = request.kind;
        outcome.outcome.attempt = job.attempt;
        outcome.result = answer_job(disk_, request);
    }
    world_->submit(outcome);
}

void Workday::settle() {
    for (int i = 0; i < kTries; ++i) {
        world_->run();
        auto jobs = std::exchange(world_->jobs(), {});
        // In the worst order: what asks for a message before what posts it.
        std::reverse(jobs.begin(), jobs.end());
        for (const auto& job : jobs)
            hand_in(job);
        if (world_->loop().state() != LoopState::running)
            clock_.advance(kPatience);
        else if (jobs.empty())
            return;
    }
    FAIL() << "it never settles: " << world_->loop().reason();
}

void Workday::begin() {
    boot();
    world_->submit(settings_input(engine_settings()));
    settle();
}

void Workday::morning() {
    part(minutes{10});
    deliver(
        {alarm("acme", "u1", Severity::high, "10.0.0.1"),
         alarm("beta", "u1", Severity::medium, "10.0.0.1"),
         alarm("acme", "u2", Severity::medium, "10.0.0.1"),  // joins the first one's episode
         alarm("acme", "u3", Severity::low, "10.0.0.9"),     // hidden
         unreadable()}
    );
    settle();
    deliver(
        {alarm("acme", "u1", Severity::high, "10.0.0.1"),                 // a repeat
         alarm("beta", "u1", Severity::medium, "10.0.0.1", "Title two")}  // an update
    );
    settle();
    deliver({alarm("acme", "u4", Severity::critical, "10.0.0.1", "Worse")});  // news of an old card
    settle();
}

std::string Workday::newest_apply() const {
    return applies_.empty() ? std::string{} : applies_.back();
}

void Workday::people() {
    part(minutes{15});
    const auto acme = room("acme");
    deliver({action_input("e1", acme, person("ana"), {kAcme, 1}, "take")});
    settle();
    deliver({command_input("e2", acme, person("ana"), "note ACME-1 seen before")});
    deliver({command_input("e3", acme, person("sam"), "threshold critical 2h")});
    settle();
    deliver({action_input("e4", acme, person("sam"), {}, newest_apply())});
    settle();
    deliver({command_input("e5", room("soc"), person("ana"), "hidden")});
    settle();
    part(minutes{18});
    deliver({command_input("e6", acme, person("sam"), "undo")});
    settle();
}

// What was on its way happened, and nobody will tell.
void Workday::power_cut() {
    part(minutes{20});
    deliver(
        {alarm("gamma", "u1", Severity::critical, "10.0.0.1"),
         alarm("beta", "u2", Severity::high, "10.0.0.2")}
    );
    for (const auto& job : std::exchange(world_->jobs(), {}))
        if (job.kind == static_cast<std::uint8_t>(JobKind::deliver)) (void)platform_.run(job);
    restart();
}

void Workday::restart() {
    for (const auto& note : world_->notes())
        events_.insert(note.event);
    world_.reset();
    boot();
}

void Workday::evening() {
    part(minutes{25});
    deliver(
        {alarm("acme", "u5", Severity::high, "10.0.0.7"),
         alarm("beta", "u1", Severity::medium, "10.0.0.1")}
    );
    settle();
    // Every episode ends and every counter is written.
    for (const int hour : {6, 12, 18, 24})
        part(std::chrono::hours{hour});
}

void Workday::run() {
    begin();
    morning();
    people();
    power_cut();
    evening();
}

bool Workday::noted(const std::string& event) const {
    return events_.contains(event) || world_->noted(event);
}

std::vector<std::string> Workday::shown() const {
    std::vector<std::string> shown;
    for (const auto& [id, message] : platform_.messages())
        shown.push_back(message.room.room + ": " + message.text);
    std::sort(shown.begin(), shown.end());
    return shown;
}

std::size_t Workday::audit_entries() {
    std::size_t entries = 0;
    auto reader = disk_.open();
    EXPECT_TRUE((*reader)->audit(0, [&entries](const AuditRecord&) {
        ++entries;
        return true;
    }));
    return entries;
}

}  // namespace socbot::testing
