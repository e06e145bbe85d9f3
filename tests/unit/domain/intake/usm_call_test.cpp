// One request and its token, through everything the API answers on the way.
#include "domain/intake/usm_call.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace socbot {

namespace {

constexpr Instant kNow{1'764'000'000'000};
const std::string kToken = R"({"access_token":"t1","expires_in":899})";

// One answer of the server, and what the call is expected to have asked: 't' its token, 'r' the
// request itself.
struct Turn {
    char asked;
    UsmAnswer answer;
};

UsmAnswer ok(std::string body) {
    return {std::nullopt, 200, std::nullopt, std::move(body)};
}
UsmAnswer status(int code, std::optional<Milliseconds> retry_after = std::nullopt) {
    return {std::nullopt, code, retry_after, {}};
}
UsmAnswer lost(Errc code) {
    return {Error{code, "lost"}, 0, std::nullopt, {}};
}

struct Run {
    std::string asked;
    std::vector<std::int64_t> pauses;
    std::string end;  // "done", or the error's code
    std::string words;
    std::optional<std::chrono::seconds> hint;
};

std::string word(Errc code) {
    switch (code) {
        case Errc::unauthorised:
            return "unauthorised";
        case Errc::unavailable:
            return "unavailable";
        case Errc::not_found:
            return "not_found";
        case Errc::invalid_input:
            return "invalid_input";
        case Errc::conflict:
        case Errc::rate_limited:
        case Errc::timeout:
        case Errc::internal:
            break;
    }
    return "other";
}

// Plays the answers in turn; time moves only while the call waits. Jitter is at its longest.
Run play(UsmSession& session, const std::vector<UsmAnswer>& answers) {
    Run run;
    Instant now = kNow;
    UsmCall call{
        session,
        [](const UsmToken& token) {
            return UsmApiRequest{
                "GET", "https://api/x", {{"A", std::string{token.value.reveal()}}}, {}};
        },
        [](std::string_view body) -> Result<void> {
            if (body == "good") return {};
            return Error{Errc::invalid_input, "unreadable"};
        },
        1'000,
        {}};
    for (std::size_t turn = 0;;) {
        auto step = call.next(now);
        if (const auto* wait = std::get_if<UsmWait>(&step)) {
            run.pauses.push_back((wait->until - now).count());
            now = wait->until;
            continue;
        }
        if (std::holds_alternative<UsmCall::Done>(step)) {
            run.end = "done";
            return run;
        }
        if (const auto* error = std::get_if<Error>(&step)) {
            run.end = word(error->code());
            run.words = error->message();
            run.hint = error->retry_after();
            return run;
        }
        run.asked += std::get<UsmSend>(step).request.method == "POST" ? 't' : 'r';
        if (turn == answers.size()) {
            run.end = "asked for more";
            return run;
        }
        call.take(answers[turn++], now, 1.0);
    }
}

struct Row {
    const char* name;
    std::vector<UsmAnswer> answers;
    const char* asked;
    const char* end;
};

class UsmCalls : public testing::TestWithParam<Row> {};

TEST_P(UsmCalls, End) {
    UsmSession session{{"https://api", "c", Secret{"s"}}, {}};
    const auto run = play(session, GetParam().answers);
    EXPECT_EQ(run.asked, GetParam().asked);
    EXPECT_EQ(run.end, GetParam().end) << run.words;
}

INSTANTIATE_TEST_SUITE_P(
    Answers,
    UsmCalls,
    testing::Values(
        Row{"well", {ok(kToken), ok("good")}, "tr", "done"},
        Row{"token_refused_once",
            {ok(kToken), status(401), ok(kToken), ok("good")},
            "trtr",
            "done"},
        Row{"token_refused_twice",
            {ok(kToken), status(401), ok(kToken), status(401)},
            "trtr",
            "unauthorised"},
        Row{"client_unknown", {status(401)}, "t", "unauthorised"},
        Row{"client_malformed", {status(400)}, "t", "unauthorised"},
        Row{"token_unreadable", {ok("{"), ok(kToken), ok("good")}, "ttr", "done"},
        Row{"token_busy", {status(503), ok(kToken), ok("good")}, "ttr", "done"},
        Row{"too_many", {ok(kToken), status(429), ok("good")}, "trr", "done"},
        Row{"gateway", {ok(kToken), status(502), status(504), ok("good")}, "trrr", "done"},
        Row{"cut_short", {ok(kToken), ok("go"), ok("good")}, "trr", "done"},
        Row{"connection_lost",
            {lost(Errc::unavailable), ok(kToken), lost(Errc::timeout), ok("good")},
            "ttrr",
            "done"},
        Row{"never",
            {ok(kToken),
             status(500),
             status(500),
             status(500),
             status(500),
             status(500),
             status(500)},
            "trrrrrr",
            "unavailable"},
        Row{"address_refused", {lost(Errc::unauthorised)}, "t", "unauthorised"},
        Row{"answer_too_large", {ok(kToken), lost(Errc::invalid_input)}, "tr", "invalid_input"},
        Row{"no_such_thing", {ok(kToken), status(404)}, "tr", "not_found"},
        Row{"forbidden", {ok(kToken), status(403)}, "tr", "unauthorised"},
        Row{"redirected", {ok(kToken), status(302)}, "tr", "invalid_input"},
        Row{"asked_to_stay_away_for_long",
            {ok(kToken), status(429, Milliseconds{3'600'000})},
            "tr",
            "unavailable"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

TEST(UsmCall, WaitsLongerEachTimeAndNeverLessThanAsked) {
    UsmSession session{{"https://api", "c", Secret{"s"}}, {}};
    const auto run = play(
        session,
        {ok(kToken),
         status(503),
         status(503),
         status(429, Milliseconds{30'000}),
         status(503, Milliseconds{0}),
         ok("good")}
    );
    EXPECT_EQ(run.end, "done");
    EXPECT_EQ(run.pauses, (std::vector<std::int64_t>{1'000, 2'000, 30'000, 8'000}));
}

TEST(UsmCall, SaysHowLongItWasAskedToStayAway) {
    UsmSession session{{"https://api", "c", Secret{"s"}}, {}};
    const auto run = play(session, {ok(kToken), status(429, Milliseconds{3'600'000})});
    EXPECT_EQ(run.hint, std::chrono::seconds{3'600});
}

TEST(UsmCall, KeepsTheTokenForTheNextAndRenewsItInTime) {
    UsmSession session{{"https://api", "c", Secret{"s"}}, {}};
    EXPECT_EQ(play(session, {ok(kToken), ok("good")}).asked, "tr");
    EXPECT_EQ(play(session, {ok("good")}).asked, "r");
    session.token->renew_at = kNow;
    EXPECT_EQ(play(session, {ok(kToken), ok("good")}).asked, "tr");
}

TEST(UsmCall, WithoutJitterStillEnds) {
    UsmSession session{{"https://api", "c", Secret{"s"}}, {}};
    UsmCall call{session, {}, {}, 1, {}};
    for (int i = 0; i < 6; ++i) {
        ASSERT_TRUE(std::holds_alternative<UsmSend>(call.next(kNow)));
        call.take(status(500), kNow, 0.0);
    }
    EXPECT_TRUE(std::holds_alternative<Error>(call.next(kNow)));
}

}  // namespace

}  // namespace socbot
