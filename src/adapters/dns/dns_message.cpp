// Walks the records of a message; c-ares expands the compressed names, which it does with bounds.
#include "adapters/dns/dns_message.h"

#include "base/text.h"

#include <ares.h>
#include <arpa/nameser.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace socbot {

namespace {

constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kRecordsWalked = 1024;  // a message of 64 KiB can claim 5,000
constexpr int kAliases = 8;

struct Record {
    std::string owner;
    int type{0};
    std::uint32_t ttl{0};
    std::size_t at{0};  // of the data, in the message
    std::size_t size{0};
};

std::string plain_name(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    return to_lower_ascii(name);
}

// Reads forward; every step says whether there was enough.
class Cursor {
public:
    explicit Cursor(std::string_view message) : message_{message} {}

    std::size_t at() const { return at_; }
    bool skip(std::size_t count) {
        if (message_.size() - at_ < count) return false;
        at_ += count;
        return true;
    }
    std::optional<std::uint32_t> number(std::size_t bytes) {
        const std::size_t from = at_;
        if (!skip(bytes)) return std::nullopt;
        std::uint32_t value = 0;
        for (const char c : message_.substr(from, bytes))
            value = (value << 8U) | static_cast<unsigned char>(c);
        return value;
    }
    std::optional<std::string> name() {
        if (at_ >= message_.size()) return std::nullopt;
        char* expanded = nullptr;
        long used = 0;
        // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): c-ares' byte type
        const auto* bytes = reinterpret_cast<const unsigned char*>(message_.data());
        // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
        const int status = ares_expand_name(
            bytes + at_, bytes, static_cast<int>(message_.size()), &expanded, &used
        );
        if (status != ARES_SUCCESS) return std::nullopt;
        const std::unique_ptr<char, void (*)(void*)> owned{expanded, ares_free_string};
        if (used <= 0 || !skip(static_cast<std::size_t>(used))) return std::nullopt;
        return plain_name(expanded);
    }
    void move_to(std::size_t at) { at_ = at; }

private:
    std::string_view message_;
    std::size_t at_{0};
};

std::optional<Record> read_record(Cursor& cursor) {
    Record record;
    auto owner = cursor.name();
    if (!owner) return std::nullopt;
    record.owner = *std::move(owner);
    const auto type = cursor.number(2);
    const auto klass = cursor.number(2);
    const auto ttl = cursor.number(4);
    const auto size = cursor.number(2);
    if (!type || !klass || !ttl || !size) return std::nullopt;
    record.type = *klass == ns_c_in ? static_cast<int>(*type) : 0;
    // RFC 2181 section 8: the highest bit set means zero.
    record.ttl = *ttl > std::numeric_limits<std::int32_t>::max() ? 0 : *ttl;
    record.at = cursor.at();
    record.size = *size;
    if (!cursor.skip(record.size)) return std::nullopt;
    return record;
}

std::optional<std::vector<Record>> read_records(std::string_view message) {
    Cursor cursor{message};
    if (!cursor.skip(4)) return std::nullopt;
    const auto questions = cursor.number(2);
    const auto answers = cursor.number(2);
    if (!questions || !answers || !cursor.skip(kHeaderBytes - cursor.at())) return std::nullopt;
    if (*questions > 1) return std::nullopt;
    if (*questions == 1 && (!cursor.name() || !cursor.skip(4))) return std::nullopt;
    std::vector<Record> records;
    for (std::size_t i = 0; i < std::min<std::size_t>(*answers, kRecordsWalked); ++i) {
        auto record = read_record(cursor);
        if (!record) return std::nullopt;
        records.push_back(*std::move(record));
    }
    return records;
}

std::optional<std::string>
read_name(std::string_view message, const Record& record, std::size_t skip) {
    if (record.size <= skip) return std::nullopt;
    Cursor cursor{message};
    cursor.move_to(record.at + skip);
    auto name = cursor.name();
    // The name must end where its record does.
    if (!name || cursor.at() != record.at + record.size) return std::nullopt;
    if (name->empty()) *name = ".";  // the root: an MX of "0 ." takes no mail (RFC 7505)
    return name;
}

// The strings of a TXT record belong together without anything between (RFC 7208 section 3.3).
std::optional<std::string> read_text(std::string_view data) {
    std::string text;
    while (!data.empty()) {
        const std::size_t size = static_cast<unsigned char>(data.front());
        if (data.size() < 1 + size) return std::nullopt;
        text.append(data.substr(1, size));
        data.remove_prefix(1 + size);
    }
    return text;
}

std::optional<std::string>
present(std::string_view message, const Record& record, RecordType type) {
    const auto data = message.substr(record.at, record.size);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(data[i]); };
    switch (type) {
        case RecordType::a: {
            if (data.size() != 4) return std::nullopt;
            std::uint32_t value = 0;
            for (std::size_t i = 0; i < 4; ++i)
                value = (value << 8U) | byte(i);
            return IpAddress::v4(value).str();
        }
        case RecordType::aaaa: {
            std::array<std::uint8_t, 16> bytes{};
            if (data.size() != bytes.size()) return std::nullopt;
            for (std::size_t i = 0; i < bytes.size(); ++i)
                bytes[i] = byte(i);
            return IpAddress::v6(bytes).str();
        }
        case RecordType::ptr:
        case RecordType::ns:
            return read_name(message, record, 0);
        case RecordType::mx: {
            auto name = read_name(message, record, 2);
            if (!name) return std::nullopt;
            const unsigned preference = (static_cast<unsigned>(byte(0)) << 8U) | byte(1);
            return std::to_string(preference) + " " + *name;
        }
        case RecordType::txt:
            return read_text(data);
    }
    return std::nullopt;
}

// Where the aliases of the answer lead, and the shortest life on the way.
std::pair<std::string, std::uint32_t>
follow_aliases(std::string_view message, const std::vector<Record>& records, std::string name) {
    std::uint32_t ttl = std::numeric_limits<std::uint32_t>::max();
    for (int step = 0; step < kAliases; ++step) {
        const auto alias = std::find_if(records.begin(), records.end(), [&](const Record& record) {
            return record.type == ns_t_cname && record.owner == name;
        });
        if (alias == records.end()) break;
        auto target = read_name(message, *alias, 0);
        if (!target) break;
        ttl = std::min(ttl, alias->ttl);
        name = *std::move(target);
    }
    return {std::move(name), ttl};
}

}  // namespace

int code_of(RecordType type) noexcept {
    switch (type) {
        case RecordType::a:
            return ns_t_a;
        case RecordType::aaaa:
            return ns_t_aaaa;
        case RecordType::ptr:
            return ns_t_ptr;
        case RecordType::txt:
            return ns_t_txt;
        case RecordType::mx:
            return ns_t_mx;
        case RecordType::ns:
            return ns_t_ns;
    }
    return ns_t_invalid;
}

bool is_dns_name(std::string_view name) noexcept {
    constexpr std::size_t kNameBytes = 253;
    constexpr std::size_t kLabelBytes = 63;
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty() || name.size() > kNameBytes) return false;
    std::size_t label = 0;
    for (const char c : name) {
        if (c == '.') {
            if (label == 0) return false;
            label = 0;
            continue;
        }
        if (c <= ' ' || c > '~' || c == '"' || c == '\\') return false;
        if (++label > kLabelBytes) return false;
    }
    return label > 0;
}

Result<DnsAnswer> read_answer(
    std::string_view message,
    std::string_view name,
    RecordType type,
    const DnsLimits& limits
) {
    const auto records = read_records(message);
    if (!records) return Error{Errc::unavailable, "the DNS answer can't be read"};
    const auto [owner, alias_ttl] = follow_aliases(message, *records, plain_name(name));
    DnsAnswer answer;
    std::uint32_t ttl = alias_ttl;
    for (const auto& record : *records) {
        if (record.type != code_of(type) || record.owner != owner) continue;
        auto text = present(message, record, type);
        if (!text || text->size() > limits.record_bytes) continue;
        if (answer.records.size() == limits.records) break;
        answer.records.push_back(*std::move(text));
        ttl = std::min(ttl, record.ttl);
    }
    if (answer.records.empty())
        return Error{Errc::not_found, std::string{name} + ": no record of that type"};
    answer.ttl = std::chrono::seconds{ttl};
    return answer;
}

}  // namespace socbot
