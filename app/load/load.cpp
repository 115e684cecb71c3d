#include "load/load.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "green.h"
#include "net/http_client.h"
#include "net/url.h"
#include "run.h"

namespace app {

namespace {

using Clock = std::chrono::steady_clock;

class Load {
public:
    Load(const LoadPlan& plan, LoadResult& result) : plan_(plan), result_(result) {
        const auto url = green::Url::parse(plan.url);
        if (url.scheme != "http" && url.scheme != "https") throw green::ValueError("not HTTP: " + plan.url);
        target_ = url.target;
    }

    void run(const std::function<void(std::uint64_t)>& progress) {
        auto teller = green::spawn([&] {
            for (;;) {
                green::sleep(std::chrono::milliseconds(250));
                progress(done());
            }
        });
        std::vector<green::Greenlet> asking;
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(plan_.atOnce, plan_.requests); ++i)
            asking.push_back(green::spawn([this] { askOn(); }));
        green::joinall(asking);
        teller.kill();
    }

private:
    std::uint64_t done() const { return result_.answered + result_.failed; }
    bool nobodyIsThere() const { return result_.answered == 0 && result_.failed >= plan_.atOnce; }

    // One of those who ask.
    void askOn() {
        green::HttpClientOptions options{.timeout = plan_.patience};
        std::optional<green::HttpClient> client;
        if (plan_.keepsConnections) client.emplace(plan_.url, options);
        while (begun_ < plan_.requests && !nobodyIsThere()) {
            ++begun_;
            const auto begin = Clock::now();
            try {
                const auto answer = client ? client->get(target_) : green::http_get(plan_.url, options);
                result_.times.push_back(Clock::now() - begin);
                result_.bytes += answer.body.size();
                ++result_.answered;
                if (answer.status >= 400) ++result_.refused;
            } catch (const std::exception& error) {
                if (result_.failed++ == 0) result_.failure = error.what();
            }
        }
    }

    const LoadPlan& plan_;
    LoadResult& result_;
    std::string target_;
    std::uint64_t begun_ = 0;
};

}  // namespace

double LoadResult::perSecond() const {
    const auto seconds = std::chrono::duration<double>(time).count();
    return seconds > 0 ? static_cast<double>(answered) / seconds : 0;
}

std::chrono::nanoseconds LoadResult::within(unsigned percent) const {
    if (times.empty()) return {};
    const auto count = (times.size() * percent + 99) / 100;
    return times[std::clamp<std::size_t>(count, 1, times.size()) - 1];
}

LoadResult sendLoad(const LoadPlan& plan, green::trace::Gate& gate,
                    const std::function<void(std::uint64_t)>& progress) {
    LoadResult result;
    Load load(plan, result);
    result.times.reserve(plan.requests);
    const auto begin = Clock::now();
    green::RunOptions options;
    options.clock = green::trace::ClockKind::Real;
    const auto run = green::run([&] { load.run(progress); }, gate, std::move(options));
    result.time = Clock::now() - begin;
    result.stopped = run.ending == green::RunResult::Ending::Stopped;
    std::ranges::sort(result.times);
    return result;
}

}  // namespace app
