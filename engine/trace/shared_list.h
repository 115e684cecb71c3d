// A list that grows at its end and whose copies share what neither has changed since: a keyframe of a
// run with 100,000 greenlets costs the few blocks that its chunk's events touch, not all of them.
//
// A list and its copies belong to one thread, or are only read. A reference to an entry is good until its
// list is next changed.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace green::trace {

template <class T, std::size_t block_size>
class SharedList {
public:
    class const_iterator;
    using value_type = T;

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    const T& operator[](std::size_t i) const { return (*blocks_[i / block_size])[i % block_size]; }
    const T& front() const { return (*this)[0]; }
    const T& back() const { return (*this)[size_ - 1]; }
    const_iterator begin() const { return {this, 0}; }
    const_iterator end() const { return {this, size_}; }

    // To be changed by the caller: from here on this list has the entry's block for itself.
    T& edit(std::size_t i) { return own(i / block_size)[i % block_size]; }
    void push_back(T value) {
        if (size_ % block_size == 0) blocks_.push_back(std::make_shared<Block>());
        own(size_ / block_size).push_back(std::move(value));
        ++size_;
    }

    bool operator==(const SharedList& other) const {
        return std::ranges::equal(blocks_, other.blocks_,
                                  [](const auto& one, const auto& two) { return one == two || *one == *two; });
    }

private:
    using Block = std::vector<T>;

    Block& own(std::size_t i) {
        auto& block = blocks_[i];
        if (block.use_count() > 1) block = std::make_shared<Block>(*block);
        return *block;
    }

    std::vector<std::shared_ptr<Block>> blocks_;
    std::size_t size_ = 0;
};

template <class T, std::size_t block_size>
class SharedList<T, block_size>::const_iterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    const_iterator() = default;
    const_iterator(const SharedList* list, std::size_t index) : list_(list), index_(index) {}

    reference operator*() const { return (*list_)[index_]; }
    pointer operator->() const { return &**this; }
    reference operator[](difference_type n) const { return *(*this + n); }

    const_iterator& operator++() { return *this += 1; }
    const_iterator& operator--() { return *this -= 1; }
    const_iterator operator++(int) { return std::exchange(*this, *this + 1); }
    const_iterator operator--(int) { return std::exchange(*this, *this - 1); }
    const_iterator& operator+=(difference_type n) {
        index_ += static_cast<std::size_t>(n);
        return *this;
    }
    const_iterator& operator-=(difference_type n) { return *this += -n; }
    friend const_iterator operator+(const_iterator it, difference_type n) { return it += n; }
    friend const_iterator operator+(difference_type n, const_iterator it) { return it += n; }
    friend const_iterator operator-(const_iterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(const_iterator one, const_iterator two) {
        return static_cast<difference_type>(one.index_) - static_cast<difference_type>(two.index_);
    }
    friend bool operator==(const_iterator one, const_iterator two) { return one.index_ == two.index_; }
    friend auto operator<=>(const_iterator one, const_iterator two) { return one.index_ <=> two.index_; }

private:
    const SharedList* list_ = nullptr;
    std::size_t index_ = 0;
};

}  // namespace green::trace
