// Timers in the order in which libev takes them: a 4-ary heap in which a new entry does not rise above
// an equal one, and the last entry takes a removed one's place. The rules decide the order of equal
// deadlines, which gevent's users see; the hub's timers and the Moment's list of them share this code
// so that both tell the same order. After libev's ev.c (4heap), see also tests/oracle/README.md.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace green::trace {

// `Entry` is movable; `Traits::deadline(entry)` orders, `Traits::moved(entry, index)` is told of each
// new place.
template <class Entry, class Traits>
class DeadlineHeap {
public:
    bool empty() const { return entries_.empty(); }
    std::size_t size() const { return entries_.size(); }
    // In heap order; the first is the earliest.
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry& top() const { return entries_.front(); }

    void push(Entry entry) {
        entries_.push_back(std::move(entry));
        rise(entries_.size() - 1);
    }

    // Takes out the entry at `index`.
    Entry remove(std::size_t index) {
        Entry removed = std::move(entries_[index]);
        Entry last = std::move(entries_.back());
        entries_.pop_back();
        if (index < entries_.size()) {
            entries_[index] = std::move(last);
            if (index > 0 && deadline(index) < deadline(parent(index)))
                rise(index);
            else
                sink(index);
        }
        return removed;
    }

private:
    static constexpr std::size_t arity = 4;
    static std::size_t parent(std::size_t index) { return (index - 1) / arity; }
    auto deadline(std::size_t index) const { return Traits::deadline(entries_[index]); }

    void place(std::size_t index, Entry entry) {
        entries_[index] = std::move(entry);
        Traits::moved(entries_[index], index);
    }

    void rise(std::size_t index) {
        Entry entry = std::move(entries_[index]);
        const auto at = Traits::deadline(entry);
        while (index > 0 && at < deadline(parent(index))) {
            place(index, std::move(entries_[parent(index)]));
            index = parent(index);
        }
        place(index, std::move(entry));
    }

    void sink(std::size_t index) {
        Entry entry = std::move(entries_[index]);
        const auto at = Traits::deadline(entry);
        for (;;) {
            const auto first = index * arity + 1;
            if (first >= entries_.size()) break;
            auto least = first;
            for (auto child = first + 1; child < first + arity && child < entries_.size(); ++child)
                if (deadline(child) < deadline(least)) least = child;
            if (at <= deadline(least)) break;
            place(index, std::move(entries_[least]));
            index = least;
        }
        place(index, std::move(entry));
    }

    std::vector<Entry> entries_;
};

}  // namespace green::trace
