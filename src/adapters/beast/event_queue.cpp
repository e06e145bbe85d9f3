// The queue of an event stream.
#include "adapters/beast/event_queue.h"

#include <boost/asio/post.hpp>

#include <utility>

namespace socbot {
namespace {

void append_line(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (const char c : value)
        if (c != '\r' && c != '\n' && c != '\0') out.push_back(c);
    out.push_back('\n');
}

}  // namespace

void append_event(
    std::string& out,
    std::string_view id,
    std::string_view event,
    std::string_view data
) {
    if (!id.empty()) append_line(out, "id", id);
    if (!event.empty()) append_line(out, "event", event);
    for (;;) {
        const auto end = data.find_first_of("\r\n");
        append_line(out, "data", data.substr(0, end));
        if (end == std::string_view::npos) break;
        data.remove_prefix(data.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    out.push_back('\n');
}

EventQueue::EventQueue(
    boost::asio::any_io_executor executor,
    Limits limits,
    std::function<void()> wake
)
    : executor_{std::move(executor)}, limits_{limits}, wake_{std::move(wake)} {}

bool EventQueue::write(std::string_view id, std::string_view event, std::string_view data) {
    const std::lock_guard lock{mutex_};
    if (!open_) return false;
    append_event(queued_, id, event, data);
    ++events_;
    if (events_ > limits_.events || queued_.size() > limits_.bytes) {
        open_ = false;
        queued_.clear();
    }
    wake_locked();
    return open_;
}

bool EventQueue::open() const {
    const std::lock_guard lock{mutex_};
    return open_;
}

void EventQueue::close() {
    const std::lock_guard lock{mutex_};
    open_ = false;
    wake_locked();
}

bool EventQueue::take(std::string& out) {
    out.clear();
    const std::lock_guard lock{mutex_};
    std::swap(out, queued_);
    events_ = 0;
    return open_ || !out.empty();
}

void EventQueue::detach() {
    wake_ = nullptr;
    const std::lock_guard lock{mutex_};
    open_ = false;
    detached_ = true;
    queued_.clear();
}

void EventQueue::wake_locked() {
    if (waking_ || detached_) return;
    waking_ = true;
    boost::asio::post(executor_, [self = shared_from_this()] {
        {
            const std::lock_guard lock{self->mutex_};
            self->waking_ = false;
        }
        if (self->wake_) self->wake_();
    });
}

}  // namespace socbot
