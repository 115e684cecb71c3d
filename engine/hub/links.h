// Who is told when something ends. Engine's thread only.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace green {

class Target;

// Called in the hub. Whoever adds one to a list removes it before it goes; a waiting call keeps its link
// on its own stack, so that waiting allocates nothing.
class Link {
public:
    virtual ~Link() = default;
    virtual void called(Target& ready) = 0;
};

class Links {
public:
    bool empty() const { return links_.empty(); }
    void add(Link& link) { links_.push_back(&link); }
    // The first that is equal; silent if there is none (rule R22).
    void remove(Link& link) {
        if (const auto found = std::ranges::find(links_, &link); found != links_.end()) links_.erase(found);
    }
    Link& take_front() {
        Link& link = *links_.front();
        links_.pop_front();
        return link;
    }

private:
    std::deque<Link*> links_;
};

}  // namespace green
