// Bookkeeping of open event streams.
#include "adapters/console/streams.h"

#include "adapters/console/visible.h"

#include <algorithm>
#include <utility>

namespace socbot {

Streams::Streams(
    const ConsoleBackend& backend,
    const Sessions& sessions,
    const Clock& clock,
    StreamLimits limits
)
    : backend_{backend}, sessions_{sessions}, clock_{clock}, limits_{limits} {}

void Streams::forget_closed() {
    std::erase_if(watchers_, [](const Watcher& watcher) { return !watcher.stream->open(); });
}

bool Streams::fits(const Digest& session) const {
    std::size_t total{0};
    std::size_t own{0};
    for (const auto& watcher : watchers_) {
        if (!watcher.stream->open()) continue;
        ++total;
        if (watcher.session == session) ++own;
    }
    return total < limits_.total && own < limits_.per_session;
}

bool Streams::has_room(const Digest& session) const {
    const std::lock_guard lock{mutex_};
    return fits(session);
}

void Streams::add(const Digest& session, Stream stream) {
    bool taken{false};
    {
        const std::lock_guard lock{mutex_};
        forget_closed();
        taken = fits(session);
        if (taken) watchers_.push_back({session, stream});
    }
    if (!taken) {
        stream->close();
        return;
    }
    stream->write("", "hello", "{}");
}

std::vector<Streams::Stream> Streams::watching(const RoomRef& room, const CustomerCode& customer) {
    std::vector<Watcher> open;
    {
        const std::lock_guard lock{mutex_};
        forget_closed();
        open = watchers_;
    }
    std::vector<Stream> result;
    if (open.empty()) return result;
    const auto settings = backend_.settings();
    const auto* room_settings = settings->room(room);
    if (room_settings == nullptr) return result;
    const auto now = wall_now(clock_);
    for (const auto& watcher : open) {
        const auto holder = sessions_.holder(watcher.session, now);
        const auto* person = holder ? settings->person(*holder) : nullptr;
        if (person == nullptr) {
            watcher.stream->write("", "signed_out", "{}");
            watcher.stream->close();
        } else if (sees_message(*person, *room_settings, customer)) {
            result.push_back(watcher.stream);
        }
    }
    return result;
}

void Streams::close_session(const Digest& session) {
    std::vector<Stream> closing;
    {
        const std::lock_guard lock{mutex_};
        std::erase_if(watchers_, [&](const Watcher& watcher) {
            if (watcher.session != session) return false;
            closing.push_back(watcher.stream);
            return true;
        });
    }
    for (const auto& stream : closing)
        stream->close();
}

void Streams::close_all() {
    std::vector<Watcher> closing;
    {
        const std::lock_guard lock{mutex_};
        closing.swap(watchers_);
    }
    for (const auto& watcher : closing)
        watcher.stream->close();
}

}  // namespace socbot
