// The readers by source type.
#include "domain/intake/reader.h"

#include "base/text.h"

#include <array>

namespace socbot {
namespace {

struct Reader {
    std::string_view type;
    Result<Alarm> (*read)(std::string_view payload, const SourceSettings& source);
};

constexpr std::array<Reader, 2> kReaders{{
    {"ocsf", read_ocsf},
    {"usm_anywhere", read_usm_anywhere},
}};

}  // namespace

Result<Alarm> read_alarm(std::string_view payload, const SourceSettings& source) {
    for (const Reader& reader : kReaders) {
        if (reader.type == source.type) return reader.read(payload, source);
    }
    return Error{Errc::invalid_input, "no reader for type " + quote_for_log(source.type, 64)};
}

std::vector<std::string_view> reader_types() {
    std::vector<std::string_view> types;
    for (const Reader& reader : kReaders)
        types.push_back(reader.type);
    return types;
}

}  // namespace socbot
