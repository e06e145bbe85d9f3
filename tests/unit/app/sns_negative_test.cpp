// What a public endpoint has to refuse: each row with its status, the code in the answer, the code
// in the log, and how many certificates it may have caused to be fetched. Nothing else is ever
// fetched, and never from anywhere but the pinned topic's own host.
#include "sns_negative.h"

#include "app/sns_gate.h"
#include "support/manual_clock.h"
#include "support/scripted_http.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::testing {

namespace {

using namespace negative;

class SnsNegative : public ::testing::TestWithParam<Row> {
protected:
    SnsNegative() {
        clock_.set_wall(kSnsNow);
        auth_.rules.topics.push_back(*parse_sns_topic(kTopic));
        http_.answer([this](const HttpRequest& request) -> Result<HttpResponse> {
            if (!request.url.ends_with(".pem")) return HttpResponse{302, {}, ""};
            if (GetParam().certificate) return GetParam().certificate();
            return HttpResponse{200, {}, signer().certificate()};
        });
    }

    std::optional<http::Response> take() {
        http::Request request;
        request.method = "POST";
        request.body = GetParam().body();
        if (*GetParam().raw_delivery != 0)
            request.headers.emplace_back("X-Amz-Sns-Rawdelivery", GetParam().raw_delivery);
        std::optional<http::Response> answer;
        auto work = [&] { return run(request, answer); };
        boost::asio::co_spawn(io_, std::move(work), [](const std::exception_ptr& failure) {
            if (failure) std::rethrow_exception(failure);
        });
        io_.poll();
        return answer;
    }

    // Of the only line of the log.
    std::string said_code() const {
        constexpr std::string_view kCode{" code="};
        const auto start = said_.find(kCode);
        if (start == std::string::npos) return said_;
        const auto from = start + kCode.size();
        return said_.substr(from, said_.find(' ', from) - from);
    }
    std::vector<std::string> counted() const {
        std::vector<std::string> words;
        for (std::size_t i = 0; i < kSnsRefusals; ++i) {
            const auto refusal = static_cast<SnsRefusal>(i);
            words.insert(words.end(), gate_.count(refusal), to_word(refusal));
        }
        return words;
    }
    // What was asked of anybody but the topic's own host, or in another way than allowed.
    std::vector<std::string> forbidden_requests() const {
        std::vector<std::string> urls;
        for (const HttpRequest& request : http_.requests()) {
            const bool certificate = request.url == kHost + "/" + kFile;
            const bool confirmation =
                GetParam().confirmations > 0 && request.url.starts_with(kHost + "/?");
            const bool plain = request.method == "GET" && request.redirects == 0 &&
                               request.response_limit <= std::size_t{64} * 1024;
            if ((!certificate && !confirmation) || !plain) urls.push_back(request.url);
        }
        return urls;
    }

    ManualClock clock_;
    ScriptedHttp http_;
    std::string said_;
    SnsAuth auth_;
    SnsGate gate_{http_, clock_, [this](std::string_view event, std::string_view detail) {
                      said_.append(event).append(" ").append(detail).append("\n");
                  }};

private:
    boost::asio::awaitable<void>
    run(const http::Request& request, std::optional<http::Response>& answer) {
        const SourceId source{"usm"};
        auto taken = co_await gate_.take(source, auth_, request);
        if (auto* response = std::get_if<http::Response>(&taken)) answer = std::move(*response);
    }
    boost::asio::io_context io_;
};

TEST_P(SnsNegative, HasItsStatusItsCodesAndNoOtherRequest) {
    const Row& row = GetParam();
    const auto answer = take();
    ASSERT_TRUE(answer) << "the message was taken";
    EXPECT_EQ(answer->status, row.status);
    const std::string start = std::string{R"({"error":")"} + row.code + "\"";
    EXPECT_EQ(answer->body.substr(0, start.size()), start);
    EXPECT_EQ(said_code(), row.reason);
    EXPECT_EQ(counted(), std::vector<std::string>{row.reason});
    EXPECT_EQ(http_.requests().size(), row.certificates + row.confirmations);
    EXPECT_EQ(forbidden_requests(), std::vector<std::string>{});
}

std::vector<Row> all_rows() {
    std::vector<Row> all;
    for (const auto& rows :
         {json_rows(),
          member_rows(),
          topic_rows(),
          host_rows(),
          signature_rows(),
          confirmation_rows(),
          certificate_rows()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

INSTANTIATE_TEST_SUITE_P(Rows, SnsNegative, ::testing::ValuesIn(all_rows()), [](const auto& row) {
    return std::string{row.param.name};
});

TEST(SnsNegatives, AreAtLeastEighty) {
    EXPECT_GE(all_rows().size(), 80U);
}

}  // namespace

}  // namespace socbot::testing
