// See scripted_platform.h.
#include "support/scripted_platform.h"

#include "domain/engine/job.h"

#include <utility>

namespace socbot::testing {

std::string visible_text(const Delivery& delivery) {
    const auto& view = delivery.view;
    std::string text = delivery.text;
    if (view.template_name.empty()) return text;
    for (const auto* part :
         {&view.customer,
          &view.customer_name,
          &view.chip,
          &view.title,
          &view.sentence,
          &view.why,
          &view.context,
          &view.time,
          &view.changed,
          &view.foot,
          &view.notification})
        text.append("\n").append(*part);
    for (const auto& fact : view.facts)
        text.append("\n").append(fact.name).append(" ").append(fact.value);
    for (const auto& line : view.lines)
        text.append("\n").append(line);
    return text;
}

ScriptedPlatform::Answer ScriptedPlatform::call(const PlatformCall& call) {
    calls_.push_back(call);
    PlatformEnd end;
    if (!queue_.empty()) {
        end = queue_.front();
        queue_.pop_front();
    } else if (script_) {
        end = script_(call);
    }
    Answer answer;
    answer.outcome.outcome = end.outcome;
    answer.outcome.retry_after = end.retry_after;
    if (end.outcome != OutcomeClass::settled) answer.outcome.error = to_word(end.outcome);
    if (call.operation == Operation::reconcile) {
        // Honest unless it can't tell.
        if (end.outcome == OutcomeClass::undecided) return answer;
        answer.outcome.outcome = OutcomeClass::not_found;
        for (const auto& [id, message] : messages_) {
            if (message.delivery != call.id) continue;
            answer.outcome = {};
            answer.message_id = id;
        }
        return answer;
    }
    const bool happens = end.outcome == OutcomeClass::settled ||
                         (end.outcome == OutcomeClass::ambiguous && end.happened);
    if (!happens) return answer;
    if (call.operation == Operation::post) {
        const auto id = "m" + std::to_string(next_++);
        messages_[id] = {
            call.id,
            call.room,
            call.text,
            0,
            call.possible_repeat,
            call.level,
            call.thread_root,
            call.files};
        ++posted_[call.id];
        if (end.outcome == OutcomeClass::settled) answer.message_id = id;
    } else if (const auto message = messages_.find(call.message_id); message != messages_.end()) {
        if (call.operation == Operation::remove) {
            messages_.erase(message);
        } else {
            message->second.text = call.text;
            ++message->second.edits;
        }
    } else if (call.operation == Operation::edit && end.outcome == OutcomeClass::settled) {
        answer.outcome.outcome = OutcomeClass::gone;
        answer.outcome.error = to_word(OutcomeClass::gone);
    }
    return answer;
}

OutcomeInput ScriptedPlatform::run(const JobStart& job) {
    Reader in{job.body};
    const auto delivery = Delivery::decode(in);
    PlatformCall request;
    request.id = delivery.id;
    request.operation = delivery.operation;
    request.room = delivery.room;
    request.message_id = delivery.message_id;
    request.text = visible_text(delivery);
    request.possible_repeat = delivery.attempt.possible_repeat;
    request.level = delivery.level;
    request.thread_root = delivery.thread_root;
    auto answer = call(request);
    OutcomeInput outcome;
    outcome.job = job.id;
    outcome.outcome = std::move(answer.outcome);
    outcome.outcome.attempt = job.attempt;
    outcome.message_id = std::move(answer.message_id);
    return outcome;
}

int ScriptedPlatform::posted(DeliveryId id) const {
    const auto found = posted_.find(id);
    return found == posted_.end() ? 0 : found->second;
}

}  // namespace socbot::testing
