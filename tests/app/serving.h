// An HTTP server on a thread of its own, which counts what comes.
#pragma once

#include <green.h>

#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace tests {

class Serving {
public:
    explicit Serving(std::string status = "200 OK")
        : thread_([this, status = std::move(status)] {
              green::RunOptions options;
              options.clock = green::trace::ClockKind::Real;
              green::run([&] { serve(status); }, gate_, std::move(options));
          }) {
        url_ = started_.get_future().get();
    }
    ~Serving() {
        gate_.stop();
        thread_.join();
    }
    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;

    // "http://127.0.0.1:43210/"
    const std::string& url() const { return url_; }
    int requests() const { return requests_; }
    // Different ones.
    std::size_t connections() const {
        const std::lock_guard lock(mutex_);
        return clients_.size();
    }

private:
    void serve(const std::string& status) {
        green::HttpServer server(green::Address("127.0.0.1", 0),
                                 [&](green::HttpRequest& request, green::StartResponse start_response) {
                                     ++requests_;
                                     {
                                         const std::lock_guard lock(mutex_);
                                         clients_.insert(request.remote_address().port());
                                     }
                                     start_response(status);
                                     return green::HttpBody("hello");
                                 });
        server.start();
        started_.set_value(server.url() + "/");
        server.serve_forever();
    }

    green::trace::Gate gate_;
    std::promise<std::string> started_;
    std::string url_;
    std::atomic<int> requests_ = 0;
    mutable std::mutex mutex_;
    std::set<std::uint16_t> clients_;
    std::thread thread_;
};

}  // namespace tests
