// Tables of hashed tokens with an age and a size limit.
#include "adapters/console/sessions.h"

#include <algorithm>
#include <utility>

namespace socbot {

namespace {

constexpr std::size_t kTokenBytes{32};
constexpr std::size_t kTokenText{43};  // base64url of 32 bytes

bool expired(Instant at, Milliseconds life, Instant now) {
    return now - at >= life;
}

}  // namespace

Sessions::Sessions(Random& random, SessionLimits limits)
    : random_{random}, limits_{limits}, csrf_key_{random.bytes(kTokenBytes)} {}

std::string Sessions::fresh_token() {
    return to_base64url(random_.bytes(kTokenBytes));
}

void Sessions::make_room(Table& table, std::size_t limit, Milliseconds life, Instant now) {
    std::erase_if(table, [&](const auto& item) { return expired(item.second.at, life, now); });
    while (table.size() >= limit) {
        table.erase(std::min_element(table.begin(), table.end(), [](const auto& a, const auto& b) {
            return a.second.at < b.second.at;
        }));
    }
}

std::string Sessions::make_link(PersonId person, Instant now) {
    auto token = fresh_token();
    const std::lock_guard lock{mutex_};
    make_room(links_, limits_.links, limits_.link_life, now);
    links_.insert_or_assign(sha256(token), Entry{std::move(person), now});
    return token;
}

std::optional<PersonId> Sessions::peek_link(std::string_view token, Instant now) {
    if (token.size() != kTokenText) return std::nullopt;
    const auto key = sha256(token);
    const std::lock_guard lock{mutex_};
    const auto found = links_.find(key);
    if (found == links_.end() || expired(found->second.at, limits_.link_life, now))
        return std::nullopt;
    return found->second.person;
}

std::optional<PersonId> Sessions::take_link(std::string_view token, Instant now) {
    if (token.size() != kTokenText) return std::nullopt;
    const auto key = sha256(token);
    const std::lock_guard lock{mutex_};
    const auto node = links_.extract(key);
    if (node.empty() || expired(node.mapped().at, limits_.link_life, now)) return std::nullopt;
    return node.mapped().person;
}

std::string Sessions::open(PersonId person, Instant now) {
    auto cookie = fresh_token();
    const std::lock_guard lock{mutex_};
    make_room(sessions_, limits_.sessions, limits_.session_life, now);
    sessions_.insert_or_assign(sha256(cookie), Entry{std::move(person), now});
    return cookie;
}

std::optional<Session> Sessions::find(std::string_view cookie, Instant now) {
    if (cookie.size() != kTokenText) return std::nullopt;
    const auto key = sha256(cookie);
    const std::lock_guard lock{mutex_};
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return std::nullopt;
    if (expired(found->second.at, limits_.session_life, now)) {
        sessions_.erase(found);
        return std::nullopt;
    }
    found->second.at = std::max(found->second.at, now);
    // Bound to the cookie, so nothing more has to be remembered.
    const auto csrf = to_base64url(as_bytes(hmac_sha256(csrf_key_, cookie)));
    return Session{.key = key, .person = found->second.person, .csrf = csrf};
}

std::optional<PersonId> Sessions::holder(const Digest& key, Instant now) const {
    const std::lock_guard lock{mutex_};
    const auto found = sessions_.find(key);
    if (found == sessions_.end() || expired(found->second.at, limits_.session_life, now))
        return std::nullopt;
    return found->second.person;
}

void Sessions::change_person(const Digest& key, PersonId person) {
    const std::lock_guard lock{mutex_};
    if (const auto found = sessions_.find(key); found != sessions_.end())
        found->second.person = std::move(person);
}

void Sessions::close(const Digest& key) {
    const std::lock_guard lock{mutex_};
    sessions_.erase(key);
}

}  // namespace socbot
