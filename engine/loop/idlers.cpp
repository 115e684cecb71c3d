#include "loop/idlers.h"

#include <algorithm>

namespace green::loop {

Idler::~Idler() {
    if (owner_) owner_->stop(*this);
}

Idlers::~Idlers() {
    for (auto& idlers : idlers_)
        for (auto* idler : idlers) idler->owner_ = nullptr;
}

void Idlers::start(Idler& idler) {
    idler.owner_ = this;
    idlers_[slot(idler.priority_)].push_back(&idler);
}

void Idlers::stop(Idler& idler) {
    idler.owner_ = nullptr;
    // libev fills the gap with the last one, and that is the order in which the others then run.
    auto& idlers = idlers_[slot(idler.priority_)];
    const auto found = std::ranges::find(idlers, &idler);
    *found = idlers.back();
    idlers.pop_back();
    std::erase(collected_[slot(idler.priority_)], &idler);
}

bool Idlers::empty() const {
    return std::ranges::all_of(idlers_, [](const auto& idlers) { return idlers.empty(); });
}

Idler* Idlers::take_collected(int priority) {
    auto& collected = collected_[slot(priority)];
    if (collected.empty()) return nullptr;
    auto* idler = collected.back();
    collected.pop_back();
    return idler;
}

}  // namespace green::loop
