// What the contract of the ChatConnection port is run over: a connection, one of its rooms, and
// what a reader sees there.
#pragma once

#include "ports/chat.h"
#include "support/scripted_platform.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace socbot::testing {

struct ShownMessage {
    std::string text;    // and the card, as far as it is readable
    std::string thread;  // the platform's id of the message it stands under
    Level level{Level::notify};
    std::vector<std::string> files;
};

class ChatUnderTest {
public:
    virtual ~ChatUnderTest() = default;
    virtual ChatConnection& chat() = 0;
    virtual RoomRef room() const = 0;
    // What a reader of the room sees now, by the platform's id.
    virtual std::map<std::string, ShownMessage> shown() const = 0;
    // Takes these abilities from the connection; false: its abilities are its own.
    virtual bool allow_only(const ChatCapabilities&) { return false; }
    // The next call of the platform ends so; false: it has nothing that could fail.
    virtual bool end_next(const PlatformEnd&) { return false; }
    // Whether a post that the connection accepted is kept by the engine's rows alone, so that there
    // is nothing a post could be lost in.
    virtual bool keeps_nothing() const { return false; }
};

std::unique_ptr<ChatUnderTest> make_scripted_chat();
std::unique_ptr<ChatUnderTest> make_console_chat();

// Drives one call to its end.
ChatOutcome attempt(ChatConnection& chat, OutgoingMessage message);
ChatOutcome find(ChatConnection& chat, OutgoingMessage message);

}  // namespace socbot::testing
