// The object form of bytes.
#include "domain/templating/bytes.h"

namespace socbot::templating {

namespace json = boost::json;

json::object to_byte_object(std::string_view bytes) {
    json::object out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        out.emplace(
            std::to_string(i), static_cast<std::int64_t>(static_cast<unsigned char>(bytes[i]))
        );
    return out;
}

std::optional<std::string> from_byte_object(const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr || object->empty()) return std::nullopt;
    std::string bytes;
    for (const auto& member : *object) {
        const auto* byte = member.value().if_int64();
        const std::string_view key{member.key().data(), member.key().size()};
        if (byte == nullptr || *byte < 0 || *byte > 255 || key != std::to_string(bytes.size()))
            return std::nullopt;
        bytes += static_cast<char>(*byte);
    }
    return bytes;
}

}  // namespace socbot::templating
