// What a local keeps for each greenlet, whatever its type (rule R18). Engine's thread only.
#pragma once

#include <any>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "hub/hub.h"

namespace green {

class LocalCore final : public Target {
public:
    LocalCore(std::string name, trace::SourceLocation where);
    ~LocalCore() override;

    const std::string& name() const { return name_; }
    // The running greenlet's place; empty until something is stored. `is_new`: it was not there before.
    // It goes when the greenlet ends: with its links, or, where it can have none, with itself.
    std::any& mine(bool& is_new);
    void has_stored(std::string_view text, trace::SourceLocation where);
    // Each greenlet's.
    const std::map<Id, std::any>& values() const { return values_; }
    // The running greenlet's value goes.
    void reset(trace::SourceLocation where);

    // It has no jobs.
    void run(const Callback&) override {}

private:
    class GreenletEnd;
    // The link of a greenlet that has not ended.
    struct End {
        GreenletCore* greenlet;
        Link* link;
    };
    void drop(Id greenlet);

    std::string name_;
    std::map<Id, std::any> values_;
    std::map<Id, End> ends_;
    // For those who must not keep it: gone when this is about to go.
    std::shared_ptr<LocalCore*> alive_ = std::make_shared<LocalCore*>(this);
};

}  // namespace green
