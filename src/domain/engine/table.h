// The classes of rows the engine keeps, by name and number. The numbers are on disk and in journal
// digests: never reuse one. Each class has a retention (docs/operations.md, "Retention").
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace socbot {

enum class Table : std::uint8_t {
    settings = 1,        // "current" -> the whole configuration as last applied
    threshold = 2,       // customer, room, kind -> severity, until, by whom
    customer = 3,        // customer -> next episode number
    open_episode = 4,    // customer, entity -> number: the index of open episodes
    episode = 5,         // customer, number
    delivery = 6,        // delivery id: one message of a room and what we want it to say
    outbox = 7,          // delivery id -> "": the index of unsettled deliveries
    room = 8,            // connection, room -> pause, rate, order
    job = 9,             // job id: an unsettled job
    aggregate = 10,      // customer, rule, entity -> first seen, last seen, day counters
    account = 11,        // customer, hour, account, reason -> count
    source = 12,         // source -> last seen, hour-of-week counters
    message_index = 13,  // connection, room, message id -> delivery id
    event = 14,          // connection, event id -> time: chat events seen
    pending = 15,        // pending id: a rehearsed change that waits for Apply
    undo = 16,           // room, person -> the change that can still be undone
    pulse = 17,  // "0" -> the engine's step, time and pending digest when no input recorded them;
                 // "tail", "seen", "policy": marks; "feed:SOURCE": how that feed is (feed.h)
    site = 18,   // cross-customer prevalence (schema only)
    audit_head = 19,  // published heads of the audit chain (schema only)
    snapshot = 20,    // recorded snapshots an exact replay may start at (schema only)
};

struct TableInfo {
    Table table;
    std::string_view name;             // the table's name in SQL
    std::string_view retention_class;  // which retention setting governs it
};

inline constexpr std::array<TableInfo, 20> kTables{{
    {Table::settings, "settings", "journal"},
    {Table::threshold, "threshold", "policy"},
    {Table::customer, "customer", "policy"},
    {Table::open_episode, "open_episode", "alarms"},
    {Table::episode, "episode", "alarms"},
    {Table::delivery, "delivery", "alarms"},
    {Table::outbox, "outbox", "alarms"},
    {Table::room, "room", "policy"},
    {Table::job, "job", "journal"},
    {Table::aggregate, "aggregate", "counters"},
    {Table::account, "account", "counters"},
    {Table::source, "source", "counters"},
    {Table::message_index, "message_index", "alarms"},
    {Table::event, "event", "journal"},
    {Table::pending, "pending", "journal"},
    {Table::undo, "undo", "journal"},
    {Table::pulse, "pulse", "journal"},
    {Table::site, "site", "counters"},
    {Table::audit_head, "audit_head", "audit"},
    {Table::snapshot, "snapshot", "journal"},
}};

}  // namespace socbot
