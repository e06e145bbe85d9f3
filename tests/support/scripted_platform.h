// A chat platform as data: what its rooms show, and how each attempt on it ends. The script decides
// the end; by default everything settles, but for an edit of a message that is gone. ScriptedChat
// puts it behind the ChatConnection port, simulations ask it directly.
#pragma once

#include "base/ids.h"
#include "domain/delivery/delivery.h"
#include "domain/engine/changes.h"
#include "domain/engine/input.h"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace socbot::testing {

struct PlatformCall {
    DeliveryId id;
    Operation operation{Operation::post};
    RoomRef room;
    std::string message_id;  // edit, remove
    std::string text;        // all a reader would see
    bool possible_repeat{false};
    Level level{Level::notify};
    std::string thread_root;         // the message replied to
    std::vector<std::string> files;  // their names
};

struct PlatformEnd {
    OutcomeClass outcome{OutcomeClass::settled};
    bool happened{true};  // whether it really took place; of ambiguous ones only the platform knows
    std::optional<Milliseconds> retry_after;
};

class ScriptedPlatform {
public:
    using Script = std::function<PlatformEnd(const PlatformCall&)>;

    struct Message {
        DeliveryId delivery;
        RoomRef room;
        std::string text;
        int edits{0};
        bool possible_repeat{false};
        Level level{Level::notify};
        std::string thread_root;
        std::vector<std::string> files;
    };

    void script(Script script) { script_ = std::move(script); }
    // The next calls end so, before the script is asked.
    void then(PlatformEnd end) { queue_.push_back(end); }

    struct Answer {
        AttemptOutcome outcome;  // without the attempt's number
        std::string message_id;
    };
    Answer call(const PlatformCall& call);

    // A delivery job as the engine releases it; the input its outcome makes.
    OutcomeInput run(const JobStart& job);

    const std::map<std::string, Message>& messages() const { return messages_; }
    const std::vector<PlatformCall>& calls() const { return calls_; }
    // Messages posted for a delivery, removed ones included.
    int posted(DeliveryId id) const;

private:
    Script script_;
    std::deque<PlatformEnd> queue_;
    std::vector<PlatformCall> calls_;
    std::map<std::string, Message> messages_;
    std::map<DeliveryId, int> posted_;
    int next_{1};
};

// Everything a reader of this delivery would see, one text.
std::string visible_text(const Delivery& delivery);

}  // namespace socbot::testing
