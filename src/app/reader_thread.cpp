// One thread, one read-only store; see queries.h.
#include "app/queries.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>

namespace socbot {

namespace asio = boost::asio;

struct ReaderThread::State {
    explicit State(StoreReaders& store_readers) : readers{store_readers} {}
    StoreReaders& readers;
    std::unique_ptr<StoreReader> reader;  // on the pool's thread only
    asio::thread_pool pool{1};
};

ReaderThread::ReaderThread(StoreReaders& readers) : state_{std::make_unique<State>(readers)} {}
ReaderThread::~ReaderThread() {
    stop();
}

void ReaderThread::stop() {
    state_->pool.stop();
    state_->pool.join();
}

namespace {

asio::awaitable<std::optional<Error>>
on_thread(StoreReaders& readers, std::unique_ptr<StoreReader>& reader, ReaderThread::Work work) {
    try {
        if (!reader) {
            auto opened = readers.open();
            if (!opened) co_return std::move(opened).error();
            reader = *std::move(opened);
        }
        auto done = work(*reader);
        if (done) co_return std::nullopt;
        reader.reset();  // a connection that failed is opened again next time
        co_return std::move(done).error();
    } catch (const std::exception& error) {
        reader.reset();
        co_return Error{Errc::internal, error.what()};
    }
}

}  // namespace

asio::awaitable<Result<void>> ReaderThread::run(Work work) {
    auto task = on_thread(state_->readers, state_->reader, std::move(work));
    auto failure = co_await asio::co_spawn(state_->pool, std::move(task), asio::use_awaitable);
    if (failure) co_return *std::move(failure);
    co_return Result<void>{};
}

}  // namespace socbot
