// See chat_under_test.h.
#include "contract/chat/chat_under_test.h"

#include "support/scripted_chat.h"
#include "unit/adapters/console/world.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace socbot::testing {

namespace {

class ScriptedUnderTest final : public ChatUnderTest {
public:
    ChatConnection& chat() override { return chat_; }
    RoomRef room() const override { return {ConnectionId{"chat"}, "acme"}; }
    std::map<std::string, ShownMessage> shown() const override {
        std::map<std::string, ShownMessage> shown;
        for (const auto& [id, message] : chat_.platform().messages())
            shown[id] = {message.text, message.thread_root, message.level, message.files};
        return shown;
    }
    bool allow_only(const ChatCapabilities& capabilities) override {
        chat_.can(capabilities);
        return true;
    }
    bool end_next(const PlatformEnd& end) override {
        chat_.platform().then(end);
        return true;
    }

private:
    mutable ScriptedChat chat_{"chat"};
};

Level level_from(std::string_view word) {
    for (const auto level : {Level::quiet, Level::notify, Level::page})
        if (word == to_word(level)) return level;
    return Level::notify;
}

std::string text_member(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? std::string{} : std::string{value->as_string()};
}

// The console as somebody who may see everything has it open.
class ConsoleUnderTest final : public ChatUnderTest {
public:
    ConsoleUnderTest() {
        world_.sign_in("lee@soc.example");
        stream_ = world_.watch();
    }
    ChatConnection& chat() override { return world_.console.connection(); }
    RoomRef room() const override { return {ConnectionId{"console"}, "acme"}; }
    std::map<std::string, ShownMessage> shown() const override {
        std::map<std::string, ShownMessage> shown;
        for (const auto& data : stream_->named("message")) {
            const auto message = boost::json::parse(data).as_object();
            const auto id = text_member(message, "id");
            if (message.contains("removed")) {
                shown.erase(id);
                continue;
            }
            auto text = text_member(message, "text");
            if (const auto* card = message.if_contains("card"))
                text.append("\n").append(boost::json::serialize(*card));
            shown[id] = {
                std::move(text),
                text_member(message, "thread"),
                level_from(text_member(message, "level")),
                {}};
        }
        return shown;
    }
    bool keeps_nothing() const override { return true; }

private:
    console_test::World world_;
    std::shared_ptr<console_test::FakeStream> stream_;
};

}  // namespace

std::unique_ptr<ChatUnderTest> make_scripted_chat() {
    return std::make_unique<ScriptedUnderTest>();
}

std::unique_ptr<ChatUnderTest> make_console_chat() {
    return std::make_unique<ConsoleUnderTest>();
}

ChatOutcome attempt(ChatConnection& chat, OutgoingMessage message) {
    return console_test::run(
        chat.attempt(std::move(message), Deadline::after(std::chrono::seconds{10}))
    );
}

ChatOutcome find(ChatConnection& chat, OutgoingMessage message) {
    return console_test::run(
        chat.find(std::move(message), Deadline::after(std::chrono::seconds{10}))
    );
}

}  // namespace socbot::testing
