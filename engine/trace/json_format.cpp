#include "trace/json_format.h"

#include <utility>

#include "trace/json_text.h"

namespace green::trace {

namespace {

// One JSON object, key by key.
class Line {
public:
    explicit Line(std::string& out) : out_(out) { out_ += '{'; }
    ~Line() { out_ += '}'; }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void text(std::string_view key, std::string_view value) {
        begin(key);
        append_json(out_, value);
    }
    template <class Number>
    void number(std::string_view key, Number value) {
        begin(key);
        out_ += std::to_string(value);
    }
    void nothing(std::string_view key) {
        begin(key);
        out_ += "null";
    }
    // For what the caller writes itself.
    void begin(std::string_view key) {
        if (!std::exchange(first_, false)) out_ += ',';
        append_json(out_, key);
        out_ += ':';
    }

private:
    std::string& out_;
    bool first_ = true;
};

void append_recipe(std::string& out, const Recipe& recipe) {
    Line line(out);
    line.text("id", recipe.id);
    line.text("title", recipe.title);
    line.text("language", recipe.language);
    line.text("clock", recipe.clock == ClockKind::Virtual ? "virtual" : "real");
    line.number("seed", recipe.seed);
    line.text("version", recipe.version);
    line.begin("sources");
    out += '[';
    for (bool first = true; const auto& source : recipe.sources) {
        if (!std::exchange(first, false)) out += ',';
        Line file(out);
        file.text("name", source.name);
        file.text("text", source.text);
    }
    out += ']';
}

std::string_view role_name(Role role) {
    switch (role) {
        case Role::Main: return "main";
        case Role::Hub: return "hub";
        case Role::Greenlet: return "greenlet";
    }
    return "unknown";
}

void append_greenlet(std::string& out, const GreenletState& greenlet) {
    Line line(out);
    line.number("id", raw(greenlet.id));
    line.text("name", greenlet.name);
    line.text("role", role_name(greenlet.role));
    line.text("run", greenlet.run);
    line.text("arguments", greenlet.arguments);
    line.text("state", name(greenlet.state));
    if (greenlet.ended || !greenlet.result.empty()) line.text("result", greenlet.result);
}

void append_object(std::string& out, const ObjectState& object) {
    Line line(out);
    line.number("id", raw(object.id));
    line.text("kind", name(object.kind));
    line.text("name", object.name);
    if (object.capacity < 0)
        line.nothing("capacity");
    else
        line.number("capacity", object.capacity);
}

void append_reason(Line& line, const TraceEvent& event) {
    switch (event.kind) {
        case Kind::Create:
        case Kind::Spawn:
            if (event.birth() == Birth::Raw) line.text("reason", name(event.birth()));
            break;
        case Kind::Wait: line.text("reason", name(event.wait_reason())); break;
        case Kind::End:
        case Kind::Discard: line.text("reason", name(event.end_reason())); break;
        case Kind::Object: line.text("reason", name(event.object_kind())); break;
        case Kind::Open: line.text("reason", name(event.socket_state())); break;
        case Kind::Set:
            if (event.end_reason() == EndReason::Failed) line.text("reason", name(event.end_reason()));
            break;
        default: break;
    }
}

void append_amount(Line& line, const TraceEvent& event) {
    bool is_limit = false;  // where never and "unbounded" are possible
    switch (event.kind) {
        case Kind::Wait:
        case Kind::Idle:
        case Kind::Timeout: is_limit = event.amount == never; break;
        case Kind::Object: is_limit = event.amount < 0; break;
        case Kind::Put:
        case Kind::Work:
        case Kind::Set:
        case Kind::Clear:
        case Kind::Acquire:
        case Kind::Release:
        case Kind::Add:
        case Kind::Remove:
        case Kind::TaskDone:
        case Kind::Receive:
        case Kind::Send: break;
        case Kind::Get:
        case Kind::Forget:
        case Kind::Open:
            if (event.amount == 0) return;
            break;
        default:
            if (!event.has(Flag::Arms)) return;
    }
    if (is_limit)
        line.nothing("amount");
    else
        line.number("amount", event.amount);
}

void append_event(std::string& out, const TraceStore& store, EventNumber n) {
    const auto& event = store.event(n);
    const auto text = store.text(n);
    Line line(out);
    line.number("n", n);
    line.number("time", event.time);
    line.text("kind", name(event.kind));
    if (event.greenlet != Id::None) line.number("greenlet", raw(event.greenlet));
    if (event.object != Id::None) line.number("object", raw(event.object));
    append_reason(line, event);
    if (event.kind == Kind::Create || event.kind == Kind::Spawn) {
        const auto parts = spawn_text(text);
        line.text("name", parts.name);
        line.text("run", parts.run);
        line.text("arguments", parts.arguments);
    } else if (!text.empty()) {
        line.text("text", text);
    }
    if (event.site) line.text("site", std::string(store.file(n)) + ':' + std::to_string(event.site.line()));
    append_amount(line, event);
    if (event.job != JobId::None) line.number("job", raw(event.job));
    if (event.job_kind != JobKind::None) line.text("job_kind", name(event.job_kind));
    if (event.flags == 0) return;
    line.begin("flags");
    out += '[';
    bool first = true;
    for (int bit = 0; bit < flag_count; ++bit) {
        const auto flag = static_cast<Flag>(1 << bit);
        if (!event.has(flag)) continue;
        if (!std::exchange(first, false)) out += ',';
        append_json(out, name(flag));
    }
    out += ']';
}

// `items` one to a line; `append` writes one.
template <class Items, class Append>
void append_lines(std::string& out, std::string_view key, const Items& items, Append append) {
    out += ",\n\"";
    out += key;
    out += "\":[";
    for (bool first = true; const auto& item : items) {
        out += std::exchange(first, false) ? "\n" : ",\n";
        append(out, item);
    }
    out += ']';
}

}  // namespace

void write_events_json(const TraceStore& store, const std::function<void(std::string_view)>& write) {
    constexpr std::size_t piece = 1 << 16;
    std::string out = "{\"format\":\"greenscope-trace\",\"version\":1,\n\"recipe\":";
    append_recipe(out, store.recipe());
    append_lines(out, "greenlets", store.last().greenlets(), append_greenlet);
    append_lines(out, "objects", store.last().objects(), append_object);
    out += ",\n\"events\":[";
    for (EventNumber n = 1; n <= store.size(); ++n) {
        out += n == 1 ? "\n" : ",\n";
        append_event(out, store, n);
        if (out.size() < piece) continue;
        write(out);
        out.clear();
    }
    out += "]}\n";
    write(out);
}

std::string events_json(const TraceStore& store) {
    std::string all;
    write_events_json(store, [&all](std::string_view piece) { all += piece; });
    return all;
}

}  // namespace green::trace
