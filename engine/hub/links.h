// Who is told when something ends. Engine's thread only.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace green {

class Target;

// Called in the hub. Whoever adds one to a list removes it before it goes, or lets the list keep it; a
// waiting call keeps its link on its own stack, so that waiting allocates nothing.
class Link {
public:
    virtual ~Link() = default;
    virtual void called(Target& ready) = 0;
    // For the record of a greenlet that is made to run it.
    virtual std::string name() const { return "link"; }
};

class Links {
public:
    struct Entry {
        Link* link = nullptr;
        // What it is removed by: a function may be wrapped, but is known as itself (rule R22).
        const Link* known_as = nullptr;
        std::shared_ptr<Link> kept{};  // the link, where it is kept here
    };

    bool empty() const { return links_.empty(); }
    void add(Link& link) { links_.push_back({&link, &link}); }
    void add(std::shared_ptr<Link> link, const Link& known_as) {
        auto& entry = links_.emplace_back(Entry{link.get(), &known_as});
        entry.kept = std::move(link);
    }
    // The first that is known as that; silent if there is none (rule R22).
    void remove(const Link& known_as) {
        const auto found = std::ranges::find(links_, &known_as, &Entry::known_as);
        if (found == links_.end()) return;
        // What it keeps may remove further ones as it goes.
        const auto removed = std::exchange(*found, {});
        links_.erase(found);
    }
    Entry take_front() {
        Entry front = std::move(links_.front());
        links_.erase(links_.begin());
        return front;
    }

private:
    std::vector<Entry> links_;  // rarely more than two
};

}  // namespace green
