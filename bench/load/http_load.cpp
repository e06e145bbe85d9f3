// The load loop; see http_load.h.
#include "http_load.h"

#include "answer.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace socbot::bench {

namespace {

using Time = std::chrono::steady_clock::time_point;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kLastAnswers{10};

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

class Socket {
public:
    explicit Socket(int fd) : fd_{fd} {}
    Socket(Socket&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const noexcept { return fd_; }

private:
    int fd_;
};

sockaddr_in target_of(const LoadOptions& options) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options.port);
    if (::inet_pton(AF_INET, options.address.c_str(), &address.sin_addr) != 1 ||
        (ntohl(address.sin_addr.s_addr) >> 24U) != 127U)
        throw std::runtime_error{"only addresses of 127.0.0.0/8 are loaded: " + options.address};
    return address;
}

Socket connect_to(const sockaddr_in& address) {
    Socket socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (socket.get() < 0) fail("socket");
    sockaddr generic{};
    std::memcpy(&generic, &address, sizeof generic);
    if (::connect(socket.get(), &generic, sizeof generic) != 0) fail("connect");
    const int flags = ::fcntl(socket.get(), F_GETFL);
    if (flags < 0 || ::fcntl(socket.get(), F_SETFL, flags | O_NONBLOCK) != 0) fail("fcntl");
    const int on = 1;
    (void)::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

double cpu_seconds() {
    rusage used{};
    (void)::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Connection {
    Socket socket{-1};
    std::string head;
    std::string body;
    std::size_t sent{0};  // of head and body together
    bool sending{false};
    bool waits_for_room{false};
    Time due;
    AnswerBuffer answer;
};

class Load {
public:
    Load(const LoadOptions& options, BodyMaker& bodies)
        : options_{options},
          bodies_{bodies},
          target_{target_of(options)},
          epoll_{::epoll_create1(EPOLL_CLOEXEC)},
          connections_(options.connections) {
        if (epoll_.get() < 0) fail("epoll_create1");
        head_ = fmt::format(
            "POST {} HTTP/1.1\r\nHost: {}:{}\r\n", options.path, options.address, options.port
        );
        if (!options.token.empty()) head_ += "Authorization: Bearer " + options.token + "\r\n";
        head_ += "Content-Type: application/json\r\nContent-Length: ";
        for (std::size_t i = 0; i < connections_.size(); ++i)
            open(i);
        most_ = options.requests == 0 ? kMostRequests : std::min(options.requests, kMostRequests);
        result_.latency_us.reserve(1U << 20U);
    }

    LoadResult run();

private:
    void open(std::size_t index);
    void watch(std::size_t index, int operation, std::uint32_t events);
    bool may_send(Time now) const { return started_ < most_ && now < end_; }
    void start(std::size_t index, Time due);
    void send(std::size_t index);
    void receive(std::size_t index);
    void finish(std::size_t index, Time now);
    void renew(std::size_t index);
    void lose(std::size_t index);
    void start_due(Time now);
    timespec wait_time(Time now) const;
    void wait(Time now);

    const LoadOptions& options_;
    BodyMaker& bodies_;
    sockaddr_in target_;
    Socket epoll_;
    std::vector<Connection> connections_;
    std::vector<std::size_t> idle_;
    std::string head_;
    std::uint64_t most_{0};
    std::uint64_t started_{0};
    std::uint64_t open_requests_{0};
    Time begin_;
    Time end_;
    Time last_answer_;
    LoadResult result_;
};

void Load::watch(std::size_t index, int operation, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = index;
    if (::epoll_ctl(epoll_.get(), operation, connections_[index].socket.get(), &event) != 0)
        fail("epoll_ctl");
}

void Load::open(std::size_t index) {
    auto& connection = connections_[index];
    connection.socket = connect_to(target_);
    connection.sending = false;
    connection.waits_for_room = false;
    connection.answer.clear();
    watch(index, EPOLL_CTL_ADD, EPOLLIN);
    idle_.push_back(index);
}

void Load::start(std::size_t index, Time due) {
    auto& connection = connections_[index];
    bodies_.make(connection.body);
    connection.head.assign(head_);
    const fmt::format_int length{connection.body.size()};
    connection.head.append(length.data(), length.size()).append("\r\n\r\n");
    connection.sent = 0;
    connection.sending = true;
    connection.due = due;
    ++started_;
    ++open_requests_;
    send(index);
}

void Load::send(std::size_t index) {
    auto& connection = connections_[index];
    const std::size_t whole = connection.head.size() + connection.body.size();
    while (connection.sent < whole) {
        const std::size_t head_sent = std::min(connection.sent, connection.head.size());
        const std::size_t body_sent = connection.sent - head_sent;
        std::array<iovec, 2> parts{
            {{connection.head.data() + head_sent, connection.head.size() - head_sent},
             {connection.body.data() + body_sent, connection.body.size() - body_sent}}};
        const ssize_t n = ::writev(connection.socket.get(), parts.data(), 2);
        if (n > 0) {
            connection.sent += static_cast<std::size_t>(n);
        } else if (errno == EAGAIN) {
            connection.waits_for_room = true;
            watch(index, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            return;
        } else if (errno != EINTR) {
            lose(index);
            return;
        }
    }
    result_.sent_bytes += whole;
    if (!std::exchange(connection.waits_for_room, false)) return;
    watch(index, EPOLL_CTL_MOD, EPOLLIN);
}

void Load::receive(std::size_t index) {
    auto& connection = connections_[index];
    const ssize_t n = connection.answer.receive(connection.socket.get());
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0 || !connection.sending) {
        lose(index);
        return;
    }
    switch (connection.answer.parse()) {
        case AnswerState::partial:
            return;
        case AnswerState::broken:
            lose(index);
            return;
        case AnswerState::complete:
            finish(index, steady_clock::now());
    }
}

void Load::finish(std::size_t index, Time now) {
    auto& connection = connections_[index];
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - connection.due);
    result_.latency_us.push_back(static_cast<std::uint32_t>(took.count()));
    ++result_.statuses[connection.answer.status()];
    const auto wanted = bodies_.expected();
    if (connection.answer.status() == 200 && !wanted.empty() &&
        connection.answer.body().find(wanted) == std::string_view::npos)
        ++result_.unexpected;
    const bool closes = connection.answer.closes();
    connection.answer.clear();
    connection.sending = false;
    --open_requests_;
    last_answer_ = now;
    if (closes) {
        renew(index);
    } else if (options_.rate > 0) {
        idle_.push_back(index);
    } else if (may_send(now)) {
        start(index, now);
    }
}

void Load::renew(std::size_t index) {
    std::erase(idle_, index);
    connections_[index].socket = Socket{-1};
    open(index);
}

// The connection is over; a request on it stays unanswered. A new one takes its place.
void Load::lose(std::size_t index) {
    auto& connection = connections_[index];
    if (connection.sending) {
        ++result_.unanswered;
        --open_requests_;
    }
    ++result_.broken;
    if (result_.broken > 1000 + 10 * connections_.size())
        throw std::runtime_error{"the server keeps closing connections"};
    renew(index);
}

void Load::start_due(Time now) {
    while (!idle_.empty() && may_send(now)) {
        Time due = now;
        if (options_.rate > 0) {
            const std::chrono::duration<double> since{
                static_cast<double>(started_) / options_.rate};
            due = begin_ + std::chrono::duration_cast<steady_clock::duration>(since);
            if (due > now) return;
        }
        const std::size_t index = idle_.back();
        idle_.pop_back();
        start(index, due);
    }
}

// Until something must be done though nothing came in, at most 100 ms.
timespec Load::wait_time(Time now) const {
    auto until = now + std::chrono::milliseconds{100};
    if (options_.rate > 0 && !idle_.empty() && may_send(now)) {
        const std::chrono::duration<double> since{static_cast<double>(started_) / options_.rate};
        until = std::min(until, begin_ + std::chrono::duration_cast<steady_clock::duration>(since));
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::max(until, now) - now).count();
    return {left / 1'000'000'000, left % 1'000'000'000};
}

void Load::wait(Time now) {
    std::array<epoll_event, 256> events{};
    const timespec timeout = wait_time(now);
    const int n = ::epoll_pwait2(epoll_.get(), events.data(), 256, &timeout, nullptr);
    if (n < 0 && errno != EINTR) fail("epoll_pwait2");
    for (int i = 0; i < n; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        const auto index = static_cast<std::size_t>(event.data.u64);
        if ((event.events & EPOLLOUT) != 0 && connections_[index].waits_for_room) send(index);
        if ((event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) receive(index);
    }
}

LoadResult Load::run() {
    const double cpu_before = cpu_seconds();
    begin_ = steady_clock::now();
    last_answer_ = begin_;
    end_ = begin_ + std::chrono::duration_cast<steady_clock::duration>(
                        std::chrono::duration<double>{options_.seconds}
                    );
    for (;;) {
        const Time now = steady_clock::now();
        start_due(now);
        if (open_requests_ == 0 && !may_send(now)) break;
        if (now > end_ + kLastAnswers) break;
        wait(now);
    }
    result_.unanswered += open_requests_;
    result_.seconds = std::chrono::duration<double>(last_answer_ - begin_).count();
    result_.cpu_seconds = cpu_seconds() - cpu_before;
    std::sort(result_.latency_us.begin(), result_.latency_us.end());
    return std::move(result_);
}

}  // namespace

LoadResult run_load(const LoadOptions& options, BodyMaker& bodies) {
    return Load{options, bodies}.run();
}

}  // namespace socbot::bench
