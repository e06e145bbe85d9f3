// EventQueue: the handler's end of an event stream. Any thread writes; the connection takes what is
// queued. Never blocks: a reader slower than the limits is cut off, and can come back with the id
// of the last event it saw.
#pragma once

#include "ports/http.h"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace socbot {

class EventQueue final : public http::EventStream, public std::enable_shared_from_this<EventQueue> {
public:
    struct Limits {
        std::size_t events{256};
        std::size_t bytes{1024 * 1024};
    };

    // `wake` runs on the executor whenever there is something to do, until detach().
    EventQueue(boost::asio::any_io_executor executor, Limits limits, std::function<void()> wake);

    bool write(std::string_view id, std::string_view event, std::string_view data) override;
    bool open() const override;
    // What is queued is still sent.
    void close() override;

    // The rest is the connection's, on its executor.

    // Moves what is queued into `out` (cleared first). False: nothing more will come.
    bool take(std::string& out);
    // The connection is gone: nothing is sent any more, and the executor is not touched again.
    void detach();

private:
    void wake_locked();

    const boost::asio::any_io_executor executor_;
    const Limits limits_;
    std::function<void()> wake_;  // on the executor only

    mutable std::mutex mutex_;
    std::string queued_;
    std::size_t events_{0};
    bool open_{true};
    bool detached_{false};
    bool waking_{false};  // a wake is on its way: one post for many events
};

// One event in the wire form (WHATWG HTML, section 9.2.5 "Parsing an event stream"). Line breaks in
// `data` become several data lines; id and event lose line breaks and NUL.
void append_event(
    std::string& out,
    std::string_view id,
    std::string_view event,
    std::string_view data
);

}  // namespace socbot
