// status, open and hidden from rows; see queries.h.
#include "app/queries.h"

#include "base/text.h"
#include "domain/cards/render.h"
#include "domain/cards/words.h"
#include "domain/engine/keys.h"
#include "domain/engine/rows.h"
#include "domain/triage/episode.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

namespace socbot {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::size_t kListed = 8;
constexpr std::size_t kRows = 100'000;
constexpr std::size_t kSources = 50;

Instant instant_argument(const JobRequest& request, std::string_view name) {
    const auto text = request.argument(name);
    Instant at;
    std::from_chars(text.data(), text.data() + text.size(), at.ms);
    return at;
}

std::string zone_of(const JobRequest& request) {
    return std::string{request.argument("zone")};
}

struct Counts {
    std::uint64_t shown{0}, counted{0}, hidden{0}, repeats{0};
    std::map<std::string, std::uint64_t> reasons;
    std::uint64_t received() const { return shown + counted + hidden; }
};

// Account rows are written in turns, each within 32 ticks of 200 ms; alarms this young may still be
// missing from them and are counted from their own rows.
constexpr Milliseconds kUnsavedFor{15'000};

using AccountKey = std::tuple<std::uint64_t, std::uint64_t, std::string>;  // hour, account, reason

struct AccountRows {
    std::map<AccountKey, AccountCount> rows;
    std::uint64_t repeats{0};
};

// The account rows of a customer from the hour of `since` on.
Result<AccountRows> read_accounts(StoreReader& store, const CustomerCode& customer, Instant since) {
    const auto prefix = keys::account_prefix(customer);
    auto rows = store.prefix(Table::account, prefix, kRows, true);
    if (!rows) return std::move(rows).error();
    const auto from = static_cast<std::uint64_t>(since.ms / kHourMs);
    AccountRows accounts;
    for (const auto& row : *rows) {
        const auto rest = std::string_view{row.key.key}.substr(prefix.size());
        const auto hour = keys::number_in(rest);
        if (hour < from) break;  // newest first
        const auto account = keys::number_in(rest.substr(8));
        const auto reason = rest.substr(16, rest.find('\0', 16) - 16);
        Reader in{row.body};
        const auto count = AccountCount::decode(in);
        if (account > static_cast<std::uint64_t>(Account::hidden))
            accounts.repeats += count.alarms;
        else
            accounts.rows[{hour, account, std::string{reason}}] = count;
    }
    return accounts;
}

// Adds what the rows do not hold yet, so that the numbers add up at every moment.
Result<void>
add_unsaved(StoreReader& store, const CustomerCode& customer, Instant now, AccountRows& accounts) {
    AlarmQuery query;
    query.customer = customer;
    query.from = now - kUnsavedFor;
    query.newest_first = false;
    query.limit = SIZE_MAX;
    query.scan_limit = SIZE_MAX;  // bounded by the span
    return store.alarms(query, [&accounts](const AlarmRecord& alarm) {
        auto& row = accounts.rows[{
            static_cast<std::uint64_t>(alarm.at.ms / kHourMs),
            static_cast<std::uint64_t>(alarm.account),
            alarm.reason}];
        row.count(alarm.id);
        return true;
    });
}

Result<Counts>
count_accounts(StoreReader& store, const CustomerCode& customer, Instant since, Instant now) {
    auto accounts = read_accounts(store, customer, since);
    if (!accounts) return std::move(accounts).error();
    if (auto added = add_unsaved(store, customer, now, *accounts); !added)
        return std::move(added).error();
    Counts counts;
    counts.repeats = accounts->repeats;
    for (const auto& [key, row] : accounts->rows) {
        const auto& [hour, account, reason] = key;
        if (account == static_cast<std::uint64_t>(Account::shown)) counts.shown += row.alarms;
        if (account == static_cast<std::uint64_t>(Account::counted)) counts.counted += row.alarms;
        if (account != static_cast<std::uint64_t>(Account::hidden)) continue;
        counts.hidden += row.alarms;
        counts.reasons[reason] += row.alarms;
    }
    return counts;
}

std::string reason_words(const std::string& reason) {
    constexpr std::string_view kThreshold = "threshold:";
    if (std::string_view{reason}.starts_with(kThreshold))
        return "below the threshold " + reason.substr(kThreshold.size());
    return reason == "no room" ? "no room shows this customer" : reason;
}

std::string failed(const Error& error) {
    return "The store did not answer: " + error.message();
}

bool matches(const Episode& episode, const JobRequest& request) {
    if (episode.closed_at) return false;
    const auto mine = request.argument("mine");
    if (!mine.empty() && episode.owner.str() != mine) return false;
    const auto severity = parse_severity(request.argument("severity"));
    return !severity || episode.severity >= *severity;
}

std::vector<Episode>
open_episodes(StoreReader& store, const JobRequest& request, std::string& problem) {
    std::vector<Episode> found;
    for (const auto& customer : request.customers) {
        std::string prefix;
        append_key_text(prefix, customer.str());
        auto index = store.prefix(Table::open_episode, prefix, kRows);
        if (!index) {
            problem = failed(index.error());
            return found;
        }
        std::vector<RowKey> reads;
        for (const auto& row : *index)
            reads.push_back({Table::episode, row.body});
        auto rows = store.read(reads);
        if (!rows) {
            problem = failed(rows.error());
            return found;
        }
        for (const auto& row : *rows) {
            if (!row.exists) continue;
            Reader in{row.body};
            auto episode = Episode::decode(in);
            if (matches(episode, request)) found.push_back(std::move(episode));
        }
    }
    return found;
}

}  // namespace

Result<Settings> stored_settings(StoreReader& store) {
    const auto key = keys::settings();
    auto rows = store.read({&key, 1});
    if (!rows) return std::move(rows).error();
    if (rows->empty() || !rows->front().exists)
        return Error{Errc::unavailable, "no configuration is stored yet"};
    return decode_settings(rows->front().body);
}

Result<std::vector<SourceStanding>> source_standings(
    StoreReader& store,
    const Settings& settings,
    const std::function<bool(const SourceSettings&)>& wanted
) {
    std::vector<SourceStanding> standings;
    std::vector<RowKey> asked;
    for (const auto& source : settings.sources) {
        if (!wanted(source)) continue;
        standings.push_back({source.id, {}, {}, {}});
        asked.push_back(keys::source(source.id));
        asked.push_back(keys::feed(source.id));
    }
    const auto rows = store.read(asked);
    if (!rows) return rows.error();
    for (std::size_t i = 0; i < standings.size(); ++i) {
        const auto& counts = (*rows)[2 * i];
        const auto& feed = (*rows)[2 * i + 1];
        auto& standing = standings[i];
        if (counts.exists) {
            Reader in{counts.body};
            standing.counts = SourceRow::decode(in);
        }
        if (feed.exists) {
            Reader in{feed.body};
            standing.feed = FeedRow::decode(in);
        }
        standing.states = feed_states(
            *settings.source(standing.id), feed.exists ? &standing.feed : nullptr, counts.exists
        );
    }
    return standings;
}

const char* feed_words(FeedState state) {
    switch (state) {
        case FeedState::unconfirmed:
            return "its subscription is not confirmed";
        case FeedState::unsubscribed:
            return "unsubscribed";
        case FeedState::silent:
            return "silent";
        case FeedState::failing:
            return "messages refused";
        case FeedState::over_quota:
            return "over its quota";
    }
    return "unknown";
}

JobResult answer_open(StoreReader& store, const JobRequest& request, const Zones& zones) {
    JobResult result;
    std::string problem;
    auto episodes = open_episodes(store, request, problem);
    if (!problem.empty()) return {{problem}, {}};
    // Untaken first, then the more severe, then the older.
    std::sort(episodes.begin(), episodes.end(), [](const Episode& a, const Episode& b) {
        const bool a_taken = a.state == CardState::taken;
        const bool b_taken = b.state == CardState::taken;
        return std::tuple{a_taken, -static_cast<int>(a.severity), a.opened_at.ms, a.id} <
               std::tuple{b_taken, -static_cast<int>(b.severity), b.opened_at.ms, b.id};
    });
    const auto now = instant_argument(request, "now");
    if (episodes.empty()) result.lines.emplace_back("Nothing is open here.");
    for (const auto& episode : episodes) {
        if (result.lines.size() >= 10) {
            result.lines.push_back(
                fmt::format("and {} more: narrow it, `open acme high`", episodes.size() - 10)
            );
            break;
        }
        result.lines.push_back(fmt::format(
            "- **{}** {} · {} · {} · {}",
            episode.id.str(),
            to_word(episode.severity),
            escape_chat_markdown(cut_utf8(episode.sketch.title, 80)),
            format_duration(now - episode.opened_at),
            episode.state == CardState::taken
                ? "taken " + clock_time(zones.local(zone_of(request), episode.taken_at))
                : std::string{"not taken"}
        ));
    }
    return result;
}

JobResult answer_hidden(StoreReader& store, const JobRequest& request, const Zones& zones) {
    const auto since = instant_argument(request, "since");
    JobResult result;
    std::uint64_t received = 0;
    std::uint64_t hidden = 0;
    std::map<std::string, std::uint64_t> reasons;
    for (const auto& customer : request.customers) {
        auto counts = count_accounts(store, customer, since, instant_argument(request, "now"));
        if (!counts) return {{failed(counts.error())}, {}};
        received += counts->received();
        hidden += counts->hidden;
        for (const auto& [reason, times] : counts->reasons)
            reasons[reason] += times;
    }
    result.lines.push_back(fmt::format(
        "Since {}: **{} of {} alarms hidden**, all stored and counted.",
        day_and_time(zones.local(zone_of(request), {since.ms / kHourMs * kHourMs})),
        hidden,
        received
    ));
    for (const auto& [reason, times] : reasons)
        result.lines.push_back(fmt::format("- {}: {}", reason_words(reason), times));
    std::vector<std::string> listed;
    bool complete = true;
    for (const auto& customer : request.customers) {
        AlarmQuery query;
        query.customer = customer;
        query.from = since;
        query.account = Account::hidden;
        query.limit = kListed;
        auto read = store.alarms(
            query,
            [&](const AlarmRecord& alarm) {
                listed.push_back(fmt::format(
                    "- {} {} · {} · {} · `{}`",
                    clock_time(zones.local(zone_of(request), alarm.at)),
                    alarm.customer.str(),
                    to_word(alarm.severity),
                    escape_chat_markdown(cut_utf8(cards::defang_links(alarm.title), 80)),
                    defang(cut_utf8(alarm.entity, 60))
                ));
                return listed.size() < kListed;
            },
            &complete
        );
        if (!read) return {{failed(read.error())}, {}};
        if (listed.size() >= kListed) break;
    }
    if (!listed.empty()) result.lines.emplace_back("The newest:");
    for (auto& line : listed) {
        if (result.lines.size() >= 12) break;
        result.lines.push_back(std::move(line));
    }
    return result;
}

namespace {

// Whether alarms of these customers come from the source.
bool feeds(const SourceSettings& source, const std::vector<CustomerCode>& customers) {
    const auto asked = [&](const CustomerCode& code) {
        return std::find(customers.begin(), customers.end(), code) != customers.end();
    };
    if (asked(source.customer)) return true;
    return std::any_of(source.tenants.begin(), source.tenants.end(), [&](const auto& tenant) {
        return asked(tenant.second);
    });
}

// What is wrong with a source, in words: " · **silent** · **failing** (reason)". A reason may quote
// another customer's message.
std::string trouble_words(const SourceStanding& standing, bool with_reasons) {
    std::string words;
    for (const auto state : standing.states) {
        words.append(" · **").append(feed_words(state)).append("**");
        if (with_reasons && state == FeedState::failing)
            words.append(fmt::format(
                " ({})", escape_chat_markdown(cards::defang_links(standing.feed.reason))
            ));
    }
    return words;
}

std::string source_line(
    const SourceStanding& standing,
    const JobRequest& request,
    const Zones& zones,
    bool with_reasons
) {
    const auto at = standing.counts.last_seen;
    const auto last = at ? fmt::format(
                               "last alarm {} ago, at {}",
                               format_duration(instant_argument(request, "now") - at),
                               clock_time(zones.local(zone_of(request), at))
                           )
                         : std::string{"no alarm yet"};
    return fmt::format(
        "source `{}`: {}{}", standing.id.str(), last, trouble_words(standing, with_reasons)
    );
}

// Figures of the whole machine tell of every customer, so they are for rooms of every customer.
bool asks_for_everyone(const Settings& settings, const JobRequest& request) {
    return request.argument("ops") == "1" || request.customers.size() >= settings.customers.size();
}

// When the customers' sources last spoke and what is wrong with them, the troubled first, else by
// id. In an `ops` room all sources.
std::vector<std::string> source_lines(
    StoreReader& store,
    const Settings& settings,
    const JobRequest& request,
    const Zones& zones
) {
    std::vector<std::string> lines;
    const bool everyone = asks_for_everyone(settings, request);
    const auto is_of_one = [&settings](const SourceId& id) {
        const auto* source = settings.source(id);
        return source != nullptr && source->tenants.empty();
    };
    const bool all = request.argument("ops") == "1";
    auto standings = source_standings(store, settings, [&](const SourceSettings& source) {
        return all || feeds(source, request.customers);
    });
    if (!standings) return lines;
    std::stable_sort(standings->begin(), standings->end(), [](const auto& a, const auto& b) {
        return std::tuple{a.states.empty(), a.id} < std::tuple{b.states.empty(), b.id};
    });
    for (const auto& standing : *standings) {
        if (lines.size() == kSources) break;
        if (standing.counts.last_seen || !standing.states.empty() || all)
            lines.push_back(
                source_line(standing, request, zones, everyone || is_of_one(standing.id))
            );
    }
    return lines;
}

}  // namespace

JobResult answer_status(
    StoreReader& store,
    const JobRequest& request,
    const Zones& zones,
    const StatusLines& extra
) {
    const auto now = instant_argument(request, "now");
    const auto since = now - Milliseconds{24 * kHourMs};
    JobResult result;
    for (const auto& customer : request.customers) {
        auto counts = count_accounts(store, customer, since, now);
        if (!counts) return {{failed(counts.error())}, {}};
        if (result.lines.size() >= 8) break;
        result.lines.push_back(fmt::format(
            "**{}** 24 h: {} alarms = {} shown + {} counted on cards + {} hidden; {} repeats",
            customer.str(),
            counts->received(),
            counts->shown,
            counts->counted,
            counts->hidden,
            counts->repeats
        ));
    }
    // The customer's people hear about their own alarms, not about our machinery.
    if (request.argument("shared") == "1") return result;
    const auto settings = stored_settings(store);
    if (settings)
        for (auto& line : source_lines(store, *settings, request, zones))
            result.lines.push_back(std::move(line));
    if (!settings || !asks_for_everyone(*settings, request)) return result;
    result.lines.push_back(fmt::format("messages on their way: {}", request.argument("unsettled")));
    if (extra)
        for (auto& line : extra())
            result.lines.push_back(std::move(line));
    return result;
}

boost::asio::awaitable<JobAdapter::Outcome> QueryJobs::run(JobRequest request, Deadline deadline) {
    (void)deadline;  // each question is bounded by rows looked at
    Outcome outcome;
    ReaderThread::Work work = [&](StoreReader& store) -> Result<void> {
        if (request.name == "status")
            outcome.result = answer_status(store, request, zones_, extra_);
        else if (request.name == "open")
            outcome.result = answer_open(store, request, zones_);
        else if (request.name == "hidden")
            outcome.result = answer_hidden(store, request, zones_);
        else
            return Error{Errc::invalid_input, "no such question"};
        return {};
    };
    const auto answered = co_await thread_.run(std::move(work));
    if (!answered) {
        outcome.outcome.outcome = answered.error().code() == Errc::invalid_input
                                      ? OutcomeClass::permanent
                                      : OutcomeClass::retry_after;
        outcome.outcome.error = answered.error().message();
    }
    co_return outcome;
}

}  // namespace socbot
