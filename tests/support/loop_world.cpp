// See loop_world.h.
#include "support/loop_world.h"

#include <utility>

namespace socbot::testing {

namespace {

class EndingWaiter final : public Waiter {
public:
    explicit EndingWaiter(std::shared_ptr<Ending> ending) : ending_{std::move(ending)} {}
    void resolve(End end, const Answer& answer) override {
        ending_->end = end;
        ending_->answer = answer;
    }

private:
    std::shared_ptr<Ending> ending_;
};

}  // namespace

LoopWorld::LoopWorld(Store& store, const ManualClock& clock, EngineLoopConfig config)
    : loop_{config, store, clock, *zones_, *this, *this, *this} {}

std::shared_ptr<Ending> LoopWorld::submit(Input input) {
    auto ending = std::make_shared<Ending>();
    if (!is_refusable(input)) {
        loop_.submit_retained(std::move(input));
        return ending;
    }
    std::unique_ptr<Waiter> waiter = std::make_unique<EndingWaiter>(ending);
    if (!loop_.submit(std::move(input), waiter)) ending->end = Waiter::End::refused;
    return ending;
}

void LoopWorld::run() {
    while (loop_.turn()) {
    }
}

bool LoopWorld::noted(const std::string& event) const {
    for (const auto& note : notes_)
        if (note.event == event) return true;
    return false;
}

void LoopWorld::start(std::vector<JobStart> jobs) {
    for (auto& job : jobs)
        jobs_.push_back(std::move(job));
}

void LoopWorld::release(std::vector<Item> items) {
    for (auto& item : items)
        item.waiter->resolve(item.end, item.answer);
}

}  // namespace socbot::testing
