// An engine turned by hand, an API answered by script, and what pulls between them.
#pragma once

#include "app/usm_fill.h"
#include "app/usm_poller.h"
#include "domain/alarm/alarm_json.h"
#include "domain/engine/rows.h"
#include "domain/intake/alarm_meaning.h"
#include "support/engine_samples.h"
#include "support/loop_world.h"
#include "support/memory_store.h"
#include "support/scripted_http.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace socbot::testing {

class UsmPullWorld : public ::testing::Test {
protected:
    UsmPullWorld() {
        settings_ = engine_settings();
        for (auto& source : settings_.sources)
            if (source.id == kSource) source.type = "usm_anywhere";
        start();
        world_->loop().submit_retained(settings_input(settings_));
        world_->run();
        http_.answer([this](const HttpRequest& request) { return serve(request); });
    }

    // What the store holds is all that remains.
    void start() {
        world_.emplace(store_, clock_);
        const auto opened = world_->loop().open();
        EXPECT_TRUE(opened) << opened.error().message();
    }
    void restart() {
        world_.reset();
        start();
    }

    static UsmApiConfig config() {
        UsmApiConfig config;
        config.access = {"https://api.example/api/2.0", "client", Secret{"secret"}};
        return config;
    }
    UsmPullParts parts() {
        return {
            world_->loop(),
            http_,
            clock_,
            random_,
            worker_,
            [this](const SourceId& id) -> std::optional<SourceSettings> {
                const auto* source = settings_.source(id);
                return source == nullptr ? std::nullopt : std::optional{*source};
            },
            [this](std::string_view event, std::string_view detail) {
                events_.push_back(std::string{event} + " " + std::string{detail});
            }};
    }

    // As a page lists it.
    static std::string alarm(const std::string& uid, Instant at, const std::string& more = {}) {
        return R"({"_links":{"self":{"href":"https://acme.alienvault.cloud/x"}},"uuid":")" + uid +
               R"(","packet_type":"alarm","priority":70,"rule_strategy":"Scan",)"
               R"("rule_method":"Port scan","rule_id":"R1","alarm_sources":["203.0.113.9"],)"
               R"("timestamp_occured":")" +
               std::to_string(at.ms) + "\"" + more + "}";
    }
    // The same by the push, as intake hands it in.
    void push(const std::string& json) {
        auto read = read_alarm(json, *settings_.source(kSource));
        ASSERT_TRUE(read) << read.error().message();
        AlarmInput input;
        input.source = kSource;
        input.content = alarm_meaning(*read);
        input.json = std::make_shared<const std::string>(to_json(*read));
        input.alarm = std::make_shared<const Alarm>(*std::move(read));
        input.raw = std::make_shared<const std::string>(json);
        (void)world_->submit(std::move(input));
        world_->run();
    }

    // Turns network, worker and engine until the task has ended.
    template <class T>
    T finish(boost::asio::awaitable<T> task) {
        std::optional<T> result;
        boost::asio::co_spawn(
            io_,
            std::move(task),
            [&](const std::exception_ptr& failure, T value) {
                if (failure) std::rethrow_exception(failure);
                result = std::move(value);
            }
        );
        while (!result)
            turn();
        return *std::move(result);
    }
    void finish(boost::asio::awaitable<void> task) {
        bool ended = false;
        boost::asio::co_spawn(io_, std::move(task), [&](const std::exception_ptr& failure) {
            if (failure) std::rethrow_exception(failure);
            ended = true;
        });
        while (!ended)
            turn();
    }

    static std::uint64_t number(const std::string& url, const std::string& name) {
        return std::stoull(url.substr(url.find(name + "=") + name.size() + 1));
    }

    Result<HttpResponse> serve(const HttpRequest& request) {
        if (request.url.ends_with("/oauth/token"))
            return HttpResponse{200, {}, R"({"access_token":"t","expires_in":899})"};
        if (api_status_ != 200) return HttpResponse{api_status_, {}, {}};
        if (request.method != "GET") {
            labelled_.push_back(request.method + " " + request.url);
            return HttpResponse{200, {}, {}};
        }
        const auto page = number(request.url, "page");
        const auto size = number(request.url, "size");
        std::vector<std::string> within;
        for (const auto& json : api_) {
            const auto at = std::stoull(json.substr(json.find("timestamp_occured") + 20));
            if (at >= number(request.url, "_gte") && at <= number(request.url, "_lte"))
                within.push_back(json);
        }
        std::string list;
        for (auto i = page * size; i < std::min<std::uint64_t>((page + 1) * size, within.size());
             ++i)
            list += (list.empty() ? "" : ",") + within[i];
        return HttpResponse{
            200,
            {},
            R"({"_embedded":{"alarms":[)" + list + R"(]},"page":{"totalElements":)" +
                std::to_string(within.size()) + R"(,"totalPages":)" +
                std::to_string((within.size() + size - 1) / size) + "}}"};
    }

    std::vector<AlarmRecord> stored() {
        std::vector<AlarmRecord> all;
        auto reader = store_.open();
        AlarmQuery query;
        query.newest_first = false;
        query.limit = 100'000;
        EXPECT_TRUE((*reader)->alarms(query, [&](const AlarmRecord& record) {
            all.push_back(record);
            return true;
        }));
        return all;
    }
    std::size_t quarantined() {
        auto reader = store_.open();
        return (*reader)->quarantine(100)->size();
    }
    std::uint64_t counted() {
        auto rows = store_.scan(Table::aggregate);
        std::uint64_t total = 0;
        for (const auto& row : *rows) {
            Reader in{row.body};
            total += Aggregate::decode(in).total;
        }
        return total;
    }
    std::size_t rows(Table table) { return store_.scan(table)->size(); }

    inline static const SourceId kSource{"acme"};

    ManualClock clock_;
    MemoryStore store_;
    Settings settings_;
    std::optional<LoopWorld> world_;
    ScriptedHttp http_;
    ReaderThread worker_{store_};
    boost::asio::io_context io_;
    std::vector<std::string> api_;  // what the API lists, in order of time
    int api_status_{200};
    std::vector<std::string> labelled_;  // "PUT url"
    std::vector<std::string> events_;

private:
    class CountingRandom final : public Random {
    public:
        std::string bytes(std::size_t count) override {
            return std::string(count, static_cast<char>(++drawn_));
        }

    private:
        std::atomic<int> drawn_{0};
    };

    void turn() {
        io_.restart();
        io_.run_one_for(std::chrono::milliseconds{5});
        io_.poll();
        world_->run();
    }

    CountingRandom random_;
};

}  // namespace socbot::testing
