// What an application gives back as the body of its answer: a text, several, or one piece after the other as they are
// made.
//
//     return "Hello World";
//     return std::vector<std::string>{"Hello ", "World"};
//     return green::HttpBody::pieces([n = 3]() mutable -> std::optional<std::string> {   // sent as they are made
//         if (n-- == 0) return std::nullopt;
//         green::sleep(1s);
//         return "piece\n";
//     });
//     return queue;   // green::Queue<std::optional<std::string>>: what others put, until an empty one comes
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace green {

class HttpBody {
public:
    // The next piece, which may be waited for; none at the end.
    using Next = std::function<std::optional<std::string>()>;

    // Nothing.
    HttpBody() = default;
    HttpBody(std::string whole) : content_(std::move(whole)) {}
    HttpBody(const char* whole) : content_(std::string(whole)) {}
    // The length is known, and is told.
    HttpBody(std::vector<std::string> pieces) : content_(std::move(pieces)) {}
    static HttpBody pieces(Next next) {
        HttpBody body;
        body.content_ = std::move(next);
        return body;
    }
    // Whatever can be looped over and gives strings. It is copied or moved into the body.
    template <class Range>
    requires(!std::convertible_to<Range, std::string> && !std::same_as<std::decay_t<Range>, HttpBody> &&
             requires(std::decay_t<Range> & range) {
                 { *range.begin() } -> std::convertible_to<std::string>;
                 range.begin() == range.end();
             }) HttpBody(Range&& range)
        : HttpBody(pieces(loop_over(std::forward<Range>(range)))) {}

    using Content = std::variant<std::string, std::vector<std::string>, Next>;
    const Content& content() const { return content_; }

private:
    template <class Range>
    static Next loop_over(Range&& range) {
        using Kept = std::decay_t<Range>;
        struct Loop {
            explicit Loop(Kept kept) : range(std::move(kept)) {}
            Kept range;
            std::optional<decltype(range.begin())> at{};
        };
        // Not begun before the first is asked for: that may have to wait already.
        return [loop = std::make_shared<Loop>(std::forward<Range>(range))]() -> std::optional<std::string> {
            if (loop->at)
                ++*loop->at;
            else
                loop->at.emplace(loop->range.begin());
            if (*loop->at == loop->range.end()) return std::nullopt;
            return std::string(**loop->at);
        };
    }

    Content content_;
};

}  // namespace green
