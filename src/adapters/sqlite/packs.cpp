// Packs of texts; see packs.h.
#include "adapters/sqlite/packs.h"

#include <sqlite3.h>

#include <zstd.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace socbot {

namespace {

// Level 1 takes 1 to 2 microseconds an alarm in packs of 20; level 3 gains nothing on alarms.
constexpr int kLevel = 1;

[[noreturn]] void damaged(const char* what) {
    throw SqlError{SQLITE_CORRUPT, std::string{"a pack of alarms is damaged: "} + what};
}

}  // namespace

void PackBuilder::add(AlarmId id, std::string_view text) {
    texts_.u(id.value()).s(text);
}

void PackBuilder::clear() {
    if (texts_.bytes().capacity() > kKeptBytes) {
        texts_ = {};
    } else {
        texts_.clear();
    }
}

void PackSealer::Free::operator()(ZSTD_CCtx_s* context) const noexcept {
    ZSTD_freeCCtx(context);
}

PackSealer::PackSealer() : context_{ZSTD_createCCtx()} {
    if (!context_) throw SqlError{SQLITE_NOMEM, "no memory to pack alarms"};
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

PackSealer::~PackSealer() = default;

std::string_view PackSealer::seal(std::string_view texts) {
    const auto bound = ZSTD_compressBound(texts.size());
    if (sealed_.size() < bound) sealed_.resize(bound);
    const auto size =
        ZSTD_compress2(context_.get(), sealed_.data(), sealed_.size(), texts.data(), texts.size());
    if (ZSTD_isError(size) != 0) throw SqlError{SQLITE_NOMEM, ZSTD_getErrorName(size)};
    return std::string_view{sealed_}.substr(0, size);
}

void PackOpener::Free::operator()(ZSTD_DCtx_s* context) const noexcept {
    ZSTD_freeDCtx(context);
}

PackOpener::PackOpener() : context_{ZSTD_createDCtx()} {
    if (!context_) throw SqlError{SQLITE_NOMEM, "no memory to open packs"};
}

PackOpener::~PackOpener() = default;

bool PackOpener::holds(std::uint64_t pack) const noexcept {
    return std::any_of(open_.begin(), open_.end(), [pack](const Open& each) {
        return each.pack == pack;
    });
}

void PackOpener::open(std::uint64_t pack, std::string_view sealed) {
    const auto bytes = ZSTD_getFrameContentSize(sealed.data(), sealed.size());
    // Unknown and error are the two largest values.
    if (bytes > kMostBytes) damaged("no length or a wild one");
    Open opened{pack, std::string(static_cast<std::size_t>(bytes), '\0')};
    const auto size = ZSTD_decompressDCtx(
        context_.get(), opened.texts.data(), opened.texts.size(), sealed.data(), sealed.size()
    );
    if (ZSTD_isError(size) != 0) damaged(ZSTD_getErrorName(size));
    if (size != opened.texts.size()) damaged("shorter than it says");
    bytes_ += opened.texts.size();
    open_.push_front(std::move(opened));
    while (bytes_ > kKeptBytes && open_.size() > 1) {
        bytes_ -= open_.back().texts.size();
        open_.pop_back();
    }
}

std::optional<std::string_view> PackOpener::text(std::uint64_t pack, AlarmId id) {
    const auto found = std::find_if(open_.begin(), open_.end(), [pack](const Open& each) {
        return each.pack == pack;
    });
    if (found == open_.end()) return std::nullopt;
    open_.splice(open_.begin(), open_, found);
    try {
        for (Reader in{found->texts}; !in.empty();) {
            const AlarmId at{in.u()};
            const auto text = in.s();
            if (at == id) return text;
        }
    } catch (const CodecError& error) {
        damaged(error.what());
    }
    return std::nullopt;
}

PackReader::PackReader(SqlConnection& connection, std::string_view table)
    : select_{connection.prepare("SELECT texts FROM " + std::string{table} + " WHERE first=?")} {}

std::optional<std::string_view> PackReader::text(std::uint64_t pack, AlarmId id) {
    if (!packs_.holds(pack)) {
        const SqlScope scope{select_};
        select_.bind_unsigned(1, pack);
        if (!select_.step()) return std::nullopt;
        packs_.open(pack, select_.bytes(0));
    }
    return packs_.text(pack, id);
}

}  // namespace socbot
