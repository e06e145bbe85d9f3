// The binary form of rows and journal entries: little-endian varints and length-prefixed bytes.
// Deterministic: equal values give equal bytes. Each record starts with a schema number, and a
// reader refuses what it does not know.
#pragma once

#include <bit>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace socbot {

// Thrown by Reader on truncated or malformed bytes: our own store is damaged, not outside input.
class CodecError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Writer {
public:
    Writer() = default;

    Writer& u(std::uint64_t value);  // varint
    Writer& i(std::int64_t value);   // zigzag varint
    Writer& b(bool value);
    Writer& f(double value);            // 8 bytes IEEE 754
    Writer& s(std::string_view bytes);  // length, bytes
    Writer& raw(std::string_view bytes) {
        out_.append(bytes);
        return *this;
    }
    std::string take() { return std::move(out_); }
    void clear() { out_.clear(); }  // keeps the capacity
    const std::string& bytes() const noexcept { return out_; }

private:
    std::string out_;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}

    std::uint64_t u();
    std::int64_t i();
    bool b();
    double f();
    std::string_view s();  // points into the input
    std::string str() { return std::string{s()}; }
    bool empty() const noexcept { return rest_.empty(); }
    std::string_view rest() const noexcept { return rest_; }
    // Number of elements that follow; refuses more than `limit`, so damage can't allocate wildly.
    std::size_t count(std::size_t limit = 1U << 20U);

private:
    std::string_view rest_;
};

// Key parts that sort by bytes as the values sort.
void append_key_u64(std::string& key, std::uint64_t value);  // 8 bytes, big endian
void append_key_text(
    std::string& key,
    std::string_view text
);  // bytes, 0x00 escaped as 00 FF, ended by 00 01

}  // namespace socbot
