// How the queues of Python programs keep their items: as the engine does, or, in a class that has its own _put, _get,
// _peek or _create_queue, as that says.
#pragma once

#include "python/ref.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "python/errors.h"

namespace green::python {

// Own: one of sync/queue_items.h, for all others.
template <class Own>
class OverridableItems {
public:
    // From now on the functions of `queue`, which must outlive this, keep them. `first`: those that are there.
    void leave_to(PyObject* queue, Ref storage, std::vector<Ref> first) {
        queue_ = queue;
        storage_ = std::move(storage);
        shown_ = std::move(first);
    }
    bool is_left_to_program() const { return queue_ != nullptr; }
    // What _create_queue has made; null where the engine keeps them.
    const Ref& storage() const { return storage_; }

    std::size_t size() const {
        if (!queue_) return own_.size();
        const auto size = PyObject_Size(storage_.get());
        if (size < 0) throw_error();
        return static_cast<std::size_t>(size);
    }
    Ref next() const { return queue_ ? called("_peek", nullptr) : own_.next(); }
    std::int64_t next_place() const { return queue_ ? 0 : own_.next_place(); }
    std::int64_t place_for(const Ref& item) const { return queue_ ? -1 : own_.place_for(item); }

    // Whether it is there afterwards. Only then is `item` moved.
    bool put_or_leave(Ref&& item) {
        if (!queue_) {
            own_.put(std::move(item));
            return true;
        }
        const auto before = size();
        called("_put", item.get());
        if (size() <= before) return false;
        shown_.push_back(std::move(item));
        return true;
    }
    Ref take() {
        place_taken_.reset();
        if (!queue_) return own_.take();
        auto item = called("_get", nullptr);
        const auto found = std::ranges::find(shown_, item);
        if (found != shown_.end()) place_taken_ = found - shown_.begin();
        if (!shown_.empty()) shown_.erase(found == shown_.end() ? shown_.begin() : found);
        return item;
    }
    // Of the one that was taken last, in the order in which the record has them; none: as it was told before.
    std::optional<std::int64_t> place_taken() const { return place_taken_; }

    void add(Ref item) { own_.add(std::move(item)); }
    void begin() { own_.begin(); }
    std::vector<Ref> all() const { return queue_ ? shown_ : own_.all(); }
    // With the storage, which has them too.
    std::vector<Ref> contents() const {
        auto kept = all();
        if (storage_) kept.push_back(storage_);
        return kept;
    }

private:
    Ref called(const char* name, PyObject* item) const {
        PyObject* result =
            item ? PyObject_CallMethod(queue_, name, "(O)", item) : PyObject_CallMethod(queue_, name, nullptr);
        if (!result) throw_error();
        return Ref::taken(result);
    }

    Own own_;
    PyObject* queue_ = nullptr;
    Ref storage_;
    std::vector<Ref> shown_;  // as the record shows them
    std::optional<std::int64_t> place_taken_;
};

}  // namespace green::python
