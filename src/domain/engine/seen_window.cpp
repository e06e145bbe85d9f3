// Two generations of open-addressed slots; see seen_window.h.
#include "domain/engine/seen_window.h"

#include "base/digest.h"

#include <string>
#include <utility>

namespace socbot {

namespace {

constexpr std::size_t kFirstSlots = 1024;

}  // namespace

SeenWindow::SeenWindow(std::uint64_t capacity) : capacity_{capacity == 0 ? 1 : capacity} {}

std::uint64_t SeenWindow::hash(const SourceId& source, std::string_view uid) {
    std::string text;
    text.reserve(source.str().size() + uid.size() + 1);
    text.append(source.str()).push_back('\0');
    text.append(uid);
    return head64(sha256(text));
}

std::optional<AlarmId> SeenWindow::find(std::uint64_t hash) const {
    if (const auto* slot = find_in(current_, hash)) return AlarmId{slot->alarm};
    if (const auto* slot = find_in(previous_, hash)) return AlarmId{slot->alarm};
    return std::nullopt;
}

bool SeenWindow::insert(std::uint64_t hash, AlarmId alarm, std::optional<std::uint64_t> also) {
    const bool turned = current_.count >= capacity_;
    if (turned) {
        previous_ = std::move(current_);
        current_ = {};
    }
    put(current_, hash, alarm.value());
    if (also) put(current_, *also, alarm.value());
    return turned;
}

void SeenWindow::restore(std::uint64_t hash, AlarmId alarm, bool current) {
    put(current ? current_ : previous_, hash, alarm.value());
}

std::size_t SeenWindow::bytes() const noexcept {
    return (current_.slots.size() + previous_.slots.size()) * sizeof(Slot);
}

void SeenWindow::clear() {
    current_ = {};
    previous_ = {};
}

const SeenWindow::Slot* SeenWindow::find_in(const Generation& generation, std::uint64_t hash) {
    if (generation.slots.empty()) return nullptr;
    const auto mask = generation.slots.size() - 1;
    for (auto at = hash & mask;; at = (at + 1) & mask) {
        const auto& slot = generation.slots[at];
        if (slot.alarm == 0) return nullptr;
        if (slot.hash == hash) return &slot;
    }
}

void SeenWindow::put(Generation& generation, std::uint64_t hash, std::uint64_t alarm) {
    if ((generation.count + 1) * 2 > generation.slots.size()) {
        std::vector<Slot> old(generation.slots.empty() ? kFirstSlots : generation.slots.size() * 2);
        std::swap(old, generation.slots);
        generation.count = 0;
        for (const auto& slot : old)
            if (slot.alarm != 0) put(generation, slot.hash, slot.alarm);
    }
    const auto mask = generation.slots.size() - 1;
    for (auto at = hash & mask;; at = (at + 1) & mask) {
        auto& slot = generation.slots[at];
        if (slot.alarm == 0) {
            slot = {hash, alarm};
            ++generation.count;
            return;
        }
        if (slot.hash == hash) {
            slot.alarm = alarm;  // an update: the newest stands for the id
            return;
        }
    }
}

}  // namespace socbot
