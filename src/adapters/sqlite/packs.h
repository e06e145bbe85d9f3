// Long texts of alarms (body, raw payload), many to a row and compressed. A row of 2 kB alone takes
// a page of 4 kB, which is written twice; and alarms of one customer repeat each other, so a pack
// of a batch is a tenth of its texts.
#pragma once

#include "adapters/sqlite/sql.h"
#include "base/codec.h"
#include "base/ids.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace socbot {

// Texts gathered until they are sealed as one Zstandard frame (RFC 8878) of (varint id,
// length-prefixed text), in the order added.
class PackBuilder {
public:
    static constexpr std::size_t kKeptBytes = 128 * 1024;

    void add(AlarmId id, std::string_view text);
    bool empty() const noexcept { return texts_.bytes().empty(); }
    std::size_t bytes() const noexcept { return texts_.bytes().size(); }
    std::string_view texts() const noexcept { return texts_.bytes(); }
    // Keeps its memory, unless one huge text made it large.
    void clear();

private:
    Writer texts_;
};

// Compresses; keeps its working memory (about 200 kB). One thread.
class PackSealer {
public:
    PackSealer();
    ~PackSealer();
    PackSealer(const PackSealer&) = delete;
    PackSealer& operator=(const PackSealer&) = delete;

    // Points into the sealer until the next call. Throws SqlError when memory is short.
    std::string_view seal(std::string_view texts);

private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const noexcept;
    };
    std::unique_ptr<ZSTD_CCtx_s, Free> context_;
    std::string sealed_;
};

// Opens packs and finds texts in them. The packs opened last are kept, since a scan asks for their
// alarms one by one. One thread.
class PackOpener {
public:
    static constexpr std::size_t kKeptBytes = 1024 * 1024;
    static constexpr std::size_t kMostBytes = 64 * 1024 * 1024;  // no pack of ours is near that

    PackOpener();
    ~PackOpener();
    PackOpener(const PackOpener&) = delete;
    PackOpener& operator=(const PackOpener&) = delete;

    // Is this pack open already?
    bool holds(std::uint64_t pack) const noexcept;
    // Throws SqlError on a damaged pack.
    void open(std::uint64_t pack, std::string_view sealed);
    // Of an open pack; nullopt when the alarm has no text there. Points into the opener until the
    // next open().
    std::optional<std::string_view> text(std::uint64_t pack, AlarmId id);

private:
    struct Free {
        void operator()(ZSTD_DCtx_s* context) const noexcept;
    };
    struct Open {
        std::uint64_t pack{0};
        std::string texts;
    };
    std::unique_ptr<ZSTD_DCtx_s, Free> context_;
    std::list<Open> open_;  // the one used last is first
    std::size_t bytes_{0};
};

// Reads the texts of alarms from one of the pack tables.
class PackReader {
public:
    PackReader(SqlConnection& connection, std::string_view table);
    // nullopt: erased, or it never had one. Throws SqlError.
    std::optional<std::string_view> text(std::uint64_t pack, AlarmId id);

private:
    SqlStatement select_;
    PackOpener packs_;
};

}  // namespace socbot
