#include "trace/oracle_format.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "trace/json_text.h"

namespace green::trace {

namespace {

// How many bytes of line end stand at the front of `text`.
std::size_t line_end_length(std::string_view text) {
    switch (text.front()) {
        case '\r': return text.starts_with("\r\n") ? 2 : 1;
        case '\n':
        case '\v':
        case '\f':
        case '\x1c':
        case '\x1d':
        case '\x1e': return 1;
        default: break;
    }
    if (text.starts_with("\xC2\x85")) return 2;
    if (text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9")) return 3;
    return 0;
}

std::string_view class_name(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::Queue: return "Queue";
        case ObjectKind::Event: return "Event";
        case ObjectKind::AsyncResult: return "AsyncResult";
        case ObjectKind::Semaphore: return "Semaphore";
        case ObjectKind::BoundedSemaphore: return "BoundedSemaphore";
        // What notifies in them.
        case ObjectKind::Group:
        case ObjectKind::JoinableQueue: return "Event";
        case ObjectKind::Pool: return "Semaphore";
        default: return "object";
    }
}

// The recordings show a list (or another collection) in which something shows its address by its type alone; the
// record has "<Type>" for such things.
std::string_view as_recorded(std::string_view value) {
    if (value.empty()) return value;
    std::string_view type;
    switch (value.front()) {
        case '[': type = "<list>"; break;
        case '(': type = "<tuple>"; break;
        case '{': type = value.find(": ") == std::string_view::npos ? "<set>" : "<dict>"; break;
        default: return value;
    }
    char quote = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (quote != 0 && c == '\\')
            ++i;
        else if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '<')
            return type;
    }
    return value;
}

struct Record {
    std::string printed;
    std::vector<std::string> switches;
    std::vector<std::string> ticks;
    std::vector<std::string> errors;
    std::unordered_set<Id> raised;  // their Fail has come, though perhaps not yet their End
};

class Writer {
public:
    explicit Writer(const TraceStore& store) : store_(store) {}

    std::string document() {
        fold();
        const auto& recipe = store_.recipe();
        const bool is_virtual = recipe.clock == ClockKind::Virtual;
        std::string out = "{\n";
        out += "  \"program\": " + json_string(std::string_view(recipe.id).substr(0, recipe.id.rfind('.')));
        out += ",\n  \"gevent\": " + json_string(followed_gevent);
        out += ",\n  \"clock\": " + json_string(is_virtual ? "virtual" : "any");
        std::vector<std::string> lines;
        for (const auto line : split_lines(record_.printed)) lines.push_back(json_string(line));
        out += ",\n  \"stdout\": " + rows(lines, 1, '[', ']');
        out += ",\n  \"switches\": " + rows(record_.switches, 8, '[', ']');
        if (is_virtual) out += ",\n  \"ticks\": " + rows(record_.ticks, 24, '[', ']');
        out += ",\n  \"greenlets\": " + rows(greenlets(), 1, '{', '}');
        out += ",\n  \"errors\": " + rows(record_.errors, 1, '[', ']');
        return out + "\n}\n";
    }

private:
    static std::string rows(const std::vector<std::string>& items, std::size_t width, char open, char close) {
        if (items.empty()) return {open, close};
        std::string out{open};
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) out += i % width == 0 ? "," : ", ";
            if (i % width == 0) out += "\n    ";
            out += items[i];
        }
        return out + "\n  " + close;
    }

    void fold() {
        Moment moment;
        for (EventNumber n = 1; n <= store_.size(); ++n) {
            const auto& event = store_.event(n);
            const auto before = moment.running();
            store_.seek(moment, n);
            if (event.kind == Kind::Create || event.kind == Kind::Spawn)
                name_greenlet(event.object, event.birth() == Birth::Raw);
            if (event.has(Flag::Switch)) add_switch(event, before);
            if (event.kind == Kind::Print) record_.printed += store_.text(n);
            if (event.kind == Kind::Fail) record_.raised.insert(event.greenlet);
            if (event.kind == Kind::Report && event.object != Id::None)
                record_.errors.push_back('[' + json_string(place_of(event, moment)) + ',' +
                                         json_string(store_.text(n)) + ']');
        }
    }

    void name_greenlet(Id id, bool raw) {
        if (names_.contains(id)) return;
        names_.emplace(id, raw ? 'r' + std::to_string(++raw_count_) : 'g' + std::to_string(++greenlet_count_));
    }

    std::string name_of(Id id) const {
        if (id == Id::Main) return "main";
        if (id == Id::Hub) return "hub";
        const auto found = names_.find(id);
        return found == names_.end() ? std::string("hub") : found->second;
    }

    void add_switch(const TraceEvent& event, Id from) {
        auto text = '[' + json_string(name_of(from)) + ',' + json_string(name_of(switches_to(event)));
        record_.switches.push_back(text + (event.has(Flag::Throw) ? ",\"throw\"]" : "]"));
        record_.ticks.push_back(std::to_string((event.time + 500'000) / 1'000'000));
    }

    // The hub reports for a link while it tells everybody who is linked; a greenlet, or who killed it
    // before it ran, reports for the greenlet.
    std::string place_of(const TraceEvent& event, const Moment& moment) const {
        const auto* object = moment.object(event.object);
        const auto where = object ? std::string(class_name(object->kind)) : name_of(event.object);
        const auto& job = moment.current_job();
        const bool in_link = event.greenlet == Id::Hub && job.kind == JobKind::Notify && job.target == event.object;
        return in_link && where != "hub" ? "link of " + where : where;
    }

    std::vector<std::string> greenlets() const {
        std::vector<std::string> lines;
        for (const auto& greenlet : store_.last().greenlets()) {
            if (greenlet.role != Role::Greenlet) continue;
            // The recorder names those that a link makes so.
            const bool of_link = greenlet.raw && greenlet.spawned_by == Id::Hub;
            lines.push_back(json_string(name_of(greenlet.id)) + ": {\"name\": " +
                            json_string(of_link ? "raw" : greenlet.run) + ", \"state\": " + outcome(greenlet) + '}');
        }
        return lines;
    }

    std::string outcome(const GreenletState& greenlet) const {
        if (greenlet.raw && greenlet.ended) return "\"finished\", \"value\": null";
        if (greenlet.state == State::Failed || record_.raised.contains(greenlet.id))
            return "\"failed\", \"value\": " + json_string(greenlet.result);
        if (!greenlet.ended) return "\"pending\", \"value\": null";
        if (greenlet.state == State::Killed)
            return "\"killed\", \"value\": " +
                   json_string(greenlet.result.empty() ? "GreenletExit()" : greenlet.result);
        return "\"finished\", \"value\": " +
               json_string(greenlet.result.empty() ? "None" : as_recorded(greenlet.result));
    }

    const TraceStore& store_;
    Record record_;
    std::unordered_map<Id, std::string> names_;
    int greenlet_count_ = 0;
    int raw_count_ = 0;
};

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = line_end_length(text.substr(at));
        if (end == 0) {
            ++at;
            continue;
        }
        lines.push_back(text.substr(begin, at - begin));
        begin = at += end;
    }
    if (begin < text.size()) lines.push_back(text.substr(begin));
    return lines;
}

std::string oracle_json(const TraceStore& store) { return Writer(store).document(); }

}  // namespace green::trace
