// The engine's memory: a byte-bounded cache of rows, by table. A row is resident (a value, or known
// not to exist) or unknown; asking for an unknown row is a bug, because needs() must have named it.
//
// Three ways to change a row: put() writes it with this step, touch() marks it to be written by the
// next flush (counters that a start recounts), erase() deletes it. Rows that wait for a flush are
// never evicted; evicting a clean one never changes a result.
#pragma once

#include "base/check.h"
#include "base/codec.h"
#include "domain/engine/changes.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

namespace socbot {

// Where written rows go while a step is applied.
class RowSink {
public:
    explicit RowSink(Changes& changes) : changes_{&changes} {}
    void write(RowKey key, CustomerCode customer, std::string body) {
        changes_->rows.push_back({std::move(key), std::move(customer), std::move(body), false});
    }
    void remove(RowKey key, CustomerCode customer) {
        changes_->rows.push_back({std::move(key), std::move(customer), {}, true});
    }

private:
    Changes* changes_;
};

// The rows of one table. R has encode(Writer&), decode(Reader&) and footprint().
template <class R>
class RowCache {
public:
    static constexpr std::size_t kSlotBytes = 160;

    bool known(const std::string& key) const { return slots_.contains(key); }

    // The row, or null when it does not exist.
    R* find(const std::string& key, std::uint64_t batch) {
        const auto slot = slots_.find(key);
        SOCBOT_CHECK(slot != slots_.end(), "a row was used that needs() did not name");
        use(slot->second, batch);
        return slot->second.row.get();
    }

    // As read from the store; keeps what is already here.
    void admit(const std::string& key, const std::string* body, std::uint64_t batch) {
        auto& slot = slot_of(key, batch);
        if (slot.bytes != 0) return;  // measured: it is here
        if (body != nullptr) {
            Reader in{*body};
            slot.row = std::make_unique<R>(R::decode(in));
        }
        measure(slot);
    }

    // Inserts or replaces without writing.
    R& set(const std::string& key, R row, std::uint64_t batch) {
        auto& slot = slot_of(key, batch);
        slot.row = std::make_unique<R>(std::move(row));
        measure(slot);
        return *slot.row;
    }

    void drop(const std::string& key, std::uint64_t batch) {
        auto& slot = slot_of(key, batch);
        slot.row.reset();
        slot.dirty = false;
        measure(slot);
    }

    // Without marking it used; null when it does not exist. The row must be known.
    const R* peek(const std::string& key) const { return slots_.at(key).row.get(); }

    // True when the row was clean before.
    bool mark_dirty(const std::string& key) {
        auto& slot = slots_.at(key);
        return !std::exchange(slot.dirty, true);
    }
    void mark_clean(const std::string& key) {
        auto& slot = slots_.at(key);
        slot.dirty = false;
        measure(slot);
    }
    bool dirty(const std::string& key) const {
        const auto slot = slots_.find(key);
        return slot != slots_.end() && slot->second.dirty;
    }

    // The batch that last used the row that was used longest ago.
    std::uint64_t oldest_use() const noexcept {
        return oldest_ == nullptr ? std::numeric_limits<std::uint64_t>::max() : oldest_->used;
    }

    // Drops the row used longest ago. A dirty one, or one that keep(row) wants, counts as used by
    // `batch` instead.
    template <class Keep>
    void evict_oldest(std::uint64_t batch, const Keep& keep) {
        auto& slot = *oldest_;
        if (slot.dirty || (slot.row && keep(*slot.row))) {
            use(slot, batch);
            return;
        }
        bytes_ -= slot.bytes;
        unlink(slot);
        slots_.erase(slots_.find(*slot.key));
    }

    // Existing rows, in no particular order.
    template <class Each>
    void for_each(const Each& each) const {
        for (const auto& [key, slot] : slots_)
            if (slot.row) each(key, *slot.row);
    }

    std::size_t bytes() const noexcept { return bytes_; }
    std::size_t size() const noexcept { return slots_.size(); }
    void clear() {
        slots_.clear();
        oldest_ = newest_ = nullptr;
        bytes_ = 0;
    }

private:
    // Linked in the order of last use.
    struct Slot {
        std::unique_ptr<R> row;
        const std::string* key{nullptr};
        Slot* older{nullptr};
        Slot* newer{nullptr};
        std::size_t bytes{0};
        std::uint64_t used{0};
        bool dirty{false};
    };

    Slot& slot_of(const std::string& key, std::uint64_t batch) {
        const auto [found, fresh] = slots_.try_emplace(key);
        auto& slot = found->second;
        if (fresh) {
            slot.key = &found->first;
            link(slot, batch);
        } else {
            use(slot, batch);
        }
        return slot;
    }

    void use(Slot& slot, std::uint64_t batch) {
        if (slot.used == batch) return;
        unlink(slot);
        link(slot, batch);
    }

    void link(Slot& slot, std::uint64_t batch) {
        slot.used = batch;
        slot.older = newest_;
        slot.newer = nullptr;
        (newest_ == nullptr ? oldest_ : newest_->newer) = &slot;
        newest_ = &slot;
    }

    void unlink(Slot& slot) {
        (slot.older == nullptr ? oldest_ : slot.older->newer) = slot.newer;
        (slot.newer == nullptr ? newest_ : slot.newer->older) = slot.older;
    }

    void measure(Slot& slot) {
        bytes_ -= slot.bytes;
        slot.bytes = kSlotBytes + (slot.row ? slot.row->footprint() : 0);
        bytes_ += slot.bytes;
    }

    std::unordered_map<std::string, Slot> slots_;
    Slot* oldest_{nullptr};
    Slot* newest_{nullptr};
    std::size_t bytes_{0};
};

}  // namespace socbot
