#include "hub/standstill.h"

#include <fmt/format.h>

#include <algorithm>

#include "hub/hub.h"

namespace green {

namespace {

using trace::WaitReason;

std::string list(const std::vector<std::string>& names) {
    constexpr std::size_t most = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

bool waits_for_an_end(WaitReason reason) {
    switch (reason) {
        case WaitReason::Join:
        case WaitReason::JoinAll:
        case WaitReason::Get:
        case WaitReason::Kill:
        case WaitReason::Wait:
        case WaitReason::GroupJoin: return true;
        default: return false;
    }
}

class Explanation {
public:
    explicit Explanation(const Hub& hub) : hub_(hub) {}

    void go(const GreenletCore& from) {
        for (const auto* greenlet = &from; greenlet;) greenlet = tell(*greenlet);
    }
    std::vector<std::string> take() { return std::move(lines_); }

private:
    // Adds its line; returns who is to be told of next.
    const GreenletCore* tell(const GreenletCore& greenlet) {
        told_.push_back(&greenlet);
        const auto* blocking = greenlet.blocked_in();
        if (!blocking) {
            lines_.push_back(greenlet.name() + (greenlet.started() ? " has handed over, and nobody wakes it"
                                                                   : " was never started, so it never ends"));
            return nullptr;
        }
        const auto helpers = blocking->on ? blocking->on->who_can_help() : std::vector<Id>();
        std::vector<std::string> names;
        const GreenletCore* next = nullptr;
        bool is_circle = false;
        for (const Id id : helpers) {
            const auto* helper = hub_.find_greenlet(id);
            if (!helper || helper->ready()) continue;
            names.push_back(helper->name());
            if (std::ranges::find(told_, helper) != told_.end())
                is_circle = true;
            else if (!next)
                next = helper;
        }
        lines_.push_back(line(greenlet, *blocking, names));
        if (names.empty())
            lines_.back() += helpers.empty() ? "; nobody is left who could end that" : "; who had it has ended";
        else if (is_circle && !next)
            lines_.back() += ": a circle";
        return next;
    }

    static std::string line(const GreenletCore& greenlet, const Blocking& blocking,
                            const std::vector<std::string>& names) {
        const auto call = trace::call_name(blocking.reason);
        auto text = greenlet.name() + " waits" + (call.empty() ? std::string() : fmt::format(" in {}()", call));
        if (waits_for_an_end(blocking.reason)) return names.empty() ? text : text + " for the end of " + list(names);
        if (blocking.on) text += " on " + blocking.on->title();
        return names.empty() ? text : text + ", which " + list(names) + (names.size() == 1 ? " has" : " have");
    }

    const Hub& hub_;
    std::vector<std::string> lines_;
    std::vector<const GreenletCore*> told_;
};

}  // namespace

std::vector<std::string> explain_standstill(const Hub& hub, const GreenletCore& stuck) {
    Explanation explanation(hub);
    explanation.go(stuck);
    return explanation.take();
}

}  // namespace green
