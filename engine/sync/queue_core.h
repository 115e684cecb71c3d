// The part of a queue that knows no item type: its room, and who is served when (rules R55 to R58).
// Engine's thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "sync/exchange_core.h"

namespace green {

class QueueCore : public ExchangeCore {
public:
    using ExchangeCore::Type;

    QueueCore(Type type, std::optional<std::size_t> capacity, std::string name, trace::SourceLocation where);

    std::optional<std::size_t> capacity() const { return capacity_; }
    virtual std::size_t size() const = 0;
    bool has_room() const { return !capacity_ || size() < *capacity_; }

protected:
    // How the record shows an item, and its place in the order in which they will be taken; -1: the last.
    struct Shown {
        std::int64_t place = 0;
        std::string text;
    };

    // Stores the item of a greenlet that waited to put; none: it was left out. May throw what the item's own functions
    // throw.
    virtual std::optional<Shown> store_item_of(Waiter& putter) = 0;
    // After an item was stored, by whomever.
    virtual void item_stored() {}

    // Records that an item was stored or taken by the running greenlet. `at_once`: without having waited
    // or served anybody, so that whoever waits on the other side needs an unlock job.
    void stored(const Shown& item, bool at_once, trace::SourceLocation where);
    void taken(const Shown& item, bool at_once, trace::SourceLocation where);
    // One was put and left out: whoever waits to get looks all the same, as if it were there.
    void not_stored(bool at_once);
    // In the hub nobody can wait, but the other side can be served first (rule R58).
    void serve_getters_in_hub();
    void serve_putters_in_hub();

private:
    void match() override;
    void let_put(Waiter& putter);

    std::optional<std::size_t> capacity_;
};

}  // namespace green
