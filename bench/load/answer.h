// What comes back: a status and a body of a stated length. Servers under load here answer small and
// unchunked; anything else is reported as broken instead of being guessed at.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace socbot::bench {

enum class AnswerState { partial, complete, broken };

class AnswerBuffer {
public:
    // One recv, without waiting; as recv(2) returns.
    ssize_t receive(int fd);
    AnswerState parse();
    void clear() { used_ = 0; }

    // Of a complete answer.
    int status() const noexcept { return status_; }
    bool closes() const noexcept { return closes_; }
    std::string_view body() const noexcept { return body_; }

private:
    std::array<char, 8192> buffer_{};
    std::size_t used_{0};
    int status_{0};
    bool closes_{false};
    std::string_view body_;
};

}  // namespace socbot::bench
