// Page after page; see usm_walk.h.
#include "domain/intake/usm_walk.h"

#include <algorithm>
#include <utility>

namespace socbot {

UsmWalk::UsmWalk(UsmSession& session, Instant from, Instant to, UsmWalkLimits limits)
    : session_{&session},
      limits_{limits},
      query_{
          from,
          to,
          0,
          std::clamp<std::size_t>(limits.page_alarms, 1, kUsmApiLimits.page_alarms)},
      reached_{from} {}

void UsmWalk::ask() {
    call_.emplace(
        *session_,
        [this](const UsmToken& token) {
            return usm_alarms_request(session_->access, token, query_);
        },
        [this](std::string_view body) -> Result<void> {
            auto page = read_usm_page(body, query_);
            if (!page) return std::move(page).error();
            page_ = *std::move(page);
            return {};
        },
        kUsmApiLimits.page_bytes,
        limits_.patience
    );
}

// Too large a page, or more than the server wants to be asked for at once: the same place in
// smaller ones. One alarm that is too large by itself can't be had.
void UsmWalk::smaller(const Error& error) {
    if (error.code() != Errc::invalid_input || query_.size == 1) {
        error_ = error;
        return;
    }
    // The page's number must stay a whole one.
    const auto begin = query_.page * query_.size;
    auto size = query_.size / 2;
    while (begin % size != 0)
        --size;
    query_.page = begin / size;
    query_.size = size;
    ask();
}

void UsmWalk::turn(const UsmPage& page) {
    ++pages_;
    ++deep_;
    reached_ = std::max(reached_, page.newest);
    if (page.last || page.alarms.empty()) {
        ended_ = true;
        return;
    }
    if (deep_ >= limits_.pages_deep && reached_ > query_.from) {
        query_.from = reached_;
        query_.page = 0;
        query_.size = std::clamp<std::size_t>(limits_.page_alarms, 1, kUsmApiLimits.page_alarms);
        deep_ = 0;
    } else {
        ++query_.page;
    }
}

UsmWalk::Step UsmWalk::next(Instant now) {
    for (;;) {
        if (error_) return *error_;
        if (ended_) return Done{};
        if (pages_ >= limits_.pages)
            return Error{Errc::invalid_input, "the API gives more pages than a walk may read"};
        if (!call_) ask();
        auto step = call_->next(now);
        if (auto* send = std::get_if<UsmSend>(&step)) return std::move(*send);
        if (auto* wait = std::get_if<UsmWait>(&step)) return *wait;
        call_.reset();
        if (const auto* error = std::get_if<Error>(&step)) {
            smaller(*error);
            continue;
        }
        auto page = *std::exchange(page_, std::nullopt);
        turn(page);
        return page;
    }
}

void UsmWalk::take(const UsmAnswer& answer, Instant now, double unit) {
    call_->take(answer, now, unit);
}

}  // namespace socbot
