#include "sync/queue_core.h"

#include <exception>
#include <utility>

namespace green {

using trace::Kind;

QueueCore::QueueCore(Type type, std::optional<std::size_t> capacity, std::string name, trace::SourceLocation where)
    : ExchangeCore(type, capacity ? static_cast<std::int64_t>(*capacity) : -1, std::move(name), where),
      capacity_(capacity) {}

void QueueCore::stored(const Shown& item, bool at_once, trace::SourceLocation where) {
    item_stored();
    record({.amount = item.place, .kind = Kind::Put}, at_once && !getters().empty(), item.text, where);
}

void QueueCore::taken(const Shown& item, bool at_once, trace::SourceLocation where) {
    record({.amount = item.place, .kind = Kind::Get}, at_once && !putters().empty(), item.text, where);
}

void QueueCore::not_stored(bool at_once) {
    if (at_once && !getters().empty()) record({.kind = Kind::Callback}, true, {}, {});
}

void QueueCore::serve_getters_in_hub() {
    while (!getters().empty() && size() > 0 && !has_room()) take_first(getters()).wake();
}

void QueueCore::serve_putters_in_hub() {
    while (!putters().empty() && size() == 0) let_put(take_first(putters()));
}

// What can't be stored is its putter's error.
void QueueCore::let_put(Waiter& putter) {
    try {
        if (const auto item = store_item_of(putter)) {
            item_stored();
            record_put_for_waiter(item->place, item->text);
        }
    } catch (...) {
        putter.throw_in(std::current_exception());
        return;
    }
    putter.wake();
}

// Rule R56.
void QueueCore::match() {
    for (bool again = true; again;) {
        again = false;
        if (!putters().empty() && has_room()) {
            again = true;
            let_put(take_first(putters()));
        }
        if (!getters().empty() && size() > 0) {
            again = true;
            take_first(getters()).wake();
        }
    }
}

}  // namespace green
