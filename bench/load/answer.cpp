// Reading an HTTP/1.1 answer; see answer.h.
#include "answer.h"

#include "base/text.h"

#include <sys/socket.h>

#include <charconv>
#include <optional>

namespace socbot::bench {

namespace {

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The field's value in a header block that ends with an empty line; empty when absent.
std::string_view field(std::string_view block, std::string_view name) {
    for (auto begin = block.find("\r\n"); begin != std::string_view::npos;) {
        begin += 2;
        const auto end = block.find("\r\n", begin);
        const auto line = block.substr(begin, end == std::string_view::npos ? end : end - begin);
        if (line.size() > name.size() && line[name.size()] == ':' &&
            equals_ignore_case_ascii(line.substr(0, name.size()), name))
            return trim_ascii(line.substr(name.size() + 1));
        begin = end;
    }
    return {};
}

}  // namespace

ssize_t AnswerBuffer::receive(int fd) {
    const ssize_t n = ::recv(fd, buffer_.data() + used_, buffer_.size() - used_, MSG_DONTWAIT);
    if (n > 0) used_ += static_cast<std::size_t>(n);
    return n;
}

AnswerState AnswerBuffer::parse() {
    const std::string_view held{buffer_.data(), used_};
    const auto head_end = held.find("\r\n\r\n");
    const auto partial = used_ < buffer_.size() ? AnswerState::partial : AnswerState::broken;
    if (head_end == std::string_view::npos) return partial;
    const auto head = held.substr(0, head_end);
    if (!head.starts_with("HTTP/1.1 ") || head.size() < 12) return AnswerState::broken;
    const auto status = number(head.substr(9, 3));
    const auto length = number(field(head, "Content-Length"));
    if (!status || !length) return AnswerState::broken;
    const std::size_t whole = head_end + 4 + *length;
    if (whole > buffer_.size() || used_ > whole) return AnswerState::broken;
    if (used_ < whole) return AnswerState::partial;
    status_ = static_cast<int>(*status);
    closes_ = equals_ignore_case_ascii(field(head, "Connection"), "close");
    body_ = held.substr(head_end + 4, *length);
    return AnswerState::complete;
}

}  // namespace socbot::bench
