// What imap and imap_unordered return: results that come while one goes through them (rule R63).
//
//     for (int square : pool.imap(squared, numbers)) …
//
// A result that failed throws where it stands; `next` then gives the ones behind it.
#pragma once

#include <cstddef>
#include <exception>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/greenlet.h"
#include "hub/next_iterator.h"
#include "hub/repr.h"
#include "sync/queue.h"
#include "sync/semaphore.h"

namespace green {

template <class T, bool ordered>
class MapResults {
public:
    explicit MapResults(std::optional<std::size_t> maxsize, trace::SourceLocation where)
        : state_(std::make_shared<State>(maxsize, where)), where_(where) {}

    // A greenlet goes through `items`: `spawn` makes a Greenlet for each, and may wait for room.
    template <class Spawn, class Items>
    void start(const detail::Birth& birth, Spawn spawn, Items items) {
        state_->mapper = detail::create(
            birth, [state = state_, spawn = std::move(spawn), items = std::move(items), where = where_]() mutable {
                state->run(spawn, items, where);
                return Value{};
            });
        state_->mapper.start(where_);
    }

    // The next one; waits for it. None when there are no more; do not ask again then, nothing would come.
    std::optional<T> next(trace::SourceLocation where = trace::SourceLocation::current()) {
        // The handle may go while its greenlet waits.
        const auto state = state_;
        if (state->places) state->places->release(where);
        Item item = state->take(where);
        if (item.error) std::rethrow_exception(item.error);
        return std::move(item.value);
    }

    auto begin() { return detail::NextIterator(Next{this}); }
    static std::default_sentinel_t end() { return {}; }

private:
    struct Next {
        std::optional<T> operator()() const { return from->next(from->where_); }
        MapResults* from;
    };
    // Neither a value nor an error: the end.
    struct Item {
        std::size_t index = 0;
        std::optional<T> value{};
        std::exception_ptr error{};

        friend std::string repr(const Item& item) {
            const auto text = item.value   ? to_repr(*item.value)
                              : item.error ? "Failure(" + repr_of_exception(item.error) + ")"
                                           : "Failure(StopIteration())";
            return ordered ? "(" + std::to_string(item.index) + ", " + text + ")" : text;
        }
    };

    struct State : std::enable_shared_from_this<State> {
        State(std::optional<std::size_t> maxsize, trace::SourceLocation where) : results("results", where) {
            if (maxsize && *maxsize > 0) places.emplace(static_cast<std::int64_t>(*maxsize), "places", where);
        }

        // In the mapper.
        template <class Spawn, class Items>
        void run(Spawn& spawn, Items& items, trace::SourceLocation where) {
            try {
                for (auto& item : items) {
                    if (places) places->acquire(TimeLimit(), where);
                    ++outstanding;
                    Greenlet task = spawn(item);
                    task.rawlink([self = this->shared_from_this(), index = count++](const Greenlet& done) {
                        self->has_ended(done, index);
                    });
                }
            } catch (const context::Unwind&) {
                throw;
            } catch (...) {
                places.reset();
                if (!std::exchange(finished, true)) results.put({count, {}, std::current_exception()}, {}, where);
                throw;
            }
            if (outstanding == 0 && !std::exchange(finished, true)) results.put({count, {}, {}}, {}, where);
            places.reset();
        }

        // In the hub.
        void has_ended(const Greenlet& done, std::size_t index) {
            --outstanding;
            const bool was_last = mapper.ready() && outstanding <= 0 && !std::exchange(finished, true);
            Item item{index, {}, done.exception()};
            // A task that was killed has no T: its GreenletExit is raised at its place.
            try {
                if (done.successful()) item.value = done.template value<T>();
            } catch (const GreenletExit&) {
                item.error = std::current_exception();
            }
            results.put(std::move(item), {}, trace::SourceLocation());
            if (was_last) results.put({count, {}, {}}, {}, trace::SourceLocation());
        }

        Item take(trace::SourceLocation where) {
            if constexpr (!ordered) return results.get({}, where);
            if (auto early = come_early.extract(next_index)) {
                ++next_index;
                return std::move(early.mapped());
            }
            for (;;) {
                Item item = results.get({}, where);
                if (item.index == next_index) {
                    ++next_index;
                    return item;
                }
                come_early.emplace(item.index, std::move(item));
            }
        }

        Queue<Item> results;
        std::optional<Semaphore> places{};  // for results that nobody has asked for yet
        Greenlet mapper{};
        long outstanding = 0;
        std::size_t count = 0;
        bool finished = false;
        std::map<std::size_t, Item> come_early{};
        std::size_t next_index = 0;
    };

    std::shared_ptr<State> state_;
    trace::SourceLocation where_;
};

}  // namespace green
